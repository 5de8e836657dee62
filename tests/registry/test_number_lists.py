"""Lists as people have them: the torture file gives the exact verdicts that are written down, in every format."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook

from registry.demo_numbers import demo_organisation_number
from registry.number_lists import (
    MOST_ROWS,
    NOTES,
    PROBLEMS,
    ROLE_NAMES,
    NumberList,
    SupplierRole,
    from_file,
    from_text,
    holds_person,
    packed,
    unpacked,
)
from registry.personal_numbers import luhn_check_digit
from registry.table_files import TableProblem

FOLDER = Path(__file__).parent / "lists"
TORTURE = (FOLDER / "torture.csv").read_bytes()
EXPECTED = (FOLDER / "torture_expected.csv").read_text().strip().split("\n")[1:]
PERSON = "19121212-1212"
FIRST, SECOND = demo_organisation_number(1), demo_organisation_number(2)


def cells():
    return list(csv.reader(io.StringIO(TORTURE.decode("utf-8-sig"), newline=""), delimiter=";"))


def as_text(delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(cells())
    return out.getvalue()


def as_xlsx(rows):
    book, out = Workbook(), io.BytesIO()
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row, 1):
            if cell != "":
                written = book.active.cell(number, place)
                written.value = cell
                if isinstance(cell, str):
                    written.data_type = "s"  # as Excel keeps text that looks like a formula
    book.save(out)
    return out.getvalue()


def found(numbers):
    return [(line.position, line.number or line.problem) for line in numbers.lines]


def in_words(numbers):
    return packed(numbers).split("\n")


# --- The torture file ---


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TORTURE, id="semicolon, UTF-8 with BOM"),
        pytest.param(TORTURE.removeprefix(b"\xef\xbb\xbf"), id="semicolon, UTF-8"),
        pytest.param(as_text(",").encode(), id="comma"),
        pytest.param(as_text("\t").encode("utf-16"), id="tab, UTF-16 as Excel's Unicode text"),
        pytest.param(as_xlsx(cells()), id="xlsx"),
    ],
)
def test_the_torture_file_gives_exactly_the_expected_verdicts(content):
    assert in_words(from_file(content)) == EXPECTED


def test_the_torture_file_in_windows_1252_but_for_the_row_it_cannot_hold():
    text = TORTURE.decode("utf-8-sig").replace("４９９００００１５２", demo_organisation_number(15))

    assert in_words(from_file(text.encode("cp1252"))) == EXPECTED


def test_the_torture_file_pasted():
    assert in_words(from_text(as_text("\t"))) == EXPECTED


def test_of_a_person_only_the_place_is_left():
    numbers = from_file(TORTURE)

    told = repr(numbers) + packed(numbers)
    for part in ("1212", "811228", "11228987", "2291235", "Kim"):
        assert part not in told


def test_what_was_typed_is_not_sent_along():
    numbers = from_text(f"{FIRST}\n<b>Kim Exempel</b>\n=1+1")

    assert numbers.lines[1].typed == "<b>Kim Exempel</b>"
    assert "Kim" not in packed(numbers)
    assert "=1" not in packed(numbers)


def test_every_problem_note_and_role_has_words():
    for line in from_file(TORTURE).lines:
        assert bool(line.problem) == bool(line.problem_in_words)
        assert bool(line.notes) == bool(line.notes_in_words)
    assert all({**NOTES, **PROBLEMS, **ROLE_NAMES}.values())


# --- Columns and headings ---


def test_the_column_with_numbers_is_found_wherever_it_stands():
    assert found(from_text(f"Kommun;Telefon;Orgnr\nGöteborg;0701234567;{FIRST}\nUmeå;0701234568;{SECOND}")) == [
        (2, FIRST),
        (3, SECOND),
    ]


def test_numbers_parted_by_commas_on_one_line_are_all_read():
    assert found(from_text(f"{FIRST}, {SECOND}")) == [(1, FIRST), (1, SECOND)]


def test_a_name_after_the_number_in_the_same_cell_is_passed_over():
    assert found(from_text(f"{FIRST[:6]}-{FIRST[6:]} Exempelhemmet\n{SECOND} Åängen")) == [(1, FIRST), (2, SECOND)]


def test_roles_are_found_without_a_heading():
    numbers = from_text(f"{FIRST}\tHuvudleverantör\n{SECOND}\tåberopat företag")

    assert [line.roles for line in numbers.lines] == [(SupplierRole.MAIN,), (SupplierRole.RELIED_ON,)]


def test_a_list_of_words_holds_no_number():
    assert from_text("Ett ord.").accepted == []


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows():
    assert (3, SECOND) in found(from_text(f'Namn;Orgnr\n"Exempel;{FIRST}\nÅängen;{SECOND}'))


# --- Limits ---


def test_five_thousand_rows_are_read_and_one_more_is_too_many():
    rows = [demo_organisation_number(number) for number in range(MOST_ROWS + 1)]

    assert len(from_text("Orgnr\n" + "\n".join(rows[:-1])).accepted) == MOST_ROWS
    with pytest.raises(TableProblem, match="5\u00a0001 rader"):
        from_text("\n".join(rows))


@pytest.mark.parametrize("content", [b"", b"\n\n;;\n", "\ufeff".encode()])
def test_an_empty_list_says_what_to_do(content):
    with pytest.raises(TableProblem, match="tom"):
        from_file(content)


# --- Excel ---


def test_numbers_of_excel_are_whole_also_as_floats():
    content = as_xlsx([["Orgnr"], [int(FIRST)], [float(SECOND)], [299990002]])

    assert found(from_file(content)) == [(2, FIRST), (3, SECOND), (4, "0299990002")]


def test_rows_are_counted_as_excel_counts_them():
    assert found(from_file(as_xlsx([[""], ["", ""], ["", FIRST]]))) == [(3, FIRST)]


# --- Properties ---
FORMS = [
    "{0}",
    "{1}-{2}",
    "16{0}",
    "{1} {2}",
    "{1}\u00a0{2}",
    " {0} ",
    "{0}.0",
    '="{0}"',
    "'{0}",
    "SE{0}01",
    "{1}–{2}",
]
numbers_typed = st.tuples(st.integers(0, 999_999).map(demo_organisation_number), st.sampled_from(FORMS))


@given(st.lists(numbers_typed, min_size=1, max_size=20, unique_by=lambda typed: typed[0]))
def test_a_number_is_read_in_every_form(typed):
    text = "\n".join(form.format(number, number[:6], number[6:]) for number, form in typed)

    assert [line.number for line in from_text(text).lines] == [number for number, _ in typed]


@given(st.text(max_size=300))
@example('"')
@example("=\n\x00;\t,")
def test_any_text_is_a_list_or_a_problem(text):
    try:
        numbers = from_text(text)
    except TableProblem as problem:
        assert str(problem)
    else:
        assert [line.position for line in numbers.lines] == sorted(line.position for line in numbers.lines)
        assert all(bool(line.number) != bool(line.problem) for line in numbers.lines)


@given(st.binary(max_size=300))
@example(b"PK\x03\x04")
@example(b"\xd0\xcf\x11\xe0")
@example(b"\xff\xfe\x00")
def test_any_file_is_a_list_or_a_problem(content):
    try:
        assert isinstance(from_file(content), NumberList)
    except TableProblem as problem:
        assert str(problem)


births = st.dates(min_value=date(1930, 1, 1), max_value=date(2019, 12, 31))


@given(
    births, st.integers(0, 999), st.sampled_from(["{0}{1}", "{0}-{1}", "{0} {1}", "{0};{1}", "19{0}{1}", "{0}\t{1}"])
)
def test_no_personnummer_is_left_of_a_row(born, serial, form):
    birth, rest = f"{born:%y%m%d}", f"{serial:03}"
    last = rest + str(luhn_check_digit(birth + rest))

    numbers = from_text(f"{FIRST}\n{form.format(birth, last)}")

    assert FIRST in [line.number for line in numbers.lines]
    assert birth + last not in repr(numbers).replace("-", "").replace(" ", "")
    assert f"typed='{birth}" not in repr(numbers)


PARTINGS = ["", "-", "+", ".", " ", "\u00a0", "\u202f", "/", "–", "—", "_", "·", "|", "\\", "*", " - ", ". ", "'", ","]
person_parts = st.tuples(
    births,
    st.integers(0, 999),
    st.sampled_from(["", "16", "19", "20", "0", "00", "0000"]),
    st.lists(st.sampled_from(PARTINGS), min_size=4, max_size=4),
    st.booleans(),
)


def disguised(birth, serial, before, partings, is_coordination):
    """A personnummer with any signs between year, month, day and the last four, and any zeros or century before it."""
    date_ = f"{birth:%y%m}{birth.day + 60 * is_coordination:02}"
    rest = f"{serial:03}"
    rest += str(luhn_check_digit(date_ + rest))
    first = partings[0] if before[:1] in ("1", "2") else ""
    return before + first + partings[1].join([date_[:2], date_[2:4], date_[4:]]) + partings[3] + rest


@given(person_parts, st.sampled_from(["{0};{1}", "{1};{0}", "{0}\t{1}", "{0};Anna {1}", "{0};x;({1})", "{1}"]))
@example((date(2012, 12, 12), 121, "", ["", ".", "", "-"], False), "{0};{1}")
@example((date(2012, 12, 12), 121, "0", ["", "", "", "-"], False), "{0};{1}")
def test_no_disguised_personnummer_is_left_in_any_column(parts, form):
    written = disguised(*parts)

    numbers = from_text(f"{FIRST};a\n" + form.format(SECOND, written))

    assert numbers.lines[1].problem == "personal_number"
    assert written not in repr(numbers)
    assert holds_person(form.format(SECOND, written))


SIDE_COLUMNS = [
    "2026-11-22",
    "22.11.2026",
    "01/02/2026",
    "2026-11-22 14:30",
    "2026-11-22 14.30",
    "2026-11-22 00:00:00",
    "2026-01-01 – 2026-12-31",
    "2026-01-01–2026-12-31",
    "01.01.2026-31.12.2026",
    "070-123 45 67",
    "08-12 34 56",
    "+46 70 123 45 67",
    "12 500 000,00",
    "10 101 500,00",
    "1 250 000 kr",
    "121 212",
    "12,5",
]


@given(st.integers(0, 999_999), st.sampled_from(SIDE_COLUMNS), st.sampled_from(["{0}", "16{0}", "SE{0}01"]))
def test_days_sums_and_phone_numbers_beside_a_number_are_accepted(which, beside, form):
    number = demo_organisation_number(which)
    row = f"Namn;{form.format(number)};{beside}"

    assert [line.number for line in from_text(row).lines] == [number]
    assert not holds_person(row)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_day_or_period_beside_a_number_is_accepted(first, last):
    for beside in (f"{first}", f"{first:%d.%m.%Y}", f"{first} – {last}", f"{first};{last}", f"{first} 14.30"):
        row = f"Namn;{FIRST};{beside}"
        assert [line.number for line in from_text(row).lines] == [FIRST]
        assert not holds_person(row)


@given(st.lists(numbers_typed, min_size=1, max_size=10))
def test_what_is_sent_along_comes_back(typed):
    numbers = from_text("\n".join(form.format(number, number[:6], number[6:]) for number, form in typed))

    again = unpacked(packed(numbers))

    assert packed(again) == packed(numbers)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        f"1;{PERSON};;;;",
        "1;191212121212;;;;",
        f"0;{FIRST};;;;",
        f"x;{FIRST};;;;",
        f"1;{FIRST};boss;;;",
        f"1;{FIRST};;hittepå;;",
        "1;;;;hittepå;",
        f"1;{FIRST};;;duplicate;1",
        "1;;;;;",
        "\n".join(f"{row};{FIRST};;;;" for row in range(1, MOST_ROWS + 2)),
    ],
)
def test_what_nobody_packed_is_refused(text):
    with pytest.raises(TableProblem):
        unpacked(text)
