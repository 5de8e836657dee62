"""When contracts end, how far they may be prolonged, and the last day to influence what comes after. Pure functions.

A last day that is not known stays unknown: nothing here guesses it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from registry.calendar import months_later
from registry.wording import day_in_words
from registry.working_days import is_working_day

UNKNOWN_END = "slutdatum okänt"
OPEN_ENDED = "tills vidare"


@dataclass(frozen=True)
class LeadTime:
    """How long before a contract ends a step of the next procurement is taken, and why just so long."""

    key: str
    label: str
    months: int
    reason: str


@dataclass(frozen=True)
class RulesOfThumb:
    """Lead times that the portal counts with from a day on, the earliest step first."""

    since: date
    steps: tuple[LeadTime, ...]


RULES_OF_THUMB = (
    RulesOfThumb(
        since=date(2026, 11, 1),
        steps=(
            LeadTime(
                "beslut",
                "Politiskt beslut",
                18,
                "Nämnden bestämmer vad som ska köpas och hur. Det tar ofta ett halvår att bereda.",
            ),
            LeadTime(
                "dialog",
                "Tidig dialog",
                12,
                "Myndigheten frågar vad utförare kan göra, medan kraven ännu går att ändra.",
            ),
            LeadTime(
                "annons",
                "Annonsering",
                9,
                "Anbudstid, tilldelning, avtalsspärr, en möjlig överprövning och tid att starta ryms i nio månader.",
            ),
        ),
    ),
)
"""The portal's own rules of thumb, not law: no statute says how long before its end a contract is procured anew.

The newest set whose `since` has come is counted with. A change is a new set, so that old pages can be explained.
"""

PARTNERSHIP_STEPS = (
    LeadTime(
        "omforhandling",
        "Omförhandling börjar",
        12,
        "Ett partnerskap köps inte och annonseras inte. Parterna går igenom vad som ska ändras innan det slutar.",
    ),
    LeadTime(
        "beslut",
        "Beslut om fortsättning",
        6,
        "Nämnden och föreningens styrelse bestämmer om partnerskapet ska fortsätta, och på vilka villkor.",
    ),
)
"""A partnership (IOP) is renewed by talk and decisions. The portal's own rule of thumb, as those above."""

NOT_ADVERTISED = {
    "choice_system": (
        "Ingen ny annons (LOV)",
        "Avtalet hör till ett valfrihetssystem. Det upphandlas inte på nytt. Godkännandet gäller tills avtalet slutar, "
        "och den som vill fortsätta gör upp med myndigheten eller ansöker på nytt.",
    ),
    "partnership": (
        "",
        "Avtalet hör till ett partnerskap (IOP). Det annonseras inte. Parterna omförhandlar och beslutar om det ska "
        "fortsätta.",
    ),
}
"""By the origin of a contract that is not bought: what a row says when no step is left, and what the page says."""

WARNED_MONTHS = (24, 18, 12, 6)
"""How many months before its end people are told of a contract. The portal's own choice."""


@dataclass(frozen=True)
class Step:
    """The last day to influence one step. `counted` is before a day off moved it back."""

    key: str
    label: str
    day: date
    counted: date
    reason: str


@dataclass(frozen=True)
class Ending:
    """How a contract ends, as it stands on a day.

    `last_day` is the end as it stands; `possible_last_day` the end if every option that may still be used is used.
    Both are None where nobody knows. `notice_by` is the last day to give notice towards `last_day`; for a contract
    without an end `earliest_by_notice` is the first end that notice on the day would give.
    """

    last_day: date | None
    possible_last_day: date | None
    notice_by: date | None
    earliest_by_notice: date | None
    words: str

    @property
    def may_be_prolonged(self):
        return self.possible_last_day != self.last_day


def prolonged(last_day, months):
    """The last day of a contract so many months longer: its next period begins the day after the old last day.

    Prolonged from 28 February, when that is the month's last day, it runs to the month's last day.
    """
    counted = months_later(last_day + timedelta(days=1), months) - timedelta(days=1)
    return max(counted, months_later(last_day, months))


def prolonged_by_all(last_day, months):
    """The last day after several prolongations, each counted from where the one before ended."""
    for number in months:
        last_day = prolonged(last_day, number)
    return last_day


def still_open(options):
    """The options that may still be used, in order. Each builds on the one before: after a no there are none."""
    kept = []
    for option in sorted(options, key=lambda option: option.position):
        if option.used is False:
            break
        if option.used is None:
            kept.append(option)
    return kept


def ending(contract, options, *, on):
    """How the contract ends, seen from the day `on`. Its `ends_on` holds the options that were used already."""
    if contract.ended_on:
        return Ending(contract.ended_on, contract.ended_on, None, None, day_in_words(contract.ended_on))
    if contract.is_open_ended:
        earliest = None if contract.notice_months is None else months_later(on, contract.notice_months)
        return Ending(None, None, None, earliest, OPEN_ENDED)
    if contract.ends_on is None:
        return Ending(None, None, None, None, UNKNOWN_END)
    last = contract.ends_on
    possible = prolonged_by_all(last, [option.months for option in still_open(options)])
    notice = None if contract.notice_months is None else months_later(last, -contract.notice_months)
    return Ending(last, possible, notice, None, day_in_words(last))


def rules_on(day):
    """The lead times that count on the day; the first ones for days before them."""
    begun = [rules for rules in RULES_OF_THUMB if rules.since <= day]
    return begun[-1] if begun else RULES_OF_THUMB[0]


def next_time(contract, last_day, *, on):
    """The last day to influence each step of what comes after the contract, by what kind of contract it is.

    Nothing for one that ended early, nor for a choice system's: there approvals go on, and nothing is procured anew.
    """
    if contract.ended_on or contract.origin == "choice_system":
        return ()
    return influence(last_day, on=on, leads=PARTNERSHIP_STEPS if contract.origin == "partnership" else None)


def influence(last_day, *, on, leads=None):
    """The last day to influence each step, the earliest first. Nothing for an end that is not known.

    A day off moves back to the working day before: moved on, the day would come too late.
    """
    if last_day is None:
        return ()
    steps = []
    for lead in leads or rules_on(on).steps:
        counted = months_later(last_day, -lead.months)
        steps.append(Step(lead.key, lead.label, previous_working_day(counted), counted, lead.reason))
    return tuple(steps)


def next_step(steps, *, on):
    """The first step whose last day has not gone, or None."""
    return next((step for step in steps if step.day >= on), None)


def previous_working_day(day):
    """The day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
