"""Menus and what the shell knows."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.navigation import navigation

pytestmark = pytest.mark.urls("tests.portal.urls")


@pytest.fixture
def shell(rf, monkeypatch):
    """What the shell knows on an address, for a visitor or for somebody with the given roles."""

    def asked(address, *, user=None, roles=(), officer=False):
        monkeypatch.setattr("registry.access.role_names", lambda user: list(roles))
        monkeypatch.setattr("registry.access.is_case_officer", lambda user: officer)
        request = rf.get(address)
        request.user = user or AnonymousUser()
        return navigation(request)["navigation"]

    return asked


@pytest.fixture
def robin(django_user_model):
    return django_user_model(email="robin@example.se")


def current(menu):
    return {item.label: item.current for item in menu if item.current}


def test_a_visitor_costs_no_query(shell, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        known = shell("/")

    assert known["role"] == ""
    assert not known["dense"]


def test_a_page_and_what_lies_under_it_mark_the_menu(shell):
    assert current(shell("/organisationer/?q=omsorg")["menu"]) == {"Organisationer": "page"}
    assert current(shell("/organisationer/exempelhemmet/")["menu"]) == {"Organisationer": "true"}
    assert current(shell("/")["menu"]) == {}


def test_an_officer_at_work_has_the_work_menu_and_the_dense_page(shell, robin):
    known = shell("/handlaggning/", user=robin, roles=["Handläggare"], officer=True)

    assert known["dense"]
    assert known["role"] == "Handläggare"
    assert current(known["menu"]) == {"Kö": "page"}


def test_my_cases_is_marked_alone(shell, robin):
    known = shell("/handlaggning/?assignee=mine", user=robin, officer=True)

    assert current(known["menu"]) == {"Mina ärenden": "page"}


def test_a_page_under_the_queue_marks_the_closest_item(shell, robin):
    known = shell("/handlaggning/ansprak/", user=robin, officer=True)

    assert current(known["menu"]) == {"Anspråk": "page"}


def test_an_officer_on_a_public_page_reads_as_everybody_does(shell, robin):
    known = shell("/organisationer/", user=robin, officer=True)

    assert known["is_officer"]
    assert not known["dense"]
    assert known["menu_label"] == "Huvudmeny"
