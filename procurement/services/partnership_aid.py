"""What a decision grants as aid of minor importance: held to the ceiling, and noted for each recipient."""

from django.db.models import Sum

from procurement import aid as sums
from procurement.models import Aid, AidRule, Partnership
from procurement.reading.aid import euro, of_partnership
from procurement.services import aid
from registry.wording import in_a_row
from registry.workflow import StepNotAllowed, lock

RULES = {Partnership.Aid.DE_MINIMIS: AidRule.DE_MINIMIS, Partnership.Aid.SGEI: AidRule.SGEI}
WITHOUT_RATE = "Skriv hur många kronor en euro kostade den dag ni beslutade, och varifrån ni har kursen."


def grant(partnership, *, actor, granted_on, rate, rate_source, at):
    """Note what the authorities bring as granted that day, in full (reg. (EU) 2023/2831 and 2023/2832, art. 3.3).

    Nothing when the assessment is another. What an earlier decision granted is not granted again. Called within a
    step. Raises `StepNotAllowed` where the sum cannot be told, or a family would get more than the ceiling (art. 3.2).
    """
    rule = RULES.get(partnership.aid)
    if rule is None:
        return
    if rate is None or not rate_source:
        raise StepNotAllowed(WITHOUT_RATE)
    _lock_families(partnership)
    for family in of_partnership(partnership, rule=rule, day=granted_on, rate=rate):
        _require_room(family)
    for party, givers in sums.by_giver(partnership).items():
        for giver, brought in givers.items():
            entity, authority = party.legal_entity, giver.authority
            if (left := brought.sek - _granted(partnership, entity, authority)) > 0:
                aid.note(
                    entity,
                    actor=actor,
                    at=at,
                    rule=rule,
                    granted_on=granted_on,
                    sek=left,
                    rate=rate,
                    rate_source=rate_source,
                    granter=authority.name,
                    granter_number=authority.organisation_number or "",
                    authority=authority,
                    partnership=partnership,
                )


def _lock_families(partnership):
    """Two decisions about one family are made one after the other, so that both are not within the same room."""
    parties = partnership.parties.exclude(legal_entity=None).select_related("legal_entity__organisation")
    families = {party.legal_entity.organisation_id: party.legal_entity.organisation for party in parties}
    for _, organisation in sorted(families.items()):
        lock(organisation)


def _require_room(family):
    if not family.adds.is_whole:
        unknown = in_a_row(list(family.adds.unknown))
        raise StepNotAllowed(f"Stödet till {family.organisation} kan inte räknas ut. {unknown}. Fyll i det först.")
    if family.ceiling is None:
        raise StepNotAllowed("Portalen har inget tak för stödet den dagen. Välj en annan grund, eller fråga oss.")
    if family.is_exceeded:
        most = euro(family.ceiling.eur)
        raise StepNotAllowed(
            f"{family.organisation} skulle ha fått {euro(family.total)} på tre år. Taket är {most}. Minska det ni "
            "bidrar med, eller välj en annan grund."
        )


def _granted(partnership, entity, authority):
    """What this partnership's earlier decisions granted, in whole kronor."""
    rows = Aid.objects.standing().filter(partnership=partnership, legal_entity=entity, authority=authority)
    return rows.aggregate(total=Sum("sek"))["total"] or 0
