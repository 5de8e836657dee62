"""A brief: sentences that each carry where they come from, of when, and what they do not cover. Pure.

A sentence without its source, its time or its caveat cannot be made: nobody can print one by mistake.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from registry.wording import day_in_words

EDITION = 1  # of the wording and the look; raised when either changes what a file says
INVENTED = "påhittad uppgift"
NOTICE = "Påhittade uppgifter ingår. De är gjorda för demonstrationen."
VERSION_LENGTH = 12


class Topic:
    """What a statement is about: the parts of a brief, in order."""

    SHARE = "Andelen i dag"
    TARGETS = "Mål och pengar"
    CONTRACTS = "Avtal och organisationer"
    LOCAL = "Organisationernas egna siffror (inte officiell statistik)"
    LAW = "Vad lagen säger"


@dataclass(frozen=True)
class Statement:
    """One sentence with its source, its year or day, and what it does not cover. Raises ValueError without them."""

    topic: str
    sentence: str
    source: str
    when: str
    caveat: str
    is_invented: bool = False

    def __post_init__(self):
        for name in ("topic", "sentence", "source", "when", "caveat"):
            if not getattr(self, name).strip():
                raise ValueError(f"a statement needs its {name}")

    @property
    def text(self):
        """The sentence, and that it rests on something made up where it does."""
        return f"{self.sentence.rstrip('.')} ({INVENTED})." if self.is_invented else self.sentence

    @property
    def note(self):
        """Source, time and caveat in one paragraph."""
        return f"Källa: {self.source}. Gäller: {self.when}. Förbehåll: {self.caveat}"


@dataclass(frozen=True)
class Question:
    """Something to ask or do, and the fact that gives rise to it."""

    text: str
    why: str
    is_invented: bool = False

    def __post_init__(self):
        if not (self.text.strip() and self.why.strip()):
            raise ValueError("a question needs its text and its reason")

    @property
    def reason(self):
        return f"{self.why.rstrip('.')} ({INVENTED})." if self.is_invented else self.why


@dataclass(frozen=True)
class Brief:
    """What is handed over: to whom, about what, as it stood on a day, from data of a version."""

    about: str
    place: str
    audience: str
    heading: str
    opening: str
    asks: str
    day: date
    version: str
    statements: tuple
    questions: tuple
    chart: object = field(default=None, compare=False)  # registry.charts.Series, or None where there is no number

    @property
    def is_invented(self):
        """Whether anything in it is made up."""
        told = any(row.is_invented for row in (*self.statements, *self.questions))
        return told or bool(self.chart and self.chart.is_made_up)

    @property
    def title(self):
        invented = " (med påhittade uppgifter)" if self.is_invented else ""
        return f"{self.heading}: {self.about}{invented}"

    @property
    def footer(self):
        """What makes two copies comparable."""
        invented = f" {NOTICE}" if self.is_invented else ""
        return f"{self.place}, {day_in_words(self.day)}. Dataversion {self.version}. Idéburenportalen.{invented}"

    @property
    def topics(self):
        """(topic, its statements) in order; nothing for a topic without any."""
        found = {}
        for row in self.statements:
            found.setdefault(row.topic, []).append(row)
        return list(found.items())


def version_of(rows, statements):
    """A short name of the data: another one as soon as a figure, a contract, a target or a sentence is another."""
    told = [[row.sentence, row.source, row.when, row.caveat, row.is_invented] for row in statements]
    whole = json.dumps([EDITION, rows, told], ensure_ascii=False, default=str)
    return sha256(whole.encode()).hexdigest()[:VERSION_LENGTH]
