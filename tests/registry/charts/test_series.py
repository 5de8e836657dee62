"""A series tells the same numbers as a table and as a file, and never hides what is missing or made up."""

from datetime import date
from decimal import Decimal

import pytest

from registry.charts.chart import chart
from registry.charts.drawing import lines
from registry.charts.series import COUNTRY, PEERS, THEN, Line, Series, change_in_words, number_in_words
from registry.charts.table import table
from registry.exports import csv_text


def series(*told, **more):
    facts = {"key": "prov", "title": "Prov", "unit": "procent", "sign": "%", "heading": "År"}
    return Series(**facts, labels=("2023", "2024", "2025"), lines=told or (Line("Här", (1, None, 3)),), **more)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "saknas"),
        (0, "0,0"),
        (Decimal("3.85"), "3,9"),
        (Decimal("0.04"), "0,04"),
        (Decimal("0.00001"), "0,0000"),
        (-1.25, "−1,3"),
        (12480, "12\u00a0480,0"),
    ],
)
def test_a_number_is_written_in_swedish_and_a_missing_one_is_said(value, words):
    assert number_in_words(value) == words


def test_a_change_bears_its_sign():
    assert [change_in_words(value) for value in (Decimal("0.6"), Decimal("-0.2"), 0, None)] == [
        "+0,6",
        "−0,2",
        "0,0",
        "saknas",
    ]


def test_the_table_and_the_file_hold_the_same_numbers():
    shown = series(
        Line("Här", (Decimal("1.25"), None, 3), preliminary=frozenset([2])), Line("Riket", (2, 2, None), COUNTRY)
    )

    assert [(label, [cell.text for cell in cells]) for label, cells in shown.rows] == [
        ("2023", ["1,3", "2,0"]),
        ("2024", ["saknas", "2,0"]),
        ("2025", ["3,0", "saknas"]),
    ]
    assert [(row["label"], row["own"], row["country"]) for row in shown.file_rows] == [
        ("2023", 1.25, 2),
        ("2024", None, 2),
        ("2025", 3, None),
    ]
    assert [row["preliminary"] for row in shown.file_rows] == [[], [], ["Här"]]


def test_a_change_is_only_counted_between_two_numbers():
    shown = series(Line("Nu", (3, None, 5)), Line("Då", (Decimal("2.5"), 1, None), THEN))

    assert shown.change == (Decimal("0.5"), None, None)
    assert [cells[-1].text for _, cells in shown.rows] == ["+0,5", "saknas", "saknas"]
    assert [row["change"] for row in shown.file_rows] == [0.5, None, None]


def test_what_is_made_up_says_so_in_title_table_and_file():
    shown = series(is_invented=True)

    assert shown.full_title == "Prov (påhittade värden)"
    assert "Prov (påhittade värden), procent</caption>" in table(shown)
    assert csv_text(shown.file_rows, shown.columns).count("påhittade") == 3
    assert all(row["is_invented"] for row in shown.file_rows)


def test_what_is_partly_made_up_says_which():
    shown = series(invented=frozenset([1]))

    assert shown.full_title == "Prov (delvis påhittade värden)"
    assert [label for label, _ in shown.rows] == ["2023", "2024 (påhittat)", "2025"]
    assert [row["is_invented"] for row in shown.file_rows] == [False, True, False]


def test_real_numbers_say_nothing_of_being_made_up():
    shown = series(source="Kolada")

    assert "påhitt" not in table(shown) + shown.text + shown.full_title
    assert not any(row["is_invented"] for row in shown.file_rows)


def test_a_line_that_is_all_preliminary_says_so_once():
    shown = series(Line("Här", (None, None, 3), preliminary=frozenset([2])))

    assert shown.headers == ["År", "Här, preliminärt"]
    assert shown.rows[2][1][0].note == ""


def test_the_text_for_those_who_do_not_see_tells_ends_and_gaps():
    assert series().text == (
        "Här: från 1,0 (2023) till 3,0 (2025), procent. Uppgift saknas för 2024. Alla värden står i tabellen."
    )
    assert "uppgift saknas" in series(Line("Här", (None,) * 3)).text


def test_the_legend_tells_the_last_number_and_its_year_when_it_is_not_the_last():
    shown = series(Line("Här", (1, 2, None)), Line("Andra", (1, 2, 3), PEERS))

    assert [told for _, _, told in chart(shown, lines).legend] == ["2,0\u00a0% (2024)", "3,0\u00a0%"]


def test_the_day_it_was_read_stands_in_the_file():
    assert next(series(read_on=date(2026, 11, 22)).file_rows)["read_on"] == date(2026, 11, 22)


def test_a_number_too_small_to_tell_is_neither_missing_nor_nought():
    line = Line("Egen", (None, None, 7), withheld=frozenset([0]))
    shown = Series("prov", "Prov", "personer", "År", ("2023", "2024", "2025"), (line,), decimals=0)

    assert [cells[0].text for _, cells in shown.rows] == ["färre än 5", "saknas", "7"]
    assert shown.gaps == "uppgift saknas eller färre än 5"
    assert "Uppgift saknas för 2024. Färre än 5 för 2023." in shown.text
    assert [row["own"] for row in shown.file_rows] == [None, None, 7]
