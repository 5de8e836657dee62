"""The council's targets and documents, links that are checked, and what an elected person keeps for herself."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


APPEND_ONLY = ["portal_targetevent", "portal_governancedocumentevent"]
PROTECT = """
create trigger {table}_append_only before update or delete on {table}
  for each row execute function registry_append_only();
"""

# What is counted, and where a target belongs, stands. A new definition is a new target in the same place.
TARGETS = """
create function portal_target_keeps_what_it_counts() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'Ett mål tas inte bort. Avsluta det.' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'UPDATE' and (new.place_id, new.definition, new.indicator_id, new.unit, new.replaces_id, new.is_invented,
                           new.created_at, new.created_by_id)
     is distinct from (old.place_id, old.definition, old.indicator_id, old.unit, old.replaces_id, old.is_invented,
                       old.created_at, old.created_by_id) then
    raise exception 'Vad ett mål räknar ändras aldrig. Lägg in ett nytt.' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'INSERT' and new.replaces_id is not null and not exists (
       select from portal_target where id = new.replaces_id and place_id = new.place_id) then
    raise exception 'Ett mål ersätter ett mål på samma plats.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger portal_target_keeps_what_it_counts before insert or update or delete on portal_target
  for each row execute function portal_target_keeps_what_it_counts();
"""

# A version stands as it was entered; only that it was replaced or ended is told afterwards.
DOCUMENTS = """
create function portal_governance_document_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'Ett styrdokument tas inte bort. Avsluta det.' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'UPDATE' and (new.place_id, new.kind, new.title, new.version, new.term_begins_in, new.adopted_on,
                           new.paragraph, new.url, new.mentions, new.passage, new.follow_up_plan, new.replaces_id,
                           new.is_invented, new.created_at, new.created_by_id)
     is distinct from (old.place_id, old.kind, old.title, old.version, old.term_begins_in, old.adopted_on,
                       old.paragraph, old.url, old.mentions, old.passage, old.follow_up_plan, old.replaces_id,
                       old.is_invented, old.created_at, old.created_by_id) then
    raise exception 'En version ändras aldrig. Lägg in en ny.' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'INSERT' and new.replaces_id is not null and not exists (
       select from portal_governancedocument
       where id = new.replaces_id and place_id = new.place_id and kind = new.kind) then
    raise exception 'En version ersätter en version av samma slag på samma plats.'
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger portal_governance_document_stands before insert or update or delete on portal_governancedocument
  for each row execute function portal_governance_document_stands();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0005_guidance'),
        ('registry', '0015_names_for_what_events_hold'),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckedLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=500, unique=True, verbose_name='adress')),
                ('asked_at', models.DateTimeField(verbose_name='frågades')),
                ('got', models.CharField(max_length=40, verbose_name='svar')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='svarade')),
                ('silent_since', models.DateField(blank=True, null=True, verbose_name='svarar inte sedan')),
                ('silent_days', models.PositiveSmallIntegerField(default=0, verbose_name='dagar utan svar')),
            ],
            options={
                'verbose_name': 'kontrollerad länk',
                'verbose_name_plural': 'kontrollerade länkar',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('silent_days', 0), ('silent_since', None)), models.Q(('silent_days__gte', 1), ('silent_since__isnull', False)), _connector='OR'), name='checked_link_counts_its_silence', violation_error_message='Dagar utan svar räknas från en dag.')],
            },
        ),
        migrations.CreateModel(
            name='GovernanceDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('programme', 'Program för utförare'), ('buyer_policy', 'Beställarpolicy'), ('owner_directive', 'Ägardirektiv'), ('procurement_policy', 'Upphandlingspolicy'), ('partnership_guideline', 'Riktlinje för partnerskap (IOP)'), ('compact', 'Överenskommelse')], max_length=21, verbose_name='slag')),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('version', models.CharField(blank=True, max_length=40, verbose_name='version')),
                ('term_begins_in', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='mandatperioden börjar')),
                ('adopted_on', models.DateField(verbose_name='beslutades')),
                ('paragraph', models.CharField(blank=True, max_length=40, verbose_name='paragraf i protokollet')),
                ('url', models.URLField(max_length=500, verbose_name='länk till dokumentet')),
                ('mentions', models.CharField(choices=[('yes', 'Ja'), ('no', 'Nej'), ('not_read', 'Inte läst än')], default='not_read', max_length=8, verbose_name='nämner idéburna')),
                ('passage', models.TextField(blank=True, max_length=2000, verbose_name='stället som nämner idéburna')),
                ('follow_up_plan', models.TextField(blank=True, max_length=2000, verbose_name='plan för uppföljning')),
                ('state', models.CharField(choices=[('standing', 'Senaste version'), ('replaced', 'Ersatt'), ('ended', 'Upphört')], default='standing', max_length=8, verbose_name='läge')),
                ('end_reason', models.TextField(blank=True, max_length=1000, verbose_name='varför det upphörde')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='ersattes eller upphörde')),
                ('is_invented', models.BooleanField(default=False, verbose_name='påhittat')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lades in')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='governance_documents', to='portal.place', verbose_name='kommun eller region')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='portal.governancedocument', verbose_name='ersätter')),
            ],
            options={
                'verbose_name': 'styrdokument',
                'verbose_name_plural': 'styrdokument',
                'ordering': ['place', 'kind', '-adopted_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='GovernanceDocumentEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=30, verbose_name='händelse')),
                ('note', models.TextField(blank=True, verbose_name='anteckning')),
                ('from_state', models.CharField(max_length=20)),
                ('to_state', models.CharField(max_length=20)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='när')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='portal.governancedocument')),
            ],
            options={
                'verbose_name': 'händelse för ett styrdokument',
                'verbose_name_plural': 'händelser för styrdokument',
                'ordering': ['created_at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReadMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField(verbose_name='läst till och med')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portal.place', verbose_name='kommun eller region')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='read_marks', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'läst till och med',
                'verbose_name_plural': 'läst till och med',
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='mål')),
                ('definition', models.TextField(max_length=1000, verbose_name='vad som räknas')),
                ('unit', models.CharField(max_length=40, verbose_name='enhet')),
                ('baseline_value', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='utgångsläge')),
                ('baseline_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='utgångslägets år')),
                ('target_value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='målets värde')),
                ('target_year', models.PositiveSmallIntegerField(verbose_name='målår')),
                ('decided_by', models.CharField(max_length=120, verbose_name='beslutades av')),
                ('decided_on', models.DateField(verbose_name='beslutades')),
                ('paragraph', models.CharField(max_length=40, verbose_name='paragraf i protokollet')),
                ('decision_url', models.URLField(blank=True, max_length=500, verbose_name='länk till beslutet')),
                ('state', models.CharField(choices=[('standing', 'Gäller'), ('replaced', 'Ersatt'), ('ended', 'Avslutat')], default='standing', max_length=8, verbose_name='läge')),
                ('end_reason', models.TextField(blank=True, max_length=1000, verbose_name='varför målet avslutades')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='ersattes eller avslutades')),
                ('is_invented', models.BooleanField(default=False, verbose_name='påhittat')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lades in')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='portal.indicator', verbose_name='nyckeltal')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='portal.place', verbose_name='kommun eller region')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='portal.target', verbose_name='ersätter')),
                ('services', models.ManyToManyField(blank=True, related_name='targets', to='registry.servicearea', verbose_name='tjänster')),
            ],
            options={
                'verbose_name': 'mål',
                'verbose_name_plural': 'mål',
                'ordering': ['place', 'target_year', 'title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TargetEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=30, verbose_name='händelse')),
                ('note', models.TextField(blank=True, verbose_name='anteckning')),
                ('from_state', models.CharField(max_length=20)),
                ('to_state', models.CharField(max_length=20)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='när')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='portal.target')),
            ],
            options={
                'verbose_name': 'händelse för ett mål',
                'verbose_name_plural': 'händelser för mål',
                'ordering': ['created_at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CouncilNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='anteckning')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='skrevs')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portal.place', verbose_name='kommun eller region')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='council_notes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'anteckning',
                'verbose_name_plural': 'anteckningar',
                'ordering': ['-written_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='council_note_says_something', violation_error_message='Skriv något, eller ta bort anteckningen.')],
            },
        ),
        migrations.AddIndex(
            model_name='governancedocument',
            index=models.Index(fields=['kind', 'state', 'place'], name='governance_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='governancedocument',
            constraint=models.CheckConstraint(condition=models.Q(('title__regex', '\\S')), name='governance_document_has_a_title', violation_error_message='Skriv vad dokumentet heter.'),
        ),
        migrations.AddConstraint(
            model_name='governancedocument',
            constraint=models.CheckConstraint(condition=models.Q(('url__regex', '^https://[^\\s/]+\\S*$')), name='governance_document_link_is_https', violation_error_message='Skriv hela adressen. Den ska börja med https://.'),
        ),
        migrations.AddConstraint(
            model_name='governancedocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'programme'), _negated=True), ('term_begins_in__isnull', False), _connector='OR'), name='governance_programme_is_for_a_term', violation_error_message='Välj mandatperiod. Ett program för utförare gäller en mandatperiod.'),
        ),
        migrations.AddConstraint(
            model_name='governancedocument',
            constraint=models.CheckConstraint(condition=models.Q(('term_begins_in', None), ('term_begins_in__in', range(2014, 2110, 4)), _connector='OR'), name='governance_document_term_exists', violation_error_message='Välj en mandatperiod som finns.'),
        ),
        migrations.AddConstraint(
            model_name='governancedocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('mentions', 'yes'), ('passage__regex', '\\S')), models.Q(('mentions__in', ['no', 'not_read']), ('passage', '')), _connector='OR'), name='governance_document_yes_has_the_passage', violation_error_message='Skriv vad dokumentet säger om idéburna, om det nämner dem.'),
        ),
        migrations.AddConstraint(
            model_name='governancedocument',
            constraint=models.CheckConstraint(condition=models.Q(('place', '0000'), _negated=True), name='governance_document_is_of_a_council', violation_error_message='Ett styrdokument hör till en kommun eller en region.'),
        ),
        migrations.AddConstraint(
            model_name='governancedocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('end_reason', ''), ('state', 'standing')), models.Q(('closed_at__isnull', False), ('end_reason', ''), ('state', 'replaced')), models.Q(('closed_at__isnull', False), ('end_reason__regex', '\\S'), ('state', 'ended')), _connector='OR'), name='governance_document_ended_with_a_reason', violation_error_message='Skriv varför dokumentet inte gäller längre.'),
        ),
        migrations.AddConstraint(
            model_name='governancedocument',
            constraint=models.CheckConstraint(condition=models.Q(('replaces', None), models.Q(('replaces', models.F('pk')), _negated=True), _connector='OR'), name='governance_document_replaces_another', violation_error_message='En version kan inte ersätta sig själv.'),
        ),
        migrations.AddConstraint(
            model_name='governancedocument',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'programme'), ('state', 'standing')), fields=('place',), name='governance_programme_stands_once', violation_error_message='Det finns redan ett program. Lägg in det nya som en ny version.'),
        ),
        migrations.AddConstraint(
            model_name='readmark',
            constraint=models.UniqueConstraint(fields=('user', 'place'), name='read_mark_once', violation_error_message='Platsen är redan markerad.'),
        ),
        migrations.AddIndex(
            model_name='target',
            index=models.Index(fields=['place', 'state'], name='target_of_a_place'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('definition__regex', '\\S'), ('title__regex', '\\S'), ('unit__regex', '\\S')), name='target_is_defined', violation_error_message='Skriv namn, enhet och vad som räknas. Utan det går målet inte att följa.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__regex', '\\S'), ('paragraph__regex', '\\S')), name='target_is_decided', violation_error_message='Skriv vem som beslutade och vilken paragraf beslutet har.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('decision_url', ''), ('decision_url__regex', '^https://[^\\s/]+\\S*$'), _connector='OR'), name='target_decision_link_is_https', violation_error_message='Skriv hela adressen. Den ska börja med https://.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('baseline_value', None), ('baseline_year', None)), models.Q(('baseline_value__isnull', False), ('baseline_year__isnull', False)), _connector='OR'), name='target_has_a_whole_baseline', violation_error_message='Skriv både värde och år för utgångsläget, eller inget av dem.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('target_year__range', (1990, 2100)), models.Q(('baseline_year', None), ('baseline_year__range', (1990, 2100)), _connector='OR')), name='target_years_are_plausible', violation_error_message='Skriv ett år mellan 1990 och 2100.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('baseline_year', None), models.Q(('target_year__gt', models.F('baseline_year')), models.Q(('target_value', models.F('baseline_value')), _negated=True)), _connector='OR'), name='target_lies_after_its_baseline', violation_error_message='Målet ska vara ett annat värde än utgångsläget, ett senare år.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('place', '0000'), _negated=True), name='target_is_of_a_council', violation_error_message='Ett mål hör till en kommun eller en region.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('end_reason', ''), ('state', 'standing')), models.Q(('closed_at__isnull', False), ('end_reason', ''), ('state', 'replaced')), models.Q(('closed_at__isnull', False), ('end_reason__regex', '\\S'), ('state', 'ended')), _connector='OR'), name='target_ended_with_a_reason', violation_error_message='Skriv varför målet avslutas.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('replaces', None), models.Q(('replaces', models.F('pk')), _negated=True), _connector='OR'), name='target_replaces_another', violation_error_message='Ett mål kan inte ersätta sig självt.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'standing')), fields=('place', 'title', 'target_year'), name='target_stands_once', violation_error_message='Det finns redan ett mål med samma namn och år. Ändra det i stället.'),
        ),
        *[
            migrations.RunSQL(PROTECT.format(table=table), f"drop trigger {table}_append_only on {table}")
            for table in APPEND_ONLY
        ],
        migrations.RunSQL(TARGETS, "drop function portal_target_keeps_what_it_counts() cascade"),
        migrations.RunSQL(DOCUMENTS, "drop function portal_governance_document_stands() cascade"),
    ]
