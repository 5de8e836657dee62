"""The administration's front door: for superusers, signed in as on every other page, second factor included."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404


class PortalAdminSite(AdminSite):
    """Only for superusers. Others are told that there is nothing here."""

    site_header = site_title = "Idéburenportalen"
    index_title = "Administration"

    def has_permission(self, request):
        if request.user.is_authenticated and not request.user.is_superuser:
            raise Http404
        return request.user.is_active and request.user.is_superuser

    def login(self, request, extra_context=None):
        """Send visitors to the portal's own sign-in, which knows throttling and second factors."""
        return redirect_to_login(request.GET.get("next") or request.get_full_path())
