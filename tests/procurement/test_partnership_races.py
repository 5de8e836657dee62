"""Two people at the same moment in one partnership: both join, one edits what the other agrees to, two decide."""

from datetime import timedelta

import pytest
from django.utils import timezone

from procurement.models import Contract, PartnershipDecision
from procurement.services import partnership_parties, partnership_writing, partnerships
from tests.factories import add_to_authority, make_user, owner_of
from tests.procurement.partnership_factories import (
    decide,
    editor_of,
    entity_party,
    known_entity,
    make_decided,
    make_initiative,
    make_reviewed,
    make_written,
    officer_of,
    public_party,
)
from tests.test_races import at_once, one_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_parties_join_at_once_and_the_dialogue_begins_once():
    partnership, other = make_initiative(), known_entity()
    asked = partnership_parties.add_party(partnership, actor=editor_of(partnership), legal_entity=other)
    authority = public_party(partnership)

    outcomes = at_once(
        lambda: partnership_parties.join(authority, actor=officer_of(partnership)),
        lambda: partnership_parties.join(asked, actor=owner_of(other.organisation)),
    )

    partnership.refresh_from_db()
    assert outcomes == ["done", "done"]
    assert partnership.state == "dialogue"
    assert partnership.parties.exclude(joined_at=None).count() == 3
    assert partnership.events.filter(from_state="initiative", to_state="dialogue").count() == 1


def test_one_party_joins_once():
    partnership = make_initiative()
    party = public_party(partnership)
    officers = officer_of(partnership), add_to_authority(party.authority, make_user())

    outcomes = at_once(*[lambda actor=actor: partnership_parties.join(party, actor=actor) for actor in officers])

    assert one_of(outcomes)


def test_a_yes_never_stands_beside_a_text_that_changed_unseen():
    partnership = make_written()
    party, seen = entity_party(partnership), partnership.changed_at

    outcomes = at_once(
        lambda: partnership_parties.agree(party, actor=editor_of(partnership), seen=seen),
        lambda: partnership_writing.write_text(partnership, actor=officer_of(partnership), background="Något annat."),
    )

    partnership.refresh_from_db()
    party.refresh_from_db()
    assert outcomes[1] == "done"
    assert outcomes[0] in ("done", "StepNotAllowed")
    assert partnership.background == "Något annat."
    assert party.agreed_at is None  # taken back, or refused


def test_two_officers_decide_once():
    partnership = make_reviewed()
    second = add_to_authority(public_party(partnership).authority, make_user())
    facts = {
        "decision_body": "Nämnden",
        "decided_on": timezone.localdate(),
        "reference": "SN 2",
        "not_a_contract": "Båda bidrar.",
        "aid": "none",
        "aid_reasons": "Ingen handel.",
    }

    outcomes = at_once(lambda: decide(partnership), lambda: partnerships.decide(partnership, actor=second, **facts))

    assert one_of(outcomes)
    assert PartnershipDecision.objects.count() == 1


def test_one_signs_while_another_ends_and_no_contract_is_left_running():
    partnership = make_decided()
    today = timezone.localdate()

    at_once(
        lambda: partnerships.activate(partnership, actor=officer_of(partnership), signed_on=today),
        lambda: partnerships.end(partnership, actor=editor_of(partnership), ended_on=today, reason="Nej."),
    )

    assert not Contract.objects.running(at=today + timedelta(days=1)).exists()
