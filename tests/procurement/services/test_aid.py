"""Aid is noted and struck out by the organisation itself and by authorities that have a partnership with it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from procurement.models import Aid
from procurement.services import aid
from registry.models import StatusLog
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_member, make_user
from tests.procurement.agreements import add_party, editor_of, idea_party, make_agreement, public_party

pytestmark = pytest.mark.django_db
FACTS = {"rule": "de_minimis", "granter": "Provregionen", "granted_on": date(2026, 1, 15)}


def note(held, actor=None, **facts):
    return aid.note(idea_party(held).legal_entity, actor=actor or editor_of(held), **{**FACTS, **facts})


def test_both_sides_note_aid_in_euro():
    partnership = make_agreement()

    own = note(partnership, eur=Decimal("1000.50"))
    theirs = note(partnership, partnership.created_by, eur=Decimal("20"))

    assert (own.eur, own.sek, own.rate) == (Decimal("1000.50"), None, None)
    assert theirs.noted_by == partnership.created_by
    assert StatusLog.objects.filter(subject="aid", action="note_aid").count() == 2


def test_kronor_become_euro_with_the_rate_of_the_day():
    row = note(make_agreement(), sek=113_000, rate=Decimal("11.3"), rate_source="Riksbanken")

    assert (row.eur, row.sek, row.rate) == (Decimal("10000.00"), 113_000, Decimal("11.3"))


@pytest.mark.parametrize(
    "facts, words",
    [
        ({}, "euro eller i kronor"),
        ({"eur": Decimal(1), "sek": 1, "rate": Decimal(11)}, "euro eller i kronor"),
        ({"sek": 100}, "hur många kronor"),
        ({"eur": Decimal(1), "granted_on": timezone.localdate() + timedelta(days=1)}, "efter i dag"),
    ],
)
def test_amounts_that_cannot_be_are_refused(facts, words):
    with pytest.raises(StepNotAllowed, match=words):
        note(make_agreement(), **facts)
    assert not Aid.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [{"eur": Decimal(0)}, {"sek": 100, "rate": Decimal(11)}, {"eur": Decimal(1), "granter_number": "1234567890"}],
)
def test_what_the_rows_promise_is_kept(facts):
    with pytest.raises(ValidationError):
        note(make_agreement(), **facts)


def test_an_authority_that_only_invites_or_is_only_invited_reads_and_writes_nothing():
    invites = make_agreement(joined=True)
    party = idea_party(invites)
    type(party).objects.filter(pk=party.pk).update(joined_at=None, joined_by=None)
    invited = make_agreement()
    guest = make_user(buyer=True)
    add_party(invited, authority=guest.authority_memberships.get().authority, joined=False)

    for partnership, actor in [(invites, invites.created_by), (invited, guest)]:
        with pytest.raises(NotEntitled):
            note(partnership, actor, eur=Decimal(1))


def test_strangers_readers_and_those_whose_partnership_has_ended_may_not():
    partnership = make_agreement()
    reader = add_member(idea_party(partnership).legal_entity.organisation, "reader")
    ended = make_agreement(state="ended", ended_on="2026-01-01", end_reason="Slut")

    for held, actor in [
        (partnership, make_user()),
        (partnership, make_user(buyer=True)),
        (partnership, reader),
        (ended, ended.created_by),
    ]:
        with pytest.raises(NotEntitled):
            note(held, actor, eur=Decimal(1))


def test_a_row_is_struck_out_once_with_a_reason_and_kept():
    partnership = make_agreement()
    row = note(partnership, eur=Decimal(10))

    with pytest.raises(StepNotAllowed, match="varför"):
        aid.withdraw(row, actor=partnership.created_by, reason=" ")
    aid.withdraw(row, actor=partnership.created_by, reason="Fel belopp")

    row.refresh_from_db()
    assert (row.withdrawal_reason, row.withdrawn_by) == ("Fel belopp", partnership.created_by)
    assert not Aid.objects.standing().exists()
    assert StatusLog.objects.filter(subject="aid", subject_id=row.pk, action="withdraw_aid").exists()
    with pytest.raises(StepNotAllowed, match="redan struket"):
        aid.withdraw(row, actor=editor_of(partnership), reason="Igen")


def test_what_a_partnership_granted_only_its_authority_strikes_out():
    partnership = make_agreement()
    authority = public_party(partnership).authority
    row = note(partnership, partnership.created_by, eur=Decimal(10), partnership=partnership, authority=authority)

    with pytest.raises(NotEntitled):
        aid.withdraw(row, actor=editor_of(partnership), reason="Vi vill inte")
    aid.withdraw(row, actor=partnership.created_by, reason="Beslutet upphävdes")

    assert not Aid.objects.standing().exists()
