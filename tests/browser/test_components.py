"""The parts of the house and the way in, seen by a browser: no rule of axe broken, nothing sticks out."""

import pytest
from django.urls import reverse

from tests.browser.checks import faults_of_form

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.portal.urls")]

PAGES = ["about", "accessibility", "privacy", "account_login", "account_signup", "account_reset_password"]


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    return request.param


@pytest.fixture
def screen(page, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    return page


def test_every_component_breaks_no_rule_and_does_not_stick_out(screen, live_server):
    screen.goto(live_server.url + reverse("component_list"))

    assert screen.complaints == []
    assert faults_of_form(screen) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_sound_in_the_dark(page, live_server, name):
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.goto(live_server.url + reverse(name))

    assert faults_of_form(page) == []


def test_a_refused_form_puts_the_summary_in_focus(screen, live_server):
    screen.goto(live_server.url + reverse("account_login"))

    screen.get_by_role("button", name="Logga in", exact=True).click()

    assert screen.title().startswith("Fel: ")
    assert screen.evaluate("document.activeElement.className") == "error-summary"
    assert faults_of_form(screen) == []


def test_the_first_tab_is_the_way_past_the_menu(screen, live_server):
    screen.goto(live_server.url + reverse("about"))

    screen.keyboard.press("Tab")

    assert screen.evaluate("document.activeElement.textContent") == "Till innehållet"
