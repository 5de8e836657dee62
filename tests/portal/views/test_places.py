"""The pages of municipalities and regions, and the files behind their pictures."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import IndicatorValue, Place
from portal.views import places
from registry.calendar import months_later
from tests.factories import add_to_authority, make_user
from tests.portal.figures import ELDERLY, HEADLINE, PEOPLE, make_invented, make_people, make_values, own_authority
from tests.portal.politics import make_document, make_target
from tests.procurement.factories import make_contract

pytestmark = pytest.mark.django_db

PAGE = "/kommuner/1480-goteborg/"
MOST_QUERIES = 12


@pytest.fixture
def figures():
    make_people(c1480=600_000, c1280=360_000, c0380=240_000)
    make_values(HEADLINE, "1480", {2020: 2.4, 2021: None, 2025: 3.9})
    make_values(HEADLINE, "1280", {2020: 2.0, 2025: 3.0})
    make_values(HEADLINE, "0000", {2020: 2.7, 2021: 2.8, 2025: 2.9})
    make_values(ELDERLY, "1480", {2020: 1.0, 2025: 1.5})


def text_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8-sig")


def queries_of(client, address):
    """How many queries the page asks, without the savepoint that a test's own transaction makes of the request."""
    with CaptureQueriesContext(connection) as queries:
        text_of(client, address)
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_a_page_tells_the_share_with_year_source_and_what_it_does_not_cover(client, figures):
    text = text_of(client, PAGE)

    assert "3,9\u00a0procent av kostnaden för kommunens verksamhet gick 2025" in text
    assert "Kommun 1480, Västra Götalands län" in text
    assert "Källa: Kolada (RKA), nyckeltal N00120" in text
    assert "Idéburna aktiebolag räknas som privatägda företag" in text
    assert 'href="/kommuner/nyckeltal/#N00120"' in text


def test_a_region_has_a_page_of_its_own(client):
    make_values("N60092", "0014", {2025: 1.2})

    text = text_of(client, Place.objects.get(code="0014").get_absolute_url())

    assert "1,2\u00a0procent av kostnaden för regionens verksamhet" in text
    assert "Kommuner i samma län" not in text


def test_a_wrong_name_leads_to_the_right_one_and_keeps_the_choice(client):
    response = client.get("/kommuner/1480-goeteborg/?jamfor=lan")

    assert (response.status_code, response.url) == (301, PAGE + "?jamfor=lan")
    files = client.get("/kommuner/1480-fel/andel.csv")
    assert (files.status_code, files.url) == (301, PAGE + "andel.csv")


@pytest.mark.parametrize(
    "address",
    ["/kommuner/9999-ingenstans/", "/kommuner/0014-goteborg/", "/regioner/99-ingen/", "/kommuner/0000-riket/"],
)
def test_an_unknown_place_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_place_without_any_number_says_that_it_is_missing(client):
    text = text_of(client, PAGE)

    assert text.count("Uppgift saknas") >= 4
    assert "andelen för föreningar och stiftelser saknas" in text
    assert "Invånarantalet saknas" in text
    assert "chart__picture" not in text
    assert client.get(PAGE + "andel.svg").status_code == 404


def test_a_small_municipality_is_told_that_one_contract_moves_much(client):
    make_people(c2505=2_800)

    assert "ett enda avtal flytta andelen mycket" in text_of(client, "/kommuner/2505-arvidsjaur/")


@pytest.mark.parametrize("picture", ["andel", "omraden", "jamforelse"])
def test_picture_table_files_and_database_hold_the_same_numbers(client, figures, picture):
    page = text_of(client, PAGE)
    table = re.findall(rf'<tr id="{picture}-[0-9]+"><th scope="row">(.*?)</th>(.*?)</tr>', page)
    shown = {label: re.findall(r"<td[^>]*>(.*?)</td>", cells) for label, cells in table}
    file = rows_of(text_of(client, f"{PAGE}{picture}.csv"))
    data = json.loads(text_of(client, f"{PAGE}{picture}.json"))

    heading = next(iter(file[0]))
    assert [row[heading] for row in file] == [row["label"] for row in data] == list(shown)
    for row, told in zip(data, file, strict=True):
        kinds = [kind for kind in ("own", "peers", "country", "then") if kind in row]
        written = ["saknas" if row[kind] is None else f"{row[kind]:.1f}".replace(".", ",") for kind in kinds]
        assert shown[row["label"]][: len(kinds)] == written
        assert list(told.values())[1 : 1 + len(kinds)] == [
            "" if row[kind] is None else str(row[kind]) for kind in kinds
        ]
    svg = ElementTree.fromstring(text_of(client, f"{PAGE}{picture}.svg"))
    assert svg.find("{http://www.w3.org/2000/svg}desc").text in page.replace("&amp;", "&")
    held = IndicatorValue.objects.get(indicator=HEADLINE, place="1480", year=2025)
    assert picture == "omraden" or float(held.value) in [row["own"] for row in data]


ADDRESSES = ["", "andel.csv", "andel.json", "andel.svg", "omraden.csv", "omraden.svg", "jamforelse.csv", "varden.csv"]


def test_real_numbers_are_nowhere_called_made_up(client, figures):
    for address in ADDRESSES:
        assert "påhitt" not in text_of(client, PAGE + address).replace("Påhittat", ""), address
    assert "påhitt" not in text_of(client, "/kommuner/?lan=14")


def test_made_up_numbers_say_so_everywhere(client, figures):
    make_invented(HEADLINE, ELDERLY, PEOPLE)

    page = text_of(client, PAGE)

    assert "(påhittat)." in page  # the lead
    assert len(re.findall(r"<title id=[^>]*>[^<]*påhittade värden\)</title>", page)) == 3
    assert len(re.findall(r"<caption>[^<]*påhittade värden\), procent", page)) == 3
    assert "(2025, påhittat)" in page  # inhabitants
    for address in ADDRESSES[1:]:
        told = text_of(client, PAGE + address)
        assert "påhittad" in told, address
        if address.endswith("csv"):
            assert {row["Påhittat"] for row in rows_of(told)} <= {"ja", "nej"} and "ja" in told
    assert "(påhittade värden)" in text_of(client, "/kommuner/?lan=14")
    assert {row["Påhittat"] for row in rows_of(text_of(client, "/kommuner.csv"))} == {"ja"}


def test_peers_are_chosen_by_name_and_the_files_follow(client, figures):
    text = text_of(client, PAGE + "?jamfor=valda&plats=Malm%C3%B6,0380")

    assert "Valda kommuner" in text
    assert "andel.csv?jamfor=valda&amp;plats=1280%2C0380" in text
    rows = json.loads(text_of(client, PAGE + "jamforelse.json?jamfor=valda&plats=1280"))
    assert [row["label"] for row in rows] == ["Göteborgs kommun", "Malmö kommun", "Riket"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Hobbitby", "Vi känner inte till Hobbitby"),
        ("", "Skriv minst ett namn"),
        (",".join(str(code) for code in range(1260, 1293)), "Välj högst 10"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused_with_what_to_do(client, typed, told):
    if typed.startswith("1260"):
        typed = ",".join(Place.objects.municipalities().values_list("code", flat=True)[:11])

    text = text_of(client, f"{PAGE}?jamfor=valda&plats={typed}", status=422)

    assert told in text and "<title>Fel: " in text


def test_the_page_asks_the_same_however_much_there_is(client, figures):
    user = make_user()
    add_to_authority(own_authority("1480"), user)
    text_of(client, PAGE)
    asked = []
    for number in (1, 6):
        for order in range(number):
            make_contract(user, ends_on=months_later(timezone.localdate(), 9))
            make_target(Place.objects.get(code="1480"), title=f"Mål {number}.{order}")
            make_document(Place.objects.get(code="1480"), kind="buyer_policy", title=f"Policy {number}.{order}")
        make_values(HEADLINE, "1440" if number == 1 else "1407", dict.fromkeys(range(2010, 2026), 1))
        asked.append(queries_of(client, PAGE + "?jamfor=lan"))

    assert asked[0] == asked[1] <= MOST_QUERIES


# --- The list ---


def test_the_list_has_every_municipality_county_by_county(client, figures):
    rows = rows_of(text_of(client, "/kommuner.csv"))

    assert len(rows) == 290
    assert rows[0]["Län"] == "Blekinge län"
    of_goteborg = next(row for row in rows if row["Kod"] == "1480")
    assert (of_goteborg["Andel köp från föreningar och stiftelser (%)"], of_goteborg["År"]) == ("3.9", "2025")
    assert of_goteborg["Förändring på fem år (procentenheter)"] == "1.5"
    assert next(row for row in rows if row["Namn"] == "Ale kommun")["Invånare"] == ""


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=goteb", ["Göteborgs kommun"]),
        ("?q=1480", ["Göteborgs kommun"]),
        ("?q=ingenstans", []),
        ("?lan=09&slag=region", ["Region Gotland"]),
        ("?lan=09&slag=region&slag=kommun", ["Gotlands kommun", "Region Gotland"]),
    ],
)
def test_the_list_is_searched(client, query, names):
    assert [row["Namn"] for row in rows_of(text_of(client, f"/kommuner.csv{query}"))] == names
    assert ("Ingen plats" in text_of(client, f"/kommuner/{query}")) == (not names)


def test_those_without_a_number_come_last_whichever_way(client, figures):
    for order, first in (("-andel", "Göteborgs kommun"), ("andel", "Malmö kommun")):
        rows = rows_of(text_of(client, f"/kommuner.csv?sort={order}"))
        assert rows[0]["Namn"] == first
        assert rows[2]["Andel köp från föreningar och stiftelser (%)"] == ""


def test_the_list_asks_the_same_whatever_it_holds(client, figures):
    text_of(client, "/kommuner/")
    asked = []
    for place in ("1440", "1407"):
        make_values(HEADLINE, place, {2020: 1, 2025: 2})
        asked.append(queries_of(client, "/kommuner/"))

    assert asked == [3, 3]


def test_every_measure_is_explained(client):
    text = text_of(client, "/kommuner/nyckeltal/")

    assert 'id="N00120"' in text and 'id="N60092"' in text
    assert text.count("Täcker inte") >= 23


def test_a_visitor_may_read_what_was_drawn_a_moment_ago_and_who_is_signed_in_never_does(client, figures, monkeypatch):
    monkeypatch.setattr(places.KEPT, "seconds", 30)
    places.KEPT.forget()
    before = text_of(client, PAGE)
    make_values(HEADLINE, "1480", {2026: 7.7})

    assert "7,7" not in before and "Sidan kan vara 30 sekunder gammal." in before
    assert "7,7" not in text_of(client, PAGE)
    assert "7,7" in text_of(client, PAGE + "?jamfor=lan")
    client.force_login(make_user())
    assert "7,7" in text_of(client, PAGE)
    client.logout()
    assert "7,7" not in text_of(client, PAGE)
    monkeypatch.setattr(places.KEPT, "seconds", 0)
    assert "7,7" in text_of(client, PAGE)


def test_a_kept_page_asks_two_questions(client, figures, monkeypatch):
    monkeypatch.setattr(places.KEPT, "seconds", 30)
    places.KEPT.forget()
    text_of(client, PAGE)

    assert queries_of(client, PAGE) <= 2
