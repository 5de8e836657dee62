"""Makes every municipality and region a contracting authority. Run after load_reference_data; twice changes nothing."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify

from procurement.models import ContractingAuthority
from registry.models import Municipality, Region

Kind = ContractingAuthority.Kind


class Command(BaseCommand):
    help = (
        "Adds contracting authorities for the municipalities and regions that have none. Those that are there stay as "
        "case officers have made them, but for a missing number. E-mail domains are registered by case officers."
    )

    @transaction.atomic
    def handle(self, *, verbosity, **options):
        if not Municipality.objects.exists():
            raise CommandError("Run load_reference_data first.")
        known = list(ContractingAuthority.objects.select_for_update())
        wanted = list(as_authorities())
        added, numbered = missing(wanted, known)
        ContractingAuthority.objects.bulk_create(added)
        ContractingAuthority.objects.bulk_update(numbered, ["organisation_number"])
        if verbosity:
            self.stdout.write(f"{len(added)} authorities added, {len(numbered)} given their number.")


def as_authorities():
    """A municipality or region each, unsaved. Gotland's region is also its municipality: one number, one authority."""
    regions = {region.organisation_number: region for region in Region.objects.all()}
    for region in regions.values():
        twin = Municipality.objects.filter(organisation_number=region.organisation_number).first()
        yield ContractingAuthority(
            name=region.name,
            slug=region.slug,
            kind=Kind.REGION,
            organisation_number=region.organisation_number,
            region=region,
            municipality=twin,
        )
    slugs = Counter(slugify(row.official_name) for row in Municipality.objects.all())
    for municipality in Municipality.objects.exclude(organisation_number__in=regions):
        slug = slugify(municipality.official_name)
        yield ContractingAuthority(
            name=municipality.official_name,
            # Habo and Håbo are one without their dots, but not in their own slugs.
            slug=slug if slugs[slug] == 1 else f"{municipality.slug}-kommun",
            kind=Kind.MUNICIPALITY,
            organisation_number=municipality.organisation_number or None,
            municipality=municipality,
        )


def missing(wanted, known):
    """Those to add, and those that are there without their number."""
    by_number = {row.organisation_number: row for row in known if row.organisation_number}
    by_place = {(row.kind, row.municipality_id, row.region_id): row for row in known}
    by_slug = {row.slug: row for row in known}
    added, numbered = [], []
    for row in wanted:
        if row.organisation_number in by_number:
            continue
        twin = by_place.get((row.kind, row.municipality_id, row.region_id)) or by_slug.get(row.slug)
        if twin is None:
            added.append(row)
        elif not twin.organisation_number and row.organisation_number:
            twin.organisation_number = row.organisation_number
            numbered.append(twin)
    return added, numbered
