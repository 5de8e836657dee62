"""The follow-up board: asked, reminded, answered, noted. Each step is an event, and the state follows from the rows.

Several organisations share a question. What they and the authority say stands side by side: where it differs, the
board says that it does.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.models import BoardAsking, BoardCase, BoardQuestion, BoardState, BoardStatement
from portal.services.entitlements import authority_for, require_asker
from registry import notifications
from registry.workflow import Step, StepNotAllowed, lock, take

ANY = tuple(BoardState)
SAID = (BoardState.DONE, BoardState.NOT_DONE, BoardState.DISPUTED)
WAITING = (BoardState.ASKED, BoardState.NOT_DONE, BoardState.DISPUTED)
ASKED = (BoardState.ASKED, *SAID)
# Where a step leads follows from who asks and what is said: `_follow`.
ASK = Step("ask", "En organisation frågade", sources=ANY, target=None)
WITHDRAW = Step("withdraw", "En organisation drog tillbaka sin fråga", sources=ASKED, target=None)
POSTPONE = Step("postpone", "En organisation ändrade sin påminnelse", sources=WAITING, target=None)
REMIND = Step("remind", "En organisation påmindes", sources=WAITING, target=None)
NOTE = Step("note", "En organisation lämnade en uppgift", sources=ANY, target=None)
RETRACT = Step("retract", "En organisation tog tillbaka sin uppgift", sources=SAID, target=None)
ANSWER = Step("answer", "Kommunen eller regionen svarade", sources=ANY, target=None)
STEPS = (ASK, WITHDRAW, POSTPONE, REMIND, NOTE, RETRACT, ANSWER)
FACTS = ["says", "day", "words", "evidence_url", "evidence"]


@transaction.atomic
def ask(place, questions, *, organisation, actor, asked_on, way, remind_on=None, is_invented=False, at=None):
    """Note that the organisation has asked, once for each of the questions. Returns the rows.

    Raises `StepNotAllowed` when it has asked one of them already, and then nothing is noted.
    """
    require_asker(actor, organisation)
    at = at or timezone.now()
    _require_been(asked_on, at)
    _require_coming(remind_on, at)
    asked = []
    for question in [row for row in BoardQuestion if row in questions]:  # in one order, so that nobody locks crosswise
        with take(ASK, _case(place, question, is_invented, at), actor=actor, at=at) as case:
            if case.askings.standing().filter(organisation=organisation).exists():
                raise StepNotAllowed(f"Ni har redan frågat: {question.label}")
            row = BoardAsking(
                case=case,
                organisation=organisation,
                asked_on=asked_on,
                way=way,
                remind_on=remind_on,
                created_at=at,
                created_by=actor,
            )
            row.full_clean()
            row.save()
            _follow(case)
        asked.append(row)
    return asked


@transaction.atomic
def withdraw(asking, *, actor, at=None):
    """The organisation asks no more. What it has said stands, and so do the others' questions."""
    require_asker(actor, asking.organisation)
    at = at or timezone.now()
    with take(WITHDRAW, asking.case, actor=actor, at=at) as case:
        held = _standing(asking)
        held.withdrawn_at = at
        held.save(update_fields=["withdrawn_at"])
        _follow(case)
    return held


@transaction.atomic
def postpone(asking, *, actor, remind_on, at=None):
    """Choose when to be reminded next; None for never."""
    require_asker(actor, asking.organisation)
    at = at or timezone.now()
    _require_coming(remind_on, at)
    with take(POSTPONE, asking.case, actor=actor, at=at):
        held = _standing(asking)
        held.remind_on, held.reminded_at = remind_on, None
        held.full_clean()
        held.save(update_fields=["remind_on", "reminded_at"])
    return held


@transaction.atomic
def note(place, question, *, organisation, actor, is_invented=False, at=None, **facts):
    """What the organisation knows: done, with evidence, or not. It replaces only what the organisation said before."""
    require_asker(actor, organisation)
    case = _case(place, question, is_invented, at)
    return _say(NOTE, case, actor, at, facts, organisation=organisation)


@transaction.atomic
def retract(statement, *, actor, at=None):
    """The organisation takes back what it said. The row is kept."""
    require_asker(actor, statement.organisation)
    at = at or timezone.now()
    with take(RETRACT, statement.case, actor=actor, at=at) as case:
        held = lock(statement)
        if held.closed_at:
            raise StepNotAllowed("Uppgiften är redan ersatt eller tillbakatagen.")
        held.closed_at = at
        held.save(update_fields=["closed_at"])
        _follow(case)
    return held


@transaction.atomic
def answer(place, question, *, actor, is_invented=False, at=None, **facts):
    """The place's own authority answers in its own words, asked or not. Those who asked are told."""
    authority = authority_for(actor, place)
    case = _case(place, question, is_invented, at)
    statement = _say(ANSWER, case, actor, at, facts, authority=authority)
    for asking in case.askings.standing().select_related("organisation"):
        _tell(asking, "portal/board_answered", place, statement=statement, once=str(statement.pk))
    return statement


# --- The clock ---


def due(at=None):
    """Askings whose day to be reminded has come, and that still wait.

    Not those that were withdrawn or reminded, whose question is done, or that have been answered since they were put
    in; nor those of an organisation that is no longer shown.
    """
    at = at or timezone.now()
    answers = BoardStatement.objects.filter(
        case=OuterRef("case"), authority__isnull=False, said_at__gte=OuterRef("created_at")
    )
    return BoardAsking.objects.standing().filter(
        ~Exists(answers),
        reminded_at=None,
        remind_on__lte=timezone.localdate(at),
        case__state__in=WAITING,
        organisation__published_at__isnull=False,
    )


def remind(at=None):
    """Daily: remind each organisation of what it asked, once for each day it chose. Returns how many."""
    at = at or timezone.now()
    rows = due(at).select_related("case__place", "organisation", "created_by").order_by("pk")
    return sum(_remind(row, at) for row in rows)


@transaction.atomic
def _remind(asking, at):
    """The clock acts in the name of whoever put in the question."""
    try:
        with take(REMIND, asking.case, actor=asking.created_by, at=at):
            if not due(at).filter(pk=asking.pk).exists():
                raise StepNotAllowed("Frågan väntar inte längre.")
            BoardAsking.objects.filter(pk=asking.pk).update(reminded_at=at)
    except StepNotAllowed:  # answered or withdrawn in this very moment
        return 0
    _tell(asking, "portal/board_due", asking.case.place, once=f"{asking.pk}-{asking.remind_on}")
    return 1


# --- What the steps share ---


def _case(place, question, is_invented, at):
    """The question at the place, made when nobody has asked it before. In the demonstration all of it is made up."""
    facts = {"is_invented": is_invented or settings.DEMO, "created_at": at or timezone.now()}
    case, _ = BoardCase.objects.get_or_create(place=place, question=question, defaults=facts)
    return case


def _say(step, case, actor, at, facts, **speaker):
    at = at or timezone.now()
    _require_been(facts["day"], at)
    with take(step, case, actor=actor, at=at) as held:
        new = BoardStatement(case=held, said_at=at, said_by=actor, **speaker, **facts)
        whose = {"authority__isnull": False} if "authority" in speaker else speaker
        before = held.statements.standing().filter(**whose).first()
        if before and all(getattr(before, name) == getattr(new, name) for name in FACTS):
            raise StepNotAllowed("Det här har ni redan sagt. Ändra det som är nytt.")
        if before:
            before.closed_at = at
            before.save(update_fields=["closed_at"])
        new.full_clean()
        new.save()
        _follow(held)
    return new


def _follow(case):
    """Set the state that follows from what is asked and said. The database asks the same at commit."""
    said = set(case.statements.standing().values_list("says", flat=True))
    if len(said) > 1:
        case.state = BoardState.DISPUTED
    elif said:
        case.state = BoardState(said.pop())
    else:
        case.state = BoardState.ASKED if case.askings.standing().exists() else BoardState.NOT_ASKED


def _standing(asking):
    held = lock(asking)
    if held.withdrawn_at:
        raise StepNotAllowed("Frågan är redan tillbakadragen.")
    return held


def _require_been(day, at):
    if day > timezone.localdate(at):
        raise StepNotAllowed("Dagen kan inte ligga efter i dag.")


def _require_coming(remind_on, at):
    if remind_on and remind_on <= timezone.localdate(at):
        raise StepNotAllowed("Välj en dag efter i dag för påminnelsen.")


def _tell(asking, template, place, *, once, **more):
    """Write to those who may act for the organisation that asked, and to nobody else."""
    organisation = asking.organisation
    context = {"asking": asking, "case": asking.case, "place": place, "organisation": organisation, **more}
    url = f"/min-organisation/{organisation.slug}/fragor/"
    members = notifications.members_of(organisation, editing=True)
    notifications.notify(members, template, context, url=url, once=once)
