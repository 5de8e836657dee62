"""What of today's work by idéburna ends before a day: a plain sum of contracts, and no prophecy.

Idéburen is here a supplier that is verified in the portal or registered at Kammarkollegiet on the day. Others the
portal cannot tell.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from procurement.models import Contract
from registry.models import OfficialRegistration, Verification
from registry.wording import kronor, number_in_words

DAYS_A_YEAR = 365
WHO = (
    "Avtal som löper i dag med leverantörer som är verifierade i portalen eller registrerade hos Kammarkollegiet. "
    "Förlängningar som ingen har använt räknas inte."
)


@dataclass(frozen=True)
class Running:
    """A contract that runs: its last day (None: not known), its yearly value (None: not known) and its service."""

    pk: int
    title: str
    supplier: str
    last_day: date | None
    yearly: int | None
    area: int | None
    parent: int | None


@dataclass(frozen=True)
class Ending:
    """How much of it ends before a day. `yearly` sums what is known; `unvalued` are those of unknown value."""

    before: date
    running: int
    contracts: tuple
    yearly: int
    unvalued: int
    without_end: int

    @property
    def number(self):
        return len(self.contracts)

    @property
    def in_words(self):
        """The forecast, called what it is: what goes if nothing is renewed."""
        if not self.running:
            return "Portalen känner inte till något löpande avtal med idéburna."
        if not self.number:
            return f"Inget av {_known(self.running)} slutar före {self.before.year}."
        ends = f"{number_in_words(self.number).capitalize()} av {_known(self.running)} slutar före {self.before.year}."
        return f"{ends} {self._value()}"

    def _value(self):
        if self.unvalued == self.number:
            return "Värdet är okänt."
        told = f"Om inget av dem förnyas försvinner {kronor(self.yearly)} om året."
        if not self.unvalued:
            return told
        return f"{told} Värdet är okänt för {number_in_words(self.unvalued)} av dem, som inte är med i summan."

    @property
    def short(self):
        """The same for a narrow cell."""
        return f"{self.number} av {self.running}" if self.running else "Inga kända"

    @property
    def short_value(self):
        if not self.number:
            return ""
        if self.unvalued == self.number:
            return "värdet är okänt"
        told = f"{kronor(self.yearly)} om året, om inget av dem förnyas"
        return f"{told}. Okänt värde: {self.unvalued}" if self.unvalued else told

    @property
    def note(self):
        unknown = ""
        if self.without_end:
            unknown = f" Slutdagen är okänd eller öppen för {number_in_words(self.without_end)}, som inte är med."
        return WHO + unknown


def _known(number):
    return "ett löpande avtal med idéburna" if number == 1 else f"{number_in_words(number)} löpande avtal med idéburna"


def supported_contracts(place, day):
    """The contracts of the place's own authority that run on the day with idéburna suppliers. One query."""
    verified = Verification.objects.in_force(day).filter(legal_entity=OuterRef("legal_entity"))
    registered = OfficialRegistration.objects.in_force(day).filter(legal_entity=OuterRef("legal_entity"))
    rows = (
        Contract.objects.running(day)
        .filter(of_place(place), Exists(verified) | Exists(registered))
        .order_by("ends_by", "pk")
        .values_list(
            "pk", "title", "supplier_name", "starts_on", "ends_on", "value", "service_area", "service_area__parent"
        )
    )
    return [
        Running(pk, title, supplier, ends, yearly_value(value, begins, ends), area, parent)
        for pk, title, supplier, begins, ends, value, area, parent in rows
    ]


def of_place(place):
    """Contracts of the place's own authority; its companies are authorities of their own."""
    return Q(**{f"authority__{name}": value for name, value in place.own_authority.items()})


def yearly_value(value, begins, ends):
    """A contract's value spread evenly over its days, in whole kronor a year; None where a part of it is unknown.

    One that is shorter than a year is worth what it is worth: nothing is blown up.
    """
    if value is None or begins is None or ends is None:
        return None
    days = (ends - begins).days + 1
    return value if days <= DAYS_A_YEAR else round(value * DAYS_A_YEAR / days)


def ending_before(contracts, before, areas, day):
    """What of the contracts ends from the day on and before another, of the services `areas`, or of all without any."""
    chosen = [row for row in contracts if not areas or row.area in areas or row.parent in areas]
    ends = tuple(row for row in chosen if row.last_day is not None and day <= row.last_day < before)
    return Ending(
        before=before,
        running=len(chosen),
        contracts=ends,
        yearly=sum(row.yearly for row in ends if row.yearly is not None),
        unvalued=sum(row.yearly is None for row in ends),
        without_end=sum(row.last_day is None for row in chosen),
    )
