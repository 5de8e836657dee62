"""What Kammarkollegiet's register is known to have said, as days: when it held somebody, when it did not, else silence.

As certain as the rule of eligibility has it: a period that goes on is known up to the last answer and for as long after
as an answer is fresh. Entities in the portal are read from their periods and checks, other numbers from the lists.
"""

from datetime import timedelta

from django.conf import settings

from registry.calendar import years_later
from registry.family_graph import Registration, Span
from registry.models import OfficialCheck, RegisterImport, RegisterListing
from registry.reading.facts import Check

A_DAY = timedelta(days=1)
RESULT = OfficialCheck.Result


def list_days():
    """The days of the lists that have been read in, in order: each is an answer about every number."""
    accepted = RegisterImport.objects.filter(state=RegisterImport.State.ACCEPTED)
    return sorted(accepted.values_list("list_date", flat=True))


def registrations(known):
    """The periods of an entity with their five years, as they are noted."""
    return tuple(
        Registration(Span(row.first, row.last), years_later(row.last, 5) if row.last else None)
        for row in known.registered
    )


def certain(known, lists=()):
    """The periods of an entity as far as they are known, and the days on which it is known not to be registered."""
    periods = registrations(known)
    held = tuple(row if row.period.last else _as_known(row.period, known.checks, lists) for row in periods)
    unheld = [day for day in lists if not any(row.period.holds(day) for row in periods)]
    return tuple(filter(None, held)), absent([*(Check(day, RESULT.NOT_REGISTERED) for day in unheld), *known.checks])


def _as_known(period, checks, lists):
    """A period that goes on: until the last answer, and on while it is fresh. None when nobody has ever answered."""
    answers = [row.on for row in checks if row.result == RESULT.REGISTERED] + list(lists)
    latest = max((day for day in answers if period.holds(day)), default=None)
    if latest is None:
        return None
    silent = [row.on for row in checks if row.result in (RESULT.UNKNOWN, RESULT.GONE) and row.on > latest]
    return Registration(Span(period.first, min([latest + _fresh(), *(day - A_DAY for day in silent)])))


def absent(checks):
    """The days on which the register is known not to have held somebody. The last answer of a day counts.

    A register that did not answer, or no longer names whom it named, ends such a time: then it is silent, which is not
    no.
    """
    latest = {row.on: row.result for row in sorted(checks, key=lambda row: row.on)}
    days = [*latest, None]
    return tuple(
        Span(on, min([on + _fresh(), *([after - A_DAY] if after else [])]))
        for (on, result), after in zip(latest.items(), days[1:], strict=True)
        if result == RESULT.NOT_REGISTERED
    )


def of_numbers(numbers, lists):
    """For organisation numbers that no entity in the portal has: {number: (registrations, absent)}. One question."""
    listings = {}
    for row in RegisterListing.objects.filter(organisation_number__in=numbers).order_by("period") if numbers else ():
        listings.setdefault(row.organisation_number, []).append(row)
    return {number: _of_number(listings.get(number, []), lists) for number in numbers}


def _of_number(listings, lists):
    if listings:  # once listed, missing is "gone", and nobody knows why
        return tuple(filter(None, (_listed(row, lists) for row in listings))), ()
    return (), absent([Check(day, RESULT.NOT_REGISTERED) for day in lists])


def _listed(row, lists):
    ends = [day for day in (row.period.upper, row.gone_on) if day]
    if ends:
        return Registration(Span(row.period.lower, min(ends) - A_DAY))
    return _as_known(Span(row.period.lower), (), lists)


def _fresh():
    return timedelta(days=settings.OFFICIAL_REGISTER_FRESH_DAYS)
