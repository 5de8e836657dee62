"""The bench, with numbers so small that nothing is measured but that it runs."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.bench import lists
from portal.bench.client import percentile
from portal.bench.pages import mixed
from portal.load.lists import fill, missing
from procurement.models import Contract, Procurement
from tests.factories import load_reference_data, make_submitted, make_user

SITE = "tests.portal.bench.wsgi:application"


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.portal.urls")
def test_every_page_is_measured_beside_a_bare_view():
    make_submitted()
    out = StringIO()

    call_command("bench", "search", requests=5, connections=2, mixed=6, application=SITE, stdout=out)

    table = out.getvalue()
    for name in ("plain", "text", "one facet", "two facets", "text with facet", "frequent word"):
        (queries,) = re.findall(rf"^{name} +(\d+) ", table, re.M)
        assert 1 <= int(queries) <= 4
    assert "Mixed load, 6 different searches over 2 connections" in table


@pytest.mark.django_db
def test_the_bulk_check_is_measured_for_each_length(monkeypatch):
    monkeypatch.setattr("portal.bench.checks.LENGTHS", (1, 20))
    monkeypatch.setattr("portal.bench.checks.ROUNDS", 1)
    make_submitted()
    out = StringIO()

    call_command("bench", "check", stdout=out)

    one, twenty = re.findall(r"^ +(1|20) +1 +(\d+) ", out.getvalue(), re.M)
    assert 1 <= int(one[1]) <= int(twenty[1]) <= 6
    assert "within 3000 ms: met" in out.getvalue()


def test_too_many_requests_are_refused():
    with pytest.raises(CommandError, match="At most"):
        call_command("bench", "search", requests=10**6)


@pytest.mark.django_db
def test_the_mixed_load_is_of_different_searches_and_the_same_each_time():
    first = mixed(50)

    assert first == mixed(50)
    assert len(set(first)) == 50


def test_a_percentile_is_the_value_that_so_many_do_not_exceed():
    assert percentile([1.0] * 99 + [100.0], 95) == 1.0
    assert percentile([2.0], 99) == 2.0


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.portal.urls")
def test_lists_are_filled_once_and_measured_those_of_a_buyer_too(monkeypatch):
    for name in ("measure.WARM", "measure.ROUNDS", "lists.FILE_ROUNDS"):
        monkeypatch.setattr(f"portal.bench.{name}", 1)
    every, some = lists.list_pages, ("plain", "two facets", "own")
    monkeypatch.setattr(
        lists, "list_pages", lambda cookie: [page for page in every(cookie) if page.name.endswith(some)]
    )
    load_reference_data()
    make_user(buyer=True)
    out = StringIO()

    list(fill(15))
    call_command("bench", "lists", rows=40, requests=2, connections=2, application=SITE, stdout=out)

    assert missing(40) == [0, 0]
    assert (Procurement.objects.count(), Contract.objects.count()) == (40, 40)
    for kind in ("procurement", "contract"):
        for name in ("plain", "two facets"):
            (queries,) = re.findall(rf"^{kind} {name} +(\d+) ", out.getvalue(), re.M)
            assert 1 <= int(queries) <= 4
        assert re.search(rf"^{kind} buyer's own +\d+ ", out.getvalue(), re.M)
        assert re.search(rf"^{kind} csv +\d+ +\d+ ", out.getvalue(), re.M)


def test_nothing_is_invented_in_a_real_portal(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="no place in a real portal"):
        call_command("bench", "lists")
