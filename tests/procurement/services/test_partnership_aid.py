"""A decision that grants aid of minor importance: in full that day, within the family's room, never twice."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from procurement.models import Aid, Partnership, PartnershipCommitment
from procurement.services import aid, partnership_writing, partnerships
from registry.workflow import StepNotAllowed
from tests.procurement.partnership_factories import (
    agree_all,
    commit,
    decide,
    editor_of,
    entity_party,
    known_entity,
    make_reviewed,
    make_written,
    officer_of,
    public_party,
)
from tests.test_races import at_once

pytestmark = pytest.mark.django_db
MINOR = {"aid": "de_minimis", "rate": Decimal("12.0000"), "rate_source": "Riksbanken"}


def refused(partnership, **facts):
    with pytest.raises(StepNotAllowed) as refusal:
        decide(partnership, **MINOR | facts)
    partnership.refresh_from_db()
    assert partnership.state == "legal_review"
    return str(refusal.value)


def bring(partnership, amount):
    """The authority brings so many kronor, instead of the 600 000 of the factory."""
    PartnershipCommitment.objects.filter(party=public_party(partnership)).update(amount=amount)


def had(entity, eur, on):
    """Aid that the entity has had, as its certificate says."""
    return aid.note(
        entity,
        actor=editor_of_entity(entity),
        granted_on=on,
        eur=Decimal(eur),
        rule="de_minimis",
        granter="Annan kommun",
    )


def editor_of_entity(entity):
    return entity.organisation.memberships.filter(role="owner").first().user


def test_what_the_authority_brings_is_granted_in_full_on_the_day_of_the_decision():
    partnership = make_reviewed()
    authority = public_party(partnership).authority

    decide(partnership, **MINOR)

    row = Aid.objects.get()
    assert (row.legal_entity, row.authority) == (entity_party(partnership).legal_entity, authority)
    assert (row.sek, row.eur, row.granted_on) == (600_000, Decimal("50000.00"), timezone.localdate())
    assert row.granter == authority.name


def test_what_is_no_aid_grants_none():
    decide(make_reviewed())

    assert not Aid.objects.exists()


def test_without_a_rate_nothing_is_decided():
    assert "kronor en euro" in refused(make_reviewed(), rate=None)


def test_what_nobody_has_valued_cannot_be_granted():
    partnership = make_written()
    commit(public_party(partnership), officer_of(partnership), kind="premises", description="Lokal")
    agree_all(partnership)
    partnerships.send_to_review(partnership, actor=officer_of(partnership))

    assert "kan inte räknas ut. Lokaler" in refused(partnership)


def test_more_than_the_ceiling_is_refused_with_the_sum():
    partnership = make_reviewed()
    bring(partnership, 3_600_012)

    assert "300\u00a0001,00\u00a0euro" in refused(partnership)
    assert not Aid.objects.exists()

    bring(partnership, 3_600_000)
    decide(partnership, **MINOR)
    assert Aid.objects.get().eur == Decimal("300000.00")


@pytest.mark.parametrize(("years_ago", "counts"), [(1, True), (4, False)])
def test_the_familys_other_entities_count_for_three_years(years_ago, counts):
    partnership = make_reviewed()
    sibling = known_entity(entity_party(partnership).legal_entity.organisation)
    had(sibling, "260000", timezone.localdate() - timedelta(days=365 * years_ago))

    if counts:
        assert "310\u00a0000,00\u00a0euro" in refused(partnership)
    else:
        assert decide(partnership, **MINOR).state == "decided"


def test_another_rule_has_a_room_of_its_own():
    partnership = make_reviewed()
    had(entity_party(partnership).legal_entity, "290000", timezone.localdate())

    decide(partnership, **MINOR | {"aid": "sgei"})

    assert Aid.objects.get(partnership=partnership).rule == "sgei"


def test_a_new_decision_grants_only_what_is_more():
    partnership = make_reviewed()
    decide(partnership, **MINOR)
    officer = officer_of(partnership)
    partnership = partnerships.activate(partnership, actor=officer, signed_on=timezone.localdate())
    partnerships.renegotiate(partnership, actor=editor_of(partnership), reason="Ett år till.")
    commit(public_party(partnership), officer, kind="money", amount=120_000, description="Ett år till")
    partnership_writing.write_text(partnership, actor=officer, social_gains="Fler är med.")
    agree_all(partnership)
    partnerships.send_to_review(partnership, actor=officer)

    decide(partnership, **MINOR)

    assert sorted(Aid.objects.values_list("sek", flat=True)) == [120_000, 600_000]


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_share_the_familys_room():
    first = make_reviewed()
    entity = known_entity(entity_party(first).legal_entity.organisation)
    second = make_reviewed(entity)
    for partnership in (first, second):
        bring(partnership, 2_400_000)

    outcomes = at_once(lambda: decide(first, **MINOR), lambda: decide(second, **MINOR))

    assert outcomes.count("done") == 1
    assert Partnership.objects.filter(state="decided").count() == 1
    assert Aid.objects.get().eur == Decimal("200000.00")
