"""The follow-up board: five questions to each council, who asks, what is said, and what happened."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


APPEND_ONLY = """
create trigger portal_boardevent_append_only before update or delete on portal_boardevent
  for each row execute function registry_append_only();
"""

# What was said stands. Only that it was replaced or taken back is told afterwards, once.
STATEMENTS = """
create function portal_board_statement_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.closed_at is not null
     or (new.case_id, new.organisation_id, new.authority_id, new.says, new.day, new.words, new.evidence_url,
         new.evidence, new.said_at, new.said_by_id)
     is distinct from (old.case_id, old.organisation_id, old.authority_id, old.says, old.day, old.words,
                       old.evidence_url, old.evidence, old.said_at, old.said_by_id) then
    raise exception 'Det som har sagts ändras aldrig. Säg det nya.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger portal_board_statement_stands before update or delete on portal_boardstatement
  for each row execute function portal_board_statement_stands();
"""

# Who asked, when and how stands; what is withdrawn stays so.
ASKINGS = """
create function portal_board_asking_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.withdrawn_at is not null
     or (new.case_id, new.organisation_id, new.asked_on, new.way, new.created_at, new.created_by_id)
     is distinct from (old.case_id, old.organisation_id, old.asked_on, old.way, old.created_at, old.created_by_id) then
    raise exception 'En ställd fråga ändras inte. Dra tillbaka den och ställ den igen.'
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger portal_board_asking_stands before update or delete on portal_boardasking
  for each row execute function portal_board_asking_stands();
"""

# The state of a question is what follows from its rows: "done" without anybody's evidence is refused at commit.
STATE = """
create function portal_board_state_follows() returns trigger language plpgsql as $$
declare
  told bigint;
  done boolean;
  undone boolean;
  asked boolean;
  follows text;
begin
  told := (to_jsonb(new) ->> case tg_table_name when 'portal_boardcase' then 'id' else 'case_id' end)::bigint;
  select coalesce(bool_or(says = 'done'), false), coalesce(bool_or(says = 'not_done'), false) into done, undone
    from portal_boardstatement where case_id = told and closed_at is null;
  asked := exists (select from portal_boardasking where case_id = told and withdrawn_at is null);
  follows := case when done and undone then 'disputed' when done then 'done' when undone then 'not_done'
                  when asked then 'asked' else 'not_asked' end;
  if exists (select from portal_boardcase where id = told and state <> follows) then
    raise exception 'Läget stämmer inte med vad som har frågats och sagts.' using errcode = 'check_violation';
  end if;
  return null;
end $$;
""" + "".join(
    f"""
create constraint trigger {table}_state_follows after insert or update on {table} deferrable initially deferred
  for each row execute function portal_board_state_follows();
"""
    for table in ("portal_boardcase", "portal_boardasking", "portal_boardstatement")
)


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0006_targets_and_governance'),
        ('procurement', '0029_members_ended_by_case_officers'),
        ('registry', '0016_answers_before_a_verification_ends'),
    ]

    operations = [
        migrations.CreateModel(
            name='BoardCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(choices=[('spread', 'Har de nya möjligheterna spridits internt?'), ('guidelines', 'Är riktlinjerna uppdaterade?'), ('information', 'Är webb och tryckt information uppdaterad?'), ('statistics', 'Syns idéburna i statistiken?'), ('target', 'Finns ett mål för andelen?')], max_length=11, verbose_name='fråga')),
                ('state', models.CharField(choices=[('not_asked', 'Inte frågad'), ('asked', 'Frågad, väntar på svar'), ('done', 'Gjort'), ('not_done', 'Inte gjort'), ('disputed', 'Uppgifterna går isär')], default='not_asked', max_length=9, verbose_name='läge')),
                ('is_invented', models.BooleanField(default=False, verbose_name='påhittat')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='började')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='board_cases', to='portal.place', verbose_name='kommun eller region')),
            ],
            options={
                'verbose_name': 'fråga till en kommun eller region',
                'verbose_name_plural': 'frågor till kommuner och regioner',
            },
        ),
        migrations.CreateModel(
            name='BoardAsking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_on', models.DateField(verbose_name='frågade')),
                ('way', models.CharField(choices=[('mail', 'E-post'), ('letter', 'Brev'), ('phone', 'Telefon'), ('meeting', 'Möte'), ('other', 'På annat sätt')], max_length=7, verbose_name='hur')),
                ('remind_on', models.DateField(blank=True, null=True, verbose_name='påminns')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='påmindes')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lades in')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='drogs tillbaka')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='board_askings', to='registry.organisation', verbose_name='organisation')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='askings', to='portal.boardcase', verbose_name='fråga')),
            ],
            options={
                'verbose_name': 'ställd fråga',
                'verbose_name_plural': 'ställda frågor',
                'ordering': ['asked_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BoardEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=30, verbose_name='händelse')),
                ('note', models.TextField(blank=True, verbose_name='anteckning')),
                ('from_state', models.CharField(max_length=20)),
                ('to_state', models.CharField(max_length=20)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='när')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='portal.boardcase')),
            ],
            options={
                'verbose_name': 'händelse för en fråga',
                'verbose_name_plural': 'händelser för frågor',
                'ordering': ['created_at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BoardStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('says', models.CharField(choices=[('done', 'Gjort'), ('not_done', 'Inte gjort')], max_length=8, verbose_name='säger')),
                ('day', models.DateField(verbose_name='dag')),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='med egna ord')),
                ('evidence_url', models.URLField(blank=True, max_length=500, verbose_name='länk till underlaget')),
                ('evidence', models.CharField(blank=True, max_length=300, verbose_name='underlag')),
                ('said_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lades in')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='ersattes eller togs tillbaka')),
                ('authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='board_statements', to='procurement.contractingauthority', verbose_name='myndighet')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='portal.boardcase', verbose_name='fråga')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='board_statements', to='registry.organisation', verbose_name='organisation')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'uppgift om en fråga',
                'verbose_name_plural': 'uppgifter om frågor',
                'ordering': ['said_at', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='boardcase',
            index=models.Index(fields=['question', 'state'], name='board_case_by_state'),
        ),
        migrations.AddConstraint(
            model_name='boardcase',
            constraint=models.UniqueConstraint(fields=('place', 'question'), name='board_case_once', violation_error_message='Frågan finns redan hos kommunen eller regionen.'),
        ),
        migrations.AddConstraint(
            model_name='boardcase',
            constraint=models.CheckConstraint(condition=models.Q(('place', '0000'), _negated=True), name='board_case_is_of_a_council', violation_error_message='Frågan ställs till en kommun eller en region.'),
        ),
        migrations.AddConstraint(
            model_name='boardcase',
            constraint=models.CheckConstraint(condition=models.Q(('question__in', ['spread', 'guidelines', 'information', 'statistics', 'target'])), name='board_case_question_is_known', violation_error_message='Välj en av de fem frågorna.'),
        ),
        migrations.AddConstraint(
            model_name='boardcase',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['not_asked', 'asked', 'done', 'not_done', 'disputed'])), name='board_case_state_is_known', violation_error_message='Läget är okänt.'),
        ),
        migrations.AddIndex(
            model_name='boardasking',
            index=models.Index(condition=models.Q(('reminded_at', None), ('withdrawn_at', None)), fields=['remind_on'], name='board_asking_to_remind'),
        ),
        migrations.AddConstraint(
            model_name='boardasking',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('case', 'organisation'), name='board_asking_once_per_organisation', violation_error_message='Ni har redan ställt frågan.'),
        ),
        migrations.AddConstraint(
            model_name='boardasking',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['mail', 'letter', 'phone', 'meeting', 'other'])), name='board_asking_way_is_known', violation_error_message='Välj hur ni frågade.'),
        ),
        migrations.AddConstraint(
            model_name='boardasking',
            constraint=models.CheckConstraint(condition=models.Q(('remind_on', None), ('remind_on__gt', models.F('asked_on')), _connector='OR'), name='board_asking_is_reminded_later', violation_error_message='Påminnelsen ska ligga efter dagen då ni frågade.'),
        ),
        migrations.AddConstraint(
            model_name='boardasking',
            constraint=models.CheckConstraint(condition=models.Q(('reminded_at', None), ('remind_on__isnull', False), _connector='OR'), name='board_asking_reminded_of_a_day', violation_error_message='En påminnelse hör till en dag.'),
        ),
        migrations.AddConstraint(
            model_name='boardstatement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authority', None), ('organisation__isnull', False)), models.Q(('authority__isnull', False), ('organisation', None)), _connector='OR'), name='board_statement_is_somebodys', violation_error_message='En uppgift kommer från en organisation eller en myndighet.'),
        ),
        migrations.AddConstraint(
            model_name='boardstatement',
            constraint=models.CheckConstraint(condition=models.Q(('says__in', ['done', 'not_done'])), name='board_statement_says_yes_or_no', violation_error_message='Välj om det är gjort eller inte.'),
        ),
        migrations.AddConstraint(
            model_name='boardstatement',
            constraint=models.CheckConstraint(condition=models.Q(('says', 'not_done'), models.Q(('evidence_url', ''), _negated=True), ('evidence__regex', '\\S'), _connector='OR'), name='board_statement_done_with_evidence', violation_error_message='”Gjort” kräver underlag. Skriv en länk eller vad det är.'),
        ),
        migrations.AddConstraint(
            model_name='boardstatement',
            constraint=models.CheckConstraint(condition=models.Q(('evidence_url', ''), ('evidence_url__regex', '^https://[^\\s/]+\\S*$'), _connector='OR'), name='board_statement_link_is_https', violation_error_message='Skriv hela adressen. Den ska börja med https://.'),
        ),
        migrations.AddConstraint(
            model_name='boardstatement',
            constraint=models.CheckConstraint(condition=models.Q(('authority', None), ('words__regex', '\\S'), _connector='OR'), name='board_statement_authority_in_own_words', violation_error_message='Skriv svaret med egna ord.'),
        ),
        migrations.AddConstraint(
            model_name='boardstatement',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None), ('organisation__isnull', False)), fields=('case', 'organisation'), name='board_statement_one_per_organisation', violation_error_message='Ni har redan lämnat en uppgift. Läs in sidan igen.'),
        ),
        migrations.AddConstraint(
            model_name='boardstatement',
            constraint=models.UniqueConstraint(condition=models.Q(('authority__isnull', False), ('closed_at', None)), fields=('case',), name='board_statement_one_answer', violation_error_message='Frågan har redan ett svar. Läs in sidan igen.'),
        ),
        migrations.RunSQL(APPEND_ONLY, "drop trigger portal_boardevent_append_only on portal_boardevent"),
        migrations.RunSQL(STATEMENTS, "drop function portal_board_statement_stands() cascade"),
        migrations.RunSQL(ASKINGS, "drop function portal_board_asking_stands() cascade"),
        migrations.RunSQL(STATE, "drop function portal_board_state_follows() cascade"),
    ]
