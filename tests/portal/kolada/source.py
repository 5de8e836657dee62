"""A Kolada on this very machine: answers in the real format, and misbehaves on demand."""

import gzip
import json
import re
import socket
import struct
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from tests.local_server import running


def cell(value, gender="T", *, deleted=False, status=""):
    return {"gender": gender, "count": 1, "status": status, "value": value, "isdeleted": deleted}


def items(rows, *, version=3):
    """Rows `{(measure, place, year): [cells]}` as the values of an answer."""
    return [
        {"kpi": code, "municipality": place, "period": str(year) if version == 2 else year, "values": cells}
        for (code, place, year), cells in rows.items()
    ]


def envelope(values, *, following=None, version=3):
    names = ("next_page", "previous_page") if version == 2 else ("next_url", "previous_url")
    return {"count": len(values), "values": values, names[0]: following, names[1]: None}


@dataclass
class Kolada:
    """What the source holds, how it pages, and what it shall do wrong. `asked` is every address it was asked for."""

    rows: dict = field(default_factory=dict)
    measures: list = field(default_factory=list)
    page_size: int = 5000
    version: int = 3
    faults: dict = field(default_factory=dict)  # page: [name, times left, or None for ever]
    asked: list = field(default_factory=list)
    reached: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)
    base: str = ""
    is_still: bool = False  # its rows never change: what was chosen once is chosen again
    kept: dict = field(default_factory=dict)

    def misbehave(self, fault, *, page=2, times=None):
        """Do this wrong when that page of values is asked for: so many times, or for ever."""
        self.faults[page] = [fault, times]

    def behave(self):
        self.faults = {}
        self.released.set()

    @property
    def pages_asked(self):
        """Which pages of values were asked for, in order."""
        return [int(parse_qs(urlsplit(path).query).get("page", ["1"])[0]) for path in self.asked if "/data/" in path]

    def fault_of(self, page):
        fault = self.faults.get(page) or self.faults.get("all")
        if fault is None or fault[1] == 0:
            return None
        if fault[1] is not None:
            fault[1] -= 1
        return fault[0]

    def chosen(self, codes, years):
        asked = (*codes, *sorted(years))
        if asked not in self.kept or not self.is_still:
            chosen = {key: cells for key, cells in self.rows.items() if key[0] in codes and key[2] in years}
            self.kept = {asked: items(chosen, version=self.version)}
        return self.kept[asked]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes; the second would wait for the first

    def log_message(self, *words):
        """Silence."""

    def do_GET(self):
        self.kolada.asked.append(self.path)
        parts = urlsplit(self.path)
        page = int(parse_qs(parts.query).get("page", ["1"])[0])
        if match := re.fullmatch(r"/v\d/kpi/([^/]+)", parts.path):
            codes = match[1].split(",")
            return self.send(envelope([row for row in self.kolada.measures if row["id"] in codes]))
        match = re.fullmatch(r"/v\d/data/kpi/([^/]+)/year/([^/]+)", parts.path)
        if not match:
            return self.send({"detail": "Not found"}, code=404)
        values = self.kolada.chosen(match[1].split(","), {int(year) for year in match[2].split(",")})
        answer = self.page(parts, values, page)
        return getattr(self, self.kolada.fault_of(page) or "send")(answer)

    @property
    def kolada(self):
        return self.server.kolada

    def page(self, parts, values, page):
        size = self.kolada.page_size
        there = values[(page - 1) * size : page * size]
        following = self.address(parts, page + 1) if page * size < len(values) else None
        return envelope(there, following=following, version=self.kolada.version)

    def address(self, parts, page):
        return f"{self.kolada.base.rsplit('/', 1)[0]}{parts.path}?page={page}&per_page={self.kolada.page_size}"

    def send(self, answer, *, kind="application/json", code=200, length=None, **headers):
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    # --- Faults ---

    def silent(self, answer):
        time.sleep(1.5)
        self.close_connection = True

    def dripping(self, answer):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        try:
            for _ in range(60):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            """The reader has had enough, which is what the test is about."""
        self.close_connection = True

    def error(self, answer):
        self.send(b"<html>500</html>", kind="text/html", code=500)

    def too_often(self, answer):
        self.send({"detail": "Too many requests"}, code=429, Retry_After="0")

    def missing(self, answer):
        self.send({"detail": "Not found"}, code=404)

    def reset(self, answer):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def half(self, answer):
        content = json.dumps(answer).encode()
        self.send(content[: len(content) // 2], length=len(content))
        self.close_connection = True

    def half_unnoticed(self, answer):
        content = json.dumps(answer).encode()
        self.send(content[: len(content) // 2])

    def wrong_json(self, answer):
        self.send(b'{"count": 1, "values": [{]}')

    def not_a_number(self, answer):
        self.send(json.dumps(answer).replace('"value": ', '"value": NaN, "was": ').encode())

    def wrong_columns(self, answer):
        self.send(envelope([{"indicator": "N00120", "place": "1480", "year": 2024, "value": 3}]))

    def no_values(self, answer):
        self.send({"count": 0, "results": []})

    def html(self, answer):
        self.send("<!doctype html><title>Underhåll</title>".encode(), kind="text/html; charset=utf-8")

    def huge(self, answer):
        self.send(json.dumps(answer).encode() + b" " * 300_000)

    def packed(self, answer):
        self.send(gzip.compress(json.dumps(answer).encode()), Content_Encoding="gzip")

    def packed_and_huge(self, answer):
        self.send(gzip.compress(b" " * 1_000_000), Content_Encoding="gzip")

    def same_page_twice(self, answer):
        """This page says what the page before it said."""
        parts = urlsplit(self.path)
        codes, years = re.fullmatch(r"/v\d/data/kpi/([^/]+)/year/([^/]+)", parts.path).groups()
        values = self.kolada.chosen(codes.split(","), {int(year) for year in years.split(",")})
        page = int(parse_qs(parts.query)["page"][0])
        before = self.page(parts, values, page - 1)
        self.send({**before, "next_url": answer["next_url"]})

    def for_ever(self, answer):
        """The same page, with a new address each time."""
        host = self.kolada.base.rsplit("/", 1)[0]
        self.send({**answer, "next_url": f"{host}{self.path}&again={time.monotonic_ns()}"})

    def round_and_round(self, answer):
        self.send({**answer, "next_url": self.address(urlsplit(self.path), 2)})

    def elsewhere(self, answer):
        self.send({**answer, "next_url": "http://192.0.2.1/v3/data?page=3"})

    def redirected_elsewhere(self, answer):
        self.send(b"", code=302, Location="http://192.0.2.1/v3/data?page=2")

    def redirected_here(self, answer):
        self.send(b"", code=302, Location=self.path + "&again=1")

    def held(self, answer):
        self.kolada.reached.set()
        self.kolada.released.wait(30)
        self.close_connection = True


@contextmanager
def kolada(rows=None, **facts):
    """A source with these rows, for as long as the test goes on."""
    there = Kolada(rows or {}, **facts)
    with running(Handler, kolada=there) as server:
        there.base = f"http://127.0.0.1:{server.server_port}/v{there.version}"
        try:
            yield there
        finally:
            there.released.set()
