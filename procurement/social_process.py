"""How a place begins to buy with social terms: eight steps with questions and roles, as data. Pure.

From "Upphandling med social hänsyn och Idéburet Offentligt Partnerskap" (Larzon and Ringdahl, 12 September 2016),
"Steg för steg", and the roles of the city of Göteborg in the same talk.
"""

from dataclasses import dataclass

SOURCE = "Larzon och Ringdahl: Upphandling med social hänsyn och Idéburet Offentligt Partnerskap, 2016"
POLITICIANS = "Politisk referensgrupp"
STEERING = "Styrgrupp"
WORKING = "Arbetsgrupp"
SUPPORT = "Stödfunktion"
SUPPLIERS = "Leverantörer, bransch och fack"
BUYERS = "Förvaltningar och bolag som köper"
RECRUITERS = "De som rekryterar och känner målgrupperna"


@dataclass(frozen=True)
class ProcessStep:
    """One step: what to settle, and which roles take part. `key` names it in addresses and rows."""

    number: int
    key: str
    title: str
    questions: tuple[str, ...]
    roles: tuple[str, ...]


PROCESS = tuple(
    ProcessStep(number, *facts)
    for number, facts in enumerate(
        [
            (
                "behov",
                "Gör en behovsanalys",
                (
                    "För vilka vill ni använda möjligheten? Vilka är målgrupperna?",
                    "Är de klara för arbetsmarknaden, eller behöver de rusta sig först?",
                    "Behövs daglig verksamhet ute på arbetsplatser?",
                    "Behövs platser för arbetsträning?",
                ),
                (WORKING, RECRUITERS),
            ),
            (
                "anvandning",
                "Välj hur ni vill använda verktyget",
                (
                    "På vilket sätt, och inom vilka områden?",
                    "Vilken nivå: dialog med leverantören, eller krav på anställningar?",
                    "Ska det vara ett projekt eller en vanlig del av verksamheten?",
                ),
                (STEERING, WORKING),
            ),
            (
                "projektplan",
                "Lägg en projektplan",
                (
                    "Vilka upphandlingar väljer ni ut?",
                    "Hur ser målgrupperna ut? Gör en genomgång.",
                    "Hur går arbetet till, steg för steg? Rita en processkarta.",
                    "Vad kan gå fel? Gör en riskanalys.",
                ),
                (WORKING, SUPPORT, BUYERS),
            ),
            (
                "involvera",
                "Involvera dem som berörs",
                (
                    "Vilka lokala intressenter ska vara med?",
                    "Har ni talat med Arbetsförmedlingen, Försäkringskassan och idéburna organisationer?",
                ),
                (WORKING, RECRUITERS, SUPPORT),
            ),
            (
                "grupper",
                "Skapa styrgrupp och referensgrupp, och utse en samordnare",
                (
                    "Vilka intressenter och beslutsfattare sitter i styrgruppen?",
                    "Vilka leverantörer och fackliga organisationer sitter i referensgruppen?",
                    "Vem samordnar?",
                ),
                (STEERING, SUPPLIERS, SUPPORT),
            ),
            (
                "forankra",
                "Förankra i politiken och hos leverantörerna",
                (
                    "Har den lokala politiken ställt sig bakom?",
                    "Har leverantörer, bransch och fack fått säga sitt i en referensgrupp för dialog?",
                ),
                (POLITICIANS, SUPPLIERS),
            ),
            (
                "uppfoljning",
                "Följ upp och sprid resultaten",
                ("Vad blev resultatet av varje upphandling?", "Vem ska få veta det?"),
                (STEERING, SUPPORT),
            ),
            (
                "kommunikation",
                "Berätta, inåt och utåt",
                ("Hur skapar ni engagemang och driv hos de egna?", "Hur berättar ni för andra?"),
                (WORKING, POLITICIANS),
            ),
        ],
        start=1,
    )
)
BY_KEY = {step.key: step for step in PROCESS}


def is_late(due_on, done_on, today):
    """Whether a step's last day has gone and it is not done."""
    return done_on is None and due_on is not None and due_on < today
