"""In browsers: an organisation applies to a choice system, is approved and contracted, and residents can compare it."""

import pytest
from django.utils import timezone

from tests.browser import checks, story
from tests.browser.story import signed_in
from tests.factories import make_entity, make_submitted, owner_of
from tests.procurement.choice_factories import make_open
from tests.procurement.factories import buyer_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_organisation_applies_and_is_approved(open_browser, live_server):
    system = make_open(title="Hemtjänst i Provköping")
    entity = make_submitted(make_entity(ready=True)).legal_entity
    organisation = entity.organisation
    today = timezone.localdate().isoformat()
    applicant = signed_in(open_browser(), owner_of(organisation), live_server)
    buyer = signed_in(open_browser(), buyer_of(system), live_server)

    applicant.goto(f"/min-organisation/{organisation.slug}/valfrihetssystem/")
    story.follow(applicant, "Sök", exact=True)
    story.sees(applicant, "Det portalen skickar med om", "8.1-123")
    checks.check_page(applicant)
    story.fill_in(applicant, message="Vi har tillstånd från IVO.")
    story.press(applicant, "Skicka ansökan")
    story.sees(applicant, "Ansökan är skickad.", "Inlämnad")
    story.follow(applicant, "Lägg till en enhet")
    profile = "Vi är få. Du möter samma personer."
    story.fill_in(applicant, name="Provgatans hemtjänst", municipality="1480", capacity="12", profile=profile)
    story.press(applicant, "Lägg till enheten")
    story.sees(applicant, "Enheten är tillagd.")

    buyer.goto("/upphandlare/valfrihetssystem/")
    story.follow(buyer, "Hemtjänst i Provköping")
    story.follow(buyer, entity.name)
    checks.check_page(buyer)
    story.follow(buyer, "Godkänn", exact=True)
    story.press(buyer, "Godkänn")
    story.sees(buyer, f"{entity.name} är godkänd och får veta det.")
    story.follow(buyer, "Lägg in avtalet")
    story.fill_in(buyer, signed_on=today, starts_on=today)
    story.press(buyer, "Spara avtalet")
    story.sees(buyer, "Avtal finns")

    applicant.goto(f"/valfrihetssystem/{system.pk}/")
    checks.check_page(applicant)
    story.follow(applicant, "Jämför utförarna")
    story.sees(applicant, "Provgatans hemtjänst", "Uppgift saknas")
    checks.check_page(applicant)
