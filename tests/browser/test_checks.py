"""The bulk check and its receipt, seen by a browser: sound in both widths and schemes, with and without script."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from registry.demo_numbers import demo_organisation_number
from registry.models.eligibility import EligibilityReceipt
from registry.services import official
from tests.browser.checks import check_page
from tests.factories import make_entity, make_user, make_verified

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STRANGER = demo_organisation_number(999_999)


@pytest.fixture
def listed(reference_data):
    """A pasted list with an answer of each common kind, and rows that cannot be read."""
    registered, verified = make_verified(), make_verified(make_entity(ready=True, form="72"))
    official.record_check(
        registered, actor=make_user(officer=True), result="registered", source="Kammarkollegiets register"
    )
    numbers = [registered.organisation_number, verified.organisation_number, STRANGER]
    rows = [f"{number}\thuvudleverantör" for number in numbers]
    return "\n".join([*rows, "499000-0104\t", "<b>fel</b> 12\t", "19121212-1212\t", f"{STRANGER}\t"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_visitor_checks_a_list_keeps_a_receipt_and_verifies_it(open_browser, listed, scheme, tmp_path):
    page = open_browser(scripts=scheme == "light", color_scheme=scheme)
    page.goto(reverse("eligibility_check"))
    check = check_page if scheme == "light" else lambda page: None  # axe itself needs script
    check(page)

    page.get_by_label("Organisationsnummer").fill(listed)
    page.get_by_role("button", name="Kontrollera").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vad gäller den")
    expect(page.get_by_text("Registrerad hos Kammarkollegiet", exact=True)).to_be_visible()
    expect(page.get_by_text("1212")).to_have_count(0)
    check(page)

    with page.expect_download() as fetched:
        page.get_by_role("button", name="Hämta Excel").click()
    assert fetched.value.suggested_filename.endswith(".xlsx")

    page.get_by_role("button", name="Spara ett kvitto").click()
    expect(page.get_by_text("kontrollsumman stämmer")).to_be_visible()
    check(page)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Hämta PDF").click()
    file = tmp_path / "kvitto.pdf"
    fetched.value.save_as(file)

    page.get_by_role("link", name="Kontrollera en PDF").click()
    check(page)
    page.get_by_label("Kvittot eller beviset").set_input_files(file)
    page.get_by_role("button", name="Kontrollera filen").click()
    expect(page.get_by_text("Oförändrat.")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Läs kvittot").click()
    page.get_by_role("button", name="Gör en ny kontroll för i dag").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vad gäller den")


def test_a_refused_list_is_sound_and_keeps_the_focus(open_browser, reference_data):
    page = open_browser()
    page.goto(reverse("eligibility_check"))

    page.get_by_label("Organisationsnummer").fill("499000-0104\nfel 12\n19121212-1212")
    page.get_by_role("button", name="Kontrollera").click()

    expect(page.get_by_role("heading", name="Rader som inte gick att kontrollera")).to_be_visible()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    expect(page.get_by_label("Organisationsnummer")).to_have_value("499000-0104\nfel 12")
    check_page(page)


def test_a_certificate_is_made_from_the_entitys_page(open_browser, reference_data):
    entity = make_verified()
    page = open_browser()
    page.goto(entity.get_absolute_url())

    page.get_by_role("link", name="Skapa ett bevis").click()
    check_page(page)
    page.get_by_role("button", name="Skapa beviset").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Bevis: {entity.name}")
    check_page(page)
    assert EligibilityReceipt.objects.get().is_certificate
