"""Reference data: complete, true to its sources, and safe to load again."""

import csv
import io
import shutil
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from registry.fees import family_fee
from registry.management.commands.load_reference_data import DATA
from registry.models import (
    County,
    FeeRate,
    LegalForm,
    LegalProvision,
    Municipality,
    Region,
    ServiceArea,
    TargetGroup,
)
from registry.models.reference import Permit
from registry.sorting import swedish_sort_key
from registry.validators import is_valid_organisation_number
from tests.shared_data import shared_data

pytestmark = pytest.mark.django_db


def load(data=DATA):
    out = io.StringIO()
    call_command("load_reference_data", data=data, stdout=out)
    return out.getvalue()


def rows(path, *, delimiter=","):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def all_rows():
    models = [County, Region, Municipality, LegalForm, ServiceArea, TargetGroup, FeeRate, LegalProvision]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_every_place_is_there():
    told = load()

    assert County.objects.count() == Region.objects.count() == 21
    assert Municipality.objects.count() == 290
    assert "municipalities: 290" in told


def test_loading_again_changes_nothing():
    load()
    before = all_rows()

    told = load()

    assert all_rows() == before
    assert "not in the file" not in told


def test_a_changed_row_is_put_right_and_a_strange_row_is_kept_and_named():
    load()
    Municipality.objects.filter(code="1480").update(name="Fel namn")
    TargetGroup.objects.create(slug="egen", name="Egen grupp", position=99)

    told = load()

    assert Municipality.objects.get(code="1480").name == "Göteborg"
    assert "kept, but not in the file: Egen grupp" in told


def test_a_wrong_value_stops_everything_and_names_its_line(tmp_path):
    load()
    before = all_rows()
    data = shutil.copytree(DATA, tmp_path / "data")
    for name, old, new in [("counties", "Skåne län", "Annat län"), ("fees", "1600", "många")]:
        text = (data / f"{name}.csv").read_text(encoding="utf-8")
        (data / f"{name}.csv").write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(CommandError, match=r"fees\.csv, line 4"):
        load(data)

    assert all_rows() == before


def test_a_new_fee_closes_the_old_one_in_the_same_file(tmp_path):
    load()
    data = shutil.copytree(DATA, tmp_path / "data")
    text = (
        (data / "fees.csv")
        .read_text(encoding="utf-8")
        .replace("annual,1600,2024-01-01,,", "annual,1600,2024-01-01,2027-12-31,")
    )
    added = "annual,1900,2028-01-01,,0,Påhittad,https://www.kammarkollegiet.se/,2026-11-21,\n"
    (data / "fees.csv").write_text(text + added, encoding="utf-8")

    load(data)

    assert FeeRate.objects.in_force(date(2027, 12, 31)).get(kind="annual").amount == 1_600
    assert FeeRate.objects.in_force(date(2028, 1, 1)).get(kind="annual").amount == 1_900


def test_codes_and_names_are_those_of_the_source():
    load()
    source = rows(shared_data("municipalities.csv"))
    regions = rows(shared_data("regions.csv"))

    assert set(Municipality.objects.values_list("code", "name", "official_name", "county", "organisation_number")) == {
        (row["code"], row["name"], row["official_name"], row["county_code"], row["orgnr"]) for row in source
    }
    assert set(
        Region.objects.values_list("county", "county__name", "county__nuts3", "name", "organisation_number")
    ) == {(row["county_code"], row["county_name"], row["nuts3"], row["region_name"], row["orgnr"]) for row in regions}


def test_legal_forms_are_those_of_the_source():
    load()
    source = rows(shared_data("legal_forms.csv"))

    assert set(LegalForm.objects.values_list("code", flat=True)) == {row["scb_code"] for row in source}
    offered = {row["scb_code"] for row in source if row["plausible_for_ideburen"] == "1"}
    assert set(LegalForm.objects.offered().values_list("code", flat=True)) == offered | {"96"}
    assert set(LegalForm.objects.filter(is_foundation=True).values_list("code", flat=True)) == {"71", "72"}
    assert LegalForm.objects.get(code="49").governing_document == "bolagsordning"
    assert LegalForm.objects.get(code="61").governing_document == "stadgar"


def test_organisation_numbers_are_right():
    load()
    numbers = [*Region.objects.values_list("organisation_number", flat=True)]
    numbers += Municipality.objects.exclude(organisation_number="").values_list("organisation_number", flat=True)

    assert len(numbers) == 21 + 272
    assert all(map(is_valid_organisation_number, numbers))


def test_addresses_have_no_swedish_letters_and_two_habo_are_told_apart():
    load()

    assert all(slug.isascii() for slug in Municipality.objects.values_list("slug", flat=True))
    assert Municipality.objects.get(slug="habo").code == "0643"
    assert Municipality.objects.get(slug="habo-uppsala-lan").code == "0305"


def test_lists_come_in_swedish_order():
    load()
    names = list(Municipality.objects.values_list("name", flat=True))

    assert names == sorted(names, key=swedish_sort_key)
    assert names[0] == "Ale"
    assert names[-1] == "Övertorneå"
    assert all(place.sort_key == swedish_sort_key(place.name) for place in Municipality.objects.all())


def test_each_cpv_code_exists():
    load()
    known = {row["code"] for row in rows(shared_data("cpv_all_sv_en.csv"))}

    for area in ServiceArea.objects.services():
        assert area.cpv_codes, area.slug
        assert set(area.cpv_codes) <= known, area.slug


def test_reservation_follows_from_the_codes():
    """Computed from the law's lists. Primary care is the exception: LOV covers it, but it may not be reserved."""
    load()
    law = {row["code"]: row for row in rows(shared_data("cpv_social.csv"))}
    outside_lov = {"85311300", "85321000", "85322000"}

    for area in ServiceArea.objects.services():
        by_25a = [law[code]["reservable_lou_19_25a_ideburen"] == "1" for code in area.cpv_codes]
        by_25 = [law[code]["reservable_lou_19_25"] == "1" for code in area.cpv_codes]
        by_lov = [
            (code == "79611000" or "85000000" <= code <= "85323000") and code not in outside_lov
            for code in area.cpv_codes
        ]
        assert area.reservable_25a == summed_up(by_25a), area.slug
        assert area.reservable_25 == summed_up(by_25), area.slug
        assert area.reservable_lov == ("no" if area.slug == "primarvard" else summed_up(by_lov)), area.slug


def summed_up(answers):
    return "yes" if all(answers) else "part" if any(answers) else "no"


def test_service_areas_have_two_levels_and_thirty_services():
    load()

    assert ServiceArea.objects.services().count() == 30
    assert ServiceArea.objects.welfare_areas().count() == 7
    assert not ServiceArea.objects.filter(parent__parent__isnull=False).exists()
    assert all(area.children.exists() for area in ServiceArea.objects.welfare_areas())
    assert ServiceArea.objects.get(slug="hemtjanst").permit == Permit.REQUIRED


def test_fees_of_today_make_the_sum_of_the_calculator():
    load()

    fee = family_fee(entities=6, registered_on=date(2026, 11, 21), years=1, rates=FeeRate.objects.all())

    assert fee.entry == 72_000
    assert fee.per_year == 9_600
    assert FeeRate.objects.filter(dates_confirmed=False, note="").count() == 0


def test_provisions_have_words_and_a_link():
    load()

    assert {f"2022:900 {number} §" for number in (2, 3, 4, 5, 8, 9)} <= set(
        LegalProvision.objects.values_list("code", flat=True)
    )
    assert all(row.url.startswith("https://") and len(row.summary) > 40 for row in LegalProvision.objects.all())


@pytest.mark.parametrize(
    "constraint, change",
    [
        ("feerate_one_at_a_time", lambda: fee("2025-06-01")),
        ("feerate_one_per_start", lambda: fee("2024-01-01")),
        ("feerate_ends_after_it_begins", lambda: fee("2020-06-01", "2020-05-31")),
        (
            "municipality_lies_in_the_county_of_its_code",
            lambda: Municipality.objects.filter(code="1480").update(county="01"),
        ),
        (
            "municipality_one_per_number",
            lambda: Municipality.objects.filter(code__in=["1480", "1481"]).update(organisation_number="2120001355"),
        ),
        (
            "servicearea_permit_names_its_authority",
            lambda: ServiceArea.objects.filter(slug="hemtjanst").update(permit_source=""),
        ),
        (
            "servicearea_service_answers_about_reservation",
            lambda: ServiceArea.objects.filter(slug="hemtjanst").update(reservable_25a=""),
        ),
    ],
)
def test_the_database_keeps_each_promise(constraint, change):
    load()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        change()


def fee(valid_from, valid_to=None):
    FeeRate.objects.create(
        kind="annual",
        amount=1,
        valid_from=valid_from,
        valid_to=valid_to,
        source_name="Påhittad",
        source_url="https://www.kammarkollegiet.se/",
        source_checked_on="2026-11-21",
    )


def test_a_fee_may_begin_the_day_after_the_last_one_ends():
    load()
    FeeRate.objects.filter(kind="annual", valid_to=None).update(valid_to=date(2027, 12, 31))

    fee("2028-01-01")

    assert FeeRate.objects.filter(kind="annual", valid_from__gt=F("source_checked_on")).count() == 1


def test_loading_asks_few_questions(django_assert_max_num_queries):
    with django_assert_max_num_queries(30, connection=connection):
        load()
