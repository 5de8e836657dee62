"""What is kept of what a sign-in broker tells, and how long a one-time code is right."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from portal.accounts import SocialAccountAdapter
from tests.factories import make_user


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


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "is_right"), [(0, True), (1, True), (2, False)])
def test_a_one_time_code_is_right_for_half_a_minute_more(age, is_right):
    secret = totp.generate_totp_secret()
    factor = totp.TOTP.activate(make_user(), secret)
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 - age))

    assert factor.validate_code(code) == is_right
