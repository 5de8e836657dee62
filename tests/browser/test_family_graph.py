"""The family's picture and the yearly statement as people see them: wide and narrow, light and dark, without script."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.checks import check_page
from tests.factories import make_registered, make_statement, make_submitted, make_transfer, make_user, owner_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAST_YEAR = timezone.localdate().year - 1


@pytest.fixture
def entity(reference_data):
    unit = make_registered(make_submitted().legal_entity, date(2023, 3, 1))
    for facts in (
        {"to": "persons"},
        {"to": "foreign", "name": "Nordisk Hjelp"},
        {"to": "foreign", "name": "Utleie", "businesslike": True},
    ):
        make_transfer(unit, on=date(LAST_YEAR, 12, 30), **facts)
    make_statement(unit, LAST_YEAR, is_nil=False)
    return unit


def signed_in(page, live_server, settings, user):
    client = Client()
    client.force_login(user)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": live_server.url}
    page.context.add_cookies([cookie])
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_is_wide_or_narrow_and_says_the_same_as_the_tables(open_browser, entity, scheme):
    page = open_browser(scripts=False, color_scheme=scheme, reduced_motion="reduce")

    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/organisationer/{entity.organisation.slug}/familj/")
    expect(page.locator(".family-graph--wide")).to_be_visible()
    expect(page.locator(".family-graph--narrow")).to_be_hidden()
    expect(page.locator(".family-graph__line--flagged")).to_have_count(1)
    expect(page.get_by_role("cell", name="Kan inte registreras")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 900})
    expect(page.locator(".family-graph--narrow")).to_be_visible()
    page.get_by_label("Dag", exact=True).fill("2024-02-29")
    page.get_by_role("button", name="Visa dagen").click()

    expect(page.get_by_text("Så såg det ut 29\u00a0februari 2024")).to_be_visible()


def test_no_page_of_transfers_and_statements_breaks_a_rule(open_browser, live_server, settings, entity):
    owner = signed_in(open_browser(reduced_motion="reduce"), live_server, settings, owner_of(entity.organisation))
    home = f"/min-organisation/{entity.organisation.slug}"
    statement = entity.annual_statements.get()
    for address in (
        f"/organisationer/{entity.organisation.slug}/familj/",
        f"{home}/vardeoverforingar/",
        f"{home}/vardeoverforingar/ny/",
        f"{home}/arsuppgifter/",
        f"{home}/arsuppgifter/{statement.pk}/",
    ):
        owner.goto(address)
        check_page(owner)

    officer = signed_in(open_browser(reduced_motion="reduce"), live_server, settings, make_user(officer=True))
    for address in ("/handlaggning/arsuppgifter/", f"/handlaggning/arsuppgifter/{statement.case_number}/"):
        officer.goto(address)
        check_page(officer)
