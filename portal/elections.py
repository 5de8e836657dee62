"""Days of ordinary elections and the terms of councils, reckoned from the law (vallagen 2005:837, KL 2017:725)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

FIRST = 2014  # the first ordinary election on the second Sunday of September; every fourth year since
EVERY = 4  # years
SUNDAY = 6
SOURCE = "vallagen (2005:837) 1 kap. 3 §, kommunallagen (2017:725) 5 kap. 9 §"


def election_day(year):
    """The day of the ordinary election: the second Sunday of September (vallagen 1 kap. 3 §).

    Raises ValueError for a year without an ordinary election, or before 2014, when the day was another.
    """
    if year < FIRST or (year - FIRST) % EVERY:
        raise ValueError(f"no ordinary election in {year}")
    first = date(year, 9, 1)
    return first + timedelta(days=(SUNDAY - first.weekday()) % 7 + 7)


def next_election(at=None):
    """The first election day on or after the day."""
    at = at or timezone.localdate()
    year = max(at.year, FIRST)
    year += -(year - FIRST) % EVERY
    day = election_day(year)
    return day if day >= at else election_day(year + EVERY)


@dataclass(frozen=True, order=True)
class Term:
    """A council's term (mandatperiod), known by the year it begins: elected for four years from 15 October (KL 5:9)."""

    begins_in: int

    @property
    def first_day(self):
        return date(self.begins_in, 10, 15)

    @property
    def last_day(self):
        return date(self.begins_in + EVERY, 10, 14)

    @property
    def election(self):
        """The day on which the council was elected."""
        return election_day(self.begins_in)

    def __str__(self):
        return f"{self.begins_in}–{self.begins_in + EVERY}"


def term(at=None):
    """The term that holds the day. Raises ValueError before the term of 2014."""
    at = at or timezone.localdate()
    year = at.year - (at.year - FIRST) % EVERY
    begun = year if at >= Term(year).first_day else year - EVERY  # the old council sits until the new one's first day
    if begun < FIRST:
        raise ValueError(f"no term known on {at}")
    return Term(begun)
