"""What a procurement officer does with a reserved procurement in a browser, for a story of one officer.

`plan` and `award` return what is wrong with the pages on their way, as `checks.faults` tells it.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from procurement.models import Procurement
from procurement.services import procurements
from tests.browser import checks, story
from tests.procurement.factories import REASONS


def plan(page):
    """From Mina sidor to a plan with one lot, whose reservation is checked and confirmed."""
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
    found = checks.faults(page)
    story.press(page, "Bekräfta grunden")
    return found


def publish(page):
    """Write the reasons and show the notice to everybody, with thirty days to tender."""
    today = timezone.localdate()
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


def let_the_time_run_out():
    """The thirty days pass, and the clock closes the procurement. Returns it."""
    procurement, today = Procurement.objects.get(), timezone.localdate()
    later = timezone.now() - timedelta(minutes=1)
    Procurement.objects.filter(pk=procurement.pk).update(
        published_at=later - timedelta(days=30), closes_at=later, notice_sent_on=today - timedelta(days=30)
    )
    assert procurements.close_due() == 1
    return procurement


def award(page, procurement, supplier):
    """Put in the only tenderer, judge it and decide."""
    today = timezone.localdate()
    page.goto(reverse("procurement_work", args=[procurement.pk]))
    story.follow(page, "Lägg in och pröva anbuden")
    story.follow(page, "Lägg in anbudsgivare")
    story.fill_in(page, numbers=supplier.organisation_number)
    story.press(page, "Lägg in och kontrollera")
    story.sees(page, supplier.name, "Inte prövat")
    found = checks.faults(page)
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
    return found
