"""Targets against outcomes, as numbers for SVG without viewBox: x in percent and y in pixels. Pure."""

from dataclasses import dataclass
from math import floor, log10

HATCH = tuple((f"{x}%", f"{x + 2}%") for x in range(0, 100, 4))
NICE = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
ROOM = 1.1  # the longest bar or mark leaves a tenth free
INSIDE = 99.4  # a mark on the very edge would be cut in half


@dataclass(frozen=True)
class Bar:
    """One target: how long the bar is and where the mark stands. No bar: the outcome is missing, and it is hatched."""

    name: str
    told: str
    note: str
    mark: str
    fill: str | None
    hatch: tuple = ()


def target_bars(rows):
    """Draw (name, unit, outcome or None, target, what is told, note) rows. Those of one unit share a scale."""
    rows = list(rows)
    tops = {}
    for _, unit, outcome, goal, _, _ in rows:
        tops[unit] = max(tops.get(unit, 0), float(goal), float(outcome or 0))
    tops = {unit: _round_up(top * ROOM) for unit, top in tops.items()}
    return tuple(_bar(tops[row[1]], *row) for row in rows)


def _bar(top, name, unit, outcome, goal, told, note):
    fill = None if outcome is None else _percent(outcome, top)
    return Bar(name, told, note, _percent(goal, top), fill, HATCH if outcome is None else ())


def _percent(value, top):
    return f"{min(max(100 * float(value) / top, 0), INSIDE):.1f}%"


def _round_up(number):
    """A round number that is at least as large."""
    if number <= 0:
        return 1
    size = 10 ** floor(log10(number))
    return next(step * size for step in NICE if step * size >= number * (1 - 1e-9))
