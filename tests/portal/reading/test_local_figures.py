"""What is told of organisations' own figures: sums, what is missing, and what is too small. No database."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.models import LocalMeasure, Place
from portal.reading import local_figure_page, local_figures
from portal.views.local_figures import _rows
from registry.charts import drawing, svg

PLACE = Place(code="1480", kind="municipality", name="Göteborgs kommun", slug="goteborg")


def told(numbers, *, unit="places", may_overlap=False, left=(), own_unit=""):
    """A measure of organisations, each with {year: number}."""
    measure = LocalMeasure(
        pk=7, place=PLACE, name="Platser", definition="Allt.", unit=unit, own_unit=own_unit, may_overlap=may_overlap
    )
    measure.parts = [
        {"id": pk, "name": name, "slug": f"o{pk}", "published_at": "x", "state": "left" if name in left else "in"}
        for pk, name in enumerate(numbers)
    ]
    measure.numbers = [
        {
            "organisation_id": pk,
            "year": year,
            "value": value,
            "as_of": f"{year}-12-31",
            "source": "Liggare",
            "source_url": "",
        }
        for pk, years in enumerate(numbers.values())
        for year, value in years.items()
    ]
    return local_figures.told(measure)


def public(row):
    """All that anybody is ever shown: table, files, picture, words."""
    series = row.series
    draw = drawing.lines if row.has_sums or not row.is_together else drawing.bars
    return repr(
        [
            local_figure_page.table(row),
            local_figure_page.sources(row),
            list(_rows(row, str)),
            row.last_in_words,
            svg.file(series, draw) if series else None,
            svg.picture(series, draw(series)) if series else None,
        ]
    )


def test_what_is_counted_once_is_summed():
    row = told({"A": {2023: 10, 2024: 12}, "B": {2023: 5, 2024: 6}})

    assert [row.total_in_words(year) for year in (2023, 2024)] == ["15\u00a0platser", "18\u00a0platser"]
    assert row.series.lines[0].values == (15, 18)


def test_a_year_that_somebody_lacks_says_from_whom_and_at_least():
    row = told({"A": {2023: 10, 2024: 12}, "B": {2023: 5}, "C": {2023: 1, 2024: 1}})

    assert row.total_in_words(2024) == "minst 13\u00a0platser"
    assert row.total(2024).note == "saknas från B"
    assert row.last_in_words == "minst 13\u00a0platser, 2024, saknas från B"
    assert row.series is None


def test_a_gap_in_the_years_is_missing_and_not_nought():
    row = told({"A": {2021: 10, 2024: 12}})

    assert row.years == (2021, 2022, 2023, 2024)
    assert row.series.lines[0].values == (10, None, None, 12)
    assert "Uppgift saknas för 2022 och 2023." in row.series.text


def test_what_may_overlap_stands_side_by_side_without_a_sum():
    row = told({"A": {2024: 10}, "B": {2024: 6}}, may_overlap=True)

    headers, rows = local_figure_page.table(row)
    assert [header["label"] for header in headers] == ["År", "A", "B"]
    assert row.in_short == "A: 10\u00a0platser och B: 6\u00a0platser"
    assert row.note_in_short == "ingen summa, samma sak kan räknas av flera"
    assert row.series.labels == ("A", "B") and row.series.lines[0].values == (10, 6)
    assert "16\u00a0platser" not in public(row) and "16\\xa0platser" not in public(row)


def test_many_who_count_stand_under_each_other_and_are_named_in_short():
    row = told({f"Förening {n}": {2023: n, 2024: n} for n in range(10)})

    headers, rows = local_figure_page.table(row)
    assert [header["label"] for header in headers] == ["Organisation", "2024", "2023"]
    assert [cells[0]["text"] for cells in rows] == [*(f"Förening {n}" for n in range(10)), "Tillsammans"]
    assert rows[-1][1]["text"] == "45\u00a0platser"
    assert row.some == "Förening 0, Förening 1, Förening 2 och sju till"


def test_who_has_left_stays_with_its_numbers_and_is_missing_after():
    row = told({"A": {2023: 10, 2024: 12}, "B": {2023: 5}}, left=["B"])

    assert row.counters[1].name_in_full == "B (har lämnat)"
    assert row.total(2024).lacking == ("B",)
    assert [held.name for held in told({"A": {2023: 1}, "B": {}}, left=["B"]).counters] == ["A"]


def test_small_numbers_of_people_are_not_told():
    row = told({"A": {2023: 4, 2024: 12}, "B": {2023: 30, 2024: 40}, "C": {2023: 5, 2024: 5}}, unit="persons")

    assert row.number_in_words(row.counters[0].numbers[2023]) == "färre än 5\u00a0personer"
    assert row.total_in_words(2023) == "minst 35\u00a0personer"
    assert row.total(2023).note == "färre än 5 från A, som inte är med i summan"
    assert row.total_in_words(2024) == "57\u00a0personer"
    assert told({"A": {2023: 3}, "B": {2023: 0}}, unit="persons").total_in_words(2023) == "ingen summa"


def test_places_and_hours_are_told_however_few():
    for unit in ("places", "hours"):
        assert told({"A": {2024: 2}}, unit=unit).in_short.startswith("2\u00a0")
    assert told({"A": {2024: 2}}, unit="other", own_unit="barn").in_short == "färre än 5\u00a0barn"


small = st.integers(0, 4)
number = st.one_of(small, st.integers(5, 400))
years = st.dictionaries(st.integers(2020, 2024), number, max_size=5)
worlds = st.lists(years, min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(worlds, st.booleans(), st.data())
def test_which_small_number_it_was_is_told_by_nothing(world, may_overlap, data):
    other = [{year: data.draw(small) if value < 5 else value for year, value in numbers.items()} for numbers in world]
    one, two = (
        told({f"Förening {n}": row for n, row in enumerate(rows)}, unit="persons", may_overlap=may_overlap)
        for rows in (world, other)
    )

    assert public(one) == public(two)


@settings(max_examples=60, deadline=None)
@given(worlds)
def test_table_file_and_picture_hold_the_same_numbers(world):
    row = told({f"Förening {n}": numbers for n, numbers in enumerate(world)})
    file = {(held["who"], held["year"]): held["value"] for held in _rows(row, str)}

    for n, numbers in enumerate(world):
        for year in row.years:
            assert file[f"Förening {n}", year] == numbers.get(year)
    for year in row.years:
        told_by = [numbers[year] for numbers in world if year in numbers]
        assert row.total(year).value == (sum(told_by) if told_by else None)
        is_whole = len(told_by) == len(world)
        if row.has_sums:
            assert file["Tillsammans", year] == (sum(told_by) if is_whole else None)
        if row.series:
            drawn = dict(zip(row.series.labels, row.series.lines[0].values, strict=True))
            assert drawn[str(year)] == (sum(told_by) if is_whole else None)


def test_made_up_figures_say_so_in_title_caption_and_file():
    row = told({"A": {2023: 10, 2024: 12}})
    row.measure.is_invented = True
    row = replace(row, measure=row.measure)

    assert "(påhittad)" in row.caption and "(påhittade värden)" in row.series.full_title
    assert {held["is_invented"] for held in _rows(row, str)} == {"påhittad"}


def test_an_organisation_that_is_shown_no_more_has_no_name():
    measure = LocalMeasure(pk=1, place=PLACE, name="X", definition="Y", unit="places")
    measure.parts = [{"id": 1, "name": "Hemlig", "slug": "hemlig", "published_at": None, "state": "in"}]
    measure.numbers = []

    row = local_figures.told(measure)

    assert row.who == "En organisation som inte visas" and row.counters[0].url == ""
    assert row.in_short == "saknas" and row.series is None


def test_the_history_tells_years_and_never_numbers():
    when = [date(2026, 1, day) for day in range(1, 6)]
    organisation = SimpleNamespace(name="A", published_at="x")
    value = SimpleNamespace(organisation_id=1, organisation=organisation, closed="", closed_at=None, value=3)
    first = SimpleNamespace(**{**vars(value), "year": 2024, "given_at": when[0], "closed": "replaced"})
    first.closed_at = when[1]
    second = SimpleNamespace(**{**vars(value), "year": 2024, "given_at": when[1], "closed": "taken_back"})
    second.closed_at = when[2]

    texts = [event["text"] for event in local_figure_page._given([first, second])]

    assert texts == ["A lade in 2024", "A ändrade 2024", "A tog tillbaka 2024"]
