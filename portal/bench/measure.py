"""One row of the table: what a page costs, beside a bare view with a body of the same size."""

import statistics
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.bench.client import Connection, one_after_another, percentile, side_by_side
from portal.bench.server import postgres_seconds
from procurement.views.lists import COUNTS
from registry.views.search import KEPT

WARM = 10
ROUNDS = 5
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass
class Row:
    """Milliseconds are medians of several rounds, each a mean over its requests."""

    name: str
    bar: float | None
    queries: int
    sql: float
    python: float
    postgres: float
    bare: float
    alone: float
    together: float
    wire: int
    body: int

    @property
    def total(self):
        return self.python + self.postgres

    @property
    def ratio(self):
        """Python's processor time in units of the bare view's."""
        return self.python / self.bare if self.bare else 0.0


def measure(page, site, bare, *, requests, connections):
    """Measure one page on the running servers."""
    queries, sql, body = _queries(page)
    single = Connection(site.port, page.cookie)
    _, wire, _ = single.get(page.path)
    single.close()
    one_after_another(site.port, [page.path] * WARM, page.cookie)
    bare_path = f"/bare/{body}/"
    one_after_another(bare.port, [bare_path] * WARM)
    python, postgres, beside = [], [], []
    share = max(1, requests // ROUNDS)
    for _ in range(ROUNDS):
        spent = _spent(site, lambda: one_after_another(site.port, [page.path] * share, page.cookie))
        python.append(spent[0] / share * 1000)
        postgres.append(spent[1] / share * 1000)
        beside.append(_spent(bare, lambda: one_after_another(bare.port, [bare_path] * share))[0] / share * 1000)
    alone, _ = side_by_side(site.port, [page.path] * requests, 1, page.cookie)
    together, _ = side_by_side(site.port, [page.path] * requests, connections, page.cookie)
    middle = statistics.median
    return Row(
        page.name, page.bar, queries, sql, middle(python), middle(postgres), middle(beside), alone, together, wire, body
    )


def mixed_load(paths, site, connections):
    """(requests per second, milliseconds at 50, 95 and 99 percent, processor milliseconds per request)."""
    result = {}

    def run():
        result["rate"], result["seconds"] = side_by_side(site.port, paths, connections)

    python, postgres = _spent(site, run)
    marks = [percentile(result["seconds"], percent) * 1000 for percent in (50, 95, 99)]
    return result["rate"], marks, (python + postgres) / len(paths) * 1000


def _spent(server, work):
    """Processor seconds of the server and of Postgres's backends while `work` runs."""
    with connection.cursor() as cursor:
        own = connection.connection.info.backend_pid
        python, before = server.python_seconds(), postgres_seconds(cursor, own)
        work()
        after = postgres_seconds(cursor, own)
        spent = sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())
        return server.python_seconds() - python, spent


def _queries(page):
    """(number of queries, their milliseconds, bytes of the body), asked within this process.

    Names are warm, lists are drawn anew.
    """
    client = Client(SERVER_NAME="127.0.0.1", HTTP_HOST=f"127.0.0.1:{settings.PORT}")
    client.cookies.load(page.cookie)
    client.get(page.path)
    times = []
    for _ in range(3):
        KEPT.forget()
        COUNTS.forget()
        with CaptureQueriesContext(connection) as captured:
            response = client.get(page.path)
        rows = [row for row in captured if not row["sql"].startswith(TRANSACTION)]
        times.append(sum(float(row["time"]) for row in rows) * 1000)
    return len(rows), statistics.median(times), len(response.content)
