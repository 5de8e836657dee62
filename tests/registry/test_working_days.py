"""Deadlines that end on a day off move on (lag 1930:173, 2 §)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.working_days import add_weeks, is_working_day, next_working_day

days = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    "day, next_one",
    [
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 23)),
        (date(2026, 4, 3), date(2026, 4, 7)),
        (date(2026, 5, 1), date(2026, 5, 4)),
        (date(2026, 5, 14), date(2026, 5, 15)),
        (date(2026, 6, 19), date(2026, 6, 22)),
        (date(2025, 6, 6), date(2025, 6, 9)),
        (date(2026, 12, 24), date(2026, 12, 28)),
        (date(2026, 12, 31), date(2027, 1, 4)),
        (date(2027, 1, 6), date(2027, 1, 7)),
    ],
)
def test_known_days(day, next_one):
    assert next_working_day(day) == next_one


def test_three_weeks_that_end_on_christmas_eve_end_on_the_monday_after():
    assert add_weeks(date(2026, 12, 3), 3) == date(2026, 12, 28)


@given(days)
def test_the_next_working_day_is_one_and_none_was_passed_over(day):
    found = next_working_day(day)

    assert is_working_day(found)
    assert timedelta(0) <= found - day <= timedelta(days=5)
    assert not any(is_working_day(day + timedelta(days=n)) for n in range((found - day).days))
    assert next_working_day(found) == found


@given(days, st.integers(0, 52))
def test_a_deadline_is_never_shortened(day, weeks):
    assert add_weeks(day, weeks) >= day + timedelta(weeks=weeks)
    assert add_weeks(day, weeks).weekday() < 5


@given(st.integers(2020, 2060))
def test_every_midsummer_eve_is_off(year):
    eve = next(date(year, 6, day) for day in range(19, 26) if date(year, 6, day).weekday() == 4)

    assert not is_working_day(eve)
