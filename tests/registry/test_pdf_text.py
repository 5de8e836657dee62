"""Uploaded PDF files: text found, personnummer noticed, broken files refused in Swedish."""

import io
import logging
import zlib
from pathlib import Path

import fontpkg_fira_sans
import pytest
from django.core.exceptions import ValidationError
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from registry.services import pdf_text
from registry.services.pdf_text import find_clause_pages, read_pdf

FONT = Path(fontpkg_fira_sans.__file__).parent / "files" / "FiraSans-Regular.ttf"
LONG = "Stadgar för Föreningen Exempel i Göteborg, antagna på årsmötet."


def make_pdf(*pages, title=None, image=False):
    document = FPDF()
    document.add_font("Noto", fname=FONT)
    document.set_font("Noto", size=12)
    if title:
        document.set_title(title)
    for text in pages:
        document.add_page()
        if text:
            document.multi_cell(0, None, text)
        if image:
            document.rect(10, 10, 100, 100, style="F")
    return io.BytesIO(bytes(document.output()))


def rewritten(file, change):
    writer = PdfWriter(clone_from=PdfReader(file))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out


def make_pdf_by_hand(stream):
    """A PDF by hand: catalogue, page tree, one page, its content."""
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    parts += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>", stream]
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(out))
    return io.BytesIO(out + end)


def refusal(file):
    with pytest.raises(ValidationError) as error:
        read_pdf(file)
    return error.value.code


def test_text_is_read_page_by_page():
    file = make_pdf(LONG, "§ 2 Ändamål: att ge stöd åt äldre.")

    reading = read_pdf(file)

    assert reading.page_count == 2
    assert "Föreningen Exempel" in reading.pages[0]
    assert "Ändamål" in reading.pages[1]
    assert reading.has_text
    assert not reading.has_personal_number
    assert not reading.needs_confirmation
    assert not reading.encrypted
    assert file.tell() == 0


def test_a_file_of_pictures_has_no_text():
    reading = read_pdf(make_pdf("", "", image=True))

    assert not reading.has_text
    assert reading.pages_without_text == [1, 2]


def test_one_scanned_page_among_others_is_named():
    reading = read_pdf(make_pdf(LONG, "", LONG))

    assert reading.has_text
    assert reading.pages_without_text == [2]
    assert reading.needs_confirmation


@pytest.mark.parametrize(
    "written",
    [
        "811228-9874",
        "19811228-9874",
        "8112289874",
        "811228 9874",
        "811228-\n9874",
        "811228\u20119874",
        "811228\u00a09874",
        "8 1 1 2 2 8 - 9 8 7 4",
        "811288-9871",
    ],
)
def test_a_personnummer_is_found_on_its_page(written):
    reading = read_pdf(make_pdf(LONG, f"{LONG}\nOrdförande: Anna Exempel, {written}\nSlut"))

    assert reading.personal_number_pages == [2]
    assert reading.needs_confirmation
    assert reading.has_personal_number


def test_a_personnummer_in_the_title_is_found():
    reading = read_pdf(make_pdf(LONG, title="Intyg 811228-9874"))

    assert reading.personal_number_pages == []
    assert reading.has_personal_number


def test_a_personnummer_in_a_note_is_found():
    note = FreeText(text="811228-9874", rect=(50, 50, 200, 100))
    file = rewritten(make_pdf(LONG), lambda writer: writer.add_annotation(0, note))

    assert read_pdf(file).details_have_personal_number


def test_organisation_numbers_are_left_alone():
    assert not read_pdf(make_pdf(f"{LONG} Org.nr 556016-0680, 165560160680")).has_personal_number


def test_a_locked_file_is_refused():
    file = rewritten(make_pdf(LONG), lambda writer: writer.encrypt("hemligt", algorithm="AES-256"))

    assert refusal(file) == "encrypted"


def test_a_protected_file_that_opens_without_password_is_read():
    file = rewritten(make_pdf(LONG), lambda writer: writer.encrypt("", "hemligt", algorithm="AES-128"))

    reading = read_pdf(file)

    assert reading.encrypted
    assert "Föreningen" in reading.pages[0]


@pytest.mark.parametrize("kept", [20, 200, 0.3])
def test_a_truncated_file_is_refused(kept):
    whole = make_pdf(LONG).getvalue()

    assert refusal(io.BytesIO(whole[: kept if kept > 1 else int(len(whole) * kept)])) == "broken"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a Word file", b"<html>%PDF", b"\x00" * 2000 + b"%PDF-1.7"])
def test_what_is_no_pdf_is_refused(content):
    assert refusal(io.BytesIO(content)) == "not_pdf"


def test_a_pdf_in_name_only_is_refused():
    assert refusal(io.BytesIO(b"%PDF-1.7\n" + bytes(range(256)) * 40)) == "broken"


def test_too_large_a_file_is_refused(monkeypatch):
    monkeypatch.setattr(pdf_text, "MAX_BYTES", 100)

    assert refusal(make_pdf(LONG)) == "too_large"


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(pdf_text, "MAX_PAGES", 2)

    assert refusal(make_pdf(LONG, LONG, LONG)) == "too_many_pages"


def test_a_file_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(pdf_text, "SECONDS", 0.001)

    assert refusal(make_pdf(LONG)) == "too_slow"


def test_a_page_that_unpacks_to_a_thousand_times_its_weight_counts_as_unread():
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0" * 1_000_000) for _ in range(100)) + packer.flush()

    reading = read_pdf(
        make_pdf_by_hand(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed))
    )

    assert reading.pages_without_text == [1]


def test_nothing_of_the_file_reaches_log_or_console(caplog, capfd):
    whole = make_pdf(f"{LONG} 811228-9874").getvalue()
    caplog.set_level(logging.DEBUG)
    caplog.clear()

    read_pdf(io.BytesIO(whole))
    refusal(io.BytesIO(whole[:-400]))

    assert caplog.text == ""
    assert capfd.readouterr() == ("", "")


def test_clauses_are_pointed_out_by_page():
    pages = [
        "Innehåll",
        "§ 2 Föreningens ändamål är att ge stöd.",
        "§ 3 Medlemmar",
        "§ 14 Upp-\nlösning. Behållna tillgångar ska gå till en registrerad idéburen organisation.",
    ]

    assert find_clause_pages(pages, "purpose") == [2]
    assert find_clause_pages(pages, "dissolution") == [4]
