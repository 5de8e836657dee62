"""Every way in which a target can stand against its outcome."""

from decimal import Decimal

import pytest

from portal.target_standing import TONES, Point, Standing, judge

UP, FROM = Point(Decimal(10), 2030), Point(Decimal(2), 2022)
DOWN, HIGH = Point(Decimal(5), 2030), Point(Decimal(13), 2022)


@pytest.mark.parametrize(
    ("goal", "outcome", "baseline", "expected"),
    [
        # No outcome, or none that tells of the time after the baseline.
        (UP, None, FROM, Standing.UNKNOWN),
        (UP, None, None, Standing.UNKNOWN),
        (UP, Point(Decimal(12), 2022), FROM, Standing.UNKNOWN),
        (UP, Point(Decimal(12), 2021), FROM, Standing.UNKNOWN),
        # Reached, also before its time, to the point and from above.
        (UP, Point(Decimal(10), 2025), FROM, Standing.REACHED),
        (UP, Point(Decimal("10.01"), 2031), FROM, Standing.REACHED),
        (UP, Point(Decimal(10), 2025), None, Standing.REACHED),
        (DOWN, Point(Decimal(5), 2025), HIGH, Standing.REACHED),
        (DOWN, Point(Decimal(4), 2025), HIGH, Standing.REACHED),
        # The year has come.
        (UP, Point(Decimal("9.99"), 2030), FROM, Standing.BEHIND),
        (UP, Point(Decimal("9.99"), 2031), None, Standing.BEHIND),
        (DOWN, Point(Decimal("5.01"), 2030), HIGH, Standing.BEHIND),
        # On the line, before it, behind it. One up each year.
        (UP, Point(Decimal(5), 2025), FROM, Standing.ON_WAY),
        (UP, Point(Decimal("5.5"), 2025), FROM, Standing.ON_WAY),
        (UP, Point(Decimal("4.99"), 2025), FROM, Standing.BEHIND),
        (UP, Point(Decimal(0), 2025), FROM, Standing.BEHIND),
        (DOWN, Point(Decimal(10), 2025), HIGH, Standing.ON_WAY),
        (DOWN, Point(Decimal("10.01"), 2025), HIGH, Standing.BEHIND),
        # Nobody knows where it began.
        (UP, Point(Decimal(5), 2025), None, Standing.UNKNOWN),
    ],
)
def test_truth_table(goal, outcome, baseline, expected):
    told = judge(goal, outcome, baseline)

    assert told.standing == expected
    assert told.why.endswith(".")


def test_the_line_is_told_where_it_was_reckoned():
    assert judge(UP, Point(Decimal(3), 2025), FROM).expected == Decimal("5.00")
    assert judge(UP, Point(Decimal(3), 2030), FROM).expected is None


def test_each_standing_has_words_of_its_own():
    assert len({standing.label for standing in Standing}) == len(Standing) == len(TONES)
