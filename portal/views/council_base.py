"""What the pages for elected persons share: whose council it is, and how a refusal is answered."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render

from portal.services.entitlements import places_of
from procurement.models import AuthorityMembership

NOT_YOU = "Sidan är till för förtroendevalda. Fråga myndighetens administratör om du behöver den rollen."
NO_COUNCIL = "Din myndighet är ingen kommun eller region, så den har inget fullmäktige."


def council_page(view):
    """Only for elected persons and administrators of a municipality or region: strangers 404, its officers 403.

    The view finds the places, most often one, as `request.places`.
    """

    @wraps(view)
    def page(request, *args, **kwargs):
        request.places = list(places_of(request.user))
        if request.places:
            return view(request, *args, **kwargs)
        roles = set(request.user.authority_memberships.active().values_list("role", flat=True))
        if AuthorityMembership.Role.OFFICER in roles:
            raise PermissionDenied(NOT_YOU)
        if roles:
            raise PermissionDenied(NO_COUNCIL)
        raise Http404

    return page


def own_place(request, code):
    """One of the person's places by its code; 404 for any other, 403 for one where they are an officer."""
    found = next((row for row in request.places if row.pk == code), None)
    if found is None:
        refuse(request, code)
    return found


def own(request, rows, pk):
    """A row of one of the person's places; 404 for any other, 403 for one where they are an officer."""
    row = rows.filter(pk=pk).select_related("place").first()
    if row is None:
        raise Http404
    own_place(request, row.place_id)
    return row


def refuse(request, code):
    if places_of(request.user, roles=[AuthorityMembership.Role.OFFICER]).filter(pk=code).exists():
        raise PermissionDenied(NOT_YOU)
    raise Http404


def walked(request, walk, template, **context):
    """The page that a walk has come to; 422 when something on it was refused."""
    refused = walk.form.is_bound and bool(walk.form.errors)
    page = {"walk": walk, "form": walk.form, **context}
    return render(request, template, page, status=422 if refused else 200)
