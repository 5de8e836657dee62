"""A group gathers around a lot: who may ask whom, what a no tells, and that nothing changes after the last day."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from procurement.matching import giving_there
from procurement.models import JointBid, JointBidMember, JointBidMemberEvent
from procurement.models.joint_bids import MemberState
from procurement.partners import FOREIGN, NOT_VERIFIED, also_looking, find
from procurement.reading import joint_bids as reading
from procurement.reading.market import _groups
from procurement.services import dialogue, joint_bids, procurements
from registry.models import Municipality, StatusLog
from registry.models.members import Role
from registry.services import official
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_member, make_entity, make_registered, make_user, owner_of
from tests.procurement.factories import buyer_of, make_planned, make_published
from tests.procurement.joint_factories import make_bid, make_invited, make_joined, make_known

pytestmark = pytest.mark.django_db


def editor_of(member):
    return owner_of(member.legal_entity.organisation)


@pytest.fixture
def bid():
    return make_bid()


def test_only_who_has_shown_interest_may_begin():
    procurement, entity = make_published(at=timezone.now()), make_known()

    with pytest.raises(StepNotAllowed, match="Visa intresse"):
        joint_bids.begin(procurement.lots.get(), entity, actor=owner_of(entity.organisation), part="Allt")


def test_a_group_gathers_in_dialogue_and_while_published_and_at_no_other_time():
    lead = make_known()
    actor = owner_of(lead.organisation)
    planned = make_planned()
    buyer = buyer_of(planned)
    planned = procurements.show_plan(planned, actor=buyer)
    dialogue.show_interest(planned, lead, actor=actor)

    with pytest.raises(StepNotAllowed, match="Vänta"):
        joint_bids.begin(planned.lots.get(), lead, actor=actor, part="Allt")
    procurements.open_dialogue(planned, actor=buyer)
    begun = joint_bids.begin(planned.lots.get(), lead, actor=actor, part="Allt")

    assert begun.members.get().is_lead
    assert begun.events.get().action == "begin_joint_bid"


def test_a_lead_has_one_group_on_a_lot(bid):
    with pytest.raises(ValidationError, match="redan ihop ett gemensamt anbud"):
        make_bid(bid.lead, bid.procurement)


def test_a_reader_and_a_stranger_may_do_nothing(bid):
    reader = add_member(bid.lead.organisation, Role.READER)
    waiting = make_invited(bid)

    for actor in (reader, make_user()):
        for step in (
            lambda actor=actor: joint_bids.invite(bid, make_known(), actor=actor),
            lambda actor=actor: joint_bids.accept(waiting, actor=actor),
            lambda actor=actor: joint_bids.decline(waiting, actor=actor),
            lambda actor=actor: joint_bids.withdraw(waiting, actor=actor),
            lambda actor=actor: joint_bids.dissolve(bid, actor=actor),
        ):
            with pytest.raises(NotEntitled):
                step()


def test_only_those_that_the_portal_has_verified_can_be_asked(bid):
    unverified = make_entity(ready=True)
    foreign = make_known()
    foreign.organisation_number, foreign.country = None, "NO"
    foreign.foreign_register, foreign.foreign_number = "BRREG", "987654321"
    foreign.save(update_fields=["organisation_number", "country", "foreign_register", "foreign_number"])

    for entity in (unverified, foreign):
        with pytest.raises(StepNotAllowed, match="verifierad i portalen"):
            make_invited(bid, entity)


def test_the_one_asked_says_yes_with_its_own_numbers(bid):
    there = Municipality.objects.get(code="1480")
    waiting = make_invited(bid, amounts={there: 20})

    joined = joint_bids.accept(waiting, actor=editor_of(waiting), part="Driver två enheter", amounts={there: 12})

    assert joined.state == MemberState.IN
    assert joined.part == "Driver två enheter"
    assert [(row.municipality, row.amount) for row in joined.amounts.all()] == [(there, 12)]
    assert [row.action for row in joined.events.all()] == ["invite_to_joint_bid", "join_joint_bid"]
    assert StatusLog.objects.filter(subject="jointbidmember", subject_id=joined.pk).count() == 2


def test_one_of_the_leads_own_family_is_in_at_once(bid, mailoutbox):
    sister = make_known(make_entity(bid.lead.organisation, ready=True))

    member = make_invited(bid, sister)

    assert member.state == MemberState.IN
    assert not mailoutbox


def test_nobody_is_asked_over_and_over(bid):
    entity = make_known()
    for _ in range(joint_bids.MOST_ASKED):
        waiting = make_invited(bid, entity)
        joint_bids.decline(waiting, actor=editor_of(waiting))
        JointBidMember.objects.filter(pk=waiting.pk).update(answer_by="2026-01-01")

    with pytest.raises(StepNotAllowed, match="redan frågat"):
        make_invited(bid, entity)


def test_an_invitation_waits_until_its_day_and_never_past_the_last_day_for_tenders():
    now = timezone.now()
    bid = make_bid(None, make_published(ground="lou-19-25a", at=now, days=5))
    waiting = make_invited(bid)

    assert waiting.answer_by == timezone.localdate(bid.procurement.closes_at)
    long = make_bid(None, make_published(ground="lou-19-25a", at=now, days=40))
    late = make_invited(long)
    with pytest.raises(StepNotAllowed, match="gått ut"):
        joint_bids.accept(late, actor=editor_of(late), at=now + timedelta(days=joint_bids.DAYS_TO_ANSWER + 1))
    joint_bids.invite(long, late.legal_entity, actor=owner_of(long.lead.organisation), at=now + timedelta(days=15))
    assert [row.state for row in long.members.filter(legal_entity=late.legal_entity).order_by("pk")] == [
        MemberState.LAPSED,
        MemberState.INVITED,
    ]


def test_a_member_leaves_and_the_lead_dissolves_instead(bid):
    member = make_joined(bid)
    lead = bid.members.get(is_lead=True)

    with pytest.raises(StepNotAllowed, match="Upplös"):
        joint_bids.leave(lead, actor=owner_of(bid.lead.organisation))
    joint_bids.leave(member, actor=editor_of(member))

    assert [row.pk for row in reading.taking_part(bid)] == [lead.pk]


def test_a_dissolved_group_takes_its_invitations_back_and_changes_no_more(bid):
    member, waiting = make_joined(bid), make_invited(bid)

    joint_bids.dissolve(bid, actor=owner_of(bid.lead.organisation))

    waiting.refresh_from_db()
    assert waiting.state == MemberState.WITHDRAWN
    for step in (
        lambda: joint_bids.accept(waiting, actor=editor_of(waiting)),
        lambda: joint_bids.leave(member, actor=editor_of(member)),
        lambda: make_invited(bid),
        lambda: joint_bids.write_part(member, actor=editor_of(member), part="Annat"),
    ):
        with pytest.raises(StepNotAllowed, match="upplöst"):
            step()


@pytest.mark.parametrize("ending", ["the last day passes", "the buyer cancels"])
def test_nothing_changes_once_the_time_is_over(ending):
    bid = make_bid()
    own, lead, at = bid.members.get(), owner_of(bid.lead.organisation), None
    if ending == "the last day passes":
        at = bid.procurement.closes_at
    else:
        bid.procurement = procurements.cancel(bid.procurement, actor=buyer_of(bid.procurement), reason="Inget behov.")

    for step in (
        lambda: joint_bids.invite(bid, make_known(), actor=lead, at=at),
        lambda: joint_bids.write_part(own, actor=lead, at=at, part="Annat"),
        lambda: joint_bids.write_need(bid, actor=lead, at=at, unit="hours", amounts={}),
        lambda: joint_bids.dissolve(bid, actor=lead, at=at),
    ):
        with pytest.raises(StepNotAllowed, match="Gruppen kan inte ändras"):
            step()
    assert ("passerat" if at else "avbruten") in reading.standstill(bid, at)


def test_a_lot_that_the_buyer_takes_away_leaves_the_group_standing_still():
    buyer = make_user(buyer=True)
    planned = make_planned(buyer)
    procurements.add_lot(planned, actor=buyer, title="Ett område till")
    planned = procurements.open_dialogue(planned, actor=buyer)
    bid = make_bid(None, planned)

    procurements.remove_lot(bid.lot, actor=buyer)

    bid.refresh_from_db()
    with pytest.raises(StepNotAllowed, match="tagit bort"):
        make_invited(bid)
    assert "tagit bort anbudsområdet" in reading.standstill(bid)


def test_one_member_who_does_not_qualify_flips_the_group():
    bid = make_bid()
    make_registered(bid.lead, timezone.localdate() - timedelta(days=100))
    member = make_joined(bid)

    def answer():
        return reading.verdict(bid, reading.taking_part(bid))

    unknown = answer()
    make_registered(member.legal_entity, timezone.localdate() - timedelta(days=50))
    sure = answer()
    refused = make_joined(bid).legal_entity
    officer = make_user(officer=True)
    asked_on = timezone.localdate()
    official.note_check(refused, actor=officer, result="not_registered", source="Registret", checked_on=asked_on)
    refused.criterion_judgements.create(
        criterion="public_control",
        is_met=False,
        holds_from=timezone.localdate(),
        evidence="Stadgarna",
        comment="Kommunen utser styrelsen.",
        officer=officer,
    )
    flipped = answer()

    assert (unknown.answer, sure.answer) == ("Okänt", "Alla är registrerade")
    assert f"okänt för {member}" in " ".join(unknown.sentences)
    assert flipped.answer == "Gruppen uppfyller inte kravet"
    assert f"inte uppfyllt för {refused}" in " ".join(flipped.sentences)


def test_the_buyer_learns_how_many_groups_there_are():
    bid = make_bid()
    alone = _groups(bid.lot)
    make_joined(bid)
    make_bid(None, bid.procurement)

    assert (alone, _groups(bid.lot)) == (0, 1)
    assert not JointBid.objects.visible_to(buyer_of(bid.procurement)).exists()


def test_those_who_look_for_partners_see_each_other_and_nobody_else_does():
    procurement = make_published(at=timezone.now())
    one, two, silent = make_known(), make_known(), make_known()
    for entity, wants in ((one, True), (two, True), (silent, False)):
        dialogue.show_interest(procurement, entity, actor=owner_of(entity.organisation), wants_partners=wants)

    def seen(entity):
        return {row.legal_entity for row in also_looking(procurement, entity.organisation)}

    assert (seen(one), seen(two), seen(silent)) == ({two}, {one}, set())
    assert seen(make_known()) == set()
    dialogue.seek_partners(procurement, two.organisation, actor=owner_of(two.organisation), wanted=False)
    assert (seen(one), seen(two)) == (set(), set())
    with pytest.raises(StepNotAllowed, match="Visa intresse"):
        stranger = make_known()
        dialogue.seek_partners(procurement, stranger.organisation, actor=owner_of(stranger.organisation), wanted=True)


def test_somebody_is_found_by_number_by_name_and_by_service_and_place(bid):
    entity = make_known(name="Ljungens vänner")
    number = entity.organisation_number
    bid.lot.service_area = entity.services.get().area
    bid.lot.save(update_fields=["service_area"])
    bid.refresh_from_db()

    for typed in (number, f"{number[:6]}-{number[6:]}", f"SE{number}01", "ljungen"):
        assert entity in find(bid, typed).entities, typed
    assert entity in find(bid, "").entities
    bid.procurement.municipalities.set(["0180"])
    assert entity not in find(bid, "").entities
    make_invited(bid, entity)
    assert find(bid, number).entities == []


def test_who_gives_a_service_under_the_lots_area_is_found_as_in_the_buyers_market(bid):
    entity = make_known()
    bid.lot.service_area = entity.services.get().area.parent
    bid.lot.save(update_fields=["service_area"])
    bid.refresh_from_db()

    assert entity in find(bid, "").entities
    assert entity.pk in giving_there(bid.lot, []).values_list("legal_entity", flat=True)


def test_a_lot_without_service_finds_nobody_unasked(bid):
    bid.lot.service_area = None
    bid.lot.save(update_fields=["service_area"])
    bid.refresh_from_db()

    assert find(bid, "").entities == []


@pytest.mark.parametrize("typed", ["NO 987654321", "FI-1234567-8", "DK12345678"])
def test_a_foreign_number_is_refused_with_what_to_do(bid, typed):
    assert find(bid, typed).advice == FOREIGN


def test_a_number_nobody_knows_and_one_that_is_wrong_say_what_to_do(bid):
    unverified = make_entity(ready=True)

    assert find(bid, unverified.organisation_number).advice == NOT_VERIFIED
    with pytest.raises(ValidationError, match="Utländska nummer"):
        find(bid, "987654321")
    with pytest.raises(ValidationError):
        find(bid, "811228-9874")


def test_who_is_in_hears_of_the_procurement_without_having_shown_interest(mailoutbox):
    bid = make_bid()
    member, waiting = make_joined(bid), make_invited(bid)
    mailoutbox.clear()

    procurements.cancel(bid.procurement, actor=buyer_of(bid.procurement), reason="Behovet är borta.")

    told = {letter.to[0] for letter in mailoutbox}
    assert told == {owner_of(bid.lead.organisation).email, editor_of(member).email}
    assert editor_of(waiting).email not in told


def test_history_stands_as_it_was_written(bid):
    waiting = make_invited(bid)

    for rows in (bid.events, JointBidMemberEvent.objects.filter(member=waiting)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(note="x")


def test_the_lead_is_in_and_nobody_stands_twice(bid):
    waiting = make_invited(bid)

    for change in (
        lambda: bid.members.filter(is_lead=True).update(state="left"),
        lambda: JointBidMember.objects.filter(pk=waiting.pk).update(state="declined"),
        lambda: JointBidMember.objects.filter(pk=waiting.pk).update(is_lead=True, state="in"),
        lambda: JointBidMember.objects.filter(pk=waiting.pk).update(legal_entity=bid.lead),
        lambda: JointBid.objects.filter(pk=bid.pk).update(state="dissolved"),
        lambda: bid.amounts.create(member=None, municipality=None, amount=0),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
