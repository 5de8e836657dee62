import django.db.models.deletion
import django.utils.timezone
import registry.sorting
import registry.validators
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '__first__'),
        ('procurement', '0006_search_procurements'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuthorityChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('register', 'Myndigheten lades till'), ('facts', 'Uppgifterna ändrades'), ('domain_add', 'En e-postdomän registrerades'), ('domain_remove', 'En e-postdomän togs bort')], max_length=13, verbose_name='händelse')),
                ('note', models.TextField(blank=True, verbose_name='vad')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='när')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='procurement.contractingauthority')),
            ],
            options={
                'verbose_name': 'ändring av myndighet',
                'verbose_name_plural': 'ändringar av myndigheter',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='AuthorityInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-postadress')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='skickades')),
                ('expires_at', models.DateTimeField(verbose_name='gäller till')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepterades')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='drogs tillbaka')),
                ('role', models.CharField(choices=[('administrator', 'Administratör'), ('officer', 'Upphandlare'), ('politician', 'Förtroendevald')], max_length=13, verbose_name='roll')),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='procurement.contractingauthority')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'inbjudan till myndighet',
                'verbose_name_plural': 'inbjudningar till myndigheter',
                'constraints': [models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None)), fields=('authority', 'email'), name='authority_invitation_one_open_per_address', violation_error_message='Adressen har redan en inbjudan. Dra tillbaka den först.'), models.CheckConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None), _connector='OR'), name='authority_invitation_accepted_or_revoked', violation_error_message='En inbjudan kan inte vara både accepterad och tillbakadragen.'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('accepted_by', None)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='authority_invitation_accepted_by_someone', violation_error_message='En accepterad inbjudan har en person.'), models.CheckConstraint(condition=models.Q(('role__in', ['administrator', 'officer', 'politician'])), name='authority_invitation_role_is_known', violation_error_message='Välj en av rollerna.')],
            },
        ),
        migrations.CreateModel(
            name='AuthorityRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='myndighetens namn')),
                ('kind', models.CharField(blank=True, choices=[('municipality', 'Kommun'), ('region', 'Region'), ('state', 'Statlig myndighet'), ('company', 'Kommunalt bolag')], max_length=12, verbose_name='slag')),
                ('organisation_number', models.CharField(blank=True, max_length=10, validators=[registry.validators.validate_organisation_number], verbose_name='organisationsnummer')),
                ('email', models.EmailField(max_length=254, verbose_name='e-postadress i arbetet')),
                ('position', models.CharField(max_length=120, verbose_name='uppdrag hos myndigheten')),
                ('state', models.CharField(choices=[('asked', 'Väntar på beslut'), ('approved', 'Godkänd'), ('refused', 'Avslagen'), ('withdrawn', 'Återtagen')], default='asked', max_length=9, verbose_name='läge')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='kom in')),
                ('role', models.CharField(blank=True, choices=[('administrator', 'Administratör'), ('officer', 'Upphandlare'), ('politician', 'Förtroendevald')], max_length=13, verbose_name='roll vid godkännande')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='avgjordes')),
                ('reasons', models.TextField(blank=True, max_length=2000, verbose_name='skäl')),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authority_requests', to=settings.AUTH_USER_MODEL)),
                ('authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='procurement.contractingauthority', verbose_name='myndighet')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'begäran om uppdrag hos myndighet',
                'verbose_name_plural': 'begäranden om uppdrag hos myndigheter',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('authority', 'asker'), name='authority_request_one_open_per_person', violation_error_message='Du har redan en begäran som väntar.'), models.UniqueConstraint(condition=models.Q(('authority', None), ('state', 'asked')), fields=('asker',), name='authority_request_one_open_for_what_is_new', violation_error_message='Du har redan en begäran som väntar.'), models.CheckConstraint(condition=models.Q(('authority__isnull', False), models.Q(models.Q(('name', ''), _negated=True), models.Q(('kind', ''), _negated=True)), _connector='OR'), name='authority_request_names_the_authority', violation_error_message='Skriv vad myndigheten heter och vad den är för slag.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state__in', ['asked', 'withdrawn'])), models.Q(('decided_at__gte', models.F('asked_at')), ('decided_by__isnull', False), ('state__in', ['approved', 'refused'])), _connector='OR'), name='authority_request_decided_by_someone', violation_error_message='En avgjord begäran har dag och handläggare.'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asker')), _negated=True), _connector='OR'), name='authority_request_decided_by_another', violation_error_message='Ingen prövar sin egen begäran.'), models.CheckConstraint(condition=models.Q(models.Q(('authority__isnull', False), ('state', 'approved'), ('role__in', ['administrator', 'officer'])), models.Q(models.Q(('state', 'approved'), _negated=True), ('role', '')), _connector='OR'), name='authority_request_approved_to_a_role', violation_error_message='En godkänd begäran har myndighet och roll.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reasons', ''), _negated=True), _connector='OR'), name='authority_request_refused_with_reasons', violation_error_message='Skriv skälen till avslaget.')],
            },
        ),
        migrations.CreateModel(
            name='AuthorityRequestEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=30)),
                ('note', models.TextField(blank=True)),
                ('from_state', models.CharField(max_length=20)),
                ('to_state', models.CharField(max_length=20)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='procurement.authorityrequest')),
            ],
            options={
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='authoritymembership',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='authoritymembership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__gte', models.F('created_at')), ('ended_by__isnull', False)), _connector='OR'), name='authority_membership_ends_after_it_began', violation_error_message='Ett avslutat uppdrag behöver dag och vem som avslutade.'),
        ),
        migrations.AddField(
            model_name='contractingauthority',
            name='sort_key',
            field=models.GeneratedField(db_persist=True, expression=registry.sorting.SortKey('name'), output_field=models.CharField(db_collation='C', max_length=200), verbose_name='sorteringsnyckel'),
        ),
    ]
