"""Where shapes stand: the order of numbers is kept, all is within the frame, and a gap stays a gap."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.charts import drawing
from registry.charts.drawing import BOTTOM, TOP, Box, Dot, Stroke, Words
from registry.charts.series import COUNTRY, PEERS, THEN, Goal, Line, Series

numbers = st.one_of(st.none(), st.decimals(min_value=-50, max_value=100_000, places=4))


@st.composite
def drawn_series(draw, kinds=("own", PEERS, COUNTRY)):
    length = draw(st.integers(1, 20))
    many = draw(st.integers(1, len(kinds)))
    rows = [Line(kind, tuple(draw(st.lists(numbers, min_size=length, max_size=length))), kind) for kind in kinds[:many]]
    goal = Goal("Mål", draw(st.integers(0, 100))) if draw(st.booleans()) else None
    labels = tuple(str(2000 + year) for year in range(length))
    return Series("prov", "Prov", "procent", "År", labels, tuple(rows), sign="%", goal=goal)


def within(shape, height):
    match shape:
        case Stroke(_, x1, y1, x2, y2):
            corners = [(x1, y1), (x2, y2)]
        case Box(_, x, y, width, high):
            corners = [(x, y), (x + width, y + high)]
        case Dot(_, x, y, _) | Words(_, x, y, _, _, _):
            corners = [(x, y)]
    return all(-1e-9 <= x <= 100 + 1e-9 and 0 <= y <= height for x, y in corners)


@given(drawn_series())
def test_every_shape_of_the_lines_is_within_the_frame(series):
    drawn = drawing.lines(series)

    assert [shape for shape in drawn.shapes if not within(shape, drawn.height)] == []


@given(drawn_series(kinds=("own", PEERS, COUNTRY, THEN)))
def test_every_shape_of_the_bars_is_within_the_frame(series):
    drawn = drawing.bars(series)

    assert [shape for shape in drawn.shapes if not within(shape, drawn.height)] == []


@given(st.lists(numbers.filter(lambda value: value is not None), min_size=2, max_size=20), st.integers(0, 2))
def test_the_axis_keeps_the_order_and_holds_every_value(values, decimals):
    scale = drawing.axis(values, decimals=decimals)

    places = [scale.share(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(0 <= place <= 1 for place in places)
    assert Decimal(0) in scale.levels
    assert len({later - earlier for earlier, later in pairwise(scale.levels)}) == 1
    assert 2 <= len(scale.levels) <= drawing.MOST_STEPS + 1
    assert scale.levels[1] - scale.levels[0] >= Decimal(1).scaleb(-decimals)


@given(drawn_series(kinds=("own",)))
def test_a_line_joins_neighbours_that_both_have_a_number_and_no_others(series):
    values = series.lines[0].values

    joined = [shape for shape in drawing.lines(series).shapes if shape.role == "line-own"]

    assert len(joined) == sum(None not in pair for pair in pairwise(values))


@given(drawn_series(kinds=("own",)))
def test_every_number_that_stands_alone_is_seen(series):
    values = (None, *series.lines[0].values, None)
    alone = [here for before, here, after in zip(values, values[1:], values[2:], strict=False)
             if here is not None and before is None and after is None]  # fmt: skip

    dots = [shape for shape in drawing.lines(series).shapes if shape.role == "dot-own"]

    assert len(dots) >= len(alone)


@given(drawn_series(kinds=("own",)))
def test_a_bar_is_as_long_as_its_number_and_hatched_where_it_is_missing(series):
    values = series.lines[0].values

    shapes = drawing.bars(series).shapes

    bars = [shape for shape in shapes if shape.role == "bar"]
    known = [value for value in values if value is not None]
    assert sum(shape.role == "missing" for shape in shapes) == len(values) - len(known)
    assert len(bars) == len(known)
    longest = max((abs(value) for value in known), default=0)
    for bar, value in zip(bars, known, strict=True):
        full = max(bar.width for bar in bars)
        assert bar.width == pytest.approx(full * float(abs(value) / longest) if longest else 0, abs=1e-6)


def test_a_preliminary_number_is_a_ring():
    line = Line("Här", (1, 2, 3), preliminary=frozenset([2]))

    shapes = drawing.lines(Series("p", "P", "procent", "År", ("1", "2", "3"), (line,))).shapes

    assert [shape.role for shape in shapes if isinstance(shape, Dot)] == ["ring-own"]


def test_only_the_own_bar_is_filled_in_a_comparison():
    series = Series("p", "P", "procent", "Plats", ("A", "B", "C"), (Line("2025", (3, 2, None)),), own=1)

    shapes = drawing.bars(series).shapes

    assert [shape.role for shape in shapes if isinstance(shape, Box)] == [
        "track",
        "bar-soft",
        "track",
        "bar",
        "missing",
    ]


def test_nought_stands_on_the_floor():
    series = Series("p", "P", "procent", "År", ("1", "2"), (Line("Här", (0, 41.5)),))

    [line] = [shape for shape in drawing.lines(series).shapes if shape.role == "line-own"]

    assert line.y1 == BOTTOM
    assert TOP <= line.y2 < BOTTOM


def test_the_goal_is_a_line_with_its_words():
    series = Series("p", "P", "procent", "År", ("1", "2"), (Line("Här", (1, 2)),), goal=Goal("Mål 2030: 7 %", 7))

    shapes = drawing.lines(series).shapes

    assert [shape.text for shape in shapes if shape.role == "goal"] == ["Mål 2030: 7 %"]
    assert any(shape.role == "target" for shape in shapes)
