"""Lines over time: what is missing stays a gap, and everything stays inside the picture."""

import pytest

from registry.charts import BOTTOM, TOP, line_chart


def test_a_gap_stays_a_gap():
    chart = line_chart(["jan", "feb", "mar", "apr"], [[1, None, 3, 4]], unit="dagar")

    assert len(chart.dots) == 3
    assert len(chart.segments) == 1


def test_nought_stands_on_the_floor_and_the_highest_within():
    chart = line_chart(["jan", "feb"], [[0, 41.5]], unit="dagar")

    low, high = chart.dots
    assert low.y == BOTTOM
    assert TOP <= high.y < BOTTOM


@pytest.mark.parametrize("highest", [0, 0.2, 1, 4, 9, 37, 101, 380])
def test_the_levels_are_whole_and_hold_the_highest(highest):
    chart = line_chart(["jan"], [[highest]], unit="dagar")

    numbers = [int(level.text.split()[0]) for level in chart.levels]
    assert numbers[0] == 0 and numbers[-1] >= highest
    assert len({later - earlier for earlier, later in zip(numbers, numbers[1:], strict=False)}) == 1
    assert chart.levels[-1].text.endswith("dagar")


def test_the_second_line_is_of_the_other_kind():
    chart = line_chart(["jan", "feb"], [[1, 2], [3, 4]], unit="dagar")

    assert [line.kind for line in chart.segments] == ["own", "peers"]
    assert chart.segments[0].x1 < chart.segments[0].x2
