"""Who is told that a contract comes to its end: 24, 18, 12 and 6 months ahead, each person once for each of them."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from procurement import radar
from procurement.models import Contract
from procurement.services.messages import buyers_of, editors_of
from registry import notifications
from registry.calendar import months_later
from registry.models import Service

CATCH_UP_DAYS = 30
"""For how long after its day a warning is still sent: the clock may have stood still, or the contract come in late.

Later than so nobody is warned of that distance any more. An organisation that is new gets no heap of old warnings.
"""


def warn(*, at=None):
    """Tell the authority's buyers, and organisations with a matching service there. Returns how many were told.

    Nothing is said of contracts that ended early, whose import was undone, or whose end nobody knows. One that was
    prolonged is warned of again before its new end.
    """
    today = timezone.localdate(at)
    told = 0
    for months in radar.WARNED_MONTHS:
        for contract in due(months, today):
            with transaction.atomic():
                told += _tell(contract, months, today)
    return told


def due(months, today):
    """The contracts that end so many months ahead, counted from today or a little earlier."""
    first = months_later(today - timedelta(days=CATCH_UP_DAYS), months)
    rows = Contract.objects.ending(first, months_later(today, months)).defer("search_terms")
    used = Count("options", filter=Q(options__used=True))
    return rows.select_related("authority", "service_area").annotate(used_options=used).order_by("pk")


def _tell(contract, months, today):
    ending = radar.ending(contract, contract.options.all(), on=today)
    steps = [step for step in radar.next_time(contract, ending.last_day, on=today) if step.day >= today]
    context = {"contract": contract, "months": months, "ending": ending, "steps": steps}
    context["what_next"] = radar.NOT_ADVERTISED.get(contract.origin, ("", ""))[1]
    once = f"{contract.pk}-{months}-{contract.used_options}"
    url = contract.get_absolute_url()
    buyers = buyers_of(contract.authority)
    told = notifications.notify(buyers, "procurement/contract_ends", context, url=url, once=once)
    if contract.service_area_id is None:
        return len(told)
    near = matching_services(contract).values("legal_entity__organisation")
    suppliers = editors_of(near).exclude(pk__in=buyers.values("pk"))
    told += notifications.notify(suppliers, "procurement/contract_ends_nearby", context, url=url, once=once)
    return len(told)


def matching_services(contract):
    """Services of the contract's kind that are given where it holds."""
    services = Service.objects.filter(area=contract.service_area_id, ended_on=None)
    if contract.whole_country:
        return services
    places = contract.municipalities.values("pk")
    there = Service.municipalities.through.objects.filter(municipality__in=places).values("service")
    return services.filter(Q(whole_country=True) | Q(pk__in=there))
