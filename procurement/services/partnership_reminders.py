"""Thirty days before a partnership is to be followed up, those who act for its parties are told, each once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from procurement.models import PartnershipFollowUp
from procurement.models.partnerships import PartnershipState
from procurement.services import partnership_messages

DAYS_AHEAD = 30
REMINDED_IN = [PartnershipState.ACTIVE, PartnershipState.FOLLOW_UP, PartnershipState.RENEGOTIATION]


def remind(*, at=None):
    """Remind of every follow-up within thirty days that is not done, in partnerships that hold. Returns how many."""
    today = timezone.localdate(at)
    due = PartnershipFollowUp.objects.to_do().filter(
        planned_on__range=(today, today + timedelta(days=DAYS_AHEAD)),
        partnership__state__in=REMINDED_IN,
    )
    told = 0
    for row in due.select_related("partnership").defer("partnership__search_terms"):
        parties = row.partnership.parties.exclude(joined_at=None)
        with transaction.atomic():
            told += len(
                partnership_messages.tell(
                    row.partnership,
                    "partnership_follow_up_nears",
                    parties.select_related("authority", "legal_entity__organisation"),
                    once=str(row.pk),
                    follow_up=row,
                )
            )
    return told
