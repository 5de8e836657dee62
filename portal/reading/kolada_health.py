"""How well the portal knows Kolada's figures: the last reading that was carried out, and the last attempt."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from portal.models import FigureImport, Indicator
from portal.services import kolada_import
from registry.wording import day_in_words, number_in_words

State = FigureImport.State
WORDS = {State.RUNNING: "pågår", State.INTERRUPTED: "avbröts", State.FAILED: "misslyckades"}


@dataclass(frozen=True)
class Health:
    """What is known about the source, as of a day. `final_on`: when values that we do not have yet became final."""

    read_on: date | None
    attempted_at: datetime | None
    state: str
    problem: str
    final_on: date | None
    today: date

    @property
    def age(self):
        """Days since the figures were read, or None."""
        return (self.today - self.read_on).days if self.read_on else None

    @property
    def is_stale(self):
        return self.age is None or self.age > settings.KOLADA_FRESH_DAYS or self.final_on is not None


def health(at=None):
    """At most four queries."""
    runs = FigureImport.objects.filter(source=Indicator.Source.KOLADA).newest_first().defer("report", "asked")
    applied, attempt = runs.applied().order_by("-ended_at").first(), runs.first()
    read_on = timezone.localdate(applied.ended_at) if applied else None
    today, state = timezone.localdate(at), attempt.state if attempt else ""
    if state == State.RUNNING and not kolada_import.is_going_on():
        state = State.INTERRUPTED  # its process was killed and could not say so
    return Health(
        read_on=read_on,
        attempted_at=attempt.started_at if attempt else None,
        state=state,
        problem=attempt.problem if attempt else "",
        final_on=_became_final(read_on, today) if read_on else None,
        today=today,
    )


def _became_final(read_on, today):
    """The last day since the figures were read on which some of them became final, or None."""
    due = Indicator.objects.filter(source=Indicator.Source.KOLADA, final_on__gt=read_on, final_on__lte=today)
    return due.aggregate(last=Max("final_on"))["last"]


def rows(at=None, known=None):
    """The same in words, as summary_list.html takes it."""
    known = known or health(at)
    return [
        {"key": "Kommunernas och regionernas nyckeltal (Kolada)", "value": _figures(known), "note": _note(known)},
        {"key": "Senaste försök att läsa Kolada", "value": _attempt(known), "note": known.problem},
    ]


def data(known):
    """The same for the machine that watches."""
    return {
        "ok": not known.is_stale,
        "read_on": known.read_on,
        "age_days": known.age,
        "stale_after_days": settings.KOLADA_FRESH_DAYS,
        "final_values_since": known.final_on,
        "last_attempt": known.attempted_at,
        "state": known.state,
        "problem": known.problem,
    }


def _figures(known):
    if known.read_on is None:
        return "Inga är lästa"
    return f"Lästa {day_in_words(known.read_on)}{', för gamla' if known.is_stale else ''}"


def _note(known):
    if known.age is None:
        return "Sidorna visar att värden saknas, eller påhittade värden."
    if known.final_on:
        return f"Slutliga värden kom den {day_in_words(known.final_on)}. Läs in dem."
    limit = f"Efter {settings.KOLADA_FRESH_DAYS} dagar är det dags att läsa dem igen."
    if not known.age:
        return f"De är lästa i dag. {limit}"
    old = "en dag" if known.age == 1 else f"{number_in_words(known.age, common=True)} dagar"
    return f"De är lästa för {old} sedan. {limit}"


def _attempt(known):
    if known.attempted_at is None:
        return "Inget än"
    day = day_in_words(timezone.localdate(known.attempted_at))
    word = WORDS.get(known.state)
    return f"{day}, {word}" if word else day
