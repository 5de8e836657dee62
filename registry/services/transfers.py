"""Value transfers: recorded, planned and struck out by the organisation itself (2022:900, 2 and 8 §§).

A transfer is never rewritten. What was wrong is struck out and recorded anew; what was handed in with a statement
stands there until a corrected statement replaces it.
"""

from django.db import transaction
from django.utils import timezone

from registry import status_log
from registry.models import AnnualStatement, LegalEntity, ValueTransfer
from registry.services.entitlements import require_editor
from registry.workflow import StepNotAllowed, lock

RECIPIENT = ValueTransfer.Recipient


def find_recipient(number, *, actor):
    """The entity with the number that the actor may see, or None. Other people's drafts are not given away."""
    return LegalEntity.objects.visible_to(actor).filter(organisation_number=number).first()


@transaction.atomic
def record(
    giver, *, actor, to, kind, amount, on, recipient=None, name="", number="", businesslike=False, note="", at=None
):
    """Record a transfer, or plan one with a day to come. `to` says what kind of recipient it is.

    A number that an entity in the portal has is that entity. Natural persons are never named.
    """
    require_editor(actor, giver.organisation)
    if to == RECIPIENT.ORGANISATION and number and (found := find_recipient(number, actor=actor)):
        to, recipient = RECIPIENT.ENTITY, found
    if to in (RECIPIENT.ENTITY, RECIPIENT.PERSONS):
        name = number = ""
    transfer = ValueTransfer(
        giver=giver,
        recipient_kind=to,
        recipient=recipient if to == RECIPIENT.ENTITY else None,
        recipient_name=name,
        recipient_number=number if to == RECIPIENT.ORGANISATION else "",
        kind=kind,
        is_businesslike=businesslike,
        amount=amount,
        on=on,
        note=note,
        recorded_by=actor,
        recorded_at=at or timezone.now(),
    )
    transfer.full_clean()
    transfer.save()
    status_log.write(transfer, "record", actor=actor, to_state="recorded", at=at)
    return transfer


@transaction.atomic
def withdraw(transfer, *, actor, at=None):
    """Strike out a transfer that was wrong, or a plan that came to nothing. Its row stays, with the moment."""
    require_editor(actor, transfer.giver.organisation)
    transfer, at = lock(transfer), at or timezone.now()
    if transfer.withdrawn_at:
        raise StepNotAllowed("Överföringen är redan struken.")
    transfer.withdrawn_at, transfer.withdrawn_by = at, actor
    transfer.save(update_fields=["withdrawn_at", "withdrawn_by"])
    status_log.write(transfer, "withdraw", actor=actor, from_state="recorded", to_state="withdrawn", at=at)
    return transfer


def statement_with(transfer):
    """The statement in which the transfer was handed in and still stands, or None."""
    standing = AnnualStatement.objects.standing().filter(legal_entity=transfer.giver_id)
    return standing.filter(content__transfers__contains=[{"id": transfer.pk}]).first()
