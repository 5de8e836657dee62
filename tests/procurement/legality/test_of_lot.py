"""The check of a lot as the database holds it: which day, which value, which earlier contracts."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from procurement.legality import sets
from procurement.legality.check import Legal, facts_of, of_lot
from procurement.models import AwardDecision, AwardedTender, Contract, Lot, Procurement, Tender
from registry.models import ServiceArea
from registry.models.eligibility import Answer, Ground
from tests.factories import make_authority, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 3)


@pytest.fixture
def authority():
    sets.fresh_statutes()
    return make_authority()


def make_lot(authority, *, ground=Ground.LOU_19_25, cpv="85311100", months=24, lot=None, **facts):
    facts = {"title": "Äldreboende", "estimated_value": 20_000_000, "created_by": make_user(), **facts}
    procurement = Procurement.objects.create(authority=authority, **facts)
    return Lot.objects.create(
        procurement=procurement, title="Äldreboende", cpv=cpv, ground=ground, months=months, **(lot or {})
    )


def award(lot, decided_on, number="8020001239", name="Hemmet"):
    user = make_user()
    decision = AwardDecision.objects.create(
        procurement=lot.procurement, decided_on=decided_on, sent_on=decided_on, reasons="Bäst.", decided_by=user,
        standstill_until=decided_on.replace(year=decided_on.year + 1),
    )  # fmt: skip
    tender = Tender.objects.create(
        lot=lot,
        organisation_number=number,
        name=name,
        answer=Answer.UNKNOWN,
        answered_on=decided_on,
        registered_by=user,
    )
    return AwardedTender.objects.create(award=decision, tender=tender)


def test_a_lot_is_checked_on_its_ground(authority):
    assert of_lot(make_lot(authority), at=TODAY).answer == Legal.YES
    assert of_lot(make_lot(authority, cpv="80200000"), at=TODAY).answer == Legal.NO
    assert of_lot(make_lot(authority, ground=""), at=TODAY).answer == Legal.OPEN


def test_the_start_decides_the_rules_and_the_notice_the_amounts(authority):
    lot = make_lot(authority, started_on=date(2023, 12, 1), notice_sent_on=date(2024, 2, 1))

    facts = facts_of(lot, at=TODAY)

    assert (facts.day, facts.amounts_day) == (date(2023, 12, 1), date(2024, 2, 1))


def test_without_a_start_the_notice_decides_and_before_it_today(authority):
    noticed = make_lot(authority, published_at=timezone.make_aware(datetime(2024, 3, 1, 9)))
    planned = make_lot(authority, planned_notice_on=date(2024, 9, 1))

    assert facts_of(noticed, at=TODAY).day == date(2024, 3, 1)
    assert facts_of(planned, at=TODAY).day == TODAY
    assert facts_of(planned, at=TODAY).amounts_day == date(2024, 9, 1)


def test_the_value_is_that_of_all_lots_and_unknown_when_one_is(authority):
    lot = make_lot(authority, estimated_value=None, lot={"estimated_value": 5_000_000})
    Lot.objects.create(procurement=lot.procurement, number=2, title="Två", cpv="85312100", estimated_value=4_000_000)

    assert facts_of(lot, at=TODAY).value == 9_000_000
    Lot.objects.create(procurement=lot.procurement, number=3, title="Tre", cpv="85312100")
    assert facts_of(lot, at=TODAY).value is None


def test_an_earlier_award_of_the_same_service_on_25_bars_its_supplier(authority):
    award(make_lot(authority), date(2022, 5, 1))

    check = of_lot(make_lot(authority), at=TODAY)

    assert check.answer == Legal.OPEN
    assert check.barred == ("8020001239",)


def test_the_barred_supplier_as_winner_makes_it_a_no(authority):
    award(make_lot(authority), date(2022, 5, 1))
    lot = make_lot(authority)
    award(lot, TODAY)

    assert of_lot(lot, at=TODAY).answer == Legal.NO


def add_partner(winner, number="8020001247", name="Vännerna", **facts):
    """Somebody in the winner's joint tender."""
    lead = winner.tender
    common = {"role": Tender.Role.PARTNER, "answer": Answer.UNKNOWN, "answered_on": lead.answered_on}
    return Tender.objects.create(
        lot=lead.lot, lead=lead, organisation_number=number, name=name, registered_by=lead.registered_by,
        **{**common, **facts},
    )  # fmt: skip


def test_everybody_in_the_group_that_won_then_is_barred_and_named(authority):
    add_partner(award(make_lot(authority), date(2022, 5, 1)))

    check = of_lot(make_lot(authority), at=TODAY)

    assert set(check.barred) == {"8020001239", "8020001247"}
    assert "Vännerna (1\xa0maj 2022, tillsammans med Hemmet)" in check.open_findings[0].text


def test_one_in_the_group_that_wins_now_makes_it_a_no_by_name(authority):
    award(make_lot(authority), date(2022, 5, 1), number="8020001247", name="Vännerna")
    lot = make_lot(authority)
    add_partner(award(lot, TODAY))

    check = of_lot(lot, at=TODAY)

    [finding] = [row for row in check.findings if row.answer == Legal.NO]
    assert "Vännerna (1\xa0maj 2022)" in finding.text


def test_one_that_was_only_a_subcontractor_or_was_removed_bars_nobody(authority):
    winner = award(make_lot(authority), date(2022, 5, 1))
    add_partner(winner, role=Tender.Role.SUBCONTRACTOR)
    add_partner(winner, removed_at=timezone.now(), removed_by=winner.tender.registered_by)

    assert of_lot(make_lot(authority), at=TODAY).barred == ("8020001239",)


@pytest.mark.parametrize(
    "facts",
    [{"ground": Ground.LOU_19_25A}, {"cpv": "85121000"}, {"withdrawn_at": timezone.now()}],
    ids=["other ground", "other service", "undone import"],
)
def test_other_awards_bar_nobody(authority, facts):
    award(make_lot(authority, **facts), date(2022, 5, 1))

    assert of_lot(make_lot(authority), at=TODAY).barred == ()


def test_awards_by_others_and_of_long_ago_bar_nobody(authority):
    award(make_lot(make_authority()), date(2022, 5, 1))
    award(make_lot(authority), date(2021, 6, 2))

    assert of_lot(make_lot(authority), at=TODAY).barred == ()


def test_a_contract_entered_by_hand_bars_too(authority):
    area = ServiceArea.objects.get(slug="aldre-boende")
    Contract.objects.create(
        authority=authority, title="Boende", supplier_name="Hemmet", supplier_number="8020001239", service_area=area,
        ground=Ground.LOU_19_25, origin="manual", signed_on=date(2022, 5, 1), created_by=make_user(),
    )  # fmt: skip

    assert of_lot(make_lot(authority, lot={"service_area": area}), at=TODAY).barred == ("8020001239",)
    assert of_lot(make_lot(authority), at=TODAY).barred == ()


def test_a_check_asks_four_questions_at_most(authority, django_assert_max_num_queries):
    lot = make_lot(authority)

    with django_assert_max_num_queries(4):
        of_lot(lot, at=TODAY)
