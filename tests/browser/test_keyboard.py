"""The story with the keyboard alone: Tab, Shift+Tab, Space, Enter, the arrows and letters. Nothing is clicked."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import story
from tests.factories import PASSWORD, make_entity, make_submitted, make_user, owner_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_STEPS = 120  # more Tabs than any page should take
FOCUSED = "document.activeElement"
IS_SEEN = """() => {
  const styles = getComputedStyle(document.activeElement), box = document.activeElement.getBoundingClientRect();
  const marked = (styles.outlineStyle !== 'none' && parseFloat(styles.outlineWidth) > 0) || styles.boxShadow !== 'none';
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return marked && inside && box.width > 0 && box.height > 0;
}"""
WORDS = """() => {
  const element = document.activeElement;
  const label = element.labels && element.labels.length ? element.labels[0].innerText : element.innerText;
  return (label || element.getAttribute('aria-label') || '').replace(/\\s+/g, ' ').trim();
}"""


class Keyboard:
    """Somebody who has no mouse. Every stop on the way must be seen."""

    def __init__(self, page):
        self.page = page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def focused(self, what):
        return self.page.evaluate(f"{FOCUSED}.{what}")

    def step(self, key="Tab"):
        self.press(key)
        if self.focused("tagName") != "BODY":
            assert self.page.evaluate(IS_SEEN), f"focus is not seen at {self.focused('outerHTML')[:160]}"

    def go_to(self, words, *, tag="", key="Tab"):
        """Tab on until the focus stands on something with those words."""
        for _ in range(MOST_STEPS):
            self.step(key)
            if words in self.page.evaluate(WORDS) and self.focused("tagName").lower().startswith(tag):
                return
        raise AssertionError(f"no way by keyboard to “{words}” on {self.page.url}")

    def go_to_field(self, name, *, key="Tab"):
        for _ in range(MOST_STEPS):
            self.step(key)
            if self.page.evaluate(f"{FOCUSED}.name") == name:
                return
        raise AssertionError(f"no way by keyboard to the field {name} on {self.page.url}")

    def enter(self):
        """Press Enter on a link or a button, and wait for the page that comes."""
        with self.page.expect_navigation():
            self.press("Enter")

    def type(self, name, text):
        self.go_to_field(name)
        self.press("Control+A")
        self.page.keyboard.type(text)


@pytest.fixture
def keyboard(open_browser):
    return Keyboard(open_browser(reduced_motion="reduce"))


def sign_in(keyboard, user):
    """By way of the skip link of the start page's menu, and the form."""
    keyboard.page.goto("/")
    keyboard.go_to("Logga in", tag="a")
    keyboard.enter()
    keyboard.type("login", user.email)
    keyboard.type("password", PASSWORD)
    keyboard.enter()
    if secret := getattr(user, "totp_secret", None):
        keyboard.type("code", story.app_code(secret))
        keyboard.enter()
    story.heading(keyboard.page, "Mina sidor")


def test_the_first_tab_leads_past_the_menu(keyboard):
    keyboard.page.goto("/om/")

    keyboard.step()
    keyboard.press("Enter")
    keyboard.step()

    assert keyboard.page.url.endswith("#innehall")
    assert keyboard.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_representative_fills_in_and_submits(keyboard, reference_data):
    entity = make_entity(ready=True, name="Tangenternas förening")
    entity.signatories.all().delete()
    sign_in(keyboard, owner_of(entity.organisation))
    keyboard.go_to(entity.organisation.name, tag="a")
    keyboard.enter()
    keyboard.go_to("Fyll i ansökan", tag="a")
    keyboard.enter()
    keyboard.go_to("Firmatecknare", tag="a")
    keyboard.enter()

    refused_and_corrected(keyboard)
    keyboard.go_to("Till organisationen", tag="a")
    keyboard.enter()
    keyboard.go_to("Kontrollera och skicka in", tag="a")
    keyboard.enter()
    keyboard.go_to_field("assurance")
    keyboard.press("Space")
    keyboard.go_to("Skicka in", tag="button")
    keyboard.enter()

    story.heading(keyboard.page, "Vi har tagit emot er ansökan")


def refused_and_corrected(keyboard):
    """A title without a name is refused: the summary has the focus, and its link leads to the field."""
    keyboard.type("form-0-title", "Ordförande")
    keyboard.go_to("Spara och gå vidare", tag="button")
    keyboard.enter()
    story.is_refused(keyboard.page, "Skriv personens namn.")
    keyboard.go_to("Skriv personens namn.", tag="a")
    keyboard.press("Enter")
    assert keyboard.focused("name") == "form-0-name"
    keyboard.page.keyboard.type("Kim Exempel")
    keyboard.go_to_field("form-0-rule")
    keyboard.press("Space", "ArrowDown", "ArrowUp")
    assert keyboard.page.locator("[name='form-0-rule']:checked").input_value() == "alone"
    keyboard.go_to("Spara och gå vidare", tag="button")
    keyboard.enter()
    story.sees(keyboard.page, "är klara.")


def test_a_case_officer_filters_the_queue_and_judges(keyboard, reference_data):
    officer = story.give_app(make_user(officer=True))
    case = make_submitted(make_entity(ready=True, name="Tangenternas förening"))
    sign_in(keyboard, officer)
    keyboard.go_to("Gå till kön", tag="a")
    keyboard.enter()

    keyboard.go_to("Handläggare", tag="summary")
    keyboard.press("Enter")
    keyboard.go_to("Ingen handläggare", tag="input")
    keyboard.press("Space")
    keyboard.go_to("Visa träffar", tag="button")
    keyboard.enter()
    keyboard.go_to("Tangenternas förening", tag="a")
    keyboard.enter()
    keyboard.go_to("Ta ärendet", tag="button")
    keyboard.enter()
    keyboard.go_to_field("syfte-judgement")
    keyboard.press("Space")
    keyboard.type("syfte-evidence", "Stadgar 2 §")
    keyboard.go_to("Spara bedömningen", tag="button")
    keyboard.enter()

    expect(keyboard.page.locator("#syfte .tag").first).to_have_text("Uppfyllt")
    assert keyboard.page.url.split("#")[0].endswith(reverse("case", args=[case.case_number]))


def test_a_buyer_plans_a_procurement_and_is_refused_once(keyboard, reference_data):
    sign_in(keyboard, story.give_app(make_user(buyer=True)))
    keyboard.go_to("Era upphandlingar", tag="a")
    keyboard.enter()
    keyboard.go_to("Planera en upphandling", tag="a")
    keyboard.enter()

    keyboard.go_to("Börja planera", tag="button")
    keyboard.enter()
    story.is_refused(keyboard.page, "Skriv vad ni ska upphandla.")
    keyboard.go_to("Skriv vad ni ska upphandla.", tag="a")
    keyboard.press("Enter")
    assert keyboard.focused("name") == "title"
    keyboard.page.keyboard.type("Tangenternas boende")
    keyboard.go_to("Börja planera", tag="button")
    keyboard.enter()

    story.heading(keyboard.page, "Tangenternas boende")


def test_shift_tab_leads_back_the_same_way(keyboard):
    keyboard.page.goto("/konto/login/")
    keyboard.go_to_field("password")

    keyboard.go_to_field("login", key="Shift+Tab")

    assert keyboard.focused("name") == "login"
