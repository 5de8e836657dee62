"""What organisations count themselves: what is counted, who counts, and the numbers."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


APPEND_ONLY = """
create trigger portal_localmeasureevent_append_only before update or delete on portal_localmeasureevent
  for each row execute function registry_append_only();
"""

# What is counted never changes: another definition is another measure. That it ended is told once.
MEASURES = """
create function portal_local_measure_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (old.closed_at is not null and new is distinct from old)
     or (to_jsonb(new) - 'state' - 'close_reason' - 'closed_at')
     is distinct from (to_jsonb(old) - 'state' - 'close_reason' - 'closed_at') then
    raise exception 'Det som räknas ändras aldrig. Börja en ny räkning som ersätter den.'
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger portal_local_measure_stands before update or delete on portal_localmeasure
  for each row execute function portal_local_measure_stands();
"""

# Who was asked, when and by whom stands; what was declined, taken back or left stays so.
PARTICIPANTS = """
create function portal_local_participant_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state in ('declined', 'withdrawn', 'left')
     or (new.measure_id, new.organisation_id, new.invited_at, new.invited_by_id)
     is distinct from (old.measure_id, old.organisation_id, old.invited_at, old.invited_by_id) then
    raise exception 'Vem som räknar skrivs inte om. Bjud in på nytt.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger portal_local_participant_stands before update or delete on portal_localparticipant
  for each row execute function portal_local_participant_stands();
"""

# A number never changes; only that it was replaced or taken back is told afterwards, once. Only those who take part in
# a measure that goes on put in numbers, of years that have begun.
VALUES = """
create function portal_local_value_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if not exists (
      select from portal_localmeasure m join portal_localparticipant p on p.measure_id = m.id
      where m.id = new.measure_id and m.state = 'open' and p.organisation_id = new.organisation_id and p.state = 'in'
    ) then
      raise exception 'Bara den som är med i en räkning som pågår lägger in siffror.' using errcode = 'check_violation';
    end if;
    if new.year > extract(year from new.given_at at time zone 'Europe/Stockholm')
       or extract(year from new.as_of) < new.year then
      raise exception 'Siffran gäller ett år som har börjat, och räknas tidigast det året.'
        using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' or old.closed_at is not null
     or (to_jsonb(new) - 'closed' - 'closed_at' - 'closed_by_id')
     is distinct from (to_jsonb(old) - 'closed' - 'closed_at' - 'closed_by_id') then
    raise exception 'En siffra ändras aldrig. Lägg in en ny, eller ta tillbaka den.'
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger portal_local_value_stands before insert or update or delete on portal_localvalue
  for each row execute function portal_local_value_stands();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0008_contacts_and_contact_log'),
        ('registry', '0016_answers_before_a_verification_ends'),
    ]

    operations = [
        migrations.CreateModel(
            name='LocalMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='namn')),
                ('definition', models.TextField(max_length=1000, verbose_name='vad som räknas')),
                ('unit', models.CharField(choices=[('places', 'platser'), ('hours', 'timmar'), ('persons', 'personer'), ('other', 'något annat')], max_length=7, verbose_name='enhet')),
                ('own_unit', models.CharField(blank=True, max_length=30, verbose_name='egen enhet')),
                ('is_stock', models.BooleanField(verbose_name='räknas en viss dag')),
                ('may_overlap', models.BooleanField(verbose_name='samma sak kan räknas av flera')),
                ('overlap', models.CharField(blank=True, max_length=300, verbose_name='hur det som räknas kan överlappa')),
                ('state', models.CharField(choices=[('open', 'Räknas'), ('replaced', 'Ersatt'), ('closed', 'Avslutad')], default='open', max_length=8, verbose_name='läge')),
                ('close_reason', models.CharField(blank=True, max_length=300, verbose_name='varför räkningen avslutades')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='avslutades')),
                ('is_invented', models.BooleanField(default=False, verbose_name='påhittad')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='började')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='local_measures', to='portal.place', verbose_name='kommun eller region')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='portal.localmeasure', verbose_name='ersätter')),
                ('service_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='local_measures', to='registry.servicearea', verbose_name='tjänst')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='started_measures', to='registry.organisation', verbose_name='började räkna')),
            ],
            options={
                'verbose_name': 'egen siffra',
                'verbose_name_plural': 'egna siffror',
                'ordering': ['place', 'name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LocalMeasureEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=30, verbose_name='händelse')),
                ('note', models.TextField(blank=True, verbose_name='anteckning')),
                ('from_state', models.CharField(max_length=20)),
                ('to_state', models.CharField(max_length=20)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='när')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='portal.localmeasure')),
            ],
            options={
                'verbose_name': 'händelse för en egen siffra',
                'verbose_name_plural': 'händelser för egna siffror',
                'ordering': ['created_at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LocalParticipant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('invited', 'Inbjuden'), ('in', 'Med'), ('declined', 'Tackade nej'), ('withdrawn', 'Inbjudan togs tillbaka'), ('left', 'Har lämnat')], default='invited', max_length=9, verbose_name='läge')),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='bjöds in')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='svarade')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='lämnade eller togs tillbaka')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='portal.localmeasure', verbose_name='egen siffra')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='local_parts', to='registry.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'organisation som räknar',
                'verbose_name_plural': 'organisationer som räknar',
                'ordering': ['answered_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LocalValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='år')),
                ('value', models.PositiveIntegerField(verbose_name='antal')),
                ('as_of', models.DateField(verbose_name='gäller dagen')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='källa')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='länk till källan')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lades in')),
                ('closed', models.CharField(blank=True, choices=[('replaced', 'Ersattes'), ('taken_back', 'Togs tillbaka')], max_length=10, verbose_name='hur den slutade gälla')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='ersattes eller togs tillbaka')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='portal.localmeasure', verbose_name='egen siffra')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='local_values', to='registry.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'egen siffra för ett år',
                'verbose_name_plural': 'egna siffror för år',
                'ordering': ['year', 'given_at', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='localmeasure',
            index=models.Index(fields=['place'], name='local_measure_of_a_place'),
        ),
        migrations.AddConstraint(
            model_name='localmeasure',
            constraint=models.CheckConstraint(condition=models.Q(('place', '0000'), _negated=True), name='local_measure_is_of_a_council', violation_error_message='Siffran gäller en kommun eller en region.'),
        ),
        migrations.AddConstraint(
            model_name='localmeasure',
            constraint=models.CheckConstraint(condition=models.Q(('definition__regex', '\\S'), ('name__regex', '\\S')), name='local_measure_is_defined', violation_error_message='Skriv namn och vad som räknas. Utan det kan ingen räkna om siffran.'),
        ),
        migrations.AddConstraint(
            model_name='localmeasure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('own_unit', ''), ('unit__in', ['places', 'hours', 'persons'])), models.Q(('own_unit__regex', '\\S'), ('unit', 'other')), _connector='OR'), name='local_measure_unit_is_known', violation_error_message='Välj enhet. Är det något annat, skriv vad.'),
        ),
        migrations.AddConstraint(
            model_name='localmeasure',
            constraint=models.CheckConstraint(condition=models.Q(('may_overlap', False), ('overlap__regex', '\\S'), _connector='OR'), name='local_measure_overlaps_in_words', violation_error_message='Skriv hur samma sak kan räknas av flera.'),
        ),
        migrations.AddConstraint(
            model_name='localmeasure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('close_reason', ''), ('closed_at', None), ('state', 'open')), models.Q(('close_reason', ''), ('closed_at__isnull', False), ('state', 'replaced')), models.Q(('close_reason__regex', '\\S'), ('closed_at__isnull', False), ('state', 'closed')), _connector='OR'), name='local_measure_closed_with_a_reason', violation_error_message='Skriv varför räkningen avslutas.'),
        ),
        migrations.AddConstraint(
            model_name='localmeasure',
            constraint=models.CheckConstraint(condition=models.Q(('replaces', None), models.Q(('replaces', models.F('pk')), _negated=True), _connector='OR'), name='local_measure_replaces_another', violation_error_message='En räkning kan inte ersätta sig själv.'),
        ),
        migrations.AddConstraint(
            model_name='localmeasure',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('place', 'started_by', 'name'), name='local_measure_counted_once', violation_error_message='Ni räknar redan något med det namnet här. Välj ett annat namn.'),
        ),
        migrations.AddConstraint(
            model_name='localparticipant',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['invited', 'in'])), fields=('measure', 'organisation'), name='local_participant_once', violation_error_message='Organisationen är redan med eller inbjuden.'),
        ),
        migrations.AddConstraint(
            model_name='localparticipant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('state__in', ['in', 'declined', 'left'])), models.Q(('answered_at', None), ('answered_by', None), ('state__in', ['invited', 'withdrawn'])), _connector='OR'), name='local_participant_answered_by_somebody', violation_error_message='Ett svar har dag och någon som svarade.'),
        ),
        migrations.AddConstraint(
            model_name='localparticipant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['left', 'withdrawn'])), models.Q(('ended_at', None), ('state__in', ['invited', 'in', 'declined'])), _connector='OR'), name='local_participant_ended_on_a_day', violation_error_message='Den som har lämnat har en dag då det skedde.'),
        ),
        migrations.AddConstraint(
            model_name='localvalue',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('measure', 'organisation', 'year'), name='local_value_one_stands', violation_error_message='Året har redan en siffra. Läs in sidan igen.'),
        ),
        migrations.AddConstraint(
            model_name='localvalue',
            constraint=models.CheckConstraint(condition=models.Q(('value__gte', 0), ('value__lte', 1000000000)), name='local_value_is_a_number', violation_error_message='Skriv ett helt tal, 0 eller större.'),
        ),
        migrations.AddConstraint(
            model_name='localvalue',
            constraint=models.CheckConstraint(condition=models.Q(('year__range', (2000, 2100))), name='local_value_of_a_plausible_year', violation_error_message='Skriv ett år från 2000.'),
        ),
        migrations.AddConstraint(
            model_name='localvalue',
            constraint=models.CheckConstraint(condition=models.Q(('source__regex', '\\S'), models.Q(('source_url', ''), _negated=True), _connector='OR'), name='local_value_has_a_source', violation_error_message='Skriv var siffran kommer från, eller en länk.'),
        ),
        migrations.AddConstraint(
            model_name='localvalue',
            constraint=models.CheckConstraint(condition=models.Q(('source_url', ''), ('source_url__regex', '^https://[^\\s/]+\\S*$'), _connector='OR'), name='local_value_link_is_https', violation_error_message='Skriv hela adressen. Den ska börja med https://.'),
        ),
        migrations.AddConstraint(
            model_name='localvalue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed', ''), ('closed_at', None), ('closed_by', None)), models.Q(('closed__in', ['replaced', 'taken_back']), ('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='local_value_closed_by_somebody', violation_error_message='En siffra som inte gäller längre har dag och vem som ändrade.'),
        ),
        migrations.RunSQL(APPEND_ONLY, "drop trigger portal_localmeasureevent_append_only on portal_localmeasureevent"),
        migrations.RunSQL(MEASURES, "drop function portal_local_measure_stands() cascade"),
        migrations.RunSQL(PARTICIPANTS, "drop function portal_local_participant_stands() cascade"),
        migrations.RunSQL(VALUES, "drop function portal_local_value_stands() cascade"),
    ]
