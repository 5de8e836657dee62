"""Figures of other sources for tests: as few rows as the test needs."""

from decimal import Decimal

from django.utils import timezone

from portal.models import Indicator, IndicatorValue
from procurement.models import ContractingAuthority

HEADLINE, ELDERLY, PRESCHOOL, PEOPLE = "N00120", "N20056", "N11022", "N01951"


def make_values(indicator, place, values, *, preliminary=()):
    """{year: number or None} of a measure."""
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            indicator_id=indicator,
            place_id=place,
            year=year,
            value=None if value is None else Decimal(str(value)),
            is_preliminary=year in preliminary,
            read_at=timezone.now(),
        )
        for year, value in values.items()
    )


def make_people(**people):
    """Inhabitants in 2025 by code, with a letter before it: c1480=600_000."""
    for code, number in people.items():
        make_values(PEOPLE, code[1:], {2025: number})


def make_invented(*codes):
    Indicator.objects.filter(code__in=codes).update(is_invented=True)


def own_authority(code, name="Provstads kommun", slug="provstads-kommun"):
    """The authority of a municipality."""
    facts = {"kind": "municipality", "municipality_id": code, "slug": slug}
    return ContractingAuthority.objects.get_or_create(
        kind="municipality", municipality_id=code, defaults={**facts, "name": name}
    )[0]
