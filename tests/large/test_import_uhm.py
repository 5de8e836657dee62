"""Upphandlingsmyndigheten's statistics for a whole year, read by the command in a process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from procurement.models import Procurement
from tests.factories import load_reference_data
from tests.shared_data import shared_data

pytestmark = [pytest.mark.large, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
ROWS, MOST_SECONDS, MOST_MEGABYTES = 18_421, 60, 300


def run(*arguments):
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "PORTAL_TEST": "1", "DATABASE_URL": address.geturl()},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def counted(told):
    """{what: how many} of the summary line."""
    return {what: int(number) for what, number in re.findall(r"(\w+): (\d+)", told)}


def test_a_year_is_read_within_a_minute_and_read_again_changes_nothing():
    load_reference_data()
    file = str(shared_data("uhm2021/upphandlingar_alla_2021.csv.gz"))

    first = run("import_uhm", file)
    again = run("import_uhm", file)

    seconds, megabytes = re.search(r"([\d.]+) sekunder, högst (\d+) MB", first).groups()
    counts = counted(first)
    assert counts["Nya"] + counts["Avvisade"] == ROWS
    assert float(seconds) < MOST_SECONDS
    assert int(megabytes) < MOST_MEGABYTES
    assert (counted(again)["Nya"], counted(again)["Ändrade"]) == (0, 0)
    assert Procurement.objects.count() == counts["Nya"]
