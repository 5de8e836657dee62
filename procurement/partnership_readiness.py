"""What is written and what is missing in a partnership's agreement.

One list, two uses: the task list of the working page, and the refusal to send it to legal review.
"""

from dataclasses import dataclass

from django.urls import reverse

from procurement.models import PartnershipCommitment, PartnershipPrinciple
from procurement.partnership_criteria import assess
from procurement.partnership_questions import QUESTIONS
from registry.wording import in_a_row, number_in_words


@dataclass(frozen=True)
class Task:
    """One page of the agreement: its heading, where it is, and what it still lacks, in sentences."""

    label: str
    name: str
    args: tuple
    missing: tuple = ()
    begun: bool = True
    hint: str = ""

    @property
    def url(self):
        """The page where it is written."""
        return reverse(self.name, args=self.args)

    @property
    def status(self):
        """The task's state in words: done, begun or not begun."""
        if not self.missing:
            return "Klar"
        return "Påbörjad" if self.begun else "Inte börjad"

    @property
    def tone(self):
        """The tone of the status in the task list; plain text when done."""
        if not self.missing:
            return ""
        return "info" if self.begun else "neutral"


# Slug, heading, and for each column what is missing without it. The headings are those of an agreement.
HEADINGS = [
    ("bakgrund", "Bakgrund och behov", {"background": "Skriv bakgrund och behov."}),
    ("vardegrund", "Värdegrund", {"common_values": "Skriv den gemensamma värdegrunden."}),
    ("organisation", "Ledning och styrgrupp", {"steering": "Skriv hur partnerskapet leds: styrgrupp och ansvar."}),
    ("uppfoljning", "Så följs partnerskapet upp", {"follow_up_plan": "Skriv hur partnerskapet följs upp."}),
    ("ekonomi", "Ekonomi och nytta", {"social_gains": "Skriv vad partnerskapet ger samhället och vad det kostar."}),
    (
        "avtalstid",
        "Avtalstid och uppsägning",
        {"starts_on": "Ange vilken dag partnerskapet börjar.", "notice_months": "Ange uppsägningstiden i månader."},
    ),
    ("andringar", "Ändringar och tillägg", {"changes": "Skriv hur avtalet ändras."}),
    (
        "tvist",
        "Tvist, hävning och omförhandling",
        {"disputes": "Skriv vad som gäller vid tvist, hävning och omförhandling."},
    ),
]


def tasks(partnership):
    """Every page of the agreement in the order of its headings."""
    written = {slug: _heading(partnership, slug, label, columns) for slug, label, columns in HEADINGS}
    at = (partnership.pk,)
    return [
        Task("Vad partnerskapet gäller", "partnership_about", at, hint="Rubrik, verksamhet och plats"),
        _parties(partnership, at),
        written["bakgrund"],
        written["vardegrund"],
        _principles(partnership, at),
        written["organisation"],
        _goals(partnership, at),
        _commitments(partnership, at),
        written["ekonomi"],
        written["uppfoljning"],
        _follow_ups(partnership, at),
        written["avtalstid"],
        written["andringar"],
        written["tvist"],
        _criteria(partnership, at),
    ]


def hindrances(partnership):
    """What must be there before the agreement may go to legal review, in words. Empty when nothing is missing."""
    return [sentence for task in tasks(partnership) for sentence in task.missing]


def has_red_flags(partnership):
    """Whether the answers to the criteria give a flag that must be answered in writing before a decision."""
    return bool(assess(dict(partnership.criteria.values_list("key", "answer"))).red_flags)


def waited_for(partnership):
    """The parties that have not said yes to the text as it is now."""
    return [
        party
        for party in partnership.parties.select_related("authority", "legal_entity").order_by("pk")
        if party.agreed_at is None
    ]


def _heading(partnership, slug, label, columns):
    missing = [sentence for name, sentence in columns.items() if getattr(partnership, name) in ("", None)]
    begun = len(missing) < len(columns)
    return Task(label, "partnership_text", (partnership.pk, slug), tuple(missing), begun)


def _parties(partnership, at):
    parties = list(partnership.parties.select_related("authority", "legal_entity").order_by("pk"))
    missing = []
    if not any(party.is_public for party in parties):
        missing.append("Bjud in en myndighet.")
    if all(party.is_public for party in parties):
        missing.append("Bjud in en idéburen part.")
    if waiting := [str(party) for party in parties if party.joined_at is None]:
        missing.append(f"{in_a_row(waiting)} har inte gått med. Vänta på svar, eller ta tillbaka inbjudan.")
    return Task("Parter", "partnership_party_list", at, tuple(missing))


def _principles(partnership, at):
    written = set(partnership.principles.values_list("principle", flat=True))
    left = [label.lower() for key, label in PartnershipPrinciple.Principle.choices if key not in written]
    missing = [f"Skriv en mening om {in_a_row(left)}."] if left else []
    return Task("Sex principer", "partnership_principles", at, tuple(missing), bool(written))


def _goals(partnership, at):
    missing = () if partnership.goals.exists() else ("Skriv minst ett mål, och hur ni ser att det nås.",)
    return Task("Mål", "partnership_goals", at, missing, begun=False)


def _commitments(partnership, at):
    rows = PartnershipCommitment.objects.filter(party__partnership=partnership)
    sides = {authority is None for authority in rows.values_list("party__authority", flat=True)}
    missing = []
    if False not in sides:
        missing.append("Skriv vad myndigheten bidrar med.")
    if True not in sides:
        missing.append("Skriv vad den idéburna parten bidrar med.")
    return Task("Insatser och åtaganden", "partnership_commitments", at, tuple(missing), bool(sides))


def _follow_ups(partnership, at):
    planned = partnership.follow_ups.filter(performed_on=None).exists()
    missing = () if planned else ("Bestäm en dag för uppföljning.",)
    return Task("Dagar för uppföljning", "partnership_follow_ups", at, missing, begun=False)


def _criteria(partnership, at):
    answered = set(partnership.criteria.values_list("key", flat=True))
    left = len(QUESTIONS.keys() - answered)
    missing = (f"Svara på {number_in_words(left, common=True)} {'fråga' if left == 1 else 'frågor'} om kriterierna.",)
    return Task(
        "Kriterier för partnerskap",
        "partnership_criteria_answer",
        at,
        missing if left else (),
        bool(answered),
        hint="Liknar partnerskapet ett köp som ska upphandlas?",
    )
