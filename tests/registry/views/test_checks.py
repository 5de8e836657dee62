"""The page where many numbers are checked, and its files."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from registry.demo_numbers import demo_organisation_number
from registry.models import LegalEntity
from registry.models.eligibility import EligibilityReceipt
from registry.services import official
from tests.factories import make_entity, make_user, make_verified
from tests.page_forms import forms_on
from tests.test_personal_numbers import NUMBER, SPELLINGS, tables_with_it, told

pytestmark = pytest.mark.django_db

PAGE = "/kontroll/"
GROUND = "lou-19-25a"
STRANGER = demo_organisation_number(999_999)


def today():
    return timezone.localdate()


def ask(client, numbers="", **facts):
    return client.post(PAGE, {"nummer": numbers, "datum": today().isoformat(), "grund": GROUND, **facts})


def upload(text, name="lista.csv"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def registered(**facts):
    """An entity that stands in Kammarkollegiet's register, checked today."""
    entity = make_verified(**facts)
    official.record_check(
        entity, actor=make_user(officer=True), result="registered", source="Kammarkollegiets register"
    )
    return entity


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def hidden_form(page):
    """What the page sends again for a receipt or a file."""
    return next(form for form in forms_on(page) if form.action == reverse("receipt_create")).data


# --- Asking ---


def test_the_page_asks_for_numbers_a_day_and_a_ground(client):
    page = client.get(PAGE)

    assert page.status_code == 200
    assert f'value="{today()}"' in page.text
    for provision in ("LOU 19 kap. 25 a §", "LOU 19 kap. 25 §", "LOU 4 kap. 18 §", "LOV 1 kap. 2 a §"):
        assert provision in page.text
    assert "19 kap. 3 §" in page.text


def test_every_row_gets_an_answer_with_reasons(client):
    yes = registered()

    page = ask(client, f"{yes.organisation_number}\n{STRANGER}")

    assert page.status_code == 200
    assert "Registrerad hos Kammarkollegiet" in page.text
    assert f'href="{yes.get_absolute_url()}"' in page.text
    assert yes.name in page.text
    assert "Okänt" in page.text
    assert "Finns inte hos oss" in page.text
    assert "Det betyder inte att den saknar rätt att delta." in page.text


def test_a_file_is_checked_with_its_roles(client):
    yes = registered()
    lines = f"Orgnr;Roll\r\n{yes.organisation_number};underleverantör\r\n{STRANGER};åberopat företag\r\n"

    page = ask(client, fil=upload(b"\xef\xbb\xbf" + lines.encode()))

    assert page.status_code == 200
    assert "underleverantör" in page.text
    assert "åberopat företag" in page.text


def test_rows_that_cannot_be_read_are_told_with_their_place_beside_the_others(client):
    page = ask(client, f"{STRANGER}\n<b>fel</b>\n{STRANGER}")

    assert page.status_code == 200
    assert "Rad\u00a02" in page.text
    assert "&lt;b&gt;fel&lt;/b&gt;" in page.text
    assert "<b>fel</b>" not in page.text
    assert "Samma nummer som rad 1." in page.text


def test_html_in_a_name_is_shown_as_text(client):
    entity = registered()
    LegalEntity.objects.filter(pk=entity.pk).update(name="<script>alert(1)</script>")

    page = ask(client, entity.organisation_number)

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


def test_a_draft_is_nobodys_to_find(client):
    draft = make_entity(ready=True)

    page = ask(client, draft.organisation_number)

    assert draft.name not in page.text
    assert "Finns inte hos oss" in page.text


def test_of_a_day_before_the_law_there_is_no_answer(client):
    page = ask(client, registered().organisation_number, datum="2021-05-01")

    assert page.status_code == 200
    assert "Inget svar för den dagen" in page.text


# --- Refused ---


@pytest.mark.parametrize(
    "facts, words",
    [
        ({}, "Klistra in minst ett organisationsnummer"),
        ({"nummer": "Hej\nhopp"}, "Ingen rad går att kontrollera"),
        ({"nummer": STRANGER, "datum": "i går"}, "Skriv dagen som"),
        ({"nummer": STRANGER, "datum": "2999-01-01"}, "Dagen kan inte ligga efter i dag"),
        ({"nummer": STRANGER, "datum": "1999-01-01"}, "från 2017"),
        ({"nummer": STRANGER, "grund": "hittepå"}, "Välj en av grunderna"),
        ({"nummer": STRANGER, "grund": ""}, "Välj en grund"),
        ({"nummer": "\n".join([STRANGER] * 5002)}, "fler än|5\u00a0002 rader"),
        ({"rader": "1;hittepå;;;;"}, "ändrats på vägen"),
    ],
)
def test_a_refused_question_says_what_to_do_and_keeps_what_was_typed(client, facts, words):
    page = ask(client, **{"numbers": facts.pop("nummer", ""), **facts})

    assert page.status_code == 422
    assert "<title>Fel: " in page.text
    assert any(word in page.text for word in words.split("|"))
    if facts.get("datum"):
        assert f'value="{facts["datum"]}"' in page.text
        assert STRANGER in page.text


def test_numbers_and_a_file_at_once_are_refused(client):
    page = ask(client, STRANGER, fil=upload(STRANGER))

    assert page.status_code == 422
    assert "inte båda" in page.text
    assert STRANGER in page.text


@pytest.mark.parametrize("content", [b"x" * (2 * 1024 * 1024 + 1), b"%PDF-1.7\x00", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_file_that_is_no_list_is_refused(client, content):
    page = ask(client, fil=upload(content))

    assert page.status_code == 422
    assert "Välj filen igen" in page.text


def test_a_text_larger_than_a_list_is_refused_at_the_door(client):
    assert ask(client, "1" * 300_000).status_code == 400


# --- Personnummer ---


@pytest.mark.parametrize("number", SPELLINGS)
def test_a_personnummer_is_refused_whatever_stands_around_it(client, log, number):
    alone = ask(client, number)
    among = ask(client, f"{STRANGER}\n{number}\nKim {number};x")
    in_a_file = ask(client, fil=upload(f"Orgnr;Namn\n{STRANGER};\n{number};Kim\n"))
    as_excel = ask(client, STRANGER + "\n" + number.replace("-", "").replace(" ", "") + ".0")
    asked = client.get(PAGE, {"nummer": number})

    assert [page.status_code for page in (alone, among, in_a_file, as_excel, asked)] == [422, 200, 200, 200, 422]
    for page in (alone, among, in_a_file, as_excel, asked):
        assert not NUMBER.search(told(page))
    for page in (among, in_a_file, as_excel):
        assert "Liknar ett personnummer" in page.text
        assert STRANGER in page.text
    client.post(reverse("receipt_create"), hidden_form(among))
    assert EligibilityReceipt.objects.count() == 1
    assert tables_with_it() == []
    assert not NUMBER.search(log.getvalue())


def test_a_personnummer_without_its_first_zero_is_refused_too(client):
    page = ask(client, f"{STRANGER}\n112289871")

    assert "112289871" not in page.text
    assert "Liknar ett personnummer" in page.text


# --- A question in the address ---


def test_a_question_about_one_number_can_be_shared(client):
    yes = registered()

    page = client.get(PAGE, {"nummer": yes.organisation_number, "grund": "lov-1-2a", "datum": today().isoformat()})

    assert page.status_code == 200
    assert "LOV 1\u00a0kap. 2\u00a0a\u00a0§" in page.text
    assert f"?nummer={yes.organisation_number}&amp;grund=lov-1-2a&amp;datum={today()}" in page.text


def test_the_address_needs_only_a_number(client):
    page = client.get(PAGE, {"nummer": f"{STRANGER[:6]}-{STRANGER[6:]}"})

    assert page.status_code == 200
    assert "LOU 19\u00a0kap. 25\u00a0a\u00a0§" in page.text


def test_the_address_may_not_send_along_a_list(client):
    page = client.get(PAGE, {"nummer": "", "rader": f"1;{STRANGER};;;;"})

    assert page.status_code == 422


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\x00", "\u202e499", "1" * 5000, "';--", "%00", "=1+1"])
@pytest.mark.parametrize("name", ["nummer", "grund", "datum"])
def test_a_hostile_address_is_refused_and_shown_as_text(client, name, text):
    page = client.get(PAGE, {"nummer": STRANGER, "grund": GROUND, "datum": today().isoformat(), name: text})

    assert page.status_code == 422
    assert "<script>alert" not in page.text


# --- Nothing is stored ---


def test_without_a_receipt_nothing_is_stored(client):
    number = registered().organisation_number
    client.get(PAGE)

    with CaptureQueriesContext(connection) as captured:
        ask(client, f"{number}\n{STRANGER}")
        client.post("/kontroll.csv", {"rader": f"1;{number};;;;", "datum": today().isoformat(), "grund": GROUND})

    writes = [row["sql"] for row in captured if row["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert [sql for sql in writes if '"cache"' not in sql] == []
    assert not any(STRANGER in sql or number in sql for sql in writes)
    assert not EligibilityReceipt.objects.exists()


def test_too_many_checks_in_a_minute_have_to_wait(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "check": "2/m/ip"}
    cache.clear()

    statuses = [ask(client, STRANGER).status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
    assert client.get(PAGE).status_code == 200


# --- Files ---


def test_the_answer_is_fetched_as_csv_and_excel(client):
    yes = registered()
    LegalEntity.objects.filter(pk=yes.pk).update(name='=HYPERLINK("http://ond.example")')
    page = ask(client, f"Orgnr;Roll\n{yes.organisation_number};UL\n{STRANGER};\nfel;\n19121212-1212;")
    again = hidden_form(page)

    text = b"".join(client.post("/kontroll.csv", again).streaming_content)
    book = b"".join(client.post("/kontroll.xlsx", again).streaming_content)

    assert text.startswith(b"\xef\xbb\xbf")
    rows = rows_of(text)
    assert [(row["Rad"], row["Svar"]) for row in rows] == [
        ("2", "Registrerad hos Kammarkollegiet"),
        ("3", "Okänt"),
        ("4", "Inte kontrollerad"),
        ("5", "Inte kontrollerad"),
    ]
    assert rows[0]["Roll"] == "underleverantör"
    assert rows[0]["Namn"].startswith("'=")
    assert rows[0]["Registret svarade"] == today().isoformat()
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    sheet = load_workbook(io.BytesIO(book)).active
    assert [row[4].value for row in sheet.iter_rows(min_row=2)] == [row["Svar"] for row in rows]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_file_of_a_list_that_was_changed_on_the_way_is_refused(client):
    assert client.post("/kontroll.csv", {"rader": "hej", "datum": "2026-01-01", "grund": GROUND}).status_code == 422
    assert client.get("/kontroll.csv").status_code == 405
    assert client.post("/kontroll.json").status_code == 404


# --- Cost ---


def test_the_number_of_queries_does_not_grow_with_the_rows(client):
    numbers = [registered().organisation_number for _ in range(2)]

    def queries(rows):
        with CaptureQueriesContext(connection) as captured:
            assert ask(client, "\n".join(rows)).status_code == 200
        return len([row for row in captured if '"cache"' not in row["sql"] and "SAVEPOINT" not in row["sql"]])

    queries(numbers)
    few = queries([numbers[0], STRANGER])
    many = queries([*numbers, *(demo_organisation_number(500_000 + number) for number in range(198))])

    assert few == many
    assert few <= 8


def test_a_day_in_the_past_is_answered_as_known_now(client):
    entity = registered()
    yesterday = today() - timedelta(days=1)

    page = ask(client, entity.organisation_number, datum=yesterday.isoformat())

    assert page.status_code == 200
    assert date.fromisoformat(hidden_form(page)["datum"]) == yesterday
