"""The pages about the portal, the error pages and the start page."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.tile_map import county_tiles

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.urls")]


@pytest.mark.parametrize("name", ["about", "accessibility", "privacy", "component_list"])
def test_a_visitor_reads_the_page_without_a_query(client, name):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse(name))

    html = response.content.decode()
    assert [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]] == []
    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert '<html lang="sv">' in html


@pytest.mark.parametrize("name", ["about", "accessibility", "privacy"])
def test_the_operator_is_named(client, settings, name):
    settings.OPERATOR_EMAIL = "hej@driften.example"

    assert "hej@driften.example" in client.get(reverse(name)).content.decode()


@pytest.mark.parametrize(("is_authority", "says"), [(False, "är inte en myndighet"), (True, "är en myndighet")])
def test_the_portal_says_whether_it_is_an_authority(client, settings, is_authority, says):
    settings.OPERATOR_IS_AUTHORITY = is_authority

    assert f"Den som driver portalen {says}" in client.get(reverse("about")).content.decode()


def test_the_demonstration_says_so_and_lists_whom_to_be(client, settings):
    settings.DEMO = True

    html = client.get(reverse("account_login")).content.decode()

    assert "Allt innehåll är påhittat" in html
    for name in ["foretradare", "ny", "upphandlare", "politiker", "handlaggare", "admin"]:
        assert f"{name}@demo.example" in html


def test_the_real_portal_lists_no_passwords(client, settings):
    settings.DEMO = False
    settings.OPERATOR_NAME = "Driften"

    html = client.get(reverse("account_login")).content.decode()

    assert "demo" not in html.lower()


def test_the_favicon_leads_to_the_drawn_one(client):
    assert client.get("/favicon.ico").url.endswith(".svg")


def test_a_page_that_is_not_there_is_a_page_of_ours(client, settings):
    settings.DEBUG = False

    response = client.get("/finns-inte/")

    assert response.status_code == 404
    assert "Sidan finns inte" in response.content.decode()


@pytest.mark.parametrize("template", ["500.html", "403_csrf.html"])
def test_the_last_resort_needs_no_context(template):
    assert "<h1>" in render_to_string(template)


def test_the_start_page_writes_its_figures(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    html = render_to_string(
        "portal/home.html",
        {
            "total": 1187,
            "as_of": date(2026, 11, 21),
            "tiles": county_tiles({"01": 298, "14": 0}, url=lambda code: f"/organisationer/?county={code}"),
            "entries": [
                {"title": "Är du upphandlare?", "text": "Se.", "links": [{"label": "Hitta", "url": "/organisationer/"}]}
            ],
            "figures": [
                {"number": "412", "label": "registrerade", "note": "Källa: portalen", "url": "/organisationer/"}
            ],
            "examples": [{"label": "omsorg", "url": "/organisationer/?q=omsorg"}, {"label": "skola", "url": "#"}],
            "search_url": "/organisationer/",
        },
        request,
    )

    assert "1\u00a0187 verifierade organisationer" in html
    assert html.count("<h1") == 1
    assert "omsorg</a> eller <a" in html
    assert "uppgift saknas" in html


ACCOUNT_PAGES = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
OWN_ACCOUNT_PAGES = [
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
]


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_the_way_in_is_in_swedish_and_in_our_shell(client, name):
    html = client.get(reverse(name)).content.decode()

    assert html.count("<h1") == 1
    assert "skip-link" in html
    assert " style=" not in html


def test_a_refused_sign_in_says_so_first(client):
    html = client.post(reverse("account_login"), {"login": "kim@example.se", "password": ""}).content.decode()

    assert "<title>Fel: Logga in" in html
    assert "error-summary" in html
    assert 'value="kim@example.se"' in html


@pytest.mark.parametrize("name", OWN_ACCOUNT_PAGES)
def test_ones_own_account_is_in_our_shell(client, django_user_model, name, monkeypatch):
    monkeypatch.setattr("registry.access.role_names", lambda user: [])
    monkeypatch.setattr("registry.access.is_case_officer", lambda user: False)
    user = django_user_model.objects.create_user("kim@example.se", "ett-langt-losenord", name="Kim Exempel")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client.post(reverse("account_login"), {"login": user.email, "password": "ett-langt-losenord"})

    response = client.get(reverse(name))
    if response.status_code == 302:
        response = client.post(response.url, {"password": "ett-langt-losenord", "next": reverse(name)}, follow=True)

    html = response.content.decode()
    assert response.request["PATH_INFO"] == reverse(name)
    assert html.count("<h1") == 1
    assert "Kim Exempel" in html
    assert " style=" not in html
