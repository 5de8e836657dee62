"""Dialogue for tests: hosts, meetings as far along as the name says, and parties who come."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.utils import timezone

from portal.models import MeetingQuestion
from portal.services import dialogue, dialogue_parties
from tests.factories import add_to_authority, make_authority, make_user, on_trust, owner_of
from tests.portal.board import a_place, an_asker

SWEDEN = ZoneInfo("Europe/Stockholm")
DAY = timedelta(days=1)
serial = count(1)


def at_noon(days):
    """Twelve o'clock in Sweden, so many days from today."""
    day = timezone.localdate() + days * DAY
    return datetime(day.year, day.month, day.day, 12, tzinfo=SWEDEN)


def facts(**more):
    starts_at = more.pop("starts_at", at_noon(20))
    return {
        "place": None,
        "kind": "market",
        "title": f"Provträff {next(serial)}",
        "about": "Vad behövs av hemtjänst, och vad gör det möjligt att delta?",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "address": "Stadshuset, Storgatan 1",
        "url": "",
        "accessibility": "Ramp vid entrén och hörslinga.",
        "seats": None,
        "sign_up_until": None,
        "agenda": "",
        "contact_email": "dialog@kommunen.example",
        "procurement": None,
    } | more


def an_authority(place=None, *, role="officer", name=None):
    """A place's own authority with somebody who may host: (authority, person)."""
    place = place or a_place()
    kind = {"region": place.region} if place.region_id else {"municipality": place.municipality}
    authority = make_authority(name, kind=place.kind, **kind)
    return authority, add_to_authority(authority, make_user(), role)


def person_of(party):
    """Somebody who may act for the party."""
    if hasattr(party, "seat_id"):
        return owner_of(party)
    return party.memberships.active().order_by("pk").first().user


@on_trust()
def a_draft(party=None, *, at=None, **more):
    """A draft of the party's, or of a new authority's."""
    place = more.pop("place", None) or a_place()
    party = party or an_authority(place)[0]
    return dialogue.create(party, actor=person_of(party), at=at, **facts(place=place, **more))


@on_trust()
def a_meeting(party=None, *, at=None, **more):
    """Announced."""
    draft = a_draft(party, at=at, **more)
    return dialogue.announce(draft, actor=draft.created_by, at=at)


def a_past_meeting(party=None, *, days=10, **more):
    """Announced, and over since so many days, but for the clock that notes it."""
    return a_meeting(party, at=at_noon(-days - 30), starts_at=at_noon(-days), **more)


@on_trust()
def sign_up(meeting, party=None, persons=1, *, actor=None, at=None, **more):
    party = party or an_asker()
    return dialogue_parties.sign_up(meeting, party, actor=actor or person_of(party), persons=persons, at=at, **more)


@on_trust()
def ask(meeting, party=None, text="Får föreningar delta tillsammans?", *, actor=None, at=None):
    party = party or an_asker()
    return dialogue_parties.ask(meeting, party, actor=actor or person_of(party), text=text, at=at)


def answer(question, text="Ja, det går bra.", *, at=None, **more):
    host = person_of(question.meeting.party)
    return dialogue_parties.answer(question, actor=host, text=text, at=at, **more)


def as_typed(meeting=None, **more):
    """A meeting as its host types it."""
    day = timezone.localdate() + 20 * DAY
    return {
        "kind": "market",
        "title": "Marknadsdialog om hemtjänst",
        "about": "Vad behövs av hemtjänst?",
        "place": "1480",
        "day": f"{day}",
        "begins": "13.00",
        "ends": "15.00",
        "address": "Stadshuset",
        "url": "",
        "accessibility": "Hörslinga.",
        "seats": "",
        "last_day": "",
        "contact_email": "dialog@kommunen.example",
        "agenda": "",
        "services": [],
        "procurement": "",
    } | more


def make_dialogue_world(world):
    """A meeting of the buyer's authority, to which the world's organisation comes, and one of the organisation's."""
    place, organisation, owner = a_place(), world.organisation, world.people["owner"]
    world.meeting = a_meeting(world.authority, place=place, seats=30, url="https://moten.example/hemlig")
    world.meeting_sign_up = sign_up(world.meeting, organisation, 2, actor=owner)
    world.meeting_question = ask(world.meeting, organisation, actor=owner)
    MeetingQuestion.objects.create(
        meeting=world.meeting,
        organisation=organisation,
        text="När börjar avtalet?",
        asked_by=owner,
        answer="I mars.",
        answered_at=timezone.now(),
        answered_by=world.meeting.created_by,
    )
    world.own_meeting = a_meeting(organisation, place=place)
    world.own_meeting_question = ask(world.own_meeting, world.authority)
    world.draft_meeting = a_draft(world.authority, place=place)
    world.own_draft_meeting = a_draft(organisation, place=place)
