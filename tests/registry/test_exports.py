"""Lists as files."""

import csv
import io
import json
from datetime import UTC, date, datetime
from zipfile import ZipFile

import pytest

from registry.exports import Column, export

COLUMNS = [Column("name", "Namn"), Column("day", "Dag"), Column("places", "Platser")]


def a_row(name="Föreningen", day=date(2026, 11, 21), places=4, **more):
    return {"name": name, "day": day, "places": places, **more}


def content(answer):
    return b"".join(answer.streaming_content)


def read_csv(answer):
    text = content(answer).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_csv_opens_in_excel():
    answer = export([a_row()], COLUMNS, "csv", filename="lista")

    assert answer["Content-Disposition"] == 'attachment; filename="lista.csv"'
    assert content(answer) == "\ufeffNamn;Dag;Platser\r\nFöreningen;2026-11-21;4\r\n".encode()


@pytest.mark.parametrize("name", ["=1+1", "+46", "-2", "@SUM(A1)", "  =1", "\t=1", "\r=1", "\n=1", "＝1"])
def test_no_cell_starts_a_formula(name):
    rows = read_csv(export([a_row(name)], COLUMNS, "csv", filename="lista"))

    assert rows[1][0].startswith("'")


def test_a_negative_number_stays_a_number():
    rows = read_csv(export([a_row(places=-3)], COLUMNS, "csv", filename="lista"))

    assert rows[1][2] == "-3"


def test_a_cell_may_hold_semicolons_quotes_and_line_breaks():
    rows = read_csv(export([a_row('A; "B"\nC')], COLUMNS, "csv", filename="lista"))

    assert rows[1][0] == 'A; "B"\nC'


def test_json_keeps_kinds_and_leaves_out_what_is_not_listed():
    moment = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    rows = [a_row(["a", "b"], moment, None, secret="x")]

    answer = export(rows, COLUMNS, "json", filename="lista")

    assert json.loads(content(answer)) == [
        {"name": ["a", "b"], "day": "2026-11-22T00:30:00+01:00", "places": None},
    ]


def test_an_empty_list_is_still_json():
    assert json.loads(content(export([], COLUMNS, "json", filename="lista"))) == []


def test_excel_holds_text_as_text_and_numbers_as_numbers():
    answer = export([a_row("=1+1")], COLUMNS, "xlsx", filename="lista")

    with ZipFile(io.BytesIO(content(answer))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in sheet
    assert "<v>4</v>" in sheet


def test_rows_are_taken_as_the_file_is_sent():
    taken = []

    def rows():
        for number in range(1000):
            taken.append(number)
            yield a_row(places=number)

    answer = export(rows(), COLUMNS, "csv", filename="lista")
    next(iter(answer.streaming_content))

    assert 0 < len(taken) < 500
