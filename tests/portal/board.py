"""The follow-up board for tests: a place, its own people, organisations that may ask, and what they say."""

from datetime import date

from django.utils import timezone

from portal.models import Place
from portal.services import board
from tests.factories import (
    add_to_authority,
    load_reference_data,
    make_authority,
    make_organisation,
    make_user,
    owner_of,
)

GOTHENBURG, REGION = "1480", "0014"
ASKED_ON = date(2026, 10, 1)
DONE = {
    "says": "done",
    "day": date(2026, 2, 3),
    "words": "",
    "evidence_url": "https://kommunen.example/pm",
    "evidence": "PM till förvaltningarna",
}
NOT_DONE = {"says": "not_done", "day": date(2026, 10, 20), "words": "Redovisas från bokslutet 2027."}


def a_place(code=GOTHENBURG):
    load_reference_data()
    return Place.objects.get(pk=code)


def an_asker(name=None):
    """An organisation that everybody sees."""
    organisation = make_organisation(name)
    organisation.published_at = timezone.now()
    organisation.save(update_fields=["published_at"])
    return organisation


def somebody_of(place, role="officer"):
    """Somebody who acts for the place's own authority."""
    kind = {"region": place.region} if place.region_id else {"municipality": place.municipality}
    return add_to_authority(make_authority(kind=place.kind, **kind), make_user(), role)


def ask(place, organisation, *questions, **facts):
    """The organisation has asked; its row when it was one question, else all of them."""
    facts = {"asked_on": ASKED_ON, "way": "mail", "actor": owner_of(organisation), **facts}
    rows = board.ask(place, questions or ["spread"], organisation=organisation, **facts)
    return rows if len(rows) > 1 else rows[0]


def note(place, organisation, question="spread", *, actor=None, at=None, **facts):
    actor = actor or owner_of(organisation)
    return board.note(place, question, organisation=organisation, actor=actor, at=at, **{**DONE, **facts})


def answer(place, question="spread", *, actor=None, at=None, **facts):
    return board.answer(place, question, actor=actor or somebody_of(place), at=at, **{**NOT_DONE, **facts})


def make_board_world(world):
    """The world's organisation has asked the municipality of the buyer's authority, and knows something."""
    place = a_place()
    world.board_asking = ask(place, world.organisation)
    world.board_statement = note(place, world.organisation)
