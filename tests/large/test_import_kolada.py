"""All municipalities, twenty years and forty measures, over the network, within a minute."""

import sys
import time

import pytest

from portal.kolada.client import Client
from portal.models import Indicator, IndicatorValue, Place
from portal.services import kolada_import
from portal.services.kolada_import import Asked
from tests.factories import make_user
from tests.portal.kolada.source import cell, kolada
from tests.portal.kolada.worlds import measures

pytestmark = [pytest.mark.large, pytest.mark.django_db(transaction=True)]
YEARS, MEASURES, MOST_SECONDS = (2005, 2024), 40, 60


def test_a_large_import_takes_less_than_a_minute(capsys):
    codes = [f"N9{number:04}" for number in range(MEASURES)]
    facts = {"kind": "municipality", "measure": "own_cost", "unit": "percent"}
    Indicator.objects.bulk_create(
        Indicator(code=code, title=code, area=code, position=number, **facts) for number, code in enumerate(codes)
    )
    places = list(Place.objects.municipalities().values_list("code", flat=True))
    keys = [(code, place, year) for code in codes for year in range(YEARS[0], YEARS[1] + 1) for place in places]
    rows = {key: [cell(round(number % 1000 / 7, 8))] for number, key in enumerate(keys)}
    officer = make_user(officer=True)

    seconds = []
    with kolada(rows, measures=measures(codes), is_still=True) as source:
        for _ in range(2):
            began = time.monotonic()
            asked = Asked(codes=tuple(codes), years=YEARS, base=source.base)
            outcome = kolada_import.run(asked, actor=officer, client=Client(source.base))
            seconds.append(time.monotonic() - began)

    with capsys.disabled():
        sys.stdout.write(f"\n{len(rows)} values: {seconds[0]:.1f} s, again {seconds[1]:.1f} s\n")
    assert IndicatorValue.objects.count() == len(rows) == 290 * 20 * 40
    assert outcome.written.changes_nothing
    assert max(seconds) < MOST_SECONDS
