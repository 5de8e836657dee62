"""Receipts as such: what is kept, that it stands, how it is signed, and what an altered file is told to be."""

import asyncio
import hashlib
import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pypdf import PdfReader

from registry.demo_numbers import demo_organisation_number
from registry.models import LegalEntity
from registry.models.eligibility import EligibilityReceipt
from registry.services import receipt_pdf, receipts, signing
from registry.services.receipts import Finding
from tests.factories import make_pdf, make_receipt, make_verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys(settings, tmp_path):
    """A folder for keys of demonstration, and a function that changes to a new one."""

    def change(name):
        settings.RECEIPT_DEMO_KEY = tmp_path / name
        return tmp_path / name

    change("first")
    return change


def words_of(pdf):
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).split())


def change_in_the_database(receipt, **facts):
    """Change a row past the guards, as somebody with the database's password could."""
    with connection.cursor() as cursor:
        cursor.execute("alter table registry_eligibilityreceipt disable trigger user")
        EligibilityReceipt.objects.filter(pk=receipt.pk).update(**facts)
        cursor.execute("alter table registry_eligibilityreceipt enable trigger user")


# --- What is kept ---


def test_a_receipt_holds_the_answers_word_for_word_and_its_own_sum():
    entity = make_verified()

    receipt = make_receipt([entity.organisation_number, demo_organisation_number(999_999), "fel 1"])

    assert [row["name"] for row in receipt.content["rows"]] == [entity.name, ""]
    assert all(row["reasons"] and row["words"] for row in receipt.content["rows"])
    assert receipt.content["problems"] == [
        {"position": 3, "problem": "invalid_characters", "words": "Numret har annat än siffror."}
    ]
    assert receipt.sha256 == hashlib.sha256(receipts.canonical(receipt.content)).hexdigest()
    assert receipts.is_whole(receipt)
    assert len(receipt.token) == 32


def test_a_receipt_says_the_same_when_the_world_has_changed():
    entity = make_verified()
    receipt = make_receipt([entity.organisation_number])
    before = receipts.canonical(receipt.content)

    LegalEntity.objects.filter(pk=entity.pk).update(name="Ett annat namn")

    receipt.refresh_from_db()
    assert receipts.canonical(receipt.content) == before
    assert entity.name in json.dumps(receipt.content, ensure_ascii=False)
    assert receipts.is_whole(receipt)


def test_two_receipts_have_addresses_of_their_own():
    number = demo_organisation_number(1)

    assert make_receipt([number]).token != make_receipt([number]).token


@pytest.mark.parametrize("facts", [{"sha256": "0" * 64}, {"content": {}}, {"row_count": 7}, {"pdf": b""}])
def test_the_database_lets_nobody_change_a_receipt(facts):
    receipt = make_receipt([demo_organisation_number(1)])

    with pytest.raises(IntegrityError, match="ändras aldrig"), transaction.atomic():
        EligibilityReceipt.objects.filter(pk=receipt.pk).update(**facts)
    with pytest.raises(IntegrityError, match="ändras aldrig"), transaction.atomic():
        receipt.delete()


def test_a_content_that_was_changed_past_the_guards_is_found_out():
    receipt = make_receipt([demo_organisation_number(1)])
    content = {**receipt.content, "on": "2025-01-01"}

    change_in_the_database(receipt, content=content)

    receipt.refresh_from_db()
    assert not receipts.is_whole(receipt)
    change_in_the_database(receipt, sha256=receipts.sum_of(content))
    receipt.refresh_from_db()
    assert not receipts.is_whole(receipt)  # the day in the column beside it is another


# --- The PDF ---


def test_the_pdf_says_what_the_receipt_says():
    entity = make_verified()

    receipt = make_receipt([entity.organisation_number])

    words = words_of(bytes(receipt.pdf))
    row = receipt.content["rows"][0]
    for part in (entity.name, row["words"], *row["reasons"], receipt_pdf.address_of(receipt), receipt.sha256[:30]):
        assert " ".join(part.split())[:40] in words
    assert "Kvitto på kontroll av behörighet" in words


def test_a_certificate_has_a_title_of_its_own():
    entity = make_verified()

    receipt = make_receipt([entity.organisation_number], is_certificate=True)

    assert f"Bevis: {entity.name}" in words_of(bytes(receipt.pdf))
    assert PdfReader(BytesIO(bytes(receipt.pdf))).metadata.title == f"Bevis: {entity.name}"


def test_the_pdf_is_tagged_and_in_swedish():
    receipt = make_receipt([demo_organisation_number(1)])

    catalog = PdfReader(BytesIO(bytes(receipt.pdf))).trailer["/Root"]

    elements = [element.get_object() for element in catalog["/StructTreeRoot"]["/K"][0].get_object()["/K"]]
    kinds = [element["/S"] for element in elements]
    assert {"/H1", "/H2", "/H3", "/P", "/Figure"} <= set(kinds)
    assert any("QR-kod" in element.get("/Alt", "") for element in elements)
    assert catalog["/Lang"] == "sv-SE"
    assert catalog["/MarkInfo"]["/Marked"]


def test_a_long_list_has_its_sum_on_paper_and_its_rows_on_the_page():
    numbers = [demo_organisation_number(number) for number in range(201)]

    receipt = make_receipt(numbers)

    words = words_of(bytes(receipt.pdf))
    assert "Listan har 201 nummer" in words
    assert f"{numbers[7][:6]}-{numbers[7][6:]}" not in words
    assert receipt.sha256[:30] in words.replace(" ", "")
    assert len(PdfReader(BytesIO(bytes(receipt.pdf))).pages) == 1


def test_two_hundred_rows_are_all_on_paper():
    numbers = [demo_organisation_number(number) for number in range(200)]

    words = words_of(bytes(make_receipt(numbers).pdf))

    assert all(f"{number[:6]}-{number[6:]}" in words for number in numbers)


# --- The signature ---


def test_pdfsig_says_that_the_signature_is_valid(pdfsig, keys):
    receipt = make_receipt([demo_organisation_number(1)])

    told = pdfsig(bytes(receipt.pdf))

    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told


@pytest.mark.parametrize("part", [0.1, 0.35, 0.5])
def test_pdfsig_finds_one_changed_byte(pdfsig, keys, part):
    pdf = bytearray(make_receipt([demo_organisation_number(1)]).pdf)
    pdf[int(len(pdf) * part)] ^= 1

    told = pdfsig(bytes(pdf))

    assert "Signature is Valid" not in told


def test_the_key_of_demonstration_is_made_once_and_for_its_owner_alone(keys):
    folder = keys("new")

    first = signing.find_key().read_certificate()
    again = signing.find_key().read_certificate()

    assert first == again
    assert oct(folder.stat().st_mode)[-3:] == "700"
    assert {oct(file.stat().st_mode)[-3:] for file in folder.iterdir()} == {"600"}
    assert [file.name for file in folder.parent.iterdir()] == ["new"]


def test_a_named_key_signs(keys, settings):
    folder = keys("named")
    signing.find_key()
    settings.RECEIPT_DEMO_KEY = None
    settings.RECEIPT_KEY, settings.RECEIPT_CERTIFICATE = str(folder / "key.pem"), str(folder / "certificate.pem")

    receipt = make_receipt([demo_organisation_number(1)])

    assert receipt.key_fingerprint
    assert signing.state().signs
    assert not signing.state().is_demo
    assert not signing.state(at=timezone.now() + timedelta(days=4000)).signs


@pytest.mark.parametrize("key", ["", "/finns/inte.pem"])
def test_without_a_key_the_receipt_is_kept_unsigned_and_signed_when_there_is_one(keys, settings, key):
    folder = settings.RECEIPT_DEMO_KEY
    settings.RECEIPT_DEMO_KEY = None
    settings.RECEIPT_KEY = settings.RECEIPT_CERTIFICATE = key

    receipt = make_receipt([demo_organisation_number(1)])

    assert receipt.pdf is None
    assert receipts.is_whole(receipt)
    assert not signing.state().signs
    assert receipts.sweep() == 0
    settings.RECEIPT_KEY = settings.RECEIPT_CERTIFICATE = ""
    settings.RECEIPT_DEMO_KEY = folder
    assert receipts.sweep() == 1
    receipt.refresh_from_db()
    assert receipt.signed_at
    assert receipts.sweep() == 0


def test_a_receipt_is_signed_once():
    receipt = make_receipt([demo_organisation_number(1)])
    before = receipt.pdf_sha256

    receipts.make_pdf(receipt.pk)

    receipt.refresh_from_db()
    assert receipt.pdf_sha256 == before


# --- Verified by the file ---


def test_it_signs_where_an_event_loop_runs_already(keys):
    async def served():
        return signing.sign(make_pdf())

    signed, _fingerprint = asyncio.run(served())

    assert signed.startswith(b"%PDF") and b"ETSI.CAdES.detached" in signed


def test_a_new_key_breaks_no_old_receipt(keys, pdfsig):
    old = make_receipt([demo_organisation_number(1)])
    keys("second")
    new = make_receipt([demo_organisation_number(2)])

    assert old.key_fingerprint != new.key_fingerprint
    for receipt in (old, new):
        found = receipts.verify_file(bytes(receipt.pdf))
        assert (found.finding, found.receipt) == (Finding.UNCHANGED, receipt)
        assert receipts.is_whole(receipt)
        assert "Signature is Valid" in pdfsig(bytes(receipt.pdf))


@pytest.mark.parametrize("place", range(0, 100, 7))
def test_one_changed_byte_anywhere_is_found(place):
    receipt = make_receipt([demo_organisation_number(1)])
    pdf = bytearray(receipt.pdf)
    pdf[len(pdf) * place // 100] ^= 1

    found = receipts.verify_file(bytes(pdf))

    assert (found.finding, found.receipt) == (Finding.ALTERED, receipt)


def test_bytes_added_after_the_signature_are_found():
    receipt = make_receipt([demo_organisation_number(1)])

    assert receipts.verify_file(bytes(receipt.pdf) + b"\n").finding == Finding.ALTERED


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"/kvitto/" + b"0" * 32 + b"/", b"\x00" * 1000])
def test_what_is_not_ours_is_said_not_to_be(content):
    make_receipt([demo_organisation_number(1)])

    assert receipts.verify_file(content).finding == Finding.NOT_OURS
