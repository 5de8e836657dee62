"""The search as it was at publication, and evidence packs with their seals: rows that stand as written."""

import django.db.models.deletion
import django.utils.timezone
import procurement.storage
import registry.tokens
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = ["procurement_marketrecord", "procurement_evidencepackevent", "procurement_evidenceseal"]
PROTECT = """
create trigger {table}_append_only before update or delete on {table}
  for each row execute function registry_append_only();
"""
STANDS = """
create function procurement_evidence_pack_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
     or (new.procurement_id, new.number, new.token, new.files, new.asked_at, new.asked_by_id)
        is distinct from (old.procurement_id, old.number, old.token, old.files, old.asked_at, old.asked_by_id)
     or old.state = 'sealed' and new.state <> 'sealed' then
    raise exception 'Ett bevispaket ändras aldrig. Gör ett nytt.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger procurement_evidence_pack_stands before update or delete on procurement_evidencepack
  for each row execute function procurement_evidence_pack_stands();
"""
FALLS = """
drop trigger procurement_evidence_pack_stands on procurement_evidencepack;
drop function procurement_evidence_pack_stands();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('procurement', '0022_ready_ticks'),
        ('registry', '0003_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EvidencePack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='nummer')),
                ('token', models.CharField(default=registry.tokens.receipt_token, editable=False, max_length=32, unique=True)),
                ('state', models.CharField(choices=[('making', 'Görs'), ('sealed', 'Klar'), ('failed', 'Misslyckades, försök igen')], default='making', max_length=10, verbose_name='läge')),
                ('files', models.JSONField(default=dict, verbose_name='filer')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='begärdes')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('procurement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_packs', to='procurement.procurement')),
            ],
            options={
                'verbose_name': 'bevispaket',
                'verbose_name_plural': 'bevispaket',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('procurement', 'number'), name='evidence_pack_number_once', violation_error_message='Numret är upptaget.'), models.CheckConstraint(condition=models.Q(('state__in', ['making', 'sealed', 'failed'])), name='evidence_pack_state_is_known', violation_error_message='Okänt läge.')],
            },
        ),
        migrations.CreateModel(
            name='EvidencePackEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=30, verbose_name='händelse')),
                ('note', models.TextField(blank=True, verbose_name='anteckning')),
                ('from_state', models.CharField(max_length=20)),
                ('to_state', models.CharField(max_length=20)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='när')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pack', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='procurement.evidencepack')),
            ],
            options={
                'verbose_name': 'händelse för bevispaket',
                'verbose_name_plural': 'händelser för bevispaket',
                'ordering': ['created_at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EvidenceSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=200, upload_to=procurement.storage.evidence_path, verbose_name='fil')),
                ('size', models.PositiveIntegerField(verbose_name='storlek i byte')),
                ('sha256', models.CharField(max_length=64, unique=True, verbose_name='kontrollsumma')),
                ('manifest', models.TextField(verbose_name='manifest')),
                ('manifest_sha256', models.CharField(max_length=64, unique=True, verbose_name='manifestets kontrollsumma')),
                ('sealed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='förseglades')),
                ('pack', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seal', to='procurement.evidencepack')),
                ('sealed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'försegling',
                'verbose_name_plural': 'förseglingar',
                'constraints': [models.CheckConstraint(condition=models.Q(('manifest_sha256__regex', '^[0-9a-f]{64}$'), ('sha256__regex', '^[0-9a-f]{64}$')), name='evidence_seal_hash_is_sha256', violation_error_message='Kontrollsumman har fel form.')],
            },
        ),
        migrations.CreateModel(
            name='MarketRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.CharField(choices=[('lou-19-25a', 'LOU 19 kap. 25 a §'), ('lou-19-25', 'LOU 19 kap. 25 §'), ('lou-4-18', 'LOU 4 kap. 18 §'), ('lov-1-2a', 'LOV 1 kap. 2 a §')], max_length=12, verbose_name='grund')),
                ('query', models.CharField(max_length=2000, verbose_name='sökning')),
                ('on', models.DateField(verbose_name='dag')),
                ('known_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='söktes')),
                ('total', models.PositiveIntegerField(verbose_name='erbjuder tjänsten där')),
                ('may', models.PositiveIntegerField(verbose_name='får delta')),
                ('sure', models.PositiveIntegerField(verbose_name='får delta utan att visa mer')),
                ('hits', models.JSONField(default=list, verbose_name='träffar')),
                ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='market_records', to='procurement.lot')),
            ],
            options={
                'verbose_name': 'sökning vid annonsering',
                'verbose_name_plural': 'sökningar vid annonsering',
                'ordering': ['known_at', 'pk'],
            },
        ),
        migrations.RunSQL(STANDS, FALLS),
        *[
            migrations.RunSQL(PROTECT.format(table=table), f"drop trigger {table}_append_only on {table}")
            for table in APPEND_ONLY
        ],
    ]
