"""What the map shows: each number in its step, and what is missing in none."""

from decimal import Decimal

import pytest

from portal.models import Indicator
from portal.reading.place_list import Standing
from portal.reading.place_map import MEASURES, place_map
from portal.reading.places import Known


def standing(share, then=None, *, code="1480", kind="municipality", people=600_000, is_invented=False):
    numbers = [None if number is None else Decimal(number) for number in (share, then)]
    place = Known(code, kind, f"Plats {code}", "plats", code[:2], people, 2025, 0)
    indicator = Indicator(code="N00120", source="kolada", kind=kind, title="Andel", is_invented=is_invented)
    indicator.last_year, indicator.last_read = 2025, None
    return Standing(place, indicator, *numbers, None, False)


def named(rows, measure="andel", kind="municipality"):
    shown = place_map(rows, kind, measure)
    return [None if area.step is None else shown.steps[area.step] for area in shown.areas]


@pytest.mark.parametrize(
    ("share", "step"),
    [
        ("0", "under 1,0\u00a0%"), ("0.94", "under 1,0\u00a0%"), ("0.95", "1,0–2,9\u00a0%"), ("2.949", "1,0–2,9\u00a0%"),
        ("3.9", "3,0–4,9\u00a0%"), ("9.94", "5,0–9,9\u00a0%"), ("9.95", "10,0\u00a0% eller mer"),
        ("62", "10,0\u00a0% eller mer"), (None, None),
    ],
)  # fmt: skip
def test_a_share_stands_in_the_step_that_its_printed_number_says(share, step):
    assert named([standing(share)]) == [step]


@pytest.mark.parametrize(
    ("then", "step"),
    [
        ("6.0", "minskat 1,0 eller mer"), ("5.9", "minskat 0,1–0,9"), ("5.04", "i stort sett oförändrat"),
        ("4.9", "ökat 0,1–0,9"), ("4.0", "ökat 1,0 eller mer"), (None, None),
    ],
)  # fmt: skip
def test_a_change_tells_down_from_up(then, step):
    assert named([standing("5.0", then)], "forandring") == [step]


@pytest.mark.parametrize(
    ("share", "gap", "step"),
    [("0.4", "19.6", "19,0 eller mer"), ("3.9", "16.1", "15,0–16,9"), ("25", "0", "under 10,0"), (None, None, None)],
)
def test_the_gap_is_what_is_left_to_20_percent_and_never_less_than_nought(share, gap, step):
    row = standing(share)

    assert row.gap == (None if gap is None else Decimal(gap))
    assert named([row], "gap") == [step]


def test_what_is_missing_is_counted_by_itself_and_not_as_the_lowest_step():
    shown = place_map([standing(None), standing("0", code="1280")], "municipality", "andel")

    assert [area.in_words for area in shown.areas] == ["uppgift saknas", "0,0 procent"]
    assert shown.legend[0][2] == 1 and shown.legend[-1] == (None, "uppgift saknas", 1)
    assert [row["value"] for row in shown.file_rows] == [None, 0.0]


def test_each_measure_has_as_many_names_as_steps():
    for measure in MEASURES.values():
        for limits in measure.limits.values():
            assert list(limits) == sorted(limits)
            assert len(measure.step_names(limits)) == len(limits) + 1 == 5


def test_made_up_numbers_are_told_in_the_title():
    assert "påhittade" in place_map([standing("1", is_invented=True)], "municipality", "gap").title
    assert "påhitt" not in place_map([standing("1")], "municipality", "gap").title


def test_a_map_of_nothing_is_told_to_be_empty():
    shown = place_map([], "region", "andel")

    assert (shown.is_empty, shown.year, list(shown.file_rows)) == (True, None, [])
