"""An agreement in words."""

import pytest

from procurement.reading import agreement


@pytest.mark.parametrize(("months", "words"), [(None, ""), (0, "0 månader"), (1, "1 månad"), (6, "6 månader")])
def test_the_notice_is_told_in_months(months, words):
    text = {"starts_on": None, "ends_on": None, "notice_months": months, "extension": ""}

    [told] = [row["value"] for row in agreement.term(text) if row["key"] == "Uppsägningstid"]

    assert told == words
