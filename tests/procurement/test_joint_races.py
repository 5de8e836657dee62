"""Two at the same moment: an invitation is answered once, and a group that is dissolved gets no new member."""

import pytest

from procurement.models.joint_bids import GroupState, MemberState
from procurement.services import joint_bids, procurements
from tests.factories import add_member, owner_of
from tests.procurement.factories import buyer_of
from tests.procurement.joint_factories import make_bid, make_invited, make_known
from tests.test_races import at_once, one_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_editors_answer_one_invitation_once():
    member = make_invited(make_bid())
    first = owner_of(member.legal_entity.organisation)
    second = add_member(member.legal_entity.organisation, "editor")

    outcomes = at_once(
        lambda: joint_bids.accept(member, actor=first, part="Driver en enhet"),
        lambda: joint_bids.decline(member, actor=second),
    )

    assert one_of(outcomes)
    member.refresh_from_db()
    assert member.state == (MemberState.IN, MemberState.DECLINED)[outcomes.index("done")]
    assert member.answered_by == (first, second)[outcomes.index("done")]
    assert member.events.count() == 2


def test_two_organisations_answer_at_once_and_both_are_in():
    bid = make_bid()
    members = [make_invited(bid), make_invited(bid)]

    outcomes = at_once(
        *[
            lambda member=member: joint_bids.accept(
                member, actor=owner_of(member.legal_entity.organisation), part="Allt"
            )
            for member in members
        ]
    )

    assert outcomes == ["done", "done"]
    assert bid.members.taking_part().count() == 3


def test_answering_while_the_lead_dissolves_gives_one_ending():
    bid = make_bid()
    member = make_invited(bid)

    outcomes = at_once(
        lambda: joint_bids.accept(member, actor=owner_of(member.legal_entity.organisation), part="Allt"),
        lambda: joint_bids.dissolve(bid, actor=owner_of(bid.lead.organisation)),
    )

    bid.refresh_from_db()
    member.refresh_from_db()
    assert outcomes[1] == "done"
    assert bid.state == GroupState.DISSOLVED
    assert (outcomes[0], member.state) in {("done", MemberState.IN), ("StepNotAllowed", MemberState.WITHDRAWN)}


def test_answering_while_the_buyer_cancels_gives_no_member_afterwards():
    bid = make_bid()
    member = make_invited(bid)
    procurement = bid.procurement

    outcomes = at_once(
        lambda: joint_bids.accept(member, actor=owner_of(member.legal_entity.organisation), part="Allt"),
        lambda: procurements.cancel(procurement, actor=buyer_of(procurement), reason="Behovet är borta."),
    )

    member.refresh_from_db()
    assert outcomes[1] == "done"
    assert (outcomes[0], member.state) in {("done", MemberState.IN), ("StepNotAllowed", MemberState.INVITED)}


def test_asking_one_entity_twice_at_once_asks_once():
    bid, entity = make_bid(), make_known()

    outcomes = at_once(*[lambda: make_invited(bid, entity)] * 2)

    assert outcomes.count("done") == 1
    assert bid.members.filter(legal_entity=entity).count() == 1
