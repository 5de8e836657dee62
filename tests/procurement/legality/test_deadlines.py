"""Deadlines: known days, and what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.legality import deadlines
from registry.working_days import is_working_day

DAYS = st.dates(date(2022, 2, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    "found, day, counted",
    [
        (deadlines.answers_due(date(2026, 5, 12)), date(2026, 5, 6), date(2026, 5, 6)),
        (deadlines.standstill(date(2026, 11, 2)), date(2026, 11, 12), date(2026, 11, 12)),
        (deadlines.standstill(date(2026, 11, 4)), date(2026, 11, 16), date(2026, 11, 14)),  # a Saturday
        (deadlines.standstill(date(2026, 12, 14)), date(2026, 12, 28), date(2026, 12, 24)),  # Christmas and a weekend
        (deadlines.standstill(date(2026, 11, 2), electronic=False), date(2026, 11, 17), date(2026, 11, 17)),
        (deadlines.standstill(date(2026, 11, 2), stated_days=14), date(2026, 11, 16), date(2026, 11, 16)),
        (deadlines.standstill(date(2026, 11, 2), stated_days=3), date(2026, 11, 12), date(2026, 11, 12)),
        (deadlines.contract_from(date(2026, 11, 4)), date(2026, 11, 17), date(2026, 11, 17)),
        (deadlines.result_notice_due(date(2024, 1, 30)), date(2024, 2, 29), date(2024, 2, 29)),  # a leap year
        (deadlines.result_notice_due(date(2026, 5, 21)), date(2026, 6, 22), date(2026, 6, 20)),  # after Midsummer Day
        (deadlines.result_notice_due(date(2026, 2, 3), quarterly=True), date(2026, 4, 30), date(2026, 4, 30)),
        (deadlines.result_notice_due(date(2026, 12, 31), quarterly=True), date(2027, 2, 1), date(2027, 1, 30)),
        (deadlines.documentation_due(date(2026, 11, 2)), date(2026, 12, 2), date(2026, 12, 2)),
        (deadlines.reasons_due(date(2026, 11, 2)), date(2026, 11, 17), date(2026, 11, 17)),
        (deadlines.correction_due(date(2026, 12, 10)), date(2027, 1, 4), date(2026, 12, 31)),
    ],
)
def test_known_days(found, day, counted):
    assert (found.day, found.counted) == (day, counted)
    assert found.was_moved is (day != counted)


def test_answers_are_not_moved_past_their_day():
    on_a_sunday = deadlines.answers_due(date(2026, 5, 16))

    assert on_a_sunday.day == date(2026, 5, 10)
    assert on_a_sunday.is_day_off


@given(DAYS, st.booleans(), st.integers(0, 40))
def test_the_standstill_never_is_too_short_and_ends_on_a_working_day(sent_on, electronic, stated):
    last = deadlines.standstill(sent_on, electronic=electronic, stated_days=stated)

    days = max(10 if electronic else 15, stated)
    assert last.counted == sent_on + timedelta(days=days)
    assert last.day >= last.counted
    assert is_working_day(last.day)
    assert not any(is_working_day(last.counted + timedelta(days=n)) for n in range((last.day - last.counted).days))
    assert deadlines.contract_from(sent_on, electronic=electronic, stated_days=stated).day > last.day


@given(DAYS)
def test_what_is_moved_is_moved_by_at_most_five_days(day):
    for found in (
        deadlines.result_notice_due(day),
        deadlines.documentation_due(day),
        deadlines.reasons_due(day),
        deadlines.correction_due(day),
    ):
        assert 0 <= (found.day - found.counted).days <= 5
        assert is_working_day(found.day)


@given(DAYS)
def test_a_quarter_ends_within_three_months_and_never_before_the_contract(day):
    end = deadlines.quarter_end(day)

    assert day <= end <= day + timedelta(days=92)
    assert (end + timedelta(days=1)).day == 1
    assert end.month % 3 == 0
    assert deadlines.result_notice_due(day, quarterly=True).day >= deadlines.result_notice_due(day).day - timedelta(
        days=5
    )


@given(DAYS, DAYS)
def test_a_later_start_never_gives_an_earlier_day(one, other):
    first, second = sorted([one, other])

    for rule in (deadlines.standstill, deadlines.documentation_due, deadlines.reasons_due, deadlines.correction_due):
        assert rule(first).day <= rule(second).day


def test_everything_comes_in_the_order_of_days():
    found = deadlines.all_of(
        closes_on=date(2026, 5, 12),
        sent_on=date(2026, 6, 1),
        contract_on=date(2026, 6, 15),
        notified_on=date(2026, 1, 7),
    )

    assert [row.key for row in found] == [
        "rattelse", "svar", "avtalssparr", "overprovning", "avtal", "efterannons", "dokumentation",
    ]  # fmt: skip
    assert deadlines.all_of() == []
