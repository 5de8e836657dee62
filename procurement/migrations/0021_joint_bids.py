import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


APPEND_ONLY = ["procurement_jointbidevent", "procurement_jointbidmemberevent"]
PROTECT = """
create trigger {table}_append_only before update or delete on {table}
  for each row execute function registry_append_only();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('procurement', '0020_social_terms'),
        ('registry', '0015_names_for_what_events_hold'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='JointBid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('gathering', 'Samlas'), ('dissolved', 'Upplöst')], default='gathering', max_length=10, verbose_name='läge')),
                ('unit', models.CharField(choices=[('places', 'platser'), ('persons', 'personer'), ('hours', 'timmar per vecka')], default='places', max_length=10, verbose_name='enhet')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='bildades')),
                ('dissolved_at', models.DateTimeField(blank=True, null=True, verbose_name='upplöstes')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='led_bids', to='registry.legalentity', verbose_name='den som håller ihop')),
                ('lot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='joint_bids', to='procurement.lot', verbose_name='anbudsområde')),
                ('procurement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joint_bids', to='procurement.procurement')),
            ],
            options={
                'verbose_name': 'gemensamt anbud',
                'verbose_name_plural': 'gemensamma anbud',
                'ordering': ['created_at', 'pk'],
                'indexes': [models.Index(fields=['lot', 'state'], name='joint_bid_of_lot')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'gathering')), fields=('lot', 'lead'), name='joint_bid_one_per_lead', violation_error_message='Ni håller redan ihop ett gemensamt anbud på området.'), models.CheckConstraint(condition=models.Q(models.Q(('dissolved_at', None), ('state', 'gathering')), models.Q(('dissolved_at__isnull', False), ('state', 'dissolved')), _connector='OR'), name='joint_bid_dissolved_with_a_day', violation_error_message='En upplöst grupp har en dag då den upplöstes.')],
            },
        ),
        migrations.CreateModel(
            name='JointBidEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=30, verbose_name='händelse')),
                ('note', models.TextField(blank=True, verbose_name='anteckning')),
                ('from_state', models.CharField(max_length=20)),
                ('to_state', models.CharField(max_length=20)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='när')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('bid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='procurement.jointbid')),
            ],
            options={
                'verbose_name': 'händelse i gemensamt anbud',
                'verbose_name_plural': 'händelser i gemensamma anbud',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='JointBidMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_lead', models.BooleanField(default=False, verbose_name='håller ihop gruppen')),
                ('state', models.CharField(choices=[('invited', 'Väntar på svar'), ('in', 'Med'), ('declined', 'Tackade nej'), ('lapsed', 'Svarade inte'), ('withdrawn', 'Inbjudan drogs tillbaka'), ('left', 'Lämnade gruppen')], default='invited', max_length=10, verbose_name='läge')),
                ('part', models.CharField(blank=True, max_length=300, verbose_name='vad den skulle göra')),
                ('message', models.TextField(blank=True, max_length=1000, verbose_name='hälsning till den som bjuds in')),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='bjöds in')),
                ('answer_by', models.DateField(verbose_name='svar senast')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='svarade')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('bid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='procurement.jointbid')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('legal_entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joint_bid_parts', to='registry.legalentity')),
                ('service_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.servicearea', verbose_name='tjänst')),
            ],
            options={
                'verbose_name': 'medlem i gemensamt anbud',
                'verbose_name_plural': 'medlemmar i gemensamma anbud',
                'ordering': ['-is_lead', 'answered_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['invited', 'in'])), fields=('bid', 'legal_entity'), name='joint_bid_member_once', violation_error_message='Den juridiska personen är redan med eller inbjuden.'), models.UniqueConstraint(condition=models.Q(('is_lead', True)), fields=('bid',), name='joint_bid_member_one_lead', violation_error_message='En grupp har en som håller ihop den.'), models.CheckConstraint(condition=models.Q(('is_lead', False), ('state', 'in'), _connector='OR'), name='joint_bid_member_lead_is_in', violation_error_message='Den som håller ihop gruppen är med i den.'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('state__in', ['in', 'declined', 'left'])), models.Q(models.Q(('state__in', ['in', 'declined', 'left']), _negated=True), ('answered_at', None), ('answered_by', None)), _connector='OR'), name='joint_bid_member_answered_by_somebody', violation_error_message='Ett svar har dag och någon som svarade.')],
            },
        ),
        migrations.CreateModel(
            name='JointBidAmount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveIntegerField(verbose_name='antal')),
                ('bid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amounts', to='procurement.jointbid')),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.municipality', verbose_name='kommun')),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amounts', to='procurement.jointbidmember')),
            ],
            options={
                'verbose_name': 'omfattning i gemensamt anbud',
                'verbose_name_plural': 'omfattningar i gemensamma anbud',
                'constraints': [models.UniqueConstraint(fields=('bid', 'member', 'municipality'), name='joint_bid_amount_once', nulls_distinct=False, violation_error_message='Det finns redan ett antal för kommunen.'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='joint_bid_amount_is_something', violation_error_message='Skriv ett tal som är minst 1, eller lämna tomt.')],
            },
        ),
        migrations.CreateModel(
            name='JointBidMemberEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=30, verbose_name='händelse')),
                ('note', models.TextField(blank=True, verbose_name='anteckning')),
                ('from_state', models.CharField(max_length=20)),
                ('to_state', models.CharField(max_length=20)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='när')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='procurement.jointbidmember')),
            ],
            options={
                'verbose_name': 'händelse för medlem i gemensamt anbud',
                'verbose_name_plural': 'händelser för medlemmar i gemensamma anbud',
                'ordering': ['created_at', 'pk'],
            },
        ),
        *[
            migrations.RunSQL(PROTECT.format(table=table), f"drop trigger {table}_append_only on {table}")
            for table in APPEND_ONLY
        ],
    ]
