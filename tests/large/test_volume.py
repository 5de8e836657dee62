"""Twenty thousand entities: public pages keep to few queries, and filters are answered by index.

A word that stands in most rows is rightly read from end to end, so no such search is among these.
"""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.models import Organisation

pytestmark = [pytest.mark.large, pytest.mark.django_db]

ENTITIES = 20_000
LONG = 10_000
SEARCHES = ["", "?tjanst=hemtjanst", "?tjanst=hemtjanst&kommun=1480", "?q=omsorg&kommun=1480"]
MOST_QUERIES = 4


@pytest.fixture(scope="module")
def volume(django_db_setup, django_db_blocker):
    """Loaded once; the database is thrown away afterwards, or flushed by the next test that commits."""
    with django_db_blocker.unblock():
        if Organisation.everything.count() < LONG:
            call_command("seed_load", entities=ENTITIES, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("analyze")


@pytest.fixture(autouse=True)
def nothing_kept(settings, monkeypatch):
    monkeypatch.setattr("registry.views.search.KEPT.seconds", 0, raising=False)


def asked_by(client, address):
    """The statements that a page sends, its own transaction's begin and end left out."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return [query["sql"] for query in captured if query["sql"].lstrip("( \n").lower().startswith(("select", "with"))]


def read_from_end_to_end(sql):
    """The long tables that the plan of a statement scans sequentially."""
    with connection.cursor() as cursor:
        cursor.execute("explain (format json) " + sql.replace("%", "%%"), [])
        plan = cursor.fetchone()[0]
    return list(_scanned((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"]))


def _scanned(node):
    if node["Node Type"] == "Seq Scan" and node["Plan Rows"] > LONG // 10:
        yield node["Relation Name"]
    for part in node.get("Plans", []):
        yield from _scanned(part)


@pytest.mark.parametrize("query", SEARCHES)
def test_a_search_asks_little_and_reads_by_index(client, volume, query):
    client.get(reverse("organisation_list") + "?q=x")  # the names of places and services are read once a minute

    asked = asked_by(client, reverse("organisation_list") + query)

    assert 0 < len(asked) <= MOST_QUERIES
    assert [table for sql in asked for table in read_from_end_to_end(sql)] == []


def test_a_profile_asks_little(client, volume):
    organisation = Organisation.public.order_by("pk").first()

    assert 0 < len(asked_by(client, organisation.get_absolute_url())) <= MOST_QUERIES


def test_the_counts_beside_the_choices_add_up(client, volume):
    rows = client.get("/organisationer.json?tjanst=hemtjanst&kommun=1480").getvalue()

    page = client.get(reverse("organisation_list") + "?tjanst=hemtjanst&kommun=1480").text
    shown = f"{len(json.loads(rows)):,}".replace(",", "\N{NO-BREAK SPACE}")
    assert f"{shown} organisation" in page
