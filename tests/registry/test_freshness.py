"""How a statement grows old."""

from datetime import date

import pytest

from registry import freshness

DAY = date(2025, 1, 31)


@pytest.mark.parametrize(
    ("on", "faded", "value", "words"),
    [
        (date(2026, 1, 30), False, 1, "Bekräftad för elva månader sedan"),
        (date(2026, 1, 31), True, 0, "Bekräftad för tolv månader sedan"),
        (date(2026, 3, 31), True, 0, "Bekräftad för 14 månader sedan"),
        (date(2026, 7, 30), True, 0, "Bekräftad för 17 månader sedan"),
        (date(2026, 7, 31), True, None, "Bekräftad för 18 månader sedan"),
        (date(2027, 2, 1), True, None, "Bekräftad för mer än två år sedan"),
    ],
)
def test_from_fresh_to_faded_to_hidden(on, faded, value, words):
    assert freshness.is_faded(DAY, on) is faded
    assert freshness.facet_value(DAY, on) == value
    assert freshness.words(DAY, on) == words


def test_a_month_that_is_shorter_ends_on_its_last_day():
    assert freshness.months_since(date(2025, 1, 31), date(2025, 2, 28)) == 1
    assert freshness.months_since(date(2025, 1, 31), date(2025, 2, 27)) == 0
