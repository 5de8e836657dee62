"""Partnerships for tests as plain rows, with two parties that have joined."""

from itertools import count

from django.utils import timezone

from procurement.models import Partnership, PartnershipCommitment, PartnershipParty
from registry.models import ServiceArea
from tests.factories import load_reference_data, make_entity, make_user, owner_of

serial = count(1)


def make_agreement(buyer=None, *entities, joined=True, **facts):
    """Between the buyer's authority and the legal entities, one unless more are given."""
    load_reference_data()
    buyer = buyer or make_user(buyer=True)
    entities = entities or [make_entity()]
    common = {
        "title": f"Provpartnerskap {next(serial)}",
        "initiator": "organisation",
        "service_area": ServiceArea.objects.get(slug="aldre-dag"),
        "state": "dialogue",
    }
    partnership = Partnership.objects.create(created_by=buyer, **{**common, **facts})
    add_party(partnership, authority=buyer.authority_memberships.get().authority, joined=joined)
    for entity in entities:
        add_party(partnership, legal_entity=entity, joined=joined)
    return partnership


def add_party(partnership, *, joined=True, **who):
    known = {"added_by": partnership.created_by}
    if joined:
        known |= {"joined_at": timezone.now(), "joined_by": partnership.created_by}
    return PartnershipParty.objects.create(partnership=partnership, **who, **known)


def bring(party, amount, *, year=2026, kind="other", **facts):
    """A commitment of the party."""
    common = {"description": "Något"}
    return PartnershipCommitment.objects.create(party=party, year=year, kind=kind, amount=amount, **common | facts)


def public_party(partnership):
    return partnership.parties.get(legal_entity=None)


def idea_party(partnership):
    return partnership.parties.exclude(legal_entity=None).earliest("pk")


def editor_of(partnership):
    return owner_of(idea_party(partnership).legal_entity.organisation)
