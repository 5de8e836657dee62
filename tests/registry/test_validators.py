"""Organisation numbers in, personnummer out."""

import csv
import json
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from registry.demo_numbers import demo_organisation_number
from registry.validators import (
    MESSAGES,
    ForeignIdentifier,
    clean_organisation_number,
    contains_personal_number,
    find_personal_numbers,
    format_organisation_number,
    is_valid_organisation_number,
    legal_form_hint,
    luhn_check_digit,
    mask_personal_numbers,
    validate_no_personal_number,
    validate_organisation_number,
)
from tests.shared_data import shared_data


def with_check_digit(nine):
    return f"{nine}{luhn_check_digit(nine)}"


organisation_numbers = st.builds(
    lambda start, third, rest: with_check_digit(f"{start:02}{third}{rest:06}"),
    st.integers(0, 99),
    st.integers(2, 9),
    st.integers(0, 999_999),
)
birth_dates = st.dates(date(1880, 1, 1), date(2030, 12, 31))


@st.composite
def personal_numbers(draw):
    """A personnummer or samordningsnummer as (century, ten digits)."""
    born = draw(birth_dates)
    day = born.day + draw(st.sampled_from([0, 60]))
    digits = with_check_digit(f"{born:%y%m}{day:02}{draw(st.integers(0, 999)):03}")
    return str(born.year // 100), digits


def code_of(error):
    return error.value.error_list[0].code


@pytest.mark.parametrize(
    "typed",
    ["802000-1239", "8020001239", "802000 1239", " 80 20 00 12 39 ", "16802000-1239", "802000–1239", "802000.1239"],
)
def test_a_number_is_taken_however_it_is_typed(typed):
    assert clean_organisation_number(typed) == "8020001239"


@given(
    organisation_numbers, st.sampled_from(["{}", "16{}", " {} "]), st.sampled_from(["", "-", " ", "\u00a0", "–", "‑"])
)
def test_every_valid_number_survives_being_typed(number, frame, parting):
    typed = frame.format(number[:6] + parting + number[6:])

    assert clean_organisation_number(typed) == number
    assert clean_organisation_number(format_organisation_number(number)) == number
    assert is_valid_organisation_number(number)


@given(organisation_numbers, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number, place, change):
    wrong = number[:place] + str((int(number[place]) + change) % 10) + number[place + 1 :]

    assert not is_valid_organisation_number(wrong)


@given(personal_numbers(), st.sampled_from(["", "-", "+", " "]), st.booleans())
def test_no_personnummer_is_ever_taken(person, parting, with_century):
    century, digits = person
    typed = (century if with_century else "") + digits[:6] + parting + digits[6:]

    with pytest.raises(ValidationError) as error:
        clean_organisation_number(typed)

    assert code_of(error) == "personal_number"
    assert "Enskild firma kan inte registreras" in error.value.messages[0]


@given(st.one_of(st.text(), st.text("0123456789-+ ", max_size=16), organisation_numbers))
def test_no_refusal_repeats_what_was_typed(typed):
    try:
        clean_organisation_number(typed)
    except ValidationError as error:
        assert error.message == MESSAGES[error.code]
        assert error.params is None


@pytest.mark.parametrize(
    "typed, code",
    [
        ("", "required"),
        (None, "required"),
        ("åtta", "invalid_characters"),
        ("80200012", "invalid_length"),
        ("80200012391", "invalid_length"),
        ("998020001239", "invalid_prefix"),
        ("801300-1236", "invalid_third_digit"),
        ("802000-1230", "invalid_check_digit"),
        ("811228-9874", "personal_number"),
        ("811228-9873", "personal_number"),
        ("811288-9876", "personal_number"),
        ("19811228-9874", "personal_number"),
        ("16811228-9874", "personal_number"),
        ("811228-9874 Anna", "personal_number"),
        ("SE811228987401", "personal_number"),
    ],
)
def test_each_refusal_says_why(typed, code):
    with pytest.raises(ValidationError) as error:
        clean_organisation_number(typed)

    assert code_of(error) == code


def test_only_ten_bare_digits_are_stored():
    with pytest.raises(ValidationError):
        validate_organisation_number("556016-0680")

    validate_organisation_number("5560160680")


def test_upstream_vectors():
    """The upstream list counts personnummer as valid sole traders. Here they are refused."""
    for vector in json.loads(shared_data("orgnr/organisationsnummer_meta_list.json").read_text()):
        person = vector["type"] == "Enskild firma"

        try:
            taken = clean_organisation_number(vector["input"]) == vector["short_format"].replace("-", "")
        except ValidationError as error:
            taken = False
            assert not person or error.code == "personal_number"

        assert taken == (vector["valid"] and not person), vector["type"]


def test_real_buyers_are_taken_when_their_check_digit_is_right():
    """Real lists are dirty: foreign numbers, missing digits, and now and then a personnummer."""
    rows = list(csv.DictReader(shared_data("uhm2021/kopare_2021.csv").open(encoding="utf-8")))
    right = [row["orgnr"] for row in rows if row["luhn_ok"] == "1" and row["orgnr"][2:3] > "1"]

    assert len(right) > 1000
    assert all(is_valid_organisation_number(number) for number in right)
    assert not any(is_valid_organisation_number(row["orgnr"]) for row in rows if row["luhn_ok"] != "1")
    assert not any(contains_personal_number(number) for number in right)


@given(st.integers(0, 999_999))
def test_demo_numbers_are_valid_and_of_a_group_not_in_use(serial):
    number = demo_organisation_number(serial)

    assert number.startswith("499")
    assert is_valid_organisation_number(number)
    assert not contains_personal_number(number)


def test_demo_numbers_end_where_the_digits_do():
    with pytest.raises(ValueError):
        demo_organisation_number(1_000_000)


@given(
    personal_numbers(),
    st.sampled_from(["", "-", "+", " ", "\n", "\u00a0", "‑", " - ", "%2D", "%20", "%252D"]),
    st.booleans(),
)
def test_a_personnummer_is_found_and_masked_in_running_text(person, parting, with_century):
    century, digits = person
    number = (century if with_century else "") + digits[:6] + parting + digits[6:]
    text = f"Kontakt: {number}, tel. saknas"

    masked = mask_personal_numbers(text)

    assert contains_personal_number(text)
    assert digits[6:] not in masked
    assert not contains_personal_number(masked)
    assert masked.startswith("Kontakt: ") and masked.endswith(", tel. saknas")


@pytest.mark.parametrize(
    "text",
    [
        "8 1 1 2 2 8 - 9 8 7 4",
        "81 12 28 9874",
        "1981-12-28-9874",
        "811228-98\n74",
        "8112\n28-9874",
        "momsnummer SE811228987401",
        "/sok/?q=811228%2D9874&sida=2",
        "q%3D811228-9874",
        "/sok/%20811228-9874",
        "pnr811228-9874",
        "８１１２２８-９８７４",
    ],
)
def test_a_personnummer_is_found_however_it_is_broken_up(text):
    assert contains_personal_number(text)
    assert not contains_personal_number(mask_personal_numbers(text))


@pytest.mark.parametrize(
    "text",
    [
        "556016-0680",
        "Den 21 november 2026 kl. 23.18",
        "2021-12-31 2020-12-31",
        "reg-2026-00012",
        "19811228-9874-4abc-8def-0123456789ab",
        "/dokument/81122898-7400-4000-8000-811228987412/",
        "bankgiro 811-2289, plusgiro 81 12 28-9",
        "031-701 02 03",
        "1 234 567 kr",
        "20261121",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert find_personal_numbers(text) == []
    assert mask_personal_numbers(text) == text


@given(organisation_numbers)
def test_no_organisation_number_is_taken_for_a_person(number):
    text = f"Föreningen ({format_organisation_number(number)}, 16{number})"

    assert mask_personal_numbers(text, strict=False) == text


def test_masking_keeps_the_shape():
    assert mask_personal_numbers("Anna, 811228-9874.") == "Anna, ••••••-••••."
    assert mask_personal_numbers("q=811228%2D9874") == "q=••••••%2D••••"


def test_a_mistyped_personnummer_is_masked_in_logs_but_not_counted_as_found():
    assert not contains_personal_number("811228-9875")
    assert mask_personal_numbers("811228-9875") == "••••••-••••"
    assert mask_personal_numbers("811228-9875", strict=True) == "811228-9875"


@given(st.text("0123456789-+ \n%2Dab", max_size=60), st.booleans())
def test_masking_twice_is_masking_once(text, strict):
    once = mask_personal_numbers(text, strict=strict)

    assert mask_personal_numbers(once, strict=strict) == once
    assert find_personal_numbers(once, strict=strict) == []


def test_free_text_with_a_personnummer_is_refused_without_repeating_it():
    with pytest.raises(ValidationError) as error:
        validate_no_personal_number("Ring Anna, 811228-9874")

    assert not re.search(r"\d", error.value.messages[0])
    validate_no_personal_number("Ring Anna, 031-12 34 56")


@pytest.mark.parametrize(
    "number, form, warned",
    [
        ("8020001239", "61", False),
        ("0020001239", "61", False),
        ("5560160680", "61", True),
        ("5560160680", "49", False),
        ("8020001239", "49", True),
        ("2520001239", "63", False),
        ("4990000001", "49", False),
        ("5560160680", "98", False),
    ],
)
def test_the_first_digit_warns_and_decides_nothing(number, form, warned):
    hint = legal_form_hint(number, form)

    assert bool(hint) == warned
    assert number not in (hint or "")


def test_a_foreign_number_becomes_a_slug_and_back():
    identifier = ForeignIdentifier.clean("no", "brreg", "987 654 321")

    assert str(identifier) == "NO-BRREG-987654321"
    assert ForeignIdentifier.from_slug("NO-BRREG-987654321") == identifier


@given(
    st.sampled_from(["NO", "DK", "FI", "DE"]),
    st.text("ABCXYZ019", min_size=2, max_size=20),
    st.text("ABCXYZ", min_size=2, max_size=30),
)
def test_every_foreign_identifier_survives_its_slug(country, register, number):
    identifier = ForeignIdentifier.clean(country, register, number)

    assert ForeignIdentifier.from_slug(str(identifier)) == identifier


@pytest.mark.parametrize(
    "country, register, number, field",
    [
        ("SE", "SCB", "5560160680", "country"),
        ("XX", "BRREG", "987654321", "country"),
        ("NO", "", "987654321", "register"),
        ("NO", "BRREG", "", "number"),
        ("NO", "BRREG", "811228-9874", "number"),
    ],
)
def test_a_wrong_foreign_number_says_which_part(country, register, number, field):
    with pytest.raises(ValidationError) as error:
        ForeignIdentifier.clean(country, register, number)

    assert list(error.value.message_dict) == [field]
    assert not (number and number in str(error.value))


@pytest.mark.parametrize("slug", ["", "NO", "NO-BRREG", "x" * 200])
def test_what_is_no_slug_is_refused(slug):
    with pytest.raises(ValidationError):
        ForeignIdentifier.from_slug(slug)
