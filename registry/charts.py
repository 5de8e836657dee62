"""Lines over time, as numbers for an SVG without viewBox: x in percent and y in pixels, so text keeps its size."""

from dataclasses import dataclass
from math import ceil

TOP, BOTTOM = 26, 214  # pixels: where the highest value and nought stand
LEFT, RIGHT = 6.0, 97.0  # percent
STEPS = 4
KINDS = ("own", "peers")  # the first series thick, the second dashed


@dataclass(frozen=True)
class Segment:
    """A piece of a line between two neighbours that both have a value."""

    kind: str
    x1: str
    y1: float
    x2: str
    y2: float


@dataclass(frozen=True)
class Dot:
    """One value of a series."""

    kind: str
    x: str
    y: float


@dataclass(frozen=True)
class Label:
    """A word on an axis. A `is_minor` one is left out on small screens."""

    at: object
    text: str
    is_minor: bool = False


@dataclass(frozen=True)
class LineChart:
    """What components/line_chart.html draws. Gaps stay gaps: a missing value has neither dot nor line."""

    segments: tuple
    dots: tuple
    levels: tuple
    labels: tuple


def line_chart(labels, series, *, unit):
    """Draw up to two `series` of numbers, None for a missing one, each as long as `labels`. Nought is the floor."""
    highest = max((value for values in series for value in values if value is not None), default=0)
    top = _round_up(highest)
    places = [_place(number, len(labels)) for number in range(len(labels))]
    segments, dots = [], []
    for kind, values in zip(KINDS, series, strict=False):
        points = [
            (_percent(x), round(BOTTOM - (BOTTOM - TOP) * value / top, 1)) if value is not None else None
            for x, value in zip(places, values, strict=True)
        ]
        segments += [Segment(kind, *a, *b) for a, b in zip(points, points[1:], strict=False) if a and b]
        dots += [Dot(kind, *point) for point in points if point]
    levels = tuple(
        Label(BOTTOM - (BOTTOM - TOP) * step / STEPS, f"{top * step // STEPS}{f' {unit}' if step == STEPS else ''}")
        for step in range(STEPS + 1)
    )
    named = tuple(
        Label(_percent(x), text, (len(labels) - 1 - number) % 3 != 0)
        for number, (x, text) in enumerate(zip(places, labels, strict=True))
    )
    return LineChart(tuple(segments), tuple(dots), levels, named)


def _place(number, count):
    return RIGHT if count == 1 else LEFT + (RIGHT - LEFT) * number / (count - 1)


def _percent(x):
    return f"{x:.1f}%"


def _round_up(highest):
    """The least whole multiple of the steps, in round numbers, that holds the highest value."""
    step = max(1, ceil(highest / STEPS))
    size = next(size for size in (1, 5, 10, 50, 100, 1_000_000) if step <= 10 * size)
    return -(-step // size) * size * STEPS
