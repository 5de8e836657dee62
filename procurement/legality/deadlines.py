"""By when what must be done, from the days that set the time running. Pure functions of days.

Days are counted from the day after the one that sets them running. A last day that is a Saturday, a Sunday, a holiday,
Midsummer Eve, Christmas Eve or New Year's Eve moves on to the next working day (lag 1930:173, 2 §). A day that is
counted backwards does not move: moved on, it would come too late.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from registry.calendar import months_later
from registry.working_days import is_working_day, next_working_day

ANSWERS_DAYS = 6
STANDSTILL_ELECTRONIC = 10
STANDSTILL_OTHERWISE = 15
RESULT_DAYS = 30
DOCUMENTATION_DAYS = 30
REASONS_DAYS = 15
CORRECTION_WEEKS = 3


@dataclass(frozen=True)
class Deadline:
    """A day by law. `counted` is where the count itself ended, before a day off moved it on."""

    key: str
    label: str
    day: date
    rule: str
    provision: str
    counted: date

    @property
    def was_moved(self):
        return self.day != self.counted

    @property
    def is_day_off(self):
        return not is_working_day(self.day)


def _forward(key, label, start, days, rule, provision):
    counted = start + timedelta(days=days)
    return Deadline(key, label, next_working_day(counted), rule, provision, counted)


def answers_due(closes_on):
    """Answers to questions, and what the authority adds of its own: at latest six days before the last day."""
    day = closes_on - timedelta(days=ANSWERS_DAYS)
    rule = "Svar på frågor ska lämnas till alla senast sex dagar före sista dag för anbud. Annars ska tiden förlängas."
    return Deadline("svar", "Sista dag att svara på frågor", day, rule, "LOU 19 kap. 13 och 14 §§", day)


def standstill(sent_on, *, electronic=True, stated_days=0):
    """The last day of the avtalsspärr: 10 days after sending, 15 if anybody was told otherwise than electronically.

    A longer time that the notice of award states holds instead.
    """
    least = STANDSTILL_ELECTRONIC if electronic else STANDSTILL_OTHERWISE
    days = max(least, stated_days)
    how = "elektroniskt" if electronic else "på annat sätt än elektroniskt"
    rule = f"Avtal får inte ingås förrän {days} dagar har gått från det att underrättelsen skickades {how}."
    if days > least:
        rule += f" Lagens tid är {least} dagar, men underrättelsen anger en längre."
    return _forward("avtalssparr", "Avtalsspärrens sista dag", sent_on, days, rule, "LOU 20 kap. 1 §")


def review_due(sent_on, *, electronic=True, stated_days=0):
    """The last day for an application for review to come in: before the avtalsspärr ends."""
    last = standstill(sent_on, electronic=electronic, stated_days=stated_days)
    rule = "En ansökan om överprövning ska ha kommit in till förvaltningsrätten innan avtalsspärren är slut."
    return Deadline(
        "overprovning", "Sista dag att begära överprövning", last.day, rule, "LOU 20 kap. 11 §", last.counted
    )


def contract_from(sent_on, *, electronic=True, stated_days=0):
    """The first day on which the contract may be made, where nobody has asked for review."""
    day = standstill(sent_on, electronic=electronic, stated_days=stated_days).day + timedelta(days=1)
    rule = "Avtal får ingås dagen efter avtalsspärrens sista dag, om ingen har begärt överprövning."
    return Deadline("avtal", "Första dag att ingå avtal", day, rule, "LOU 20 kap. 1 och 8 §§", day)


def result_notice_due(contract_on, *, quarterly=False):
    """The efterannons: 30 days after the contract, or for services in bilaga 2 collected by quarter."""
    if quarterly:
        start = quarter_end(contract_on)
        rule = "För tjänster i bilaga 2 får efterannonser samlas per kvartal: senast 30 dagar efter kvartalets slut."
    else:
        start = contract_on
        rule = "Efterannons ska göras senast 30 dagar efter det att avtalet ingicks."
    return _forward("efterannons", "Sista dag för efterannons", start, RESULT_DAYS, rule, "LOU 19 kap. 7 §")


def documentation_due(contract_on):
    """The documentation is finished 30 days after the contract, or after the decision to cancel."""
    rule = "Dokumentationen ska vara klar senast 30 dagar efter att avtalet ingicks eller upphandlingen avbröts."
    label = "Sista dag att göra dokumentationen klar"
    return _forward("dokumentation", label, contract_on, DOCUMENTATION_DAYS, rule, "LOU 19 kap. 22 §")


def reasons_due(requested_on):
    """Reasons to a supplier who asks in writing: 15 days from when the request came in."""
    rule = "Skälen ska lämnas så snart som möjligt och senast 15 dagar efter att en skriftlig begäran kom in."
    return _forward("skal", "Sista dag att lämna skäl", requested_on, REASONS_DAYS, rule, "LOU 19 kap. 20 §")


def correction_due(notified_on):
    """Rättelse in a choice system: an applicant that was refused goes to court within three weeks."""
    rule = "Den som inte godkändes får ansöka om rättelse hos förvaltningsrätten inom tre veckor från underrättelsen."
    label = "Sista dag att ansöka om rättelse (LOV)"
    return _forward("rattelse", label, notified_on, 7 * CORRECTION_WEEKS, rule, "LOV 10 kap. 3 §")


def quarter_end(day):
    """The last day of the day's quarter."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return months_later(first, 3) - timedelta(days=1)


def all_of(*, closes_on=None, sent_on=None, electronic=True, stated_days=0, contract_on=None, quarterly=False,
           requested_on=None, notified_on=None):  # fmt: skip
    """Every deadline that the given days set running, the earliest first."""
    found = []
    if closes_on:
        found.append(answers_due(closes_on))
    if sent_on:
        how = {"electronic": electronic, "stated_days": stated_days}
        found += [standstill(sent_on, **how), review_due(sent_on, **how), contract_from(sent_on, **how)]
    if requested_on:
        found.append(reasons_due(requested_on))
    if contract_on:
        found += [result_notice_due(contract_on, quarterly=quarterly), documentation_due(contract_on)]
    if notified_on:
        found.append(correction_due(notified_on))
    return sorted(found, key=lambda deadline: deadline.day)
