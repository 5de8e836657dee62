"""The search as it was: whom the portal found for each lot when the procurement was published (N18)."""

from django.utils import timezone

from procurement.models import MarketRecord
from procurement.reading import market
from registry.models.eligibility import Ground


def keep(procurement, *, actor, at):
    """Keep the search of each lot that has a service, in the caller's transaction. Returns the rows."""
    places = list(procurement.municipalities.order_by("code"))
    return [
        _keep(lot, places, actor, at)
        for lot in procurement.lots.filter(service_area__isnull=False).select_related("procurement", "service_area")
    ]


def _keep(lot, places, actor, at):
    found = market.of_lot(lot, places)
    return MarketRecord.objects.create(
        lot=lot,
        ground=lot.ground or Ground.LOU_19_25A,
        query=found.offers.query,
        on=timezone.localdate(at),
        known_at=at,
        total=found.offers.total,
        may=found.may.total,
        sure=found.sure.total,
        hits=market.hits(lot, places),
        kept_by=actor,
    )
