"""The main job from end to end, as people do it: with JavaScript, and once more without it."""

import pytest
from playwright.sync_api import expect

from tests.browser import story
from tests.browser.story import follow, heading, press, sees
from tests.factories import make_entity, make_organisation, make_user, make_verified

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

REPRESENTATIVE = "ordforande@exempel.example"
FIRST, SECOND, THIRD = "Omsorgen Ett", "Omsorgen Två", "Omsorgen Tre"
NEW_PURPOSE = "Föreningens ändamål är att ge äldre och anhöriga en trygg omsorg."


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def person(request, open_browser):
    """A maker of people at their browsers."""
    return lambda: open_browser(scripts=request.param)


def test_an_organisation_is_registered_verified_found_changed_and_ended(person, reference_data):
    make_verified(make_entity(make_organisation("Lyktans vänner"), ready=True))
    officer = story.give_app(make_user("handlaggare@exempel.example", officer=True, name="Hanna Exempel"))
    representative, case_officer, visitor = person(), person(), person()

    read_without_an_account(visitor)
    numbers = register_the_family(representative)
    verify_the_first(representative, case_officer, officer, numbers[FIRST])
    refuse_the_second(representative, case_officer)
    story.record_registration(case_officer, FIRST)
    find_the_first(visitor, numbers[FIRST])
    change_the_first(representative, case_officer, visitor)
    end_the_first(representative, visitor)


def read_without_an_account(page):
    """Step 1."""
    story.search(page, "Lyktans vänner")
    story.open_hit(page, "Lyktans vänner")
    sees(page, "Verifierad i portalen", "Hemtjänst", "Okänt om registrerad hos Kammarkollegiet")


def register_the_family(page):
    """Steps 2 to 4: account, organisation, entities, answers, one submission."""
    story.sign_up(page, REPRESENTATIVE)
    story.verify_address(page, REPRESENTATIVE)
    heading(page, "Mina sidor")
    story.create_organisation(page, "Omsorgsfamiljen")
    story.paste_numbers(page, [FIRST, SECOND, THIRD])
    sees(page, "uppgifter saknas:")
    story.fill_in_common(page)
    story.name_contact_person(page)
    story.reckon_fee(page)
    story.fill_in_entity(page, FIRST)
    story.fill_in_entity(page, SECOND)
    numbers = story.submit(page, FIRST, SECOND)
    receipt = story.letters_to(REPRESENTATIVE)[-1]
    assert all(number in receipt.body for number in numbers.values())
    return numbers


def verify_the_first(representative, case_officer, officer, number):
    """Step 5: from the queue by way of a completion to an approval, told each time."""
    story.sign_in(case_officer, officer)
    story.take_case(case_officer, FIRST)
    story.assess(case_officer, "syfte")
    story.ask_for_completion(case_officer)
    representative.goto(story.mailed_link(REPRESENTATIVE))
    story.answer_completion(representative, "Avtalet med Göteborgs kommun är med.")
    assert "Sökanden har svarat" in story.letters_to(officer.email)[-1].subject
    story.take_case(case_officer, FIRST)
    sees(case_officer, "Avtalet med Göteborgs kommun är med.", "avtal.pdf")
    story.assess_all(case_officer)
    story.approve(case_officer)
    assert number in story.letters_to(REPRESENTATIVE)[-1].subject
    representative.goto(story.mailed_link(REPRESENTATIVE))
    sees(representative, "Skäl", "Om ni inte är nöjda", "prövar beslutet på nytt")
    letter = representative.get_by_role("main").get_by_role("link", name="PDF").get_attribute("href")
    assert representative.request.get(letter).body().startswith(b"%PDF-")


def refuse_the_second(representative, case_officer):
    """Step 5, the other way: what speaks against, an answer, a refusal with reasons and provisions."""
    story.take_case(case_officer, SECOND)
    story.assess(case_officer, "syfte", "Inte uppfyllt", evidence="", comment="Syftet är inte enbart allmännyttigt.")
    sees(case_officer, "Kan inte göras än.")
    story.communicate(case_officer)
    representative.goto(story.mailed_link(REPRESENTATIVE))
    sees(representative, "Syftet är inte enbart allmännyttigt.")
    story.fill_in(representative, answer="Vi håller inte med.")
    press(representative, "Skicka yttrandet")
    sees(representative, "Yttrandet är skickat.")
    story.open_case(case_officer, SECOND)
    sees(case_officer, "Vi håller inte med.")
    story.reject(case_officer)
    representative.goto(story.mailed_link(REPRESENTATIVE))
    sees(representative, "Syftet är inte enbart allmännyttigt.", "Bestämmelser", "Om ni inte är nöjda")


def find_the_first(page, number):
    """Step 6: found by what it does and where; who checked what and when, and both facts apart."""
    story.search(page, "omsorg", place="Göteborg")
    sees(page, "omsorg i Göteborg")
    story.open_hit(page, "Omsorgsfamiljen")
    sees(page, "Vem kontrollerade vad och när", number)
    page.get_by_role("table").first.get_by_role("link", name=FIRST).click()
    heading(page, FIRST)
    sees(page, "Verifierad i portalen", "Registrerad hos Kammarkollegiet", story.PURPOSE, "15 januari 2025")


def change_the_first(representative, case_officer, visitor):
    """Step 7: a notice of change; what was verified stands until it is decided."""
    representative.goto("/mina-sidor/")
    follow(representative, "Omsorgsfamiljen")
    story.report_change(representative, FIRST, street="Nygatan 7", purpose=NEW_PURPOSE)
    visitor.reload()
    sees(visitor, "En ändring prövas.", story.PURPOSE)
    expect(visitor.get_by_role("main")).not_to_contain_text(NEW_PURPOSE)
    story.take_case(case_officer, FIRST)
    sees(case_officer, "Vad som ändras", "Omsorgsgatan 1", "Nygatan 7", "stadgar-nya.pdf")
    for requirement in ("syfte", "inflytande", "upplosning"):
        story.assess(case_officer, requirement)
    story.approve(case_officer, "ändringen")
    visitor.reload()
    sees(visitor, NEW_PURPOSE)
    expect(visitor.get_by_role("main")).not_to_contain_text("En ändring prövas.")


def end_the_first(representative, visitor):
    """Step 8: the owner ends the verification; the page stays, and says what that does not change."""
    representative.goto("/min-organisation/omsorgsfamiljen/")
    story.end_verification(representative, FIRST)
    visitor.reload()
    heading(visitor, FIRST)
    sees(visitor, "Verifieringen har upphört.", "Det ändrar inte vad Kammarkollegiet har registrerat.")
    sees(visitor, "Registrerad hos Kammarkollegiet", "Grund:")
