"""What the pages for procurement officers share."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404

POLITICIANS = "Listorna är till för upphandlare. Fråga myndighetens administratör om du behöver den rollen."


def buyer_page(view):
    """Only for an authority's procurement officers and administrators: strangers get 404, its politicians 403.

    The view finds the person's authorities, most often one, as `request.authorities`.
    """

    @wraps(view)
    def page(request, *args, **kwargs):
        rows = list(
            request.user.authority_memberships.active().select_related("authority").order_by("authority__name", "pk")
        )
        request.authorities = [row.authority for row in rows if row.role != row.Role.POLITICIAN]
        if request.authorities:
            return view(request, *args, **kwargs)
        if rows:
            raise PermissionDenied(POLITICIANS)
        raise Http404

    return page
