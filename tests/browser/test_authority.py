"""An authority is taken in, and the officer whom it invites publishes a reserved procurement and awards it.

And the doors that stay shut: to look-alikes, to whom a letter was forwarded, to an invitation that has run out.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from procurement.models import AuthorityInvitation
from tests.browser import buying, checks, story
from tests.browser.story import signed_in
from tests.factories import make_authority, make_entity, make_submitted, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DOMAIN = "provkommunen.example"


def ask(page, name, position):
    """From Mina sidor to the sent request."""
    page.goto("/mina-sidor/")
    story.follow(page, "Be om ett uppdrag")
    page.get_by_role("searchbox").fill(name)
    story.press(page, "Sök")
    story.follow(page, name)
    story.fill_in(page, position=position)
    story.press(page, "Skicka begäran")


def test_an_authority_is_taken_in_and_its_officer_publishes_a_reserved_procurement_and_awards_it(
    open_browser, live_server
):
    make_authority("Provkommunen", slug="provkommunen")
    supplier = make_submitted(make_entity(ready=True)).legal_entity
    kim, uma, other = (make_user(f"{name}@{DOMAIN}", name=name.title()) for name in ("kim", "uma", "annan"))
    for user in (kim, uma):
        story.give_app(user)
    asker, officer = open_browser(), signed_in(open_browser(), make_user(officer=True), live_server)

    signed_in(asker, kim, live_server)
    ask(asker, "Provkommunen", "upphandlingschef")
    story.sees(asker, "Vi har tagit emot din begäran.", "Väntar på beslut")

    officer.goto("/handlaggning/myndigheter/")
    story.follow(officer, "Provkommunen")
    story.sees(officer, "Domänen är inte registrerad för Provkommunen.", "Ingen än.")
    checks.check_page(officer)
    story.follow(officer, "Registrera domänen")
    story.press(officer, "Registrera")
    story.sees(officer, f"{DOMAIN} är registrerad.")
    story.follow(officer, "Kim")
    story.choose(officer, "Får personen arbeta för myndigheten här?", "Ja, som administratör")
    story.fill_in(officer, reasons="Adressen står på kommunens webbplats.")
    story.press(officer, "Besluta")
    story.sees(officer, "Begäran är godkänd. Personen är nu administratör.")

    look_alike = signed_in(open_browser(), make_user("kim@pr0vkommunen.example"), live_server)
    ask(look_alike, "Provkommunen", "upphandlare")
    story.is_refused(look_alike, "Den ser ut som provkommunen.example men är en annan.")
    checks.check_page(look_alike)

    asker.goto(story.mailed_link(kim.email))
    story.follow(asker, "Gå till Provkommunen")
    story.follow(asker, "Bjud in en kollega")
    story.fill_in(asker, email="uma@partiet.example")
    story.press(asker, "Skicka inbjudan")
    story.is_refused(asker, "partiet.example är inte registrerad för Provkommunen.")
    story.fill_in(asker, email=uma.email)
    story.press(asker, "Skicka inbjudan")
    story.sees(asker, f"Vi har skickat en inbjudan till {uma.email}.")
    checks.check_page(asker)

    letter = story.mailed_link(uma.email)
    forwarded = signed_in(open_browser(), other, live_server)
    forwarded.goto(letter)
    story.heading(forwarded, "Inbjudan gäller en annan e-postadress")
    story.sees(forwarded, "Har någon skickat brevet vidare till dig? Be Kim om en egen inbjudan.")

    colleague = signed_in(open_browser(), uma, live_server)
    AuthorityInvitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    colleague.goto(letter)
    story.heading(colleague, "Inbjudan har gått ut")
    story.sees(colleague, "Be Kim om en ny inbjudan.")

    asker.reload()
    story.sees(asker, "gällde till")
    story.follow(asker, "Bjud in en kollega")
    story.fill_in(asker, email=uma.email)
    story.press(asker, "Skicka inbjudan")
    colleague.goto(story.mailed_link(uma.email))
    story.heading(colleague, "Gå med i Provkommunen")
    story.press(colleague, "Gå med")
    story.sees(colleague, "Välkommen till Provkommunen.", "Upphandlare")

    asker.goto("/upphandlare/myndighet/provkommunen/personer/")
    story.follow(asker, "Lämna")
    story.press(asker, "Lämna")
    story.sees(asker, "Gör en kollega till administratör först.")

    visitor = open_browser()
    found = buying.plan(colleague)
    buying.publish(colleague)
    visitor.goto(reverse("procurement_list"))
    story.follow(visitor, "Påhittat boende")
    story.sees(visitor, "Reserverad upphandling", "Provkommunen", "Äldre får leva tryggt.", "Kan den reserveras?")
    found += checks.faults(visitor)

    found += buying.award(colleague, buying.let_the_time_run_out(), supplier)
    visitor.reload()
    story.sees(visitor, "Tilldelning", supplier.name)
    assert found == []
