import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '__first__'),
        ('procurement', '0008_authority_people_guards'),
        ('registry', '0013_lists_read_whole'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProcurementImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('eforms', 'Annonser (eForms)'), ('uhm', 'Upphandlingsmyndighetens statistik')], max_length=6, verbose_name='slag')),
                ('file_name', models.CharField(max_length=200, verbose_name='fil')),
                ('sha256', models.CharField(max_length=64, verbose_name='kontrollsumma')),
                ('new_count', models.PositiveIntegerField(default=0, verbose_name='nya')),
                ('changed_count', models.PositiveIntegerField(default=0, verbose_name='ändrade')),
                ('unchanged_count', models.PositiveIntegerField(default=0, verbose_name='oförändrade')),
                ('refused_count', models.PositiveIntegerField(default=0, verbose_name='avvisade')),
                ('warned_count', models.PositiveIntegerField(default=0, verbose_name='med varning')),
                ('read_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lästes in')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='ångrades')),
                ('undone_reason', models.CharField(blank=True, max_length=300, verbose_name='varför')),
                ('kept', models.JSONField(blank=True, default=list, verbose_name='behölls när importen ångrades')),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import av upphandlingar',
                'verbose_name_plural': 'importer av upphandlingar',
                'ordering': ['-read_at', '-pk'],
                'indexes': [models.Index(fields=['-read_at', '-id'], name='procurement_import_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None), ('undone_reason', '')), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False), models.Q(('undone_reason', ''), _negated=True)), _connector='OR'), name='procurementimport_undone_by_somebody', violation_error_message='Skriv varför importen ångras.')],
            },
        ),
        migrations.CreateModel(
            name='ImportedNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notice_id', models.CharField(max_length=100, verbose_name='annonsens id')),
                ('version', models.CharField(max_length=20, verbose_name='version')),
                ('thread', models.CharField(max_length=100, verbose_name='tråd')),
                ('procedure_id', models.CharField(blank=True, max_length=100, verbose_name='förfarandets id')),
                ('subtype', models.CharField(max_length=20, verbose_name='undertyp')),
                ('publication_number', models.CharField(blank=True, max_length=40, verbose_name='publiceringsnummer')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='publicerades')),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='skickades')),
                ('file_name', models.CharField(max_length=200, verbose_name='fil')),
                ('sha256', models.CharField(max_length=64, verbose_name='kontrollsumma')),
                ('outcome', models.CharField(choices=[('new', 'Ny'), ('changed', 'Ändrad'), ('unchanged', 'Oförändrad')], max_length=9, verbose_name='utfall')),
                ('warnings', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), blank=True, default=list, verbose_name='varningar')),
                ('facts', models.JSONField(verbose_name='uppgifter')),
                ('written', models.JSONField(blank=True, default=dict, verbose_name='skrivet')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='importen ångrades')),
                ('procurement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imported_notices', to='procurement.procurement')),
                ('procurement_import', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='procurement.procurementimport')),
            ],
            options={
                'verbose_name': 'inläst annons',
                'verbose_name_plural': 'inlästa annonser',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['thread'], name='imported_notice_thread')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('notice_id', 'version'), name='importednotice_once', violation_error_message='Den versionen av annonsen är redan inläst.')],
            },
        ),
        migrations.CreateModel(
            name='ImportRefusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=200, verbose_name='fil')),
                ('line', models.PositiveIntegerField(blank=True, null=True, verbose_name='rad')),
                ('field', models.CharField(blank=True, max_length=60, verbose_name='uppgift')),
                ('reason', models.CharField(max_length=300, verbose_name='skäl')),
                ('procurement_import', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refusals', to='procurement.procurementimport')),
            ],
            options={
                'verbose_name': 'avvisad fil eller rad',
                'verbose_name_plural': 'avvisade filer och rader',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='contractingauthority',
            name='country',
            field=models.CharField(default='SE', max_length=2, verbose_name='land'),
        ),
        migrations.AlterField(
            model_name='contractingauthority',
            name='kind',
            field=models.CharField(choices=[('municipality', 'Kommun'), ('region', 'Region'), ('state', 'Statlig myndighet'), ('company', 'Kommunalt bolag'), ('other', 'Annan upphandlande myndighet')], max_length=12, verbose_name='slag'),
        ),
        migrations.AddConstraint(
            model_name='contractingauthority',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation_number', None)), fields=('name', 'country'), name='authority_without_number_once', violation_error_message='Myndigheten finns redan. Ange organisationsnumret om det är en annan.'),
        ),
    ]
