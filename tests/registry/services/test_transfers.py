"""Value transfers: recorded by editors, to recipients of every kind, struck out and never rewritten."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from registry.models import StatusLog, ValueTransfer
from registry.services import transfers
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import (
    add_member,
    make_entity,
    make_organisation,
    make_submitted,
    make_transfer,
    make_user,
    owner_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def giver():
    return make_submitted().legal_entity


def test_a_number_in_the_portal_becomes_that_entity(giver):
    other = make_submitted().legal_entity

    transfer = make_transfer(giver, to="organisation", number=other.organisation_number, name="Fel namn")

    assert (transfer.recipient, transfer.recipient_kind, transfer.recipient_name) == (other, "entity", "")


def test_another_organisations_draft_is_not_given_away(giver):
    draft = make_entity()

    transfer = make_transfer(giver, to="organisation", number=draft.organisation_number, name="Vännerna")

    assert (transfer.recipient, transfer.recipient_name) == (None, "Vännerna")
    assert transfer.recipient_number == draft.organisation_number


def test_ones_own_draft_is_found():
    organisation = make_organisation()
    giver, sister = make_entity(organisation), make_entity(organisation)

    assert make_transfer(giver, to="organisation", number=sister.organisation_number).recipient == sister


def test_private_persons_are_never_named(giver):
    transfer = make_transfer(giver, to="persons", name="Kim Exempel")

    assert transfer.recipient_name == ""
    assert transfer.recipient_label == "Privatpersoner"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"to": "organisation", "number": "8112289874", "name": "Kim"}, "personnummer"),
        ({"to": "organisation", "number": "", "name": ""}, "Ange mottagaren"),
        ({"amount": 0}, "större än noll"),
    ],
)
def test_the_impossible_is_refused(giver, facts, words):
    with pytest.raises(ValidationError, match=words):
        make_transfer(giver, **facts)


def test_nobody_gives_to_itself(giver):
    with pytest.raises(ValidationError, match="sig själv"):
        make_transfer(giver, to="organisation", number=giver.organisation_number)


def test_a_plan_has_a_day_to_come(giver):
    assert make_transfer(giver, on=date(timezone.localdate().year + 1, 2, 1)).on > timezone.localdate()


def test_striking_out_keeps_the_row_and_is_done_once(giver):
    transfer = make_transfer(giver)
    owner = owner_of(giver.organisation)

    transfers.withdraw(transfer, actor=owner)

    assert ValueTransfer.objects.get().withdrawn_by == owner
    assert not ValueTransfer.objects.in_force().exists()
    with pytest.raises(StepNotAllowed, match="redan struken"):
        transfers.withdraw(transfer, actor=owner)
    actions = StatusLog.objects.filter(subject="valuetransfer").order_by("pk").values_list("action", "actor_id")
    assert list(actions) == [("record", owner.pk), ("withdraw", owner.pk)]


def test_the_database_refuses_to_rewrite_an_amount(giver):
    make_transfer(giver)

    with pytest.raises(DatabaseError, match="Stryk den"), transaction.atomic():
        ValueTransfer.objects.update(amount=5)


def test_only_editors_record_and_strike_out(giver):
    transfer = make_transfer(giver)

    for user in (add_member(giver.organisation, "reader"), make_user(), make_user(officer=True)):
        with pytest.raises(NotEntitled):
            transfers.withdraw(transfer, actor=user)
        with pytest.raises(NotEntitled):
            transfers.record(giver, actor=user, to="research", kind="gift", amount=1, on=timezone.localdate())


def test_what_is_recorded_is_seen_by_members_and_case_officers_alone(giver):
    transfer = make_transfer(giver)
    reader = add_member(giver.organisation, "reader")

    for user in (reader, make_user(officer=True)):
        assert list(ValueTransfer.objects.visible_to(user)) == [transfer]
    for user in (make_user(), make_user(buyer=True), make_user(admin=True)):
        assert not ValueTransfer.objects.visible_to(user).exists()
