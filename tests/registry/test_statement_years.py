"""Which years are owed a statement, and until when it may be handed in."""

from datetime import date

import pytest

from registry.family_graph import Span
from registry.statement_years import due_day, next_year, years_owed

ARRIVED = date(2024, 9, 1)
TODAY = date(2026, 11, 22)
STILL_REGISTERED = [Span(date(2023, 3, 1))]
Y2024, Y2025 = (date(2024, 1, 1), date(2024, 12, 31)), (date(2025, 1, 1), date(2025, 12, 31))


def owed(bound=STILL_REGISTERED, handed_in=(), arrived=ARRIVED, today=TODAY):
    return years_owed(bound, arrived, handed_in, today, months=6)


@pytest.mark.parametrize(
    ("year_ends", "due"),
    [
        (date(2025, 12, 31), date(2026, 6, 30)),
        (date(2025, 6, 30), date(2025, 12, 31)),
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2024, 2, 29), date(2024, 8, 31)),
    ],
)
def test_due_on_the_last_day_of_the_sixth_month(year_ends, due):
    assert due_day(year_ends, 6) == due


def test_calendar_years_from_the_one_in_which_it_came_to_the_portal():
    years = owed()

    assert [row.begins.year for row in years] == [2024, 2025, 2026]
    assert years[1].due_on == date(2026, 6, 30)
    assert [row.is_overdue(TODAY) for row in years] == [True, True, False]


def test_what_is_handed_in_is_not_overdue():
    years = owed(handed_in=[Y2024, Y2025])

    assert [row.is_handed_in for row in years] == [True, True, False]
    assert not any(row.is_overdue(TODAY) for row in years)


def test_nothing_is_owed_by_who_was_never_registered_or_came_after_its_tail():
    assert owed(bound=[]) == []
    assert owed(bound=[Span(date(2015, 1, 1), date(2024, 8, 31))]) == []


def test_the_last_year_owed_is_the_one_in_which_the_tail_ends():
    tail = [Span(date(2023, 3, 1), date(2026, 2, 15))]

    years = owed(bound=tail, today=date(2028, 1, 1))

    assert [row.begins.year for row in years] == [2024, 2025, 2026]


def test_a_year_without_a_bound_day_in_it_is_skipped():
    spans = [Span(date(2024, 1, 1), date(2024, 12, 31)), Span(date(2026, 5, 1))]

    assert [row.begins.year for row in owed(bound=spans)] == [2024, 2026]


def test_a_broken_year_is_learned_from_the_first_statement():
    years = owed(handed_in=[(date(2023, 7, 1), date(2024, 6, 30))], arrived=date(2024, 1, 10))

    assert [(row.begins, row.ends) for row in years[:2]] == [
        (date(2023, 7, 1), date(2024, 6, 30)),
        (date(2024, 7, 1), date(2025, 6, 30)),
    ]
    assert years[1].due_on == date(2025, 12, 31)


def test_the_next_statement_is_about_the_oldest_ended_year_without_one():
    assert next_year(STILL_REGISTERED, ARRIVED, [], TODAY) == Y2024
    assert next_year(STILL_REGISTERED, ARRIVED, [Y2024], TODAY) == Y2025
    assert next_year(STILL_REGISTERED, ARRIVED, [Y2024, Y2025], TODAY) is None


def test_who_owes_nothing_may_tell_about_the_last_year():
    assert next_year([], ARRIVED, [], TODAY) == Y2025
    assert next_year([], ARRIVED, [Y2025], TODAY) is None
