"""When contracts end, as numbers for an SVG without viewBox: x in percent and y in pixels, so text keeps its size."""

from dataclasses import dataclass
from datetime import date

from registry.calendar import months_later

ROW, TOP = 26, 34  # pixels
LEFT, RIGHT = 6.0, 96.0  # percent
MONTHS_BEFORE, MONTHS_AFTER = 3, 72  # how far the picture reaches from today; what lies beyond ends at its edge


@dataclass(frozen=True)
class Line:
    """One contract: its number in the list, from where to where each part of the line goes, and the steps' places."""

    number: int
    y: int
    text_y: int
    begin: str
    end: str
    possible: str
    steps: tuple[str, ...]
    ends_inside: bool


@dataclass(frozen=True)
class Tick:
    """The first day of a year."""

    year: int
    x: str


@dataclass(frozen=True)
class Mark:
    """A day that matters to all the contracts, with its name under the lines."""

    label: str
    x: str


@dataclass(frozen=True)
class EndLines:
    """What components/end_lines.html draws."""

    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    today: str
    height: int
    mark: Mark | None = None


def end_lines(rows, today, mark=None):
    """Draw (number, days of the steps, last day, possible last day) rows; None when there are none.

    `mark`: (day, label) of a day that the picture reaches to, if it lies within the years that are drawn.
    """
    rows = list(rows)
    if not rows:
        return None
    first = months_later(today, -MONTHS_BEFORE)
    last = min(max(possible for _, _, _, possible in rows), months_later(today, MONTHS_AFTER))
    last = max(last, months_later(today, 12))
    is_marked = mark is not None and first <= mark[0] <= months_later(today, MONTHS_AFTER)
    if is_marked:
        last = max(last, mark[0])
    span = (last - first).days

    def x(day):
        inside = min(max(day, first), last)
        return f"{LEFT + (RIGHT - LEFT) * (inside - first).days / span:.1f}%"

    lines = []
    for place, (number, steps, ends, possible) in enumerate(rows):
        y = TOP + place * ROW
        inside = tuple(x(day) for day in steps if first <= day <= last)
        begin = x(max(today, first))
        lines.append(Line(number, y, y + 5, begin, x(ends), x(possible), inside, ends <= last))
    ticks = tuple(Tick(year, x(date(year, 1, 1))) for year in range(first.year + 1, last.year + 1))
    height = TOP + len(rows) * ROW
    if not is_marked:
        return EndLines(tuple(lines), ticks, x(today), height)
    return EndLines(tuple(lines), ticks, x(today), height + ROW, Mark(mark[1], x(mark[0])))
