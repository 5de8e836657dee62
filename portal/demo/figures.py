"""Figures for the demonstration: each measure, all places, sixteen years. Every number is made up, and says so.

The same seed gives the same numbers. A measure that has any value already is left alone: what is invented never stands
beside what is real.
"""

import random
from decimal import Decimal
from math import exp

from django.db import connection
from django.utils import timezone

from portal.load.world import LARGEST
from portal.models import Indicator, IndicatorValue, Place

SEED = 2030
YEARS = range(2010, 2026)
MISSING_SHARE = 0.03  # of the values
PRELIMINARY_FROM = 2025
COUNTRY = "0000"
Measure = Indicator.Measure
# About how many percent of the cost is bought, where nothing else is known of the place.
USUAL = {Measure.ASSOCIATIONS: 3.0, Measure.PRIVATE: 9.0, Measure.ALL: 15.0}


def invent():
    """Write the invented values of each measure that has none. Returns the codes of those that got some."""
    empty = list(Indicator.objects.filter(values=None).order_by("position", "code"))
    if not empty:
        return []
    places = list(Place.objects.governed().order_by("code"))
    people = _people(places)
    rows = [row for indicator in empty for row in _rows(indicator, places, people)]
    _write(rows)
    codes = [indicator.code for indicator in empty]
    Indicator.objects.filter(code__in=codes).update(is_invented=True, published_year=YEARS[-1])
    return codes


def _people(places):
    """{code: inhabitants in the first year}: large where a large town is, else as it falls out."""
    chance = random.Random(f"{SEED}-people")
    small = {
        place.code: int(3_000 + 90_000 * chance.random() ** 4)
        for place in places
        if place.kind == Place.Kind.MUNICIPALITY
    }
    large = {code: 600_000 // (rank + 1) + 90_000 for rank, code in enumerate(LARGEST)}
    return small | {code: people for code, people in large.items() if code in small}


def _rows(indicator, places, people):
    """(code, place, year, value, preliminary) of a measure: municipalities or regions, and the country."""
    if indicator.measure == Measure.POPULATION:
        yield from _population(indicator, people)
        return
    if indicator.measure not in USUAL:
        return
    sums = {year: [] for year in YEARS}
    for place in places:
        if place.kind != indicator.kind:
            continue
        chance = random.Random(f"{SEED}-{indicator.code}-{place.code}")
        level = USUAL[indicator.measure] * exp(chance.gauss(-0.2, 0.6))
        drift = chance.gauss(0.005, 0.03)
        for number, year in enumerate(YEARS):
            share = min(level * exp(drift * number + chance.gauss(0, 0.09)), 60.0)
            sums[year].append(share)
            value = None if chance.random() < MISSING_SHARE else _decimal(share)
            yield indicator.code, place.code, year, value, year >= PRELIMINARY_FROM
    for year in YEARS:
        yield indicator.code, COUNTRY, year, _decimal(sum(sums[year]) / len(sums[year])), year >= PRELIMINARY_FROM


def _population(indicator, people):
    total = dict.fromkeys(YEARS, 0)
    for code, first in people.items():
        growth = random.Random(f"{SEED}-{indicator.code}-{code}").gauss(0.004, 0.006)
        for number, year in enumerate(YEARS):
            told = int(first * (1 + growth) ** number)
            total[year] += told
            yield indicator.code, code, year, Decimal(told), False
    for year in YEARS:
        yield indicator.code, COUNTRY, year, Decimal(total[year]), False


def _decimal(share):
    return Decimal(f"{share:.6f}")


def _write(rows):
    """Sixty thousand rows at once: COPY takes a second where a statement for each would take a minute."""
    read_at = timezone.now()
    table = IndicatorValue._meta.db_table
    columns = "indicator_id, place_id, year, gender, value, is_preliminary, is_deleted, read_at"
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({columns}) from stdin") as copy:
        for code, place, year, value, is_preliminary in rows:
            copy.write_row((code, place, year, "T", value, is_preliminary, False, read_at))
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {table}")
