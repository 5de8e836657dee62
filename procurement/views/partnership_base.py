"""What the pages of both sides of a partnership share: who may come in."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from procurement.models import Partnership, PartnershipParty
from procurement.services.partnership_parties import acted_for
from procurement.views.base import POLITICIANS

READS = "Du kan läsa men inte ändra. Be en ägare att ge dig en annan roll."
JOIN_FIRST = "Gå med i partnerskapet först. Sedan kan ni skriva tillsammans med de andra."


def own_partnership(request, pk, *, edit=False):
    """A partnership that the person takes part in. 404 for strangers, 403 for an authority's politicians.

    With `edit` only somebody who may act for a party that has joined; others get 403. The parties that the person acts
    for are `request.parties`; readers have none.
    """
    rows = Partnership.objects.select_related("service_area").defer("search_terms")
    partnership = get_object_or_404(rows, pk=pk)
    _require_member(request.user, partnership)
    own = acted_for(request.user).filter(partnership=partnership)
    request.parties = list(own.select_related("authority", "legal_entity__organisation").order_by("pk"))
    if edit:
        _require_editor(request.parties)
    return partnership


def _require_member(user, partnership):
    parties = PartnershipParty.objects.filter(partnership=partnership)
    at_authority = user.authority_memberships.active().filter(authority__in=parties.values("authority"))
    organisations = parties.values("legal_entity__organisation")
    if at_authority.buying().exists() or user.memberships.active().filter(organisation__in=organisations).exists():
        return
    if at_authority.exists():
        raise PermissionDenied(POLITICIANS)
    raise Http404


def _require_editor(parties):
    if not parties:
        raise PermissionDenied(READS)
    if not any(party.joined_at for party in parties):
        raise PermissionDenied(JOIN_FIRST)
