"""Case officers: who may handle what, jäv, and the administrator's hour."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from registry import status_log
from registry.access import forget, is_case_officer
from registry.models import ConflictOfInterest, OfficerShift
from registry.models.applications import State
from registry.workflow import NotEntitled, Step, take

SHIFT = timedelta(hours=1)
RELEASE = Step(
    "release",
    "Ärendet lades tillbaka i kön på grund av jäv",
    sources=(State.SUBMITTED, State.UNDER_REVIEW),
    target=State.SUBMITTED,
)
# While the applicant completes, the case stays where it is, without an officer until somebody takes it over.
RELEASE_WAITING = Step(
    "release",
    "Handläggaren lämnade ärendet på grund av jäv",
    sources=(State.COMPLETION_REQUESTED,),
    target=None,
)


@transaction.atomic
def declare_conflict(officer, organisation, *, actor, reason):
    """Write down that an officer may not handle an organisation, and put their open cases back in the queue."""
    if actor != officer or not is_case_officer(actor):
        raise NotEntitled("Handläggaren anmäler själv sitt jäv.")
    conflict, is_new = ConflictOfInterest.objects.get_or_create(
        officer=officer, organisation=organisation, defaults={"reason": reason}
    )
    if is_new:
        status_log.write(conflict, "declare_conflict", actor=actor, to_state="declared")
    for case in officer.cases.open().filter(legal_entity__organisation=organisation):
        step = RELEASE_WAITING if case.state == State.COMPLETION_REQUESTED else RELEASE
        with take(step, case, actor=actor, note=reason) as released:
            released.officer = None
    return conflict


@transaction.atomic
def start_shift(user, *, actor, reason, at=None):
    """The administrator takes the case officer's role for one hour. The reason is the log."""
    if not user.is_superuser or actor != user:
        raise NotEntitled("Bara administratören själv kan ta handläggarens roll.")
    at = at or timezone.now()
    get_user_model().objects.select_for_update().get(pk=user.pk)
    current = OfficerShift.objects.filter(user=user).current(at).first()
    if current is None:
        current = OfficerShift(user=user, reason=reason, started_at=at, expires_at=at + SHIFT)
        current.full_clean()
        current.save()
        status_log.write(current, "start_shift", actor=actor, to_state="current", at=at)
    forget(user)
    return current


@transaction.atomic
def end_shift(user, *, actor, at=None):
    """Give the role back before the hour is over."""
    if actor != user:
        raise NotEntitled("Var och en lämnar sin egen roll.")
    at = at or timezone.now()
    for shift in OfficerShift.objects.select_for_update().filter(user=user).current(at):
        shift.ended_at = at
        shift.save(update_fields=["ended_at"])
        status_log.write(shift, "end_shift", actor=actor, from_state="current", to_state="ended", at=at)
    forget(user)
