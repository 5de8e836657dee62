"""The search as it was: whom the portal found for each lot when the procurement was published (N18)."""

from procurement.models import MarketRecord
from procurement.reading import market


def keep(procurement, *, actor, at):
    """Keep the search of each lot that has a service, in the caller's transaction. Returns the rows."""
    places = list(procurement.municipalities.order_by("code"))
    lots = procurement.lots.filter(service_area__isnull=False).select_related("procurement", "service_area")
    return [MarketRecord.objects.create(lot=lot, kept_by=actor, **market.snapshot(lot, places, at)) for lot in lots]
