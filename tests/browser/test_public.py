"""What the public reads, seen by a browser: no rule of axe broken, nothing sticks out, no other host is asked."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.services import changes, official, verifications
from tests.browser.checks import faults_of_form
from tests.factories import (
    load_reference_data,
    make_entity,
    make_organisation,
    make_submitted,
    make_user,
    make_verified,
    owner_of,
)
from tests.procurement.choice_factories import make_open, make_provider
from tests.procurement.factories import NOTICE, REASONS, make_published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.portal.urls")]


@pytest.fixture
def screen(page):
    page.complaints, page.hosts = [], set()
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda asked: page.hosts.add(urlsplit(asked.url).netloc))
    return page


@pytest.fixture
def family():
    """A family in which one is verified with a change examined, one is examined, and one has ended."""
    load_reference_data()
    organisation = make_organisation("Exempelhemmet", email="hej@exempel.example", website="https://exempel.example")
    verified = make_verified(make_entity(organisation, ready=True))
    ended = make_verified(make_entity(organisation, ready=True, form="72"))
    make_submitted(make_entity(organisation, ready=True))
    actor, officer = owner_of(organisation), make_user(officer=True)
    yesterday = timezone.localdate() - timedelta(days=1)
    official.record_check(
        verified, actor=officer, result="registered", source="Kammarkollegiets register", checked_on=yesterday
    )
    official.record_check(ended, actor=officer, result="unknown", source="Kammarkollegiets register")
    verifications.end_on_request(ended.verifications.get(), actor=actor)
    case = changes.start(verified, actor=actor)
    changes.save(case, {"purpose_text": "Ett nytt syfte."}, actor=actor)
    changes.submit(case, actor=actor)
    return organisation


def assert_sound(screen, live_server):
    assert screen.complaints == []
    assert screen.hosts == {urlsplit(live_server.url).netloc}
    assert faults_of_form(screen) == []


def test_a_visitor_reads_the_family_its_entities_and_the_diarium(screen, live_server, family):
    screen.goto(f"{live_server.url}/organisationer/{family.slug}/")
    assert_sound(screen, live_server)

    for entity in family.entities.all():
        screen.goto(live_server.url + entity.get_absolute_url())
        assert_sound(screen, live_server)

    screen.get_by_role("link", name="Diarium").first.click()
    assert_sound(screen, live_server)
    screen.goto(f"{live_server.url}/diarium/?year=i+fjol")
    screen.complaints.clear()  # Chromium writes a 422 to the console itself
    assert_sound(screen, live_server)
    assert screen.evaluate("document.activeElement.className") == "error-summary"


@pytest.mark.parametrize("path", ["/", "/ordlista/", "/status/", "/diarium/", "/finns-inte/"])
def test_a_page_is_sound_in_an_empty_portal(screen, live_server, path):
    screen.goto(live_server.url + path)
    if path == "/finns-inte/":
        screen.complaints.clear()  # Chromium writes a 404 to the console itself

    assert_sound(screen, live_server)


def test_the_printed_profile_is_whole(page, live_server, family):
    page.goto(f"{live_server.url}/organisationer/{family.slug}/")
    page.emulate_media(media="print")

    printed = page.locator("main").inner_text()

    for heading in [
        "Juridiska personer",
        "Tjänster",
        "Vem kontrollerade vad och när",
        "Handlingar",
        "Vad som har hänt",
    ]:
        assert heading in printed
    assert not page.locator(".site-header__nav").is_visible()


def printed(page, address):
    """What stands on the paper."""
    page.goto(address)
    page.emulate_media(media="print")
    for left_out in [".site-header__nav", ".site-header__tools", ".site-footer__columns", ".breadcrumbs", ".back-link"]:
        assert [part for part in page.locator(left_out).all() if part.is_visible()] == []
    return page.locator("body").inner_text().replace("\u00a0", " ")


def test_the_printed_notice_tells_what_is_bought_by_whom_until_when_and_why_it_is_reserved(page, live_server):
    procurement = make_published(ground="lou-19-25a", at=timezone.now(), contact_email="upphandling@exempel.example")

    paper = printed(page, live_server.url + procurement.get_absolute_url())

    facts = [
        procurement.title,
        str(procurement.authority),
        procurement.summary,
        procurement.aim,
        "Annonserad",
        f"Anbud senast klockan {timezone.localtime(procurement.closes_at):%H.%M}",
        NOTICE["id"],
        "Kan den reserveras?",
        REASONS["need"],
        procurement.contact_email,
    ]
    assert [fact for fact in facts if fact not in paper] == []
    assert "Ställ en fråga" not in paper


def test_the_printed_comparison_has_every_provider_and_what_happens_without_a_choice(page, live_server):
    system = make_open()
    providers = [make_provider(system), make_provider(system)]

    paper = printed(page, live_server.url + reverse("choice_system_comparison", args=[system.pk]))

    facts = [system.title, str(system.authority), "Jämför utförare", system.non_choice, "svenska, finska"]
    facts += [name for row in providers for name in (row.legal_entity.name, row.units.get().name)]
    assert [fact for fact in facts if fact not in paper] == []
