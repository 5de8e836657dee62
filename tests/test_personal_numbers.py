"""A personnummer at each door: refused, and then nowhere: not on the page, not in a row, not in a log, not in a file."""

import itertools
import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.urls import reverse
from fpdf import FPDF

from registry.models import Document, Mail
from registry.validators import contains_personal_number
from tests.factories import make_entity, make_upload, make_user, owner_of
from tests.page_forms import text_forms
from tests.test_access import make_world

pytestmark = pytest.mark.django_db

# Tolvan Tolvansson, the example of Skatteverket.
SPELLINGS = ["19121212-1212", "121212+1212", "19 121212 1212", "191212121212", "12 12 12 12 12", "121212_1212"]
NUMBER = re.compile(r"(?:19)?\W{0,3}12\W{0,3}12\W{0,3}12[\W_]{0,6}12\W{0,3}12(?!\d)")
WHERE_STORED = r"121212[^0-9]{0,6}1212([^0-9]|$)"


def tables_with_it():
    """Every table in which a row holds the number, in whichever column and spelling."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT 1 FROM "{table}" AS line WHERE line::text ~ %s LIMIT 1', [WHERE_STORED])
            if cursor.fetchone():
                found.append(table)
    sessions = [str(row.get_decoded()) for row in Session.objects.all()]
    return found + ["session" for text in sessions if NUMBER.search(text)]


def told(response):
    """Everything that an answer says: body, headers, cookies."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", "replace") + str(response.headers) + str(response.cookies)


def spoiled(name, number):
    """The number as it may slip into a field of that name."""
    if "email" in name:
        return f"{number.replace(' ', '')}@exempel.example"
    if "website" in name:
        return f"https://www.exempel.example/{number.replace(' ', '')}"
    return number


@pytest.fixture
def world():
    return make_world()


def test_every_form_refuses_it_and_forgets_it(world, client, log):
    numbers = itertools.cycle(SPELLINGS)

    taken, shown, doors = [], [], 0
    for name, path, form in text_forms(world, client):
        for text in form.texts:
            doors += 1
            response = client.post(path, {**form.data, text: spoiled(text, next(numbers))}, follow=False)
            if response.status_code != 422:
                taken.append((name, path, text, response.status_code))
            if NUMBER.search(told(response)):
                shown.append((name, text))

    assert doors > 60
    assert taken == []
    assert shown == []
    assert tables_with_it() == []
    assert not NUMBER.search(log.getvalue())
    assert not any(NUMBER.search(letter.subject + letter.body) for letter in mail.outbox)


@pytest.mark.parametrize("number", SPELLINGS)
def test_a_number_in_a_field_that_the_page_does_not_have_is_kept_nowhere(client, number):
    owner = make_user()
    client.force_login(owner)
    data = {"name": "Exempelhemmet", "lead": "Ger omsorg.", "seat": "1480", "okand": number, "slug": number}

    response = client.post(reverse("organisation_create"), data)

    assert response.status_code == 302
    assert tables_with_it() == []


@pytest.mark.parametrize("number", SPELLINGS)
@pytest.mark.parametrize("form", ["account_signup", "account_login", "account_reset_password"])
def test_the_account_pages_refuse_it(client, log, form, number):
    address = spoiled("email", number)
    data = {"email": address, "login": address, "password": "ett-langt-losenord-2026"}

    response = client.post(reverse(form), {**data, "password1": data["password"]})

    assert response.status_code == 422
    assert not NUMBER.search(told(response))
    assert tables_with_it() == []
    assert not NUMBER.search(log.getvalue())


@pytest.mark.parametrize("number", ["19121212-1212", "121212+1212", "121212%201212", "191212121212"])
@pytest.mark.parametrize(
    "address",
    [
        "/organisationer/?q={}",
        "/organisationer/?kommun={}",
        "/organisationer/?page={}",
        "/organisationer.csv?q={}",
        "/organisationer.xlsx?q={}",
        "/organisationer.json?kommun={}",
        "/organisationer/{}/",
        "/organisationer/{}.json",
        "/juridiska-personer/{}/",
        "/juridiska-personer/{}/bevis/",
        "/kontroll/?nummer={}",
        "/kontroll/?nummer=802000-1239&grund={}",
        "/kontroll/?nummer=802000-1239&datum={}",
        "/kvitto/{}/",
        "/vagledning/iop/?volym={}",
        "/diarium/?case_number={}",
        "/diarium/?organisation={}",
        "/diarium/?year={}",
        "/diarium.json?organisation={}",
        "/diarium.csv?case_number={}",
        "/avgift/?entities={}&years=1",
        "/handlaggning/?q={}",
        "/konto/login/?next=/{}/",
        "/finns-inte/{}/",
    ],
)
def test_an_address_with_it_tells_nothing_on(client, log, address, number):
    officer = make_user(officer=True)
    client.force_login(officer)

    response = client.get(address.format(number.replace("+", "%2B")))

    assert response.status_code in {200, 302, 404, 422}
    if not (response.status_code == 302 and "next=" in address):
        assert not NUMBER.search(told(response))
    assert tables_with_it() == []
    assert not NUMBER.search(log.getvalue())


def pdf_with(*, title="", text="Stadgar för föreningen. 2 § Föreningens ändamål är omsorg."):
    pdf = FPDF()
    pdf.set_font("Helvetica", size=12)
    pdf.set_title(title)
    pdf.add_page()
    pdf.multi_cell(0, 8, text)
    return bytes(pdf.output())


@pytest.mark.parametrize("number", SPELLINGS[:2])
@pytest.mark.parametrize("part", ["title", "text"])
def test_a_file_with_it_is_held_back_until_the_sender_answers_for_it(client, log, part, number):
    entity = make_entity()
    client.force_login(owner_of(entity.organisation))
    page = reverse("application_statutes", args=[entity.applications.get().uuid])
    words = {"title": f"Protokoll {number}", "text": f"Stadgar. 2 § Vi ger omsorg. Undertecknat {number}."}

    response = client.post(page, {"file": make_upload(content=pdf_with(**{part: words[part]}))})

    assert response.status_code == 422
    assert not NUMBER.search(told(response))
    assert not Document.objects.exists()
    assert tables_with_it() == []
    assert not NUMBER.search(log.getvalue())


@pytest.mark.parametrize("number", SPELLINGS[-2:])
def test_the_name_of_a_file_is_kept_without_it(client, log, number):
    entity = make_entity()
    client.force_login(owner_of(entity.organisation))
    page = reverse("application_statutes", args=[entity.applications.get().uuid])

    response = client.post(page, {"file": make_upload(name=f"stadgar {number}.pdf")})

    document = Document.objects.get()
    assert response.status_code == 302
    assert not contains_personal_number(document.filename)
    assert not NUMBER.search(document.file.name)
    assert not NUMBER.search(told(client.get(document.get_absolute_url())))
    assert tables_with_it() == []
    assert not NUMBER.search(log.getvalue())


@pytest.mark.parametrize("number", SPELLINGS)
def test_a_pasted_row_with_it_is_refused_and_hidden(client, log, number):
    organisation = make_entity().organisation
    client.force_login(owner_of(organisation))
    page = reverse("entities_add", args=[organisation.slug])
    lines = f"802000-1239 Exempelföreningen\n{number}\n{number} Kim\nKim {number}\n556036-0793 Kim, {number}"

    response = client.post(page, {"lines": lines})

    assert response.status_code == 422
    assert not NUMBER.search(told(response))
    client.post(page, {"lines": lines, "step": "save", "checked": "8020001239"})
    assert tables_with_it() == []
    assert not Mail.objects.filter(body__regex=WHERE_STORED).exists()
    assert not NUMBER.search(log.getvalue())
