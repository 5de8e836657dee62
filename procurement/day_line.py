"""Days along a line, as numbers for an SVG without viewBox: x in percent and y in pixels, so text keeps its size."""

from dataclasses import dataclass

from registry.wording import day_in_words

ROW, TOP = 32, 20  # pixels
LEFT, RIGHT = 3.0, 97.0  # percent


@dataclass(frozen=True)
class Mark:
    """One day: its number in the table beside, its place, and on which side of the dot its text stands."""

    number: int
    text: str
    x: str
    y: int
    text_y: int
    side: str


@dataclass(frozen=True)
class DayLine:
    """What components/day_line.html draws: one row for each day, in the order given."""

    marks: tuple[Mark, ...]
    height: int
    words: str


def day_line(days):
    """Place (day, label) pairs between the first day and the last. Numbers follow the order, from 1."""
    first = min(day for day, _ in days)
    span = (max(day for day, _ in days) - first).days
    marks = []
    for row, (day, _) in enumerate(days):
        x = LEFT + (RIGHT - LEFT) * ((day - first).days / span if span else 0)
        y = TOP + row * ROW
        side = "start" if x <= 50 else "end"
        marks.append(Mark(row + 1, f"{row + 1}. {day_in_words(day)}", f"{x:.1f}%", y, y + 5, side))
    words = ". ".join(f"{number}: {label} {day_in_words(day)}" for number, (day, label) in enumerate(days, 1))
    return DayLine(tuple(marks), TOP + len(days) * ROW, f"{words}.")
