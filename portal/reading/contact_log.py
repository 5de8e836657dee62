"""An organisation's log of contacts as its own pages and file tell it."""

from django.db.models import Case, DateField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from portal.models import ContactNote, ContactNoteEvent, Place
from portal.reading.addresses import place_url
from portal.reading.contacts import contacts_url
from registry.exports import Column
from registry.wording import in_a_row

LATEST = 5
COLUMNS = [
    Column("about", "Kommun, region eller myndighet"),
    Column("met", "Vem ni mötte"),
    Column("met_on", "Dag"),
    Column("way", "Hur"),
    Column("text", "Vad som sades"),
    Column("next_step", "Nästa steg"),
    Column("next_step_on", "Dag för nästa steg"),
    Column("done", "Steget är klart"),
    Column("written_by", "Skrevs av"),
]
GONE = "Raderad person"


def of_organisation(organisation, user):
    """The notes that the person may see: open next steps first, the earliest at the top, then the newest."""
    rows = ContactNote.objects.visible_to(user).filter(organisation=organisation)
    waits = ~Q(next_step="") & Q(done_at=None)
    return (
        rows.select_related("place", "authority", "written_by")
        .annotate(
            order=Case(When(waits, then=0), default=1),
            step_day=Case(When(waits, then=F("next_step_on")), default=Value(None), output_field=DateField()),
        )
        .order_by("order", F("step_day").asc(nulls_last=True), "-met_on", "-pk")
    )


def latest_of_place(organisation, user, place):
    """The last contacts with a place or its own authority, newest first."""
    rows = _with_code(of_organisation(organisation, user))
    return list(rows.filter(code=place.pk).order_by("-met_on", "-pk")[:LATEST])


def latest_by_place(organisation, user, places):
    """The last contact with each of the places or their own authorities, newest first. One query."""
    rows = _with_code(ContactNote.objects.visible_to(user).filter(organisation=organisation))
    newest = rows.filter(code=OuterRef("code")).order_by("-met_on", "-pk").values("pk")[:1]
    found = rows.filter(code__in=places, pk=Subquery(newest)).select_related("place", "authority")
    return list(found.order_by("-met_on", "-pk"))


def _with_code(notes):
    """With the `code` of the place that a note is about, or whose own authority it is about."""
    authority = Q(municipality=OuterRef("authority__municipality")) | Q(region=OuterRef("authority__region"))
    own = Place.objects.filter(authority, kind=OuterRef("authority__kind"))
    return notes.annotate(code=Coalesce("place_id", Subquery(own.values("pk")[:1])))


def about_url(note):
    """The page of the place, or the contacts of the authority."""
    return place_url("", note.place) if note.place_id else contacts_url(note.authority)


def history(note):
    """What has been done to the note, oldest first, as timeline.html takes it. For the organisation's own people."""
    events = ContactNoteEvent.objects.filter(organisation=note.organisation_id, note_number=note.pk)
    return [
        {"when": event.created_at, "text": f"{event.get_action_display()} av {event.actor}", "note": _fields(event)}
        for event in events.select_related("actor")
    ]


def _fields(event):
    names = [str(ContactNote._meta.get_field(name).verbose_name) for name in event.changed]
    return f"Ändrat: {in_a_row(names)}." if names else ""


def file_row(note):
    return {
        "about": str(note.about),
        "met": note.get_met_display(),
        "met_on": note.met_on,
        "way": note.get_way_display(),
        "text": note.text,
        "next_step": note.next_step,
        "next_step_on": note.next_step_on,
        "done": note.done_at,
        "written_by": str(note.written_by or GONE),
    }


def places_in(organisation, user):
    """The places and authorities that the log tells of, as choices, by name. One query."""
    rows = ContactNote.objects.visible_to(user).filter(organisation=organisation)
    found = rows.order_by().values_list("place", "place__name", "authority__slug", "authority__name").distinct()
    places = {place for _, place, _, _ in found}
    named = [
        (code or slug, place or (f"{name}, som myndighet" if name in places else name))
        for code, place, slug, name in found
    ]
    return sorted(named, key=lambda choice: choice[1])
