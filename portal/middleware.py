"""What every request passes on its way in."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.views.defaults import permission_denied

from registry.workflow import NotEntitled

METHODS = ["GET", "HEAD", "POST"]
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SecondFactorMiddleware:
    """Leads those who must have a second factor, and have none, to the page where they add one.

    Of whom it is demanded, `SECOND_FACTOR_REQUIRED_OF` answers. The account pages stay open, since the way to a second
    factor goes through them: signing in again, verifying the address, signing out. Nobody is asked in the demo.
    """

    def __init__(self, get_response):
        if settings.DEMO:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or view.__module__.startswith("allauth."):
            return None
        required = import_string(settings.SECOND_FACTOR_REQUIRED_OF)
        if not required(request.user) or is_mfa_enabled(request.user, types=SECOND_FACTORS):
            return None
        messages.warning(
            request,
            "Ditt uppdrag kräver att du loggar in i två steg. Lägg till en passkey eller en app för engångskoder.",
        )
        return redirect("mfa_index")


class RefusedAccountFormMiddleware:
    """Answers 422 when a form of the account pages was refused, as every other form of the portal does."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form is not None and form.errors:
            response.status_code = 422
        return response


class RefusedRequestMiddleware:
    """Turns away what no page answers, and says so when a step is refused that the page itself did not ask about."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if "\x00" in request.path:  # Postgres has no text with it, so there is no such page
            raise Http404
        return self.get_response(request)

    def process_exception(self, request, exception):
        """403 when the person lost the right between the page and the button, or while the step was taken."""
        return permission_denied(request, exception) if isinstance(exception, NotEntitled) else None


class PrivatePagesMiddleware:
    """Lets no browser or proxy keep a page that was drawn for somebody who is signed in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # Asking for the user where nobody has would make a shared page into one for each visitor.
        if request.session.accessed and request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response
