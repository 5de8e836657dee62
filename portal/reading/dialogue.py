"""Meetings as pages, files and calendars tell them: when, where, by whom, how many come, and what was answered."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from portal.models import Door, Meeting, MeetingSignUp, MeetingState
from portal.services import dialogue
from procurement.calendar_files import Occasion
from procurement.models import Procurement
from procurement.services.dialogue import TAKES_QUESTIONS
from registry.exports import Column
from registry.models import Organisation
from registry.search.labels import labels
from registry.wording import NO_BREAK_SPACE, capitalised, day_in_words, in_a_row

INVENTED = "påhittad"
NEXT = 3  # so many stand on a place's page
TONES = {Door.OPEN: "success", Door.FULL: "warning", Door.CANCELLED: "danger", Door.DRAFT: "warning"}
PUBLIC = (
    dialogue.ANNOUNCE,
    dialogue.CHANGE,
    dialogue.MOVE,
    dialogue.CANCEL,
    dialogue.HOLD,
    dialogue.NOTE,
    dialogue.CORRECT,
)
WITH_NOTE = ("move",)  # whose note everybody may read
COLUMNS = [
    Column("id", "Id"),
    Column("title", "Träff"),
    Column("kind", "Slag"),
    Column("host", "Värd"),
    Column("code", "Kod"),
    Column("place", "Kommun eller region"),
    Column("county", "Län"),
    Column("starts_at", "Börjar"),
    Column("ends_at", "Slutar"),
    Column("address", "Adress"),
    Column("on_the_web", "På webben"),
    Column("accessibility", "Tillgänglighet"),
    Column("services", "Tjänster"),
    Column("seats", "Platser"),
    Column("persons", "Anmälda personer"),
    Column("sign_up_until", "Anmälan stänger"),
    Column("state", "Läge"),
    Column("cancel_reason", "Varför den ställdes in"),
    Column("invented", "Påhittad"),
    Column("url", "Sida"),
]


@dataclass(frozen=True)
class Told:
    """A meeting as it is told at a moment. `persons` and `parties` are how many come."""

    meeting: Meeting
    at: datetime

    @property
    def title(self):
        return self.meeting.marked_title

    @property
    def url(self):
        return self.meeting.get_absolute_url()

    @property
    def host(self):
        return self.meeting.party

    @property
    def persons(self):
        return self.meeting.persons

    @property
    def parties(self):
        return self.meeting.parties

    @property
    def door(self):
        return self.meeting.door(self.persons, self.at)

    @property
    def tone(self):
        return TONES.get(self.door, "")

    @property
    def is_over(self):
        return self.meeting.ends_at <= self.at

    @property
    def has_begun(self):
        return self.meeting.starts_at <= self.at

    @property
    def day(self):
        return day_in_words(timezone.localtime(self.meeting.starts_at).date())

    @property
    def when(self):
        """3 december 2026 klockan 13.00–15.00; of one that ends another day, both days."""
        starts, ends = timezone.localtime(self.meeting.starts_at), timezone.localtime(self.meeting.ends_at)
        until = f"{ends:%H.%M}" if starts.date() == ends.date() else f"{day_in_words(ends.date())} {ends:%H.%M}"
        return f"{day_in_words(starts.date())} klockan{NO_BREAK_SPACE}{starts:%H.%M}–{until}"

    @property
    def where(self):
        """The address, and that it is on the web. The link itself is for those who come."""
        if not self.meeting.url:
            return self.meeting.address
        return f"{self.meeting.address}, och på webben" if self.meeting.address else "På webben"

    @property
    def seats_left(self):
        """None without a limit."""
        return None if self.meeting.seats is None else max(0, self.meeting.seats - self.persons)

    @property
    def coming(self):
        """How many come, in numbers alone."""
        if not self.parties:
            return "Ingen är anmäld än"
        who = (
            "En organisation eller myndighet" if self.parties == 1 else f"{self.parties} organisationer och myndigheter"
        )
        return f"{who}, {_persons(self.persons)}"

    @property
    def seats(self):
        if self.meeting.seats is None:
            return "Ingen gräns"
        return f"{self.seats_left} av {self.meeting.seats} kvar"

    @property
    def services(self):
        """The names of the services it is about."""
        known = labels().area_by_pk
        return [known[pk].name for pk in self.meeting.area_keys if pk in known]

    @property
    def takes_questions(self):
        return self.meeting.state in (MeetingState.ANNOUNCED, MeetingState.HELD)


def _persons(number):
    return "en person" if number == 1 else f"{number} personer"


def with_card(queryset):
    """With what a row shows: host, place, services and how many come, all in the query of the rows."""
    standing = MeetingSignUp.objects.standing().filter(meeting=OuterRef("pk")).order_by().values("meeting")
    through = Meeting.services.through.objects.filter(meeting=OuterRef("pk")).order_by("servicearea__position")
    return queryset.select_related("organisation", "authority", "place__county").annotate(
        persons=Coalesce(Subquery(standing.values(told=Sum("persons"))), Value(0), output_field=IntegerField()),
        parties=Coalesce(Subquery(standing.values(told=Count("pk"))), Value(0), output_field=IntegerField()),
        area_keys=ArraySubquery(through.values_list("servicearea", flat=True)),
    )


def told(queryset, at=None):
    """[Told] of the rows, in their order. One query."""
    at = at or timezone.now()
    return [Told(meeting, at) for meeting in with_card(queryset)]


def of_place(place, at=None):
    """The next meetings of a place, by a Place or a Known. One query."""
    at = at or timezone.now()
    rows = Meeting.objects.shown().coming(at).filter(place=place.code, state=MeetingState.ANNOUNCED)
    return told(rows.order_by("starts_at", "pk")[:NEXT], at)


# --- One meeting ---


def summary(row):
    """What one must know, as summary_list.html takes it."""
    meeting = row.meeting
    rows = [
        {"key": "När", "value": row.when},
        {"key": "Var", "value": row.where, "note": meeting.place.name},
        {"key": "Tillgänglighet", "value": meeting.accessibility},
        {"key": "Värd", "value": str(row.host)},
        {"key": "Platser", "value": row.seats},
        {"key": "Anmälan stänger", "value": _closes(meeting)},
        {"key": "Kommer", "value": row.coming},
    ]
    if row.services:
        rows.insert(4, {"key": "Handlar om", "value": capitalised(in_a_row([name.lower() for name in row.services]))})
    return rows


def _closes(meeting):
    local = timezone.localtime(meeting.closes_at)
    return f"{day_in_words(local.date())} klockan{NO_BREAK_SPACE}{local:%H.%M}"


def questions(meeting):
    """Answered questions, as summary_list.html takes them. Who asked is not read at all."""
    rows = meeting.questions.answered().only("text", "answer", "answered_at", "meeting").order_by("answered_at", "pk")
    return [
        {"key": row.text, "value": row.answer, "note": f"Svar {day_in_words(timezone.localdate(row.answered_at))}"}
        for row in rows
    ]


def waiting_of(meeting, user):
    """The person's own questions that nobody has answered. Only they and the host see them."""
    if not user.is_authenticated:
        return []
    return list(meeting.questions.filter(answered_at=None, asked_by=user))


def coming(meeting):
    """Who is coming, by name: for those who come and for the host."""
    rows = meeting.sign_ups.standing().select_related("organisation", "authority")
    return [
        {"label": str(row.party), "url": url_of(row.party), "aside": _persons(row.persons), "sign_up": row}
        for row in rows
    ]


def url_of(party):
    """The party's page; nothing for one that is no longer shown."""
    return party.get_absolute_url() if getattr(party, "published_at", True) else ""


def procurement_of(meeting):
    """The procurement that the meeting is about, as everybody may see it now: (row, takes questions), or None."""
    if not meeting.procurement_id:
        return None
    found = Procurement.objects.shown().filter(pk=meeting.procurement_id).first()
    return (found, found.state in TAKES_QUESTIONS) if found else None


def history(meeting, *, for_host=False):
    """What has happened, oldest first, as timeline.html takes it. The host also reads what the notes were before."""
    labels_of = {step.action: step.label for step in (dialogue.STEPS if for_host else PUBLIC)}
    rows = meeting.events.filter(action__in=labels_of)
    return [
        {
            "when": row.created_at,
            "text": labels_of[row.action],
            "note": _note(row, for_host),
            "kind": "register" if row.action in ("announce", "cancel") else "",
        }
        for row in rows
    ]


def _note(event, for_host):
    if event.action == "correct" and for_host:
        return f"Före rättelsen: {event.note}"
    return event.note if event.action in WITH_NOTE else ""


# --- The list, as files and calendars ---


def file_row(row, absolute):
    meeting = row.meeting
    names = (
        "id",
        "title",
        "starts_at",
        "ends_at",
        "address",
        "accessibility",
        "seats",
        "sign_up_until",
        "cancel_reason",
    )
    return {name: getattr(meeting, name) for name in names} | {
        "kind": meeting.get_kind_display(),
        "host": str(row.host),
        "code": meeting.place.public_code,
        "place": meeting.place.name,
        "county": str(meeting.place.county),
        "on_the_web": bool(meeting.url),
        "services": row.services,
        "persons": row.persons,
        "state": row.door.label,
        "invented": INVENTED if meeting.is_invented else "",
        "url": absolute(row.url),
    }


def occasion(row, absolute, *, with_link=False):
    """The meeting as an entry of a calendar, under an identity that never changes. The link is for those who come."""
    meeting = row.meeting
    address = absolute(row.url)
    told = [meeting.about, f"Värd: {row.host}", f"Tillgänglighet: {meeting.accessibility}"]
    if with_link and meeting.url:
        told.append(f"Länk: {meeting.url}")
    if meeting.cancel_reason:
        told.insert(0, f"Inställd: {meeting.cancel_reason}")
    return Occasion(
        key=f"traff-{meeting.pk}",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=f"Inställd: {row.title}" if meeting.cancel_reason else row.title,
        text="\n\n".join([*told, address]),
        where=row.where,
        url=address,
        sequence=meeting.sequence,
        is_cancelled=meeting.state == MeetingState.CANCELLED,
        changed_at=meeting.changed_at,
    )


# --- The host's ---


def host_url(view, meeting, *more):
    """The address of a page of the host's, by what follows "own_" or "authority_" in its name."""
    return hosts_url(view, meeting.party, meeting.pk, *more)


def hosts_url(view, party, *more):
    kind = "own" if isinstance(party, Organisation) else "authority"
    return reverse(f"{kind}_{view}", args=[party.slug, *more])
