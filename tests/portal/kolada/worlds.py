"""Small worlds of figures, and an impatient client."""

from portal.kolada.client import Client
from portal.models import FigureImport, Indicator, IndicatorValue
from portal.services import kolada_import
from portal.services.kolada_import import Asked
from tests.portal.kolada.source import cell

CODES = ("N00120", "N20056")
YEARS = (2020, 2024)
SOME_PLACES = ["0000", "0114", "0180", "1480"]


def rows(codes=CODES, places=SOME_PLACES, years=YEARS):
    """A number for each, different from all others."""
    return {
        (code, place, year): [cell(round(number * 0.37 + 1, 2))]
        for number, (code, place, year) in enumerate(
            (code, place, year) for code in codes for year in range(years[0], years[1] + 1) for place in places
        )
    }


def measures(codes=CODES, **changed):
    """What the source says of our measures: the same names as ours, a year that is final since long."""
    titles = dict(Indicator.objects.filter(code__in=codes).values_list("code", "title"))
    facts = {"publ_period": "2024", "publication_date": "2025-08-28", "prel_publication_date": "2025-03-31"}
    return [{"id": code, "title": titles.get(code, code), **facts, **changed} for code in codes]


def impatient(source):
    return Client(source.base, connect=2, silent=0.8, longest=2, largest=200_000, patience=(0,))


def read(source, actor, *, codes=CODES, years=YEARS, **options):
    asked = Asked(codes=tuple(codes), years=years, base=source.base)
    return kolada_import.run(asked, actor=actor, client=impatient(source), **options)


def last_run():
    return FigureImport.objects.newest_first().first()


def stored():
    """{(measure, place, year, gender): (number, preliminary, taken back)}."""
    names = ["indicator_id", "place_id", "year", "gender", "value", "is_preliminary", "is_deleted"]
    found = IndicatorValue.objects.values_list(*names)
    return {row[:4]: (None if row[4] is None else float(row[4]), *row[5:]) for row in found}


def told(held):
    """The same of what a source holds."""
    return {
        (*key, one["gender"]): (None if one["isdeleted"] else one["value"], False, one["isdeleted"])
        for key, cells in held.items()
        for one in cells
    }
