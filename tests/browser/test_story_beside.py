"""What happens beside the main job: colleagues, claims, withdrawals, jäv and the administrator's hour."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from registry.models import Verification
from tests.browser import story
from tests.browser.story import choose, fill_in, follow, heading, is_refused, press, sees
from tests.factories import (
    add_member,
    make_entity,
    make_organisation,
    make_submitted,
    make_under_review,
    make_user,
    make_verified,
    owner_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COLLEAGUE = "kollega@exempel.example"


@pytest.fixture
def person(open_browser):
    """A maker of people at their browsers, without JavaScript: the main story is played with it too."""
    return lambda: open_browser(scripts=False)


def test_a_colleague_is_invited_accepts_and_is_removed_but_never_the_last_owner(person, reference_data):
    organisation = make_organisation("Lyktans vänner")
    owner, colleague = person(), person()

    story.sign_in(owner, owner_of(organisation))
    follow(owner, "Lyktans vänner")
    follow(owner, "Era företrädare")
    follow(owner, "Bjud in en kollega")
    fill_in(owner, email=COLLEAGUE)
    choose(owner, "Roll", "Läsare")
    press(owner, "Skicka inbjudan")
    sees(owner, f"Vi har skickat en inbjudan till {COLLEAGUE}.")
    link = story.mailed_link(COLLEAGUE)
    story.sign_up(colleague, COLLEAGUE, at=link)
    story.verify_address(colleague, COLLEAGUE)
    press(colleague, "Gå med")
    sees(colleague, "Välkommen till Lyktans vänner.", "Du är läsare.")
    owner.reload()
    follow(owner, re.compile(f"Ta bort.*{COLLEAGUE}"))
    press(owner, "Ta bort")
    sees(owner, "är borttagen.")
    follow(owner, "Lämna")
    press(owner, "Lämna")

    is_refused(owner, "Organisationen måste ha minst en ägare.")
    assert colleague.goto("/min-organisation/lyktans-vanner/").status == 404


def test_an_application_is_withdrawn(person, reference_data):
    case = make_under_review()
    page = person()

    story.sign_in(page, owner_of(case.legal_entity.organisation))
    page.goto(case.get_absolute_url())
    follow(page, "Återkalla ansökan")
    press(page, "Återkalla")

    sees(page, "Ansökan är återkallad. Ärendet är avslutat utan beslut.")
    assert "återkallat" in story.letters_to(case.officer.email)[-1].subject


def test_somebody_claims_an_organisation_on_a_protokoll(person, reference_data):
    make_verified(make_entity(make_organisation("Lyktans vänner"), ready=True))
    claimant, officer = make_user(), story.give_app(make_user(officer=True))
    page, case_officer = person(), person()

    story.sign_in(page, claimant)
    page.goto("/organisationer/lyktans-vanner/ansprak/")
    fill_in(page, position="Ordförande", explanation="Vald av årsmötet den 12 maj.")
    choose(page, "Vad visar det?", "Protokoll")
    story.attach(page, "file", "Protokoll. Årsmötet valde Kim Exempel till ordförande i föreningen.", "protokoll.pdf")
    press(page, "Skicka in anspråket")
    sees(page, "Vi har tagit emot ditt anspråk.")
    story.sign_in(case_officer, officer)
    case_officer.goto("/handlaggning/ansprak/")
    follow(case_officer, "Lyktans vänner")
    sees(case_officer, "Vald av årsmötet den 12 maj.", "protokoll.pdf")
    choose(case_officer, "Visar underlaget", "Ja")
    fill_in(case_officer, reasons="Protokollet visar valet.")
    press(case_officer, "Besluta")
    sees(case_officer, "Anspråket är godkänt.")
    page.goto(story.mailed_link(claimant.email))
    follow(page, "Gå till Lyktans vänner")

    heading(page, "Lyktans vänner")
    sees(page, "Min organisation")


def test_an_officer_with_jav_is_refused(person, reference_data):
    own, declared = make_submitted(), make_submitted()
    officer = story.give_app(make_user(officer=True))
    add_member(own.legal_entity.organisation, "reader", officer)
    page = person()

    story.sign_in(page, officer)
    page.goto("/handlaggning/")
    sees(page, "Du är jävig", own.case_number)
    assert page.goto(f"/handlaggning/arenden/{own.case_number}/").status == 403
    sees(page, "Du är jävig i den här organisationen.")
    story.open_case(page, declared.legal_entity.name)
    follow(page, "Anmäl jäv")
    press(page, "Anmäl jäv")
    is_refused(page, "Skriv varför du är jävig.")
    fill_in(page, reason="Min bror sitter i styrelsen.")
    press(page, "Anmäl jäv")
    sees(page, "Du har anmält jäv")

    assert page.goto(f"/handlaggning/arenden/{declared.case_number}/").status == 403


def test_an_administrator_takes_the_role_for_an_hour_with_a_reason(person, reference_data):
    case = make_submitted()
    admin = story.give_app(make_user(admin=True))
    page = person()

    story.sign_in(page, admin)
    assert page.goto("/handlaggning/").status == 403
    follow(page, "Ta handläggarens roll")
    press(page, "Ta rollen i en timme")
    is_refused(page, "Skriv varför du behöver rollen.")
    fill_in(page, reason="Alla handläggare är sjuka.")
    press(page, "Ta rollen i en timme")
    sees(page, "Du är handläggare i en timme.", case.case_number)
    page.get_by_role("banner").get_by_role("link", name="lämna rollen").click()
    sees(page, "Alla handläggare är sjuka.")
    press(page, "Lämna rollen nu")
    sees(page, "Du har lämnat handläggarens roll.")

    assert page.goto("/handlaggning/").status == 403


def test_a_claim_is_refused_with_reasons(person, reference_data):
    make_verified(make_entity(make_organisation("Lyktans vänner"), ready=True))
    claimant, officer = make_user(), story.give_app(make_user(officer=True))
    page, case_officer = person(), person()

    story.sign_in(page, claimant)
    page.goto("/organisationer/lyktans-vanner/ansprak/")
    fill_in(page, position="Kassör", explanation="Har skött ekonomin i flera år.")
    choose(page, "Vad visar det?", "Fullmakt")
    story.attach(page, "file", "Fullmakt för Kim Exempel, utan underskrift.", "fullmakt.pdf")
    press(page, "Skicka in anspråket")
    story.sign_in(case_officer, officer)
    case_officer.goto("/handlaggning/ansprak/")
    follow(case_officer, "Lyktans vänner")
    choose(case_officer, "Visar underlaget", "Nej")
    press(case_officer, "Besluta")
    is_refused(case_officer, "Skriv skälen.")
    fill_in(case_officer, reasons="Fullmakten är inte undertecknad.")
    press(case_officer, "Besluta")
    sees(case_officer, "Anspråket är avslaget.")
    page.goto(story.mailed_link(claimant.email))

    sees(page, "Avslaget", "Fullmakten är inte undertecknad.")
    assert page.goto("/min-organisation/lyktans-vanner/").status == 404


def test_a_verification_ends_by_decision_when_the_organisation_has_been_heard(person, reference_data):
    entity = make_verified(make_entity(make_organisation("Lyktans vänner"), ready=True))
    owner, officer = owner_of(entity.organisation), story.give_app(make_user(officer=True))
    held = entity.verifications.get()
    page = person()

    story.sign_in(page, officer)
    page.goto(f"/handlaggning/arenden/{held.application.case_number}/")
    follow(page, "Pröva om verifieringen ska upphöra")
    fill_in(page, text="Stadgarna tillåter utdelning till medlemmarna.")
    press(page, "Skicka till organisationen")
    sees(page, "Organisationen kan svara till och med")
    end_by_decision(page)
    is_refused(page, "Ge organisationen tillfälle att yttra sig först")
    yesterday = timezone.localdate() - timedelta(days=1)
    Verification.objects.filter(pk=held.pk).update(end_answer_by=yesterday)
    end_by_decision(page)
    sees(page, "Verifieringen har upphört.")
    warning, ended = [letter.body for letter in story.letters_to(owner.email)[-2:]]
    page.goto(entity.get_absolute_url())

    assert "Stadgarna tillåter utdelning till medlemmarna." in warning
    assert "Medlemmarna får utdelning." in ended
    sees(page, "Kraven är inte längre uppfyllda")


def end_by_decision(page):
    choose(page, "Grund", "Kraven är inte längre uppfyllda")
    fill_in(page, reasons="Medlemmarna får utdelning.")
    press(page, "Avsluta verifieringen")


def test_a_colleague_gets_another_role_and_an_invitation_is_taken_back(person, reference_data):
    organisation = make_organisation("Lyktans vänner")
    reader = add_member(organisation, "reader", make_user(name="Robin Läsare"))
    owner, colleague = person(), person()

    story.sign_in(colleague, reader)
    assert colleague.goto("/min-organisation/lyktans-vanner/uppgifter/").status == 403
    story.sign_in(owner, owner_of(organisation))
    owner.goto("/min-organisation/lyktans-vanner/medlemmar/")
    follow(owner, f"Ändra roll för {reader}")
    choose(owner, "Roll", "Redaktör")
    press(owner, "Spara rollen")
    sees(owner, f"{reader} är nu redaktör.")
    assert colleague.goto("/min-organisation/lyktans-vanner/uppgifter/").status == 200
    follow(owner, "Bjud in en kollega")
    fill_in(owner, email=COLLEAGUE)
    press(owner, "Skicka inbjudan")
    press(owner, f"Dra tillbaka inbjudan till {COLLEAGUE}")
    sees(owner, f"Inbjudan till {COLLEAGUE} gäller inte längre.", "Ingen inbjudan väntar på svar.")
    colleague.goto(story.mailed_link(COLLEAGUE))

    heading(colleague, "Inbjudan är tillbakadragen")
