"""The list of organisations: found, counted, narrowed, ordered, refused."""

import csv
import io
import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import OfficialCheck, Organisation, ServiceArea
from registry.search.labels import fresh_labels, labels
from registry.services import official, search_index, verifications
from tests.factories import make_entity, make_organisation, make_submitted, make_user, make_verified, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.urls")]

URL = "/organisationer/"


def offer(organisation, area, towns=("1480",), *, whole_country=False):
    """Let the organisation's first entity offer this service instead, here."""
    service = organisation.entities.first().services.first()
    service.area = ServiceArea.objects.get(slug=area)
    service.whole_country = whole_country
    service.save(update_fields=["area", "whole_country"])
    service.municipalities.set(towns)
    search_index.refresh(organisation)
    return organisation


def make_found(name, *, lead="Gör gott i små enheter.", area=None, towns=("1480",), verified=False, **more):
    home = make_organisation(name, lead=lead)
    make = make_verified if verified else make_submitted
    make(make_entity(home, ready=True, name=f"{name} entitet"))
    if area or towns != ("1480",) or more:
        offer(home, area or "hemtjanst", towns, **more)
    return home


def names(response):
    return [unescape(name) for name in re.findall(r'<h3><a href="[^"]+">([^<]+)</a></h3>', response.text)]


def headline(response):
    return unescape(re.search(r'<h2 id="antal">([^<]+)</h2>', response.text)[1])


def count_of(response, parameter, value):
    found = re.search(rf'name="{parameter}" value="{value}"[^>]*>[^<]*<span>([^<]+)</span>', response.text)
    return int(found[1]) if found else None


@pytest.mark.parametrize(
    "stored, typed",
    [
        ("Äldreomsorg i Åsa", "omsorg"),
        ("Äldreomsorg i Åsa", "aldreomsorg"),
        ("Äldreomsorg i Åsa", "äldreomsorg"),
        ("Vi bygger bostäder", "bostad"),
        ("Var sin bostad", "bostäder"),
        ("Bästa skolan", "skola"),
        ("En skola för alla", "skolan"),
    ],
)
def test_words_find_each_other(client, stored, typed):
    make_found("Påhittade Lyktan", lead=stored)

    assert names(client.get(URL, {"q": typed})) == ["Påhittade Lyktan"]


def test_typed_letters_are_exact(client):
    make_found("Påhittade Fåren", lead="Vi vallar får.")
    make_found("Påhittade Farleden", lead="Vi är en far.")

    assert names(client.get(URL, {"q": "får"})) == ["Påhittade Fåren"]


def test_a_misspelt_name_is_asked_about(client):
    make_found("Påhittade Birkagården")

    response = client.get(URL, {"q": "birkagåren"})

    assert "Menade du" in response.text
    assert "?q=birkag%C3%A5rden" in response.text
    assert headline(response) == "Ingen organisation matchar"


def test_digits_search_the_number(client):
    make_found("Påhittade Grannar")
    home = make_organisation("Påhittade Numret")
    make_submitted(make_entity(home, ready=True, organisation_number="4991002108"))

    assert names(client.get(URL, {"q": "499100-2108"})) == ["Påhittade Numret"]
    assert names(client.get(URL, {"q": "499100"})) == ["Påhittade Numret"]


def test_words_in_a_purpose_or_a_service_are_found(client):
    make_found("Påhittade Tråden", area="hospice")

    assert names(client.get(URL, {"q": "hospice"})) == ["Påhittade Tråden"]
    assert names(client.get(URL, {"q": "ändamål trygg"})) == ["Påhittade Tråden"]


def test_a_hit_shows_both_facts_with_their_marks(client):
    make_found("Påhittade Tråden", verified=True)

    page = client.get(URL, {"q": "tråden"}).text

    assert 'class="fact fact--portal"' in page
    assert "<b>Verifierad i portalen</b><span>sedan " in page
    assert "portal-verified" not in page


def test_the_headline_says_what_was_asked(client):
    make_found("Påhittade Ett", area="hemtjanst")
    make_found("Påhittade Två", area="hospice", towns=["0180"])

    assert headline(client.get(URL)) == "2 organisationer"
    assert headline(client.get(URL, {"q": "omsorg", "kommun": "1480"})) == "1 organisation erbjuder omsorg i Göteborg"
    assert headline(client.get(URL, {"tjanst": "hospice"})) == ("1 organisation erbjuder hospice och palliativ vård")
    assert headline(client.get(URL, {"lan": "01"})) == "1 organisation erbjuder tjänster i Stockholms län"
    assert headline(client.get(URL, {"q": "påhittade"})) == "2 organisationer matchar ”påhittade”"


def test_searched_words_are_marked_in_the_text_and_the_text_is_escaped(client):
    make_found("Påhittade Märket", lead="<b>Dagomsorg</b> & omsorg för äldre.")

    response = client.get(URL, {"q": "omsorg"})

    assert "&lt;b&gt;Dag<mark>omsorg</mark>&lt;/b&gt; &amp; <mark>omsorg</mark> för äldre." in response.text


def test_a_chosen_municipality_tells_what_is_offered_there(client):
    make_found("Påhittade Bryggan", area="hemtjanst", towns=["1480"])

    assert "<b>I Göteborg:</b> hemtjänst" in client.get(URL, {"kommun": "1480"}).text
    assert "<b>I Västra Götalands län:</b> hemtjänst" in client.get(URL, {"lan": "14"}).text


@pytest.mark.parametrize("typed", ["1480", "Göteborg", "göteborg", "Goteborg", " Göteborgs kommun "])
def test_a_municipality_is_given_by_code_or_name(client, typed):
    make_found("Påhittade Bryggan", towns=["1480"])
    make_found("Påhittade Fyren", towns=["0180"])

    assert names(client.get(URL, {"kommun": typed})) == ["Påhittade Bryggan"]


def test_an_unknown_municipality_is_told(client):
    response = client.get(URL, {"kommun": "Ankeborg"})

    assert "Vi hittar ingen kommun som heter ”Ankeborg”" in response.text
    assert 'value="Ankeborg"' in response.text


def test_every_filter_narrows_and_is_counted(client):
    verified = make_found("Påhittade Ett", area="hemtjanst", verified=True)
    make_found("Påhittade Två", area="hospice", towns=["0180"])
    make_found("Påhittade Tre", area="hospice", towns=[], whole_country=True)
    official.record_check(
        verified.entities.get(), actor=make_user(officer=True), result=OfficialCheck.Result.NOT_REGISTERED, source="R"
    )

    response = client.get(URL)

    for parameter, value, found in [
        ("tjanst", "hospice", ["Påhittade Tre", "Påhittade Två"]),
        ("tjanst", "omsorg", ["Påhittade Ett"]),
        ("kommun", "0180", ["Påhittade Tre", "Påhittade Två"]),
        ("lan", "14", ["Påhittade Ett", "Påhittade Tre"]),
        ("landet", "ja", ["Påhittade Tre"]),
        ("status", "verifierad", ["Påhittade Ett"]),
        ("status", "provas", ["Påhittade Tre", "Påhittade Två"]),
        ("register", "ej-registrerad", ["Påhittade Ett"]),
        ("register", "okant", ["Påhittade Tre", "Påhittade Två"]),
        ("form", "61", ["Påhittade Ett", "Påhittade Tre", "Påhittade Två"]),
    ]:
        assert count_of(response, parameter, value) == len(found), (parameter, value)
        assert names(client.get(URL, {parameter: value})) == found


def test_chosen_filters_are_taken_away_one_by_one_or_all_at_once(client):
    make_found("Påhittade Ett")

    text = unescape(client.get(URL, {"q": "hemtjänst", "kommun": "1480", "status": "provas"}).text)

    assert f'href="{URL}?kommun=1480&status=provas">hemtjänst' in text
    assert f'href="{URL}?q=hemtj%C3%A4nst&status=provas">Göteborg' in text
    assert f'href="{URL}?q=hemtj%C3%A4nst&kommun=1480">Prövas nu' in text
    assert f'<a href="{URL}">Rensa allt</a>' in text


def test_names_come_in_swedish_order(client):
    for name in ["Örat Prov", "Zorro Prov", "Ängen Prov", "Åsen Prov"]:
        make_found(name)

    assert names(client.get(URL)) == ["Zorro Prov", "Åsen Prov", "Ängen Prov", "Örat Prov"]


def test_the_latest_confirmed_comes_first(client):
    old, new = make_found("Påhittade A"), make_found("Påhittade B")
    Organisation.everything.filter(pk=new.pk).update(confirmed_on="2030-01-01")
    search_index.refresh(new)
    search_index.refresh(old)

    assert names(client.get(URL, {"ordning": "bekraftad"})) == ["Påhittade B", "Påhittade A"]


def test_an_empty_answer_offers_other_ways_with_how_many_they_give(client):
    make_found("Påhittade Ett", area="hospice", towns=["1489"])

    response = client.get(URL, {"tjanst": "hospice", "kommun": "1480"})

    text = unescape(response.text)
    assert f'<a href="{URL}?tjanst=hospice&lan=14">Hela Västra Götalands län</a>' in text
    assert f'<a href="{URL}?tjanst=hospice">Utan valet Göteborg</a>' in text
    assert "1 organisation</p>" in text


def test_an_empty_answer_with_words_offers_the_choice_without_them(client):
    make_found("Påhittade Ett")

    response = client.get(URL, {"q": "qqqxxx", "kommun": "1480"})

    assert f'<a href="{URL}?kommun=1480">Utan orden ”qqqxxx”</a>' in unescape(response.text)


@pytest.mark.parametrize("parameter", ["q", "kommun", "tjanst"])
def test_a_personal_number_is_refused_and_never_shown(client, parameter, caplog):
    response = client.get(URL, {parameter: "811228-9874"})

    assert response.status_code == 422
    assert "<title>Fel: " in response.text
    assert "personnummer" in response.text
    assert "811228" not in response.text and "9874" not in response.text
    assert "811228" not in caplog.text


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "x" * 10_000,
        "q=" + "%C3%A5%20" * 3000,
        "q='%22%3C%3E%5C%26%7C!%3A*()",
        "tjanst=nej&kommun=%00&lan=99&form=xx&status=?&register=1&malgrupp=%FF&landet=nej&ordning=fel",
        "kommun=" + "x" * 5000,
        *(f"page={page}" for page in ["0", "-1", "9999999999", "abc", "1e3", "%C2%B2"]),
        "&".join(f"kommun={code:04}" for code in range(900)),
        "&".join(["tjanst=hospice"] * 500),
    ],
)
def test_hostile_addresses_are_answered(client, query):
    make_found("Påhittade Ett")

    for path in (URL, "/organisationer.json"):
        assert client.get(f"{path}?{query}").status_code == 200


def test_pages_follow_each_other(client, monkeypatch):
    monkeypatch.setattr("registry.forms.search.PER_PAGE", 2)
    for letter in "ABC":
        make_found(f"Påhittade {letter}")

    first, second = client.get(URL), client.get(URL, {"page": 2})

    assert names(first) == ["Påhittade A", "Påhittade B"]
    assert names(second) == ["Påhittade C"]
    assert 'href="?page=2"' in first.text


def queries_of(client, query):
    """The queries of a page, without the savepoint that a test's own transaction makes of the request's."""
    with CaptureQueriesContext(connection) as queries:
        client.get(URL, query)
    return [row["sql"] for row in queries if "SAVEPOINT" not in row["sql"]]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "hemtjänst"},
        {"q": "hemtjänst", "kommun": "1480"},
        {"q": "qqxx", "status": "provas"},
        {"avslutade": "ja"},
    ],
)
def test_as_many_queries_for_many_as_for_few(client, query):
    make_found("Påhittade 1")
    labels()
    few = queries_of(client, query)
    for number in range(2, 8):
        make_found(f"Påhittade {number}")

    many = queries_of(client, query)

    assert len(many) == len(few) <= 4


def test_everybody_may_read(client):
    make_found("Påhittade Ett")

    visitor = client.get(URL)
    client.force_login(make_user())
    stranger = client.get(URL)

    assert names(visitor) == names(stranger) == ["Påhittade Ett"]


def make_ended(name, **more):
    home = make_found(name, verified=True, **more)
    verifications.end_on_request(home.entities.get().verifications.get(), actor=owner_of(home))
    return home


def left_out(response):
    """What the page says of those that are not shown, and the address that shows them."""
    found = re.search(r">(\d+ organisation[^<]*visas inte\.) <a href=\"([^\"]+)\">", response.text)
    return (found[1], unescape(found[2])) if found else None


def test_drafts_stay_out(client):
    make_entity(ready=True)
    make_found("Påhittade Ett")

    assert names(client.get(URL)) == ["Påhittade Ett"]


def test_an_ended_one_is_left_out_and_told_of_and_found_when_asked_for(client):
    make_found("Påhittade Nuet", area="hospice")
    make_ended("Påhittade Slutet", area="hospice")

    usual = client.get(URL, {"tjanst": "hospice", "ordning": "namn"})
    told, address = left_out(usual)
    shown = client.get(address)

    assert names(usual) == ["Påhittade Nuet"]
    assert count_of(usual, "tjanst", "hospice") == count_of(usual, "status", "upphord") == 1
    assert told == "1 organisation vars verifiering har avslutats visas inte."
    assert address == f"{URL}?tjanst=hospice&avslutade=ja&ordning=namn"
    assert names(shown) == ["Påhittade Nuet", "Påhittade Slutet"]
    assert count_of(shown, "tjanst", "hospice") == 2
    assert left_out(shown) is None
    assert '<input type="hidden" name="avslutade" value="ja">' in shown.text
    assert "Visar även avslutade" in shown.text
    assert names(client.get(URL, {"status": "upphord"})) == ["Påhittade Slutet"]


def test_an_ended_one_is_told_of_by_its_name_and_shown_by_its_number(client):
    home = make_ended("Påhittade Slutet")

    by_name = client.get(URL, {"q": "Påhittade Slutet"})
    by_number = client.get(URL, {"q": home.entities.get().organisation_number})

    assert headline(by_name) == "Ingen organisation matchar"
    assert names(client.get(left_out(by_name)[1])) == ["Påhittade Slutet"]
    assert names(by_number) == ["Påhittade Slutet"]


def test_an_ended_one_that_is_registered_or_examined_again_is_shown(client):
    registered, applying = make_ended("Påhittade Ett"), make_ended("Påhittade Två")
    officer = make_user(officer=True)
    official.record_check(registered.entities.get(), actor=officer, result="registered", source="Kammarkollegiet")
    make_submitted(make_entity(applying, ready=True))

    response = client.get(URL)

    assert names(response) == ["Påhittade Ett", "Påhittade Två"]
    assert left_out(response) is None


def test_the_files_leave_out_whom_the_page_leaves_out(client):
    make_ended("Påhittade Slutet")

    rows = {query: json.loads(client.get(f"/organisationer.json{query}").getvalue()) for query in ("", "?avslutade=ja")}

    assert [row["name"] for row in rows[""]] == []
    assert [row["name"] for row in rows["?avslutade=ja"]] == ["Påhittade Slutet"]


def test_a_check_never_loses_an_ended_one(client):
    entity = make_ended("Påhittade Slutet").entities.get()

    response = client.get("/kontroll/", {"nummer": entity.organisation_number})

    assert entity.name in response.text


def test_the_page_is_sent_compressed(client):
    make_found("Påhittade Ett")

    response = client.get(URL, headers={"Accept-Encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert {"HX-Request", "Accept-Encoding"} <= set(response["Vary"].split(", "))


def test_htmx_gets_the_part_that_changes_with_its_address(client):
    make_found("Påhittade Ett")

    response = client.get(URL, {"kommun": ["", "1480"]}, headers={"HX-Request": "true"})

    assert "<html" not in response.text
    assert response["HX-Push-Url"] == f"{URL}?kommun=1480"
    assert 'hx-swap-oob="innerHTML:#besked">1 organisation erbjuder tjänster i Göteborg' in response.text


def test_the_same_list_as_csv(client):
    make_found("=Påhittade Ett", area="hospice")
    make_found("Påhittade Två", towns=["0180"])

    response = client.get("/organisationer.csv", {"tjanst": "hospice"})

    text = response.getvalue().decode()
    assert text.startswith("\ufeffNamn;")
    (row,) = csv.DictReader(io.StringIO(text[1:]), delimiter=";")
    assert row["Namn"] == "'=Påhittade Ett"
    assert row["Tjänster"] == "hospice och palliativ vård"
    assert row["Verifierad i portalen"] == "Prövas nu"


def test_the_same_list_as_json_and_excel(client):
    home = make_found("Påhittade Ett")

    rows = json.loads(client.get("/organisationer.json").getvalue())
    book = client.get("/organisationer.xlsx").getvalue()

    assert rows[0]["url"] == f"http://testserver{URL}{home.slug}/"
    assert rows[0]["numbers"] == [home.entities.get().organisation_number]
    assert book[:2] == b"PK"


def test_a_file_that_is_cut_says_so_in_its_name(client, monkeypatch):
    monkeypatch.setattr("registry.views.search.MOST_ROWS", 1)
    make_found("Påhittade Ett")
    make_found("Påhittade Två")

    response = client.get("/organisationer.csv")

    assert "organisationer-de-forsta-10000.csv" in response["Content-Disposition"]
    assert len(response.getvalue().decode().splitlines()) == 2


def test_the_page_names_its_files(client):
    make_found("Påhittade Ett")

    text = unescape(client.get(URL, {"kommun": "1480"}).text)

    for kind in ("csv", "xlsx", "json"):
        assert f'href="/organisationer.{kind}?kommun=1480" title=' in text


def test_a_list_just_drawn_is_not_drawn_again(client):
    make_found("Påhittade Ett")
    client.get(URL, {"q": "påhittade"})

    again = queries_of(client, {"q": "påhittade"})

    assert len(again) == 1 and "last_value" in again[0]


def test_a_list_is_drawn_again_when_an_organisation_has_come(client):
    make_found("Påhittade Ett")
    first = client.get(URL, {"q": "påhittade"})
    make_found("Påhittade Två")

    second = client.get(URL, {"q": "påhittade"})

    assert "Påhittade Två" not in first.text and "Två</mark>" not in first.text
    assert headline(second).startswith("2 organisationer")


def test_a_bounded_total_is_said_in_words(client, monkeypatch):
    for number in range(3):
        make_found(f"Påhittade {number}")
    monkeypatch.setattr("registry.search.engine.BOUND", 2)

    response = client.get(URL, {"q": "påhittade", "status": "provas"})

    assert headline(response).startswith("Fler än 10\u00a0000 organisationer")
    assert "Siffrorna vid filtren räknar de första 10\u00a0000 träffarna." in response.text


def test_names_are_read_once_a_minute():
    fresh_labels()

    with CaptureQueriesContext(connection) as queries:
        labels()

    assert len(queries) == 0
