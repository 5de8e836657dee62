"""Whether a document that a council governs by holds on a day, and whose task it is. Pure: it asks no database.

The programme with goals and guidelines for those who perform municipal matters is adopted for each term (KL 2017:725,
5 kap. 3 §). After an election the new council decides anew.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import TextChoices

from portal.elections import EVERY, election_day
from portal.models.governance import DocumentState, GovernanceDocument
from registry.wording import day_in_words, in_a_row

Kind = GovernanceDocument.Kind
LAW = "kommunallagen (2017:725) 5 kap. 3 §"
ROLES_SOURCE = "SKR, Styrning i valfrihetssystem, 11 juni 2024"


class Standing(TextChoices):
    """What holds of a document on a day. The values stand in addresses."""

    IN_FORCE = "galler", "Gäller"
    COMING = "kommande", "Börjar gälla senare"
    DUE = "beslutas-pa-nytt", "Ska beslutas på nytt"
    MISSING = "saknas", "Saknas i portalen"
    REPLACED = "ersatt", "Ersatt"
    ENDED = "upphort", "Upphört"


TONES = {
    Standing.IN_FORCE: "success",
    Standing.COMING: "info",
    Standing.DUE: "warning",
    Standing.MISSING: "",
    Standing.REPLACED: "",
    Standing.ENDED: "",
}


def standing(document, at):
    """What holds of the document on the day; of None that it is missing.

    One that was adopted for a term is due again from the day after the next election, although it holds until the old
    council's last day.
    """
    if document is None:
        return Standing.MISSING
    if document.state == DocumentState.REPLACED:
        return Standing.REPLACED
    if document.state == DocumentState.ENDED:
        return Standing.ENDED
    term = document.term
    if term is None:
        return Standing.IN_FORCE
    if at >= due_from(document):
        return Standing.DUE
    return Standing.COMING if at < term.first_day else Standing.IN_FORCE


def in_words(document, at):
    """The same in a sentence, with its days."""
    what = standing(document, at)
    if what == Standing.MISSING:
        return "Portalen känner inte till något. Det kan finnas ändå."
    term = document.term
    if what == Standing.REPLACED:
        return "En nyare version har ersatt det."
    if what == Standing.ENDED:
        return f"Gäller inte längre. {document.end_reason}"
    if term is None:
        return "Gäller tills vidare."
    if what == Standing.COMING:
        return f"Gäller mandatperioden {term}, från {day_in_words(term.first_day)}."
    if what == Standing.IN_FORCE:
        return f"Gäller mandatperioden {term}."
    holds = "Gäller" if at <= term.last_day else "Gällde"
    ends = f"{holds} till {day_in_words(term.last_day)}"
    return f"{ends}. Fullmäktige ska besluta om det på nytt efter valet {term.begins_in + EVERY}."


def due_from(document):
    """The first day on which the document is due again; None for what has no term."""
    return election_day(document.term_begins_in + EVERY) + timedelta(days=1) if document.term_begins_in else None


def in_running_text(kind):
    """A kind of document as a sentence has it."""
    return kind.label[:1].lower() + kind.label[1:]


@dataclass(frozen=True)
class Role:
    """One of the council's roles, in a plain sentence, and the documents that it is played with."""

    name: str
    sentence: str
    kinds: tuple

    @property
    def means(self):
        """What the role is played with, as a phrase; nothing for one without a document of its own."""
        return in_a_row([in_running_text(kind) for kind in self.kinds]) if self.kinds else ""


ROLES = (
    Role(
        "Invånarnas företrädare",
        "Fullmäktige ser till att alla får god och tillgänglig välfärd, vem som än utför den.",
        (Kind.PROGRAMME, Kind.COMPACT),
    ),
    Role(
        "Ägare",
        "Fullmäktige säger vad det vill med den egna verksamheten på lång sikt.",
        (Kind.OWNER_DIRECTIVE,),
    ),
    Role(
        "Utförare",
        "Det som kommunen eller regionen utför själv styrs av samma slags uppdrag som det andra utför.",
        (),
    ),
    Role(
        "Beställare",
        "Fullmäktige bestämmer hur uppdrag ges, vilka krav som ställs och hur de följs upp.",
        (Kind.BUYER_POLICY, Kind.PROCUREMENT_POLICY, Kind.PARTNERSHIP_GUIDELINE),
    ),
)
ROLE_OF = {kind: role for role in ROLES for kind in role.kinds}
