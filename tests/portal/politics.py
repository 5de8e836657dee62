"""Councils, targets and documents for tests, as plain as a test needs them."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from portal.models import GovernanceDocument, Indicator, IndicatorValue, Place
from portal.services import governance, notes, targets
from tests.factories import add_to_authority, load_reference_data, make_authority, make_user

GOTHENBURG = "1480"
INDICATOR = "N20056"  # what municipalities buy of care for the old from associations, in percent
DEFINITION = "Köp från föreningar och stiftelser som andel av nettokostnaden för äldreomsorg."
MEASURE = {"title": "Idéburen äldreomsorg", "definition": DEFINITION, "unit": "procent"}
LEVELS = {
    "baseline_value": Decimal("2"),
    "baseline_year": 2022,
    "target_value": Decimal("10"),
    "target_year": 2030,
}
DECISION = {
    "decided_by": "Kommunfullmäktige",
    "decided_on": date(2023, 3, 12),
    "paragraph": "§ 14",
    "decision_url": "https://kommunen.example/beslut",
}
TARGET = MEASURE | LEVELS | DECISION
DOCUMENT = {
    "kind": "programme",
    "title": "Program för utförare",
    "version": "",
    "term_begins_in": 2022,
    "adopted_on": date(2023, 3, 12),
    "paragraph": "§ 15",
    "url": "https://kommunen.example/program",
    "mentions": "yes",
    "passage": "Idéburna ska få plats (avsnitt 3).",
    "follow_up_plan": "Varje år i april.",
}


def make_place(code=GOTHENBURG):
    load_reference_data()
    return Place.objects.get(pk=code)


def make_council(place, role="politician"):
    """Somebody who acts for the place's own authority."""
    kind = {"region": place.region} if place.region_id else {"municipality": place.municipality}
    authority = make_authority(kind=place.kind, **kind)
    return add_to_authority(authority, make_user(), role)


def make_target(place=None, actor=None, *, indicator=INDICATOR, **facts):
    place = place or make_place()
    actor = actor or make_council(place)
    measure = Indicator.objects.get(pk=indicator) if indicator else None
    return targets.add(place, actor=actor, **{**TARGET, "indicator": measure, **facts})


def make_document(place=None, actor=None, **facts):
    place = place or make_place()
    return governance.add(place, actor=actor or make_council(place), **{**DOCUMENT, **facts})


def make_row(place, **facts):
    """A document as a plain row, for lists of many."""
    return GovernanceDocument.objects.create(place=place, created_by=facts.pop("by"), **{**DOCUMENT, **facts})


def tell(place, year, value, *, indicator=INDICATOR, **facts):
    """A number from the source."""
    return IndicatorValue.objects.create(
        indicator_id=indicator, place=place, year=year, value=value, **{"read_at": timezone.now(), **facts}
    )


def make_council_world(world):
    """The buyer's authority is a municipality with a target, a document and an administrator's note."""
    place, elsewhere = make_place(), make_place("1280")
    world.authority.municipality = place.municipality
    world.authority.save(update_fields=["municipality"])
    other = world.people["politician"].authority_memberships.get().authority
    other.municipality = elsewhere.municipality
    other.save(update_fields=["municipality"])
    actor = world.people["authority_admin"]
    world.target = make_target(place, actor)
    world.governance_document = make_document(place, actor)
    world.council_note = notes.write(place, actor=actor, text="Fråga om uppföljningen i januari.")
