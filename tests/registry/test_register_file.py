"""Kammarkollegiet's list as a file: every way that it may be written, and every way that it may be broken."""

from datetime import date

import pytest

from registry.register_file import UnreadableFile, read
from registry.validators import luhn_check_digit

ON = date(2026, 11, 20)
ROW = ["802000-1239", "Föreningen Åsnan", "2024-01-15", ""]
OTHER = [f"802001234{luhn_check_digit('802001234')}", "Stiftelsen Ö", "20230601", "2025-03-01"]


def table(*rows, delimiter=";", heading=("organisationsnummer", "namn", "registrerad", "avregistrerad")):
    return "\r\n".join(delimiter.join(cells) for cells in [heading, *rows]) + "\r\n"


def refusal(content):
    with pytest.raises(UnreadableFile) as refused:
        read(content, on=ON)
    return str(refused.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_way_to_write_it_gives_the_same_list(delimiter, encoding):
    found = read(table(ROW, OTHER, delimiter=delimiter).encode(encoding), on=ON)

    assert found.listed["8020001239"].name == "Föreningen Åsnan"
    assert found.listed["8020001239"].periods == ((date(2024, 1, 15), None),)
    assert [row.periods for row in found.listed.values()][1] == ((date(2023, 6, 1), date(2025, 3, 1)),)
    assert found.refused == ()


def test_the_columns_may_come_in_any_order_and_without_decisions():
    text = "Namn;Registrerad;Ort;Orgnr\nExempel;2024-01-15;Umeå;802000-1239\n"

    assert read(text.encode(), on=ON).listed["8020001239"].name == "Exempel"


def test_the_same_row_twice_counts_once():
    found = read(table(ROW, ROW).encode(), on=ON)

    assert found.duplicates == 1
    assert len(found.listed) == 1


def test_one_that_was_registered_again_has_two_periods():
    first = [ROW[0], ROW[1], "2023-02-01", "2024-02-01"]
    found = read(table(["802000-1239", "X", "2025-01-01", ""], first).encode(), on=ON)

    assert found.listed["8020001239"].periods == (
        (date(2023, 2, 1), date(2024, 2, 1)),
        (date(2025, 1, 1), None),
    )


def test_rows_that_contradict_each_other_are_refused_and_the_number_is_unclear():
    found = read(table(ROW, [*ROW[:2], "2024-02-01", ""], *[OTHER] * 60).encode(), on=ON)

    assert found.unclear == {"8020001239"}
    assert "8020001239" not in found.listed
    assert {row.reason for row in found.refused} == {"Numret står på flera rader som säger emot varandra."}


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["802000-1230", "Namn", "2024-01-15", ""], "Den sista siffran stämmer inte"),
        (["802000-1239", "", "2024-01-15", ""], "Namnet saknas"),
        (["802000-1239", "Namn", "", ""], "Dagen för registreringen saknas"),
        (["802000-1239", "Namn", "15/1 2024", ""], "Dagen för registreringen saknas"),
        (["802000-1239", "Namn", "2024-02-30", ""], "Dagen för registreringen saknas"),
        (["802000-1239", "Namn", "2024-01-15", "nej"], "Dagen för avregistreringen går inte att läsa"),
        (["802000-1239", "Namn", "2024-01-15", "2024-01-14"], "före registreringen"),
        (["802000-1239", "Namn", "2026-11-21", ""], "efter den dag som listan gäller"),
        (["802000-1239", "Namn", "2022-12-31", ""], "Registret finns sedan 2023"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_with_its_line_and_reason(cells, words):
    found = read(table(OTHER, cells).encode(), on=ON)

    assert [row.line for row in found.refused] == [3]
    assert words in found.refused[0].reason
    assert len(found.listed) == 1


@pytest.mark.parametrize("number", ["811228-9874", "19811228-9874", "811288-9876", "198112289874"])
def test_a_personnummer_is_dropped_and_never_told(number):
    found = read(table(OTHER, [number, "Kim Exempel", "2024-01-15", ""]).encode(), on=ON)

    assert len(found.listed) == 1
    assert "personnummer" in found.refused[0].reason
    assert "8112" not in repr(found)
    assert "Kim" not in repr(found)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Filen är tom"),
        (b"  \n\n", "Filen är tom"),
        (table().encode(), "Listan har inga rader"),
        (table(ROW).encode("utf-16"), "teckenkodning"),
        (table(ROW).encode("utf-8").decode("cp1252").encode(), "Å, ä och ö är förstörda"),
        (b"<!DOCTYPE html><html><body>Fel</body></html>", "webbsida"),
        (b"\n<html lang=sv>", "webbsida"),
        ("namn;stad\nExempel;Umeå\n".encode(), "Kolumner saknas: organisationsnummer, registrerad"),
        (table(ROW, OTHER).encode()[:-20], "avbruten"),
        (b'organisationsnummer;namn;registrerad\n802000-1239;"Exempel;2024-01-15\n', "avbruten"),
        (table(*[["x", "y", "z", ""]] * 4).encode(), "4 av 4 rader går inte att läsa"),
        (table(["802000-1230", "Namn", "2024-01-15", ""]).encode(), "Ingen rad i listan går att läsa"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(content, words):
    assert words in refusal(content)


def test_the_columns_swapped_are_refused_as_a_whole():
    heading = ("namn", "organisationsnummer", "registrerad", "avregistrerad")

    assert "rader går inte att läsa" in refusal(table(ROW, OTHER, ROW, heading=heading).encode())


def test_progress_is_told_for_a_large_file():
    counts = []

    read(table(*[ROW] * 20_000).encode(), on=ON, progress=counts.append)

    assert counts == [10_000, 20_000]
