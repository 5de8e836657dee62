"""The applicant's side of a case: draft, submit, answer, withdraw. The officer's side stands in `review`."""

from django.db import transaction
from django.utils import timezone

from registry import notifications, status_log
from registry.case_numbers import next_case_number
from registry.models import Application, Decision, EntityRevision, Submission
from registry.models.applications import OPEN, State
from registry.models.records import JournalEntry
from registry.readiness import family_tasks, tasks_left
from registry.services import changes, journal, register_adoption, revisions, search_index
from registry.services.entitlements import require_editor
from registry.services.register_lock import while_no_list_is_carried_out
from registry.workflow import Step, StepNotAllowed, lock, take
from registry.working_days import add_weeks

SUBMIT = Step("submit", "Ansökan kom in", sources=(State.DRAFT,), target=State.SUBMITTED)
ANSWER = Step("answer", "Sökanden svarade", sources=(State.COMPLETION_REQUESTED,), target=State.SUBMITTED)
COMMENT = Step("comment", "Sökanden yttrade sig", sources=(State.UNDER_REVIEW,), target=None)
WITHDRAW = Step("withdraw", "Sökanden återkallade", sources=tuple(OPEN), target=State.WITHDRAWN)

IN, OUT = JournalEntry.Direction.IN, JournalEntry.Direction.OUT


class NotReady(Exception):
    """Something is still missing; `tasks` says what, per application."""

    def __init__(self, tasks):
        super().__init__("not ready")
        self.tasks = tasks


@transaction.atomic
def start_draft(entity, *, actor):
    """Open an application for the entity, or go on with the one that is a draft.

    Raises `StepNotAllowed` while another case about the entity is open or the entity is verified.
    """
    require_editor(actor, entity.organisation)
    lock(entity.organisation)
    current = entity.applications.filter(state__in=[State.DRAFT, *OPEN]).first()
    if current is not None:
        if current.is_draft and current.kind == Application.Kind.VERIFICATION:
            return current
        raise StepNotAllowed("Det finns redan ett ärende om den juridiska personen.")
    if entity.verifications.in_force().exists():
        raise StepNotAllowed("Den juridiska personen är redan verifierad. Anmäl en ändring i stället.")
    draft = Application.objects.create(legal_entity=entity, created_by=actor)
    status_log.write(draft, "start_draft", actor=actor, to_state=draft.state)
    return draft


@transaction.atomic
def save_statement(application, fields, *, actor):
    """Save what was typed on one page about the entity. Drafts save from the first page.

    `fields` maps column names of `LegalEntity` to values. Raises `StepNotAllowed` when the case is not editable.
    """
    entity = application.legal_entity
    require_editor(actor, entity.organisation)
    application = lock(application)
    if not application.is_editable or application.is_change:
        raise StepNotAllowed("Uppgifterna är låsta medan ansökan prövas.")
    for name, value in fields.items():
        setattr(entity, name, value)
    entity.full_clean()
    entity.save(update_fields=[*fields])
    touch(application)
    return entity


def touch(application):
    """Remember that somebody worked on the draft, so that the reminder waits."""
    application.touched_at = timezone.now()
    application.save(update_fields=["touched_at"])


def prefetched(applications):
    """The rows that `readiness` reads, in a fixed number of queries."""
    return applications.select_related(
        "legal_entity__organisation", "legal_entity__legal_form", "legal_entity__governing_document"
    ).prefetch_related("legal_entity__ownerships", "legal_entity__services", "legal_entity__signatories")


def drafts_of(organisation):
    """The family's applications that have not been handed in."""
    return prefetched(
        Application.objects.filter(
            legal_entity__organisation=organisation, state=State.DRAFT, kind=Application.Kind.VERIFICATION
        )
    ).order_by("legal_entity__sort_key")


def missing(organisation, applications):
    """Everything that stands in the way of handing in these applications, as (application or None, task)."""
    left = [(None, task) for task in family_tasks(organisation) if not task.done]
    return left + [(application, task) for application in applications for task in tasks_left(application)]


@transaction.atomic
def submit(organisation, applications, *, actor, at=None):
    """Hand in the family's drafts: one case per entity, each with its own number, and one receipt by mail.

    All or nothing. Raises `NotReady` with what is missing, `StepNotAllowed` when one was handed in already.
    """
    require_editor(actor, organisation)
    while_no_list_is_carried_out()
    organisation = lock(organisation)
    at = at or timezone.now()
    applications = _locked(applications)
    left = missing(organisation, applications)
    if left:
        raise NotReady(left)
    submission = Submission.objects.create(organisation=organisation, submitted_by=actor, submitted_at=at)
    cases = []
    for application in applications:
        with take(SUBMIT, application, actor=actor, at=at) as case:
            case.submission = submission
            case.case_number = next_case_number(at)
            case.received_at = at
        revisions.record(application.legal_entity, EntityRevision.Cause.SUBMITTED, actor=actor, at=at)
        journal.write(case, IN, "Ansökan om verifiering", at=at)
        cases.append(case)
    if organisation.published_at is None:
        organisation.published_at = at
        organisation.save(update_fields=["published_at"])
        status_log.write(organisation, "publish", actor=actor, to_state="published", at=at)
    context = {"organisation": organisation, "cases": cases, "actor": actor}
    notifications.notify([actor], "application_received", context, url=organisation_url(organisation))
    for case in cases:
        journal.write(case, OUT, "Kvitto på ansökan", at=at)
        register_adoption.adopt(case.legal_entity, at=at)
    search_index.refresh(organisation)
    return submission


def _locked(applications):
    """The applications as they stand now, with their rows locked: nobody clears an answer while they are handed in."""
    keys = [application.pk for application in applications]
    list(Application.objects.select_for_update(of=["self"]).filter(pk__in=keys).order_by("pk"))
    return list(prefetched(Application.objects.filter(pk__in=keys)).order_by("legal_entity__sort_key"))


def organisation_url(organisation):
    """Where members see the family's cases."""
    return f"/min-organisation/{organisation.slug}/"


@transaction.atomic
def answer_completion(application, *, actor, answer, documents=(), at=None):
    """Answer a request for completion. The case keeps its number and its first day; the officer is told."""
    require_editor(actor, application.legal_entity.organisation)
    at = at or timezone.now()
    with take(ANSWER, application, actor=actor, note=answer, at=at) as case:
        request = case.completion_requests.select_for_update().get(answered_at=None)
        request.answer, request.answered_at, request.answered_by = answer, at, actor
        request.full_clean()
        request.save(update_fields=["answer", "answered_at", "answered_by"])
        request.documents.set(documents)
        case.resume_clock(at)
        case.answered_at = at
    revisions.record(application.legal_entity, EntityRevision.Cause.COMPLETED, actor=actor, at=at)
    journal.write(case, IN, "Svar på begäran om komplettering", at=at)
    _tell_officer(case, "completion_answered")
    return case


@transaction.atomic
def answer_communication(application, *, actor, answer, at=None):
    """Comment on what speaks against approval, before the decision (2017:900, 25 §)."""
    require_editor(actor, application.legal_entity.organisation)
    at = at or timezone.now()
    with take(COMMENT, application, actor=actor, note=answer, at=at) as case:
        communication = case.communications.select_for_update().filter(answered_at=None).last()
        if communication is None:
            raise StepNotAllowed("Det finns inget att yttra sig över.")
        communication.answer, communication.answered_at, communication.answered_by = answer, at, actor
        communication.full_clean()
        communication.save(update_fields=["answer", "answered_at", "answered_by"])
        case.resume_clock(at)
        case.answered_at = at
    journal.write(case, IN, "Yttrande", at=at)
    _tell_officer(case, "communication_answered")
    return case


@transaction.atomic
def withdraw(application, *, actor, at=None):
    """Take the application back. Nothing is decided; the public page says that it was withdrawn."""
    require_editor(actor, application.legal_entity.organisation)
    at = at or timezone.now()
    with take(WITHDRAW, application, actor=actor, at=at) as case:
        case.resume_clock(at)
        case.closed_at = at
        case.completion_requests.filter(answered_at=None).update(
            answer="Ansökan återkallades.", answered_at=case.closed_at, answered_by=actor
        )
    journal.write(case, IN, "Återkallelse", at=at)
    if case.is_change:
        changes.settle(case, actor=actor, at=at)
    _tell_officer(case, "application_withdrawn")
    notifications.notify([actor], "withdrawal_received", {"case": case}, url=case.get_absolute_url())
    search_index.refresh(case.legal_entity.organisation)
    return case


@transaction.atomic
def acknowledge(decision, *, actor, on=None):
    """Note the day the recipient took part of the decision; three weeks to ask for review run from it."""
    require_editor(actor, decision.application.legal_entity.organisation)
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.served_on is None:
        decision.served_on = on or timezone.localdate()
        decision.review_until = add_weeks(decision.served_on, 3)
        decision.full_clean()
        decision.save(update_fields=["served_on", "review_until"])
        status_log.write(decision, "acknowledge", actor=actor, from_state=decision.outcome, to_state="served")
    return decision


def _tell_officer(case, template):
    if case.officer_id:
        notifications.notify([case.officer], template, {"case": case}, url=f"/handlaggning/arenden/{case.case_number}/")
