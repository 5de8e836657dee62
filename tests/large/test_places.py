"""290 municipalities, 20 years and 40 measures beside 20,000 contracts: the page asks little and is quick."""

import time

import pytest
from django.db import connection
from django.utils import timezone

from portal.load.lists import fill
from portal.models import Indicator, IndicatorValue, Place
from procurement.models import ContractingAuthority, Procurement
from tests.factories import load_reference_data, make_user
from tests.large.test_volume import asked_by, read_from_end_to_end

pytestmark = [pytest.mark.large, pytest.mark.django_db]

MEASURES, YEARS, ROWS = 40, range(2006, 2026), 20_000
MOST_QUERIES, MOST_SECONDS = 12, 0.1  # of this process's CPU; half of it on a machine of one's own
LONG = {model._meta.db_table for model in (IndicatorValue, Procurement)}


@pytest.fixture(scope="module")
def volume(django_db_setup, django_db_blocker):
    """Filled once; the database is thrown away afterwards, or flushed by the next test that commits."""
    with django_db_blocker.unblock():
        load_reference_data()
        facts = {"kind": "municipality", "municipality_id": "1480", "name": "Provstad", "slug": "provstad-large"}
        if not ContractingAuthority.objects.filter(kind="municipality", municipality="1480").exists():
            ContractingAuthority.objects.create(**facts)
        make_user(buyer=True)
        for _ in fill(ROWS):
            pass
        known = Indicator.objects.of_kind("municipality").count()
        Indicator.objects.bulk_create(
            Indicator(
                code=f"X{number:05}", kind="municipality", measure="associations", unit="percent",
                title=f"Prov {number}", area=f"Område {number}", position=100 + number,
            )
            for number in range(MEASURES - known)
        )  # fmt: skip
        _fill_values()


def _fill_values():
    places = [*Place.objects.municipalities().values_list("code", flat=True), "0000"]
    columns = "indicator_id, place_id, year, gender, value, is_preliminary, is_deleted, read_at"
    now = timezone.now()
    with connection.cursor() as cursor:
        with cursor.copy(f"copy {IndicatorValue._meta.db_table} ({columns}) from stdin") as copy:
            for code in Indicator.objects.of_kind("municipality").values_list("code", flat=True):
                for place in places:
                    for year in YEARS:
                        copy.write_row((code, place, year, "T", int(place) % 97 + year % 7, False, False, now))
        cursor.execute(f"vacuum analyze {IndicatorValue._meta.db_table}")


@pytest.mark.parametrize("query", ["", "?jamfor=lan", "?jamfor=valda&plats=1280,0380,0180"])
def test_the_page_asks_little_and_reads_by_index(client, volume, query):
    address = f"/kommuner/1480-goteborg/{query}"
    client.get(address)

    asked = asked_by(client, address)

    assert len(asked) <= MOST_QUERIES
    assert [table for sql in asked for table in read_from_end_to_end(sql) if table in LONG] == []


def test_the_page_is_quick(client, volume):
    client.get("/kommuner/1480-goteborg/")
    spent = []
    for _ in range(9):
        began = time.process_time()
        client.get("/kommuner/1480-goteborg/")
        spent.append(time.process_time() - began)

    assert sorted(spent)[4] < MOST_SECONDS
    assert IndicatorValue.objects.count() == MEASURES * len(YEARS) * 291


@pytest.mark.parametrize("query", ["", "?matt=forandring"])
def test_the_map_asks_little_and_is_quick(client, volume, query):
    address = f"/kommuner/{query}"
    client.get(address)
    spent = []
    for _ in range(9):
        began = time.process_time()
        client.get(address, headers={"accept-encoding": "gzip"})
        spent.append(time.process_time() - began)

    assert len(asked_by(client, address)) <= 3
    assert sorted(spent)[4] < MOST_SECONDS
