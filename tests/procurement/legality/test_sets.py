"""Which CPV codes each rule takes in: compared with the statutes' words, read in another way than the portal does."""

import csv
from datetime import date

import pytest

from procurement.legality import sets
from procurement.legality.facts import CpvSet
from procurement.models import CpvCode, CpvRange
from tests.procurement.legality import statute
from tests.shared_data import shared_data

pytestmark = pytest.mark.django_db

DAY = date(2024, 5, 1)
WORDINGS = {
    CpvSet.LOU_19_25A: statute.LOU_19_25A,
    CpvSet.LOU_19_25: statute.LOU_19_25,
    CpvSet.SPECIAL: statute.BILAGA_2,
    CpvSet.LOV: statute.LOV,
}


@pytest.fixture
def law():
    return sets.fresh_statutes()


def social_codes():
    with shared_data("cpv_social.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("cpv_set", WORDINGS)
def test_every_code_of_the_vocabulary_is_placed_as_the_statute_says(law, cpv_set):
    codes = CpvCode.objects.values_list("code", flat=True)

    wrong = [code for code in codes if law.holds(cpv_set, code, DAY) != statute.takes_in(WORDINGS[cpv_set], code)]

    assert len(codes) == 9_454
    assert {row["code"] for row in social_codes()} <= set(codes)
    assert wrong == []


def test_the_choice_act_takes_in_so_many_codes_for_social_services(law):
    held = {row["code"] for row in social_codes() if law.holds(CpvSet.LOV, row["code"], DAY)}
    reservable = {row["code"] for row in social_codes() if row["reservable_lou_19_25a_ideburen"] == "1"}

    care = {code for code in reservable if "85000000" <= code <= "85323000"}
    assert held == {"79611000", *care} - {"85311300", "85321000", "85322000"}
    assert held < reservable


@pytest.mark.parametrize(
    "cpv_set, column, number",
    [
        (CpvSet.LOU_19_25A, "reservable_lou_19_25a_ideburen", 173),
        (CpvSet.LOU_19_25, "reservable_lou_19_25", 115),
        (CpvSet.LOU_19_25, "eforms_social_service_cpv", 115),
        (CpvSet.SPECIAL, "in_lou_bilaga2", 423),
    ],
)
def test_every_code_for_social_services_is_placed_as_the_list_of_real_data_says(law, cpv_set, column, number):
    rows = social_codes()

    held = {row["code"] for row in rows if law.holds(cpv_set, row["code"], DAY)}

    assert held == {row["code"] for row in rows if row[column] == "1"}
    assert len(held) == number


@pytest.mark.parametrize("cpv_set", [CpvSet.LOU_19_25A, CpvSet.LOU_19_25])
def test_what_may_be_reserved_stands_in_bilaga_2(law, cpv_set):
    for code in CpvCode.objects.values_list("code", flat=True):
        assert not law.holds(cpv_set, code, DAY) or law.holds(CpvSet.SPECIAL, code, DAY)


@pytest.mark.parametrize(
    "code, in_25a, in_25, in_lov",
    [
        ("84999999", False, False, False),
        ("85000000", True, True, True),
        ("85311300", True, True, False),
        ("85321000", True, True, False),
        ("85322000", True, True, False),
        ("85323000", True, True, True),
        ("85323001", False, False, False),
        ("98513000", True, False, False),
        ("98514000", True, False, False),
        ("98514001", False, False, False),
        ("79611000", True, False, True),
        ("98133110", False, True, False),
        ("75123000", False, True, False),
        ("80660000", True, False, False),
        ("80660001", False, False, False),
    ],
)
def test_codes_at_the_ends_of_the_runs(law, code, in_25a, in_25, in_lov):
    assert law.holds(CpvSet.LOU_19_25A, code, DAY) is in_25a
    assert law.holds(CpvSet.LOU_19_25, code, DAY) is in_25
    assert law.holds(CpvSet.LOV, code, DAY) is in_lov


def test_a_code_is_found_by_its_run_and_not_by_how_it_begins(law):
    assert law.holds(CpvSet.LOU_19_25, "80110000", DAY)
    assert not law.holds(CpvSet.LOU_19_25, "80111000", DAY)
    assert not law.holds(CpvSet.LOU_19_25A, "75231210", DAY)


def test_a_set_is_empty_before_its_first_day(law):
    assert not law.holds(CpvSet.LOU_19_25A, "85311100", date(2022, 12, 31))
    assert law.holds(CpvSet.LOU_19_25A, "85311100", date(2023, 1, 1))
    assert not law.holds(CpvSet.LOU_19_25, "85311100", date(2022, 1, 31))


def test_the_rows_are_kept_and_read_again_when_they_are_old(django_assert_num_queries, monkeypatch):
    sets.fresh_statutes()

    with django_assert_num_queries(0):
        assert sets.is_in("85311100", CpvSet.LOU_19_25, DAY)
        assert sets.outside(["85311100", "03000000"], CpvSet.LOU_19_25, DAY) == ("03000000",)
    CpvRange.objects.filter(cpv_set=CpvSet.LOU_19_25).delete()
    monkeypatch.setattr(sets.time, "monotonic", lambda: sets._kept["until"] + 1)
    assert not sets.is_in("85311100", CpvSet.LOU_19_25, DAY)
    monkeypatch.undo()
    sets._kept["until"] = 0
