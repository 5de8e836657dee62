"""What a picture shows, whichever way it is drawn: the numbers with all that one must know to use them."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from registry.exports import Column
from registry.wording import NO_BREAK_SPACE, capitalised, grouped, in_a_row

MISSING = "saknas"
PRELIMINARY = "preliminärt"
OWN, PEERS, COUNTRY, THEN = "own", "peers", "country", "then"
INVENTED = "påhittade värden"
PARTLY_INVENTED = "delvis påhittade värden"
WITHHELD = "färre än 5"  # of what is known, and too small to tell


@dataclass(frozen=True)
class Line:
    """One row of numbers, as long as the labels of its series; None where a number is missing.

    `kind` says how it is drawn: own (thick), peers (dashed), country (dotted) or then (an earlier year).
    `preliminary` holds the places of those that the source may still change, `withheld` of those that are known but
    too small to tell: their value is None.
    """

    name: str
    values: tuple
    kind: str = OWN
    preliminary: frozenset = frozenset()
    withheld: frozenset = frozenset()

    def last(self):
        """The place of the last number that is known, or None."""
        return next((place for place in reversed(range(len(self.values))) if self.values[place] is not None), None)

    @property
    def is_preliminary(self):
        """Whether the source may still change every number of it."""
        known = {place for place, value in enumerate(self.values) if value is not None}
        return bool(known) and known <= self.preliminary

    @property
    def full_name(self):
        """The name, and that it is all preliminary where it is."""
        return f"{self.name}, {PRELIMINARY}" if self.is_preliminary else self.name

    def partly(self, place):
        """Whether a number is preliminary while others are not, so that it must say so itself."""
        return place in self.preliminary and self.values[place] is not None and not self.is_preliminary


class Goal(NamedTuple):
    """A level to reach, and what to call it: "Mål 2030: 7 %"."""

    label: str
    value: object


class Cell(NamedTuple):
    """A cell of the table twin. `note` says what is particular about the number."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class Series:
    """Numbers of one measure: over years, by area, or place by place. `heading` is what the labels are.

    `key` is its name in addresses, ids and files. `does_not_cover` is what one may wrongly believe that the numbers
    hold. `invented` are the places of the labels whose numbers are made up; all of them, with `is_invented`.
    `own` is the place of the label that the others are compared with. `decimals` is how exactly numbers are written.
    `gap` is why a number is not there.
    """

    key: str
    title: str
    unit: str
    heading: str
    labels: tuple
    lines: tuple
    source: str = ""
    sign: str = ""
    does_not_cover: str = ""
    is_invented: bool = False
    invented: frozenset = frozenset()
    read_on: date | None = None
    goal: Goal | None = None
    own: int | None = None
    decimals: int = 1
    gap: str = "uppgift saknas"

    @property
    def full_title(self):
        """The title, and that the numbers are made up where they are."""
        if self.is_invented or (self.invented and len(self.invented) == len(self.labels)):
            return f"{self.title} ({INVENTED})"
        return f"{self.title} ({PARTLY_INVENTED})" if self.invented else self.title

    @property
    def is_made_up(self):
        """Whether any number is invented."""
        return self.is_invented or bool(self.invented)

    @property
    def is_empty(self):
        """Whether there is no number at all to draw."""
        return all(value is None for line in self.lines for value in line.values)

    @property
    def change(self):
        """How much the own number has moved since then, label by label; nothing where there is no earlier year."""
        kinds = {line.kind: line.values for line in self.lines}
        if OWN not in kinds or THEN not in kinds:
            return None
        pairs = zip(kinds[OWN], kinds[THEN], strict=True)
        return tuple(None if None in pair else pair[0] - pair[1] for pair in pairs)

    def label(self, place):
        """A label as it is printed: where only some are made up, each of those says so."""
        partly = self.invented and not self.is_invented and len(self.invented) < len(self.labels)
        return f"{self.labels[place]} (påhittat)" if partly and place in self.invented else str(self.labels[place])

    def words(self, value):
        """A number as written in Swedish, without its unit: 3,9. Small ones keep a digit that says something."""
        return number_in_words(value, self.decimals)

    def with_sign(self, value):
        """3,9 %, or that it is missing."""
        return self.words(value) + (f"{NO_BREAK_SPACE}{self.sign}" if value is not None and self.sign else "")

    def told(self, line, place):
        """A number of a line, that it is missing, or that it is too small to tell."""
        return WITHHELD if place in line.withheld else self.words(line.values[place])

    @property
    def gaps(self):
        """Everything that a gap in the picture may be."""
        return f"{self.gap} eller {WITHHELD}" if any(line.withheld for line in self.lines) else self.gap

    @property
    def headers(self):
        """The columns of the table twin."""
        change = [CHANGE] if self.change else []
        return [self.heading, *(line.full_name for line in self.lines), *change]

    @property
    def rows(self):
        """The rows of the table twin: (label, cells)."""
        told = []
        for place in range(len(self.labels)):
            cells = [Cell(self.told(line, place), PRELIMINARY if line.partly(place) else "") for line in self.lines]
            if self.change:
                cells.append(Cell(change_in_words(self.change[place], self.decimals)))
            told.append((self.label(place), cells))
        return told

    @property
    def text(self):
        """What the picture shows, for those who do not see it."""
        return " ".join([*(self._line_in_words(line) for line in self.lines), "Alla värden står i tabellen."])

    def _line_in_words(self, line):
        known = [place for place, value in enumerate(line.values) if value is not None]
        gaps = [self.label(n) for n, value in enumerate(line.values) if value is None and n not in line.withheld]
        small = [self.label(place) for place in sorted(line.withheld)]
        lacking = f" {capitalised(self.gap)} för {in_a_row(gaps)}." if gaps else ""
        lacking += f" {capitalised(WITHHELD)} för {in_a_row(small)}." if small else ""
        if not known:
            return f"{line.name}:{lacking}" if small else f"{line.name}: {self.gap}."
        ends = [known[0], known[-1]] if len(known) > 1 else known
        told = " till ".join(f"{self.words(line.values[place])} ({self.label(place)})" for place in ends)
        return f"{line.name}: {'från ' if len(ends) > 1 else ''}{told}, {self.unit}.{lacking}"

    # --- The file ---

    @property
    def columns(self):
        """The columns of the file twin: the numbers, and on each row what one must know to use them."""
        change = [Column("change", CHANGE)] if self.change else []
        return [
            Column("label", self.heading),
            *(Column(line.kind, line.name) for line in self.lines),
            *change,
            Column("preliminary", "Preliminära"),
            Column("is_invented", "Påhittat"),
            Column("unit", "Enhet"),
            Column("title", "Mått"),
            Column("source", "Källa"),
            Column("read_on", "Läst"),
            Column("does_not_cover", "Täcker inte"),
        ]

    @property
    def file_rows(self):
        """The rows of the file twin, numbers as exactly as they are known and empty where they are missing."""
        for place, label in enumerate(self.labels):
            numbers = {line.kind: _plain(line.values[place]) for line in self.lines}
            change = {"change": _plain(self.change[place])} if self.change else {}
            yield {
                "label": str(label),
                **numbers,
                **change,
                "preliminary": [line.name for line in self.lines if place in line.preliminary],
                "is_invented": self.is_invented or place in self.invented,
                "unit": self.unit,
                "title": self.full_title,
                "source": self.source,
                "read_on": self.read_on,
                "does_not_cover": self.does_not_cover,
            }


CHANGE = "Förändring"
MOST_DECIMALS = 4


def number_in_words(value, decimals=1):
    """A number as written in Swedish: 3,9 and 12 480. What rounds to nought without being it keeps more decimals."""
    if value is None:
        return MISSING
    rounded = _rounded(value, decimals)
    while not rounded and value and decimals < MOST_DECIMALS:
        decimals += 1
        rounded = _rounded(value, decimals)
    return grouped(rounded, decimals)


def change_in_words(value, decimals=1):
    """A change with its sign: +0,6, −0,2, or 0,0."""
    text = number_in_words(value, decimals)
    return f"+{text}" if value is not None and value > 0 and text.strip("0,") else text


def _rounded(value, decimals):
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _plain(value):
    """A number that files can hold: whole ones without decimals."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
