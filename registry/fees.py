"""What registration at Kammarkollegiet costs a family of legal entities (2022:900, 7 and 8 §§).

Each entity pays once to apply, and then every year for as long as it is registered and five years after. The rates
are passed in, each with kind, amount, valid_from, valid_to, source_name and source_url, so that nothing here reads a
table. Amounts are whole kronor. A day without a known rate gives None, never nought.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.calendar import years_later

TAIL_YEARS = 5


@dataclass(frozen=True)
class FeeRow:
    """One line of the table: what falls due on a day. `amount` is for the whole family."""

    due_on: date
    label: str
    entities: int
    rate: Any
    is_tail: bool = False

    @property
    def amount(self):
        return None if self.rate is None else self.rate.amount * self.entities

    @property
    def year(self):
        return self.due_on.year


@dataclass(frozen=True)
class FamilyFee:
    """The fees of so many entities that register on a day and stay so many years."""

    entities: int
    years: int
    rows: tuple[FeeRow, ...]

    @property
    def entry(self):
        """What the applications cost, to pay before anything is examined."""
        return self.rows[0].amount

    @property
    def per_year(self):
        """What the first year costs. Later years may have other rates: see the rows."""
        return self.rows[1].amount

    @property
    def tail(self):
        """What the five years after deregistration cost together."""
        return _total(row for row in self.rows if row.is_tail)

    @property
    def total(self):
        """All of it, or None when a rate is not known for every day."""
        return _total(self.rows)

    @property
    def per_entity(self):
        return None if self.total is None else self.total // self.entities


def _total(rows):
    amounts = [row.amount for row in rows]
    return None if None in amounts else sum(amounts)


def family_fee(*, entities, registered_on, years, rates):
    """Reckon what a family pays.

    `entities` and `years` are at least one. Annual fees fall due on the day of registration and on each anniversary,
    years + 5 times, at the rate in force that day.
    """
    if entities < 1 or years < 1:
        raise ValueError("entities and years must be at least one")
    rates = list(rates)
    rows = [FeeRow(registered_on, "Ansökan", entities, _rate("application", registered_on, rates))]
    for number in range(years + TAIL_YEARS):
        day = years_later(registered_on, number)
        is_tail = number >= years
        label = (
            f"Årsavgift, år {number - years + 1} efter avregistreringen" if is_tail else f"Årsavgift, år {number + 1}"
        )
        rows.append(FeeRow(day, label, entities, _rate("annual", day, rates), is_tail))
    return FamilyFee(entities, years, tuple(rows))


def _rate(kind, day, rates):
    """The rate of a kind on a day, or None."""
    for rate in rates:
        if rate.kind == kind and rate.valid_from <= day and (rate.valid_to is None or day <= rate.valid_to):
            return rate
    return None
