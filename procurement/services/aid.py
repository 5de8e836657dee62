"""Aid of minor importance that a recipient has had: noted from its certificate, and struck out with a reason."""

from django.db import transaction
from django.utils import timezone

from procurement.aid import to_eur
from procurement.models import Aid, PartnershipParty
from procurement.models.partnerships import PartnershipState
from procurement.services.entitlements import require_buyer
from registry import status_log
from registry.workflow import NotEntitled, StepNotAllowed, lock


def require_keeper(actor, organisation):
    """The organisation's own editors, and buyers of an authority in a partnership with it. Raises `NotEntitled`.

    Both sides have joined: nobody reads or writes about an organisation by inviting it.
    """
    if actor.memberships.editing().filter(organisation=organisation).exists():
        return
    joined = PartnershipParty.objects.exclude(joined_at=None).exclude(partnership__state=PartnershipState.ENDED)
    with_it = joined.filter(legal_entity__organisation=organisation).values("partnership")
    buying = actor.authority_memberships.buying().values("authority")
    if not joined.filter(partnership__in=with_it, authority__in=buying).exists():
        raise NotEntitled("Bara organisationen själv och myndigheter som har ett partnerskap med den kan göra detta.")


@transaction.atomic
def note(legal_entity, *, actor, granted_on, eur=None, sek=None, rate=None, at=None, **facts):
    """Note aid to a legal entity, as its certificate says: in euro, or in kronor with the rate of the day.

    `facts`: rule, granter, and where known granter_number, rate_source, authority, partnership.
    """
    require_keeper(actor, legal_entity.organisation)
    at = at or timezone.now()
    if granted_on > timezone.localdate(at):
        raise StepNotAllowed("Stödet kan inte ha beviljats efter i dag.")
    if (eur is None) == (sek is None):
        raise StepNotAllowed("Ange beloppet i euro eller i kronor, inte båda.")
    if sek is not None and rate is None:
        raise StepNotAllowed("Ange hur många kronor en euro kostade den dag stödet beviljades.")
    row = Aid(
        legal_entity=legal_entity,
        granted_on=granted_on,
        eur=eur if sek is None else to_eur(sek, rate),
        sek=sek,
        rate=rate if sek is not None else None,
        noted_at=at,
        noted_by=actor,
        **facts,
    )
    row.full_clean()
    row.save()
    status_log.write(row, "note_aid", actor=actor, to_state="noted", at=at)
    return row


@transaction.atomic
def withdraw(aid, *, actor, reason, at=None):
    """Strike out aid that was noted by mistake. What was granted in a partnership only its granter strikes out."""
    at = at or timezone.now()
    row = lock(aid)
    if row.authority_id is not None and row.partnership_id is not None:
        require_buyer(actor, row.authority)
    else:
        require_keeper(actor, row.legal_entity.organisation)
    if row.withdrawn_at is not None:
        raise StepNotAllowed("Stödet är redan struket.")
    if not reason.strip():
        raise StepNotAllowed("Skriv varför stödet stryks.")
    row.withdrawn_at, row.withdrawn_by, row.withdrawal_reason = at, actor, reason
    row.full_clean()
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    status_log.write(row, "withdraw_aid", actor=actor, from_state="noted", to_state="withdrawn", at=at)
    return row
