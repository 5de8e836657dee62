"""What every test stands on."""

import io
import logging
import os
import re
import shutil
import subprocess

import pytest
from django.core.cache import cache
from django.db import connection
from django.template import loader
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck, settings

from portal.logging import MaskPersonalNumbers
from portal.views import places
from registry.search import labels
from tests import cleaning
from tests.factories import load_reference_data

os.environ.setdefault("PORTAL_TEST", "1")  # processes that tests start are tests too
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in the tests' thread

# The same examples every time, so that a check says what the change did. bin/test --hunt looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("hunt", parent=settings.get_profile("steady"), derandomize=False, max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

places.KEPT.seconds = 0  # each request draws the page anew
labels.KEPT_SECONDS = 24 * 3600  # a slow machine is no reason to read the names anew in the middle of counting queries

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None
)
NO_CHROMIUM = "NO CHROMIUM FOUND: the browser tests did not run. Install chromium, or set CHROMIUM to its path."
NO_PDFSIG = "NO PDFSIG FOUND: signatures were not checked by poppler. Install poppler-utils."
WRITE = re.compile(
    r"^\W*(insert|update|delete|merge|truncate|with\b.*\b(insert|update|delete))\b|procrastinate_defer", re.I | re.S
)
MAY_BE_WRITTEN = re.compile(r'"(cache|django_session)"')


class WriteDuringGet(AssertionError):
    """A page wrote to the database when it was only read."""


def refuse_writes(execute, sql, params, many, context):
    if WRITE.search(str(sql)) and not MAY_BE_WRITTEN.search(str(sql)):
        raise WriteDuringGet(str(sql))
    return execute(sql, params, many, context)


class ReadOnlyGetClient(Client):
    """Django's test client, in which a GET that writes fails. The session and the cache may be written."""

    def request(self, **request):
        if request.get("REQUEST_METHOD") not in {"GET", "HEAD"}:
            return super().request(**request)
        with connection.execute_wrapper(refuse_writes):
            return super().request(**request)


@pytest.fixture
def client():
    return ReadOnlyGetClient()


@pytest.fixture
def read_only_get():
    """A maker of clients, for tests that need more than one."""
    return ReadOnlyGetClient


@pytest.fixture(autouse=True)
def empty_cache(request):
    """Leaves no rate limit behind. A test in a transaction rolls its own back; the others are cleaned up after."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    if commits or {"transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("transactional_db")
        yield
        cache.clear()
    else:
        yield


@pytest.fixture
def undrawn(monkeypatch):
    """Pages without their text: who gets in is decided before a page is drawn, and drawing takes most of the time."""
    monkeypatch.setattr(loader, "render_to_string", lambda *arguments, **options: "")


@pytest.fixture
def log():
    """What a log at its most talkative would hold, written as the portal writes it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(MaskPersonalNumbers())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def pdfsig(tmp_path):
    """What poppler says of a PDF's signature."""
    if shutil.which("pdfsig") is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":  # where all is installed that a test may want
            pytest.fail(NO_PDFSIG)
        pytest.skip(NO_PDFSIG)

    def told(pdf):
        file = tmp_path / "signed.pdf"
        file.write_bytes(pdf)
        return subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, timeout=60).stdout

    return told


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, which asks no other host for anything."""
    return browser_type_launch_args | {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


def pytest_collection_modifyitems(config, items):
    browser_tests = [item for item in items if item.get_closest_marker("browser")]
    if CHROMIUM:
        for item in browser_tests:
            # A browser on a busy machine can lose its time or its connection. What is wrong is wrong the second time too,
            # and what was not is told of by bin/test, for whoever wants to know how often.
            item.add_marker(pytest.mark.flaky(reruns=1))
        return
    if not browser_tests:
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":
        raise pytest.UsageError(NO_CHROMIUM)
    for item in browser_tests:
        item.add_marker(pytest.mark.skip(reason="no Chromium"))


def pytest_terminal_summary(terminalreporter, config):
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "no Chromium" in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{NO_CHROMIUM} ({len(skipped)} tests)", red=True, bold=True)
    unsigned = [report for report in terminalreporter.stats.get("skipped", []) if NO_PDFSIG in str(report.longrepr)]
    if unsigned:
        terminalreporter.write_line(f"{NO_PDFSIG} ({len(unsigned)} tests)", red=True, bold=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Reference data is there from the start, as it is in every real portal."""
    with django_db_blocker.unblock():
        may_be_emptied()
        load_reference_data()
        cleaning.remember()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: cleaning.clean())
        yield


def may_be_emptied():
    """Let this database, and no other, empty the log of statuses: a test that commits is cleaned up after."""
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"alter database {name} set portal.may_truncate = 'on'")
        cursor.execute("set portal.may_truncate = 'on'")
