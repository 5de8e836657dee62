"""Every value of every facet as one small number, a slot.

One column then holds all that an organisation can be filtered on.

A slot is the facet's base plus the value. Values are official codes or small keys: areas and target groups below 200
and 100, legal forms by SCB's two digits, counties and municipalities by their codes.
"""

from dataclasses import dataclass
from enum import IntEnum

from registry.models.eligibility import Answer, Ground


class PortalStatus(IntEnum):
    """What the portal itself has found (never mixed with the official register)."""

    NONE = 0
    VERIFIED = 1
    EXAMINED = 2
    ENDED = 3


class OfficialStatus(IntEnum):
    """Registered at Kammarkollegiet, for all we know."""

    UNKNOWN = 0
    REGISTERED = 1
    NOT_REGISTERED = 2
    GONE = 3  # no longer in the list, without a decision that says so


GROUNDS = tuple(Ground)
ANSWERS = tuple(Answer)


def eligibility(ground, answer):
    """An answer on a ground as one value: the two only mean something together."""
    return GROUNDS.index(ground) * len(ANSWERS) + ANSWERS.index(answer)


@dataclass(frozen=True)
class Facet:
    name: str
    base: int
    size: int

    def slot(self, value):
        """The slot of a value; ValueError if the facet has no room for it."""
        value = int(value)
        if not 0 <= value < self.size:
            raise ValueError(f"{self.name}: {value} är utanför 0–{self.size - 1}")
        return self.base + value

    def holds(self, slot):
        return self.base <= slot < self.base + self.size


FACETS = {
    facet.name: facet
    for facet in (
        Facet("area", 100, 200),
        Facet("target_group", 300, 100),
        Facet("legal_form", 400, 100),
        Facet("portal_status", 500, 10),
        Facet("official_status", 510, 10),
        Facet("whole_country", 520, 2),
        Facet("confirmed", 530, 2),
        Facet("bygone", 534, 1),
        Facet("eligibility", 540, len(GROUNDS) * len(ANSWERS)),
        Facet("county", 600, 30),
        Facet("municipality", 1000, 3000),
    )
}
WHOLE_COUNTRY = FACETS["whole_country"].slot(1)
BYGONE = FACETS["bygone"].slot(0)  # found only when it is asked for; see `is_bygone`
PLACES = frozenset(["county", "municipality"])
FIRST_WORD_SLOT = 10_000  # frequent words are counted as if they were facet values (cube.py)


def is_bygone(portal, official):
    """Whether an organisation is of the past, by the statuses of its entities: every verification that it had has
    ended, nothing is being examined, and none of them stands in Kammarkollegiet's register.
    """
    return {*portal} - {PortalStatus.NONE} == {PortalStatus.ENDED} and OfficialStatus.REGISTERED not in official


def entry_slots(values):
    """The slots of an organisation from {facet name: values}.

    One that serves the whole country is found under every place, and therefore has no places of its own: the two
    then exclude each other and their counts can be added.
    """
    chosen = {name: [values[name]] if isinstance(values[name], int) else values[name] for name in values}
    if any(chosen.get("whole_country", ())):
        chosen = {name: held for name, held in chosen.items() if name not in PLACES}
    return sorted({FACETS[name].slot(value) for name, held in chosen.items() for value in held})


def filter_slots(name, values):
    """The slots of which one is enough when these values are chosen. A place also takes in the whole country."""
    slots = tuple(sorted({FACETS[name].slot(value) for value in values}))
    return (*slots, WHOLE_COUNTRY) if name in PLACES else slots
