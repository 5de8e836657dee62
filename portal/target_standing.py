"""How a target stands against its outcome. Pure: a target, a number and a year in, a word out."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices


class Standing(TextChoices):
    """Told in words, and never by colour alone."""

    REACHED = "reached", "Nått"
    ON_WAY = "on_way", "På väg"
    BEHIND = "behind", "Efter planen"
    UNKNOWN = "unknown", "Går inte att säga"


TONES = {Standing.REACHED: "success", Standing.ON_WAY: "info", Standing.BEHIND: "warning", Standing.UNKNOWN: ""}


@dataclass(frozen=True)
class Point:
    """A number in a year."""

    value: Decimal
    year: int


@dataclass(frozen=True)
class Judgement:
    """The word, why, and what the outcome ought to have been that year on a straight line (None when not reckoned)."""

    standing: Standing
    why: str
    expected: Decimal | None = None


def judge(goal, outcome, baseline=None):
    """How an outcome stands against a goal: `Point`s, None for what is not known.

    The plan is a straight line from baseline to goal. A goal below its baseline is reached from above. Without a
    baseline the goal is taken as a floor: reached can be told, on the way or behind only when its year has come.
    """
    if outcome is None:
        return Judgement(Standing.UNKNOWN, "Det finns inget utfall att jämföra med.")
    if baseline is not None and outcome.year <= baseline.year:
        return Judgement(Standing.UNKNOWN, "Det finns inget utfall efter utgångslägets år.")
    if _reaches(outcome.value, goal.value, baseline):
        return Judgement(Standing.REACHED, "Utfallet har nått målet.")
    if outcome.year >= goal.year:
        return Judgement(Standing.BEHIND, "Målåret har kommit, och målet är inte nått.")
    if baseline is None:
        return Judgement(Standing.UNKNOWN, "Utgångsläget saknas, så det går inte att säga hur fort det går.")
    expected = _expected(goal, baseline, outcome.year)
    if _reaches(outcome.value, expected, baseline, goal):
        return Judgement(Standing.ON_WAY, "Utfallet ligger på eller före en rak linje till målet.", expected)
    return Judgement(Standing.BEHIND, "Utfallet ligger efter en rak linje till målet.", expected)


def _reaches(value, wanted, baseline, goal=None):
    down = baseline is not None and (goal.value if goal else wanted) < baseline.value
    return value <= wanted if down else value >= wanted


def _expected(goal, baseline, year):
    share = Decimal(year - baseline.year) / (goal.year - baseline.year)
    return (baseline.value + (goal.value - baseline.value) * share).quantize(Decimal("0.01"))
