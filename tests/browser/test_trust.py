"""The pages that show how the portal works and what it keeps, seen by a browser in both widths."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry import status_log
from registry.models import Document
from registry.services import log_digest, statutes
from registry.services.documents import store
from registry.views import service_levels
from tests.browser.checks import check_page
from tests.factories import PASSWORD, make_entity, make_upload, owner_of
from tests.registry.reading import test_service_levels as scripts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATUTES = (
    "Stadgar\n2 § Ändamål\nFöreningens ändamål är uteslutande att ge äldre omsorg.\n"
    "14 § Upplösning\nVid upplösning ska tillgångarna tillfalla Exempelbergs kommun.\n"
)


@pytest.fixture
def world(reference_data, monkeypatch):
    """A chain of sixty days, a year of cases, and an application whose statutes have been read."""
    service_levels.KEPT.forget()
    monkeypatch.setattr(scripts, "NOW", timezone.now().replace(minute=0, second=0, microsecond=0))
    scripts.write(scripts.make_script(160, seed=7))
    entity = make_entity()
    case, owner = entity.applications.get(), owner_of(entity.organisation)
    document = store(
        make_upload(STATUTES),
        Document.Kind.GOVERNING,
        organisation=entity.organisation,
        actor=owner,
        legal_entity=entity,
    )
    statutes.hand_in(case, document, None, actor=owner)
    status_log.write(owner, "change_role", actor=owner, at=timezone.now() - timedelta(days=60))
    log_digest.close_days()
    return case, owner


def sign_in(page, email):
    page.goto(reverse("account_login"))
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Logga in", exact=True).click()


def test_a_visitor_reads_digests_times_and_model_wording(open_browser, world):
    page = open_browser()

    for name in ("log_digest_list", "service_level", "statutes_guide"):
        page.goto(reverse(name))
        check_page(page)
    page.goto(reverse("service_level"))
    page.get_by_text("Visa som tabell").click()
    check_page(page)


def test_empty_pages_are_whole(open_browser, reference_data):
    service_levels.KEPT.forget()
    page = open_browser()

    for name in ("log_digest_list", "service_level"):
        page.goto(reverse(name))
        check_page(page)


def test_the_text_from_the_file_is_filled_in_without_scripts(open_browser, world):
    case, owner = world
    page = open_browser(scripts=False)
    sign_in(page, owner.email)

    page.goto(reverse("application_purpose", args=[case.uuid]))
    page.get_by_label("Var står syftet?").fill("2 §")
    page.get_by_role("button", name="Använd texten").click()

    assert "uteslutande att ge äldre omsorg" in page.get_by_label("Syftet, ordagrant").input_value()
    assert page.get_by_label("Var står syftet?").input_value() == "2 §"


def test_return_in_a_field_saves_and_does_not_fill_in(open_browser, world):
    case, owner = world
    page = open_browser()
    sign_in(page, owner.email)

    page.goto(reverse("application_purpose", args=[case.uuid]))
    page.get_by_label("Syftet, ordagrant").fill("Våra egna ord.")
    page.get_by_label("Var står syftet?").press("Enter")
    page.wait_for_url(lambda url: "/syfte/" not in url)

    assert "ifylld men inte sparad" not in page.content()
    case.legal_entity.refresh_from_db()
    assert case.legal_entity.purpose_text == "Våra egna ord."


def test_members_pages(open_browser, world):
    case, owner = world
    page = open_browser()
    sign_in(page, owner.email)

    for name in ("application_statutes", "application_purpose", "application_dissolution"):
        page.goto(reverse(name, args=[case.uuid]))
        check_page(page)
    for name in ("my_data", "my_data_erase"):
        page.goto(reverse(name))
        check_page(page)
