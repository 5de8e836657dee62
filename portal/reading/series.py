"""What other sources' figures tell of a place: over time, by area, and beside other places. Two queries in all.

Nothing is guessed. A number that the source lacks is missing, also in a median of which less than half is known.
"""

from dataclasses import dataclass
from functools import cached_property
from statistics import median

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from portal.models import Indicator, IndicatorValue
from portal.reading.places import COUNTRY
from registry.charts import series as charts
from registry.charts.series import Line, Series

YEARS = 5  # what a change is counted over
Measure = Indicator.Measure
SHARE_OF = {
    "municipality": "procent av kostnaden för egentlig verksamhet",
    "region": "procent av nettokostnaden, läkemedel borträknade",
}
SHARE_OF_AREA = "procent av områdets kostnad"
COUNTRY_NAME = "Riket"


def indicators_of(kind):
    """The measures of a kind of place and that of inhabitants, in order, with the last year that has a number."""
    found = Indicator.objects.filter(Q(kind=kind) | Q(measure=Measure.POPULATION))
    return _with_newest(found.order_by("position", "code"))


def _with_newest(indicators):
    newest = IndicatorValue.objects.told().filter(indicator=OuterRef("pk"), value__isnull=False).order_by("-year")
    return indicators.annotate(
        last_year=Subquery(newest.values("year")[:1]), last_read=Subquery(newest.values("read_at")[:1])
    )


def all_indicators():
    """The measures of municipalities and of regions, in order, with the last year that has a number."""
    return _with_newest(Indicator.objects.order_by("kind", "position", "code"))


def source_of(indicator):
    """Where the numbers come from, in words."""
    if indicator.is_invented:
        return f"påhittad serie i samma form som {indicator.get_source_display()} {indicator.code}"
    return f"{indicator.get_source_display()}, nyckeltal {indicator.code}"


def read_on(indicator):
    """The day on which the newest number was read from the source."""
    return timezone.localdate(indicator.last_read) if indicator.last_read else None


@dataclass
class Numbers:
    """The numbers of a place, its peers and the country. `places`: {code: Known}; `peers`: portal.reading.peers."""

    place: object
    peers: object
    places: dict
    indicators: list

    @cached_property
    def headline(self):
        """The share of all that is bought from associations and foundations."""
        return next((row for row in self.indicators if row.measure == Measure.ASSOCIATIONS and not row.area), None)

    @cached_property
    def areas(self):
        """The same share of each area."""
        return [row for row in self.indicators if row.measure == Measure.ASSOCIATIONS and row.area]

    @cached_property
    def beside(self):
        """Shares of what is bought from others, to compare with."""
        return [row for row in self.indicators if row.measure in (Measure.PRIVATE, Measure.ALL)]

    @cached_property
    def population(self):
        """The measure of inhabitants."""
        return next((row for row in self.indicators if row.measure == Measure.POPULATION), None)

    @property
    def year(self):
        """The last year for which the headline is known of any place."""
        return self.headline.last_year if self.headline else None

    @property
    def then(self):
        """The year that changes are counted from."""
        return self.year and self.year - YEARS

    @cached_property
    def known(self):
        """{(measure, place): {year: (value, is preliminary)}}: every number that the page needs, in one query."""
        if self.year is None:
            return {}
        codes = [row.code for row in (*self.areas, *self.beside)]
        rows = (
            IndicatorValue.objects.told()
            .filter(Q(indicator=self.headline) | Q(indicator__in=codes, year__in=(self.year, self.then)))
            .filter(place__in=(self.place.code, COUNTRY, *self.peers.codes), value__isnull=False)
            .values_list("indicator", "place", "year", "value", "is_preliminary")
        )
        known = {}
        for indicator, place, year, value, is_preliminary in rows:
            known.setdefault((indicator, place), {})[year] = (value, is_preliminary)
        return known

    def value(self, indicator, place, year):
        """A number, or None where it is missing."""
        return self.known.get((indicator.code, place), {}).get(year, (None, False))[0]

    def is_preliminary(self, indicator, place, year):
        return self.known.get((indicator.code, place), {}).get(year, (None, False))[1]

    def of_peers(self, indicator, year):
        """The median of the peers, where at least half of them have a number."""
        found = [self.value(indicator, code, year) for code in self.peers.codes]
        told = [value for value in found if value is not None]
        return median(told) if told and 2 * len(told) >= len(found) else None

    # --- The three pictures ---

    @cached_property
    def over_time(self):
        """The headline year by year: the place, its peers' median, and the country. None before any import."""
        if self.year is None:
            return None
        first = min((year for (code, _), years in self.known.items() if code == self.headline.code for year in years))
        years = tuple(range(first, self.year + 1))
        lines = [self._over_years(self.place.code, self.place.name, charts.OWN, years)]
        if self.peers.codes:
            values = tuple(self.of_peers(self.headline, year) for year in years)
            lines.append(Line(self.peers.name, values, charts.PEERS))
        lines.append(self._over_years(COUNTRY, COUNTRY_NAME, charts.COUNTRY, years))
        return self._series(
            "andel",
            "Andel köp från föreningar och stiftelser över tid",
            SHARE_OF[self.place.kind],
            "År",
            tuple(str(year) for year in years),
            lines,
            is_invented=self.headline.is_invented,
        )

    @cached_property
    def by_area(self):
        """Each area in the last year: the place, its peers' median, the country, and the place five years before."""
        if self.year is None or not self.areas:
            return None
        place, year = self.place.code, self.year
        lines = [self._over_areas(place, f"{self.place.name} {year}", charts.OWN, year)]
        if self.peers.codes:
            values = tuple(self.of_peers(row, year) for row in self.areas)
            lines.append(Line(f"{self.peers.name} {year}", values, charts.PEERS))
        lines.append(self._over_areas(COUNTRY, f"{COUNTRY_NAME} {year}", charts.COUNTRY, year))
        lines.append(self._over_areas(place, f"{self.place.name} {self.then}", charts.THEN, self.then))
        return self._series(
            "omraden",
            f"Andel köp från föreningar och stiftelser, område för område, {year}",
            SHARE_OF_AREA,
            "Område",
            tuple(row.area for row in self.areas),
            lines,
            sources=self.areas,
            invented=frozenset(place for place, row in enumerate(self.areas) if row.is_invented),
        )

    @cached_property
    def comparison(self):
        """The place among its peers and the country, the highest first; those without a number come last."""
        if self.year is None:
            return None
        names = {COUNTRY: COUNTRY_NAME} | {code: self.places[code].name for code in self.peers.codes}
        names[self.place.code] = self.place.name
        found = {code: self.value(self.headline, code, self.year) for code in names}
        order = sorted(names, key=lambda code: (found[code] is None, -(found[code] or 0), self._position(code)))
        lines = [
            Line(
                str(year),
                tuple(self.value(self.headline, code, year) for code in order),
                kind,
                frozenset(n for n, code in enumerate(order) if self.is_preliminary(self.headline, code, year)),
            )
            for year, kind in ((self.year, charts.OWN), (self.then, charts.THEN))
        ]
        return self._series(
            "jamforelse",
            f"Andel köp från föreningar och stiftelser {self.year}, plats för plats",
            SHARE_OF[self.place.kind],
            "Plats",
            tuple(names[code] for code in order),
            lines,
            own=order.index(self.place.code),
            is_invented=self.headline.is_invented,
        )

    def _position(self, code):
        return self.places[code].position if code in self.places else -1

    def _over_years(self, code, name, kind, years):
        values = tuple(self.value(self.headline, code, year) for year in years)
        preliminary = frozenset(n for n, year in enumerate(years) if self.is_preliminary(self.headline, code, year))
        return Line(name, values, kind, preliminary)

    def _over_areas(self, code, name, kind, year):
        values = tuple(self.value(row, code, year) for row in self.areas)
        preliminary = frozenset(n for n, row in enumerate(self.areas) if self.is_preliminary(row, code, year))
        return Line(name, values, kind, preliminary)

    def _series(self, key, title, unit, heading, labels, lines, *, sources=(), **more):
        sources = sources or [self.headline]
        told = {source_of(row) for row in sources}
        codes = f"{sources[0].code}–{sources[-1].code}" if len(sources) > 1 else sources[0].code
        return Series(
            key=key,
            title=f"{title}, {self.place.name}" if key != "jamforelse" else title,
            unit=unit,
            sign="%",
            heading=heading,
            labels=labels,
            lines=tuple(lines),
            source=told.pop() if len(told) == 1 else _together(sources, codes),
            does_not_cover=sources[0].does_not_cover,
            read_on=max((day for row in sources if (day := read_on(row))), default=None),
            **more,
        )

    # --- In words ---

    @cached_property
    def last_own(self):
        """(year, value) of the place's last number of the headline; None when it has none."""
        if self.year is None:
            return None
        years = self.known.get((self.headline.code, self.place.code), {})
        return (max(years), years[max(years)][0]) if years else None


def _together(sources, codes):
    """One phrase for several measures of the same source."""
    names = ", ".join(dict.fromkeys(row.get_source_display() for row in sources))
    invented = sum(row.is_invented for row in sources)
    if invented == len(sources):
        return f"påhittade serier i samma form som {names} ({codes})"
    some = ", en del påhittade" if invented else ""
    return f"{names}, {len(sources)} nyckeltal ({', '.join(row.code for row in sources)}){some}"


def raw(place, indicators):
    """Every number of a place with the id of its row, for the file. One query."""
    told = {row.code: row for row in indicators}
    rows = (
        IndicatorValue.objects.told()
        .filter(place=place.code, indicator__in=told)
        .order_by("indicator__position", "indicator", "year")
        .values_list("indicator", "year", "value", "is_preliminary", "read_at")
    )
    for code, year, value, is_preliminary, read_at in rows:
        indicator = told[code]
        yield {
            "id": f"{code}-{place.code}-{year}",
            "indicator": code,
            "title": indicator.title,
            "area": indicator.area,
            "place": place.code,
            "name": place.name,
            "year": year,
            "value": None if value is None else float(value),
            "unit": indicator.get_unit_display(),
            "is_preliminary": is_preliminary,
            "is_invented": indicator.is_invented,
            "source": source_of(indicator),
            "read_at": read_at,
            "does_not_cover": indicator.does_not_cover,
        }
