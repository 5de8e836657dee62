"""Which contracts an authority has awarded on LOU 19 kap. 25 § for the service that a lot is about.

The statute says "den berörda tjänsten" without defining it. Here it is the same service area or a CPV code in common:
what that finds is shown to somebody who judges.
"""

from django.db.models import Prefetch, Q

from procurement.legality.facts import Earlier
from procurement.legality.rules import REPEAT_YEARS
from procurement.models.contracts import Contract
from procurement.models.tenders import AwardedTender, Tender
from registry.calendar import years_later
from registry.models.eligibility import Ground


def earlier_awards(lot, day):
    """Earlier awards and contracts of the three years before the day, the latest first.

    Each organisation once, also those that won as one of several in a joint tender.
    """
    if lot.ground != Ground.LOU_19_25:
        return ()
    found = {}
    for row in sorted([*_awards(lot, day), *_contracts(lot, day)], key=lambda row: row.decided_on):
        found[row.number or row.supplier] = row
    return tuple(sorted(found.values(), key=lambda row: row.decided_on, reverse=True))


def winners_of(lot):
    """The organisation numbers that the award in force gives the lot to: all who are in a joint tender."""
    winners = AwardedTender.objects.filter(award__superseded_at=None, tender__lot=lot).values("tender")
    partners = Tender.objects.partners().filter(lead__in=winners)
    rows = Tender.objects.filter(Q(pk__in=winners) | Q(pk__in=partners.values("pk")))
    return frozenset(rows.values_list("organisation_number", flat=True))


def _same_service(lot, prefix=""):
    same = Q(**{f"{prefix}cpv__in": lot.codes}) | Q(**{f"{prefix}more_cpv__overlap": lot.codes})
    if lot.service_area_id:
        same |= Q(**{f"{prefix}service_area": lot.service_area_id})
    return same


def _awards(lot, day):
    rows = AwardedTender.objects.filter(
        _same_service(lot, "tender__lot__"),
        award__superseded_at=None,
        award__decided_on__gte=years_later(day, -REPEAT_YEARS),
        award__decided_on__lte=day,
        tender__lot__ground=Ground.LOU_19_25,
        tender__lot__procurement__authority=lot.procurement.authority_id,
        tender__lot__procurement__withdrawn_at=None,
    ).exclude(tender__lot=lot)
    partners = Prefetch("tender__others", Tender.objects.partners())
    for row in rows.select_related("tender__lot", "award").prefetch_related(partners):
        lead, day, title = row.tender, row.award.decided_on, row.tender.lot.title
        yield Earlier(lead.name, lead.organisation_number, day, title)
        for partner in lead.others.all():
            yield Earlier(partner.name, partner.organisation_number, day, title, together_with=lead.name)


def _contracts(lot, day):
    same = _same_service(lot, "lot__")
    if lot.service_area_id:
        same |= Q(service_area=lot.service_area_id)
    since = years_later(day, -REPEAT_YEARS)
    rows = Contract.objects.shown().filter(
        same,
        Q(signed_on__range=(since, day)) | Q(signed_on=None, starts_on__range=(since, day)),
        ground=Ground.LOU_19_25,
        authority=lot.procurement.authority_id,
        award=None,
    )
    for row in rows.exclude(lot=lot):
        yield Earlier(row.supplier_name, row.supplier_number, row.signed_on or row.starts_on, row.title)
