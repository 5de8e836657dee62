"""Which yearly statements an entity owes the portal, and when they are due. Pure: no database.

Kammarkollegiet's own statement is another matter (2022:900, 9 §). Ours is asked of those who are registered there or in
the five years after deregistration, for each financial year with such a day in it, from the year in which they came to
the portal. A financial year is the calendar year until a statement says otherwise; the next begins where it ended.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from registry.calendar import months_later

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Year:
    """A financial year about which a statement is owed: its days, the last day to hand it in, and whether it is in."""

    begins: date
    ends: date
    due_on: date
    is_handed_in: bool

    def is_overdue(self, today):
        return not self.is_handed_in and self.due_on < today


def due_day(year_ends, months):
    """The last day of so many months after the financial year: 30 June after 31 December, 31 December after 30 June."""
    return months_later(year_ends + A_DAY, months) - A_DAY


def twelve_months(begins):
    """The last day of a financial year of ordinary length."""
    return months_later(begins, 12) - A_DAY


def years_owed(bound, arrived, handed_in, today, *, months):
    """The financial years owed that have begun, the oldest first.

    `bound`: spans of days, registered and then the tail; `arrived`: the day the entity came to the portal, before which
    nothing is asked; `handed_in`: (first day, last day) of each statement that stands.
    """
    spans = [row for row in bound if row.last is None or row.last >= arrived]
    if not spans:
        return []
    start = max(arrived, min(row.first for row in spans))
    return [
        Year(begins, ends, due_day(ends, months), is_in)
        for begins, ends, is_in in _years(date(start.year, 1, 1), handed_in, today)
        if ends >= start and any(row.meets(max(begins, start), ends) for row in spans)
    ]


def next_year(bound, arrived, handed_in, today):
    """First and last day of the year that a new statement is most likely about: the oldest without one that has ended.

    When all have one, or nothing is owed, the latest year that has ended, if it is not in already; else None.
    """
    owed = years_owed(bound, arrived, handed_in, today, months=0)
    waiting = next(((row.begins, row.ends) for row in owed if not row.is_handed_in and row.ends < today), None)
    if waiting or owed:
        return waiting
    after = max((ends for _, ends in handed_in), default=date(today.year - 1, 1, 1) - A_DAY) + A_DAY
    ends = twelve_months(after)
    return (after, ends) if ends < today else None


def _years(begins, handed_in, today):
    """Every financial year from the first one that has begun today, as (first day, last day, handed in)."""
    while begins <= today:
        stated = next((row for row in sorted(handed_in) if row[0] <= begins <= row[1]), None)
        if stated:
            first, ends = stated
        else:
            later = [row[0] for row in handed_in if row[0] > begins]
            first, ends = begins, min([twelve_months(begins), *(day - A_DAY for day in later)])
        yield first, ends, stated is not None
        begins = ends + A_DAY
