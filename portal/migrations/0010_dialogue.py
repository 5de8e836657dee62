"""Dialogue: meetings, who is invited and comes, questions with the same answer to all, and what happened."""

import datetime
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = "".join(
    f"""
create trigger {table}_append_only before update or delete on {table}
  for each row execute function registry_append_only();
"""
    for table in ("portal_meetingevent", "portal_meetinginvitation")
)

# The last seat is one party's. Whoever writes locks the meeting first, so that two never count the same seats.
SEATS = """
create function portal_meeting_has_seats() returns trigger language plpgsql as $$
declare
  told bigint;
  held integer;
  taken bigint;
begin
  told := (to_jsonb(new) ->> case tg_table_name when 'portal_meeting' then 'id' else 'meeting_id' end)::bigint;
  select seats into held from portal_meeting where id = told for update;
  if held is null then
    return null;
  end if;
  select coalesce(sum(persons), 0) into taken from portal_meetingsignup
    where meeting_id = told and cancelled_at is null;
  if taken > held then
    raise exception 'Det finns inte så många platser.' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger portal_meeting_has_seats after update of seats on portal_meeting
  for each row execute function portal_meeting_has_seats();
create trigger portal_meetingsignup_has_seats after insert or update of persons, cancelled_at on portal_meetingsignup
  for each row execute function portal_meeting_has_seats();
"""

# A meeting is about one of the host's own procurements.
PROCUREMENT = """
create function portal_meeting_procurement_is_the_hosts() returns trigger language plpgsql as $$
begin
  if new.procurement_id is not null and not exists (
    select from procurement_procurement where id = new.procurement_id and authority_id = new.authority_id) then
    raise exception 'Upphandlingen är en annan myndighets.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger portal_meeting_procurement_is_the_hosts before insert or update on portal_meeting
  for each row execute function portal_meeting_procurement_is_the_hosts();
"""

# Who hosts a meeting stands, and what was announced is never taken away.
HOSTS = """
create function portal_meeting_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
     or (new.organisation_id, new.authority_id, new.created_at, new.created_by_id)
     is distinct from (old.organisation_id, old.authority_id, old.created_at, old.created_by_id)
     or (old.announced_at is not null and new.announced_at is distinct from old.announced_at) then
    raise exception 'Vem som är värd, och att träffen annonserades, ändras aldrig.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger portal_meeting_stands before update or delete on portal_meeting
  for each row execute function portal_meeting_stands();
"""

# Who signed up stands; what is cancelled stays so.
SIGN_UPS = """
create function portal_meeting_sign_up_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
     or (old.cancelled_at is not null and new.cancelled_at is distinct from old.cancelled_at)
     or (new.meeting_id, new.organisation_id, new.authority_id, new.user_id, new.signed_up_at)
     is distinct from (old.meeting_id, old.organisation_id, old.authority_id, old.user_id, old.signed_up_at) then
    raise exception 'En anmälan flyttas inte. Avboka den och anmäl på nytt.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger portal_meeting_sign_up_stands before update or delete on portal_meetingsignup
  for each row execute function portal_meeting_sign_up_stands();
"""

# Who asked stands, and an answer is given once, to everybody.
QUESTIONS = """
create function portal_meeting_question_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.answered_at is not null
     or (new.meeting_id, new.organisation_id, new.authority_id, new.asked_at, new.asked_by_id)
     is distinct from (old.meeting_id, old.organisation_id, old.authority_id, old.asked_at, old.asked_by_id) then
    raise exception 'Ett svar som har getts ändras inte. Frågan kan ställas på nytt.'
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger portal_meeting_question_stands before update or delete on portal_meetingquestion
  for each row execute function portal_meeting_question_stands();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0009_local_figures'),
        ('procurement', '0029_members_ended_by_case_officers'),
        ('registry', '0016_answers_before_a_verification_ends'),
    ]

    operations = [
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('market', 'Marknadsdialog'), ('open_house', 'Öppet hus'), ('council', 'Möte mellan förtroendevalda och civilsamhälle'), ('other', 'Annan träff')], max_length=10, verbose_name='slag')),
                ('title', models.CharField(max_length=150, verbose_name='rubrik')),
                ('about', models.TextField(max_length=4000, verbose_name='vad den handlar om')),
                ('starts_at', models.DateTimeField(verbose_name='börjar')),
                ('ends_at', models.DateTimeField(verbose_name='slutar')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='adress')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='länk för att delta')),
                ('accessibility', models.TextField(max_length=1000, verbose_name='så tillgänglig är den')),
                ('seats', models.PositiveIntegerField(blank=True, null=True, verbose_name='platser')),
                ('sign_up_until', models.DateTimeField(blank=True, null=True, verbose_name='anmälan stänger')),
                ('agenda', models.TextField(blank=True, max_length=4000, verbose_name='dagordning')),
                ('contact_email', models.EmailField(max_length=254, verbose_name='funktionsadress för kontakt')),
                ('state', models.CharField(choices=[('draft', 'Utkast'), ('announced', 'Annonserad'), ('held', 'Har hållits'), ('cancelled', 'Inställd')], default='draft', max_length=9, verbose_name='läge')),
                ('announced_at', models.DateTimeField(blank=True, null=True, verbose_name='annonserades')),
                ('cancel_reason', models.TextField(blank=True, max_length=1000, verbose_name='varför den ställdes in')),
                ('notes', models.TextField(blank=True, max_length=8000, verbose_name='anteckningar')),
                ('notes_at', models.DateTimeField(blank=True, null=True, verbose_name='anteckningarna publicerades')),
                ('sequence', models.PositiveIntegerField(default=0, verbose_name='ändring nummer')),
                ('is_invented', models.BooleanField(default=False, verbose_name='påhittat')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lades in')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ändrades')),
                ('authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procurement.contractingauthority', verbose_name='myndighet')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='organisation')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='portal.place', verbose_name='kommun eller region')),
                ('procurement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='procurement.procurement', verbose_name='upphandling')),
                ('services', models.ManyToManyField(blank=True, related_name='meetings', to='registry.servicearea', verbose_name='tjänster')),
            ],
            options={
                'verbose_name': 'träff',
                'verbose_name_plural': 'träffar',
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MeetingEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=30, verbose_name='händelse')),
                ('note', models.TextField(blank=True, verbose_name='anteckning')),
                ('from_state', models.CharField(max_length=20)),
                ('to_state', models.CharField(max_length=20)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='när')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='portal.meeting')),
            ],
            options={
                'verbose_name': 'händelse för en träff',
                'verbose_name_plural': 'händelser för träffar',
                'ordering': ['created_at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MeetingInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='bjöds in')),
                ('authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procurement.contractingauthority', verbose_name='myndighet')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='portal.meeting', verbose_name='träff')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'inbjudan till träff',
                'verbose_name_plural': 'inbjudningar till träffar',
                'ordering': ['invited_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MeetingQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='fråga')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ställdes')),
                ('answer', models.TextField(blank=True, max_length=4000, verbose_name='svar')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='besvarades')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procurement.contractingauthority', verbose_name='myndighet')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='portal.meeting', verbose_name='träff')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'fråga inför en träff',
                'verbose_name_plural': 'frågor inför träffar',
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MeetingSignUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('persons', models.PositiveSmallIntegerField(verbose_name='antal personer')),
                ('wants_contact', models.BooleanField(default=False, verbose_name='vill bli kontaktad om tillgänglighet')),
                ('signed_up_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='anmäldes')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='påmindes')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='avbokades')),
                ('authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procurement.contractingauthority', verbose_name='myndighet')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_ups', to='portal.meeting', verbose_name='träff')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation', verbose_name='organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='anmäld av')),
            ],
            options={
                'verbose_name': 'anmälan till träff',
                'verbose_name_plural': 'anmälningar till träffar',
                'ordering': ['signed_up_at', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['place', 'ends_at'], name='meeting_of_place'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['state', 'ends_at'], name='meeting_to_be_held'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('place', '0000'), _negated=True), name='meeting_is_of_a_council', violation_error_message='En träff hör till en kommun eller en region.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authority', None), ('organisation__isnull', False)), models.Q(('authority__isnull', False), ('organisation', None)), _connector='OR'), name='meeting_has_one_host', violation_error_message='Värd är en organisation eller en myndighet.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['market', 'open_house', 'council', 'other'])), name='meeting_kind_is_known', violation_error_message='Välj vad det är för träff.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'announced', 'held', 'cancelled'])), name='meeting_state_is_known', violation_error_message='Läget är okänt.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('title__regex', '\\S'), ('about__regex', '\\S'), ('accessibility__regex', '\\S')), name='meeting_says_what_and_how', violation_error_message='Skriv rubrik, vad träffen handlar om och hur tillgänglig den är.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at')), ('ends_at__lte', django.db.models.expressions.CombinedExpression(models.F('starts_at'), '+', models.Value(datetime.timedelta(days=1))))), name='meeting_ends_after_it_starts', violation_error_message='Träffen ska sluta efter att den har börjat, inom ett dygn.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('address__regex', '\\S'), models.Q(('url', ''), _negated=True), _connector='OR'), name='meeting_is_somewhere', violation_error_message='Skriv en adress, en länk eller båda.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('url', ''), ('url__regex', '^https://[^\\s/]+\\S*$'), _connector='OR'), name='meeting_link_is_https', violation_error_message='Skriv hela adressen. Den ska börja med https://.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('seats', None), ('seats__gt', 0), _connector='OR'), name='meeting_seats_are_some', violation_error_message='Skriv minst en plats, eller lämna tomt.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('sign_up_until', None), ('sign_up_until__lte', models.F('starts_at')), _connector='OR'), name='meeting_signs_up_before_it_starts', violation_error_message='Anmälan ska stänga innan träffen börjar.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('procurement', None), ('authority__isnull', False), _connector='OR'), name='meeting_procurement_is_an_authoritys', violation_error_message='Bara en myndighet har träffar om en upphandling.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancel_reason__regex', '\\S'), ('state', 'cancelled')), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancel_reason', '')), _connector='OR'), name='meeting_cancelled_with_a_reason', violation_error_message='Skriv varför träffen ställs in.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('announced_at', None), ('state', 'draft')), models.Q(('announced_at__isnull', False), ('state__in', ['announced', 'held'])), ('state', 'cancelled'), _connector='OR'), name='meeting_announced_on_a_day', violation_error_message='En annonserad träff har en dag då den annonserades.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('notes', ''), ('notes_at', None)), models.Q(('notes__regex', '\\S'), ('notes_at__gte', models.F('starts_at')), ('state__in', ['announced', 'held'])), _connector='OR'), name='meeting_notes_after_it_began', violation_error_message='Anteckningar skrivs när träffen har börjat.'),
        ),
        migrations.AddConstraint(
            model_name='meetinginvitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authority', None), ('organisation__isnull', False)), models.Q(('authority__isnull', False), ('organisation', None)), _connector='OR'), name='meeting_invitation_is_somebodys', violation_error_message='Bjud in en organisation eller en myndighet.'),
        ),
        migrations.AddConstraint(
            model_name='meetinginvitation',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('meeting', 'organisation'), name='meeting_invitation_once_per_organisation', violation_error_message='Organisationen är redan inbjuden.'),
        ),
        migrations.AddConstraint(
            model_name='meetinginvitation',
            constraint=models.UniqueConstraint(condition=models.Q(('authority__isnull', False)), fields=('meeting', 'authority'), name='meeting_invitation_once_per_authority', violation_error_message='Myndigheten är redan inbjuden.'),
        ),
        migrations.AddConstraint(
            model_name='meetingquestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authority', None), ('organisation__isnull', False)), models.Q(('authority__isnull', False), ('organisation', None)), _connector='OR'), name='meeting_question_is_somebodys', violation_error_message='Den som frågar företräder en organisation eller myndighet.'),
        ),
        migrations.AddConstraint(
            model_name='meetingquestion',
            constraint=models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='meeting_question_has_words', violation_error_message='Skriv din fråga.'),
        ),
        migrations.AddConstraint(
            model_name='meetingquestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(('answer__regex', '\\S'), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='meeting_question_answered_by_somebody', violation_error_message='Ett svar har ord, dag och någon som svarade.'),
        ),
        migrations.AddConstraint(
            model_name='meetingsignup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authority', None), ('organisation__isnull', False)), models.Q(('authority__isnull', False), ('organisation', None)), _connector='OR'), name='meeting_sign_up_is_somebodys', violation_error_message='Anmäl en organisation eller en myndighet.'),
        ),
        migrations.AddConstraint(
            model_name='meetingsignup',
            constraint=models.UniqueConstraint(condition=models.Q(('cancelled_at', None), ('organisation__isnull', False)), fields=('meeting', 'organisation'), name='meeting_sign_up_once_per_organisation', violation_error_message='Ni är redan anmälda.'),
        ),
        migrations.AddConstraint(
            model_name='meetingsignup',
            constraint=models.UniqueConstraint(condition=models.Q(('authority__isnull', False), ('cancelled_at', None)), fields=('meeting', 'authority'), name='meeting_sign_up_once_per_authority', violation_error_message='Ni är redan anmälda.'),
        ),
        migrations.AddConstraint(
            model_name='meetingsignup',
            constraint=models.CheckConstraint(condition=models.Q(('persons__gte', 1), ('persons__lte', 50)), name='meeting_sign_up_of_some_persons', violation_error_message='Skriv ett antal från 1 till 50.'),
        ),
        migrations.AddConstraint(
            model_name='meetingsignup',
            constraint=models.CheckConstraint(condition=models.Q(('cancelled_at', None), ('wants_contact', False), _connector='OR'), name='meeting_sign_up_contact_while_it_stands', violation_error_message='Den som inte kommer ska inte kontaktas.'),
        ),
        migrations.RunSQL(
            APPEND_ONLY,
            "drop trigger portal_meetingevent_append_only on portal_meetingevent;"
            "drop trigger portal_meetinginvitation_append_only on portal_meetinginvitation;",
        ),
        migrations.RunSQL(SEATS, "drop function portal_meeting_has_seats() cascade"),
        migrations.RunSQL(PROCUREMENT, "drop function portal_meeting_procurement_is_the_hosts() cascade"),
        migrations.RunSQL(HOSTS, "drop function portal_meeting_stands() cascade"),
        migrations.RunSQL(SIGN_UPS, "drop function portal_meeting_sign_up_stands() cascade"),
        migrations.RunSQL(QUESTIONS, "drop function portal_meeting_question_stands() cascade"),
    ]
