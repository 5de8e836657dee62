"""The rule, as one pure function: facts, a ground and a day go in, an answer with its reasons comes out.

For LOU 19 kap. 25 a § and LOV 1 kap. 2 a § (2022:902, 2022:901):

1. Registered at Kammarkollegiet, by a source that answered and is fresh: registered. An officer's judgement that speaks
   against it is shown beside it, for the register is the authority's and the judgement is ours.
2. Otherwise every criterion judged as met, by judgements that hold on the day: evidenced. Registration is voluntary, so
   this does not depend on the register.
3. Otherwise a criterion judged as not met, and a register that answered: not met. Nothing else is ever a no.
4. Otherwise unknown, with what is missing. A register that is silent, failed, stale, or no longer lists the entity
   makes an answer that depends on it unknown. So does one that last answered "registered" on a day that is in no
   period, as when a list was undone or a period struck out: then nobody knows, and somebody has to look again.

For LOU 19 kap. 25 § and 4 kap. 18 § the entity's own facts are repeated as stated, while they are fresh and say enough.
Before a ground was law there is no verdict.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from registry.eligibility.known import Judged, Stated
from registry.models.eligibility import Answer, Criterion, Ground

IDEBURNA = (Ground.LOU_19_25A, Ground.LOV_1_2A)
GOVERNED = ("staff_owned", "staff", "users")


class Source(StrEnum):
    """How the register stands as a source about the entity on the day."""

    FRESH = "fresh"
    STALE = "stale"
    FAILED = "failed"
    SILENT = "silent"
    GONE = "gone"
    AT_ODDS = "at odds"


@dataclass(frozen=True, slots=True)
class Register:
    """What the register says on the day: whether the entity is registered, and how good the source is.

    `answered_on` is the last day on which it answered, `failed_on` a later day on which it did not, `until` the day of
    the decision to deregister, for a day before it.
    """

    source: Source
    is_registered: bool
    since: date | None = None
    answered_on: date | None = None
    failed_on: date | None = None
    until: date | None = None

    @property
    def is_sound(self):
        return self.source == Source.FRESH


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion: met, not met or unknown (None), and the judgement that says so."""

    criterion: Criterion
    is_met: bool | None
    judged: Judged | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, and all that it rests on. `changes_on`: the first day on which the same facts may say otherwise."""

    ground: Ground
    on: date
    answer: Answer
    register: Register
    findings: tuple[Finding, ...] = ()
    stated: Stated | None = None
    is_contradicted: bool = False
    changes_on: date | None = None

    @property
    def missing(self):
        """Criteria that nothing shows, one way or the other."""
        return tuple(row.criterion for row in self.findings if row.is_met is None)

    @property
    def failed(self):
        """Criteria that an officer has judged as not met."""
        return tuple(row.criterion for row in self.findings if row.is_met is False)


def judge(known, rule, on, limits):
    """The verdict for an entity on a day and a ground, from what is known. Never raises, never asks anybody."""
    ground = Ground(rule.code)
    register = register_on(known, on, limits)
    changes = _next_change(known, rule, on, limits)
    if not rule.is_law(on):
        return Verdict(ground, on, Answer.NO_VERDICT, register, changes_on=changes)
    if ground not in IDEBURNA:
        stated = _latest_statement(known, ground, on)
        answer = Answer.STATED if stated and _says_enough(stated, rule, on, limits) else Answer.UNKNOWN
        return Verdict(ground, on, answer, register, stated=stated, changes_on=changes)
    findings = tuple(finding(known, criterion, on) for criterion in Criterion)
    refused = any(row.is_met is False for row in findings)
    if register.is_registered and register.is_sound:
        return Verdict(ground, on, Answer.REGISTERED, register, findings, is_contradicted=refused, changes_on=changes)
    if all(row.is_met for row in findings):
        answer = Answer.EVIDENCED
    elif refused and register.is_sound:
        answer = Answer.NOT_MET
    else:
        answer = Answer.UNKNOWN
    return Verdict(ground, on, answer, register, findings, changes_on=changes)


def register_on(known, on, limits):
    """What Kammarkollegiet's register says about the entity on the day, and whether that can be relied on.

    A period that has ended is certain: Kammarkollegiet decided so. One that goes on is as certain as the last answer.
    An answer from a later day shows the days before it too, as far as the period reaches.
    """
    standing = next((row for row in known.registered if _holds(row.first, row.end, on)), None)
    since = standing.first if standing else None
    if standing and standing.end is not None:
        return Register(Source.FRESH, True, since, until=standing.end)
    if standing:
        confirmed = max((row.on for row in known.checks if row.result == "registered" and row.on >= on), default=None)
        if confirmed:
            return Register(Source.FRESH, True, since, confirmed)
    attempts = sorted((row for row in known.checks if row.on <= on), key=lambda row: (row.on, row.sequence))
    answers = [row for row in attempts if row.result != "unknown"]
    days = [row.on for row in answers[-1:]] + [day for day in known.lists if day <= on]
    answered = max(days, default=None)
    failed = attempts[-1].on if attempts and attempts[-1].result == "unknown" else None
    if failed and answered in known.lists and answered > failed:  # that day's list says nothing of this entity
        failed = None
    source = _source(known, standing, answers, answered, failed, on, limits)
    return Register(source, standing is not None, since, answered, failed)


def _source(known, standing, answers, answered, failed, on, limits):
    if failed:
        return Source.FAILED
    if answered is None:
        return Source.SILENT
    if standing and answers and answers[-1].result == "gone":
        return Source.GONE
    if not standing and _is_at_odds(known, answers, answered):
        return Source.AT_ODDS
    return Source.STALE if (on - answered).days > limits.register_days else Source.FRESH


def _is_at_odds(known, answers, answered):
    """Whether the last answer is "registered", on a day in no period, and no list has come after it."""
    if not answers or answers[-1].result != "registered" or answers[-1].on != answered:
        return False
    return not any(_holds(row.first, row.end, answered) for row in known.registered)


def finding(known, criterion, on):
    """The latest word about a criterion on the day, and nothing older that it took the place of.

    Of two judgements the one made last counts, from the first day that it is about. When it has ended, what was said
    before about the same time does not come back; what is about a later time still counts.
    """
    rows = [row for row in known.judged if row.criterion == criterion and row.first <= on]
    rows.sort(key=lambda row: (row.sequence, row.judged_on, row.first), reverse=True)
    while rows:
        last = rows[0]
        if _holds(last.first, last.end, on):
            return Finding(criterion, last.is_met, last)
        rows = [row for row in rows[1:] if row.first >= last.end]
    return Finding(criterion, None)


def _holds(first, end, on):
    return first <= on and (end is None or on < end)


def _latest_statement(known, ground, on):
    rows = [row for row in known.stated if row.ground == ground and row.on <= on]
    return max(rows, key=lambda row: (row.on, row.sequence), default=None)


def _says_enough(stated, rule, on, limits):
    """Whether the entity's own facts, if true, meet the ground, and are fresh enough to be repeated."""
    if (on - stated.on).days > limits.statement_days:
        return False
    if rule.code == Ground.LOU_19_25:
        return stated.reinvests is True and stated.governance in GOVERNED
    return stated.integrates is True or _share_is_met(stated, rule)


def _share_is_met(stated, rule):
    return bool(stated.headcount) and stated.headcount_target * 100 >= stated.headcount * (rule.least_share or 0)


def _next_change(known, rule, on, limits):
    """The first day after this one on which a period begins or ends, or a source grows stale."""
    one, days = timedelta(days=1), {rule.first_day}
    days.add(rule.last_day + one if rule.last_day else None)
    for row in (*known.registered, *known.judged):
        days |= {row.first, row.end}
    stale = timedelta(days=limits.register_days + 1)
    days |= {row.on + stale for row in known.checks} | {day + stale for day in known.lists}
    days |= {row.on for row in known.checks} | set(known.lists)
    for row in known.stated:
        days |= {row.on, row.on + timedelta(days=limits.statement_days + 1)}
    return min((day for day in days if day and day > on), default=None)
