"""How well the portal knows Kammarkollegiet's register: the last list, the last attempt, the last check by hand."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from registry.models import OfficialCheck, RegisterImport
from registry.wording import day_in_words, number_in_words


@dataclass(frozen=True)
class Health:
    """What is known about the source, as of a day."""

    list_date: date | None
    attempted_at: datetime | None
    problem: str
    waits: bool
    checked_on: date | None
    today: date

    @property
    def list_age(self):
        """The list's age in days, or None when there is none."""
        return (self.today - self.list_date).days if self.list_date else None

    @property
    def is_stale(self):
        return self.list_age is None or self.list_age > settings.OFFICIAL_REGISTER_FRESH_DAYS


def health(at=None):
    """Three queries."""
    accepted = RegisterImport.objects.accepted().light().last()
    attempt = RegisterImport.objects.light().order_by("-read_at", "-pk").first()
    by_hand = OfficialCheck.objects.filter(register_import=None).exclude(result=OfficialCheck.Result.UNKNOWN)
    return Health(
        list_date=accepted.list_date if accepted else None,
        attempted_at=attempt.read_at if attempt else None,
        problem=attempt.problem if attempt and attempt.state == RegisterImport.State.REFUSED else "",
        waits=attempt is not None and attempt.state == RegisterImport.State.PROPOSED,
        checked_on=by_hand.aggregate(last=Max("checked_on"))["last"],
        today=timezone.localdate(at),
    )


def rows(at=None, known=None):
    """The same in words, as summary_list.html takes it."""
    known = known or health(at)
    return [
        {"key": "Kammarkollegiets lista", "value": _list(known), "note": _list_note(known)},
        {"key": "Senaste försök att läsa listan", "value": _attempt(known), "note": known.problem},
        {
            "key": "Kontroller för hand",
            "value": f"Senast {day_in_words(known.checked_on)}" if known.checked_on else "Inga än",
            "note": "Handläggare som har sett efter i registret.",
        },
    ]


def _list(known):
    if known.list_date is None:
        return "Ingen lista är inläst"
    return f"Från {day_in_words(known.list_date)}{', för gammal' if known.is_stale else ''}"


def _list_note(known):
    if known.list_age is None:
        return "Svaren bygger på kontroller för hand."
    old = "en dag" if known.list_age == 1 else f"{number_in_words(known.list_age, common=True)} dagar"
    limit = settings.OFFICIAL_REGISTER_FRESH_DAYS
    words = f"Listan är {old} gammal. Efter {limit} dagar säger svar som bygger på den ”okänt”."
    return (
        words if known.list_age else f"Listan är från i dag. Efter {limit} dagar säger svar som bygger på den ”okänt”."
    )


def _attempt(known):
    if known.attempted_at is None:
        return "Inget än"
    day = day_in_words(timezone.localdate(known.attempted_at))
    if known.problem:
        return f"{day}, gick inte att läsa"
    return f"{day}, väntar på en handläggare" if known.waits else day
