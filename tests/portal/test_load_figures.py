"""Places and measures as the files and the constraints have them."""

import csv

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from portal.management.commands.load_figures import DATA
from portal.models import Indicator, IndicatorValue, Place
from tests.shared_data import shared_data

pytestmark = pytest.mark.django_db


def test_there_are_290_municipalities_21_regions_and_the_country():
    assert Place.objects.municipalities().count() == 290
    assert Place.objects.regions().count() == 21
    assert Place.objects.governed().count() == 311
    assert str(Place.objects.get(code="0000")) == "Riket"


def test_gotland_is_both_a_municipality_and_a_region():
    both = Place.objects.filter(county="09").order_by("code")

    assert [(place.code, place.name) for place in both] == [("0009", "Region Gotland"), ("0980", "Gotlands kommun")]


def test_loading_again_changes_nothing_and_keeps_what_an_import_said():
    Indicator.objects.filter(code="N00120").update(is_invented=True, published_year=2025)

    call_command("load_figures", verbosity=0)

    indicator = Indicator.objects.get(code="N00120")
    assert indicator.is_invented
    assert indicator.published_year == 2025
    assert Place.objects.count() == 312


def test_loading_again_keeps_what_an_administrator_has_tended():
    indicator = Indicator.objects.get(code="N20056")
    Indicator.objects.filter(pk=indicator.pk).update(area="Omsorg om äldre", does_not_cover="Allt annat.", title="Fel")
    indicator.services.remove(indicator.services.get(slug="aldre-dag"))

    call_command("load_figures", verbosity=0)

    indicator.refresh_from_db()
    assert (indicator.area, indicator.does_not_cover) == ("Omsorg om äldre", "Allt annat.")
    assert {area.slug for area in indicator.services.all()} == {"aldre-boende", "hemtjanst"}
    assert indicator.title.startswith("Kommunens köp")


def test_an_area_holds_services():
    old = Indicator.objects.get(code="N20056")

    assert {area.slug for area in old.services.all()} == {"aldre-boende", "hemtjanst", "aldre-dag"}


def test_each_kind_of_place_has_one_headline():
    assert {row.kind: row.code for row in Indicator.objects.headline()} == {
        "municipality": "N00120",
        "region": "N60092",
    }


def test_titles_are_the_sources_own():
    with shared_data("kolada/kpi_purchases.csv").open(encoding="utf-8", newline="") as file:
        catalogue = {row["id"]: row["title"] for row in csv.DictReader(file)}

    told = {row.code: row.title for row in Indicator.objects.exclude(measure=Indicator.Measure.POPULATION)}

    assert told == {code: catalogue[code] for code in told}


def test_a_service_that_does_not_exist_stops_everything(tmp_path):
    text = (DATA / "indicators.csv").read_text(encoding="utf-8")
    (tmp_path / "indicators.csv").write_text(text.replace("hemtjanst", "hemtjansten"), encoding="utf-8")

    with pytest.raises(CommandError, match="hemtjansten"):
        call_command("load_figures", data=tmp_path, verbosity=0)


@pytest.mark.parametrize(
    "facts",
    [
        {"code": "1480", "kind": "region"},
        {"code": "9999", "kind": "municipality"},
        {"code": "0000", "kind": "municipality"},
    ],
)
def test_a_place_is_what_its_code_says(facts):
    Place.objects.filter(code=facts["code"]).delete()

    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(name="Ingenstans", slug="ingenstans", **facts)


def test_a_value_stands_once_for_a_place_a_year_and_a_sex():
    fact = {"indicator_id": "N00120", "place_id": "1480", "year": 2024, "value": 3, "read_at": "2026-11-22T10:00Z"}
    IndicatorValue.objects.create(**fact)

    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorValue.objects.create(**fact)


def test_a_value_taken_back_by_its_source_has_no_number():
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorValue.objects.create(
            indicator_id="N00120", place_id="1480", year=2024, value=3, is_deleted=True, read_at="2026-11-22T10:00Z"
        )
