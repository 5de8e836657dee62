"""Targets as they are told: outcomes, series that never run across a definition, and what ends before the year."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import IndicatorValue
from portal.reading import ending_work
from portal.reading.ending_work import Running, ending_before, yearly_value
from portal.reading.targets import number, of_place
from portal.services import targets
from portal.target_standing import Standing
from procurement.models import Contract
from tests.factories import make_entity, make_registered, make_verified, on_trust
from tests.portal.politics import TARGET, make_council, make_place, make_target, tell

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def politician(place):
    return make_council(place)


def test_the_newest_number_is_the_outcome_and_what_the_source_took_back_is_not(place, politician):
    make_target(place, politician)
    tell(place, 2023, 3)
    tell(place, 2024, 5, is_preliminary=True)
    tell(place, 2025, None, is_deleted=True)
    tell(place, 2025, 9, gender="K")

    (row,) = of_place(place, TODAY).standing

    assert (row.outcome.year, row.outcome.value) == (2024, 5)
    assert row.standing == Standing.ON_WAY
    assert "preliminärt" in row.facts[3]["value"]


def test_without_a_number_the_outcome_is_missing_and_not_nought(place, politician):
    make_target(place, politician)

    found = of_place(place, TODAY)

    (row,) = found.standing
    assert (row.outcome_in_words, row.standing) == ("saknas", Standing.UNKNOWN)
    assert found.bars[0].fill is None and found.bars[0].hatch
    assert found.bars[0].told == "Uppgift saknas"


def test_a_measure_of_the_councils_own_has_no_outcome(place, politician):
    make_target(place, politician, indicator=None, unit="platser")
    tell(place, 2025, 9)

    (row,) = of_place(place, TODAY).standing

    assert row.outcome is None
    assert "inga siffror" in row.source


def test_a_changed_definition_splits_the_series(place, politician):
    old = make_target(place, politician)
    for year in range(2022, 2027):
        tell(place, year, year - 2020)
    facts = {**TARGET, "indicator": old.indicator, "definition": "Något annat.", "decided_on": date(2025, 2, 1)}
    targets.replace(old, actor=politician, **{**facts, "baseline_value": Decimal(4), "baseline_year": 2024})

    found = of_place(place, TODAY)

    before, after = found.former[0], found.standing[0]
    assert [row.year for row in before.series] == [2022, 2023, 2024]
    assert [row.year for row in after.series] == [2025, 2026]
    assert {row.year for row in before.series}.isdisjoint(row.year for row in after.series)


def test_the_table_tells_what_the_picture_and_the_database_tell(place, politician):
    make_target(place, politician)
    value = tell(place, 2025, Decimal("4.25"))

    found = of_place(place, TODAY)

    (cells,) = found.rows
    assert cells[2]["text"] == found.bars[0].told == "4,25\u00a0%"
    assert IndicatorValue.objects.get(pk=value.pk).value == Decimal("4.25")
    assert cells[4]["tag"] == "Efter planen"


def contract(place, politician, entity=None, **facts):
    authority = politician.authority_memberships.get().authority
    known = {
        "title": "Hemtjänst",
        "supplier_name": "Leverantören",
        "origin": "manual",
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2027, 12, 31),
        "value": 3_000_000,
        "created_by": politician,
    }
    return Contract.objects.create(authority=authority, legal_entity=entity, **{**known, **facts})


@pytest.fixture
def verified():
    with on_trust():
        return make_verified()


def test_what_ends_is_counted_of_idea_based_suppliers_alone(place, politician, verified):
    make_target(place, politician)
    contract(place, politician, verified)
    contract(place, politician, verified, value=None)
    contract(place, politician, verified, ends_on=date(2031, 1, 1))
    contract(place, politician, verified, ends_on=None)
    contract(place, politician, verified, ended_on=date(2026, 1, 1), end_reason="Hävdes.")
    contract(place, politician)

    (row,) = of_place(place, TODAY).standing

    assert (row.ending.running, row.ending.number, row.ending.unvalued, row.ending.without_end) == (4, 2, 1, 1)
    assert row.ending.yearly == 1_000_000
    assert row.ending.in_words == (
        "Två av fyra löpande avtal med idéburna slutar före 2030. Om inget av dem förnyas försvinner "
        "1\u00a0000\u00a0000\u00a0kr om året. Värdet är okänt för ett av dem, som inte är med i summan."
    )


def test_one_that_only_kammarkollegiet_knows_counts_too(place, politician):
    with on_trust():
        entity = make_entity()
    contract(place, politician, entity)
    assert ending_work.supported_contracts(place, TODAY) == []

    make_registered(entity, date(2025, 1, 1))

    assert len(ending_work.supported_contracts(place, TODAY)) == 1


def row(pk, ends, yearly=100, area=1, parent=None):
    return Running(pk, "Avtal", "Någon", ends, yearly, area, parent)


def test_only_the_targets_services_count_and_an_area_stands_for_what_is_under_it():
    rows = [row(1, date(2027, 1, 1)), row(2, date(2027, 1, 1), area=5, parent=2), row(3, date(2027, 1, 1), area=9)]

    assert ending_before(rows, date(2030, 1, 1), {1, 2}, TODAY).number == 2
    assert ending_before(rows, date(2030, 1, 1), set(), TODAY).number == 3


def test_the_day_before_the_year_counts_and_the_years_first_day_does_not():
    rows = [row(1, date(2029, 12, 31)), row(2, date(2030, 1, 1)), row(3, TODAY)]

    assert ending_before(rows, date(2030, 1, 1), set(), TODAY).number == 2


def test_nothing_known_is_not_told_as_nothing_lost():
    nothing = ending_before([], date(2030, 1, 1), set(), TODAY)
    unvalued = ending_before([row(1, date(2027, 1, 1), None)], date(2030, 1, 1), set(), TODAY)

    assert nothing.in_words == "Portalen känner inte till något löpande avtal med idéburna."
    assert unvalued.in_words.endswith("Värdet är okänt.")


@pytest.mark.parametrize(
    ("value", "begins", "ends", "expected"),
    [
        (None, date(2025, 1, 1), date(2025, 12, 31), None),
        (100, None, date(2025, 12, 31), None),
        (100, date(2025, 1, 1), None, None),
        (365, date(2025, 1, 1), date(2025, 12, 31), 365),
        (100, date(2025, 1, 1), date(2025, 3, 31), 100),
        (730, date(2025, 1, 1), date(2026, 12, 31), 365),
        (0, date(2025, 1, 1), date(2026, 12, 31), 0),
    ],
)
def test_a_value_is_spread_over_the_days(value, begins, ends, expected):
    assert yearly_value(value, begins, ends) == expected


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("7.00", "procent", "7\u00a0%"),
        ("7.5", "procent", "7,5\u00a0%"),
        ("3.14159", "procent", "3,14\u00a0%"),
        ("1200", "platser", "1\u00a0200 platser"),
        ("-0.5", "platser", "−0,5 platser"),
        ("0", "procent", "0\u00a0%"),
        ("-1200", "kronor", "−1\u00a0200 kronor"),
    ],
)
def test_numbers_are_written_in_swedish(value, unit, words):
    assert number(Decimal(value), unit) == words


def test_the_number_of_queries_does_not_grow_with_the_targets(place, politician):
    make_target(place, politician)
    with CaptureQueriesContext(connection) as few:
        of_place(place, TODAY)
    for year in range(2031, 2037):
        make_target(place, politician, target_year=year)
        tell(place, year - 10, 4)

    with CaptureQueriesContext(connection) as many:
        of_place(place, TODAY)

    assert len(many) == len(few) <= 4
