"""An elected person's private notes about a place, and how far they have read. Nobody else sees either."""

from django.db import transaction
from django.utils import timezone

from portal.models import CouncilNote, ReadMark
from portal.services.entitlements import require_council
from registry.workflow import NotEntitled, lock


@transaction.atomic
def write(place, *, actor, text, at=None):
    """Keep a note."""
    require_council(actor, place)
    note = CouncilNote(user=actor, place=place, text=text, written_at=at or timezone.now())
    note.full_clean()
    note.save()
    return note


@transaction.atomic
def rewrite(note, *, actor, text, at=None):
    """Write the note anew."""
    held = _own(note, actor)
    held.text, held.written_at = text, at or timezone.now()
    held.full_clean()
    held.save(update_fields=["text", "written_at"])
    return held


@transaction.atomic
def remove(note, *, actor):
    """Throw the note away; nothing of it is kept."""
    _own(note, actor).delete()


@transaction.atomic
def mark_read(place, *, actor, at=None):
    """What has happened in the place until now is read."""
    require_council(actor, place)
    mark, _ = ReadMark.objects.update_or_create(user=actor, place=place, defaults={"read_at": at or timezone.now()})
    return mark


def _own(note, actor):
    held = lock(note)
    if held.user_id != actor.pk:
        raise NotEntitled("Bara du som skrev anteckningen kan ändra den.")
    return held
