"""A no to a joint bid: to the lead it reads and works as silence, in all that it sees, and can be changed for a while."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal import personal_data
from procurement.models import JointBidMember
from procurement.models.joint_bids import MemberState
from procurement.partners import find
from procurement.reading import joint_bids as reading
from procurement.services import joint_bids
from registry.workflow import StepNotAllowed
from tests.factories import owner_of
from tests.procurement.factories import make_published
from tests.procurement.joint_factories import make_bid, make_invited, make_known

pytestmark = pytest.mark.django_db


def editor_of(member):
    return owner_of(member.legal_entity.organisation)


def no_or_silence(bid, how, **given):
    """An invitation that was answered with a no, or not at all, before its day."""
    waiting = make_invited(bid, make_known(name="Föreningen Frågad"), **given)
    if how == "no":
        waiting = joint_bids.decline(waiting, actor=editor_of(waiting))
    return waiting


def outcome(step):
    try:
        step()
    except (StepNotAllowed, ValidationError) as refusal:
        return " ".join(getattr(refusal, "messages", [str(refusal)]))
    return "done"


def seen_by_lead(how):
    """All that a lead can learn of somebody who said no, or nothing: words, counts, search, and what each step does."""
    bid = make_bid(None, make_published(ground="lou-19-25a", at=timezone.now(), days=60))
    lead = owner_of(bid.lead.organisation)
    asked = no_or_silence(bid, how)
    entity, after = asked.legal_entity, timezone.now() + timedelta(days=joint_bids.DAYS_TO_ANSWER + 1)

    def told(at=None):
        return [text for _, text in reading.invitations(bid, at)], reading.waiting_text(bid, at)

    return {
        "on the day": told(),
        "after the day": told(after),
        "found": find(bid, entity.organisation_number).entities,
        "asked again": outcome(lambda: make_invited(bid, entity)),
        "taken back too late": outcome(lambda: joint_bids.withdraw(asked, actor=lead, at=after)),
        "taken back": outcome(lambda: joint_bids.withdraw(asked, actor=lead)),
        "taken back twice": outcome(lambda: joint_bids.withdraw(asked, actor=lead)),
        "when taken back": told(),
        "found when taken back": [row.name for row in find(bid, entity.organisation_number).entities],
        "asked anew": outcome(lambda: make_invited(bid, entity)),
        "asked a third time": outcome(lambda: joint_bids.invite(bid, entity, actor=lead, at=after)),
    }


def test_a_no_and_a_silence_are_one_to_the_lead_in_all_that_it_can_read_and_do():
    assert seen_by_lead("no") == seen_by_lead("silence")


def test_a_no_keeps_its_seat_in_a_full_group_until_its_day(monkeypatch):
    monkeypatch.setattr(joint_bids, "MOST_MEMBERS", 2)

    refusals = []
    for how in ("no", "silence"):
        bid = make_bid()
        no_or_silence(bid, how)
        refusals.append(outcome(lambda bid=bid: make_invited(bid)))

    assert refusals == ["En grupp kan ha högst 2 medlemmar."] * 2


@pytest.mark.parametrize("how", ["no", "silence"])
def test_a_dissolved_group_reads_the_same_after_a_no_and_after_silence(how):
    bid = make_bid()
    asked = no_or_silence(bid, how)

    joint_bids.dissolve(bid, actor=owner_of(bid.lead.organisation))

    bid.refresh_from_db()
    asked.refresh_from_db()
    assert [text for _, text in reading.invitations(bid)] == [reading.NOT_IN]
    assert asked.state == MemberState.WITHDRAWN


@pytest.mark.parametrize("how", ["no", "silence"])
def test_the_leads_own_copy_of_what_is_kept_does_not_tell_a_no_from_silence(how):
    bid = make_bid()
    lead = owner_of(bid.lead.organisation)
    late = no_or_silence(bid, how)
    JointBidMember.objects.filter(pk=late.pk).update(answer_by="2026-01-01")
    joint_bids.withdraw(make_invited(bid, late.legal_entity), actor=lead)

    kept = {row.key: row.rows for row in personal_data.about(lead)}

    asked = [row for row in kept["status_log"] if row["subject"] == "jointbidmember"]
    assert [(row["action"], row["from_state"]) for row in asked] == [
        ("lead_joint_bid", ""),
        ("invite_to_joint_bid", ""),
        ("invite_to_joint_bid", ""),
        ("withdraw_joint_bid", ""),
    ]
    assert not [row for row in kept["events"] if row["action"] == "lapse_joint_bid"]


def test_a_no_can_be_changed_until_its_day():
    bid = make_bid()
    asked, late = no_or_silence(bid, "no"), no_or_silence(bid, "no")

    joined = joint_bids.accept(asked, actor=editor_of(asked), part="Driver en enhet")

    assert joined.state == MemberState.IN
    with pytest.raises(StepNotAllowed, match="gått ut"):
        joint_bids.accept(
            late, actor=editor_of(late), at=timezone.now() + timedelta(days=joint_bids.DAYS_TO_ANSWER + 1)
        )
