"""What organisations count themselves, as everybody may read it. One query for a place, however much they count.

A number of people under five is never told: `Number` forgets it when it is read, and nothing after that knows it. Sums
are made of what is told alone, so no sum, picture or file differs whichever of 0, 1, 2, 3 and 4 it was. A year in which
some number is withheld or missing has no whole sum: it is at least what the others told.

Nothing here is official statistics, and nothing here reads any: `Indicator` has its own reader, charts and files.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from portal.models import LocalMeasure, LocalParticipant, LocalValue
from portal.models.local_figures import MeasureState, ParticipantState
from portal.reading.addresses import place_url
from portal.templatetags.ui import antal
from registry.charts.series import WITHHELD, Line, Series
from registry.wording import NO_BREAK_SPACE, first_of, in_a_row

FEWEST = 5  # people: a smaller number is not told
MOST_NAMED = 3  # organisations, on a line
INVENTED = "påhittad"
MISSING = "saknas"
HIDDEN = "En organisation som inte visas"
NOT_OFFICIAL = "organisationernas egna uppgifter, inte officiell statistik"
TOGETHER = "Tillsammans"
State = ParticipantState


@dataclass(frozen=True)
class Number:
    """What one organisation says of a year, as everybody may read it. `value` is None where it is withheld."""

    value: int | None
    as_of: date
    source: str
    source_url: str

    @property
    def is_withheld(self):
        return self.value is None

    @property
    def source_in_words(self):
        """The source's name; its address when nobody has named it."""
        return self.source or self.source_url


@dataclass(frozen=True)
class Counter:
    """An organisation that counts. `numbers` are its own, by year."""

    pk: int
    name: str
    url: str
    has_left: bool
    numbers: dict

    @property
    def name_in_full(self):
        return f"{self.name} (har lämnat)" if self.has_left else self.name


@dataclass(frozen=True)
class Total:
    """What all of them say of a year together. `value` is the sum of what is told; None where nothing is."""

    value: int | None
    lacking: tuple  # the names of those who have no number for the year
    withheld: tuple  # of those whose number is too small to tell

    @property
    def is_whole(self):
        return self.value is not None and not self.lacking and not self.withheld

    @property
    def note(self):
        """Why the sum is not whole; empty when it is."""
        told = [f"saknas från {first_of(self.lacking, MOST_NAMED)}"] if self.lacking else []
        if self.withheld:
            told.append(f"{WITHHELD} från {first_of(self.withheld, MOST_NAMED)}, som inte är med i summan")
        return "; ".join(told)


@dataclass(frozen=True)
class Told:
    """A measure with those who count it and their numbers."""

    measure: LocalMeasure
    counters: tuple

    @property
    def name(self):
        """Its name, and that it is made up when it is."""
        return self.measure.marked_name

    @property
    def url(self):
        return place_url("local_figure", self.measure.place, self.measure.pk)

    @property
    def who(self):
        return in_a_row([row.name for row in self.counters]) if self.counters else HIDDEN

    @property
    def some(self):
        """The first of those who count, and how many more they are."""
        return first_of([row.name for row in self.counters], MOST_NAMED) if self.counters else HIDDEN

    @property
    def is_together(self):
        return len(self.counters) > 1

    @property
    def has_sums(self):
        """Several count, and the measure says that nothing is counted twice."""
        return self.is_together and not self.measure.may_overlap

    @property
    def counting(self):
        return "Räknas en viss dag varje år" if self.measure.is_stock else "Räknas över ett helt år"

    @property
    def overlap_in_words(self):
        """Whether the same thing may be counted by several, in the measure's own words."""
        if self.measure.may_overlap:
            return f"Ja. {self.measure.overlap}"
        return f"Nej. {self.measure.overlap}".strip()

    @cached_property
    def years(self):
        """From the first to the last year that somebody has a number of, those without included."""
        found = [year for row in self.counters for year in row.numbers]
        return tuple(range(min(found), max(found) + 1)) if found else ()

    def total(self, year):
        numbers = [(row.name, row.numbers.get(year)) for row in self.counters]
        told = [number.value for _, number in numbers if number and not number.is_withheld]
        return Total(
            sum(told) if told else None,
            tuple(name for name, number in numbers if number is None),
            tuple(name for name, number in numbers if number and number.is_withheld),
        )

    # --- In words ---

    def words(self, value):
        return f"{antal(value)}{NO_BREAK_SPACE}{self.measure.unit_word}"

    def number_in_words(self, number):
        """120 platser, färre än 5 personer, or that it is missing."""
        if number is None:
            return MISSING
        if number.is_withheld:
            return f"{WITHHELD}{NO_BREAK_SPACE}{self.measure.unit_word}"
        return self.words(number.value)

    def total_in_words(self, year):
        """The sum of a year: whole, at least so much, or that it is not told."""
        total = self.total(year)
        if total.value is None:
            return "ingen summa" if total.withheld else MISSING
        return self.words(total.value) if total.is_whole else f"minst {self.words(total.value)}"

    @property
    def last_year(self):
        return self.years[-1] if self.years else None

    @property
    def in_short(self):
        """The last year in a few words: the sum, or what each one says."""
        if not self.years:
            return MISSING
        if self.has_sums:
            return self.total_in_words(self.last_year)
        held = [row for row in self.counters if self.last_year in row.numbers]
        if not self.is_together:
            return self.number_in_words(held[0].numbers[self.last_year])
        told = [f"{row.name}: {self.number_in_words(row.numbers[self.last_year])}" for row in held]
        return first_of(told, MOST_NAMED)

    @property
    def last_in_words(self):
        """The last year with its year and what one must know of it, on a line."""
        return ", ".join(filter(None, [self.in_short, str(self.last_year or ""), self.note_in_short]))

    @property
    def caption(self):
        """What the table is called."""
        return f"{self.name}, {self.measure.place.name}, {self.measure.unit_word}"

    @property
    def note_in_short(self):
        """What one must know of the last year; empty when it is all there."""
        if self.has_sums and self.years:
            return self.total(self.last_year).note
        return "ingen summa, samma sak kan räknas av flera" if self.is_together else ""

    # --- The picture ---

    @cached_property
    def series(self):
        """What is drawn: whole sums year by year, or each one beside the others the last year; None if too little."""
        series = self._beside() if self.is_together and not self.has_sums else self._over_years()
        known = sum(value is not None for value in series.lines[0].values) if series else 0
        return series if known > 1 else None

    def _over_years(self):
        if not self.years:
            return None
        totals = [self.total(year) for year in self.years]
        small = frozenset(n for n, total in enumerate(totals) if total.withheld and not self.is_together)
        line = Line(
            TOGETHER if self.is_together else self.counters[0].name,
            tuple(total.value if total.is_whole else None for total in totals),
            withheld=small,
        )
        gap = "det finns ingen hel summa" if self.is_together else "uppgift saknas"
        return self._series("År", tuple(str(year) for year in self.years), line, self.measure.name, gap=gap)

    def _beside(self):
        if not self.years:
            return None
        year = self.last_year
        numbers = [row.numbers.get(year) for row in self.counters]
        line = Line(
            str(year),
            tuple(number.value if number else None for number in numbers),
            withheld=frozenset(n for n, number in enumerate(numbers) if number and number.is_withheld),
        )
        names = tuple(row.name for row in self.counters)
        return self._series("Organisation", names, line, f"{self.measure.name} {year}, organisation för organisation")

    def _series(self, heading, labels, line, title, **more):
        return Series(
            key="egna-siffror",
            title=f"{title}, {self.measure.place.name}",
            unit=self.measure.unit_word,
            heading=heading,
            labels=labels,
            lines=(line,),
            source=f"{self.who}: {NOT_OFFICIAL}",
            does_not_cover=f"Räknar: {self.measure.definition}",
            is_invented=self.measure.is_invented,
            decimals=0,
            **more,
        )


# --- Read ---


def shown(measures):
    """The measures with all that everybody reads of them, for `told`. No query of its own."""
    here = {"measure": OuterRef("pk")}
    parts = LocalParticipant.objects.filter(**here, state__in=[State.IN, State.LEFT]).order_by("answered_at", "pk")
    values = LocalValue.objects.standing().filter(**here).order_by("year")
    whose = ["id", "name", "slug", "published_at"]
    who = JSONObject(state="state", **{name: f"organisation__{name}" for name in whose})
    number = JSONObject(
        **{name: name for name in ("organisation_id", "year", "value", "as_of", "source", "source_url")}
    )
    return measures.select_related("place").annotate(
        parts=ArraySubquery(parts.values(found=who)), numbers=ArraySubquery(values.values(found=number))
    )


def told(measure):
    """A measure that `shown` has given. Small numbers of people are forgotten here."""
    numbers = {}
    for row in measure.numbers:
        numbers.setdefault(row["organisation_id"], {})[row["year"]] = _number(measure, row)
    parts = {}
    for row in measure.parts:
        held = parts.setdefault(row["id"], row)
        if row["state"] == State.IN:
            held["state"] = row["state"]
    return Told(measure, tuple(_counter(row, numbers) for row in parts.values() if _is_told(row, numbers)))


def _is_told(part, numbers):
    """Who has left is told as long as its numbers stand."""
    return part["state"] == State.IN or part["id"] in numbers


def _counter(part, numbers):
    is_shown = part["published_at"] is not None
    return Counter(
        part["id"],
        part["name"] if is_shown else HIDDEN,
        reverse("organisation", args=[part["slug"]]) if is_shown else "",
        part["state"] == State.LEFT,
        numbers.get(part["id"], {}),
    )


def _number(measure, row):
    value = row["value"]
    return Number(
        None if is_small(measure, value) else value,
        date.fromisoformat(row["as_of"]),
        row["source"],
        row["source_url"],
    )


def is_small(measure, value):
    """Whether a number may point out people and is not told."""
    return measure.counts_people and value < FEWEST


def with_numbers():
    """Those that everybody is shown in lists: with some number, and not replaced by another."""
    standing = LocalValue.objects.standing().filter(measure=OuterRef("pk"))
    return LocalMeasure.objects.exclude(state=MeasureState.REPLACED).filter(Exists(standing))


def measures_of(place):
    """Those of a place, by its row, for `told`."""
    return shown(with_numbers().filter(place=place.code))


def in_order(found):
    """Those counted last come first."""
    return sorted(found, key=lambda row: (-row.last_year, row.measure.name, row.measure.pk))


def of_service(place, service):
    """Those of the service, or all of the place when none is chosen, with what most count first. One query."""
    rows = with_numbers().filter(place=place.code)
    found = [told(row) for row in shown(rows.filter(service_area=service) if service else rows)]
    return sorted(found, key=lambda row: (-row.last_year, -len(row.counters), row.measure.pk))
