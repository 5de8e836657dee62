"""The case officer's side of a case: take, assess, ask, communicate, decide.

Every step refuses officers with jäv, locks the case, and writes event, diarium and message in one transaction.
"""

from datetime import timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from registry import notifications, status_log
from registry.models import Assessment, Communication, CompletionRequest, Decision, EntityRevision, Verification
from registry.models.applications import Judgement, Requirement, State
from registry.models.records import JournalEntry
from registry.services import changes, journal, letters, revisions, search_index
from registry.services.documents import publish
from registry.services.entitlements import require_officer
from registry.workflow import Step, StepNotAllowed, take
from registry.working_days import next_working_day

TAKE = Step("take", "Handläggaren tog ärendet", sources=(State.SUBMITTED,), target=State.UNDER_REVIEW)
ASSESS = Step("assess", "Ett krav bedömdes", sources=(State.UNDER_REVIEW,), target=None)
REQUEST_COMPLETION = Step(
    "request_completion", "Komplettering begärdes", sources=(State.UNDER_REVIEW,), target=State.COMPLETION_REQUESTED
)
COMMUNICATE = Step("communicate", "Sökanden fick yttra sig", sources=(State.UNDER_REVIEW,), target=None)
HAND_OVER = Step(
    "hand_over", "Ärendet lämnades över", sources=(State.SUBMITTED, State.UNDER_REVIEW), target=State.SUBMITTED
)
TAKE_OVER = Step(
    "take_over",
    "En annan handläggare tog över ärendet",
    sources=(State.UNDER_REVIEW, State.COMPLETION_REQUESTED),
    target=None,
)
APPROVE = Step("approve", "Ansökan godkändes", sources=(State.UNDER_REVIEW,), target=State.APPROVED)
REJECT = Step("reject", "Ansökan avslogs", sources=(State.UNDER_REVIEW,), target=State.REJECTED)
DISMISS = Step(
    "dismiss", "Ansökan avvisades", sources=(State.UNDER_REVIEW, State.COMPLETION_REQUESTED), target=State.DISMISSED
)
OUT = JournalEntry.Direction.OUT


def required(entity):
    """The requirements that are tried: foundations need no dissolution clause (2022:900, 3 § 3)."""
    return [item for item in Requirement if not (item == Requirement.DISSOLUTION and entity.is_foundation)]


def to_judge(case):
    """The requirements that this case itself must judge: all of them, or those that a change touches."""
    tried = required(case.legal_entity)
    if not case.is_change:
        return tried
    touched = changes.requirements_touched(case.change_notice)
    return [item for item in tried if item in touched]


def judgements(case):
    """The judgement of each requirement that counts, by requirement.

    What a change does not touch stands as it was judged when it was approved, unless the officer judges it again.
    """
    counted = {}
    if case.is_change:
        earlier = Assessment.objects.filter(
            application__legal_entity=case.legal_entity, application__state=State.APPROVED
        ).order_by("requirement", "-judged_at", "-pk")
        rows = earlier.distinct("requirement").select_related("officer", "application")
        own = to_judge(case)
        counted = {row.requirement: row for row in rows if row.requirement not in own}
    counted.update({row.requirement: row for row in case.assessments.current().select_related("officer")})
    return counted


def not_met_yet(case):
    """The requirements that are not judged as met."""
    current = judgements(case)
    return [
        item for item in required(case.legal_entity) if item not in current or current[item].judgement != Judgement.MET
    ]


def _require_own(case, actor):
    if case.officer_id != actor.pk:
        raise StepNotAllowed("Ärendet har en annan handläggare. Ta över det först.")


@transaction.atomic
def take_case(application, *, actor, at=None):
    """Take a case from the queue, or again when the applicant has answered."""
    require_officer(actor, application.legal_entity.organisation)
    with take(TAKE, application, actor=actor, at=at) as case:
        case.officer = actor
        case.answered_at = None
    return case


@transaction.atomic
def hand_over(application, *, actor, note):
    """Put a case back in the queue for somebody else, with a note."""
    require_officer(actor, application.legal_entity.organisation)
    with take(HAND_OVER, application, actor=actor, note=note) as case:
        case.officer = None
    return case


@transaction.atomic
def take_over(application, *, actor, reason):
    """Go on with a case that another officer has, or that lost its officer to jäv. The former officer is told."""
    require_officer(actor, application.legal_entity.organisation)
    with take(TAKE_OVER, application, actor=actor, note=reason) as case:
        if case.officer_id == actor.pk:
            raise StepNotAllowed("Ärendet är redan ditt.")
        former = case.officer
        case.officer = actor
    if former is not None:
        notifications.notify([former], "case_taken_over", {"case": case, "reason": reason}, url=officer_url(case))
    return case


def officer_url(case):
    """Where case officers work on the case."""
    return f"/handlaggning/arenden/{case.case_number}/"


@transaction.atomic
def assess(application, requirement, *, actor, judgement, evidence="", comment="", at=None):
    """Judge one requirement on evidence. Each judgement is kept; the latest counts."""
    require_officer(actor, application.legal_entity.organisation)
    with take(
        ASSESS,
        application,
        actor=actor,
        note=f"{Requirement(requirement).label}: {Judgement(judgement).label.lower()}",
        at=at,
    ) as case:
        _require_own(case, actor)
        if requirement not in required(case.legal_entity):
            raise StepNotAllowed("Villkoret gäller inte stiftelser.")
        row = Assessment(
            application=case,
            requirement=requirement,
            judgement=judgement,
            evidence=evidence,
            comment=comment,
            officer=actor,
            judged_at=at or timezone.now(),
        )
        row.full_clean()
        row.save()
    return row


@transaction.atomic
def request_completion(application, *, actor, reasons, message, due_on, at=None):
    """Ask for more, with a last day. The clock rests until the applicant answers (2017:900, 20 §)."""
    require_officer(actor, application.legal_entity.organisation)
    at = at or timezone.now()
    with take(REQUEST_COMPLETION, application, actor=actor, note=message, at=at) as case:
        _require_own(case, actor)
        case.waiting_since = case.waiting_since or at
        request = CompletionRequest(
            application=case, reasons=reasons, message=message, due_on=due_on, requested_by=actor, requested_at=at
        )
        request.full_clean()
        request.save()
    journal.write(case, OUT, "Begäran om komplettering", at=at)
    _tell_members(case, "completion_requested", {"request": request}, page="komplettering/")
    return request


@transaction.atomic
def communicate(application, *, actor, text, due_on, at=None):
    """Send what speaks against approval, with time to answer, before a refusal (2017:900, 25 §)."""
    require_officer(actor, application.legal_entity.organisation)
    at = at or timezone.now()
    with take(COMMUNICATE, application, actor=actor, note=text, at=at) as case:
        _require_own(case, actor)
        case.waiting_since = case.waiting_since or at
        communication = Communication(application=case, text=text, due_on=due_on, sent_by=actor, sent_at=at)
        communication.full_clean()
        communication.save()
    journal.write(case, OUT, "Kommunicering inför beslut", at=at)
    _tell_members(case, "communication_sent", {"communication": communication}, page="yttrande/")
    return communication


def why_not_approve(case):
    """What stands in the way of approval, in words; empty when nothing does."""
    return [f"Bedöm kravet ”{item.label}” som uppfyllt" for item in not_met_yet(case)]


def why_not_reject(case, at=None):
    """What stands in the way of a refusal, in words; `at` is a day. Refused is only what a requirement fails."""
    left = []
    if not any(row.judgement == Judgement.NOT_MET for row in judgements(case).values()):
        left.append("Bedöm minst ett krav som inte uppfyllt")
    last = case.communications.last()
    if last is None:
        left.append("Kommunicera först: sökanden ska få yttra sig innan du avslår")
    elif not last.is_over(at):
        left.append(f"Vänta på sökandens svar, senast {letters.in_words(last.due_on)}")
    return left


def why_not_dismiss(case, at=None):
    """What stands in the way of dismissing, in words; `at` is a day."""
    asked = case.completion_requests.last()
    if asked is None:
        return ["Begär komplettering först, och vänta till sista dagen har gått"]
    if asked.due_on >= (at or timezone.localdate()):
        return [f"Vänta till sista dagen att komplettera har gått, {letters.in_words(asked.due_on)}"]
    return []


@transaction.atomic
def approve(application, *, actor, reasons, provisions=(), at=None):
    """Decide that every requirement is met. Verifies the entity from today, or carries out the noticed change."""
    require_officer(actor, application.legal_entity.organisation)
    at = at or timezone.now()
    with take(APPROVE, application, actor=actor, note=reasons, at=at) as case:
        _require_own(case, actor)
        left = why_not_approve(case)
        if left:
            raise StepNotAllowed(f"{'. '.join(left)}.")
        _close(case, at)
        if case.is_change:
            changes.carry_out(case, actor=actor, at=at)
        else:
            _verify(case, actor, at)
    decision = _decide(case, Decision.Outcome.APPROVED, reasons, provisions, actor, at)
    search_index.refresh(case.legal_entity.organisation)
    return decision


def _verify(case, actor, at):
    entity = case.legal_entity
    revision = revisions.record(entity, EntityRevision.Cause.VERIFIED, actor=actor, at=at)
    verification = Verification(
        legal_entity=entity,
        application=case,
        revision=revision,
        period=DateRange(timezone.localdate(at), None),
        verified_by=actor,
        verified_at=at,
    )
    verification.full_clean()
    verification.save()
    verification.events.create(
        action="verify", actor=actor, from_state="", to_state=verification.state, note=case.case_number, created_at=at
    )
    status_log.write(verification, "verify", actor=actor, to_state=verification.state, at=at)
    if entity.governing_document:
        publish(entity.governing_document, actor=actor)


@transaction.atomic
def reject(application, *, actor, reasons, provisions, at=None):
    """Avslå: tried and refused. Needs communication first, reasons and paragraphs (2017:900, 25 and 32 §§)."""
    require_officer(actor, application.legal_entity.organisation)
    at = at or timezone.now()
    with take(REJECT, application, actor=actor, note=reasons, at=at) as case:
        _require_own(case, actor)
        left = why_not_reject(case, timezone.localdate(at))
        if left:
            raise StepNotAllowed(f"{'. '.join(left)}.")
        _close(case, at)
    return _refuse(case, Decision.Outcome.REJECTED, reasons, provisions, actor, at)


@transaction.atomic
def dismiss(application, *, actor, reasons, provisions, at=None):
    """Avvisa: not tried, because it stayed incomplete after the last day to complete it (2017:900, 20 §)."""
    require_officer(actor, application.legal_entity.organisation)
    at = at or timezone.now()
    with take(DISMISS, application, actor=actor, note=reasons, at=at) as case:
        _require_own(case, actor)
        left = why_not_dismiss(case, timezone.localdate(at))
        if left:
            raise StepNotAllowed(f"{'. '.join(left)}.")
        case.completion_requests.filter(answered_at=None).update(
            answer="Inget svar kom in i tid.", answered_at=at, answered_by=actor
        )
        _close(case, at)
    return _refuse(case, Decision.Outcome.DISMISSED, reasons, provisions, actor, at)


def _refuse(case, outcome, reasons, provisions, actor, at):
    if case.is_change:
        changes.settle(case, actor=actor, at=at)
    decision = _decide(case, outcome, reasons, provisions, actor, at)
    search_index.refresh(case.legal_entity.organisation)
    return decision


def _close(case, at):
    case.resume_clock(at)
    case.closed_at = at
    case.answered_at = None


def _decide(case, outcome, reasons, provisions, actor, at):
    decision = Decision(
        application=case, outcome=outcome, reasons=reasons, provisions=list(provisions), decided_by=actor, decided_at=at
    )
    decision.full_clean()
    decision.letter = letters.decision_letter(decision, actor=actor)
    decision.save()
    journal.write(case, OUT, f"Beslut: {decision.get_outcome_display().lower()}", document=decision.letter, at=at)
    _tell_members(case, f"decision_{outcome}", {"decision": decision}, page="beslut/")
    return decision


def _tell_members(case, template, context, *, page):
    members = notifications.members_of(case.legal_entity.organisation, editing=True)
    notifications.notify(members, template, {"case": case, **context}, url=f"/ansokningar/{case.uuid}/{page}")


def suggested_due_date(today=None):
    """Two weeks on, moved to a working day."""
    return next_working_day((today or timezone.localdate()) + timedelta(weeks=2))


STEPS = [TAKE, TAKE_OVER, ASSESS, REQUEST_COMPLETION, COMMUNICATE, HAND_OVER, APPROVE, REJECT, DISMISS]
