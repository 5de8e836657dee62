"""What a list changes, worked out without a database. Absence is never a no."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.register_difference import BY_HAND, ENDED, GONE, REGISTERED, Held, Period, compare
from registry.register_file import Listed

A, B = "8020001239", "8020012343"
FIRST, LATER, ENDED_ON = date(2024, 1, 1), date(2024, 6, 1), date(2025, 1, 1)


def listed(*periods, number=A):
    return {number: Listed(number, "I listan", periods)}


def held(*periods, **facts):
    rows = tuple(Period(pk, first, decided) for pk, (first, decided) in enumerate(periods, 1))
    return {A: Held(A, "I portalen", rows, **facts)}


def test_one_that_the_portal_has_not_heard_of_as_registered_is_new():
    found = compare(listed((FIRST, None)), held())

    assert found.new == [[A, "I portalen", "2024-01-01", ""]]
    assert found.checks == {A: REGISTERED}


def test_the_same_again_changes_nothing_but_is_an_answer():
    found = compare(listed((FIRST, None)), held((FIRST, None)))

    assert found.is_empty
    assert found.unchanged == 1
    assert found.checks == {A: REGISTERED}


def test_another_first_day_is_a_change():
    found = compare(listed((FIRST, None)), held((LATER, None)))

    assert found.changed == [[A, "I portalen", "2024-06-01", "", "2024-01-01", ""]]
    assert found.steps[A][0][0].pk == 1


def test_a_period_ends_by_a_decision_with_a_day():
    found = compare(listed((FIRST, ENDED_ON)), held((FIRST, None)))

    assert found.deregistered == [[A, "I portalen", "2024-01-01", "2025-01-01"]]
    assert found.checks == {A: ENDED}


def test_one_that_is_no_longer_in_the_list_is_gone_and_its_period_goes_on():
    found = compare({}, held((FIRST, None)))

    assert found.gone == [[A, "I portalen"]]
    assert found.checks == {A: GONE}
    assert found.steps == {}


def test_one_that_is_gone_already_is_told_once():
    found = compare({}, held((FIRST, None), is_gone=True))

    assert found.is_empty
    assert found.checks == {A: GONE}


def test_one_that_comes_back_is_told():
    found = compare(listed((FIRST, None)), held((FIRST, None), is_gone=True))

    assert found.back == [[A, "I portalen"]]
    assert found.checks == {A: REGISTERED}


def test_absence_says_nothing_of_one_that_was_never_registered():
    found = compare({}, held())

    assert found.is_empty
    assert found.checks == {}


def test_one_that_is_registered_again_gets_a_second_period():
    found = compare(listed((FIRST, LATER), (ENDED_ON, None)), held((FIRST, LATER)))

    assert found.new == [[A, "I portalen", "2025-01-01", ""]]
    assert found.checks == {A: REGISTERED}


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        ([(FIRST, None)], [(FIRST, ENDED_ON)]),  # we hold a decision that the list does not have
        ([(FIRST, None)], [(FIRST, LATER), (ENDED_ON, None)]),  # one of theirs is two of ours
        ([(FIRST, LATER), (date(2024, 7, 1), None)], [(FIRST, None)]),  # two of theirs are one of ours
    ],
)
def test_what_no_rule_can_choose_is_left_to_a_person(theirs, mine):
    found = compare(listed(*theirs), held(*mine))

    assert found.by_hand == [[A, "I portalen", BY_HAND]]
    assert found.steps == {}
    assert found.checks == {}


def test_a_number_in_a_refused_row_is_neither_gone_nor_confirmed():
    found = compare({}, held((FIRST, None)), unclear=frozenset([A]))

    assert found.is_empty
    assert found.checks == {}


def test_unknown_numbers_come_change_and_go():
    mine = {"is_entity": False}

    assert compare(listed((FIRST, None)), {}).unknown_new == [[A, "I listan", "2024-01-01", ""]]
    assert compare(listed((LATER, None)), held((FIRST, None), **mine)).unknown_changed
    assert compare({}, held((FIRST, None), **mine)).unknown_gone == [[A, "I portalen"]]
    assert compare({}, held((FIRST, None), is_gone=True, **mine)).is_empty
    assert compare(listed((FIRST, None)), held((FIRST, None), is_gone=True, **mine)).unknown_changed


def test_the_share_that_vanishes_counts_the_gone_and_the_deregistered():
    registered = {f"{n:010}": Held(f"{n:010}", "X", (Period(n, FIRST),)) for n in range(10)}
    kept = {number: Listed(number, "X", ((FIRST, None),)) for number in list(registered)[3:]}
    kept |= {f"{2:010}": Listed(f"{2:010}", "X", ((FIRST, ENDED_ON),))}

    assert compare(kept, registered).vanishing_share == Decimal("30.00")


DAYS = st.dates(date(2023, 1, 1), date(2026, 1, 1))


@st.composite
def some_periods(draw):
    days = sorted(draw(st.lists(DAYS, max_size=6, unique=True)))
    pairs = [(days[i], days[i + 1] if i + 1 < len(days) else None) for i in range(0, len(days), 2)]
    return tuple(pairs)


@given(theirs=some_periods(), mine=some_periods())
def test_whatever_the_list_says_carrying_it_out_gives_the_list_or_leaves_all_alone(theirs, mine):
    found = compare(listed(*theirs) if theirs else {}, held(*mine))

    after = dict(enumerate(mine, 1))
    for partner, period in found.steps.get(A, []):
        if partner:
            after.pop(partner.pk)
        after[period] = period
    periods = sorted(after.values())
    for (_, decided), (later, _) in zip(periods, periods[1:], strict=False):
        assert decided is not None and later > decided
    if A in found.checks and found.checks[A] != GONE:
        assert set(theirs) <= set(periods)
    if not found.steps:
        assert periods == sorted(mine)
    ended = [first for first, decided in mine if decided is None and (first, None) not in periods]
    assert all(any(first <= d for _, d in theirs if d) or theirs for first in ended)
