"""Does a partnership look like a contract that should have been procured (N20)? One function over answers.

No statute speaks of partnerships. The questions (`partnership_questions`) are criteria that others have set, and facts
that made the agreement in Alingsås a public contract (HFD 2020 ref. 15): a service of direct economic interest to the
authority, against payment, with duties in law. That the organisation has no profit and is paid its costs alone did not
help. The answer is never that a partnership is allowed.
"""

from dataclasses import dataclass
from enum import StrEnum

from procurement.partnership_questions import BUSINESS_SUPPORT, NO, QUESTIONS, YES, Colour, Question, Source, in_short
from procurement.routes import LOU_URL, LOV_URL


class Outcome(StrEnum):
    """What all answers together look like. Worst first."""

    LOOKS_LIKE_CONTRACT = "looks_like_contract"
    TO_CLEAR_UP = "to_clear_up"
    NO_RED_FLAGS = "no_red_flags"

    @property
    def label(self):
        return OUTCOMES[self][0]

    @property
    def lead(self):
        """What it means and what to do."""
        return OUTCOMES[self][1]

    @property
    def tone(self):
        """The tone of its tag. None is good: the answer is no permission."""
        return {Outcome.LOOKS_LIKE_CONTRACT: "danger", Outcome.TO_CLEAR_UP: "warning"}.get(self, "")


OUTCOMES = {
    Outcome.LOOKS_LIKE_CONTRACT: (
        "Liknar ett offentligt kontrakt",
        "Upphandla, eller ta juridisk hjälp innan ni går vidare. Namnet partnerskap ändrar inte vad avtalet är. "
        "Alingsås kommun fick betala fem miljoner kronor (HFD 2020 ref. 15).",
    ),
    Outcome.TO_CLEAR_UP: (
        "Reda ut innan ni går vidare",
        "Svaren räcker inte för en bedömning. Ta reda på det som är okänt. Skriv ner hur ni ser på det som är flaggat.",
    ),
    Outcome.NO_RED_FLAGS: (
        "Inga röda flaggor i era svar",
        "Det är inget besked om att det är tillåtet: ingen lag reglerar partnerskap, och domstolen ser till hela "
        "avtalet (HFD 2020 ref. 15). Spara svaren med vad de bygger på, och pröva om det är statligt stöd.",
    ),
}


@dataclass(frozen=True)
class Flag:
    """What an answer warns of, and where that is written."""

    key: str
    colour: Colour
    text: str
    sources: tuple[Source, ...]

    @property
    def source(self):
        return in_short(self.sources)


@dataclass(frozen=True)
class Assessment:
    """What the answers look like: flags, red first; questions without an answer, red first; what speaks for."""

    outcome: Outcome
    flags: tuple[Flag, ...]
    open_questions: tuple[Question, ...]
    supports: tuple[Question, ...]

    @property
    def red_flags(self):
        """The flags that must be answered in words before anybody decides."""
        return tuple(flag for flag in self.flags if flag.colour == Colour.RED)

    @property
    def alternatives(self):
        """What else to do."""
        return ALTERNATIVES[self.outcome]


def assess(answers):
    """What the answers, {key: yes, no or unknown}, look like together. What is missing counts as unknown."""
    flags, still_open, supports = [], [], []
    for question in QUESTIONS.values():
        given = answers.get(question.key)
        if given == question.speaks_for:
            supports.append(question)
        elif question.colour is None:
            continue
        elif given in (YES, NO):
            flags.append(Flag(question.key, question.colour, question.flag, question.sources))
        else:
            still_open.append(question)
    return Assessment(
        outcome=_outcome(flags, still_open),
        flags=tuple(sorted(flags, key=_red_first)),
        open_questions=tuple(sorted(still_open, key=_red_first)),
        supports=tuple(supports),
    )


def _red_first(row):
    return row.colour != Colour.RED


def _outcome(flags, still_open):
    if any(flag.colour == Colour.RED for flag in flags):
        return Outcome.LOOKS_LIKE_CONTRACT
    return Outcome.TO_CLEAR_UP if flags or still_open else Outcome.NO_RED_FLAGS


@dataclass(frozen=True)
class Alternative:
    """Another way than a partnership. `view` and `query` say which page tells more."""

    title: str
    text: str
    source: Source
    view: str
    query: str = ""


GRANT = Alternative(
    "Bidrag",
    "Myndigheten stöder det som organisationen själv bestämmer över, och får ingen bestämd tjänst tillbaka.",
    BUSINESS_SUPPORT,
    "route_chooser",
    "start=nu&vad=stod",
)
DIRECT = Alternative(
    "Direktupphandling",
    "Köp utan annons när hela värdet är under gränsen. För vård, omsorg och andra tjänster i bilaga 2 är den högre.",
    Source("LOU 19 a kap. 2 §", LOU_URL),
    "route_chooser",
    "start=nu&vad=kop&valja=nej",
)
RESERVED = Alternative(
    "Reserverad upphandling",
    "Låt bara idéburna organisationer lämna anbud, när tjänsten finns i lagens lista och syftet bidrar till målet.",
    Source("LOU 19 kap. 25 a §", LOU_URL),
    "reservation_check",
)
CHOICE = Alternative(
    "Valfrihetssystem (LOV)",
    "Godkänn alla som uppfyller kraven och låt invånaren välja. Systemet kan reserveras för idéburna organisationer.",
    Source("LOV 1 kap. 2 a §", LOV_URL),
    "route_chooser",
    "start=nu&vad=kop&valja=ja",
)
ALTERNATIVES = {
    Outcome.LOOKS_LIKE_CONTRACT: (DIRECT, RESERVED, CHOICE, GRANT),
    Outcome.TO_CLEAR_UP: (GRANT, DIRECT, RESERVED, CHOICE),
    Outcome.NO_RED_FLAGS: (GRANT,),
}
