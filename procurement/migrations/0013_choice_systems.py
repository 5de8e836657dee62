import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import registry.sorting
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '__first__'),
        ('procurement', '0012_contracts_by_end'),
        ('registry', '0014_follow_up_missing_statement'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChoiceSystem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='rubrik')),
                ('summary', models.TextField(blank=True, max_length=4000, verbose_name='kort om systemet')),
                ('cpv_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8, validators=[django.core.validators.RegexValidator('^[0-9]{8}\\Z', 'En CPV-kod har åtta siffror. Skriv den utan kontrollsiffra.')]), blank=True, default=list, verbose_name='CPV-koder')),
                ('is_primary_care', models.BooleanField(default=False, verbose_name='regionens vårdval i primärvården')),
                ('is_reserved', models.BooleanField(default=False, verbose_name='reserverat för idéburna organisationer')),
                ('purpose_link', models.TextField(blank=True, max_length=3000, verbose_name='varför idéburnas syfte hjälper till att nå målet')),
                ('decided_on', models.DateField(verbose_name='beslutades')),
                ('decision_reference', models.CharField(max_length=80, verbose_name='beslutets diarienummer')),
                ('requirements', models.TextField(blank=True, max_length=8000, verbose_name='krav på utföraren')),
                ('reimbursement', models.TextField(blank=True, max_length=4000, verbose_name='grunder för ersättningen')),
                ('non_choice', models.TextField(blank=True, max_length=3000, verbose_name='för den som inte väljer')),
                ('decision_time_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='besked på ansökan inom (dagar)')),
                ('national_url', models.URLField(blank=True, max_length=500, verbose_name='länk till annonsen på Hitta LOV-uppdrag')),
                ('national_noticed_on', models.DateField(blank=True, null=True, verbose_name='annonserades senast')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='funktionsadress för kontakt')),
                ('state', models.CharField(choices=[('decided', 'Beslutat'), ('open', 'Öppet'), ('changed', 'Öppet, ändrat'), ('closing', 'Avvecklas'), ('closed', 'Avslutat')], default='decided', max_length=8, verbose_name='läge')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='öppnades')),
                ('ceases_on', models.DateField(blank=True, null=True, verbose_name='systemet upphör')),
                ('closing_reason', models.TextField(blank=True, max_length=2000, verbose_name='varför systemet avvecklas')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='avslutades')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lades in')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ändrades')),
                ('sort_key', models.GeneratedField(db_persist=True, expression=registry.sorting.SortKey('title'), output_field=models.CharField(db_collation='C', max_length=200), verbose_name='sorteringsnyckel')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='choice_systems', to='procurement.contractingauthority', verbose_name='myndighet')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipalities', models.ManyToManyField(blank=True, related_name='choice_systems', to='registry.municipality', verbose_name='kommuner')),
                ('service_area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='choice_systems', to='registry.servicearea', verbose_name='verksamhet')),
            ],
            options={
                'verbose_name': 'valfrihetssystem',
                'verbose_name_plural': 'valfrihetssystem',
                'indexes': [models.Index(fields=['sort_key', 'id'], name='choice_system_by_title'), models.Index(fields=['authority', 'state'], name='choice_system_of_authority'), models.Index(fields=['service_area', 'state'], name='choice_system_of_service_area')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['decided', 'open', 'changed', 'closing', 'closed'])), name='choice_system_state_is_known', violation_error_message='Okänt läge.'), models.CheckConstraint(condition=models.Q(('is_primary_care', True), ('is_reserved', True), _negated=True), name='choice_system_primary_care_is_not_reserved', violation_error_message='Vårdvalet i primärvården får inte reserveras (HSL 7 kap. 3 §).'), models.CheckConstraint(condition=models.Q(('is_reserved', False), models.Q(('purpose_link', ''), _negated=True), _connector='OR'), name='choice_system_reserved_with_purpose', violation_error_message='Skriv varför idéburnas syfte hjälper till att nå målet (LOV 1 kap. 2 a §).'), models.CheckConstraint(condition=models.Q(('state', 'decided'), models.Q(models.Q(('national_url', ''), ('non_choice', ''), ('reimbursement', ''), ('cpv_codes', []), _connector='OR', _negated=True), ('decision_time_days__gte', 1), ('decision_time_days__isnull', False), ('national_noticed_on__isnull', False), ('opened_at__isnull', False)), _connector='OR'), name='choice_system_open_is_whole', violation_error_message='Ett öppet system har CPV-kod, ersättning, ickevalsalternativ, tid för besked och länk till den nationella annonsen.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['closing', 'closed']), _negated=True), models.Q(('closing_reason', ''), _negated=True), _connector='OR'), name='choice_system_wound_up_with_reason', violation_error_message='Skriv varför systemet avvecklas.'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None)), _connector='OR'), name='choice_system_closed_with_a_day', violation_error_message='Ett avslutat system har en dag då det avslutades.')],
            },
        ),
        migrations.CreateModel(
            name='ChoicePrice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=120, verbose_name='vad som ersätts')),
                ('amount', models.PositiveIntegerField(verbose_name='belopp (kr)')),
                ('unit', models.CharField(choices=[('hour', 'timme'), ('day', 'dygn'), ('visit', 'besök'), ('month', 'månad'), ('year', 'år'), ('place', 'plats')], max_length=5, verbose_name='per')),
                ('valid_from', models.DateField(verbose_name='gäller från')),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prices', to='procurement.choicesystem')),
            ],
            options={
                'verbose_name': 'ersättning i valfrihetssystem',
                'verbose_name_plural': 'ersättningar i valfrihetssystem',
                'ordering': ['label', 'valid_from'],
                'constraints': [models.UniqueConstraint(fields=('system', 'label', 'valid_from'), name='choice_price_once_a_day', violation_error_message='Det finns redan en ersättning med den benämningen från den dagen.')],
            },
        ),
        migrations.CreateModel(
            name='ChoiceSystemEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=30, verbose_name='händelse')),
                ('note', models.TextField(blank=True, verbose_name='anteckning')),
                ('from_state', models.CharField(max_length=20)),
                ('to_state', models.CharField(max_length=20)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='när')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='procurement.choicesystem')),
            ],
            options={
                'verbose_name': 'händelse i valfrihetssystem',
                'verbose_name_plural': 'händelser i valfrihetssystem',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProviderApplication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('submitted', 'Inlämnad'), ('approved', 'Godkänd'), ('refused', 'Inte godkänd'), ('contracted', 'Avtal finns'), ('ended', 'Avtalet är avslutat'), ('withdrawn', 'Återtagen')], default='submitted', max_length=10, verbose_name='läge')),
                ('message', models.TextField(blank=True, max_length=4000, verbose_name='så uppfyller vi kraven')),
                ('facts', models.JSONField(default=list, verbose_name='uppgifter ur portalen')),
                ('answer', models.CharField(blank=True, choices=[('registered', 'Registrerad hos Kammarkollegiet'), ('evidenced', 'Varje krav är styrkt'), ('stated', 'Uppfyllt enligt egen uppgift'), ('not_met', 'Ett krav är inte uppfyllt'), ('unknown', 'Okänt'), ('no_verdict', 'Inget svar för den dagen')], max_length=10, verbose_name='svar om behörighet')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='svaret gäller')),
                ('answer_reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=500), blank=True, default=list, verbose_name='skäl till svaret')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='kom in')),
                ('decide_by', models.DateField(verbose_name='besked senast')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='beslutades')),
                ('reasons', models.TextField(blank=True, max_length=4000, verbose_name='skäl till beslutet')),
                ('looked_up', models.TextField(blank=True, max_length=2000, verbose_name='vad som kontrollerades om behörigheten')),
                ('notified_on', models.DateField(blank=True, null=True, verbose_name='underrättades')),
                ('correction_until', models.DateField(blank=True, null=True, verbose_name='rättelse kan sökas till och med')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='sista dag')),
                ('end_reason', models.CharField(blank=True, max_length=300, verbose_name='varför avtalet avslutas')),
                ('contract', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='provider_application', to='procurement.contract')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('legal_entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='choice_applications', to='registry.legalentity')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='procurement.choicesystem')),
            ],
            options={
                'verbose_name': 'ansökan till valfrihetssystem',
                'verbose_name_plural': 'ansökningar till valfrihetssystem',
                'ordering': ['received_at', 'pk'],
                'indexes': [models.Index(fields=['system', 'state'], name='choice_application_of_system')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['submitted', 'approved', 'contracted'])), fields=('system', 'legal_entity'), name='choice_application_one_at_a_time', violation_error_message='Ni har redan en ansökan eller ett avtal i systemet.'), models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'withdrawn']), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['approved', 'refused', 'contracted', 'ended']), models.Q(('reasons', ''), _negated=True)), _connector='OR'), name='choice_application_decided_whole', violation_error_message='Ett beslut har skäl, dag och någon som beslutade.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('correction_until__isnull', False), ('notified_on__isnull', False)), _connector='OR'), name='choice_application_refused_with_a_way_on', violation_error_message='Den som inte godkänns får veta hur rättelse söks, och till vilken dag.'), models.CheckConstraint(condition=models.Q(models.Q(('contract__isnull', False), ('state__in', ['contracted', 'ended'])), models.Q(models.Q(('state__in', ['contracted', 'ended']), _negated=True), ('contract', None)), _connector='OR'), name='choice_application_contract_is_there', violation_error_message='Den som har avtal har ett avtal i portalen.'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state', 'ended'), models.Q(('end_reason', ''), _negated=True)), models.Q(models.Q(('state', 'ended'), _negated=True), ('end_reason', ''), ('ended_on', None)), _connector='OR'), name='choice_application_ended_with_a_day', violation_error_message='Ange sista dag och varför avtalet avslutas.')],
            },
        ),
        migrations.CreateModel(
            name='ChoiceUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='enhetens namn')),
                ('street', models.CharField(blank=True, max_length=120, verbose_name='gatuadress')),
                ('capacity', models.PositiveIntegerField(blank=True, null=True, verbose_name='antal platser')),
                ('languages', models.CharField(blank=True, max_length=200, verbose_name='språk')),
                ('profile', models.TextField(blank=True, max_length=1500, verbose_name='inriktning')),
                ('opening', models.CharField(blank=True, max_length=300, verbose_name='öppettider')),
                ('contact', models.CharField(blank=True, max_length=120, verbose_name='telefon eller funktionsadress')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ändrades')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='togs bort')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='choice_units', to='registry.municipality', verbose_name='kommun')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='procurement.providerapplication')),
            ],
            options={
                'verbose_name': 'enhet i valfrihetssystem',
                'verbose_name_plural': 'enheter i valfrihetssystem',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('application', 'name'), name='choice_unit_named_once', violation_error_message='Ni har redan en enhet med det namnet.')],
            },
        ),
        migrations.CreateModel(
            name='ProviderApplicationEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=30, verbose_name='händelse')),
                ('note', models.TextField(blank=True, verbose_name='anteckning')),
                ('from_state', models.CharField(max_length=20)),
                ('to_state', models.CharField(max_length=20)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='när')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='procurement.providerapplication')),
            ],
            options={
                'verbose_name': 'händelse i ansökan till valfrihetssystem',
                'verbose_name_plural': 'händelser i ansökningar till valfrihetssystem',
                'ordering': ['created_at', 'pk'],
            },
        ),
    ]
