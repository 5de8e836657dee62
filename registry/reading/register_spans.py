"""What Kammarkollegiet's register is known to have said, as days: when it held somebody, when it did not, else silence.

For entities in the portal it is read from their periods and checks; for other numbers from the lists that were read in.
"""

from datetime import timedelta
from itertools import pairwise

from registry.calendar import years_later
from registry.family_graph import Registration, Span
from registry.models import OfficialCheck, RegisterImport, RegisterListing
from registry.reading import facts

A_DAY = timedelta(days=1)
# How long "not registered" stands for the days after somebody looked, and how far apart two such answers may lie for
# the days between them to count. Beyond that nobody knows.
ANSWER_HOLDS = timedelta(days=183)
BETWEEN_ANSWERS = timedelta(days=366)


def registrations(known):
    """The periods of an entity with their five years, from what is known of it."""
    return tuple(
        Registration(Span(row.first, row.last), years_later(row.last, 5) if row.last else None)
        for row in known.registered
    )


def absent(checks):
    """The days on which the register is known not to have held somebody. The last answer of a day counts.

    A register that did not answer, or no longer names whom it named, ends such a time: then it is silent, which is not
    no.
    """
    latest = {row.on: row.result for row in sorted(checks, key=lambda row: row.on)}
    answers = list(latest.items())
    spans = []
    for (on, result), after in pairwise([*answers, None]):
        if result != OfficialCheck.Result.NOT_REGISTERED:
            continue
        last = on + ANSWER_HOLDS
        if after and (after[1] != result or after[0] - on <= BETWEEN_ANSWERS):
            last = after[0] - A_DAY if after[1] == result else min(last, after[0] - A_DAY)
        spans.append(Span(on, last))
    return tuple(spans)


def of_numbers(numbers):
    """For organisation numbers that no entity in the portal has: {number: (registrations, absent)}. Three questions."""
    listings = {}
    for row in RegisterListing.objects.filter(organisation_number__in=numbers).order_by("period"):
        listings.setdefault(row.organisation_number, []).append(row)
    lists = RegisterImport.objects.filter(state=RegisterImport.State.ACCEPTED)
    days = sorted(lists.values_list("list_date", flat=True)) if numbers else []
    return {number: _of_number(listings.get(number, []), days) for number in numbers}


def _of_number(listings, list_days):
    if listings:  # once listed, missing is "gone", and nobody knows why
        return tuple(Registration(_listed(row)) for row in listings), ()
    checks = [facts.Check(day, OfficialCheck.Result.NOT_REGISTERED) for day in list_days]
    return (), absent(checks)


def _listed(row):
    ends = [row.period.upper, row.gone_on]
    last = min((day for day in ends if day), default=None)
    return Span(row.period.lower, last - A_DAY if last else None)
