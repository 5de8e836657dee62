"""Everybody knows the demo's password, so it opens nothing outside the demo."""

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from portal.demo import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_():
    return RequestFactory().post("/konto/login/")


def sign_in(request, name):
    return authenticate(request, email=name + people.DOMAIN, password=people.PASSWORD)


@pytest.mark.parametrize("name", list(people.USERS))
def test_a_demo_user_signs_in_while_the_demo_runs(name, request_, settings):
    settings.DEMO = True
    people.ensure_all()

    assert sign_in(request_, name) is not None


@pytest.mark.parametrize("name", list(people.USERS))
def test_a_demo_user_is_shut_out_of_a_real_portal(name, request_, settings):
    people.ensure_all()
    settings.DEMO = settings.TESTING = False

    assert sign_in(request_, name) is None
