"""Numbers as they are written in Swedish."""

from decimal import Decimal

import pytest

from registry import wording


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (72_000, 0, "72\u00a0000"),
        (-1_200, 0, "−1\u00a0200"),
        (Decimal("-0.5"), 1, "−0,5"),
        (Decimal("1234567.5"), 2, "1\u00a0234\u00a0567,50"),
    ],
)
def test_numbers_are_grouped_by_thousands(number, decimals, text):
    assert wording.grouped(number, decimals) == text


@pytest.mark.parametrize(("number", "text"), [(0, "Inga avtal"), (1, "Ett avtal"), (1_200, "1\u00a0200 avtal")])
def test_how_many_there_are(number, text):
    assert wording.how_many(number, none="Inga avtal", one="Ett avtal", many="avtal") == text
