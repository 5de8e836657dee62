import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '__first__'),
        ('procurement', '0001_models'),
        ('registry', '0009_eligibility_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='Shortlist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='namn')),
                ('ground', models.CharField(choices=[('lou-19-25a', 'LOU 19 kap. 25 a §'), ('lou-19-25', 'LOU 19 kap. 25 §'), ('lou-4-18', 'LOU 4 kap. 18 §'), ('lov-1-2a', 'LOV 1 kap. 2 a §')], default='lou-19-25a', max_length=12, verbose_name='grund')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='skapades')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='stängdes')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shortlists', to='procurement.contractingauthority')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'lista över utförare',
                'verbose_name_plural': 'listor över utförare',
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('authority', 'name'), name='shortlist_name_once_per_authority', violation_error_message='Er myndighet har redan en lista med det namnet.')],
            },
        ),
        migrations.CreateModel(
            name='ShortlistEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='anteckning')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lades till')),
                ('noted_at', models.DateTimeField(blank=True, null=True, verbose_name='anteckningen ändrades')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='togs bort')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('legal_entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.legalentity')),
                ('noted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shortlist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='procurement.shortlist')),
            ],
            options={
                'verbose_name': 'rad i en lista över utförare',
                'verbose_name_plural': 'rader i listor över utförare',
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('shortlist', 'legal_entity'), name='shortlist_entry_once', violation_error_message='Den juridiska personen står redan på listan.'), models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by', None)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='shortlist_entry_removed_by_somebody', violation_error_message='Ange vem som tog bort raden.')],
            },
        ),
    ]
