"""The parts of the house and the way in, seen by a browser: no rule of axe broken, nothing sticks out."""

import pytest
from django.urls import reverse

from tests.browser.checks import broken_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.portal.urls")]

PAGES = [
    "component_list",
    "about",
    "accessibility",
    "privacy",
    "account_login",
    "account_signup",
    "account_reset_password",
]
WIDTHS = [320, 1280]


@pytest.fixture(params=WIDTHS)
def width(request):
    return request.param


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    return request.param


@pytest.fixture
def screen(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    return page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_rule_and_does_not_scroll_sideways(screen, live_server, name):
    screen.goto(live_server.url + reverse(name))

    assert screen.complaints == []
    assert screen.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert broken_rules(screen) == []


def test_a_refused_form_puts_the_summary_in_focus(screen, live_server):
    screen.goto(live_server.url + reverse("account_login"))

    screen.get_by_role("button", name="Logga in", exact=True).click()

    assert screen.title().startswith("Fel: ")
    assert screen.evaluate("document.activeElement.className") == "error-summary"
    assert broken_rules(screen) == []


def test_the_first_tab_is_the_way_past_the_menu(screen, live_server):
    screen.goto(live_server.url + reverse("about"))

    screen.keyboard.press("Tab")

    assert screen.evaluate("document.activeElement.textContent") == "Till innehållet"
