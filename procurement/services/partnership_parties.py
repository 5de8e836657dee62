"""The parties of a partnership: who acts for them."""

from django.db.models import Q

from procurement.models import PartnershipParty
from registry.workflow import NotEntitled


def acted_for(user):
    """The parties that the user may act for, in any partnership."""
    buying = user.authority_memberships.buying().values("authority")
    editing = user.memberships.editing().values("organisation")
    return PartnershipParty.objects.filter(Q(authority__in=buying) | Q(legal_entity__organisation__in=editing))


def require_joined(actor, partnership):
    """Somebody who acts for a party that has joined. Raises `NotEntitled`."""
    if not acted_for(actor).filter(partnership=partnership).exclude(joined_at=None).exists():
        raise NotEntitled("Bara den som företräder en part som har gått med kan göra detta.")
