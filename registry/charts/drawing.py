"""Where each part of a picture stands: x in percent of its width and y in pixels, so text keeps its size at any width.

No colours and no markup here: each shape has a role, which `svg` and the style sheet give its look.
"""

from decimal import Decimal
from itertools import count, pairwise
from math import floor
from typing import NamedTuple

from registry.charts.series import COUNTRY, OWN, PEERS, THEN

LEFT, RIGHT = 5.0, 96.0  # percent: where the first and the last year stand
TOP, BOTTOM = 26.0, 294.0  # pixels: where the highest and the lowest level stand
HEIGHT = 324
MOST_STEPS = 5  # levels above the lowest one
SIZES = (1, 2, 5)
ROW, BAR, THICK = 48, 20, 16  # pixels: a bar's row, where in it the bar begins, how thick it is
REACH = 82.0  # percent: how far the longest bar goes, with room for its number
FOOT = 22
NEAR = 26  # pixels: closer to the last value than this, another line is in the way of its number
STAR = "*"
MOST_LABELS = 6  # on a small screen


class Stroke(NamedTuple):
    role: str
    x1: float
    y1: float
    x2: float
    y2: float


class Box(NamedTuple):
    role: str
    x: float
    y: float
    width: float
    height: float


class Dot(NamedTuple):
    role: str
    x: float
    y: float
    r: float


class Words(NamedTuple):
    """A text. A `is_minor` one is left out on small screens."""

    role: str
    x: float
    y: float
    text: str
    anchor: str = "start"
    is_minor: bool = False


class Drawing(NamedTuple):
    """The shapes of a picture, the lowest first, and how high it is."""

    shapes: tuple
    height: int


class Axis(NamedTuple):
    """Levels in round numbers that hold every value."""

    levels: tuple

    def share(self, value):
        """How far up the value stands: 0 at the lowest level, 1 at the highest."""
        low, high = self.levels[0], self.levels[-1]
        return float((Decimal(value) - low) / (high - low))


def axis(values, *, decimals=0):
    """The axis for the values. Nought is on it, and steps are no finer than the numbers are written."""
    known = [Decimal(value) for value in values if value is not None]
    low, high = min([*known, Decimal(0)]), max([*known, Decimal(0)])
    sizes = (Decimal(size).scaleb(power - decimals) for power in count() for size in SIZES)
    step = next(size for size in sizes if _steps(low, high, size) <= MOST_STEPS)
    first = floor(low / step)
    return Axis(tuple(step * number for number in range(first, first + max(_steps(low, high, step), 1) + 1)))


def _steps(low, high, step):
    return -floor(-high / step) - floor(low / step)


# --- Lines over time ---


def lines(series):
    """The lines of a series over time. Gaps stay gaps, and years where the first line has no number are hatched."""
    goal = [series.goal.value] if series.goal else []
    scale = axis([value for line in series.lines for value in line.values] + goal, decimals=series.decimals)
    xs = [_year(place, len(series.labels)) for place in range(len(series.labels))]
    shapes = [*_missing(series, xs), *_levels(series, scale), *_years(series, xs)]
    if series.goal:
        y = _y(scale, series.goal.value)
        shapes += [Stroke("target", LEFT, y, 100, y), Words("goal", 100, y - 8, series.goal.label, "end")]
    for line in reversed(series.lines):
        shapes += _line(line, xs, scale)
    return Drawing((*shapes, *_last_value(series, xs, scale)), HEIGHT)


def _year(place, years):
    return RIGHT if years == 1 else LEFT + (RIGHT - LEFT) * place / (years - 1)


def _y(scale, value):
    return BOTTOM - (BOTTOM - TOP) * scale.share(value)


def _missing(series, xs):
    if not series.lines or series.lines[0].last() is None:
        return
    half = (RIGHT - LEFT) / max(len(xs) - 1, 1) / 2
    for x, value in zip(xs, series.lines[0].values, strict=True):
        if value is None:
            left, right = max(x - half, LEFT - 1), min(x + half, 100)
            yield Box("missing", left, TOP, right - left, BOTTOM - TOP)


def _levels(series, scale):
    for number, level in enumerate(scale.levels):
        y = _y(scale, level)
        yield Stroke("grid" if level else "axis", 0, y, 100, y)
        text = f"{level.normalize():f}".replace(".", ",").replace("-", "−")
        is_top = number == len(scale.levels) - 1
        yield Words("level", 0, y - 5, f"{text} {series.sign}".strip() if is_top else text)


def _years(series, xs):
    every = -(-len(xs) // MOST_LABELS)
    for place, x in enumerate(xs):
        yield Words("label", x, 316, series.label(place), "middle", (len(xs) - 1 - place) % every != 0)


def _line(line, xs, scale):
    points = [None if value is None else (x, _y(scale, value)) for x, value in zip(xs, line.values, strict=True)]
    for before, after in pairwise(points):
        if before and after:
            yield Stroke(f"line-{line.kind}", *before, *after)
    for place, point in enumerate(points):
        if point is None:
            continue
        alone = not any(points[near] for near in (place - 1, place + 1) if 0 <= near < len(points))
        if place in line.preliminary:
            yield Dot(f"ring-{line.kind}", *point, 4.5)
        elif alone or (line.kind == OWN and place == line.last()):
            yield Dot(f"dot-{line.kind}", *point, 4.5)


def _last_value(series, xs, scale):
    """The last number of the first line, written out where it stands."""
    if not series.lines or (place := series.lines[0].last()) is None:
        return
    line = series.lines[0]
    y = _y(scale, line.values[place])
    others = [_y(scale, other.values[place]) for other in series.lines[1:] if other.values[place] is not None]
    below = any(0 < y - other < NEAR for other in others) and y + NEAR < BOTTOM
    yield Words("strong", xs[place], y + 22 if below else y - 12, series.words(line.values[place]), "middle")


# --- Bars ---


def bars(series):
    """A bar for each label with its name and number above it. Ticks are the other lines; hatched is missing.

    In a comparison only the own bar is filled.
    """
    drawn = [line.values for line in series.lines]
    scale = axis([value for values in drawn for value in values], decimals=series.decimals)
    own = series.lines[0]
    shapes = []
    for place in range(len(series.labels)):
        top = place * ROW
        shapes += _bar(series, own, place, scale, top)
        for line in series.lines[1:]:
            if line.values[place] is not None:
                shapes += _tick(line, REACH * scale.share(line.values[place]), top + BAR)
    foot = len(series.labels) * ROW + 4
    lowest, highest = (f"{level.normalize():f}".replace(".", ",") for level in (scale.levels[0], scale.levels[-1]))
    shapes += [
        Words("level", 0, foot + 10, lowest),
        Words("level", REACH, foot + 10, f"{highest} {series.sign}", "end"),
    ]
    return Drawing(tuple(shapes), foot + FOOT)


def _bar(series, own, place, scale, top):
    is_own = series.own in (None, place)
    value = own.values[place]
    told = series.with_sign(value) if place not in own.withheld else series.told(own, place)
    told += STAR if own.partly(place) else ""
    yield Words("strong" if place == series.own else "name", 0, top + 14, series.label(place))
    yield Words("strong" if is_own else "name", 100, top + BAR + 13, told, "end")
    yield Box("track" if value is not None else "missing", 0, top + BAR, REACH, THICK)
    if value is not None:
        nought, end = REACH * scale.share(0), REACH * scale.share(value)
        role = "bar" if is_own else "bar-soft"
        yield Box(role, min(nought, end), top + BAR, abs(end - nought), THICK)


def _tick(line, x, y):
    if line.kind == THEN:
        yield Dot("then", x, y + THICK / 2, 5)
        return
    yield Stroke("casing", x, y - 3, x, y + THICK + 3)
    yield Stroke(f"tick-{line.kind}", x, y - 3, x, y + THICK + 3)


LEGENDS = {
    lines: {kind: (Stroke(f"line-{kind}", 5, 5, 95, 5),) for kind in (OWN, PEERS, COUNTRY)},
    bars: {
        OWN: (Box("bar", 10, 0, 80, 10),),
        PEERS: (Stroke("tick-peers", 50, 0, 50, 10),),
        COUNTRY: (Stroke("tick-country", 50, 0, 50, 10),),
        THEN: (Dot("then", 50, 5, 4),),
    },
}
