"""The directory of contacts and the log of contacts for tests."""

from datetime import date

from portal.models import Place
from portal.services import contact_log, contacts
from tests.factories import add_to_authority, load_reference_data, make_authority, make_user, owner_of

SEEN_ON = date(2026, 11, 3)
FACTS = {
    "function": "procurement",
    "service_area": None,
    "unit": "",
    "email": "upphandling@provkommun.example",
    "phone": "031-365 00 00",
    "page_url": "",
    "source": "kommunens webbplats",
    "source_url": "https://provkommun.example/inkop",
    "seen_on": SEEN_ON,
}
OWN_FACTS = {**FACTS, "email": "inkop@provkommun.example", "source": "", "source_url": ""}
NOTE = {
    "authority": None,
    "met": "procurement",
    "met_on": SEEN_ON,
    "way": "meeting",
    "text": "De läser PM:et och hör av sig.",
    "next_step": "",
    "next_step_on": None,
}


def an_authority(code="1480", **facts):
    """The municipality's own authority, with somebody who buys for it as `officer`."""
    load_reference_data()
    place = Place.objects.get(pk=code)
    own = {"kind": place.kind, "region": place.region, "municipality": place.municipality}
    authority = make_authority(**{**own, **facts})
    authority.officer = add_to_authority(authority, make_user())
    return authority


def put_in(authority, organisation, *, at=None, **facts):
    """What an organisation has put in."""
    given = {**FACTS, **facts}
    return contacts.add(authority, organisation=organisation, actor=owner_of(organisation), at=at, **given)


def say(authority, *, at=None, **facts):
    """What the authority says itself."""
    return contacts.add(authority, actor=authority.officer, at=at, **{**OWN_FACTS, **facts})


def write(organisation, *, actor=None, at=None, **facts):
    """A note in the organisation's log: with Göteborg unless told otherwise."""
    given = {**NOTE, **facts}
    if "place" not in given:
        given["place"] = None if given["authority"] else Place.objects.get(pk="1480")
    return contact_log.write(organisation, actor=actor or owner_of(organisation), at=at, **given)


def make_contact_world(world):
    """The world's organisation has put in a contact at the buyer's authority, which says one itself; and a note."""
    officer = world.people["buyer"]
    world.contact = put_in(world.authority, world.organisation)
    own = {**OWN_FACTS, "function": "law"}
    world.own_contact = contacts.add(world.authority, actor=officer, **own)
    world.contact_note = write(world.organisation, next_step="Skicka PM", next_step_on=date(2026, 12, 24))
