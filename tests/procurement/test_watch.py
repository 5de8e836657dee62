"""When the watch believes what it reads: the table of the rule, and every way a source can flap."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement import watch
from procurement.watch import Memory, Reading, WaitingPeriod, believe

MONDAY = date(2026, 11, 2)
TUESDAY = MONDAY + timedelta(days=1)
IT_HOLDS, IT_DOES_NOT, NOBODY_KNOWS = Reading(True), Reading(False), Reading(None)
DECIDED, NOT_DECIDED = Reading(True, True), Reading(False, True)


@pytest.mark.parametrize(
    ("stands", "nights", "reading", "expected"),
    [
        # what is believed, nights that have said otherwise, tonight: what is believed then
        (False, 0, IT_DOES_NOT, (False, 0)),
        (False, 0, NOBODY_KNOWS, (False, 0)),
        (False, 0, IT_HOLDS, (False, 1)),
        (False, 1, IT_HOLDS, (True, 0)),
        (False, 1, IT_DOES_NOT, (False, 0)),
        (False, 1, NOBODY_KNOWS, (False, 0)),
        (False, 0, DECIDED, (True, 0)),
        (False, 1, DECIDED, (True, 0)),
        (True, 0, IT_HOLDS, (True, 0)),
        (True, 0, DECIDED, (True, 0)),
        (True, 0, NOBODY_KNOWS, (True, 0)),
        (True, 0, IT_DOES_NOT, (True, 1)),
        (True, 1, IT_DOES_NOT, (False, 0)),
        (True, 1, IT_HOLDS, (True, 0)),
        (True, 1, NOBODY_KNOWS, (True, 0)),
        (True, 0, NOT_DECIDED, (False, 0)),
    ],
)
def test_the_rule(stands, nights, reading, expected):
    after = believe(Memory(stands, nights, MONDAY), reading, TUESDAY)

    assert (after.stands, after.nights, after.read_on) == (*expected, TUESDAY)


@given(st.booleans(), st.integers(0, 1), st.sampled_from([True, False, None]), st.booleans())
def test_the_same_night_read_again_changes_nothing(stands, nights, holds, is_decision):
    before = Memory(stands, nights, TUESDAY)

    assert believe(before, Reading(holds, is_decision), TUESDAY) == before
    assert believe(before, Reading(holds, is_decision), MONDAY) == before


def test_a_night_on_which_nothing_was_read_parts_the_two():
    wednesday = MONDAY + timedelta(days=2)

    after = believe(Memory(False, 1, MONDAY), IT_HOLDS, wednesday)

    assert after == Memory(False, 1, wednesday)


def turns(nights):
    """How often the watch comes to believe in the event, over nights that each said one thing."""
    memory, found = Memory(), 0
    for number, holds in enumerate(nights):
        after = believe(memory, Reading(holds), MONDAY + timedelta(days=number))
        found += after.stands and not memory.stands
        memory = after
    return found


@given(st.lists(st.sampled_from([True, False, None])))
def test_it_wakes_for_nothing_but_two_good_nights_in_a_row_that_say_so(nights):
    twice = any(first is True and second is True for first, second in zip(nights, nights[1:], strict=False))

    assert bool(turns(nights)) == twice


@given(st.lists(st.sampled_from([False, None])), st.lists(st.sampled_from([False, None])))
def test_one_night_alone_is_never_enough(before, after):
    assert turns([*before, True, *after]) == 0


def test_what_is_noticed_is_looked_into_for_the_days_that_count_then(monkeypatch):
    later = WaitingPeriod(since=date(2027, 1, 1), days=30, reason="Längre")
    monkeypatch.setattr(watch, "WAITING_PERIODS", (*watch.WAITING_PERIODS, later))

    assert watch.looked_into_until(date(2026, 12, 31)) == date(2027, 1, 14)
    assert watch.looked_into_until(date(2027, 1, 1)) == date(2027, 1, 31)
    assert watch.waiting_on(date(2020, 1, 1)) == watch.WAITING_PERIODS[0]
