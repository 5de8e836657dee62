"""The map seen by a browser: sound in both widths, light and dark, reached and passed by keyboard, whole on paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check_page
from tests.portal.figures import HEADLINE, make_values

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_is_read_by_keyboard_and_printed(open_browser, scheme):
    for place, value in {"1480": 3.9, "1280": 0.4, "0180": 12}.items():
        make_values(HEADLINE, place, {2025: value})
    page = open_browser(color_scheme=scheme)
    page.goto("/kommuner/?lan=14")
    check_page(page)  # also that nothing sticks out at 320 pixels

    area = page.get_by_role("link", name="Göteborgs kommun: 3,9 procent", exact=True)
    area.focus()
    named = area.locator("text").first
    expect(named).to_have_css("opacity", "1")
    page.keyboard.press("Tab")
    expect(named).to_have_css("opacity", "0")
    page.get_by_role("link", name="Hoppa över kartan till listan").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#traffar').contains(document.activeElement)")

    page.emulate_media(media="print")
    expect(page.locator(".map__picture path[d]").last).to_be_visible()
    expect(page.get_by_text("uppgift saknas (")).to_be_visible()

    page.emulate_media(media="screen")
    area.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Göteborgs kommun")
