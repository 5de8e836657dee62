"""When contracts end and the last day to influence: options, leap years, days off, and ends that nobody knows."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement import radar
from registry.working_days import is_working_day

TODAY = date(2026, 11, 22)
days = st.dates(date(2020, 1, 1), date(2060, 12, 31))
months = st.integers(1, 120)


def contract(ends_on=None, **facts):
    common = {"ended_on": None, "is_open_ended": False, "notice_months": None}
    return SimpleNamespace(ends_on=ends_on, **{**common, **facts})


def option(position, number, used=None):
    return SimpleNamespace(position=position, months=number, used=used)


@pytest.mark.parametrize(
    ("last", "number", "expected"),
    [
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2027, 2, 28), 12, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 4, 30), 1, date(2026, 5, 31)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 3, 15), 24, date(2028, 3, 15)),
    ],
)
def test_a_prolongation_runs_to_the_day_before_its_period_is_over(last, number, expected):
    assert radar.prolonged(last, number) == expected


@given(days, months, months)
def test_a_longer_option_never_ends_sooner(last, one, other):
    shorter, longer = sorted((one, other))

    assert last < radar.prolonged(last, shorter) <= radar.prolonged(last, longer)


@given(days, months)
def test_a_contract_that_ends_with_a_month_still_does_after_an_option(last, number):
    last = date(last.year, last.month, 1) - timedelta(days=1)

    assert (radar.prolonged(last, number) + timedelta(days=1)).day == 1


@given(days, st.lists(st.tuples(months, st.sampled_from([True, False, None])), max_size=5))
def test_only_options_that_may_still_be_used_move_the_possible_end(last, drawn):
    options = [option(place, number, used) for place, (number, used) in enumerate(drawn, 1)]

    found = radar.ending(contract(last), reversed(options), on=TODAY)

    open_ones = []
    for row in options:
        if row.used is False:
            break
        open_ones += [row.months] * (row.used is None)
    assert found.last_day == last
    assert found.possible_last_day == radar.prolonged_by_all(last, open_ones)
    assert found.may_be_prolonged == bool(open_ones)


def test_an_end_that_nobody_knows_is_never_guessed():
    found = radar.ending(contract(), [option(1, 12)], on=TODAY)

    assert (found.last_day, found.possible_last_day, found.words) == (None, None, "slutdatum okänt")
    assert radar.influence(found.last_day, on=TODAY) == ()


def test_a_contract_without_end_says_when_notice_would_end_it():
    found = radar.ending(contract(is_open_ended=True, notice_months=6), [], on=date(2026, 8, 31))

    assert (found.words, found.last_day, found.earliest_by_notice) == ("tills vidare", None, date(2027, 2, 28))


def test_a_contract_that_ended_early_has_no_more_options():
    ended = contract(date(2028, 1, 31), ended_on=date(2026, 3, 1))

    found = radar.ending(ended, [option(1, 12)], on=TODAY)

    assert (found.last_day, found.possible_last_day) == (date(2026, 3, 1), date(2026, 3, 1))


@given(days, st.integers(0, 36))
def test_notice_is_given_its_months_before_the_end(last, number):
    found = radar.ending(contract(last, notice_months=number), [], on=TODAY)

    assert found.notice_by <= last
    assert found.notice_by.month == (last.month - number - 1) % 12 + 1


@given(days)
def test_the_last_days_to_influence_are_working_days_in_the_order_of_the_steps(last):
    steps = radar.influence(last, on=TODAY)

    assert [step.key for step in steps] == ["beslut", "dialog", "annons"]
    assert all(is_working_day(step.day) and step.day <= step.counted < last for step in steps)
    assert [step.day for step in steps] == sorted(step.day for step in steps)
    assert all(not is_working_day(step.day + timedelta(days=1)) for step in steps if step.day != step.counted)


def test_a_day_off_moves_the_last_day_back():
    """Nine months before 24 September is Christmas Eve, a Thursday."""
    steps = {step.key: step.day for step in radar.influence(date(2027, 9, 24), on=TODAY)}

    assert steps["annons"] == date(2026, 12, 23)


def test_the_next_step_is_the_first_that_has_not_gone():
    steps = radar.influence(date(2027, 12, 31), on=TODAY)

    assert radar.next_step(steps, on=steps[1].day).key == "dialog"
    assert radar.next_step(steps, on=steps[-1].day + timedelta(days=1)) is None


def test_each_set_of_lead_times_counts_from_its_own_day(monkeypatch):
    first = radar.RULES_OF_THUMB[0]
    later = radar.RulesOfThumb(date(2027, 7, 1), first.steps[:1])
    monkeypatch.setattr(radar, "RULES_OF_THUMB", (first, later))

    assert radar.rules_on(date(2020, 1, 1)) == radar.rules_on(date(2027, 6, 30)) == first
    assert radar.rules_on(date(2027, 7, 1)) == later


@pytest.mark.parametrize(
    "origin, expected",
    [("manual", ["beslut", "dialog", "annons"]), ("choice_system", []), ("partnership", ["omforhandling", "beslut"])],
)
def test_only_what_is_bought_is_procured_again(origin, expected):
    contract = SimpleNamespace(origin=origin, ended_on=None)

    steps = radar.next_time(contract, date(2029, 6, 30), on=date(2026, 11, 22))

    assert [step.key for step in steps] == expected
    assert not radar.next_time(
        SimpleNamespace(origin=origin, ended_on=date(2027, 1, 1)), date(2029, 6, 30), on=date(2026, 11, 22)
    )
