"""The law on procurement as rows: complete, safe to load again, and quick enough for every test database."""

import csv
import io
import shutil
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from procurement.legality.sets import forget
from procurement.management.commands.load_procurement_law import DATA
from procurement.models import AidCeiling, AidRule, CpvCode, CpvRange, LegalThreshold
from tests.shared_data import shared_data

pytestmark = pytest.mark.django_db
MODELS = [AidCeiling, CpvCode, CpvRange, LegalThreshold]


@pytest.fixture(autouse=True)
def law_is_read_anew():
    """What a test changes is rolled back; what was kept of it goes too."""
    yield
    forget()


def load(data=DATA):
    out = io.StringIO()
    call_command("load_procurement_law", data=data, stdout=out)
    return out.getvalue()


def all_rows():
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


def test_loading_again_changes_nothing():
    load()
    before = all_rows()

    told = load()

    assert all_rows() == before
    assert "cpv_codes: 9454" in told
    assert "not in the file" not in told


def test_codes_and_names_are_those_of_the_source():
    with shared_data("cpv_all_sv_en.csv").open(encoding="utf-8", newline="") as file:
        source = {row["code"]: row["name_sv"].strip() for row in csv.DictReader(file)}

    assert dict(CpvCode.objects.values_list("code", "name")) == source


def test_a_changed_row_is_put_right_and_a_strange_row_is_kept_and_named():
    CpvCode.objects.filter(code="85311100").update(name="Fel namn")
    CpvCode.objects.create(code="99999999", name="Egen kod")
    LegalThreshold.objects.filter(law="lou", kind="special_services", valid_from="2024-01-01").update(sek=1)

    told = load()

    assert CpvCode.objects.get(code="85311100").name == "Äldreomsorg"
    assert LegalThreshold.objects.in_force(date(2024, 5, 1)).get(law="lou", kind="special_services").sek == 8_109_450
    assert "kept, but not in the file: 99999999 Egen kod" in told


def test_an_amount_that_was_filled_in_is_kept_where_the_file_has_none():
    missing = LegalThreshold.objects.filter(law="lou", kind="special_services", valid_from="2026-01-01")
    missing.update(sek=8_000_001)

    load()

    assert missing.get().sek == 8_000_001


@pytest.mark.parametrize(
    "name, old, new, line",
    [("cpv_codes", "03000000,", "3000000,", 2), ("cpv_ranges", "75200000,75200000", "752,75200000", 2)],
)
def test_a_wrong_value_stops_everything_and_names_its_line(tmp_path, name, old, new, line):
    before = all_rows()
    data = shutil.copytree(DATA, tmp_path / "data")
    text = (data / f"{name}.csv").read_text(encoding="utf-8")
    (data / f"{name}.csv").write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CommandError, match=rf"{name}\.csv, line {line}"):
        load(data)

    assert all_rows() == before


@pytest.mark.parametrize(
    "day, law, kind, sek",
    [
        (date(2019, 12, 31), "lou", "special_services", 7_113_450),
        (date(2020, 1, 1), "lou", "special_services", 7_701_675),
        (date(2023, 12, 31), "lou", "special_services", 7_802_550),
        (date(2025, 12, 31), "lou", "special_services", 8_109_450),
        (date(2026, 1, 1), "lou", "special_services", None),
        (date(2022, 1, 31), "lou", "direct_award", 615_312),
        (date(2022, 2, 1), "lou", "direct_award", 700_000),
        (date(2024, 5, 1), "luf", "special_services", 10_812_600),
        (date(2024, 5, 1), "luf", "direct_award", 1_200_000),
    ],
)
def test_amounts_change_on_their_day(day, law, kind, sek):
    assert LegalThreshold.objects.in_force(day).get(law=law, kind=kind).sek == sek


@pytest.mark.parametrize(
    "day, rule, eur",
    [
        (date(2023, 12, 31), AidRule.DE_MINIMIS, 200_000),
        (date(2024, 1, 1), AidRule.DE_MINIMIS, 300_000),
        (date(2030, 12, 31), AidRule.DE_MINIMIS, 300_000),
        (date(2023, 12, 31), AidRule.SGEI, 500_000),
        (date(2024, 1, 1), AidRule.SGEI, 750_000),
    ],
)
def test_ceilings_for_aid_change_on_their_day_and_name_their_regulation(day, rule, eur):
    ceiling = AidCeiling.objects.in_force(day).get(rule=rule)

    assert ceiling.eur == eur
    assert "örordning (EU)" in ceiling.source


def test_after_2030_no_ceiling_is_guessed():
    assert not AidCeiling.objects.in_force(date(2031, 1, 1)).exists()
