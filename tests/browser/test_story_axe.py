"""Every page of the portal, as its people see it and when it refuses them: no rule of axe broken, at 1280 and 320."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import test_access as access
from tests.browser import checks, story
from tests.factories import PASSWORD, make_organisation, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

world = access.committed_world
ROLES = ["visitor", "stranger", "claimant", "owner", "buyer", "officer", "admin"]


@pytest.fixture
def browse(open_browser, live_server):
    """A maker of pages for somebody who is signed in already, or for a visitor."""

    def browsing(user=None):
        page = open_browser(reduced_motion="reduce")
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key}
            page.context.add_cookies([cookie | {"url": live_server.url}])
        return page

    return browsing


def addresses(world, role):
    """The pages that this role is the first of ROLES to get in to."""
    for name, (who, arguments) in access.TABLE.items():
        if role == next((first for first in ROLES if who[first] == access.IN), None):
            yield reverse(name, args=arguments(world))


REFUSED = [
    ("organisation_create", access.nothing, "Registrera organisationen", {}),
    ("organisation_common", access.slug, "Spara", {"name": "", "postal_code": "1"}),
    ("organisation_contact", access.slug, "Spara", {"email": "fel"}),
    ("entities_add", access.slug, "Kontrollera raderna", {"lines": "499000-9012 Fel siffra\n499000-0012 Rätt"}),
    ("entity_add", access.slug, "Lägg till", {}),
    ("organisation_check", access.slug, "Skicka in", {}),
    ("member_invite", access.slug, "Skicka inbjudan", {"email": "fel"}),
    ("application_entity", access.of("draft"), "Spara och gå vidare", {"postal_code": "1"}),
    ("application_owners", access.of("draft"), "Spara och gå vidare", {"form-0-share": "200"}),
    ("application_statutes", access.of("draft"), "Spara och gå vidare", {"adopted_on": "i går"}),
    ("application_purpose", access.of("draft"), "Spara och gå vidare", {"purpose_text": "811228-9874"}),
    ("service_add", access.of("draft"), "Gå vidare", {}),
    ("service_change", access.service, "Spara tjänsten", {"municipalities": "Göteborgg", "capacity": "många"}),
    ("application_completion", access.of("completing"), "Skicka svaret", {}),
    ("application_comment", access.of("heard"), "Skicka yttrandet", {}),
    ("change", access.of("change"), "Spara och jämför", {"adopted_on": "3000-01-01"}),
    ("choice_apply", lambda world: [world.organisation.slug, world.choice_system.pk], "Skicka ansökan", {}),
    ("supplier_partnership_start", access.slug, "Starta och skicka inbjudan", {}),
]
REFUSED_OFFICER = [
    ("case_completion", access.case, "Skicka begäran", {"message": ""}),
    ("case_communicate", access.case, "Skicka till sökanden", {"text": ""}),
    ("case_hand_over", access.case, "Lägg tillbaka i kön", {}),
    ("case_conflict", access.case, "Anmäl jäv", {}),
    ("claim_review", lambda world: [world.claim.case_number], "Besluta", {}),
    ("official_record", lambda world: [world.verified.uuid], "Anteckna kontrollen", {}),
]
REFUSED_BUYER = [
    ("procurement_create", access.nothing, "Börja planera", {}),
    ("procurement_publish", access.buys("planned"), "Visa annonsen för alla", {"url": "fel", "sent_on": "i går"}),
    ("tender_add", access.lot_of("closed"), "Lägg in och kontrollera", {"numbers": "499000-9012\n811228-9874"}),
    ("contract_add", access.nothing, "Lägg in avtalet", {"value": "mycket"}),
    ("buyer_partnership_start", access.nothing, "Starta och skicka inbjudan", {}),
]


def refusals(page, world, rows):
    """Play each refusal; what is wrong with the pages that come back."""
    found = []
    for name, arguments, button, answers in rows:
        page.goto(reverse(name, args=arguments(world)))
        story.fill_in(page, **answers)
        page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
        story.is_refused(page)
        found += checks.faults(page)
    return found


def test_no_page_of_any_role_breaks_a_rule_nor_does_one_that_refuses(browse, reference_data, world):
    """One world for all: to make it takes longer than to read twenty pages."""
    found, seen = [], {}
    for role in ROLES:
        page, reader = browse(world.people[role]), Client()
        if world.people[role]:
            reader.force_login(world.people[role])
        for address in addresses(world, role):
            answer = reader.get(address)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                page.goto(address)
                seen[role] = address
                found += checks.faults(page)
        page.context.close()

    found += refusals(browse(world.people["owner"]), world, REFUSED)
    found += refusals(browse(world.people["officer"]), world, REFUSED_OFFICER)
    found += refusals(browse(world.people["buyer"]), world, REFUSED_BUYER)

    assert found == []
    assert list(seen) == ROLES


def test_no_account_page_breaks_a_rule(open_browser):
    page, found = open_browser(reduced_motion="reduce"), []
    story.sign_up(page, "ny@exempel.example")
    found += checks.faults(page)
    story.fill_in(page, code="FEL-KOD")
    story.press(page, "Bekräfta")
    story.is_refused(page)
    found += checks.faults(page)
    story.verify_address(page, "ny@exempel.example")

    for name in [
        "desk",
        "account_email",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
    ]:
        page.goto(reverse(name))
        if "reauthenticate" in page.url:
            found += checks.faults(page)
            story.fill_in(page, password=PASSWORD)
            story.press(page, "Bekräfta")
        found += checks.faults(page)

    assert found == []


def test_no_page_about_an_error_or_with_nothing_to_show_breaks_a_rule(browse, reference_data):
    organisation = make_organisation()
    officer = story.give_app(make_user(officer=True))
    places = [
        (None, "/finns-inte/"),
        (officer, reverse("case_list")),
        (officer, reverse("case_list") + "?q=finnsinte"),
        (officer, reverse("claim_list")),
        (officer, reverse("officer_entity_list")),
        (make_user(admin=True), reverse("case_list")),
        (organisation.memberships.get().user, reverse("organisation_family", args=[organisation.slug])),
        (organisation.memberships.get().user, reverse("desk")),
        (organisation.memberships.get().user, reverse("member_list", args=[organisation.slug])),
        (None, reverse("organisation_list") + "?q=finnsinte"),
        (None, reverse("organisation_list") + "?q=811228-9874"),
        (None, reverse("journal") + "?organisation=finnsinte"),
    ]
    found = []

    for user, address in places:
        page = browse(user)
        page.goto(address)
        found += checks.faults(page)
        page.context.close()

    assert found == []
