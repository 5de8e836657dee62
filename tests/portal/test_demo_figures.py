"""The demonstration's figures: the same every time, for every place, and never beside what is real."""

import pytest
from django.db.models import Count

from portal.demo import figures
from portal.models import Indicator, IndicatorValue
from tests.portal.figures import HEADLINE, PEOPLE, make_values

pytestmark = pytest.mark.django_db


def test_every_measure_gets_values_that_are_marked_and_the_same_again(monkeypatch):
    monkeypatch.setattr(figures, "YEARS", range(2019, 2026))
    make_values(HEADLINE, "1480", {2025: 3.9})  # real ones

    written = figures.invent()

    assert HEADLINE not in written and len(written) == Indicator.objects.count() - 1
    assert IndicatorValue.objects.filter(indicator=HEADLINE).count() == 1
    assert not Indicator.objects.get(code=HEADLINE).is_invented
    assert Indicator.objects.filter(is_invented=True).count() == len(written)
    counted = dict(Indicator.objects.annotate(n=Count("values")).values_list("code", "n"))
    assert counted[PEOPLE] == 7 * 291
    assert counted["N20056"] == 7 * 291 and counted["N71031"] == 7 * 22
    told = IndicatorValue.objects.filter(indicator="N20056")
    assert told.filter(value=None).exists() and set(
        told.filter(is_preliminary=True).values_list("year", flat=True)
    ) == {2025}
    assert figures.invent() == []
    before = list(told.order_by("place", "year").values_list("value", flat=True))
    told.delete()
    assert figures.invent() == ["N20056"]
    assert list(told.order_by("place", "year").values_list("value", flat=True)) == before
