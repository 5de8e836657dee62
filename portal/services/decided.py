"""What targets and documents share: put in, and ended. Each is an event, and a row of the status log."""

from registry import status_log
from registry.workflow import take

ADD = "add"


def put_in(row, *, actor, at):
    """Save a new row with its first event. Raises `ValidationError`."""
    row.full_clean()
    row.save()
    row.events.create(action=ADD, actor=actor, from_state="", to_state=row.state, created_at=at)
    status_log.write(row, ADD, actor=actor, to_state=row.state, at=at)
    return row


def close(step, row, *, actor, reason, at):
    """End it, with the reason. Raises `StepNotAllowed` for one that does not stand."""
    with take(step, row, actor=actor, note=reason, at=at) as held:
        held.end_reason, held.closed_at = reason, at
    return held
