"""The map of /kommuner/: picture, list, files and database hold the same, in few bytes and few queries."""

import csv
import gzip
import io
import re
from bisect import bisect_right
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings

from portal.models import IndicatorValue, Place
from tests.portal.figures import HEADLINE, make_invented, make_people, make_values
from tests.portal.views.test_places import queries_of, text_of

pytestmark = pytest.mark.django_db

PAGE = "/kommuner/"
OF_REGIONS = "N60092"
SVG = "{http://www.w3.org/2000/svg}"
AREA = re.compile(
    r'<a (?:class="map__step-(\d)"|(fill="url\(#karta-saknas\)")) href="([^"]+)" aria-label="([^"]+)"><path'
)
LIMITS = {
    "andel": (1, 3, 5, 10),
    "forandring": (Decimal("-0.9"), 0, Decimal("0.1"), 1),
    "gap": (10, 15, 17, 19),
}


def areas_of(text):
    """{address: (step or None, name)}; an address that stands twice fails."""
    found = AREA.findall(text)
    told = {address: (None if missing else int(step), name) for step, missing, address, name in found}
    assert len(told) == len(found)
    return told


def fill():
    """Every third municipality lacks this year's number, every fifth that of five years ago."""
    rows = []
    for number, code in enumerate(Place.objects.municipalities().order_by("code").values_list("code", flat=True)):
        for year, every in ((2020, 5), (2024, 7), (2025, 3)):
            value = None if number % every == 0 else Decimal(number * (year - 2011) % 241) / 11
            rows.append((code, year, value))
    read_at = "2026-03-01T12:00:00Z"
    IndicatorValue.objects.bulk_create(
        IndicatorValue(indicator_id=HEADLINE, place_id=code, year=year, value=value, read_at=read_at)
        for code, year, value in rows
    )


def expected(measure, now, then):
    """The number, recomputed."""
    if measure == "forandring":
        return None if None in (now, then) else now - then
    if now is None:
        return None
    return now if measure == "andel" else max(20 - now, Decimal(0))


def file_of(client, address):
    return {row["Kod"]: row for row in csv.DictReader(io.StringIO(text_of(client, address)), delimiter=";")}


@pytest.mark.parametrize("measure", LIMITS)
def test_map_list_file_and_database_hold_the_same(client, measure):
    fill()

    page = text_of(client, f"{PAGE}?matt={measure}")

    areas, file = areas_of(page), file_of(client, f"/kommuner/karta.csv?matt={measure}")
    held = {(place, year): value for place, year, value in IndicatorValue.objects.values_list("place", "year", "value")}
    listed = dict(re.findall(r'<th role="rowheader" scope="row"><a href="([^"]+)">.*?</th>(.*?)</tr>', page))
    assert len(areas) == len(file) == len(listed) == 290
    column = {"andel": 2, "gap": 3, "forandring": 4}[measure]
    for place in Place.objects.municipalities():
        value = expected(measure, held[place.code, 2025], held[place.code, 2020])
        step, name = areas[place.get_absolute_url()]
        cell = re.findall(r"<td[^>]*>(.*?)</td>", listed[place.get_absolute_url()])[column]
        if value is None:
            assert (step, name, file[place.code]["Värde"]) == (None, f"{place.name}: uppgift saknas", "")
            assert cell == "saknas"
        else:
            printed = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
            assert step == bisect_right(LIMITS[measure], printed), place
            assert name.startswith(f"{place.name}: ") and name.endswith((" procent", " procentenheter"))
            assert cell.removesuffix("\u00a0%") == name.removeprefix(f"{place.name}: ").rsplit(" ", 1)[0]
            assert float(file[place.code]["Värde"]) == pytest.approx(float(value))


def test_regions_have_a_map_of_their_own_and_gotland_is_in_both(client):
    make_values(OF_REGIONS, "0014", {2025: 1.2})

    regions, municipalities = (areas_of(text_of(client, f"{PAGE}{query}")) for query in ("?slag=region", ""))

    assert (len(regions), len(municipalities)) == (21, 290)
    assert "/regioner/09-region-gotland/" in regions or any("gotland" in address for address in regions)
    assert "/kommuner/0980-gotland/" in municipalities
    assert (2, "Västra Götalandsregionen: 1,2 procent") in regions.values()


def test_a_county_is_shown_larger_and_a_search_for_a_name_narrows_the_list_alone(client):
    stockholm = text_of(client, f"{PAGE}?lan=01&q=solna&matt=gap")

    assert len(areas_of(stockholm)) == 26
    assert "En plats" in stockholm
    assert '<input type="hidden" name="matt" value="gap">' in stockholm
    assert "karta.svg?" in stockholm and set(file_of(client, "/kommuner/karta.csv?lan=09")) == {"0980"}


def test_before_any_import_all_is_hatched_and_nothing_is_nought(client):
    text = text_of(client, PAGE)

    assert {step for step, _ in areas_of(text).values()} == {None}
    assert "Därför är hela kartan snedstreckad" in text
    assert "<text" in text_of(client, "/kommuner/karta.svg")


def test_a_measure_that_is_none_is_left_out(client):
    assert "Andel köp från föreningar och stiftelser, kommun för kommun" in text_of(client, f"{PAGE}?matt=hittepa")


def test_made_up_numbers_say_so_in_title_legend_and_files(client):
    make_values(HEADLINE, "1480", {2025: 3.9})
    before = [text_of(client, address) for address in (PAGE, "/kommuner/karta.svg")]
    make_invented(HEADLINE)

    page, file = (text_of(client, address) for address in (PAGE, "/kommuner/karta.svg"))

    assert not any("påhitt" in text for text in before)
    assert re.search(r'<title id="karta-titel">[^<]*påhittade värden\)</title>', page)
    assert re.search(r'<h2 id="karta">[^<]*påhittade värden\)</h2>', page)
    assert "Alla värden är påhittade för demonstrationen." in page
    assert file.count("åhittade") >= 3
    assert {row["Påhittat"] for row in file_of(client, "/kommuner/karta.csv").values()} == {"ja"}


def test_the_file_carries_its_look_and_all_that_one_must_know(client):
    make_values(HEADLINE, "1480", {2025: 3.9})

    text = text_of(client, "/kommuner/karta.svg")

    root = ElementTree.fromstring(text)
    paths = {
        path.find(f"{SVG}title").text: path.get("fill")
        for path in root.iter(f"{SVG}path")
        if path.find(f"{SVG}title") is not None
    }
    assert len(paths) == 290
    assert paths["Göteborgs kommun: 3,9 procent"] == "#a3b2e4"
    assert paths["Malmö kommun: uppgift saknas"] == "url(#saknas)"
    assert "class=" not in text and "style=" not in text
    words = " ".join(node.text for node in root.iter(f"{SVG}text"))
    for told in (
        "3,0–4,9",
        "uppgift saknas (289)",
        "Källa: Kolada (RKA), nyckeltal N00120",
        "SCB",
        "Idéburna aktiebolag",
    ):
        assert told in words


def test_the_page_leads_past_the_map_and_explains_the_20_percent(client):
    text = text_of(client, f"{PAGE}?matt=gap")

    assert text.index('href="#traffar">Hoppa över kartan') < text.index("map__picture") < text.index('id="traffar"')
    assert text.count("Varför 20 procent?") == text_of(client, PAGE).count("Varför 20 procent?") == 1
    assert "famna.org" in text and "inte till ett mål" in text


def test_small_municipalities_are_explained_and_each_place_leads_to_its_own_comparison(client):
    make_people(c2505=2_800, c1480=600_000)

    text = text_of(client, PAGE)

    assert text.count("<small>få invånare</small>") == 1
    assert 'href="/kommuner/2505-arvidsjaur/#jamfor"' in text
    assert "Platserna har inga nummer" in text and "färre än 15\u00a0000" in text


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("-gap", "Malmö kommun"),
        ("gap", "Göteborgs kommun"),
        ("-senast", "Malmö kommun"),
        ("senast", "Göteborgs kommun"),
    ],
)
def test_the_list_is_sorted_by_gap_and_last_change_with_what_is_missing_last(client, order, first):
    make_values(HEADLINE, "1480", {2024: 5.0, 2025: 4.0})
    make_values(HEADLINE, "1280", {2024: 2.0, 2025: 3.0})
    make_values(HEADLINE, "0180", {2024: 2.0, 2025: None})

    rows = list(file_of(client, f"/kommuner.csv?sort={order}").values())

    assert rows[0]["Namn"] == first
    assert rows[2]["Gap till 20 procent (procentenheter)"] == ""


def test_the_page_is_small_over_the_wire_with_all_its_styles(client):
    fill()

    response = client.get(PAGE, headers={"accept-encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    styles = "".join(path.read_text() for path in sorted((Path(settings.BASE_DIR) / "static" / "css").rglob("*.css")))
    assert len(response.content) + len(gzip.compress(styles.encode())) < 100_000


def test_the_map_asks_the_same_whatever_it_holds(client):
    make_values(HEADLINE, "1480", {2025: 3.9})
    text_of(client, PAGE)
    asked = [queries_of(client, PAGE)]
    IndicatorValue.objects.all().delete()
    fill()
    asked += [queries_of(client, f"{PAGE}?matt={measure}") for measure in LIMITS]

    assert asked == [3] * 4
