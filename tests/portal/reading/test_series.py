"""The numbers of a place: recomputed from the rows by other means than the reader's own."""

from collections import defaultdict
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import IndicatorValue
from portal.reading.peers import COUNTY, peers
from portal.reading.places import governed
from portal.reading.series import Numbers, indicators_of, raw
from tests.portal.figures import ELDERLY, HEADLINE, PRESCHOOL, make_invented, make_people, make_values

pytestmark = pytest.mark.django_db

GOTEBORG, MALMO, UPPSALA, ALE = "1480", "1280", "0380", "1440"


@pytest.fixture
def figures():
    """Three places of like size and one that is not, with gaps and a number that may still change."""
    make_people(c1480=600_000, c1280=360_000, c0380=240_000, c1440=32_000)
    make_values(HEADLINE, GOTEBORG, {2019: 2.5, 2020: 2.4, 2021: None, 2023: 3.1, 2025: 3.9}, preliminary=[2025])
    make_values(HEADLINE, MALMO, {2020: 2.0, 2021: 2.2, 2025: 3.0})
    make_values(HEADLINE, UPPSALA, {2020: 5.0, 2021: 5.5, 2025: None})
    make_values(HEADLINE, ALE, {2020: 0.5, 2025: 1.0})
    make_values(HEADLINE, "0000", {2019: 2.6, 2020: 2.7, 2021: 2.8, 2025: 2.9})
    make_values(ELDERLY, GOTEBORG, {2020: 1.0, 2025: 1.5})
    make_values(ELDERLY, MALMO, {2025: 2.5})
    make_values(ELDERLY, UPPSALA, {2025: 4.5})
    make_values(ELDERLY, "0000", {2025: 2.0})


def numbers_of(code, **chosen):
    places = governed()
    found = peers(places[code], places, **chosen)
    return Numbers(places[code], found, places, list(indicators_of(places[code].kind)))


def of_rows(indicator, place):
    """{year: value} straight from the database."""
    rows = IndicatorValue.objects.filter(indicator=indicator, place=place, value__isnull=False)
    return dict(rows.values_list("year", "value"))


def test_the_line_of_the_place_is_what_the_database_holds(figures):
    shown = numbers_of(GOTEBORG).over_time

    assert shown.labels == ("2019", "2020", "2021", "2022", "2023", "2024", "2025")
    for line, place in ((shown.lines[0], GOTEBORG), (shown.lines[2], "0000")):
        known = of_rows(HEADLINE, place)
        assert line.values == tuple(known.get(int(year)) for year in shown.labels)
    assert shown.lines[0].preliminary == {6}


def test_the_peers_line_is_the_median_where_half_of_them_are_known(figures):
    numbers = numbers_of(GOTEBORG)

    by_year = defaultdict(list)
    for code in numbers.peers.codes:
        for year, value in of_rows(HEADLINE, code).items():
            by_year[str(year)].append(value)
    expected = tuple(
        median(by_year[year]) if 2 * len(by_year[year]) >= len(numbers.peers.codes) else None
        for year in numbers.over_time.labels
    )
    assert numbers.over_time.lines[1].values == expected
    assert None in expected and numbers.over_time.lines[1].values[1] == 2


def test_areas_stand_side_by_side_in_the_last_year_and_five_years_before(figures):
    shown = numbers_of(GOTEBORG, way="valda", chosen=[MALMO, UPPSALA]).by_area

    place = shown.labels.index("Äldreomsorg")
    assert [float(line.values[place]) for line in shown.lines] == [1.5, 3.5, 2.0, 1.0]
    assert float(shown.change[place]) == 0.5
    others = [line.values[n] for line in shown.lines for n in range(len(shown.labels)) if n != place]
    assert set(others) == {None}


def test_a_comparison_stands_in_order_with_the_unknown_last(figures):
    shown = numbers_of(GOTEBORG).comparison

    assert shown.labels == ("Göteborgs kommun", "Malmö kommun", "Riket", "Ale kommun", "Uppsala kommun")
    assert shown.own == 0
    assert [None if value is None else float(value) for value in shown.lines[0].values] == [3.9, 3.0, 2.9, 1.0, None]
    assert [None if value is None else round(float(value), 1) for value in shown.change] == [1.5, 1.0, 0.2, 0.5, None]


def test_the_table_the_file_and_the_database_agree(figures):
    numbers = numbers_of(GOTEBORG)

    for shown in (numbers.over_time, numbers.by_area, numbers.comparison):
        for (label, cells), row in zip(shown.rows, shown.file_rows, strict=True):
            told = [row[line.kind] for line in shown.lines]
            assert [cell.text for cell in cells[: len(told)]] == [shown.words(value) for value in told]
            assert row["label"] == label


def test_what_is_invented_says_so_and_what_is_real_does_not(figures):
    real = numbers_of(GOTEBORG)
    make_invented(HEADLINE)
    invented = numbers_of(GOTEBORG)

    assert not real.over_time.is_made_up and not real.comparison.is_made_up
    assert real.over_time.source == "Kolada (RKA), nyckeltal N00120"
    assert invented.over_time.is_made_up and invented.comparison.is_made_up
    assert invented.over_time.source.startswith("påhittad serie")
    assert not invented.by_area.is_made_up


def test_an_area_that_alone_is_invented_is_marked(figures):
    make_invented(PRESCHOOL)

    shown = numbers_of(GOTEBORG).by_area

    assert "delvis påhittade" in shown.full_title
    assert [label for label, _ in shown.rows if "(påhittat)" in label] == ["Förskola (påhittat)"]


def test_what_the_source_took_back_is_not_told(figures):
    IndicatorValue.objects.filter(indicator=HEADLINE, place=GOTEBORG, year=2025).update(is_deleted=True, value=None)

    numbers = numbers_of(GOTEBORG)

    assert numbers.last_own[0] == 2023
    assert numbers.over_time.lines[0].values[-1] is None


def test_nothing_is_told_before_any_import():
    numbers = numbers_of(GOTEBORG)

    assert (numbers.over_time, numbers.by_area, numbers.comparison, numbers.last_own) == (None, None, None, None)


def test_the_numbers_cost_two_queries_whatever_there_is(figures):
    places = governed()
    asked = []
    for chosen in ({"way": "valda", "chosen": [MALMO]}, {"way": COUNTY}):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = peers(places[GOTEBORG], places, **chosen)
            numbers = Numbers(places[GOTEBORG], found, places, list(indicators_of("municipality")))
            assert numbers.over_time and numbers.by_area and numbers.comparison
        asked.append(len(queries))

    assert asked == [2, 2]


def test_every_raw_number_has_an_id_that_stays(figures):
    place = governed()[GOTEBORG]

    rows = list(raw(place, list(indicators_of(place.kind))))

    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids) == IndicatorValue.objects.filter(place=GOTEBORG).count()
    assert {row["id"]: row["value"] for row in rows}["N00120-1480-2025"] == 3.9
    assert {row["id"]: row["value"] for row in rows}["N00120-1480-2021"] is None
