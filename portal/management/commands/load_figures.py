"""Load portal/data and the places into the database. Run after each upgrade; running it twice changes nothing."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.models import Indicator, Place
from portal.models.places import code_of
from registry.models import Municipality, Region, ServiceArea
from registry.reference_files import build, upsert

DATA = Path(__file__).resolve().parent.parent.parent / "data"
COUNTRY = "0000"
SAID_BY_IMPORTS = ["is_invented", "published_year", "final_on", "title_at_source", "gone_on"]
TENDED_HERE = ["area", "does_not_cover"]


class Command(BaseCommand):
    help = (
        "Makes a place of each municipality and region and of the country, and loads the measures of portal/data. "
        "Adds and updates; never deletes. Measures that no file has are named."
    )

    def add_arguments(self, parser):
        parser.add_argument("--data", type=Path, default=DATA, help="folder to read, portal/data unless told otherwise")

    def handle(self, *, data, **options):
        if not Municipality.objects.exists():
            raise CommandError("Run load_reference_data first.")
        with transaction.atomic():
            places = places_of_today()
            upsert(places, Place, ["code"])
            self.stdout.write(f"places: {len(places)}")
            known = load_indicators(data / "indicators.csv")
            self.stdout.write(f"indicators: {len(known)}")
            for stranger in Indicator.objects.exclude(code__in=known):
                self.stdout.write(f"  kept, but not in the file: {stranger.code} {stranger}")


def places_of_today():
    """A place for each municipality, each region, and the country."""
    kinds = Place.Kind
    municipalities = [
        Place(
            code=row.code,
            kind=kinds.MUNICIPALITY,
            name=row.official_name,
            slug=row.slug,
            municipality=row,
            county_id=row.county_id,
        )
        for row in Municipality.objects.all()
    ]
    regions = [
        Place(
            code=code_of(kinds.REGION, row.code),
            kind=kinds.REGION,
            name=row.name,
            slug=row.slug,
            region=row,
            county_id=row.code,
        )
        for row in Region.objects.all()
    ]
    country = Place(code=COUNTRY, kind=kinds.COUNTRY, name=kinds.COUNTRY.label, slug="riket")
    return [*municipalities, *regions, country]


def load_indicators(path):
    """Save the file's measures and what services they hold; returns their codes. A wrong row stops everything.

    A measure that is here already keeps its area, its services and what it does not cover: administrators tend those.
    """
    areas = {area.slug: area for area in ServiceArea.objects.all()}
    services = {}
    indicators = []
    with path.open(encoding="utf-8", newline="") as file:
        for position, row in enumerate(csv.DictReader(file), 1):
            slugs = row.pop("services").split()
            if strangers := set(slugs) - areas.keys():
                raise CommandError(f"{path.name}, line {position + 1}: no such service: {', '.join(sorted(strangers))}")
            services[row["code"]] = [areas[slug] for slug in slugs]
            indicators.append(build(Indicator, row, position))
    there = set(Indicator.objects.values_list("code", flat=True))
    kept = ["code", *SAID_BY_IMPORTS, *TENDED_HERE]
    told = [field.name for field in Indicator._meta.concrete_fields if field.name not in kept]
    Indicator.objects.bulk_create(indicators, update_conflicts=True, unique_fields=["code"], update_fields=told)
    for indicator in indicators:
        if indicator.code not in there:
            indicator.services.set(services[indicator.code])
    return list(services)
