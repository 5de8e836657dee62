"""The pages of receipts: made by a POST, read by whoever has the address, told to nobody else."""

import hashlib
import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.logging import masked
from registry.demo_numbers import demo_organisation_number
from registry.models import Organisation
from registry.models.eligibility import EligibilityReceipt
from registry.services import official, signing
from tests.factories import make_entity, make_receipt, make_user, make_verified
from tests.page_forms import forms_on
from tests.registry.services.test_receipts import change_in_the_database, words_of
from tests.test_personal_numbers import tables_with_it

pytestmark = pytest.mark.django_db

GROUND = "lou-19-25a"
STRANGER = demo_organisation_number(999_999)


def today():
    return timezone.localdate()


def asked(number=STRANGER, **facts):
    return {"rader": f"1;{number};;;;", "datum": today().isoformat(), "grund": GROUND, **facts}


def pdf_file(content):
    return SimpleUploadedFile("kvitto.pdf", content)


# --- Made ---


def test_a_receipt_is_made_of_the_list_that_was_checked(client):
    entity = make_verified()
    page = client.post("/kontroll/", asked(nummer=f"{entity.organisation_number}\n{STRANGER}\nfel 1", rader=""))
    form = next(form for form in forms_on(page) if form.action == "/kontroll/kvitto/")

    made = client.post("/kontroll/kvitto/", form.data, follow=True)

    receipt = EligibilityReceipt.objects.get()
    assert made.redirect_chain == [(f"/kvitto/{receipt.token}/", 302)]
    assert entity.name in made.text
    assert "Numret har annat än siffror." in made.text
    assert "fel 1" not in made.text
    assert receipt.row_count == 2


@pytest.mark.parametrize("rows", ["", "hej", f"1;{STRANGER};boss;;;", "1;;;;personal_number;"])
def test_a_list_that_is_none_makes_no_receipt(client, rows):
    assert client.post("/kontroll/kvitto/", asked(rader=rows)).status_code == 422
    assert not EligibilityReceipt.objects.exists()


def test_reading_makes_no_receipt(client):
    assert client.get("/kontroll/kvitto/", asked()).status_code == 405
    client.get("/kontroll/", {"nummer": STRANGER})
    assert not EligibilityReceipt.objects.exists()


def test_too_many_receipts_in_an_hour_have_to_wait(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "receipt": "1/h/ip"}
    cache.clear()

    statuses = [client.post("/kontroll/kvitto/", asked()).status_code for _ in range(2)]

    assert statuses == [302, 429]
    assert EligibilityReceipt.objects.count() == 1


# --- Read ---


def test_a_receipt_is_read_from_what_was_stored_and_says_that_today_differs(client):
    entity = make_verified()
    receipt = make_receipt([entity.organisation_number])
    same = client.get(reverse("receipt", args=[receipt.token]))
    official.record_check(
        entity, actor=make_user(officer=True), result="registered", source="Kammarkollegiets register"
    )
    entity.name = "Ett annat namn"
    entity.save(update_fields=["name"])

    page = client.get(reverse("receipt", args=[receipt.token]))

    assert "svarar portalen samma sak" in same.text
    assert "svarar portalen något annat" in page.text
    assert receipt.content["rows"][0]["name"] in page.text
    assert "Ett annat namn" not in page.text
    assert "kontrollsumman stämmer" in page.text
    folded = re.findall("<details>.*?</details>", page.text, re.DOTALL)
    assert any(receipt.sha256 in words for words in folded)


def test_the_page_leads_to_a_new_check_of_the_same_numbers(client):
    receipt = make_receipt([STRANGER, demo_organisation_number(1)])
    page = client.get(reverse("receipt", args=[receipt.token]))
    form = next(form for form in forms_on(page) if form.action == "/kontroll/")

    again = client.post("/kontroll/", form.data)

    assert again.status_code == 200
    assert f"{STRANGER[:6]}-{STRANGER[6:]}" in again.text


def test_a_receipt_that_was_changed_past_the_guards_says_so(client):
    receipt = make_receipt([STRANGER])
    change_in_the_database(receipt, sha256="0" * 64)

    page = client.get(reverse("receipt", args=[receipt.token]))

    assert "Kvittot stämmer inte." in page.text
    assert "kontrollsumman stämmer inte" in page.text


def test_nobody_but_those_with_the_address_is_led_to_it(client):
    entity = make_verified()
    receipt = make_receipt([entity.organisation_number])

    for name in ("receipt", "receipt_pdf", "receipt_content"):
        page = client.get(reverse(name, args=[receipt.token]))
        assert page["X-Robots-Tag"].startswith("noindex")
        assert page["Cache-Control"] == "private, no-store"
        assert page["Referrer-Policy"] == "same-origin"
    assert 'name="robots" content="noindex' in client.get(reverse("receipt", args=[receipt.token])).text
    public = ["/", "/robots.txt", "/organisationer/", "/diarium/", "/status/", entity.get_absolute_url(), "/kontroll/"]
    files = ["/organisationer.csv", "/organisationer.json", "/diarium.csv"]
    for path in public:
        assert receipt.token not in client.get(path).text
    for path in files:
        assert receipt.token not in b"".join(client.get(path).streaming_content).decode()


@pytest.mark.parametrize("token", ["0" * 32, "f" * 32, "A" * 32, "1", "verifiera2", "../kvitto", "0" * 31 + "g"])
@pytest.mark.parametrize("ending", ["", "kvitto.pdf", "innehall.json"])
def test_a_guess_finds_nothing(client, token, ending):
    make_receipt([STRANGER])

    assert client.get(f"/kvitto/{token}/{ending}").status_code == 404


def test_the_log_never_shows_the_address(client, log):
    token = make_receipt([STRANGER]).token
    logging.getLogger("django.server").info('"GET /kvitto/%s/ HTTP/1.1" 200 ?next=%%2Fkvitto%%2F%s%%2F', token, token)
    client.get(f"/kvitto/{token}/hittepå/")

    assert token not in log.getvalue()
    assert "/kvitto/•/" in log.getvalue()
    # Digits that look like a personnummer must not hide where the token ends.
    assert masked("/kvitto/191212121212aaaaaaaaaaaaaaaaaaaa/") == "/kvitto/•/"


def test_the_content_is_handed_out_as_its_sum_was_reckoned(client):
    receipt = make_receipt([STRANGER])

    content = client.get(reverse("receipt_content", args=[receipt.token])).content

    assert hashlib.sha256(content).hexdigest() == receipt.sha256


# --- The PDF ---


def test_the_pdf_is_fetched_when_it_has_been_made(client):
    receipt = make_receipt([STRANGER])

    page = client.get(reverse("receipt", args=[receipt.token]))
    file = client.get(reverse("receipt_pdf", args=[receipt.token]))

    assert reverse("receipt_pdf", args=[receipt.token]) in page.text
    assert file["Content-Type"] == "application/pdf"
    assert hashlib.sha256(file.content).hexdigest() == receipt.pdf_sha256
    assert receipt.token in words_of(file.content)


def test_while_the_pdf_is_being_made_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr("registry.services.receipts.make_pdf", lambda pk: None)
    receipt = make_receipt([STRANGER])

    page = client.get(reverse("receipt", args=[receipt.token]))

    assert "PDF:en görs just nu" in page.text
    assert client.get(reverse("receipt_pdf", args=[receipt.token])).status_code == 404


def test_without_a_key_the_page_and_the_status_page_say_so(client, settings):
    settings.RECEIPT_DEMO_KEY = None
    receipt = make_receipt([STRANGER])

    page = client.get(reverse("receipt", args=[receipt.token]))

    assert "saknar nyckel" in page.text
    assert "Ingen nyckel" in client.get("/status/").text


def test_the_status_page_tells_of_the_key(client):
    assert signing.state().is_demo
    assert "demonyckel" in client.get("/status/").text


# --- Verified ---


def test_an_unchanged_file_leads_to_its_receipt(client):
    receipt = make_receipt([STRANGER])

    page = client.post("/kvitto/verifiera/", {"fil": pdf_file(bytes(receipt.pdf))})

    assert page.status_code == 200
    assert "Oförändrat." in page.text
    assert f"/kvitto/{receipt.token}/" in page.text


def test_a_file_with_one_changed_byte_is_called_altered(client):
    receipt = make_receipt([STRANGER])
    pdf = bytearray(receipt.pdf)
    pdf[len(pdf) // 2] ^= 1

    page = client.post("/kvitto/verifiera/", {"fil": pdf_file(bytes(pdf))})

    assert "Ändrad." in page.text


def test_another_pdf_is_not_ours(client):
    page = client.post("/kvitto/verifiera/", {"fil": pdf_file(b"%PDF-1.7 hej")})

    assert "Inte vår." in page.text


@pytest.mark.parametrize("content", [None, b"", b"hej", b"%PDF-" + b"x" * (5 * 1024 * 1024)])
def test_what_can_be_no_receipt_is_refused(client, content):
    page = client.post("/kvitto/verifiera/", {"fil": pdf_file(content)} if content is not None else {})

    assert page.status_code == 422


def test_the_file_that_is_verified_is_stored_nowhere(client):
    before = EligibilityReceipt.objects.count()

    client.post("/kvitto/verifiera/", {"fil": pdf_file(b"%PDF-1.7 19121212-1212")})

    assert EligibilityReceipt.objects.count() == before
    assert tables_with_it() == []


# --- Certificates ---


def test_a_certificate_is_made_for_one_entity(client):
    entity = make_verified()
    page = f"/juridiska-personer/{entity.organisation_number}/bevis/"
    assert page in client.get(entity.get_absolute_url()).text
    assert client.get(page).status_code == 200

    made = client.post(page, {"datum": today().isoformat(), "grund": "lov-1-2a"}, follow=True)

    receipt = EligibilityReceipt.objects.get()
    assert receipt.is_certificate
    assert receipt.ground == "lov-1-2a"
    assert f"Bevis: {entity.name}" in made.text


def test_a_certificate_for_a_day_to_come_is_refused(client):
    entity = make_verified()

    page = client.post(
        f"/juridiska-personer/{entity.organisation_number}/bevis/", {"datum": "2999-01-01", "grund": GROUND}
    )

    assert page.status_code == 422
    assert not EligibilityReceipt.objects.exists()


def test_there_is_no_certificate_for_what_is_not_public(client):
    draft = make_entity(ready=True)
    hidden = make_verified()
    Organisation.everything.filter(pk=hidden.organisation_id).update(published_at=None)

    for number in (draft.organisation_number, hidden.organisation_number, STRANGER, "hej", "19121212-1212"):
        path = f"/juridiska-personer/{number}/bevis/"
        assert client.get(path).status_code == 404
        assert client.post(path, {"datum": today().isoformat(), "grund": GROUND}).status_code == 404


def test_the_receipt_opens_nine_years_later(client):
    entity = make_verified()
    receipt = make_receipt([entity.organisation_number])

    with time_machine.travel(timezone.now() + timedelta(days=9 * 365)):
        page = client.get(reverse("receipt", args=[receipt.token]))
        verified = client.post("/kvitto/verifiera/", {"fil": pdf_file(bytes(receipt.pdf))})

    assert entity.name in page.text
    assert "kontrollsumman stämmer" in page.text
    assert "Oförändrat." in verified.text
