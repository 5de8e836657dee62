"""Writes the log of statuses (N28). Everything that changes a status ends here, in its own transaction."""

from django.utils import timezone

from registry.models.status_log import StatusLog


def write(subject, action, *, actor, reason="", from_state="", to_state="", at=None):
    """Note that something changed. `reason` is a code, the action itself unless told otherwise; never a text."""
    return StatusLog.objects.create(
        subject=subject._meta.model_name,
        subject_id=subject.pk,
        action=action,
        actor_id=actor.pk,
        reason=reason or action,
        from_state=from_state,
        to_state=to_state,
        occurred_at=at or timezone.now(),
    )


def write_all(subjects, action, *, actor, from_state="", to_state="", at=None):
    """The same note about many things of one kind, in one go."""
    at = at or timezone.now()
    StatusLog.objects.bulk_create(
        [
            StatusLog(
                subject=subject._meta.model_name,
                subject_id=subject.pk,
                action=action,
                actor_id=actor.pk,
                reason=action,
                from_state=from_state,
                to_state=to_state,
                occurred_at=at,
            )
            for subject in subjects
        ],
        batch_size=2_000,
    )
