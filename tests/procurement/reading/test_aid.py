"""What a partnership means for each family: earlier aid of all its legal entities, what is added, what is left."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procurement.models import Aid, AidRule
from procurement.reading.aid import euro, of_partnership
from tests.factories import make_entity, make_user
from tests.procurement.agreements import bring, idea_party, make_agreement, public_party

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
RATE = Decimal("11.30")


def had(entity, eur, granted_on=date(2025, 5, 1), **facts):
    common = {"rule": "de_minimis", "granter": "Provregionen", "noted_by": entity.organisation.memberships.first().user}
    return Aid.objects.create(legal_entity=entity, eur=Decimal(eur), granted_on=granted_on, **common | facts)


def read(partnership, *, rule=AidRule.DE_MINIMIS, day=DAY, rate=RATE):
    return of_partnership(partnership, rule=rule, day=day, rate=rate)


def test_earlier_aid_of_the_whole_family_and_all_that_the_authority_brings():
    partnership = make_agreement()
    entity = idea_party(partnership).legal_entity
    sister = make_entity(entity.organisation)
    had(sister, "100000.25")
    had(entity, "50000.50")
    had(entity, "9.00", date(2023, 11, 22))  # exactly three years before
    had(entity, "9.00", rule="sgei")
    had(make_entity(), "9.00")  # another family
    struck = had(entity, "9.00")
    Aid.objects.filter(pk=struck.pk).update(
        withdrawn_at=struck.noted_at, withdrawn_by=struck.noted_by, withdrawal_reason="Fel"
    )
    bring(public_party(partnership), 565_000, year=2026)
    bring(public_party(partnership), 565_000, year=2027)
    bring(idea_party(partnership), 999_999)

    [family] = read(partnership)

    assert [row.eur for row in family.earlier] == [Decimal("100000.25"), Decimal("50000.50")]
    assert (family.adds.sek, family.adds_eur) == (1_130_000, Decimal("100000.00"))
    assert (family.total, family.room) == (Decimal("250000.75"), Decimal("49999.25"))
    assert family.is_exceeded is False


def test_a_cent_over_the_ceiling_is_over():
    partnership = make_agreement()
    had(idea_party(partnership).legal_entity, "200000.01")
    bring(public_party(partnership), 1_130_000)

    [family] = read(partnership)

    assert family.room == Decimal("-0.01")
    assert family.is_exceeded is True


def test_what_is_not_valued_leaves_it_open_unless_the_rest_is_too_much_already():
    partnership = make_agreement()
    bring(public_party(partnership), None, kind="premises")

    [small] = read(partnership)
    had(idea_party(partnership).legal_entity, "300000.01")
    [large] = read(partnership)

    assert small.is_exceeded is None and not small.is_whole
    assert large.is_exceeded is True


def test_without_a_rate_kronor_are_not_guessed():
    partnership = make_agreement()
    bring(public_party(partnership), 100)

    [family] = read(partnership, rate=None)

    assert (family.adds_eur, family.total, family.room, family.is_exceeded) == (None, None, None, None)


def test_two_parties_of_one_family_are_added_and_another_family_is_kept_apart():
    first = make_entity()
    partnership = make_agreement(None, first, make_entity(first.organisation), make_entity())
    one, sister, other = partnership.parties.exclude(legal_entity=None).order_by("pk")
    city = public_party(partnership)
    for party, amount in [(one, 100), (sister, 20), (other, 3)]:
        bring(city, amount, recipient=party)

    families = read(partnership)

    assert [family.adds.sek for family in families] == [120, 3]
    assert families[0].parties == (one, sister)


def test_a_party_that_is_only_invited_is_not_read_about():
    assert read(make_agreement(joined=False)) == []


def test_what_is_granted_here_already_is_earlier_aid_and_not_added_again():
    partnership = make_agreement()
    bring(public_party(partnership), 1_130_000)
    granted = {"partnership": partnership, "sek": 565_000, "rate": RATE, "rate_source": "Riksbanken"}
    had(idea_party(partnership).legal_entity, "50000.00", DAY, **granted)

    [family] = read(partnership)

    assert (family.has_had, family.adds.sek, family.total) == (Decimal("50000.00"), 565_000, Decimal("100000.00"))


def test_a_day_without_a_ceiling_gets_no_answer():
    [family] = read(make_agreement(), day=date(2031, 1, 1))

    assert (family.ceiling, family.room, family.is_exceeded) == (None, None, None)


@pytest.mark.parametrize("rule, eur", [(AidRule.DE_MINIMIS, 300_000), (AidRule.SGEI, 750_000)])
def test_each_rule_has_its_ceiling(rule, eur):
    [family] = read(make_agreement(), rule=rule)

    assert family.ceiling.eur == family.room == eur


def test_the_number_of_queries_does_not_grow():
    buyer = make_user(buyer=True)
    counts = []
    for size in (1, 4):
        partnership = make_agreement(buyer, *(make_entity() for _ in range(size)))
        for party in partnership.parties.exclude(legal_entity=None):
            had(party.legal_entity, "5.00")
            bring(public_party(partnership), 10, recipient=party)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            [(row.granter, row.legal_entity.name) for family in read(partnership) for row in family.earlier]
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 5


@pytest.mark.parametrize(
    "amount, words",
    [("0", "0,00 euro"), ("1234567.5", "1 234 567,50 euro"), ("-0.01", "−0,01 euro")],
)
def test_euro_as_swedes_write_them(amount, words):
    assert euro(Decimal(amount)).replace("\u00a0", " ") == words
