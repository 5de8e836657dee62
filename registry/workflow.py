"""One small state machine for every case in the portal."""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from registry import status_log


class StepNotAllowed(Exception):
    """The case has moved on: this step cannot be taken from its present state."""


class NotEntitled(Exception):
    """The person may not take this step at all: wrong role, or a conflict of interest."""


@dataclass(frozen=True)
class Step:
    """A move from some states to one. `label` is what the event is called in the timeline.

    `action` is also the reason that the status log keeps, when the caller gives no other.
    """

    action: str
    label: str
    sources: tuple
    target: str | None

    def allowed_for(self, case):
        return case.state in self.sources


def lock(case):
    """Fetch the case anew with its row locked until the transaction ends."""
    return case._meta.model._base_manager.select_for_update(of=["self"]).get(pk=case.pk)


@contextmanager
def take(step, case, *, actor, note="", reason="", at=None):
    """Lock the case, let the caller fill in the facts, then save it and write the event.

    A step without target leaves the state as it is. Raises `StepNotAllowed` when the case has moved on: of two
    people pressing at the same moment one gets the step, the other the refusal. The event is dated `at`, or now.
    The status log gets the step too, with `reason` as a code: it holds no names and no free text.
    """
    at = at or timezone.now()
    with transaction.atomic():
        case = lock(case)
        if not step.allowed_for(case):
            raise StepNotAllowed(f"{step.action}: {case} is {case.state}")
        before = case.state
        case.state = step.target or case.state
        yield case
        case.full_clean()
        case.save()
        case.events.create(
            action=step.action,
            actor=actor,
            note=note,
            from_state=before,
            to_state=case.state,
            created_at=at,
        )
        status_log.write(case, step.action, actor=actor, reason=reason, from_state=before, to_state=case.state, at=at)
