"""Meetings as their host works with them: what to do next, who comes, whom to invite, what is asked."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from portal.models import Meeting, MeetingState, Place, as_party
from portal.reading import dialogue as reading
from procurement.models import ContractingAuthority
from registry.models import Organisation, Service
from registry.wording import day_in_words, in_a_row

MOST_SUGGESTED = 40
DRAFT, ANNOUNCED, HELD, CANCELLED = MeetingState


def is_discarded(meeting):
    """A draft that was thrown away, which is nobody's to read."""
    return meeting.state == CANCELLED and meeting.announced_at is None


def groups(party):
    """[(heading, rows)] of the party's meetings, as rows.html takes them; those without any are left out."""
    rows = Meeting.objects.filter(**as_party(party)).exclude(state=CANCELLED, announced_at=None)
    told = reading.told(rows.order_by("starts_at", "pk"))
    drafts = [row for row in told if row.meeting.state == DRAFT]
    coming = [row for row in told if row.meeting.state != DRAFT and not row.is_over]
    past = [row for row in reversed(told) if row.meeting.state != DRAFT and row.is_over]
    found = [("Utkast, som bara ni ser", drafts), ("Kommande", coming), ("Har varit", past)]
    return [(heading, [_row(row) for row in rows]) for heading, rows in found if rows]


def _row(row):
    return {
        "url": reading.host_url("meeting_work", row.meeting),
        "label": row.title,
        "note": f"{row.when}. {row.coming}.",
        "aside": row.door.label,
    }


def first_typed(party):
    """What the form of a new meeting begins with: what the host typed last, else its own place and address."""
    if last := Meeting.objects.filter(**as_party(party)).order_by("-created_at", "-pk").first():
        names = ("place_id", "address", "accessibility", "contact_email")
        return {name.removesuffix("_id"): getattr(last, name) for name in names}
    if isinstance(party, Organisation):
        return {"place": party.seat_id, "contact_email": party.email}
    code = party.municipality_id or (f"00{party.region_id}" if party.region_id else "")
    return {"place": code}


def actions(row):
    """What to do next, as action_panel.html takes it."""

    def to(label, view, **more):
        return {"label": label, "url": reading.host_url(view, row.meeting), **more}

    state = row.meeting.state
    if state == DRAFT:
        announce = {"label": "Annonsera träffen", "post": reading.host_url("meeting_announce", row.meeting)}
        note = "Då ser alla den, och man kan anmäla sig."
        return [announce | {"note": note}, to("Ändra utkastet", "meeting_change")]
    if state == CANCELLED:
        return []
    if row.has_begun:
        return [to("Rätta anteckningarna" if row.meeting.notes else "Skriv anteckningar", "meeting_notes")]
    return [to("Bjud in", "meeting_invite"), to("Ändra träffen", "meeting_change")]


def links(row):
    """What is done now and then."""
    meeting = row.meeting
    if meeting.state == DRAFT:
        return [{"label": "Kasta utkastet", "url": reading.host_url("meeting_discard", meeting)}]
    shown = [{"label": "Så ser alla träffen", "url": row.url}]
    if meeting.state == ANNOUNCED and not row.is_over and not meeting.notes:
        shown.append({"label": "Ställ in", "url": reading.host_url("meeting_cancel", meeting)})
    return shown


def coming(meeting):
    """Who comes, and whom to get in touch with about accessibility."""
    rows = meeting.sign_ups.standing().select_related("organisation", "authority", "user")
    return [
        {
            "label": str(row.party),
            "url": reading.url_of(row.party),
            "aside": "en person" if row.persons == 1 else f"{row.persons} personer",
            "note": f"Kontakta {row.user} om tillgänglighet: {row.user.email}" if row.wants_contact else "",
        }
        for row in rows
    ]


def invited(meeting):
    """Who is invited and when, and whether they come."""
    comes = {(row.organisation_id, row.authority_id) for row in meeting.sign_ups.standing()}
    return [
        {
            "label": str(row.party),
            "url": reading.url_of(row.party),
            "note": f"Bjöds in {day_in_words(timezone.localdate(row.invited_at))}",
            "aside": "anmäld" if (row.organisation_id, row.authority_id) in comes else "",
        }
        for row in meeting.invitations.select_related("organisation", "authority")
    ]


def waiting(meeting):
    """Questions that nobody has answered. The host sees who asked."""
    rows = meeting.questions.filter(answered_at=None).select_related("organisation", "authority")
    return [
        {
            "url": reading.host_url("meeting_answer", meeting, row.pk),
            "label": row.text,
            "note": f"{row.party}, {day_in_words(timezone.localdate(row.asked_at))}",
            "aside": "Svara",
        }
        for row in rows
    ]


def suggested(meeting):
    """Whom to invite: the place's own authority, and organisations with services there and of that kind."""
    place = Place.objects.get(pk=meeting.place_id)
    authorities = ContractingAuthority.objects.filter(**place.own_authority)
    organisations = Organisation.public.filter(Exists(_services(meeting, place)))
    invited = meeting.invitations
    found = [
        *authorities.exclude(pk__in=invited.exclude(authority=None).values("authority")).order_by("sort_key"),
        *organisations.exclude(pk__in=invited.exclude(organisation=None).values("organisation")).order_by("sort_key")[
            :MOST_SUGGESTED
        ],
    ]
    return [party for party in found if party != meeting.party]


def _services(meeting, place):
    """The services of an organisation that are given at the place, in the meeting's areas when it has any."""
    codes = Q(municipalities=place.municipality_id)
    if place.region_id:
        codes = Q(municipalities__code__startswith=place.region_id)
    rows = Service.objects.filter(codes | Q(whole_country=True), ended_on=None)
    areas = list(meeting.services.values_list("pk", flat=True))
    if areas:
        rows = rows.filter(Q(area__in=areas) | Q(area__parent__in=areas))
    return rows.filter(legal_entity__organisation=OuterRef("pk"))


def in_a_row_of(invitations):
    """The invited by name; more than three as a number."""
    names = [str(row.party) for row in invitations]
    return in_a_row(names) if len(names) <= 3 else f"{len(names)} organisationer och myndigheter"
