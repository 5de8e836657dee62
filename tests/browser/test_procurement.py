"""A procurement officer plans, reserves and publishes, and when the time is out awards it; everybody can follow it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from procurement.models import Procurement
from procurement.services import procurements
from tests.browser import checks, story
from tests.factories import make_entity, make_submitted, make_user
from tests.procurement.factories import REASONS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def signed_in(page, user, live_server):
    """The page, with the person signed in."""
    client = Client()
    client.force_login(user)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    return page


def test_an_officer_publishes_a_reserved_procurement_and_awards_it(open_browser, live_server):
    buyer, supplier = make_user(buyer=True), make_submitted(make_entity(ready=True)).legal_entity
    page, found, today = signed_in(open_browser(), buyer, live_server), [], timezone.localdate()

    page.goto(reverse("desk"))
    story.follow(page, "Era upphandlingar")
    story.follow(page, "Planera en upphandling")
    story.press(page, "Börja planera")
    story.is_refused(page, "Skriv vad ni ska upphandla.")
    story.fill_in(page, title="Påhittat boende")
    story.press(page, "Börja planera")
    story.sees(page, "Det som ska köpas", "Kan inte börja än")

    story.follow(page, "Uppgifter om upphandlingen")
    story.choose(page, "Var ska tjänsten ges?", "I vissa kommuner")
    story.choose(page, "Vilken lag upphandlar ni enligt?", "LOU")
    story.fill_in(page, summary="Ett boende för äldre.", aim="Äldre får leva tryggt.", municipalities="Göteborg")
    story.press(page, "Spara uppgifterna")

    story.follow(page, "Tjänst, värde och tid")
    story.fill_in(page, service_area="aldre-boende", months="24", estimated_value="9 000 000")
    story.press(page, "Spara området")
    story.follow(page, "CPV-koder")
    page.get_by_role("searchbox").fill("äldre")
    story.press(page, "Sök")
    story.press(page, "Lägg till 85311100")
    story.follow(page, "Gå vidare till reservationen")
    page.locator("input[value='lou-19-25a']").check()
    story.press(page, "Spara och visa svaret")
    story.sees(page, "Kan området reserveras?", "Klistra in i annonsen")
    found += checks.faults(page)
    story.press(page, "Bekräfta grunden")

    story.follow(page, "Skäl för reservationen")
    story.fill_in(page, **REASONS)
    story.press(page, "Spara skälen")
    story.follow(page, "Annonsera", exact=True)
    story.fill_in(
        page,
        database="Provdatabasen",
        notice_id="P-1",
        url="https://annonser.example/P-1",
        sent_on=str(today),
        closes_on=str(today + timedelta(days=30)),
        looked_up="Vi har läst beloppet.",
    )
    story.press(page, "Visa annonsen för alla")
    story.sees(page, "visas för alla", "Annonserad")
    procurement = Procurement.objects.get()

    visitor = open_browser()
    visitor.goto(reverse("procurement_list"))
    story.follow(visitor, "Påhittat boende")
    story.sees(visitor, "Reserverad upphandling", "Äldre får leva tryggt.", "Kan den reserveras?")
    found += checks.faults(visitor)

    later = timezone.now() - timedelta(minutes=1)
    Procurement.objects.filter(pk=procurement.pk).update(
        published_at=later - timedelta(days=30), closes_at=later, notice_sent_on=today - timedelta(days=30)
    )
    assert procurements.close_due() == 1
    page.goto(reverse("procurement_work", args=[procurement.pk]))
    story.follow(page, "Lägg in och pröva anbuden")
    story.follow(page, "Lägg in anbudsgivare")
    story.fill_in(page, numbers=supplier.organisation_number)
    story.press(page, "Lägg in och kontrollera")
    story.sees(page, supplier.name, "Inte prövat")
    found += checks.faults(page)
    story.follow(page, "Inte prövat")
    story.choose(page, "Hjälper syftet till att nå tjänstens mål?", "Ja")
    story.fill_in(page, reasoning="Boendet är just det.")
    story.press(page, "Spara prövningen")
    story.follow(page, "Besluta om tilldelning")
    story.choose(page, "Vem vinner Påhittat boende?", supplier.name)
    story.choose(page, "Hur skickades den?", "Elektroniskt till alla")
    story.fill_in(page, decided_on=str(today), sent_on=str(today), reasons="Bäst kvalitet.")
    story.press(page, "Besluta om tilldelning")
    story.sees(page, "Vinnarna visas för alla", "Tilldelad", "efter avtalsspärren")
    found += checks.faults(page)

    visitor.reload()
    story.sees(visitor, "Tilldelning", supplier.name)
    assert found == []
