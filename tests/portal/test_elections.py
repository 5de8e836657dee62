"""Elections and terms, against the days that were."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.elections import Term, election_day, next_election, term

DAYS = st.dates(date(2014, 10, 15), date(2099, 12, 31))


@pytest.mark.parametrize(
    "day", [date(2014, 9, 14), date(2018, 9, 9), date(2022, 9, 11), date(2026, 9, 13), date(2030, 9, 8)]
)
def test_the_election_is_on_the_second_sunday_of_september(day):
    assert election_day(day.year) == day


@pytest.mark.parametrize("year", [2010, 2023, 2025])
def test_a_year_without_an_ordinary_election_is_refused(year):
    with pytest.raises(ValueError):
        election_day(year)


def test_the_old_council_sits_until_the_fifteenth_of_october():
    assert str(term(date(2026, 10, 14))) == "2022–2026"
    assert str(term(date(2026, 10, 15))) == "2026–2030"


def test_on_the_election_day_it_is_still_the_next_one():
    assert next_election(date(2026, 9, 13)) == date(2026, 9, 13)
    assert next_election(date(2026, 9, 14)) == date(2030, 9, 8)


def test_no_term_is_known_before_the_first():
    with pytest.raises(ValueError):
        term(date(2014, 10, 14))


@given(DAYS)
def test_each_day_lies_in_its_term(day):
    found = term(day)

    assert found.first_day <= day <= found.last_day
    assert found.election < found.first_day
    assert Term(found.begins_in + 4).first_day == found.last_day + timedelta(days=1)


@given(DAYS)
def test_the_next_election_is_a_sunday_within_four_years(day):
    found = next_election(day)

    assert found.isoweekday() == 7
    assert 8 <= found.day <= 14
    assert day <= found <= day + timedelta(days=4 * 366)
