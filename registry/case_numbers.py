"""Case numbers: given when a document comes in, never reused."""

from django.utils import timezone

from registry.models.records import CaseNumberSeries


def next_case_number(at=None):
    """The next number of the year, for instance IP-2026-00012. Call inside a transaction: the row stays locked."""
    year = timezone.localdate(at).year
    CaseNumberSeries.objects.bulk_create([CaseNumberSeries(year=year)], ignore_conflicts=True)
    series = CaseNumberSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"IP-{year}-{series.last:05d}"
