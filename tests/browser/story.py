"""What people do in the portal, named as in the trade, for tests that play it in a browser.

Every helper finds its way by the words that a person reads. None of them needs JavaScript.
"""

import re
import time

from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core import mail
from django.test import Client
from playwright.sync_api import expect

from registry.demo_numbers import demo_organisation_number
from tests.factories import PASSWORD, make_pdf

WRONG_DIGIT = "499000-9012"
PERSONAL_NUMBER = "811228-9874"  # the tax agency's own example, nobody's number
PURPOSE = "Föreningens ändamål är att ge äldre i Göteborg en trygg omsorg."
DISSOLUTION = "Vid upplösning går tillgångarna till en registrerad idéburen organisation."


# --- The small moves: fill in, choose, press, follow ---


def fill_in(page, **answers):
    """Type into fields by their names in the form."""
    for name, text in answers.items():
        field = page.locator(f"main [name='{name}']")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


def choose(page, question, answer):
    """Choose an answer of a question, or tick a box under it."""
    group = page.get_by_role("group", name=question)
    group.locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(answer)}")).first.locator("input").check()


def press(page, button):
    page.get_by_role("button", name=button).click()


def follow(page, link, *, exact=False):
    page.get_by_role("main").get_by_role("link", name=link, exact=exact).first.click()


def attach(page, name, text, file="stadgar.pdf"):
    """Choose a PDF with that text for a file field."""
    chosen = {"name": file, "mimeType": "application/pdf", "buffer": make_pdf(text)}
    page.locator(f"input[type=file][name='{name}']").set_input_files(chosen)


def sees(page, *texts):
    """The person reads each of the texts in the page's own matter."""
    for text in texts:
        expect(page.get_by_role("main")).to_contain_text(text)


def is_refused(page, *links):
    """The page came back with its error summary, in focus, and a title that says so."""
    expect(page).to_have_title(re.compile("^Fel: "))
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    for link in links:
        expect(summary).to_contain_text(link)


def heading(page, text):
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


# --- Mail ---


def letters_to(address):
    return [letter for letter in mail.outbox if address in letter.to]


def mailed_code(address):
    """The code in the last letter to the address."""
    return re.search(r"^([A-Z0-9-]{6,})$", letters_to(address)[-1].body, re.MULTILINE)[1]


def mailed_link(address):
    """The path of the last link in the last letter to the address."""
    return re.findall(r"https?://[^/\s]+(/\S+)", letters_to(address)[-1].body)[-1]


# --- Accounts ---


def sign_up(page, address, *, at="/"):
    page.goto(at)
    if at == "/":
        page.get_by_role("banner").get_by_role("link", name="Logga in").click()
    follow(page, "Skapa ett konto")
    fill_in(page, email=address, password1=PASSWORD)
    press(page, "Skapa konto")
    heading(page, "Skriv in koden")


def verify_address(page, address):
    fill_in(page, code=mailed_code(address))
    press(page, "Bekräfta")


def sign_in(page, user, *, at="/konto/login/"):
    """By the form. Whoever has a second factor writes the code of the app too."""
    page.goto(at)
    fill_in(page, login=user.email, password=PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    if secret := getattr(user, "totp_secret", None):
        fill_in(page, code=app_code(secret))
        page.get_by_role("button", name="Logga in", exact=True).click()
    heading(page, "Mina sidor")


def app_code(secret):
    """What the app for one-time codes shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def signed_in(page, user, live_server):
    """The page, with the person signed in."""
    client = Client()
    client.force_login(user)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    return page


def give_app(user):
    """Give somebody an app for one-time codes."""
    user.authenticator_set.all().delete()
    user.totp_secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, user.totp_secret)
    return user


# --- Anybody ---


def search(page, text, *, place=""):
    """From the start page; the place is asked for beside the hits."""
    page.goto("/")
    page.get_by_role("searchbox").fill(text)
    press(page, "Sök")
    heading(page, "Organisationer")
    if place:
        page.get_by_label("Kommun", exact=True).fill(place)
        press(page, "Visa träffar")
        expect(page.locator(".chosen")).to_contain_text(place)


def open_hit(page, name):
    """Open an organisation among the hits."""
    page.get_by_role("heading", level=3).get_by_role("link", name=name).click()
    heading(page, name)


# --- The representative ---


def create_organisation(page, name):
    page.goto("/mina-sidor/")
    follow(page, "Registrera er organisation")
    press(page, "Registrera organisationen")
    is_refused(page, "Skriv vad ni heter.")
    fill_in(page, name=name, lead="Ger äldre trygg omsorg i små enheter.", seat="1480")
    press(page, "Registrera organisationen")
    heading(page, name)


def paste_numbers(page, names):
    """Paste a column: the names with good numbers, a number with a wrong digit, and somebody's personnummer."""
    follow(page, "Lägg till flera på en gång")
    good = [f"{demo_organisation_number(9000 + place)}\t{name}" for place, name in enumerate(names, start=1)]
    page.get_by_label("Organisationsnummer, ett på varje rad").fill(
        "\n".join([*good, f"{WRONG_DIGIT} Fel Siffra", f"{PERSONAL_NUMBER} Någon Person"])
    )
    fill_in(page, legal_form="61")
    press(page, "Kontrollera raderna")
    is_refused(page, "2 rader kan inte läggas till")
    sees(page, "Den sista siffran stämmer inte", "Det ser ut som ett personnummer")
    assert not re.search(r"811228|9874", page.content())
    press(page, f"Lägg till {len(names)} juridiska personer")
    sees(page, f"Vi har lagt till {len(names)} juridiska personer.", *names)


def fill_in_common(page):
    follow(page, "Om organisationen")
    fill_in(page, street="Omsorgsgatan 1", postal_code="411 04", city="Göteborg", email="hej@exempel.example")
    press(page, "Spara")
    sees(page, "Uppgifterna om organisationen är sparade.")


def name_contact_person(page):
    follow(page, "Kontaktperson")
    fill_in(page, name="Kim Exempel", email="kim@exempel.example", phone="031-000 00 00")
    press(page, "Spara")
    sees(page, "Kontaktpersonen är sparad.")


def reckon_fee(page):
    follow(page, "Vad registrering hos Kammarkollegiet kostar")
    fill_in(page, entities="3", years="4")
    press(page, "Räkna")
    sees(page, "tre juridiska personer i fyra år", "de fem åren efteråt", "kontrollerad")
    page.get_by_role("main").get_by_role("link", name=re.compile("Omsorg")).first.click()


def fill_in_entity(page, name, statutes="2 § Ändamål: trygg omsorg. 14 § Upplösning: till idéburen organisation."):
    """Answer everything about one entity, a page at a time, from its task list."""
    follow(page, re.compile(f"Fyll i ansökan.*{name}"))
    follow(page, "Namn, form och adress")
    next_page(page, "Ägare och styrelse")
    fill_in(page, **{"form-0-kind": "members"})
    next_page(page, "Stadgar")
    attach(page, "file", f"Stadgar för {name}. {statutes}")
    fill_in(page, adopted_on="2024-05-12")
    next_page(page, "Syfte")
    fill_in(page, purpose_text=PURPOSE, purpose_clause="2 §")
    choose(page, "Är syftet enbart allmännyttigt?", "Ja")
    next_page(page, "Tillgångar vid upplösning")
    fill_in(page, dissolution_text=DISSOLUTION, dissolution_clause="14 §, sidan 1")
    next_page(page, "Stat, region eller kommun")
    choose(page, "Bestämmer staten, en region eller en kommun över er?", "Nej")
    fill_in(page, public_control_note="Årsmötet utser hela styrelsen.")
    next_page(page, "Välfärd")
    choose(page, "Bedriver ni välfärd som det offentliga betalar?", "Ja, i dag")
    fill_in(page, welfare_text="Hemtjänst på avtal med Göteborgs kommun.")
    next_page(page, "Tjänster")
    add_service(page)
    press(page, "Gå vidare")
    heading(page, "Firmatecknare")
    fill_in(page, **{"form-0-name": "Kim Exempel", "form-0-title": "Ordförande"})
    choose(page, "Hur tecknar personen firman?", "Var för sig")
    next_page(page, name)
    sees(page, f"Alla uppgifter om {name} är klara.")
    follow(page, "Till organisationen")


def next_page(page, title):
    page.get_by_role("button", name="Spara och gå vidare").click()
    heading(page, title)


def add_service(page, area="hemtjanst", place="Göteborg"):
    follow(page, "Lägg till en tjänst")
    fill_in(page, tjanst=area)
    press(page, "Gå vidare")
    choose(page, "Var finns tjänsten?", "I vissa kommuner")
    fill_in(page, municipalities=place, capacity="40", capacity_unit="places")
    choose(page, "Vilka är den till för?", "Äldre")
    choose(page, "Har ni tillstånd?", "Vi har tillstånd")
    fill_in(page, permit_authority="IVO", permit_reference="8.1-123")
    press(page, "Spara tjänsten")
    sees(page, "är tillagd.")


def submit(page, *names):
    """Hand in what is ready, after one try without the assurance. Gives the case numbers, by entity."""
    follow(page, "Kontrollera och skicka in")
    press(page, "Skicka in")
    is_refused(page, "Intyga att du får företräda dem")
    page.get_by_label("Jag får företräda de juridiska personer").check()
    press(page, "Skicka in")
    heading(page, "Vi har tagit emot er ansökan")
    rows = page.locator(".receipt dl > div")
    expect(rows).to_have_count(len(names))
    numbers = {row.locator("dd").inner_text().strip(): row.locator("dt").inner_text() for row in rows.all()}
    assert set(numbers) == set(names)
    return numbers


def answer_completion(page, text):
    """From the letter: answer what the officer asks for, with a file."""
    heading(page, "Komplettera ansökan")
    attach(
        page,
        "file",
        "Avtal om hemtjänst mellan Göteborgs kommun och Omsorgen Ett, med ersättning per timme.",
        file="avtal.pdf",
    )
    fill_in(page, answer=text)
    press(page, "Skicka svaret")
    sees(page, "Svaret är skickat. Handläggaren har fått veta det.")


def report_change(page, name, *, street, purpose):
    """Notice a new address and new statutes."""
    page.get_by_role("button", name=f"Anmäl ändring av {name}").click()
    heading(page, "Anmäl ändring")
    attach(page, "file", f"Nya stadgar. 2 § {purpose}", file="stadgar-nya.pdf")
    fill_in(page, message="Årsmötet antog nya stadgar, och vi har flyttat.", adopted_on="2026-05-12")
    page.get_by_text("Namn, säte och adress", exact=True).click()
    choose(page, "Vilken adress gäller?", "En egen adress")
    fill_in(page, street=street, postal_code="411 05", city="Göteborg")
    page.locator("summary").filter(has_text="Syfte").click()
    fill_in(page, purpose_text=purpose)
    press(page, "Spara och jämför")
    heading(page, "Kontrollera det nya")
    sees(page, street, "stadgar-nya.pdf")
    press(page, "Skicka in anmälan")
    sees(page, "Anmälan är inskickad.")


def end_verification(page, name):
    follow(page, f"Avsluta verifieringen av {name}")
    sees(page, "Det ändrar ingenting hos Kammarkollegiet.")
    press(page, "Avsluta verifieringen")
    sees(page, f"Verifieringen av {name} har upphört.")


# --- The case officer ---


def open_case(page, name):
    page.goto("/handlaggning/")
    page.get_by_role("row").get_by_role("link", name=name).first.click()
    heading(page, name)


def take_case(page, name):
    open_case(page, name)
    press(page, "Ta ärendet")
    sees(page, "Ärendet är ditt.")


REQUIREMENTS = ["syfte", "valfard", "inflytande", "upplosning"]


def assess(page, requirement, judgement="Uppfyllt", evidence="Stadgar 2 §", comment=""):
    """Judge one requirement on the case's page."""
    section = page.locator(f"#{requirement}")
    if section.locator("details.requirement__judge").count():
        section.locator("details.requirement__judge > summary").click()
    section.locator("label").filter(has_text=re.compile(rf"^\s*{judgement}")).locator("input").check()
    section.locator(f"[name='{requirement}-evidence']").fill(evidence)
    section.locator(f"[name='{requirement}-comment']").fill(comment)
    section.get_by_role("button", name="Spara bedömningen").click()
    expect(page.locator(f"#{requirement} .tag").first).to_have_text(judgement)


def assess_all(page):
    for requirement in REQUIREMENTS:
        assess(page, requirement)


def ask_for_completion(page):
    follow(page, "Begär komplettering")
    choose(page, "Vad saknas?", "Verksamheten")
    press(page, "Lägg till text för valda skäl")
    expect(page.locator("[name=message]")).to_have_value(re.compile("välfärd"))
    press(page, "Skicka begäran")
    sees(page, "Begäran om komplettering är skickad.")


def approve(page, what="ansökan"):
    follow(page, f"Godkänn {what}")
    sees(page, "Kammarkollegiets register ändras inte.")
    press(page, "Godkänn och skicka beslutet")
    sees(page, "Beslutet är fattat: godkänt.")


def communicate(page):
    follow(page, "Kommunicera inför avslag")
    press(page, "Skicka till sökanden")
    sees(page, "Sökanden har fått veta vad som talar emot")


def reject(page):
    follow(page, "Avslå", exact=True)
    press(page, "Avslå och skicka beslutet")
    sees(page, "Beslutet är fattat: avslag.")


def record_registration(page, name):
    """Note by hand that Kammarkollegiet has registered the entity."""
    page.get_by_role("navigation", name="Handläggning").get_by_role("link", name="Kammarkollegiet").click()
    page.get_by_label("Sök namn eller organisationsnummer").fill(name)
    press(page, "Sök")
    page.get_by_role("row").get_by_role("link", name=name).click()
    choose(page, "Vad sa registret?", "Registrerad")
    fill_in(page, registered_from="2025-01-15", source="Registret på webben")
    press(page, "Anteckna kontrollen")
    sees(page, "Kontrollen är antecknad.", "Registrerad hos Kammarkollegiet")
