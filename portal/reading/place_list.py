"""All municipalities, or regions: their share, how it has moved, and how far it is to 20 percent. Three queries."""

from dataclasses import dataclass
from decimal import Decimal

from portal.models import Indicator, IndicatorValue
from portal.reading.places import Known
from portal.reading.series import YEARS, indicators_of
from registry.charts.series import change_in_words, number_in_words
from registry.exports import Column

NAME, COUNTY, SHARE, CHANGE, GAP, LAST = "namn", "lan", "andel", "forandring", "gap", "senast"
# Percent: what politicians of all parties told Famna in 2021 that they want, about. No goal of the place's own.
WANTED = 20
SMALL = 15_000  # inhabitants: under this, one contract may move the share much. The portal's own choice
COLUMNS = [
    Column("code", "Kod"),
    Column("kind", "Slag"),
    Column("name", "Namn"),
    Column("county", "Län"),
    Column("population", "Invånare"),
    Column("year", "År"),
    Column("share", "Andel köp från föreningar och stiftelser (%)"),
    Column("gap", f"Gap till {WANTED} procent (procentenheter)"),
    Column("change", "Förändring på fem år (procentenheter)"),
    Column("last_change", "Förändring sedan året innan (procentenheter)"),
    Column("is_preliminary", "Preliminärt"),
    Column("is_invented", "Påhittat"),
    Column("source", "Källa"),
    Column("does_not_cover", "Täcker inte"),
    Column("url", "Sida"),
]


@dataclass(frozen=True)
class Standing:
    """A place and its share in the last year that any place of its kind has one. None where it is missing."""

    place: Known
    indicator: Indicator
    share: Decimal | None
    then: Decimal | None
    before: Decimal | None
    is_preliminary: bool

    @property
    def change(self):
        """By how many percentage points the share has moved in five years."""
        return None if None in (self.share, self.then) else self.share - self.then

    @property
    def last_change(self):
        """By how many percentage points it has moved since the year before."""
        return None if None in (self.share, self.before) else self.share - self.before

    @property
    def gap(self):
        """How many percentage points are left to `WANTED`; nought where it is reached."""
        return None if self.share is None else max(WANTED - self.share, Decimal(0))

    @property
    def is_small(self):
        """Whether so few live here that one contract may move the share much."""
        return self.place.population is not None and self.place.population < SMALL

    @property
    def share_in_words(self):
        return number_in_words(self.share) + ("\u00a0%" if self.share is not None else "")

    @property
    def change_in_words(self):
        return change_in_words(self.change)


def standings(kinds, places):
    """A Standing of each place of the kinds, in Swedish order. `places`: {code: Known}."""
    headlines = {kind: _headline(kind) for kind in kinds}
    numbers = {kind: _numbers(row) for kind, row in headlines.items()}
    found = []
    for place in places.values():
        if place.kind in headlines:
            row = headlines[place.kind]
            share, is_preliminary = numbers[place.kind].get((place.code, row.last_year), (None, False))
            then, before = (
                numbers[place.kind].get((place.code, row.last_year and row.last_year - years), (None, False))[0]
                for years in (YEARS, 1)
            )
            found.append(Standing(place, row, share, then, before, is_preliminary))
    return found


def _headline(kind):
    return indicators_of(kind).get(kind=kind, measure=Indicator.Measure.ASSOCIATIONS, area="")


def _numbers(indicator):
    if indicator.last_year is None:
        return {}
    years = (indicator.last_year, indicator.last_year - 1, indicator.last_year - YEARS)
    rows = IndicatorValue.objects.told().filter(indicator=indicator, year__in=years, value__isnull=False)
    return {
        (place, year): (value, is_preliminary)
        for place, year, value, is_preliminary in rows.values_list("place", "year", "value", "is_preliminary")
    }


def ordered(rows, order, counties):
    """The rows in an order of `portal.forms.places.PlaceFilter`; what is missing comes last, whichever way."""
    turned = order.startswith("-")
    key = {
        NAME: lambda row: row.place.position,
        COUNTY: lambda row: (counties.get(row.place.county, ""), row.place.position),
        SHARE: lambda row: row.share,
        CHANGE: lambda row: row.change,
        GAP: lambda row: row.gap,
        LAST: lambda row: row.last_change,
    }[order.lstrip("-")]
    known = [row for row in rows if key(row) is not None]
    return [*sorted(known, key=key, reverse=turned), *(row for row in rows if key(row) is None)]
