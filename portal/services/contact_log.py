"""An organisation's log of contacts: written, changed, done, thrown away. Every step leaves an event without text."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from portal.models import ContactNote, ContactNoteEvent
from registry import notifications, status_log
from registry.services.entitlements import require_editor
from registry.workflow import StepNotAllowed, lock

Action = ContactNoteEvent.Action
FACTS = ["place", "authority", "met", "met_on", "way", "text", "next_step", "next_step_on"]


@transaction.atomic
def write(organisation, *, actor, at=None, **facts):
    """Note a contact. The organisation alone sees it, shown to others or not."""
    require_editor(actor, organisation)
    at = at or timezone.now()
    _require_been(facts["met_on"], at)
    note = ContactNote(organisation=organisation, written_at=at, written_by=actor, **facts)
    note.full_clean()
    note.save()
    _tell_event(note, Action.WRITE, actor, at)
    return note


@transaction.atomic
def change(note, *, actor, at=None, **facts):
    """Write the note anew. What it said before is not kept; that it was changed, and in which fields, is.

    Another next step, or another day for it, waits again, and is reminded of again.
    """
    held = _held(note, actor)
    at = at or timezone.now()
    _require_been(facts["met_on"], at)
    changed = [name for name in FACTS if name in facts and getattr(held, name) != facts[name]]
    if not changed:
        raise StepNotAllowed("Det här står redan. Ändra det som är nytt.")
    for name in changed:
        setattr(held, name, facts[name])
    if {"next_step", "next_step_on"} & set(changed):
        held.done_at = held.reminded_at = None
    held.full_clean()
    held.save(update_fields=[*changed, "done_at", "reminded_at"])
    _tell_event(held, Action.CHANGE, actor, at, changed)
    return held


@transaction.atomic
def finish(note, *, actor, at=None):
    """The next step is taken."""
    held = _held(note, actor)
    if not held.waits:
        raise StepNotAllowed("Steget är redan klart.")
    held.done_at = at or timezone.now()
    held.save(update_fields=["done_at"])
    _tell_event(held, Action.FINISH, actor, held.done_at)
    return held


@transaction.atomic
def reopen(note, *, actor, at=None):
    """The next step was not taken after all."""
    held = _held(note, actor)
    if held.done_at is None:
        raise StepNotAllowed("Steget väntar redan.")
    held.done_at = None
    held.save(update_fields=["done_at"])
    _tell_event(held, Action.REOPEN, actor, at or timezone.now())
    return held


@transaction.atomic
def remove(note, *, actor, at=None):
    """Throw the note away. It is the organisation's private working note, so nothing of its words is kept."""
    held = _held(note, actor)
    _tell_event(held, Action.REMOVE, actor, at or timezone.now())
    held.delete()


# --- The clock ---


def due(at=None):
    """Notes whose next step has its day now or had it, and that nobody has been reminded of."""
    day = timezone.localdate(at or timezone.now())
    return ContactNote.objects.waiting().filter(reminded_at=None, next_step_on__lte=day)


def remind(at=None):
    """Daily: remind of the steps whose day has come, once each. Returns how many."""
    at = at or timezone.now()
    return sum(_remind(pk, at) for pk in due(at).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk, at):
    """The letter says whom the step concerns and not what it is: a letter stays when the note is thrown away."""
    note = due(at).select_for_update(of=["self"]).select_related("organisation").filter(pk=pk).first()
    if note is None:  # done, changed or thrown away in this very moment
        return 0
    ContactNote.objects.filter(pk=pk).update(reminded_at=at)
    url = f"/min-organisation/{note.organisation.slug}/kontaktlogg/"
    context = {"note": note, "organisation": note.organisation, "about": note.about}
    once = f"{note.pk}-{note.next_step_on}"
    return int(bool(notifications.notify(_reminded(note), "portal/contact_note_due", context, url=url, once=once)))


def _reminded(note):
    """Whoever wrote the note and still may act for the organisation; else its owners."""
    people = get_user_model().objects.filter(is_active=True)
    writer = people.filter(pk=note.written_by_id, memberships__in=note.organisation.memberships.editing()).distinct()
    if writer.exists():
        return writer
    return people.filter(memberships__in=note.organisation.memberships.owning()).distinct().order_by("pk")


# --- What the steps share ---


def _held(note, actor):
    require_editor(actor, note.organisation)
    try:
        return lock(note)
    except ContactNote.DoesNotExist as gone:
        raise StepNotAllowed("Någon annan har redan tagit bort anteckningen.") from gone


def _require_been(day, at):
    if day > timezone.localdate(at):
        raise StepNotAllowed("Dagen kan inte ligga efter i dag.")


def _tell_event(note, action, actor, at, changed=()):
    ContactNoteEvent.objects.create(
        organisation=note.organisation,
        note_number=note.pk,
        action=action,
        changed=list(changed),
        actor=actor,
        created_at=at,
    )
    status_log.write(note, str(action), actor=actor, at=at)
