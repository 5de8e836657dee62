"""Search as a browser shows it: with and without JavaScript, at two widths, light on the wire."""

import gzip

import pytest
from django.contrib.staticfiles import finders

from portal.static_files import in_one_piece
from tests.browser.checks import faults_of_form
from tests.factories import make_entity, make_organisation, make_submitted, make_verified

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.portal.urls")]

MOST_BYTES = 60_000


@pytest.fixture
def crowd():
    """Three organisations in Göteborg and one in Stockholm."""
    for number in range(3):
        home = make_organisation(f"Påhittade Grannar {number}")
        make = make_verified if number else make_submitted
        make(make_entity(home, ready=True))


@pytest.fixture
def screen(page):
    """A page that remembers complaints, and who was asked for anything."""
    page.complaints, page.asked = [], []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: page.asked.append(request.url))
    return page


@pytest.mark.parametrize(
    "query", ["", "?q=omsorg&kommun=1480", "?q=omsrog", "?kommun=Ankeborg&status=upphord", "?q=811228-9874"]
)
def test_results_empty_and_refused_break_no_rule(screen, live_server, crowd, query):
    screen.goto(f"{live_server.url}/organisationer/{query}")

    assert [text for text in screen.complaints if "422" not in text] == []
    assert faults_of_form(screen) == []
    assert all(url.startswith(live_server.url) for url in screen.asked)


def test_a_refused_search_puts_the_summary_in_focus(screen, live_server):
    screen.goto(f"{live_server.url}/organisationer/?q=811228-9874")

    assert screen.title().startswith("Fel: ")
    assert screen.evaluate("document.activeElement.className") == "error-summary"
    assert "811228" not in screen.content()


def test_a_filter_narrows_without_a_new_page_and_keeps_the_focus(screen, live_server, crowd):
    screen.goto(f"{live_server.url}/organisationer/")
    screen.evaluate("window.sameDocument = true")
    box = screen.get_by_role("checkbox", name="Verifierad", exact=False).first

    box.check()

    screen.wait_for_url("**/organisationer/?status=verifierad")
    assert screen.get_by_role("heading", name="2 organisationer").is_visible()
    assert screen.evaluate("window.sameDocument")
    assert screen.evaluate("document.activeElement.id") == "f-status-verifierad"
    assert screen.locator("#besked").text_content() == "2 organisationer"
    assert screen.complaints == []


def test_a_municipality_is_typed_by_name(screen, live_server, crowd):
    screen.goto(f"{live_server.url}/organisationer/")

    screen.get_by_label("Kommun", exact=True).fill("Stockholm")
    screen.get_by_label("Kommun", exact=True).press("Enter")

    screen.wait_for_url("**/organisationer/?kommun=0180")
    assert screen.get_by_role("heading", name="Ingen organisation matchar").is_visible()


def test_everything_works_without_scripts(browser, live_server, crowd):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/organisationer/")

    page.get_by_label("Sök namn, tjänst eller organisationsnummer").fill("grannar")
    page.get_by_role("button", name="Sök", exact=True).click()
    page.get_by_role("checkbox", name="Verifierad", exact=False).first.check()
    page.get_by_role("button", name="Visa träffar").click()
    heading = page.locator("#antal").text_content()
    page.get_by_role("link", name="Prövas", exact=False).or_(page.get_by_role("link", name="Rensa allt")).first.click()

    assert heading == "2 organisationer matchar ”grannar”"
    assert page.locator("#antal").text_content() == "3 organisationer"
    context.close()


def test_the_first_page_is_light(screen, live_server, crowd):
    """As served for real: the style sheet in one piece, texts compressed."""
    sizes = {}

    def note(response):
        if response.url.endswith(".css"):
            return
        body = response.body()
        text = "woff" not in response.url
        sizes[response.url] = len(gzip.compress(body, 6)) if text else len(body)

    screen.on("response", note)

    screen.goto(f"{live_server.url}/organisationer/", wait_until="networkidle")

    sheet = len(gzip.compress(in_one_piece(finders.find("css/site.css")).encode(), 6))
    assert sum(sizes.values()) + sheet <= MOST_BYTES
