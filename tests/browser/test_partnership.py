"""In browsers: an organisation and a municipality draw up a partnership, from the first idea to the signatures."""

import pytest
from django.urls import reverse
from django.utils import timezone

from procurement.models import Partnership, PartnershipPrinciple
from procurement.partnership_questions import QUESTIONS
from tests.browser import checks, story
from tests.browser.story import signed_in
from tests.factories import make_user, owner_of
from tests.procurement.partnership_factories import known_entity

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXTS = [
    ("Bakgrund och behov", {"background": "Många äldre är ensamma.", "programme": "Program för äldre"}),
    ("Värdegrund", {"common_values": "Alla behövs."}),
    ("Ledning och styrgrupp", {"steering": "Två från varje part."}),
    ("Ekonomi och nytta", {"social_gains": "Färre är ensamma."}),
    ("Så följs partnerskapet upp", {"follow_up_plan": "Styrgruppen räknar besök."}),
    ("Ändringar och tillägg", {"changes": "Skriftligt."}),
    ("Tvist, hävning och omförhandling", {"disputes": "Styrgruppen löser det."}),
]


def brings(page, kind, description, amount=""):
    """One row of what the person's own party brings."""
    page.locator(f"input[name='kind'][value='{kind}']").check()
    story.fill_in(page, year=str(timezone.localdate().year), description=description, amount=amount)
    story.press(page, "Lägg till åtagandet")
    story.sees(page, description)


def test_both_sides_draw_up_a_partnership(open_browser, live_server):
    entity, buyer = known_entity(), make_user(buyer=True)
    organisation = entity.organisation
    authority = buyer.authority_memberships.get().authority
    today = timezone.localdate()
    association = signed_in(open_browser(), owner_of(organisation), live_server)
    officer = signed_in(open_browser(), buyer, live_server)
    found = []

    association.goto(reverse("supplier_partnership_list", args=[organisation.slug]))
    story.follow(association, "Starta ett partnerskap")
    story.press(association, "Starta och skicka inbjudan")
    story.is_refused(association, "Skriv vad ni ska göra tillsammans.")
    found += checks.faults(association)
    story.fill_in(
        association,
        title="Påhittad mötesplats",
        others=authority.name,
        service_area="aldre-dag",
        municipalities="Göteborg",
    )
    story.choose(association, "Var?", "I vissa kommuner")
    story.press(association, "Starta och skicka inbjudan")
    story.sees(association, f"Vi väntar på svar från {authority.name}.", "Skriv bakgrund och behov.")

    officer.goto(reverse("buyer_partnership_list"))
    story.follow(officer, "Påhittad mötesplats")
    story.follow(officer, f"Gå med för {authority.name}")
    story.press(officer, "Gå med")
    story.sees(officer, "Båda sidor skriver.", "När det som saknas är ifyllt.")
    found += checks.faults(officer)

    partnership = Partnership.objects.get()
    work = reverse("partnership_work", args=[partnership.pk])
    association.goto(work)
    for heading, answers in TEXTS:
        story.follow(association, heading, exact=True)
        story.fill_in(association, **answers)
        story.press(association, "Spara")
    story.follow(association, "Sex principer")
    found += checks.faults(association)
    story.fill_in(association, **{principle.value: "Så gör vi." for principle in PartnershipPrinciple.Principle})
    story.press(association, "Spara")
    story.follow(association, "Insatser och åtaganden")
    brings(association, "volunteers", "Tio frivilliga")

    officer.goto(work)
    story.follow(officer, "Mål", exact=True)
    story.fill_in(officer, goal="Fler träffas", indicator="Antal besök")
    story.press(officer, "Lägg till målet")
    officer.goto(work)
    story.follow(officer, "Insatser och åtaganden")
    brings(officer, "money", "Bidrag till verksamheten", "600 000")
    found += checks.faults(officer)
    officer.goto(work)
    story.follow(officer, "Dagar för uppföljning")
    story.fill_in(officer, planned_on=f"{today.year + 1}-06-01")
    story.press(officer, "Planera uppföljningen")
    officer.goto(work)
    story.follow(officer, "Avtalstid och uppsägning")
    story.fill_in(officer, starts_on=today.isoformat(), ends_on=f"{today.year + 3}-12-31", notice_months="6")
    story.press(officer, "Spara")

    story.follow(officer, "Kriterier för partnerskap")
    for question in QUESTIONS.values():
        word = "ja" if question.speaks_for == "yes" else "nej"
        officer.locator(f"input[name='{question.key}'][value='{word}']").check()
    officer.locator("main form .button").last.click()
    officer.goto(work)
    story.sees(officer, "Alla rubriker är skrivna.")
    story.follow(officer, "Skicka till juridisk bedömning")
    story.press(officer, "Skicka till bedömning")
    story.sees(officer, "Juridisk bedömning", "När alla parter har sagt ja till texten.")

    for page, party in ((association, entity.name), (officer, authority.name)):
        page.goto(work)
        story.follow(page, f"Läs texten och säg ja för {party}")
        story.sees(page, "Många äldre är ensamma.", "600\u00a0000\u00a0kr")
        found += checks.faults(page)
        story.press(page, "Säg ja till texten")
        story.sees(page, f"{party} har sagt ja till texten.")

    story.follow(officer, "Lägg in beslutet")
    story.fill_in(
        officer,
        decision_body="Socialnämnden",
        decided_on=today.isoformat(),
        reference="SN 2026/1",
        not_a_contract="Båda bidrar till något gemensamt.",
        aid_reasons="Verksamheten är lokal.",
    )
    story.choose(officer, "Är det statligt stöd?", "Inget statligt stöd")
    found += checks.faults(officer)
    story.press(officer, "Lägg in beslutet")
    story.follow(officer, "Lägg in underskriften")
    story.fill_in(officer, signed_on=today.isoformat())
    story.press(officer, "Lägg in underskriften")
    story.sees(officer, "Gäller", "Börja följa upp")
    found += checks.faults(officer)

    visitor = open_browser()
    visitor.goto(reverse("partnership_list"))
    found += checks.faults(visitor)
    story.follow(visitor, "Påhittad mötesplats")
    story.sees(visitor, "Många äldre är ensamma.", "Tio frivilliga", "SN 2026/1")
    found += checks.faults(visitor)
    visitor.goto(reverse("contract_list"))
    story.sees(visitor, "Påhittad mötesplats")
    assert found == []
