"""The follow-up board in the demonstration: invented, marked so, and in every state."""

from datetime import timedelta

from django.utils import timezone

from portal.models import BoardCase, BoardQuestion, Place
from portal.services import board
from registry.models import Organisation
from registry.models.members import Role

GOTHENBURG = "1480"
OTHERS = ["1280", "0180", "0014"]
LINK = "https://kommunen.example/pahittat"
INVENTED = {"is_invented": True}


def five_questions(world):
    """Put them in, once: in Göteborg every state there is, elsewhere a little."""
    if BoardCase.objects.exists() or not Place.objects.exists():
        return
    first, second = askers()[:2]
    _gothenburg(Place.objects.get(pk=GOTHENBURG), first, second, world.people["politiker"])
    for code in OTHERS:
        _ask(Place.objects.get(pk=code), first, [BoardQuestion.SPREAD, BoardQuestion.TARGET], days=20)
    _note(
        Place.objects.get(pk=OTHERS[0]),
        second,
        BoardQuestion.SPREAD,
        "not_done",
        "Påhittat: ingen hade hört talas om det.",
    )


def askers():
    """Two organisations that everybody sees, each with somebody who acts for it."""
    rows = Organisation.public.filter(memberships__ended_at=None, memberships__role=Role.OWNER)
    return [(row, row.memberships.owning().order_by("pk").first().user) for row in rows.distinct().order_by("pk")[:2]]


def _day(days):
    return timezone.localdate() - timedelta(days=days)


def _ask(place, asker, questions, *, days, remind=None):
    organisation, actor = asker
    facts = {"asked_on": _day(days), "way": "mail", "remind_on": remind, **INVENTED}
    board.ask(place, questions, organisation=organisation, actor=actor, **facts)


def _note(place, asker, question, says, words="", *, days=30, **facts):
    organisation, actor = asker
    known = {"says": says, "day": _day(days), "words": words, **INVENTED, **facts}
    board.note(place, question, organisation=organisation, actor=actor, **known)


def _gothenburg(place, first, second, politician):
    """Done with evidence, waiting with a reminder, answered with no, disputed, and one that nobody has asked."""
    soon = timezone.localdate() + timedelta(days=9)
    asked = [BoardQuestion.SPREAD, BoardQuestion.GUIDELINES, BoardQuestion.INFORMATION, BoardQuestion.STATISTICS]
    _ask(place, first, asked, days=52, remind=soon)
    _ask(place, second, [BoardQuestion.INFORMATION], days=31)
    _note(place, first, BoardQuestion.SPREAD, "done", evidence="PM till förvaltningarna (påhittat)", evidence_url=LINK)
    _note(place, second, BoardQuestion.GUIDELINES, "not_done", "Påhittat: riktlinjen tar inte upp reservation.")
    answers = [
        (BoardQuestion.STATISTICS, "not_done", "Påhittat svar: redovisas från bokslutet 2027.", ""),
        (BoardQuestion.GUIDELINES, "done", "Påhittat svar: se avsnitt 4.2.", "Riktlinje för inköp 4.2 (påhittad)"),
    ]
    for question, says, words, evidence in answers:
        facts = {"says": says, "day": _day(14), "words": words, "evidence": evidence, **INVENTED}
        board.answer(place, question, actor=politician, **facts)
