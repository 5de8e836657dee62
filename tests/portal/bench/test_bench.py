"""The bench, with numbers so small that nothing is measured but that it runs."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.bench.client import percentile
from portal.bench.pages import mixed
from tests.factories import make_submitted

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
