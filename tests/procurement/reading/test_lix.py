"""LIX against counts by hand."""

import pytest

from procurement.reading.lix import in_words, lix


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("", None),
        ("12 34 !", None),
        ("Vi bor här.", 3),
        ("Vi bor här. Du är med.", 3),
        ("Verksamheten bedrivs professionellt", 103),
        ("Kom hit\nBo kvar", 2),
        ("Boendet ligger vid sjön. Maten lagas här.", 18),
    ],
)
def test_words_in_a_sentence_and_the_share_of_long_ones(text, index):
    assert lix(text) == index


def test_what_the_number_means():
    assert [in_words(index) for index in (None, 20, 35, 45, 60)] == [
        "Ingen text att mäta",
        "mycket lättläst",
        "lättläst",
        "medelsvår",
        "svår",
    ]
