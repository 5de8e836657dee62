"""The page about handling times: figures with their definitions, missing ones said to be missing."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.views import service_levels as page
from tests.factories import make_submitted
from tests.registry.reading import test_service_levels as scripts

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.urls")]


@pytest.fixture(autouse=True)
def nothing_kept():
    page.KEPT.forget()


def text_of(answer):
    return answer.text.replace("\u00a0", " ")


def write_script(number, monkeypatch):
    monkeypatch.setattr(scripts, "NOW", timezone.now().replace(minute=0, second=0, microsecond=0))
    scripts.write(scripts.make_script(number, seed=5))


def test_without_cases_everything_is_said_to_be_missing(client):
    text = text_of(client.get("/handlaggningstider/"))

    assert "Inga ärenden" in text
    assert "Ingen månad har fem beslut" in text
    assert "0,0 dagar" not in text


def test_one_case_is_too_few(client):
    make_submitted()

    text = text_of(client.get("/handlaggningstider/"))

    assert "Färre än fem" in text


def test_many_cases_give_figures_and_a_chart(client, monkeypatch):
    write_script(120, monkeypatch)

    text = text_of(client.get("/handlaggningstider/"))

    assert "<svg" in text and "chart__line-own" in text
    assert " dagar" in text and " %" in text
    assert "Syftet är oklart" in text
    assert "hittills" in text


def test_the_files_hold_the_same_figures(client, monkeypatch):
    write_script(60, monkeypatch)

    rows = json.loads(b"".join(client.get("/handlaggningstider.json").streaming_content))
    table = b"".join(client.get("/handlaggningstider.csv").streaming_content).decode("utf-8-sig")

    lines = list(csv.DictReader(io.StringIO(table), delimiter=";"))
    assert len(rows) == len(lines) == 13
    assert rows[0]["period"] == "senaste 12 månaderna"
    assert rows[0]["closed"] == sum(row["closed"] for row in rows[1:])
    for row, line in zip(rows, lines, strict=True):
        median = row["altogether_median"]
        assert line["Från inkommen till beslut, median, dagar"] == ("" if median is None else str(median))


def test_the_page_asks_four_questions_at_most_however_many_cases(client, monkeypatch):
    counts = []
    for number in (4, 40):
        write_script(number, monkeypatch)
        with CaptureQueriesContext(connection) as queries:
            client.get("/handlaggningstider/")
        counts.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))

    assert counts[0] == counts[1] <= 4


def test_the_figures_are_counted_anew_when_something_has_happened(client):
    before = text_of(client.get("/handlaggningstider/"))
    make_submitted()

    assert text_of(client.get("/handlaggningstider/")) != before
