"""What the pages of both sides of a partnership share: who may come in, and saving a form."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from procurement.models import Partnership, PartnershipParty
from procurement.services.partnership_parties import acted_for
from procurement.views.base import POLITICIANS, carried_out
from registry.views.base import answer

READS = "Du kan läsa men inte ändra. Be en ägare att ge dig en annan roll."
JOIN_FIRST = "Gå med i partnerskapet först. Sedan kan ni skriva tillsammans med de andra."
YES_GONE = "Sparat. Texten är ändrad, så alla parters ja är tillbakatagna."


def own_partnership(request, pk, *, edit=False, side=None):
    """A partnership that the person takes part in. 404 for strangers, 403 for an authority's politicians.

    With `edit` only somebody who may act for a party that has joined; with `side="authority"` for an authority. Others
    get 403. The parties that the person acts for are `request.parties`; readers have none.
    """
    rows = Partnership.objects.select_related("service_area").defer("search_terms")
    partnership = get_object_or_404(rows, pk=pk)
    _require_member(request.user, partnership)
    own = acted_for(request.user).filter(partnership=partnership)
    request.parties = list(own.select_related("authority", "legal_entity__organisation").order_by("pk"))
    if edit:
        _require_editor(request.parties, side)
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


def _require_editor(parties, side):
    if not parties:
        raise PermissionDenied(READS)
    joined = [party for party in parties if party.joined_at]
    if not joined:
        raise PermissionDenied(JOIN_FIRST)
    if side == "authority" and not any(party.is_public for party in joined):
        raise PermissionDenied("Det här gör myndighetens upphandlare.")


def own_party(request, partnership, party):
    """One of the parties that the person acts for; 404 when there is none such, 403 for somebody else's or a reader."""
    row = get_object_or_404(partnership.parties, pk=party)
    found = next((own for own in request.parties if own.pk == row.pk), None)
    if found is None:
        raise PermissionDenied(READS if not request.parties else "Bara partens egna kan göra detta.")
    return found


def page_of_form(request, partnership, form, step, *, done, template, to=None, **context):
    """A page with one form: carries out `step(cleaned)` when it was filled in right, and goes on to `to`.

    A step that tells that there were yeses to take back gets that said instead of `done`.
    """
    told = []
    if form.is_valid() and carried_out(form, lambda: told.append(step(form.cleaned_data))):
        messages.success(request, YES_GONE if told[0] is True else done)
        return redirect(to or "partnership_work", partnership.pk)
    return answer(request, f"procurement/{template}.html", {"partnership": partnership, **context}, form)
