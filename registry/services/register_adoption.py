"""An entity that comes to the portal goes on from what Kammarkollegiet's list already says of its number."""

from django.utils import timezone

from registry.models import LegalEntity, OfficialCheck, RegisterImport, RegisterListing
from registry.services import official, register_writer


def adopt(entity, *, at=None):
    """Let an entity that comes to the portal go on from what the list says of its number. In the caller's transaction.

    The officer who accepted the list answers for the fact.
    """
    at = at or timezone.now()
    _adopt_listing(entity, at)
    _note_unclear(entity, at)


def _adopt_listing(entity, at):
    listing = (
        RegisterListing.objects.select_for_update(of=["self"])
        .filter(organisation_number=entity.organisation_number or "")
        .select_related("register_import__settled_by")
        .defer("register_import__difference")
        .first()
    )
    if listing is None or entity.official_registrations.exists():
        return
    imported = listing.register_import
    listing.superseded_at = at
    listing.save(update_fields=["superseded_at"])
    ended = listing.period.upper
    facts = {"actor": imported.settled_by, "source": listing.source, "register_import": imported, "at": at}
    official.register(entity, listing.period.lower, decided_on=ended, **facts)
    result = OfficialCheck.Result.GONE if listing.gone_on else OfficialCheck.Result.REGISTERED
    if ended:
        result = OfficialCheck.Result.NOT_REGISTERED
    official.note_check(entity, result=result, checked_on=listing.gone_on or imported.list_date, **facts)


def adopt_again(at):
    """Entities that came to the portal since take up what an earlier list, which now holds again, says of them."""
    numbers = {*RegisterListing.objects.values_list("organisation_number", flat=True)}
    numbers |= {*(RegisterImport.objects.accepted().values_list("difference__unclear", flat=True).last() or ())}
    for entity in LegalEntity.objects.handed_in().filter(organisation_number__in=numbers).order_by("pk"):
        adopt(entity, at=at)


def _note_unclear(entity, at):
    """The newest list tells of the number in a way that could not be read: unknown, never no."""
    newest = RegisterImport.objects.accepted().light().last()
    unclear = {"difference__unclear__contains": [entity.organisation_number]}
    if newest is None or not RegisterImport.objects.filter(pk=newest.pk, **unclear).exists():
        return
    if entity.official_checks.filter(register_import=newest).exists():
        return
    official.note_check(
        entity,
        actor=newest.settled_by,
        result=OfficialCheck.Result.UNKNOWN,
        source=newest.source,
        checked_on=newest.list_date,
        note=register_writer.UNREAD,
        register_import=newest,
        at=at,
    )
