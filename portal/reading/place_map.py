"""What the map shows: each place's step of a measure, with all that one must know to read it. No queries here.

A step is told of the number as it is printed, so that the picture, its legend and the list never disagree.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from portal.reading.place_list import WANTED
from portal.reading.places import MUNICIPALITY, REGION, Known
from portal.reading.series import SHARE_OF, YEARS, read_on, source_of
from registry.charts.series import INVENTED, MISSING, change_in_words, number_in_words
from registry.exports import Column
from registry.wording import NO_BREAK_SPACE

TENTH = Decimal("0.1")
MISSING_IN_WORDS = f"uppgift {MISSING}"
PER = {MUNICIPALITY: "kommun för kommun", REGION: "region för region"}
COLUMNS = [
    Column("code", "Kod"),
    Column("name", "Namn"),
    Column("value", "Värde"),
    Column("step", "Steg i kartan"),
    Column("is_preliminary", "Preliminärt"),
    Column("is_invented", "Påhittat"),
    Column("year", "År"),
    Column("title", "Mått"),
    Column("unit", "Enhet"),
    Column("source", "Källa"),
    Column("read_on", "Läst"),
    Column("does_not_cover", "Täcker inte"),
]


class Shown(NamedTuple):
    """A measure of the map. `limits`: {kind: the least number, in tenths, of each step but the first}, ascending."""

    label: str
    title: str
    of: Callable
    limits: dict
    unit: str
    in_words: Callable
    step_names: Callable


def _decimals(*numbers):
    return tuple(Decimal(number) for number in numbers)


def _spans(limits, unit):
    """From-to in words of each step: under 1,0 %, 1,0–2,9 %, … , 10,0 % eller mer."""
    told = [number_in_words(limit) for limit in limits]
    ends = [number_in_words(limit - TENTH) for limit in limits[1:]]
    between = [f"{first}–{last}{unit}" for first, last in zip(told, ends, strict=False)]
    return [f"under {told[0]}{unit}", *between, f"{told[-1]}{unit} eller mer"]


def _percent(limits):
    return _spans(limits, f"{NO_BREAK_SPACE}%")


def _points(limits):
    return _spans(limits, "")


def _changes(limits):
    """Down much, down, the same, up, up much. The limits are -0.9, 0.0, 0.1 and 1.0."""
    much, little = number_in_words(limits[-1]), number_in_words(limits[-1] - TENTH)
    return [
        f"minskat {much} eller mer",
        f"minskat 0,1–{little}",
        "i stort sett oförändrat",
        f"ökat 0,1–{little}",
        f"ökat {much} eller mer",
    ]


SHOWN_FIRST = "andel"
MEASURES = {
    "andel": Shown(
        "Andel",
        "Andel köp från föreningar och stiftelser",
        lambda row: row.share,
        {MUNICIPALITY: _decimals("1", "3", "5", "10"), REGION: _decimals("0.5", "1", "2", "5")},
        "procent",
        number_in_words,
        _percent,
    ),
    "forandring": Shown(
        "Förändring på fem år",
        "Förändring på fem år av andelen köp från föreningar och stiftelser",
        lambda row: row.change,
        dict.fromkeys((MUNICIPALITY, REGION), _decimals("-0.9", "0", "0.1", "1")),
        "procentenheter",
        change_in_words,
        _changes,
    ),
    "gap": Shown(
        f"Gap till {WANTED} procent",
        f"Gap till {WANTED} procent köp från föreningar och stiftelser",
        lambda row: row.gap,
        {MUNICIPALITY: _decimals("10", "15", "17", "19"), REGION: _decimals("15", "18", "19", "19.5")},
        "procentenheter",
        number_in_words,
        _points,
    ),
}


class Area(NamedTuple):
    """A place on the map. `step` is None where the number is missing: it is hatched, and never the lowest step."""

    place: Known
    value: Decimal | None
    step: int | None
    in_words: str
    is_preliminary: bool


@dataclass(frozen=True)
class PlaceMap:
    """The places of one kind, each with its step. `steps` are the names of the steps, the lowest number first."""

    kind: str
    measure: Shown
    areas: list
    steps: list
    year: int | None
    source: str
    read_on: date | None
    does_not_cover: str
    is_invented: bool
    unit: str

    @property
    def title(self):
        """The measure and its years, and that the numbers are made up where they are."""
        year = "" if self.year is None else f" {self.year}"
        if self.year and self.measure is MEASURES["forandring"]:
            year = f" {self.year - YEARS}–{self.year}"
        return f"{self.measure.title}{year}, {PER[self.kind]}" + (f" ({INVENTED})" if self.is_invented else "")

    @property
    def counts(self):
        """How many places each step holds, and under None how many lack a number."""
        return Counter(area.step for area in self.areas)

    @property
    def legend(self):
        """(step, its name, how many places), and last those without a number, whose step is None."""
        counts = self.counts
        told = [(step, name, counts[step]) for step, name in enumerate(self.steps)]
        return [*told, (None, MISSING_IN_WORDS, counts[None])]

    @property
    def text(self):
        """What the picture shows, for those who do not see it."""
        told = "; ".join(f"{name}: {count}" for _, name, count in self.legend)
        return f"Antal platser efter {self.unit}. {told[:1].upper()}{told[1:]}. Alla värden står i listan."

    @property
    def is_empty(self):
        """Whether no place has a number."""
        return all(area.step is None for area in self.areas)

    @property
    def file_rows(self):
        """The map as rows of a file: empty where a number is missing."""
        for area in self.areas:
            yield {
                "code": area.place.public_code,
                "name": area.place.name,
                "value": None if area.value is None else float(area.value),
                "step": MISSING_IN_WORDS if area.step is None else self.steps[area.step],
                "is_preliminary": area.is_preliminary,
                "is_invented": self.is_invented,
                "year": self.year,
                "title": self.title,
                "unit": self.unit,
                "source": self.source,
                "read_on": self.read_on,
                "does_not_cover": self.does_not_cover,
            }


def place_map(rows, kind, name):
    """The map of those `portal.reading.place_list.Standing` that are of the kind. `name`: one of MEASURES."""
    rows = [row for row in rows if row.place.kind == kind]
    measure = MEASURES[name]
    limits = measure.limits[kind]
    indicator = rows[0].indicator if rows else None
    return PlaceMap(
        kind=kind,
        measure=measure,
        areas=[_area(row, measure, limits) for row in rows],
        steps=measure.step_names(limits),
        year=indicator and indicator.last_year,
        source=source_of(indicator) if indicator else "",
        read_on=indicator and read_on(indicator),
        does_not_cover=indicator.does_not_cover if indicator else "",
        is_invented=bool(indicator and indicator.is_invented),
        unit=SHARE_OF[kind] if name == SHOWN_FIRST else measure.unit,
    )


def _area(row, measure, limits):
    value = measure.of(row)
    if value is None:
        return Area(row.place, None, None, MISSING_IN_WORDS, False)
    step = bisect_right(limits, value.quantize(TENTH, ROUND_HALF_UP))
    return Area(row.place, value, step, f"{measure.in_words(value)} {measure.unit}", row.is_preliminary)
