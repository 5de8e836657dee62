"""Prints what search, profiles and lists cost, beside a bare view in the same run."""

import os
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal.bench import lists, pages
from portal.bench.checks import MOST_MILLISECONDS, measure_checks
from portal.bench.measure import measure, mixed_load
from portal.bench.server import serving
from portal.load import lists as invented
from procurement.models import Contract, ContractingAuthority, Procurement
from registry.models import LegalEntity, Municipality, SearchEntry

MOST_REQUESTS = 5_000
HEADINGS = (
    f"{'page':26}{'queries':>8}{'SQL ms':>8}{'Python':>8}{'Postgres':>9}{'in all':>8}{'bar':>5}"
    f"{'bare':>7}{'ratio':>7}{'req/s 1':>9}{'req/s n':>9}{'wire kB':>9}{'body kB':>9}"
)


class Command(BaseCommand):
    help = (
        "Serves the site with granian on a free port of 127.0.0.1 and measures, one request after another and warm: "
        "queries, their time, processor time of Python and of Postgres per request in ms (median of five rounds), "
        "requests per second over one and over several connections, bytes over the wire; beside a bare Django view "
        "without middleware that answers with as many bytes. Then a mixed load of different searches, on two workers. "
        "Postgres's time is only seen when it runs on this machine. The bulk check is measured in this process. "
        "For `lists`, procurements and contracts are invented first, as many as are missing of --rows; each is kept. "
        f"{invented.PROPORTIONS}"
    )

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["search", "profile", "check", "lists", "all"])
        parser.add_argument("--requests", type=int, default=200, help="per page and way of asking (200)")
        parser.add_argument("--connections", type=int, default=8, help="at the same time (8)")
        parser.add_argument("--mixed", type=int, default=1_000, help="different searches in the mixed load (1000)")
        parser.add_argument("--rows", type=int, default=200_000, help="procurements, and as many contracts (200000)")
        parser.add_argument("--fresh", action="store_true", help="draw and count every list anew, also one just drawn")
        parser.add_argument("--application", default="portal.wsgi:application", help="what is served")

    def handle(self, *, what, requests, connections, mixed, rows, fresh, application, **options):
        if not 1 <= requests <= MOST_REQUESTS or not 1 <= connections <= 64 or not 0 <= mixed <= MOST_REQUESTS:
            raise CommandError(f"At most {MOST_REQUESTS} requests and 64 connections.")
        if what in ("check", "all"):
            self.print_checks(measure_checks())
        if what == "lists":
            self.measure_lists(rows, fresh, application, requests, connections)
        if what in ("check", "lists"):
            return
        measured = [
            *(pages.search_pages() if what != "profile" else []),
            *(pages.profile_pages() if what != "search" else []),
        ]
        if not measured:
            raise CommandError("There is nothing to measure yet.")
        load = os.getloadavg()
        self.stdout.write(
            f"{SearchEntry.objects.count()} organisations. Load of the machine before: "
            f"{load[0]:.1f} over one minute, {os.cpu_count()} processors."
        )
        with (
            serving(application, **environment(fresh)) as site,
            serving("portal.bench.bare:application") as bare,
        ):
            self.stdout.write(HEADINGS)
            for page in measured:
                self.print_row(measure(page, site, bare, requests=requests, connections=connections))
        if mixed and what != "profile":
            with serving(application, workers=2, **environment(fresh)) as site:
                self.print_mixed(mixed_load(pages.mixed(mixed), site, connections), mixed, connections)
                self.stdout.write(f"Memory of two workers: {site.memory() / 1e6:.0f} MB.")

    def measure_lists(self, rows, fresh, application, requests, connections):
        if settings.PRODUCTION:
            raise CommandError("Invented procurements have no place in a real portal.")
        if not 1 <= rows <= invented.MOST:
            raise CommandError(f"At most {invented.MOST} rows.")
        if not ContractingAuthority.objects.exists() or not Municipality.objects.exists():
            raise CommandError("Run load_reference_data and load_authorities first.")
        for kind, number in invented.fill(rows):
            self.stdout.write(f"{number} of {rows} {kind}")
        # Queries and their ms are of a list that is counted anew; processor time with large counts kept, as they are.
        self.stdout.write(
            f"{Procurement.objects.count()} procurements, {Contract.objects.count()} contracts. Load of the machine "
            f"before: {os.getloadavg()[0]:.1f} over one minute, {os.cpu_count()} processors."
        )
        with (
            lists.signed_in_buyer() as cookie,
            serving(application, **environment(fresh)) as site,
            serving("portal.bench.bare:application") as bare,
        ):
            self.stdout.write(HEADINGS)
            for page in lists.list_pages(cookie):
                self.print_row(measure(page, site, bare, requests=requests, connections=connections))
            self.stdout.write(f"{'file':26}{'first ms':>9}{'last ms':>9}{'kB':>8}")
            for row in lists.measure_files(site):
                self.stdout.write(f"{row.name:26}{row.first:9.0f}{row.last:9.0f}{row.size / 1000:8.0f}")

    def print_row(self, row):
        bar = f"{row.bar:g}" if row.bar else ""
        self.stdout.write(
            f"{row.name:26}{row.queries:8}{row.sql:8.1f}{row.python:8.2f}{row.postgres:9.2f}{row.total:8.2f}{bar:>5}"
            f"{row.bare:7.3f}{row.ratio:7.1f}{row.alone:9.0f}{row.together:9.0f}"
            f"{row.wire / 1000:9.1f}{row.body / 1000:9.1f}"
        )
        self.stdout.flush()

    def print_checks(self, rows):
        self.stdout.write(
            f"{LegalEntity.objects.count()} legal entities. Load of the machine: {os.getloadavg()[0]:.1f}, "
            f"{os.cpu_count()} processors. Bulk check, in this process, ms:"
        )
        self.stdout.write(
            f"{'numbers':>8}{'known':>8}{'queries':>9}{'reading':>9}{'answers':>9}{'page':>8}{'body kB':>9}"
        )
        for row in rows:
            self.stdout.write(
                f"{row.rows:8}{row.known:8}{row.queries:9}{row.reading:9.1f}{row.answers:9.1f}{row.page:8.1f}"
                f"{row.body / 1000:9.1f}"
            )
        met = "met" if rows[-1].reading + rows[-1].answers <= MOST_MILLISECONDS else "NOT MET"
        self.stdout.write(f"Verdicts of {rows[-1].rows} numbers within {MOST_MILLISECONDS} ms: {met}.")

    def print_mixed(self, result, number, connections):
        rate, (half, most, nearly_all), spent = result
        self.stdout.write(
            f"Mixed load, {number} different searches over {connections} connections: {rate:.0f} requests/s, "
            f"{half:.0f} ms at 50 %, {most:.0f} ms at 95 %, {nearly_all:.0f} ms at 99 %, {spent:.1f} ms of processor."
        )


def environment(fresh=False):
    """What the served site needs to be this one: the database that we are connected to, the same hosts."""
    kept = {"SEARCH_KEPT_SECONDS": "0"} if fresh else {}
    address = urlsplit(os.environ["DATABASE_URL"])
    database = address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return kept | {"DATABASE_URL": database, "HOST": settings.HOST, "ALLOWED_HOSTS": "127.0.0.1,localhost"}
