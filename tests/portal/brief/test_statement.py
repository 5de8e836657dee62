"""A statement cannot be made without its source, its time and its caveat."""

from dataclasses import replace

import pytest

from portal.brief.statement import Question, Statement, version_of

WHOLE = {
    "topic": "Andelen i dag",
    "sentence": "År 2025 gick 3,9 procent till köp.",
    "source": "Kolada (RKA), nyckeltal N00120",
    "when": "2025",
    "caveat": "Idéburna aktiebolag är inte med.",
}


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("nothing", ["", " \n"])
def test_a_part_that_is_missing_is_refused(name, nothing):
    with pytest.raises(ValueError, match=name):
        Statement(**WHOLE | {name: nothing})


@pytest.mark.parametrize("name", WHOLE)
def test_a_part_that_is_left_out_is_refused(name):
    with pytest.raises(TypeError):
        Statement(**{key: value for key, value in WHOLE.items() if key != name})


def test_a_part_cannot_be_taken_away_afterwards():
    with pytest.raises(ValueError, match="caveat"):
        replace(Statement(**WHOLE), caveat="")


def test_what_is_made_up_says_so_in_the_sentence():
    assert Statement(**WHOLE, is_invented=True).text == "År 2025 gick 3,9 procent till köp (påhittad uppgift)."
    assert "påhitt" not in Statement(**WHOLE).text


def test_a_question_needs_its_reason():
    with pytest.raises(ValueError, match="reason"):
        Question("Varför?", "")


def test_the_version_is_of_the_rows_and_of_the_words():
    told = Statement(**WHOLE)

    assert version_of([["N00120", 2025, "3.9"]], [told]) == version_of([["N00120", 2025, "3.9"]], [told])
    assert version_of([["N00120", 2025, "3.9"]], [told]) != version_of([["N00120", 2025, "3.8"]], [told])
    assert version_of([], [told]) != version_of([], [replace(told, caveat="Annat.")])
