"""The start page, the glossary and what robots may fetch."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.glossary import TERMS
from tests.factories import make_entity, make_verified

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.urls")]


def text_of(answer):
    return answer.content.decode().replace("\u00a0", " ")


def questions(queries):
    """The queries about the portal's facts: neither savepoints nor the cache."""
    return [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"] and 'FROM "cache"' not in query["sql"]]


def test_the_figures_are_those_of_the_database(client):
    make_verified(make_entity(ready=True))

    text = text_of(client.get("/"))

    assert "<b>1 verifierad organisation</b>" in text
    assert "Hitta idéburna organisationer som utför välfärd" in text


def test_each_county_stands_in_the_map_and_in_the_table(client):
    make_verified(make_entity(ready=True))

    text = text_of(client.get("/"))

    assert text.count("Västra Götalands län") == 2
    assert "uppgift saknas" not in text


def test_an_empty_portal_has_a_start_page(client):
    text = text_of(client.get("/"))

    assert "<b>0 verifierade organisationer</b>" in text


def test_a_visitor_costs_few_questions_and_the_next_one_none(client):
    make_verified(make_entity(ready=True))

    with CaptureQueriesContext(connection) as first:
        client.get("/")
    with CaptureQueriesContext(connection) as second:
        client.get("/")

    assert len([sql for sql in questions(first) if "registry" in sql]) == 4
    assert [sql for sql in questions(second) if "registry" in sql] == []


def test_the_glossary_holds_every_word_with_its_anchor(client):
    text = text_of(client.get("/ordlista/"))

    assert all(f'id="{term.slug}"' in text for term in TERMS)


def test_robots_may_read_what_is_public(client):
    text = text_of(client.get("/robots.txt"))

    assert "Disallow: /konto/" in text
    assert "Disallow: /\n" not in text


def test_the_demonstration_is_closed_to_robots(client, settings):
    settings.DEMO = True

    assert text_of(client.get("/robots.txt")) == "User-agent: *\nDisallow: /\n"


def test_what_does_not_exist_says_what_to_do(client):
    answer = client.get("/finns-inte/")

    assert answer.status_code == 404
    assert "Gå till startsidan" in text_of(answer)
