"""The picture in a page and the picture as a file: the same shapes, each in its own dress."""

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings

from registry.charts import drawing, svg
from registry.charts.series import COUNTRY, PEERS, THEN, Goal, Line, Series

SVG = "{http://www.w3.org/2000/svg}"


def over_time(**more):
    told = (
        Line("Här & nu", (1.5, None, 3.9, 2), preliminary=frozenset([3])),
        Line("Liknande", (2, 2, 2, 2), PEERS),
        Line("Riket", (2.5, None, 2.6, None), COUNTRY),
    )
    facts = {"key": "prov", "title": "Prov <1>", "unit": "procent", "sign": "%", "heading": "År"}
    return Series(**facts, labels=("2022", "2023", "2024", "2025"), lines=told, goal=Goal("Mål: 7 %", 7), **more)


def areas(**more):
    told = (
        Line("Nu", (2, None), preliminary=frozenset([0])),
        Line("Andra", (3, 1), PEERS),
        Line("Riket", (3, 1), COUNTRY),
        Line("Då", (1, 1), THEN),
    )
    facts = {"key": "prov", "title": "Prov", "unit": "procent", "heading": "Område"}
    return Series(**facts, labels=("Vård", "Skola"), lines=told, **more)


BOTH = [(over_time, drawing.lines), (areas, drawing.bars)]


@pytest.mark.parametrize(("series", "draw"), BOTH)
def test_the_page_and_the_file_draw_the_same_shapes(series, draw):
    shown = series()
    drawn = draw(shown)

    page = ElementTree.fromstring(svg.picture(shown, drawn))
    file = ElementTree.fromstring(svg.file(shown, draw))

    plot = file.findall(f"{SVG}g")[-1]
    assert [part.tag for part in page[-len(drawn.shapes) :]] == [part.tag.removeprefix(SVG) for part in plot]
    assert [part.text for part in page.iter("text")] == [part.text for part in plot.iter(f"{SVG}text")]
    assert [part.get("y1") for part in page.iter("line")] == [part.get("y1") for part in plot.iter(f"{SVG}line")]


@pytest.mark.parametrize(("series", "draw"), BOTH)
def test_a_page_holds_no_style_of_its_own_and_a_file_asks_nobody_for_one(series, draw):
    shown = series()

    page, file = svg.picture(shown, draw(shown)), svg.file(shown, draw)

    assert "style" not in page and "stroke=" not in page
    assert "class=" not in file and "href" not in file and "style" not in file


@pytest.mark.parametrize(("series", "draw"), BOTH)
def test_every_role_has_a_look_in_both(series, draw):
    sheet = (Path(settings.BASE_DIR) / "static/css/components/chart.css").read_text()
    roles = {shape.role for shape in draw(series()).shapes}

    assert roles - set(svg.LOOK) == set()
    plain = {"level", "label"}  # as all text
    assert {role for role in roles - plain if f".chart__{role}" not in sheet} == set()


def test_those_who_do_not_see_get_a_title_and_the_numbers_in_words():
    shown = over_time()

    page = ElementTree.fromstring(svg.picture(shown, drawing.lines(shown)))

    assert page.get("role") == "img"
    assert page.get("aria-labelledby") == "prov-titel prov-text"
    assert page.find("title").text == "Prov <1>"
    assert page.find("desc").text == shown.text


def test_what_is_missing_is_hatched_in_both():
    shown = over_time()

    page, file = svg.picture(shown, drawing.lines(shown)), svg.file(shown, drawing.lines)

    assert page.count("url(#prov-saknas)") == 1 and 'id="prov-saknas"' in page
    assert file.count("url(#saknas)") == 2 and "Uppgift saknas" in file  # in the plot and in the legend


def words_of(file):
    return " ".join(part.text for part in ElementTree.fromstring(file).iter(f"{SVG}text"))


def test_a_file_names_source_day_unit_and_what_it_does_not_cover():
    told = words_of(
        svg.file(
            over_time(source="Kolada", read_on=date(2026, 11, 22), does_not_cover="Bolag är inte med."), drawing.lines
        )
    )

    assert "Prov <1>" in told and "Här & nu" in told
    assert "Källa: Kolada, läst 22\u00a0november 2026." in told
    assert "Enhet: procent." in told and "Bolag är inte med." in told
    assert "påhitt" not in told


@pytest.mark.parametrize(("series", "draw"), BOTH)
def test_a_file_of_made_up_numbers_says_so_in_title_and_foot(series, draw):
    told = words_of(svg.file(series(is_invented=True), draw))

    assert "(påhittade värden)" in told
    assert "Värdena är påhittade för demonstrationen." in told


def test_everything_in_a_file_is_inside_its_frame():
    file = ElementTree.fromstring(svg.file(over_time(does_not_cover="Långt " * 80), drawing.lines))

    width, height = float(file.get("width")), float(file.get("height"))
    lowest = max(float(part.get("y")) for part in file.iter(f"{SVG}text"))
    assert lowest < height
    assert all(0 <= float(part.get("x")) <= width for part in file.iter(f"{SVG}text"))
    assert not re.search(r'x="[^"]*%"', svg.file(over_time(), drawing.lines))
