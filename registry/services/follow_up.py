"""Follow-up of the portal's own verification: a question with a last day to answer, and what came of it.

The portal has no injunction and no vite. It asks, reminds, tells in public that an answer is missing, and may end its
own verification after the organisation has been heard (`verifications`).
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from registry import notifications, sampling, status_log
from registry.case_numbers import next_case_number
from registry.models import FollowUpCase, FollowUpEvent, SampleDraw, Verification
from registry.models.follow_up import FOLLOW_UP_OPEN, FollowUpState
from registry.models.records import JournalEntry
from registry.services import journal
from registry.services.entitlements import require_duty, require_editor, require_officer
from registry.workflow import Step, StepNotAllowed, lock, take

REMIND_BEFORE = timedelta(days=7)
WAITING = (FollowUpState.ASKED, FollowUpState.UNANSWERED)
ANSWER = Step("answer", "Organisationen svarade", sources=WAITING, target=FollowUpState.ANSWERED)
LAPSE = Step("lapse", "Svar saknas", sources=(FollowUpState.ASKED,), target=FollowUpState.UNANSWERED)
REMIND = Step("remind", "Påminnelse skickades", sources=(FollowUpState.ASKED,), target=None)
CLOSE = Step("close", "Uppföljningen avslutades", sources=tuple(FOLLOW_UP_OPEN), target=FollowUpState.CLOSED)
END = Step("end", "Verifieringen upphörde", sources=tuple(FOLLOW_UP_OPEN), target=FollowUpState.ENDED)
LABELS = {"open": "Uppföljningen öppnades", **{step.action: step.label for step in (ANSWER, LAPSE, REMIND, CLOSE, END)}}

IN, OUT = JournalEntry.Direction.IN, JournalEntry.Direction.OUT


@transaction.atomic
def open_case(verification, *, actor, cause, question, due_on, at=None):
    """Ask the organisation, because of a signal or a missing statement. A sample is drawn by `draw_sample`.

    Raises `StepNotAllowed` when the verification has ended or is being followed up already.
    """
    require_officer(actor, verification.legal_entity.organisation)
    if cause == FollowUpCase.Cause.SAMPLE:
        raise StepNotAllowed("Ett stickprov dras, det väljs inte.")
    return _open(verification, actor, cause, question, due_on, at or timezone.now())


def open_by_clock(verification, *, officer, missing_year, question, due_on, at):
    """Ask because the statement for the year that begins on `missing_year` is missing. In the caller's transaction.

    The portal has no user of its own: what the clock does stands in the name of the officer whose case it becomes.
    """
    require_officer(officer, verification.legal_entity.organisation)
    cause = FollowUpCase.Cause.STATEMENT
    return _open(verification, officer, cause, question, due_on, at, missing_year=missing_year)


def _open(verification, actor, cause, question, due_on, at, **origin):
    verification = lock(verification)
    if verification.state == Verification.State.ENDED:
        raise StepNotAllowed("Verifieringen har upphört.")
    if verification.follow_ups.open().exists():
        raise StepNotAllowed("En uppföljning pågår redan.")
    if due_on <= timezone.localdate(at):
        raise StepNotAllowed("Välj en dag efter i dag.")
    case = FollowUpCase(
        verification=verification,
        case_number=next_case_number(at),
        cause=cause,
        question=question,
        due_on=due_on,
        opened_at=at,
        officer=actor,
        **origin,
    )
    case.full_clean()
    case.save()
    FollowUpEvent.objects.create(
        follow_up=case, action="open", actor=actor, note=question, from_state="", to_state=case.state, created_at=at
    )
    status_log.write(case, "open", actor=actor, reason=cause, to_state=case.state, at=at)
    journal.write_follow_up(case, OUT, "Fråga om verifieringen", at=at)
    _tell(case, "follow_up_asked", once=case.case_number)
    return case


@transaction.atomic
def draw_sample(*, actor, share, seed, question, due_on, at=None):
    """Draw a share of the verifications that hold and are not followed up already, and ask each. Kept for ever.

    The list is frozen with the sample: with list, share and seed anyone gets the same sample (`sampling.draw`).
    """
    require_duty(actor)
    at = at or timezone.now()
    held = Verification.objects.in_force(timezone.localdate(at)).exclude(state=Verification.State.ENDED)
    held = held.exclude(follow_ups__in=FollowUpCase.objects.open()).select_for_update(of=["self"]).order_by("pk")
    frozen = {verification.pk: verification for verification in held}
    if not frozen:
        raise StepNotAllowed("Det finns ingen verifiering att dra ur.")
    drawn = sampling.draw(list(frozen), share, seed)
    sample = SampleDraw(share=share, seed=seed, drawn_from=list(frozen), drawn=drawn, drawn_at=at, drawn_by=actor)
    sample.full_clean()
    sample.save()
    for pk in drawn:
        _open(frozen[pk], actor, FollowUpCase.Cause.SAMPLE, question, due_on, at, sample=sample)
    return sample


@transaction.atomic
def answer(case, *, actor, text, at=None):
    """The organisation's answer. A late one is taken too, and the public note goes away."""
    require_editor(actor, case.verification.legal_entity.organisation)
    at = at or timezone.now()
    with take(ANSWER, case, actor=actor, note=text, at=at) as case:
        case.answer, case.answered_at, case.answered_by = text, at, actor
    journal.write_follow_up(case, IN, "Svar på fråga om verifieringen", at=at)
    url = f"/handlaggning/uppfoljning/{case.case_number}/"
    notifications.notify([case.officer], "follow_up_answered", {"case": case}, url=url, once=case.case_number)
    return case


@transaction.atomic
def close(case, *, actor, conclusion, at=None):
    """What was verified still holds, or the question has fallen. The organisation is told."""
    require_officer(actor, case.verification.legal_entity.organisation)
    at = at or timezone.now()
    with take(CLOSE, case, actor=actor, note=conclusion, at=at) as case:
        case.closed_at, case.conclusion = at, conclusion
    journal.write_follow_up(case, OUT, "Uppföljningen är avslutad", at=at)
    _tell(case, "follow_up_closed", once=case.case_number)
    return case


def end_with(verification, *, actor, reasons, at):
    """The verification has ended, and with it the question about it. In the transaction that ends it."""
    for case in verification.follow_ups.open():
        with take(END, case, actor=actor, note=reasons, at=at) as ended:
            ended.closed_at, ended.conclusion = at, reasons


def remind(at=None):
    """Daily: remind seven days before the last day, once. Returns how many cases."""
    at = at or timezone.now()
    soon = timezone.localdate(at) + REMIND_BEFORE
    due = FollowUpCase.objects.filter(state=FollowUpState.ASKED, reminded_at=None, due_on__lte=soon)
    return sum(_remind(case, at) for case in due.select_related("officer"))


@transaction.atomic
def _remind(case, at):
    try:
        with take(REMIND, case, actor=case.officer, at=at) as case:
            if case.reminded_at or case.due_on < timezone.localdate(at):
                return 0
            case.reminded_at = at
    except StepNotAllowed:  # answered in this very moment
        return 0
    _tell(case, "follow_up_due", once=case.case_number)
    return 1


def lapse(at=None):
    """Daily: note that the last day has gone without an answer. The public page says so. Returns how many."""
    at = at or timezone.now()
    late = FollowUpCase.objects.filter(state=FollowUpState.ASKED, due_on__lt=timezone.localdate(at))
    return sum(_lapse(case, at) for case in late.select_related("officer"))


def _lapse(case, at):
    try:
        with take(LAPSE, case, actor=case.officer, at=at):
            return 1
    except StepNotAllowed:  # answered in this very moment
        return 0


def _tell(case, template, *, once):
    organisation = case.verification.legal_entity.organisation
    members = notifications.members_of(organisation, editing=True)
    url = f"/min-organisation/{organisation.slug}/uppfoljning/{case.case_number}/"
    notifications.notify(members, template, {"case": case, "organisation": organisation}, url=url, once=once)
