"""A word of the glossary, and the acts that words come from."""

from dataclasses import dataclass

REGISTER_ACT = "Lag (2022:900) om registrering av idéburna organisationer"
ADMINISTRATION_ACT = "Förvaltningslagen (2017:900)"
PROCUREMENT_ACT = "Lagen (2016:1145) om offentlig upphandling"
CHOICE_ACT = "Lagen (2008:962) om valfrihetssystem"


@dataclass(frozen=True)
class Term:
    """One word. `slug` is its anchor on the page."""

    swedish: str
    slug: str
    identifier: str | None
    explanation: str
    source: str = ""
