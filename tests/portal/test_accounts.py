"""What is kept of what a sign-in broker tells."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from portal.accounts import SocialAccountAdapter


def sign_in(subject):
    claims = {"sub": subject, "name": "Tolvan Tolvansson", "personalIdentityNumber": "191212121212"}
    login = SocialLogin(
        account=SocialAccount(provider="e-legitimation", uid=subject, extra_data={"id_token": claims}),
        email_addresses=[EmailAddress(email="tolvan@x.example")],
    )
    request = RequestFactory().get("/")
    login.user = SocialAccountAdapter(request).new_user(request, login)
    SocialAccountAdapter(request).populate_user(request, login, {"email": "tolvan@x.example", "name": claims["name"]})
    return login


def test_only_the_subject_is_kept():
    login = sign_in("a4f0-subject")

    assert login.account.extra_data == {"sub": "a4f0-subject"}
    assert login.email_addresses == []
    assert (login.user.email, login.user.name) == ("", "")


def test_a_subject_that_is_a_personnummer_is_refused_without_being_repeated():
    with pytest.raises(PermissionDenied) as refusal:
        sign_in("191212121212")

    assert "1212" not in str(refusal.value)
