"""Kammarkollegiet's list in a browser: read in, refused, seen, carried out and undone. No rule of axe is broken."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from registry.models import OfficialRegistration
from registry.services import freshness
from tests.browser import checks, story
from tests.factories import make_submitted, make_user, make_verified, owner_of
from tests.registry.register_lists import carry_out, days_ago, lines, row

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def signed_in(page, user, live_server):
    """The page, with the person signed in."""
    client = Client()
    client.force_login(user)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    return page


def send(page, content):
    page.locator("input[type=file]").set_input_files({"name": "lista.csv", "mimeType": "text/csv", "buffer": content})
    story.fill_in(page, list_date=str(timezone.localdate()), source="Brev från Kammarkollegiet")
    story.press(page, "Läs in och visa skillnaden")


def test_an_officer_reads_in_a_list_and_takes_it_back(open_browser, live_server):
    officer = make_user(officer=True, name="Robin Prov")
    entities = [make_submitted().legal_entity for _ in range(4)]
    carry_out(lines(*map(row, entities)), actor=officer, on=days_ago(60))
    page = signed_in(open_browser(reduced_motion="reduce"), officer, live_server)

    page.goto("/handlaggning/juridiska-personer/")
    story.follow(page, "läs in den")
    story.sees(page, "för gammal")
    checks.check_page(page)
    story.follow(page, "Läs in en lista")
    checks.check_page(page)
    story.press(page, "Läs in och visa skillnaden")
    story.is_refused(page, "Välj en fil.", "Skriv varifrån du fick filen.")
    checks.check_page(page)

    send(page, b"<!doctype html>")
    story.sees(page, "Listan gick inte att läsa.", "webbsida")
    checks.check_page(page)

    page.goto("/handlaggning/kammarkollegiet/las-in/")
    ended, moved = row(entities[0], decided="2026-02-01"), row(entities[1], "2024-02-02")
    send(page, lines(ended, moved, row(entities[2]), "802000-1239;Okänd förening;2024-01-15;"))
    story.sees(page, "Avregistrerade (1)", "Ändrade dagar (1)", "Finns inte kvar i listan (1)", "skulle försvinna")
    checks.check_page(page)
    story.follow(page, "Genomför listan")
    story.press(page, "Genomför ändå")
    story.is_refused(page, "Skriv varför listan ska genomföras ändå.")
    checks.check_page(page)
    story.fill_in(page, reason="Kim på Kammarkollegiet bekräftar i telefon")
    story.press(page, "Genomför ändå")
    story.sees(page, "Listan är genomförd.", "Kim på Kammarkollegiet bekräftar i telefon")
    assert OfficialRegistration.objects.filter(deregistration_decided_on__isnull=False).count() == 1

    story.follow(page, "Ångra inläsningen")
    checks.check_page(page)
    story.fill_in(page, reason="Det var fel fil")
    story.press(page, "Ångra inläsningen")
    story.sees(page, "Inläsningen är ångrad.")
    checks.check_page(page)

    page.goto(f"/handlaggning/juridiska-personer/{entities[0].uuid}/kammarkollegiet/")
    story.sees(page, "Så stod det förut", "Inläsningen ångrades")
    checks.check_page(page)
    story.follow(page, "Ändra perioden")
    checks.check_page(page)
    story.fill_in(page, registered_from="2024-03-03", reason="Fel dag i listan", source="Beslutet")
    story.press(page, "Rätta")
    story.sees(page, "Registreringen är rättad.", "Fel dag i listan")


def test_an_owner_confirms_with_the_letters_link_and_no_account(open_browser, live_server):
    entity = make_verified()
    entity.services.update(confirmed_on=days_ago(500))
    officer = make_user(officer=True)
    _, token = freshness.make_link(entity.organisation, owner_of(entity.organisation), at=timezone.now())
    officers_page = signed_in(open_browser(reduced_motion="reduce"), officer, live_server)
    officers_page.goto("/handlaggning/")
    story.follow(officers_page, "Obekräftade tjänster")
    story.sees(officers_page, str(entity.organisation))
    checks.check_page(officers_page)
    page = open_browser(reduced_motion="reduce")
    page.goto(entity.organisation.get_absolute_url())
    story.sees(page, "Bekräftad för 16 månader sedan")
    checks.check_page(page)

    page.goto(f"/bekrafta/{token}/")
    checks.check_page(page)
    story.press(page, "Ja, allt stämmer")
    story.sees(page, "Tack, tjänsterna är bekräftade")
    checks.check_page(page)

    page.goto(f"/bekrafta/{token}/")
    story.sees(page, "Länken är redan använd.")
    checks.check_page(page)
    page.goto("/status/")
    checks.check_page(page)
