import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('procurement', '0021_joint_bids'),
        ('registry', '0015_names_for_what_events_hold'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadyTick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(choices=[('notice', 'Vi har läst hela annonsen'), ('calendar', 'Dagarna står i vår kalender'), ('references', 'Referenser'), ('economy', 'Ekonomi'), ('taxes', 'Skatter och avgifter'), ('insurance', 'Försäkring'), ('quality', 'Kvalitetsarbete'), ('staff', 'Personal'), ('price', 'Pris'), ('database', 'Konto i annonsdatabasen')], max_length=10, verbose_name='vad som är klart')),
                ('ticked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='kryssades')),
                ('unticked_at', models.DateTimeField(blank=True, null=True, verbose_name='krysset togs bort')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ready_ticks', to='registry.organisation')),
                ('procurement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ready_ticks', to='procurement.procurement')),
                ('ticked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unticked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'kryss i listan Är vi redo',
                'verbose_name_plural': 'kryss i listan Är vi redo',
                'constraints': [models.UniqueConstraint(condition=models.Q(('unticked_at', None)), fields=('organisation', 'procurement', 'item'), name='ready_tick_once', violation_error_message='Rutan är redan kryssad.'), models.CheckConstraint(condition=models.Q(models.Q(('unticked_at', None), ('unticked_by', None)), models.Q(('unticked_at__isnull', False), ('unticked_by__isnull', False)), _connector='OR'), name='ready_tick_unticked_by_somebody', violation_error_message='Ange vem som tog bort krysset.')],
            },
        ),
    ]
