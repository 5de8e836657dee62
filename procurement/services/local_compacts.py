"""Local överenskommelser: an authority's buyers note those that have been decided on, and take away a wrong row."""

from django.db import transaction
from django.utils import timezone

from procurement.models import LocalCompact
from procurement.services.entitlements import require_buyer
from registry import status_log
from registry.workflow import StepNotAllowed, lock


@transaction.atomic
def add(authority, *, actor, at=None, **facts):
    """Note a declaration between the authority and idéburna in general."""
    require_buyer(actor, authority)
    at = at or timezone.now()
    if facts["decided_on"] > timezone.localdate(at):
        raise StepNotAllowed("Dagen kan inte ligga efter i dag.")
    compact = LocalCompact(authority=authority, noted_at=at, noted_by=actor, **facts)
    compact.full_clean()
    compact.save()
    status_log.write(compact, "add", actor=actor, to_state="standing", at=at)
    return compact


@transaction.atomic
def remove(compact, *, actor, at=None):
    """Take the row away from the list. It is kept, for whoever asks what was shown."""
    require_buyer(actor, compact.authority)
    at = at or timezone.now()
    held = lock(compact)
    if held.removed_at:
        raise StepNotAllowed("Överenskommelsen är redan borttagen.")
    held.removed_at = at
    held.save(update_fields=["removed_at"])
    status_log.write(held, "remove", actor=actor, from_state="standing", to_state="removed", at=at)
    return held
