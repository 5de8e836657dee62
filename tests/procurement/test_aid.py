"""Three years back from a day, to the cent; and what an agreement gives to whom."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement import aid
from procurement.models import AidRule

DAYS = st.dates(date(2014, 1, 1), date(2040, 12, 31))
EUROS = st.decimals(Decimal("0.01"), Decimal("750000"), places=2)
ROWS = st.lists(
    st.builds(SimpleNamespace, rule=st.sampled_from(list(AidRule)), granted_on=DAYS, eur=EUROS),
    max_size=12,
)
RULES = st.sampled_from(list(AidRule))


def row(day, eur="100.00", rule=AidRule.DE_MINIMIS):
    return SimpleNamespace(rule=rule, granted_on=day, eur=Decimal(eur))


@pytest.mark.parametrize(
    "day, first",
    [
        (date(2026, 11, 22), date(2023, 11, 23)),
        (date(2026, 1, 1), date(2023, 1, 2)),
        (date(2026, 12, 31), date(2024, 1, 1)),
        (date(2027, 2, 28), date(2024, 2, 29)),  # the leap day is not yet three years old
        (date(2027, 3, 1), date(2024, 3, 2)),
        (date(2028, 2, 29), date(2025, 3, 1)),
        (date(2028, 2, 28), date(2025, 3, 1)),
        (date(2028, 3, 1), date(2025, 3, 2)),
    ],
)
def test_the_three_years_begin_on_the_day_after_the_same_day(day, first):
    assert aid.first_day(day) == first


def test_exactly_three_years_before_is_out_and_the_day_after_is_in():
    day = date(2026, 11, 22)

    assert aid.total([row(date(2023, 11, 22))], AidRule.DE_MINIMIS, day) == 0
    assert aid.total([row(date(2023, 11, 23))], AidRule.DE_MINIMIS, day) == 100
    assert aid.total([row(day)], AidRule.DE_MINIMIS, day) == 100
    assert aid.total([row(day + timedelta(days=1))], AidRule.DE_MINIMIS, day) == 0


def test_each_rule_is_added_up_for_itself_to_the_cent():
    day = date(2026, 5, 1)
    rows = [row(day, "0.10"), row(day, "0.20"), row(day, "5.00", AidRule.SGEI)]

    assert aid.total(rows, AidRule.DE_MINIMIS, day) == Decimal("0.30")
    assert aid.room(rows, AidRule.SGEI, day, Decimal(750_000)) == Decimal("749995.00")


def test_room_is_below_zero_where_the_ceiling_is_exceeded():
    day = date(2026, 5, 1)

    assert aid.room([row(day, "300000.01")], AidRule.DE_MINIMIS, day, Decimal(300_000)) == Decimal("-0.01")
    assert aid.room([row(day, "300000.00")], AidRule.DE_MINIMIS, day, Decimal(300_000)) == 0


@given(DAYS)
def test_a_window_is_three_years_long_whatever_the_leap_years(day):
    days = (day - aid.first_day(day)).days + 1

    assert days in (1095, 1096)
    assert aid.first_day(day + timedelta(days=1)) >= aid.first_day(day)


@given(DAYS)
def test_aid_counts_for_three_years_and_then_never_again(granted_on):
    try:
        anniversary = granted_on.replace(year=granted_on.year + 3)
    except ValueError:
        anniversary = date(granted_on.year + 3, 3, 1)

    assert aid.is_counted(granted_on, anniversary - timedelta(days=1))
    assert not aid.is_counted(granted_on, anniversary)
    assert not aid.is_counted(granted_on, granted_on - timedelta(days=1))


@given(ROWS, RULES, DAYS, st.randoms())
def test_the_order_of_rows_plays_no_part(rows, rule, day, random):
    shuffled = random.sample(rows, len(rows))

    assert aid.total(shuffled, rule, day) == aid.total(rows, rule, day)


@given(ROWS, RULES, DAYS, DAYS, EUROS)
def test_more_aid_never_gives_more_room(rows, rule, day, granted_on, eur):
    more = [*rows, row(granted_on, eur, rule)]

    grown = aid.total(more, rule, day) - aid.total(rows, rule, day)
    assert grown == (eur if aid.is_counted(granted_on, day) else 0)
    assert aid.room(more, rule, day, Decimal(300_000)) <= aid.room(rows, rule, day, Decimal(300_000))


@given(ROWS, RULES, DAYS)
def test_the_sum_is_whole_cents(rows, rule, day):
    found = aid.total(rows, rule, day)

    assert found == found.quantize(aid.CENT)


@pytest.mark.parametrize(
    "sek, rate, eur",
    [(1_130_000, "11.30", "100000.00"), (1, "11.2345", "0.09"), (0, "11", "0.00"), (1, "8", "0.13")],
)
def test_kronor_become_euro_to_the_nearest_cent(sek, rate, eur):
    assert aid.to_eur(sek, Decimal(rate)) == Decimal(eur)


# What an agreement gives.


class Rows(list):
    """A list that answers as a queryset fetched ahead."""

    def all(self):
        return self


class Party(SimpleNamespace):
    __hash__ = object.__hash__


def party(pk, *, public=False, gives=()):
    return Party(pk=pk, is_public=public, commitments=Rows(gives))


def gift(amount, to=None, year=2026):
    return SimpleNamespace(
        recipient_id=to, amount=amount, year=year, description="Lokal på Ågatan", get_kind_display=lambda: "Lokaler"
    )


def agreement(*parties):
    return SimpleNamespace(parties=Rows(parties))


def test_all_years_count_and_what_an_idea_party_brings_does_not():
    association = party(2, gives=[gift(999)])

    found = aid.from_commitments(agreement(party(1, public=True, gives=[gift(300), gift(200, year=2027)]), association))

    assert found == {association: aid.Brought(500)}


def test_what_is_not_valued_makes_it_the_least_it_can_be():
    association = party(2)

    found = aid.from_commitments(agreement(party(1, public=True, gives=[gift(300), gift(None)]), association))

    assert found[association].sek == 300
    assert found[association].unknown == ("Lokaler 2026, Lokal på Ågatan: inget värde är angivet",)
    assert not found[association].is_whole


@pytest.mark.parametrize(
    "amounts, value", [([], 0), ([0], 0), ([None], None), ([None, 0], None), ([None, 300], 300), ([200, 300], 500)]
)
def test_nothing_is_nought_and_what_nobody_has_valued_is_unknown(amounts, value):
    association = party(2)
    city = party(1, public=True, gives=[gift(amount) for amount in amounts])

    assert aid.from_commitments(agreement(city, association))[association].value == value


def test_with_several_idea_parties_what_names_no_recipient_is_nobodys():
    one, other = party(2), party(3)
    city = party(1, public=True, gives=[gift(300, to=2), gift(50)])

    found = aid.from_commitments(agreement(city, one, other))

    assert (found[one].sek, found[other].sek) == (300, 0)
    assert found[one].unknown == found[other].unknown == ("Lokaler 2026, Lokal på Ågatan: ingen mottagare är angiven",)


def test_several_authorities_are_added_and_what_is_for_another_is_left_out():
    one, other = party(3), party(4)
    city = party(1, public=True, gives=[gift(300, to=3), gift(None, to=4)])
    region = party(2, public=True, gives=[gift(20, to=3)])

    found = aid.from_commitments(agreement(city, region, one, other))

    assert found[one] == aid.Brought(320)
    assert not found[other].is_whole


@given(st.lists(st.tuples(st.one_of(st.none(), st.integers(1, 10**9)), st.sampled_from([None, 2, 3]))))
def test_nothing_is_counted_twice(gifts):
    one, other = party(2), party(3)
    city = party(1, public=True, gives=[gift(amount, to=to) for amount, to in gifts])

    found = aid.from_commitments(agreement(city, one, other))

    assert found[one].sek + found[other].sek == sum(amount or 0 for amount, to in gifts if to)
    assert (found[one] + found[other]).is_whole == all(amount is not None and to for amount, to in gifts)
