"""Contracts that an authority could procure together (N14): found by one rule, and put aside with a reason."""

from dataclasses import dataclass
from itertools import combinations, groupby

from django.db import transaction
from django.utils import timezone

from procurement.models import Contract, KeptApart
from procurement.radar import prolonged
from procurement.services.entitlements import require_buyer
from registry import status_log
from registry.workflow import StepNotAllowed

MONTHS_APART = 6
MOST_CONTRACTS = 500  # of the authorities, those that end first
MOST_SHOWN = 50
NOT_PROCURED = (Contract.Origin.CHOICE_SYSTEM, Contract.Origin.PARTNERSHIP)
RULE = (
    f"Samma myndighet, samma tjänst, minst en kommun gemensam, och avtalen slutar inom {MONTHS_APART} månader från "
    "varandra. Avtal utan inlagd kommun räknas överallt. Valfrihetssystem och partnerskap upphandlas inte, och är inte "
    "med."
)
COUNTER_ARGUMENT = (
    "En större upphandling kan bli för stor för små utförare. Dela i så fall upp den i anbudsområden, eller köp var "
    "för sig."
)


@dataclass(frozen=True)
class Suggestion:
    """Two contracts, the one that ends first first."""

    first: Contract
    second: Contract

    @property
    def pair(self):
        """The ids, the lower first: how a pair is named whichever ends first."""
        return tuple(sorted((self.first.pk, self.second.pk)))


def suggestions(authorities, *, on=None):
    """Pairs that the rule finds and nobody has put aside, those that end first on top. Three queries."""
    today = on or timezone.localdate()
    rows = (
        Contract.objects.shown()
        .filter(authority__in=authorities, ended_on=None, ends_on__isnull=False, ends_by__gte=today)
        .exclude(service_area=None)
        .exclude(origin__in=NOT_PROCURED)
        .select_related("authority", "service_area")
        .defer("search_terms")
        .order_by("ends_by", "pk")[:MOST_CONTRACTS]
    )
    apart = set(KeptApart.objects.filter(first__authority__in=authorities).values_list("first", "second"))
    found = []
    ordered = sorted(rows, key=_kind)
    places = _places(ordered)
    for _, kin in groupby(ordered, key=_kind):
        found += [Suggestion(*pair) for pair in combinations(kin, 2) if _close(*pair) and _meet(*pair, places)]
    found = [row for row in found if row.pair not in apart]
    return sorted(found, key=lambda row: (row.first.ends_on, row.second.ends_on, row.pair))[:MOST_SHOWN]


def _kind(row):
    return row.authority_id, row.service_area_id


def _close(first, second):
    return second.ends_on <= prolonged(first.ends_on, MONTHS_APART)


def _places(contracts):
    """{contract's id: the codes of its municipalities}. One query."""
    links = Contract.municipalities.through.objects.filter(contract__in=[row.pk for row in contracts])
    places = {}
    for contract, municipality in links.values_list("contract", "municipality"):
        places.setdefault(contract, set()).add(municipality)
    return places


def _meet(first, second, places):
    """Whether one purchase could serve both. A contract for the whole country, or without a place, is everywhere."""
    here, there = (None if row.whole_country else places.get(row.pk) for row in (first, second))
    return not here or not there or bool(here & there)


def kept_apart(authorities):
    """What was put aside, the latest first."""
    rows = KeptApart.objects.filter(first__authority__in=authorities).select_related("first", "second")
    return rows.order_by("-decided_at", "-pk")[:MOST_SHOWN]


@transaction.atomic
def keep_apart(first, second, *, actor, reason, at=None):
    """Put a suggestion aside for good, with the reason."""
    require_buyer(actor, first.authority)
    if first.authority_id != second.authority_id:
        raise StepNotAllowed("Avtalen hör till olika myndigheter.")
    low, high = sorted((first, second), key=lambda row: row.pk)
    at = at or timezone.now()
    row = KeptApart(first=low, second=high, reason=reason, decided_at=at, decided_by=actor)
    row.full_clean()
    row.save()
    status_log.write(row, "keep_apart", actor=actor, to_state="apart", at=at)
    return row
