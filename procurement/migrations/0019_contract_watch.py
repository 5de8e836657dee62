import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# What the watch noticed, and what was answered, stands as it was written.
APPEND_ONLY = ["procurement_contractconcern", "procurement_concernend", "procurement_concernanswer"]
PROTECT = """
create trigger {table}_append_only before update or delete on {table}
  for each row execute function registry_append_only();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('procurement', '0018_partnership_guards'),
        ('registry', '0015_names_for_what_events_hold'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ContractConcern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('verification', 'Verifieringen i portalen har upphört'), ('deregistered', 'Avregistrerad hos Kammarkollegiet'), ('transfer', 'Värdeöverföring till någon som inte är registrerad'), ('statement', 'Årsuppgiften till portalen saknas'), ('public_control', 'Stat, region eller kommun bestämmer över leverantören')], max_length=14, verbose_name='vad')),
                ('key', models.CharField(max_length=40, verbose_name='vilken')),
                ('occurrence', models.PositiveSmallIntegerField(default=1, verbose_name='vilken gång')),
                ('began_on', models.DateField(verbose_name='började')),
                ('noticed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='märktes')),
                ('source', models.CharField(max_length=200, verbose_name='källa')),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='procurement.contract')),
            ],
            options={
                'verbose_name': 'händelse att titta på',
                'verbose_name_plural': 'händelser att titta på',
                'constraints': [models.UniqueConstraint(fields=('contract', 'kind', 'key', 'occurrence'), name='contract_concern_once', violation_error_message='Händelsen står redan på avtalet.'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='contract_concern_has_source', violation_error_message='Skriv var uppgiften kommer från.'), models.CheckConstraint(condition=models.Q(('began_on__lte', models.F('noticed_at__date'))), name='contract_concern_began_before_it_was_noticed', violation_error_message='Ingen märker något innan det har hänt.')],
            },
        ),
        migrations.CreateModel(
            name='ConcernEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noticed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='märktes')),
                ('concern', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='procurement.contractconcern')),
            ],
            options={
                'verbose_name': 'händelse som är över',
                'verbose_name_plural': 'händelser som är över',
            },
        ),
        migrations.CreateModel(
            name='ConcernAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('seen', 'Sett, ingen åtgärd'), ('examined', 'Utreds'), ('done', 'Klart')], max_length=8, verbose_name='svar')),
                ('comment', models.TextField(max_length=2000, verbose_name='kommentar')),
                ('answered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='när')),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('concern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='procurement.contractconcern')),
            ],
            options={
                'verbose_name': 'svar om en händelse',
                'verbose_name_plural': 'svar om händelser',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('comment', ''), _negated=True), name='concern_answer_has_comment', violation_error_message='Skriv en kommentar.')],
            },
        ),
        migrations.CreateModel(
            name='WatchedEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('verification', 'Verifieringen i portalen har upphört'), ('deregistered', 'Avregistrerad hos Kammarkollegiet'), ('transfer', 'Värdeöverföring till någon som inte är registrerad'), ('statement', 'Årsuppgiften till portalen saknas'), ('public_control', 'Stat, region eller kommun bestämmer över leverantören')], max_length=14, verbose_name='slag')),
                ('key', models.CharField(max_length=40, verbose_name='vilken')),
                ('began_on', models.DateField(verbose_name='började')),
                ('source', models.CharField(max_length=200, verbose_name='källa')),
                ('stands', models.BooleanField(default=False, verbose_name='gäller')),
                ('nights', models.PositiveSmallIntegerField(default=0, verbose_name='nätter i rad som har sagt något annat')),
                ('read_on', models.DateField(verbose_name='lästes senast')),
                ('legal_entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='watched_events', to='registry.legalentity')),
            ],
            options={
                'verbose_name': 'händelse som bevakas',
                'verbose_name_plural': 'händelser som bevakas',
                'constraints': [models.UniqueConstraint(fields=('legal_entity', 'kind', 'key'), name='watched_event_once', violation_error_message='Händelsen bevakas redan.')],
            },
        ),
        *(
            migrations.RunSQL(PROTECT.format(table=table), f"drop trigger {table}_append_only on {table}")
            for table in APPEND_ONLY
        ),
    ]
