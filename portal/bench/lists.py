"""The lists of procurements and of contracts that are measured, a buyer's own among them, and their files."""

import http.client
import statistics
import time
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from portal.bench.pages import Measured
from procurement.models import AuthorityMembership, Contract, ContractingAuthority, Procurement
from procurement.views.lists import MOST_ROWS, PER_PAGE
from registry.models import ServiceArea

BUYER = "bench_buyer@demo.example"
FILE_ROUNDS = 3


@contextmanager
def signed_in_buyer():
    """The cookie of a procurement officer at the authority with the most contracts, while the block runs.

    Nobody else can sign in as this officer: there is no password.
    """
    user, _ = get_user_model().objects.get_or_create(email=BUYER, defaults={"name": "Påhittad upphandlare"})
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    if not user.authority_memberships.buying().exists():
        AuthorityMembership.objects.create(authority=_largest(), user=user, role=AuthorityMembership.Role.OFFICER)
    client = Client()
    client.force_login(user)
    try:
        yield f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    finally:
        client.session.flush()


def _largest():
    """The authority with the most contracts, and so the most rows in its own lists."""
    counted = Contract.objects.order_by().values("authority").annotate(rows=Count("pk")).order_by("-rows", "authority")
    return ContractingAuthority.objects.get(pk=counted[0]["authority"])


def list_pages(cookie):
    """Both lists in the ways that people ask for them. The bars are those of search."""
    return [
        *_pages("procurement", "insatser", "buyer_procurement_list", Procurement.objects.shown(), cookie),
        *_pages("contract", "avtal", "buyer_contract_list", Contract.objects.shown(), cookie),
    ]


def _pages(kind, frequent, own, shown, cookie):
    path = reverse(f"{kind}_list")
    services = ServiceArea.objects.services().order_by("position", "pk")
    common, rare = services.first(), services.last()
    place = "1480"

    def of(name, bar, **asked):
        return Measured(f"{kind} {name}", f"{path}?{urlencode(asked)}" if asked else path, bar)

    found = [
        of("plain", 5),
        of("common service", 5, tjanst=common.slug),
        of("rare service", 5, tjanst=rare.slug),
        of("municipality", 5, kommun=place),
        of("two facets", 5, tjanst=common.slug, kommun=place),
        of("word", None, q=max(rare.name.split(), key=len)),
        of("word with facet", 5, q="ramavtal", kommun=place),
        of("frequent word", 15, q=frequent),
        of("by title", 5, sort="rubrik"),
        of("last page", None, page=MOST_ROWS // PER_PAGE),
        Measured(f"{kind} buyer's own", reverse(own), cookie=cookie),
    ]
    one = shown.order_by("-pk").first()
    return [*found, Measured(f"{kind} page", one.get_absolute_url(), 4)] if one else []


@dataclass
class FileRow:
    """A list as a file: milliseconds to the first bytes and to the last, medians; bytes in all."""

    name: str
    first: float
    last: float
    size: int


def measure_files(site):
    """The lists as CSV, the whole and one of its parts."""
    common = ServiceArea.objects.services().order_by("position", "pk").first()
    return [
        _measure_file(site, f"{kind} {name}", reverse(f"{kind}_list_file", args=["csv"]) + query)
        for kind in ("procurement", "contract")
        for name, query in (("csv", ""), ("csv, one facet", f"?tjanst={common.slug}"))
    ]


def _measure_file(site, name, path):
    told = [_fetched(site.port, path) for _ in range(FILE_ROUNDS)]
    return FileRow(
        name, statistics.median(row[0] for row in told), statistics.median(row[1] for row in told), told[0][2]
    )


def _fetched(port, path):
    """(milliseconds to the first bytes, to the last, bytes)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    begun = time.perf_counter()
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        size = len(answer.read(100))
        first = time.perf_counter()
        size += len(answer.read())
        return (first - begun) * 1000, (time.perf_counter() - begun) * 1000, size
    finally:
        connection.close()
