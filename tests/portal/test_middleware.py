"""The second factor: demanded of some, of nobody in the demo."""

import pytest
from allauth.account import views as account_views
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import MiddlewareNotUsed
from django.test import RequestFactory

from portal.middleware import SecondFactorMiddleware
from portal.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("allauth.urls")]


def officers(user):
    return user.email.startswith("handlaggare")


def page(request):
    """A page of the portal."""


@pytest.fixture(autouse=True)
def rule(settings):
    settings.SECOND_FACTOR_REQUIRED_OF = "tests.portal.test_middleware.officers"


def visit(user, view=page):
    """The middleware's answer to a visit: None lets the visitor through."""
    request = RequestFactory().get("/handlaggning/")
    request.user = user
    request._messages = CookieStorage(request)
    answer = SecondFactorMiddleware(lambda request: None).process_view(request, view, [], {})
    return answer, [str(message) for message in get_messages(request)]


def test_an_officer_without_a_second_factor_is_led_to_the_page_that_adds_one():
    answer, told = visit(User.objects.create_user("handlaggare@x.example"))

    assert answer.url == "/2fa/"
    assert "loggar in i två steg" in told[0]


def test_an_officer_may_use_the_account_pages():
    answer, _ = visit(User.objects.create_user("handlaggare@x.example"), view=account_views.logout)

    assert answer is None


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_an_officer_with_a_second_factor_passes(kind):
    officer = User.objects.create_user("handlaggare@x.example")
    Authenticator.objects.create(user=officer, type=kind, data={})

    assert visit(officer)[0] is None


def test_recovery_codes_alone_are_no_second_factor():
    officer = User.objects.create_user("handlaggare@x.example")
    Authenticator.objects.create(user=officer, type=Authenticator.Type.RECOVERY_CODES, data={})

    assert visit(officer)[0].url == "/2fa/"


def test_others_pass():
    assert visit(User.objects.create_user("nagon@x.example"))[0] is None
    assert visit(AnonymousUser())[0] is None


def test_nobody_is_asked_in_the_demo(settings):
    settings.DEMO = True

    with pytest.raises(MiddlewareNotUsed):
        SecondFactorMiddleware(lambda request: None)
