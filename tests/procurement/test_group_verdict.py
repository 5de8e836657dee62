"""The group's own answer: the whole truth table of two, and that more than two are the same rule again."""

from datetime import date, datetime
from itertools import product
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from procurement.group_verdict import day_of, deciding, of_group
from registry.models.eligibility import Answer

ORDER = ["registered", "evidenced", "stated", "unknown", "not_met", "no_verdict"]
# One member down, the other across, in that order.
TABLE = """
registered evidenced  stated     unknown    not_met    no_verdict
evidenced  evidenced  stated     unknown    not_met    no_verdict
stated     stated     stated     unknown    not_met    no_verdict
unknown    unknown    unknown    unknown    not_met    no_verdict
not_met    not_met    not_met    not_met    not_met    no_verdict
no_verdict no_verdict no_verdict no_verdict no_verdict no_verdict
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
PAIRS = [(down, across, ROWS[i][j]) for i, down in enumerate(ORDER) for j, across in enumerate(ORDER)]


def test_the_table_holds_every_answer():
    assert sorted(ORDER) == sorted(Answer.values)
    assert len(PAIRS) == len(Answer) ** 2


@pytest.mark.parametrize(("one", "other", "group"), PAIRS)
def test_the_group_answers_as_the_table_says(one, other, group):
    assert of_group([one, other]) == group


@pytest.mark.parametrize("answer", ORDER)
def test_a_group_of_one_answers_as_its_member(answer):
    assert of_group([answer]) == answer


def test_three_are_two_and_one_in_whatever_order():
    for one, two, three in product(ORDER, repeat=3):
        assert of_group([one, two, three]) == of_group([of_group([one, two]), three])
        assert of_group([one, two, three]) == of_group([three, one, two])


def test_nobody_is_unknown():
    assert of_group([]) == Answer.UNKNOWN


def test_those_who_decide_are_named_in_their_order():
    rows = [("Ett", "registered"), ("Två", "not_met"), ("Tre", "unknown"), ("Fyra", "not_met")]

    assert deciding(rows, of_group(answer for _, answer in rows)) == ["Två", "Fyra"]


@pytest.mark.parametrize(
    ("closes", "day"),
    [
        (None, date(2026, 5, 1)),
        (datetime(2026, 6, 1, 12, tzinfo=ZoneInfo("Europe/Stockholm")), date(2026, 5, 1)),
        (datetime(2026, 4, 20, 23, 59, tzinfo=ZoneInfo("Europe/Stockholm")), date(2026, 4, 20)),
    ],
)
def test_the_day_is_today_until_the_last_day_for_tenders(closes, day):
    assert day_of(SimpleNamespace(closes_at=closes), date(2026, 5, 1)) == day
