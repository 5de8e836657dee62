"""The command import_kolada: what it says, and that it can be killed at any time."""

import csv
import os
import signal
import subprocess
import sys
import threading
import time
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.kolada.client import Client
from portal.models import IndicatorValue
from portal.reading import kolada_health
from portal.services import kolada_import
from portal.services.kolada_import import Asked
from registry.workflow import StepNotAllowed
from tests.factories import make_user
from tests.portal.kolada.source import cell, kolada
from tests.portal.kolada.worlds import CODES, YEARS, last_run, measures, read, rows, stored, told

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
ASKED = [f"--indicators={','.join(CODES)}", "--years=2020-2024"]


@pytest.fixture
def source(db):
    with kolada(rows(), measures=measures(), page_size=12) as there:
        yield there


def run(*arguments):
    """(what it said, how far it came)."""
    out, progress = StringIO(), StringIO()
    call_command("import_kolada", *arguments, stdout=out, stderr=progress)
    return out.getvalue(), progress.getvalue()


@pytest.fixture
def officer():
    return make_user(officer=True)


def test_it_says_what_came_in_and_how_far_it_is(source, officer):
    said, progress = run(f"--as={officer.email}", f"--base-url={source.base}/", *ASKED)

    assert "Nya: 40. Ändrade: 0. Oförändrade: 0. Borttagna av källan: 0. Avvisade rader: 0." in said
    assert f"Inläsning {last_run().pk} är klar." in said
    assert progress.splitlines()[-1] == "Sida 5: 40 värden lästa"
    assert stored() == told(source.rows)


def test_it_says_when_nothing_changed_and_what_is_odd(source, officer, tmp_path):
    source.rows["N00120", "G100", 2024] = [cell(1.0)]
    source.rows["N00120", "0114", 2024] = [cell("x")]
    source.measures[0]["title"] = "Något annat"
    run(f"--as={officer.email}", f"--base-url={source.base}", *ASKED)

    said, _ = run(f"--as={officer.email}", f"--base-url={source.base}", f"--refused={tmp_path / 'rader.csv'}", *ASKED)

    assert "Inga värden är ändrade." in said
    assert "Nytt namn hos källan: N00120" in said
    assert "Platser som portalen inte känner: G100 (1)" in said
    with (tmp_path / "rader.csv").open(encoding="utf-8") as file:
        (where, reason) = list(csv.reader(file))[1]
    assert where.endswith("N00120, 0114, 2024, T")
    assert reason == "Värdet är inget tal."


def test_a_dry_run_says_that_nothing_is_stored(source, officer):
    said, _ = run(f"--as={officer.email}", f"--base-url={source.base}", "--dry-run", *ASKED)

    assert "Nya: 40." in said
    assert "Ingenting är sparat." in said
    assert stored() == {}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--as=nagon@annan.example"], "Ingen användare"),
        (["--years=2024-2020"], "Skriv åren så här"),
        (["--years=igår"], "Skriv åren så här"),
        (["--indicators=N99999"], "Portalen har inte nyckeltalet N99999"),
        (["--base-url=http://api.kolada.se/v3"], "https://"),
        (["--file=/finns/inte.json"], "går inte att öppna"),
    ],
)
def test_what_it_cannot_do_it_says_in_a_sentence(officer, arguments, reason):
    with pytest.raises(CommandError, match=reason):
        run(f"--as={officer.email}", *arguments)


# --- Killed in the middle ---


def start(source, email):
    """The command in a process of its own."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_kolada", f"--as={email}", f"--base-url={source.base}", *ASKED],
        cwd=ROOT,
        env={**os.environ, "PORTAL_TEST": "1", "DATABASE_URL": address.geturl()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until(condition, seconds=10):
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("blow", "left"), [(signal.SIGKILL, "running"), (signal.SIGINT, "interrupted")])
def test_a_process_that_is_killed_leaves_nothing_half_and_is_taken_up(source, blow, left):
    officer = make_user(officer=True)
    source.misbehave("held", page=3)
    process = start(source, officer.email)
    assert source.reached.wait(120), process.communicate()
    with pytest.raises(StepNotAllowed, match="En annan inläsning från Kolada pågår"):
        read(source, officer)
    assert kolada_health.health().state == "running"

    process.send_signal(blow)
    process.communicate(timeout=30)

    assert stored() == {}
    assert (last_run().state, last_run().page_count) == (left, 3)
    assert wait_until(lambda: not kolada_import.is_going_on())
    assert kolada_health.health().state == "interrupted"
    source.behave()
    source.asked.clear()
    outcome = read(source, officer)
    assert outcome.resumed_pages == 3
    assert source.pages_asked == [3, 4]
    assert stored() == told(source.rows)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_refused(source):
    officer, outcomes = make_user(officer=True), []
    source.misbehave("held", page=2, times=1)

    def first():
        try:
            asked = Asked(codes=CODES, years=YEARS, base=source.base)
            outcomes.append(kolada_import.run(asked, actor=officer, client=Client(source.base)))
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert source.reached.wait(30)
    with pytest.raises(StepNotAllowed, match="pågår"):
        read(source, officer)
    source.released.set()
    thread.join()

    assert outcomes[0].written.new == 40
    assert IndicatorValue.objects.count() == 40
