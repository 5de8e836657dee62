"""Public pages of one place: under /kommuner/ and /regioner/, by code and name."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.models import Place
from portal.models.places import code_of
from portal.reading.places import governed


def as_row(kind, code):
    """(the place as its row). 404 for one that there is not."""
    return (get_object_or_404(Place, kind=kind, code=code_of(kind, code)),)


def among_all(kind, code):
    """(the place, all of them by code), as portal.reading.places knows them. 404 for one that there is not."""
    places = governed()
    place = places.get(code_of(kind, code))
    if place is None or place.kind != kind:
        raise Http404
    return place, places


def place_pages(view, what="", *, find=as_row):
    """The same page of a municipality and of a region, open to all: two views, in that order.

    `view` takes what `find` gives. `what` ends their names, which are those of their addresses. An unknown code is
    404; another spelling of the place's name leads to the right one, with all that was chosen.
    """
    return tuple(_of_kind(kind, view, what, find) for kind in (Place.Kind.MUNICIPALITY, Place.Kind.REGION))


def _of_kind(kind, view, what, find):
    name = f"{kind}_{what}" if what else str(kind)

    @login_not_required
    @require_safe
    @wraps(view)
    def page(request, code, slug, **more):
        place, *others = find(kind, code)
        if slug != place.slug:
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            right = reverse(name, kwargs={"code": code, "slug": place.slug, **more})
            return redirect(right + query, permanent=True)
        return view(request, place, *others, **more)

    page.__name__ = page.__qualname__ = name
    return page
