"""The public tools seen by a browser: sound in both widths and usable by keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.checks import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_route_is_chosen_by_keyboard_and_back_keeps_the_answers(open_browser):
    page = open_browser()
    page.goto(reverse("route_chooser"))
    check_page(page)

    for label in ("Den 1 januari 2023 eller senare", "Köpa en tjänst"):
        page.get_by_role("radio", name=label).focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Nästa").focus()
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ska den enskilde själv välja utförare?")
    page.get_by_role("link", name="Förra frågan").click()
    expect(page.get_by_role("radio", name="Köpa en tjänst")).to_be_checked()
    page.get_by_role("button", name="Nästa").click()
    page.get_by_role("radio", name="Ja", exact=False).first.check()
    page.get_by_role("button", name="Nästa").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Valfrihetssystem (LOV)")
    check_page(page)


def test_a_reservation_is_checked_and_a_wrong_code_is_told(open_browser):
    page = open_browser()
    page.goto(reverse("reservation_check"))
    check_page(page)

    page.get_by_label("CPV-koder").fill("85311100")
    page.get_by_label("Avtalstid i månader").fill("48")
    page.get_by_role("button", name="Kontrollera").click()

    expect(page.get_by_role("heading", name="LOU 19 kap. 25 a §")).to_be_visible()
    check_page(page)


def test_deadlines_are_counted_and_the_file_is_fetched(open_browser):
    page = open_browser()
    page.goto(reverse("deadline_calculator"))
    check_page(page)

    page.get_by_label("Underrättelsen om tilldelning skickades").fill("2026-11-04")
    page.get_by_role("button", name="Räkna").click()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Hämta till kalendern").click()

    assert fetched.value.suggested_filename == "frister.ics"
    expect(page.get_by_role("table")).to_contain_text("16 november 2026")
    check_page(page)
