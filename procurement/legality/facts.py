"""What the legality check is told: facts of one lot, and the rows of law. No database here."""

from dataclasses import dataclass, field
from datetime import date

from procurement.models.law import CpvRange, Law, LegalThreshold

CpvSet = CpvRange.Set
Kind = LegalThreshold.Kind
OPEN_ENDED_MONTHS = 48  # LOU 5 kap. 13 §: a contract without an end is valued at its monthly value times 48


@dataclass(frozen=True, slots=True)
class Run:
    """A run of CPV codes with its days, as the statute lists it."""

    cpv_set: str
    first: str
    last: str
    is_left_out: bool
    valid_from: date
    valid_to: date | None = None

    def holds(self, code):
        return self.first <= code <= self.last


@dataclass(frozen=True, slots=True)
class Amount:
    """A threshold or limit with its days. `sek` is None where it has not been read in its source."""

    law: str
    kind: str
    sek: int | None
    eur: int | None
    valid_from: date
    valid_to: date | None = None
    source_name: str = ""
    source_url: str = ""


def _in_force(row, day):
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


@dataclass(frozen=True)
class Statutes:
    """The rows of law, asked about a day."""

    runs: tuple[Run, ...] = ()
    amounts: tuple[Amount, ...] = ()

    def holds(self, cpv_set, code, day):
        """Whether the set holds the code on the day. By runs, never by prefix; what any run leaves out is out."""
        found = [run for run in self.runs if run.cpv_set == cpv_set and _in_force(run, day) and run.holds(code)]
        return bool(found) and not any(run.is_left_out for run in found)

    def outside(self, cpv_set, codes, day):
        """Those of the codes that the set does not hold, in the order they were given."""
        return tuple(code for code in codes if not self.holds(cpv_set, code, day))

    def amount(self, law, kind, day):
        """The row of amount that holds on the day, or None."""
        return next((row for row in self.amounts if (row.law, row.kind) == (law, kind) and _in_force(row, day)), None)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A contract that the authority awarded on LOU 19 kap. 25 § for the same service, as one organisation got it.

    A joint tender gives one for each organisation in it; `together_with` names the one that led it, for the others.
    """

    supplier: str
    number: str
    decided_on: date
    title: str = ""
    together_with: str = ""


@dataclass(frozen=True)
class Facts:
    """A lot, as far as the check asks about it. Money in whole kronor without VAT, None where it is not known.

    `day`: when the procurement began, which decides what rules hold. `value_day`: when the call for tenders is sent,
    which decides the amounts (LOU 5 kap. 5 §). `value` is that of the whole procurement, every lot, option and
    extension. `earlier` is None where nobody has looked for earlier contracts. `winners` holds the organisation numbers
    of all who win, those who lead a joint tender and those who are in it.
    """

    ground: str
    codes: tuple[str, ...]
    day: date
    law: str = Law.LOU
    value_day: date | None = None
    value: int | None = None
    monthly_value: int | None = None
    months: int | None = None
    extension_months: int = 0
    is_open_ended: bool = False
    earlier: tuple[Earlier, ...] | None = None
    winners: frozenset[str] = field(default_factory=frozenset)

    @property
    def amounts_day(self):
        return self.value_day or self.day

    @property
    def whole_value(self):
        """The value to compare with an amount: what was estimated, else reckoned from the month, else None."""
        if self.value is not None:
            return self.value
        if self.monthly_value is None:
            return None
        if self.is_open_ended:
            return self.monthly_value * OPEN_ENDED_MONTHS
        return None if self.whole_months is None else self.monthly_value * self.whole_months

    @property
    def whole_months(self):
        """Months with every extension, or None when the length is not known or there is no end."""
        return None if self.is_open_ended or self.months is None else self.months + self.extension_months
