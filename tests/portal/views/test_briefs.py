"""Briefs: every figure reckoned anew from the rows, the files byte for byte, and nothing told that is not known."""

import hashlib
import io
import json
import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from statistics import median

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from pptx import Presentation
from pypdf import PdfReader

from portal.brief import pdf, slides, word, words
from portal.brief.statement import Statement, Topic
from portal.models import Indicator, IndicatorValue, Place
from portal.reading.brief import brief
from portal.reading.places import governed
from registry.models import ServiceArea
from tests.factories import add_to_authority, load_reference_data, make_entity, make_user, make_verified
from tests.portal.figures import ELDERLY, HEADLINE, PEOPLE, make_invented, make_people, make_values, own_authority
from tests.portal.politics import make_target
from tests.procurement.factories import make_contract
from tests.shared_data import shared_data

pytestmark = pytest.mark.django_db

PAGE = "/kommuner/1480-goteborg/underlag/"
FILE = "/kommuner/1480-goteborg/underlag."
KINDS = ["pdf", "docx", "pptx"]
DAY = "2026-11-22T10:00:00Z"
PEERS = {"1280": 3.0, "0380": 2.0, "1281": 1.0}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.fixture
def figures():
    make_people(c1480=600_000, c1280=360_000, c0380=240_000, c1281=130_000)
    make_values(HEADLINE, "1480", {2020: 2.4, 2021: None, 2025: 3.9}, preliminary=(2025,))
    for code, value in PEERS.items():
        make_values(HEADLINE, code, {2025: value})
    make_values(HEADLINE, "0000", {2020: 2.7, 2025: 2.9})
    make_values(ELDERLY, "1480", {2020: 2.0, 2025: 1.5})


def own_cost(value=12_400_000, area="", code="N99999"):
    indicator = Indicator.objects.create(
        code=code, kind="municipality", measure="own_cost", unit="tkr", area=area, position=99, title="Eget åtagande"
    )
    make_values(indicator.pk, "1480", {2025: value})
    return indicator


def told(code="1480", *, service=None, **more):
    places = governed()
    area = ServiceArea.objects.get(slug=service) if service else None
    return brief(places[code], places, service=area, **more)


def sentences(found):
    return [row.text.replace("\u00a0", " ") for row in found.statements]


def text_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return unescape(response.content.decode()).replace("\u00a0", " ")


def words_of(kind, content):
    """All text of a file."""
    file = io.BytesIO(content)
    if kind == "pdf":
        found = "\n".join(page.extract_text() for page in PdfReader(file).pages)
    elif kind == "docx":
        document = Document(file)
        footers = [row.text for section in document.sections for row in section.footer.paragraphs]
        found = "\n".join([*(row.text for row in document.paragraphs), *footers])
    else:
        shapes = [shape for slide in Presentation(file).slides for shape in slide.shapes]
        found = "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
    return re.sub(r"\s+", " ", found)


# --- The figures ---


def test_every_figure_is_the_rows_own(client, figures):
    page = text_of(client, PAGE)

    held = dict(IndicatorValue.objects.filter(indicator=HEADLINE, place="1480").values_list("year", "value"))
    peers = IndicatorValue.objects.filter(indicator=HEADLINE, place__in=PEERS, year=2025).values_list(
        "value", flat=True
    )
    country = IndicatorValue.objects.get(indicator=HEADLINE, place="0000", year=2025).value
    assert (
        f"År 2025 gick {swedish(held[2025])} procent (preliminärt) av kostnaden för egentlig verksamhet i Göteborgs "
        f"kommun till köp från föreningar och stiftelser, {swedish(held[2025] - held[2020])} procentenheter mer än 2020 "
        f"({swedish(held[2020])} procent)." in page
    )
    assert f"medianen för liknande kommuner {swedish(median(peers))} procent" in page
    assert f"rikets andel {swedish(country)} procent år 2025" in page
    assert "Källa: Kolada (RKA), nyckeltal N00120. Gäller: 2025 och 2020. Förbehåll: Idéburna aktiebolag" in page


def swedish(value):
    return f"{value.quantize(Decimal('0.1'))}".replace(".", ",")


def test_a_service_brings_its_own_area(figures):
    found = sentences(told(service="hemtjanst"))

    assert any(
        "1,5 procent av kostnaden för äldreomsorg i Göteborgs kommun" in row
        and "0,5 procentenheter mindre än 2020" in row
        for row in found
    )
    assert "Inom äldreomsorg var medianen för liknande kommuner inte känd (saknas)" in " ".join(found)


def test_a_service_that_no_measure_holds_is_told_as_missing(figures):
    assert any("saknas, eftersom inget nyckeltal rymmer tjänsten" in row for row in sentences(told(service="anhorig")))


def test_a_percentage_point_is_a_hundredth_of_the_cost(figures):
    own_cost()

    [row] = [row for row in told().statements if "En procentenhet" in row.sentence]

    assert row.text.replace("\u00a0", " ") == (
        "En procentenhet av kostnaden för egentlig verksamhet i Göteborgs kommun var 124 000 000 kr år 2025."
    )
    assert "N99999" in row.source


def test_without_the_cost_the_sum_is_missing_and_never_reckoned(figures):
    own_cost(area="Förskola")

    found = " ".join(sentences(told(service="hemtjanst")))

    assert "Vad en procentenhet för hemtjänst är i kronor i Göteborgs kommun saknas; fråga kommunens" in found
    assert "kr år" not in found


def test_the_real_answer_of_kolada_gives_the_numbers_of_the_brief():
    answer = json.loads(shared_data("kolada/data_N00945_real.json").read_text())["values"]
    Indicator.objects.filter(code=HEADLINE).delete()
    measure = Indicator.objects.create(
        code="N00945", kind="municipality", measure="associations", unit="percent", position=1, title="Prov"
    )
    raw = {}
    for row in answer:
        [value] = [value["value"] for value in row["values"] if value["gender"] == "T"]
        raw[row["municipality"], row["period"]] = Decimal(str(value))
        make_values(measure.pk, row["municipality"], {row["period"]: value})

    found = sentences(told("1280"))

    year = max(year for code, year in raw if code == "1280")
    now, then = raw["1280", year], raw["1280", year - 5]
    assert f"År {year} gick {swedish(now)} procent av" in found[0]
    assert f"{swedish(abs(now - then))} procentenheter {'mer' if now > then else 'mindre'} än {year - 5}" in found[0]
    assert f"({swedish(then)} procent)" in found[0]


def test_contracts_that_end_before_the_election_and_when_to_influence_them(figures):
    user = make_user()
    add_to_authority(own_authority("1480"), user)
    make_contract(user, title="Provboendet", ends_on=date(2029, 12, 31))
    make_contract(user, title="Efter valet", ends_on=date(2031, 12, 31))

    found = " ".join(sentences(told()))

    assert (
        "Ett avtal i Göteborgs kommun slutar före valet den 8 september 2030: Provboendet den 31 december 2029" in found
    )
    assert re.search(r"31 december 2029 \([^)]+ senast \d+ \w+ 20\d\d\)", found)
    assert "Efter valet" not in found
    assert "Portalen känner inte till något löpande avtal med idéburna" in found


def test_a_target_is_told_with_its_standing(figures):
    make_target(Place.objects.get(code="1480"))

    [row] = [row for row in told().statements if "målet ”Idéburen äldreomsorg”" in row.sentence]

    assert "Kommunfullmäktige har beslutat" in row.sentence and "utfallet är 1,5" in row.sentence
    assert "§ 14" in row.source.replace("\u00a0", " ") and row.caveat.startswith("Räknar köp från")


def test_verified_organisations_are_named():
    entity = make_verified(make_entity(ready=True))

    found = " ".join(sentences(told()))

    assert entity.organisation.name in found and "En verifierad organisation arbetar" in found


# --- What is missing, and what is made up ---


@pytest.mark.parametrize("audience", ["politiker", "styrelse", "tjanstepersoner"])
@pytest.mark.parametrize("service", [None, "hospice", "hemtjanst"])
@pytest.mark.parametrize("code", ["1480", "0014"])
def test_where_all_is_missing_it_is_told_and_the_page_is_one(audience, service, code):
    load_reference_data()
    found = told(code, service=service, audience=audience)

    assert "saknas" in sentences(found)[0]
    assert all(row.source and row.when and row.caveat for row in found.statements)
    assert 3 <= len(found.questions) <= 6
    assert len(PdfReader(io.BytesIO(pdf.file(found))).pages) == 1
    assert " 0 " not in " ".join(sentences(found))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_made_up_says_so_in_title_sentence_footer_and_file(client, figures, kind):
    make_invented(HEADLINE, ELDERLY, PEOPLE)

    page = text_of(client, PAGE)
    response = client.get(FILE + kind)
    found = words_of(kind, response.content)

    for text in (page, found):
        assert "(med påhittade uppgifter)" in text and "Påhittade uppgifter ingår." in text
        assert text.count("(påhittad uppgift)") >= 2
    assert "pahittade-uppgifter" in response["Content-Disposition"]


def test_the_portals_own_rows_are_made_up_in_a_demonstration(settings, figures):
    settings.DEMO = True

    assert any("verifierad organisation" in row and "(påhittad uppgift)" in row for row in sentences(told()))


def test_real_numbers_are_nowhere_called_made_up(client, figures):
    assert "påhitt" not in text_of(client, PAGE).lower().split("<main")[1].split("</main")[0]
    for kind in KINDS:
        response = client.get(FILE + kind)
        assert "påhitt" not in words_of(kind, response.content).lower()
        assert "pahitt" not in response["Content-Disposition"]


# --- The readers ---


def test_each_reader_gets_the_same_statements_with_other_asks(figures):
    politician, board, official = (told(audience=key) for key in ("politiker", "styrelse", "tjanstepersoner"))

    assert politician.statements == board.statements == official.statements[: len(politician.statements)]
    assert politician.version == board.version == official.version
    assert len({politician.title, board.title, official.title}) == 3
    assert board.asks == "Att besluta" and any("registrera" in row.text for row in board.questions)
    assert any("allmännyttigt syfte" in row.sentence for row in official.statements)


def test_the_form_chooses_and_a_choice_that_is_none_is_refused(client, figures):
    page = text_of(client, f"{PAGE}?tjanst=hemtjanst&for=styrelse")

    assert "Till styrelse och chefer: Göteborgs kommun, Hemtjänst" in page
    assert "underlag.pdf?tjanst=hemtjanst&for=styrelse" in page
    assert "Välj en tjänst i listan" in text_of(client, f"{PAGE}?tjanst=ingen", status=422)
    assert client.get(f"{FILE}pdf?for=ingen").status_code == 404


def test_a_wrong_name_leads_to_the_right_one_and_unknown_places_nowhere(client):
    response = client.get("/kommuner/1480-fel/underlag.pdf?for=styrelse")

    assert (response.status_code, response.url) == (301, f"{FILE}pdf?for=styrelse")
    assert client.get("/kommuner/9999-ingen/underlag/").status_code == 404
    assert client.get("/kommuner/0014-vg/underlag/").status_code == 404


# --- The files ---


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_say_what_the_page_says(client, figures, kind):
    make_target(Place.objects.get(code="1480"))
    found = told(service="hemtjanst")

    response = client.get(f"{FILE}{kind}?tjanst=hemtjanst")
    text = words_of(kind, response.content)

    for row in found.statements:
        for part in (row.text, row.note):
            assert re.sub(r"\s+", " ", part) in text
    assert all(re.sub(r"\s+", " ", row.text) in text for row in found.questions)
    assert f"Dataversion {found.version}" in text


def test_the_page_is_tagged_titled_and_in_swedish(figures):
    root = PdfReader(io.BytesIO(pdf.file(told()))).trailer["/Root"]

    assert root["/Lang"] == "sv-SE" and root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root and root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_slides_are_few_with_a_native_table_and_a_picture_in_words(figures):
    deck = Presentation(io.BytesIO(slides.file(told())))

    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    [table] = [shape.table for shape in shapes if shape.has_table]
    assert 4 <= len(deck.slides) <= 6
    assert [cell.text for cell in list(table.rows)[-1].cells][1] == "3,9"
    [group] = [shape for shape in shapes if shape.shape_type == 6]
    assert "från 2,4 (2020) till 3,9 (2025)" in group._element.nvGrpSpPr.cNvPr.get("descr").replace("\u00a0", " ")
    assert deck.core_properties.language == "sv-SE" and deck.core_properties.title == told().title


HOSTILE = ["<script>alert(1)</script> & ]]> ", "\u202eomvänd\x00\x0b\x07", "Å" * 250, "{{ x }} %s 😀 漢字"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_and_long_names_break_no_file_and_the_page_stays_one(figures, name):
    user = make_user()
    add_to_authority(own_authority("1480"), user)
    found = told(service="hvb-barn", audience="tjanstepersoner")
    long = name * 4
    sentence = f"{words.short(long)} och {words.short(long)} och {words.short(long)} slutar."
    more = tuple(Statement(Topic.TARGETS, sentence, words.short(long), "2025", words.short(long)) for _ in range(3))
    hostile = replace(found, statements=(*found.statements, *more), about=f"Göteborgs kommun, {words.short(long)}")

    assert len(PdfReader(io.BytesIO(pdf.file(hostile))).pages) == 1
    assert Document(io.BytesIO(word.file(hostile))).paragraphs
    assert 4 <= len(Presentation(io.BytesIO(slides.file(hostile))).slides) <= 6


def test_made_twice_in_two_processes_the_bytes_are_the_same(figures):
    found = told(service="hemtjanst")
    script = (
        "import django, hashlib, pickle, sys; django.setup()\n"
        "from portal.brief import pdf, slides, word\n"
        "found = pickle.load(sys.stdin.buffer)\n"
        "print(*(hashlib.sha256(kind.file(found)).hexdigest() for kind in (pdf, word, slides)))"
    )
    here = [hashlib.sha256(kind.file(found)).hexdigest() for kind in (pdf, word, slides)]

    made = subprocess.run(
        [sys.executable, "-c", script],
        input=pickle.dumps(found),
        capture_output=True,
        check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONHASHSEED": "7"},
    )

    assert made.stdout.decode().split() == here


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_value_gives_another_version_and_other_bytes(client, figures, kind):
    before, version = client.get(FILE + kind).content, told().version
    again = client.get(FILE + kind).content
    IndicatorValue.objects.filter(indicator=HEADLINE, place="1480", year=2025).update(value=Decimal("3.91"))

    assert before == again
    assert told().version != version
    assert client.get(FILE + kind).content != before


# --- How much it asks ---


def test_the_page_asks_the_same_however_much_there_is(client, figures):
    user = make_user()
    add_to_authority(own_authority("1480"), user)
    place = Place.objects.get(code="1480")
    client.get(PAGE)
    asked = []
    for number in (1, 6):
        for order in range(number):
            make_contract(user, ends_on=date(2028, 12, 31))
            make_target(place, title=f"Mål {number}.{order}")
        with CaptureQueriesContext(connection) as queries:
            text_of(client, f"{PAGE}?tjanst=hemtjanst")
        asked.append(sum("SAVEPOINT" not in query["sql"] for query in queries))

    assert asked[0] == asked[1] <= 13
