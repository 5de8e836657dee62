"""Thirty days before a partnership is to be followed up, those who act for its parties are told, each once."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from procurement.models import PartnershipEvent, PartnershipFollowUp
from procurement.models.partnerships import PartnershipState
from procurement.services import partnership_messages
from procurement.services.partnerships import RENEGOTIATE

DAYS_AHEAD = 30
AS_AGREED = [PartnershipState.ACTIVE, PartnershipState.FOLLOW_UP]


def remind(*, at=None):
    """Remind of every follow-up within thirty days that is not done, in partnerships that hold. Returns how many.

    While a new agreement is made, from the renegotiation until it is signed, the one in force is followed up: on the
    days that were planned before that, by the parties that had joined then.
    """
    today = timezone.localdate(at)
    due = _of_what_holds().filter(planned_on__range=(today, today + timedelta(days=DAYS_AHEAD)))
    told = 0
    for row in due.select_related("partnership").defer("partnership__search_terms"):
        is_made_anew = row.partnership.state not in AS_AGREED
        parties = row.partnership.parties.exclude(joined_at=None)
        if is_made_anew:
            parties = parties.filter(joined_at__lt=row.made_anew_at)
        with transaction.atomic():
            told += len(
                partnership_messages.tell(
                    row.partnership,
                    "partnership_follow_up_nears",
                    parties.select_related("authority", "legal_entity__organisation"),
                    once=str(row.pk),
                    follow_up=row,
                    is_made_anew=is_made_anew,
                )
            )
    return told


def _of_what_holds():
    begun = PartnershipEvent.objects.filter(partnership=OuterRef("partnership"), action=RENEGOTIATE.action)
    rows = PartnershipFollowUp.objects.to_do().annotate(
        made_anew_at=Subquery(begun.order_by("-created_at").values("created_at")[:1])
    )
    return rows.exclude(partnership__state=PartnershipState.ENDED).filter(
        Q(partnership__state__in=AS_AGREED) | Q(partnership__holds_from__isnull=False, noted_at__lt=F("made_anew_at"))
    )
