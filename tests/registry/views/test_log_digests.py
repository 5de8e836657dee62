"""The published digests: a list that anybody can save, and check by hand."""

import json
import re
import subprocess
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry import status_log
from registry.models import LogDigest
from registry.services import log_digest
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.urls")]


def make_days(number):
    """A closed chain of so many days, the last one yesterday."""
    user = make_user()
    status_log.write(user, "start_shift", actor=user, at=timezone.now() - timedelta(days=number))
    return log_digest.close_days()


def test_the_newest_day_stands_first_with_its_digest(client):
    made = make_days(3)

    text = client.get("/diarium/kontrollsummor/").text

    assert all(digest.sha256 in text for digest in made)
    assert text.index(made[-1].sha256) < text.index(made[0].sha256)


def test_fifty_days_stand_on_a_page(client):
    made = make_days(51)

    first, second = (client.get(f"/diarium/kontrollsummor/?page={page}").text for page in (1, 2))

    assert made[0].sha256 not in first
    assert made[0].sha256 in second


def test_the_command_on_the_page_gives_the_digest(client):
    made = make_days(2)
    text = client.get("/diarium/kontrollsummor/").text
    command = re.search(r"<code>(printf .*?)</code>", text)[1].replace("&#x27;", "'")

    answer = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout

    assert answer.split()[0] == made[-1].sha256


def test_an_empty_chain_says_when_the_first_day_comes(client):
    assert "Ingen dag är stängd än" in client.get("/diarium/kontrollsummor/").text


def test_the_chain_can_be_recomputed_from_the_file(client):
    make_days(4)

    rows = json.loads(b"".join(client.get("/diarium/kontrollsummor.json").streaming_content))

    assert len(rows) == LogDigest.objects.count() == 4
    assert [row["previous"] for row in rows[:-1]] == [row["sha256"] for row in rows[1:]]


def test_the_list_is_no_slower_when_it_is_longer(client):
    counts = []
    for days in (2, 12):
        with connection.cursor() as cursor:
            cursor.execute("truncate registry_logdigest")
        make_days(days)
        with CaptureQueriesContext(connection) as queries:
            client.get("/diarium/kontrollsummor/")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 4
