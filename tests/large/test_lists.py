"""Twenty thousand procurements and contracts: each way to ask a list takes few queries, answered by index.

A word that stands in most rows is rightly read from end to end, so no such search is among these.
"""

import pytest
from django.urls import reverse

from portal.load.lists import FILLED, fill
from procurement.models import AuthorityMembership, Contract, Procurement
from procurement.views.lists import COUNTS
from tests.factories import load_reference_data, make_user
from tests.large.test_volume import asked_by, read_from_end_to_end

pytestmark = [pytest.mark.large, pytest.mark.django_db]

ROWS = 20_000
LONG = {model._meta.db_table for model in FILLED}
MOST_QUERIES = 2  # how many rows there are, and those of the page
MOST_QUERIES_OF_A_BUYER = 10  # with who is asking, and what waits for an answer
ASKED = [
    "", "?tjanst=aldre-boende", "?kommun=1480", "?tjanst=aldre-boende&kommun=1480", "?q=omsorg&kommun=1480",
    "?q=19999", "?landet=ja", "?sort=rubrik", "?page=400",
]  # fmt: skip
OF_PROCUREMENTS = ["?lage=published", "?grund=lou-4-18", "?sort=slutar"]
OF_CONTRACTS = ["?slut=12", "?slut=okant", "?slut=tills-vidare"]
PAGES = [
    *[("procurement_list", query) for query in [*ASKED, *OF_PROCUREMENTS]],
    *[("contract_list", query) for query in [*ASKED, *OF_CONTRACTS]],
]


@pytest.fixture(scope="module")
def volume(django_db_setup, django_db_blocker):
    """Filled once; the database is thrown away afterwards, or flushed by the next test that commits."""
    with django_db_blocker.unblock():
        load_reference_data()
        if not AuthorityMembership.objects.exists():
            for _ in range(30):
                make_user(buyer=True)
        for _ in fill(ROWS):
            pass


@pytest.fixture(autouse=True)
def counted_anew():
    COUNTS.forget()


def scanned(statements):
    return [table for sql in statements for table in read_from_end_to_end(sql) if table in LONG]


@pytest.mark.parametrize(("view", "query"), PAGES)
def test_a_list_asks_little_and_reads_by_index(client, volume, view, query):
    client.get(reverse(view) + "?q=x")  # the names of places and services are read once a minute

    asked = asked_by(client, reverse(view) + query)

    assert 0 < len(asked) <= MOST_QUERIES
    assert scanned(asked) == []


@pytest.mark.parametrize("view", ["buyer_procurement_list", "buyer_contract_list"])
def test_the_largest_buyers_own_list_asks_little_and_reads_by_index(client, volume, view):
    largest = AuthorityMembership.objects.order_by("authority").first()
    client.force_login(largest.user)
    client.get(reverse(view))

    asked = asked_by(client, reverse(view))

    assert Contract.objects.filter(authority=largest.authority).count() > ROWS // 50
    assert len(asked) <= MOST_QUERIES_OF_A_BUYER
    assert scanned(asked) == []


def test_a_file_begins_before_its_rows_are_read(client, volume, django_assert_max_num_queries):
    client.get(reverse("procurement_list") + "?q=x")

    with django_assert_max_num_queries(2):
        begun = iter(client.get("/upphandlingar.csv").streaming_content)
        assert next(begun).count(b"\n") > 100


def test_the_last_page_is_reached_and_the_total_is_bounded(client, volume):
    page = client.get(reverse("procurement_list") + "?page=401").text

    assert "Fler än 10\N{NO-BREAK SPACE}000 upphandlingar" in page
    assert Procurement.objects.shown().count() > 10_000
