"""Make shortlists, put legal entities on them, note and take away. Everybody at the authority sees the same list."""

from django.db import transaction
from django.utils import timezone

from procurement.models import Shortlist, ShortlistEntry
from procurement.services.entitlements import require_buyer
from registry import status_log
from registry.models import LegalEntity
from registry.workflow import StepNotAllowed, lock

MOST_ENTRIES = 500


@transaction.atomic
def create(authority, *, actor, name, ground):
    """Make an empty list for the authority."""
    require_buyer(actor, authority)
    lock(authority)  # of two colleagues with the same name in mind the second is told so
    shortlist = Shortlist(authority=authority, name=name, ground=ground, created_by=actor)
    shortlist.full_clean()
    shortlist.save()
    return shortlist


@transaction.atomic
def add(shortlist, entities, *, actor, note=""):
    """Put entities on the list; those that are there already stay as they are. Returns how many were new."""
    require_buyer(actor, shortlist.authority)
    shortlist = lock(shortlist)
    if shortlist.closed_at:
        raise StepNotAllowed("Listan är stängd. Välj en annan.")
    there = set(shortlist.entries.filter(removed_at=None).values_list("legal_entity", flat=True))
    chosen = LegalEntity.objects.handed_in().filter(pk__in=entities)
    new = [pk for pk in chosen.values_list("pk", flat=True) if pk not in there]
    if len(there) + len(new) > MOST_ENTRIES:
        raise StepNotAllowed(f"En lista kan ha högst {MOST_ENTRIES} rader. Gör en ny lista.")
    ShortlistEntry.objects.bulk_create(
        ShortlistEntry(shortlist=shortlist, legal_entity_id=pk, note=note, added_by=actor) for pk in new
    )
    return len(new)


@transaction.atomic
def note(entry, text, *, actor):
    """Write the note anew."""
    require_buyer(actor, entry.shortlist.authority)
    entry = lock(entry)
    if entry.removed_at:
        raise StepNotAllowed("Raden är borttagen. Läs listan på nytt.")
    entry.note, entry.noted_at, entry.noted_by = text, timezone.now(), actor
    entry.full_clean()
    entry.save(update_fields=["note", "noted_at", "noted_by"])
    return entry


@transaction.atomic
def remove(entry, *, actor):
    """Take an entity off the list."""
    require_buyer(actor, entry.shortlist.authority)
    entry = lock(entry)
    if entry.removed_at:
        raise StepNotAllowed("Raden är redan borttagen.")
    entry.removed_at, entry.removed_by = timezone.now(), actor
    entry.save(update_fields=["removed_at", "removed_by"])
    return entry


@transaction.atomic
def close(shortlist, *, actor):
    """Close the list: it goes from everybody's desk, and its name is free."""
    require_buyer(actor, shortlist.authority)
    shortlist = lock(shortlist)
    if shortlist.closed_at:
        raise StepNotAllowed("Listan är redan stängd.")
    shortlist.closed_at = timezone.now()
    shortlist.save(update_fields=["closed_at"])
    status_log.write(shortlist, "close", actor=actor, from_state="open", to_state="closed")
    return shortlist
