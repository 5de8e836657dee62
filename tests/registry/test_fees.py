"""What registration costs a family, against sums done by hand."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.fees import family_fee


@dataclass
class Rate:
    kind: str
    amount: int
    valid_from: date
    valid_to: date | None = None
    source_name: str = "Kammarkollegiet"
    source_url: str = "https://www.kammarkollegiet.se/"


RATES = [Rate("application", 12_000, date(2024, 1, 1)), Rate("annual", 1_600, date(2024, 1, 1))]


def test_six_entities_for_three_years():
    fee = family_fee(entities=6, registered_on=date(2026, 11, 21), years=3, rates=RATES)

    assert fee.entry == 72_000
    assert fee.per_year == 9_600
    assert fee.tail == 5 * 9_600
    assert fee.total == 6 * (12_000 + 1_600 * (3 + 5)) == 148_800
    assert fee.per_entity == 24_800
    assert [row.year for row in fee.rows] == [2026, 2026, 2027, 2028, 2029, 2030, 2031, 2032, 2033]
    assert [row.is_tail for row in fee.rows] == [False] * 4 + [True] * 5
    assert fee.rows[3].label == "Årsavgift, år 3"
    assert fee.rows[4].label == "Årsavgift, år 1 efter avregistreringen"
    assert fee.rows[0].rate.source_name == "Kammarkollegiet"


@given(st.integers(1, 200), st.integers(1, 40), st.dates(date(2024, 1, 1), date(2040, 12, 31)))
def test_the_formula_holds_for_every_family(entities, years, day):
    fee = family_fee(entities=entities, registered_on=day, years=years, rates=RATES)

    assert fee.total == entities * (12_000 + 1_600 * (years + 5))
    assert len(fee.rows) == 1 + years + 5


def test_each_year_has_the_rate_of_its_own_day():
    rates = [
        Rate("application", 12_000, date(2024, 1, 1)),
        Rate("annual", 1_600, date(2024, 1, 1), date(2027, 12, 31)),
        Rate("annual", 2_000, date(2028, 1, 1)),
    ]

    fee = family_fee(entities=2, registered_on=date(2026, 12, 31), years=1, rates=rates)

    assert [row.amount for row in fee.rows] == [24_000, 3_200, 3_200, 4_000, 4_000, 4_000, 4_000]


def test_a_rate_nobody_knows_is_missing_and_not_nought():
    fee = family_fee(entities=2, registered_on=date(2023, 6, 1), years=1, rates=RATES)

    assert fee.entry is None
    assert fee.rows[1].amount is None
    assert fee.rows[2].amount == 3_200
    assert fee.total is None
    assert fee.per_entity is None
    assert fee.tail == 5 * 3_200


def test_leap_day_has_anniversaries():
    fee = family_fee(entities=1, registered_on=date(2028, 2, 29), years=1, rates=RATES)

    assert [row.due_on for row in fee.rows[1:4]] == [date(2028, 2, 29), date(2029, 2, 28), date(2030, 2, 28)]
    assert fee.rows[5].due_on == date(2032, 2, 29)


@pytest.mark.parametrize("entities, years", [(0, 1), (1, 0), (-1, 3)])
def test_nobody_and_no_time_cost_no_sum(entities, years):
    with pytest.raises(ValueError):
        family_fee(entities=entities, registered_on=date(2026, 1, 1), years=years, rates=RATES)
