"""Reads what is known about many legal entities in one query: as of now, or as it was known at an earlier moment.

Two times are asked about. When something held is the rule's business (`rules.judge`, `on`). When the portal knew it is
settled here: a row counts from the moment it was recorded until it was superseded or undone, and a verification that
was ended later still goes on.
"""

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from registry.eligibility.known import GroundRule, Judged, Known, Limits, RegisterCheck, RegisterPeriod, Stated
from registry.reading.prepared import ask
from registry.search.labels import fresh_labels, labels

# Lists that were accepted and not undone at the moment, and of which every row could be read.
LISTS = """
  select i.list_date from registry_registerimport i
  where i.refused_count = 0 and i.settled_at <= asked.moment
    and (i.state = 'accepted' or (i.state = 'undone' and i.undone_at > asked.moment))
"""
# What the rule reads of an entity `e`, as columns, so that another question about entities can ask for them too.
COLUMNS = f"""
  (select json_agg(json_build_array(lower(r.period), upper(r.period)))
   from registry_officialregistration r
   where r.legal_entity_id = e.id and r.recorded_at <= asked.moment
     and (r.superseded_at is null or r.superseded_at > asked.moment)) as was_registered,
  (select json_agg(json_build_array(c.checked_on, c.result, c.id))
   from registry_officialcheck c left join registry_registerimport i on i.id = c.register_import_id
   where c.legal_entity_id = e.id and c.recorded_at <= asked.moment
     and (i.undone_at is null or i.undone_at > asked.moment)) as answers,
  (select json_agg(json_build_array(a.requirement, a.judgement, a.decided_on, a.end_on, a.judged_on, a.evidence,
                                    a.case_number, a.moment))
   from (
     select distinct on (s.application_id, s.requirement) s.id, s.requirement, s.judgement, s.evidence,
            p.case_number, d.outcome, (d.decided_at at time zone 'Europe/Stockholm')::date as decided_on,
            extract(epoch from d.decided_at) as moment,
            (s.judged_at at time zone 'Europe/Stockholm')::date as judged_on,
            (select case when v.ended_at <= asked.moment then upper(v.period) end
             from registry_verification v
             where d.outcome = 'approved' and v.legal_entity_id = e.id and v.verified_at <= d.decided_at
               and (v.ended_at is null or v.ended_at > d.decided_at)
             order by v.verified_at desc limit 1) as end_on
     from registry_application p
     join registry_decision d on d.application_id = p.id
     join registry_assessment s on s.application_id = p.id
     where p.legal_entity_id = e.id and d.decided_at <= asked.moment and s.judged_at <= asked.moment
       and (d.outcome = 'approved' or (d.outcome = 'rejected' and p.kind = 'verification'))
     order by s.application_id, s.requirement, s.judged_at desc, s.id desc) a
   where a.requirement in ('purpose', 'public_control')
     and ((a.outcome = 'approved' and a.judgement = 'met') or (a.outcome = 'rejected' and a.judgement = 'not_met'))
  ) as tried,
  (select json_agg(json_build_array(j.criterion, j.is_met, j.holds_from, j.holds_until,
                                    (j.judged_at at time zone 'Europe/Stockholm')::date, j.evidence,
                                    extract(epoch from j.judged_at)))
   from registry_criterionjudgement j
   where j.legal_entity_id = e.id and j.judged_at <= asked.moment) as word_given,
  array({LISTS}) as lists,
  (select json_agg(json_build_array(g.ground, g.holds_on, g.governance, g.reinvests, g.integrates, g.headcount,
                                    g.headcount_target, g.id))
   from registry_groundstatement g
   where g.legal_entity_id = e.id and g.stated_at <= asked.moment) as own_facts
"""
ASKED = "(select %(moment)s::timestamptz as moment) asked"
KNOWN = f"select e.id, {COLUMNS} from registry_legalentity e, {ASKED} where e.id = any(%(ids)s)"


def known_of(ids, moment=None):
    """{id: Known} of these entities, as the portal knew it at the moment, now unless told otherwise. One query."""
    rows = ask(KNOWN, {"ids": list(ids), "moment": moment or timezone.now()})
    return {row["id"]: known_from(row) for row in rows}


def lists(moment=None):
    """The days of Kammarkollegiet's lists that were accepted and not undone at the moment. One query.

    Only lists of which every row could be read: a row that could not may be about anybody.
    """
    rows = ask(f"select * from {ASKED}, lateral ({LISTS}) held", {"moment": moment or timezone.now()})
    return tuple(row["list_date"] for row in rows)


def ground_rules():
    """{code: GroundRule} in their order, from the table of grounds, kept in each process for a minute."""
    return {
        row.code: GroundRule(
            row.code, row.provision, row.first_day, row.name, row.last_day, row.least_share, row.before
        )
        for row in (labels().grounds or fresh_labels().grounds)
    }


def limits():
    """How old sources may be, from the settings."""
    return Limits(settings.OFFICIAL_REGISTER_FRESH_DAYS, settings.GROUND_STATEMENT_FRESH_DAYS)


def known_from(row):
    """What is known about an entity, from a row with `COLUMNS`."""
    return Known(
        registered=tuple(RegisterPeriod(_day(first), _day(end)) for first, end in row["was_registered"] or ()),
        checks=tuple(RegisterCheck(_day(on), result, pk) for on, result, pk in row["answers"] or ()),
        lists=tuple(row["lists"]),
        judged=(
            *(
                Judged(
                    requirement,
                    judgement == "met",
                    _day(first),
                    _day(on),
                    _day(end),
                    evidence,
                    case=case,
                    sequence=moment,
                )
                for requirement, judgement, first, end, on, evidence, case, moment in row["tried"] or ()
            ),
            *(
                Judged(criterion, is_met, _day(first), _day(on), _day_after(last), evidence, sequence=moment)
                for criterion, is_met, first, last, on, evidence, moment in row["word_given"] or ()
            ),
        ),
        stated=tuple(
            Stated(ground, _day(on), governance, reinvests, integrates, headcount, target, pk)
            for ground, on, governance, reinvests, integrates, headcount, target, pk in row["own_facts"] or ()
        ),
    )


def _day(text):
    return date.fromisoformat(text) if text else None


def _day_after(text):
    """The first day without, of a last day; None for a last day after which there is none."""
    last = _day(text)
    return last + timedelta(days=1) if last and last < date.max else None
