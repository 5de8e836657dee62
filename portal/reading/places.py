"""Every municipality and region as the pages know them, with how many people live there."""

from typing import NamedTuple

from django.db.models import IntegerField, OuterRef, Subquery
from django.db.models.functions import Cast

from portal.models import Indicator, IndicatorValue, Place

COUNTRY = "0000"
MUNICIPALITY, REGION = Place.Kind.MUNICIPALITY, Place.Kind.REGION


class Known(NamedTuple):
    """A place. `population` is None where no source has told it; a region's is that of its municipalities together."""

    code: str
    kind: str
    name: str
    slug: str
    county: str
    population: int | None
    year: int | None
    position: int  # in Swedish order

    @property
    def is_region(self):
        return self.kind == REGION

    @property
    def public_code(self):
        """The code as addresses have it."""
        return self.code[2:] if self.is_region else self.code

    @property
    def row(self):
        """The place as its row, for readers that ask by it. Without a query."""
        whose = {"region_id": self.county} if self.is_region else {"municipality_id": self.code}
        return Place(code=self.code, kind=self.kind, name=self.name, slug=self.slug, county_id=self.county, **whose)


def governed():
    """{code: Known} of all municipalities and regions, in Swedish order. One query."""
    newest = (
        IndicatorValue.objects.told()
        .filter(indicator__measure=Indicator.Measure.POPULATION, place=OuterRef("pk"), value__isnull=False)
        .order_by("-year")
    )
    rows = (
        Place.objects.governed()
        .annotate(
            people=Subquery(newest.annotate(whole=Cast("value", IntegerField())).values("whole")[:1]),
            year=Subquery(newest.values("year")[:1]),
        )
        .values_list("code", "kind", "name", "slug", "county", "people", "year")
    )
    found = [Known._make((*row, position)) for position, row in enumerate(rows)]
    together = _of_regions(found)
    return {
        place.code: place
        if place.population is not None or not place.is_region
        else place._replace(**together[place.county])
        for place in found
    }


def _of_regions(places):
    """What lives in each county, where every municipality of it is known for the same year."""
    told = {}
    for place in places:
        if not place.is_region:
            told.setdefault(place.county, []).append(place)
    known = {}
    for county, inside in told.items():
        years = {place.year for place in inside}
        is_whole = len(years) == 1 and None not in years
        known[county] = {
            "population": sum(place.population for place in inside) if is_whole else None,
            "year": years.pop() if is_whole else None,
        }
    return known
