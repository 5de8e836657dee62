"""Files made to do harm: refused with words, quickly, and without taking memory."""

import io
import re
import zipfile

import pytest
from openpyxl import Workbook

from registry import table_files
from registry.table_files import LOCKED, OLD_EXCEL, TOO_LARGE, TOO_LONG, UNREADABLE, TableProblem, read_file, read_text


def workbook(value="802000-1239"):
    book, out = Workbook(), io.BytesIO()
    book.active["A1"] = value
    book.save(out)
    return out.getvalue()


def changed(content, name, change):
    """The package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            data = before.read(part)
            after.writestr(part.filename, change(data) if part.filename == name else data)
    return out.getvalue()


def first_cells(content):
    return [(position, cells[0]) for position, cells in read_file(content)]


SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook_is_read():
    assert first_cells(workbook()) == [(1, "802000-1239")]


def test_a_zip_bomb_is_refused_before_it_unpacks(monkeypatch):
    bomb = changed(workbook(), SHEET, lambda data: b" " * 200_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *args: pytest.fail("it was unpacked"))

    assert len(bomb) < table_files.LARGEST_FILE
    with pytest.raises(TableProblem, match=TOO_LARGE):
        read_file(bomb)


def test_a_bomb_that_lies_about_its_size_is_refused():
    bomb = changed(workbook(), SHEET, lambda data: b" " * 200_000_000)
    lying = bomb.replace((200_000_000).to_bytes(4, "little"), (900).to_bytes(4, "little"))

    with pytest.raises(TableProblem):
        read_file(lying)


def test_many_parts_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for number in range(300):
            package.writestr(f"xl/{number}.xml", "<a/>")

    with pytest.raises(TableProblem, match=TOO_LARGE):
        read_file(out.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_the_xml_are_refused(encoding):
    laughs = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'

    with pytest.raises(TableProblem, match=re.escape(UNREADABLE)):
        read_file(changed(workbook(), SHEET, lambda data: laughs.encode(encoding)))


def test_what_a_sheet_says_of_its_own_size_is_not_believed():
    stretched = changed(
        workbook(), SHEET, lambda data: data.replace(b'<dimension ref="A1"', b'<dimension ref="A1:XFD1048576"')
    )

    assert first_cells(stretched) == [(1, "802000-1239")]


def test_a_sheet_with_a_million_rows_is_too_long():
    far = changed(
        workbook(), SHEET, lambda data: data.replace(b'r="1"', b'r="1048576"').replace(b'"A1"', b'"A1048576"')
    )

    with pytest.raises(TableProblem, match=TOO_LONG):
        read_file(far)


@pytest.mark.parametrize(
    "content, words",
    [
        (b"x" * (table_files.LARGEST_FILE + 1), TOO_LARGE),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, OLD_EXCEL),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), LOCKED),
        (b"PK\x03\x04nothing", UNREADABLE),
        (b"%PDF-1.7\x00", UNREADABLE),
        (b"\xff\xfea", UNREADABLE),
        (b'"' + b"a" * 200_000 + b'"', UNREADABLE),
        (b"\n" * 30_000, TOO_LONG),
    ],
)
def test_what_is_no_list_is_refused_with_words(content, words):
    with pytest.raises(TableProblem) as refusal:
        read_file(content)

    assert str(refusal.value) == words


def test_a_very_long_cell_and_a_very_wide_row_are_cut():
    ((_, cells),) = read_text(";".join(["a" * 5_000] * 500))

    assert len(cells) == table_files.MOST_COLUMNS
    assert len(cells[0]) == table_files.LONGEST_CELL
