"""Asking links: a server that misbehaves in every way, and addresses that nobody may make the portal ask."""

import socket
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from zoneinfo import ZoneInfo

import pytest

from portal import link_asking
from portal.link_asking import Answer, Refused, ask, is_public, public_only
from portal.models import CheckedLink
from portal.reading import governance as reading
from portal.services import links
from tests.local_server import running
from tests.portal.politics import make_council, make_document, make_place, make_target

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Misbehaving(BaseHTTPRequestHandler):
    """What the path asks for."""

    asked = None

    def do_HEAD(self):
        self._answer("HEAD")

    def do_GET(self):
        self._answer("GET")

    def _answer(self, method):
        self.server.asked.append((method, self.path, self.headers["User-Agent"], self.headers["Host"]))
        what = self.path.strip("/").split("/")
        if what[0] == "no-head":
            self._status(405 if method == "HEAD" else 200)
        elif what[0] == "to":
            self._status(302, Location="/".join(what[1:]).replace("~~", "//") or "/")
        elif what[0] == "round":
            self._status(301, Location="/round")
        elif what[0] == "hang":
            time.sleep(1.5)
        elif what[0] == "drip":
            self._drip()
        elif what[0] == "rubbish":
            self.wfile.write(b"what is this\r\n\r\n")
        elif what[0] != "cut":
            self._status(int(what[0]))

    def _status(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _drip(self):
        for byte in b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50:
            try:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    def log_message(self, *args):
        pass


def server():
    return running(Misbehaving, asked=[])


@pytest.fixture
def misbehaving():
    with server() as there:
        yield there


def here(host, port):
    """The tests' own guard: the local server, under whatever name it is asked for."""
    if host != "kommunen.example":
        raise Refused("en adress som inte är öppen")
    return ["127.0.0.1"]


def asked(running, path, seconds=0.6):
    return ask(f"http://kommunen.example:{running.server_port}/{path}", guard=here, seconds=seconds)


@pytest.mark.parametrize(
    ("path", "is_there", "words"),
    [
        ("200", True, "200"),
        ("no-head", True, "200"),
        ("to/200", True, "200"),
        ("403", True, "403"),
        ("429", True, "429"),
        ("404", False, "404"),
        ("410", False, "410"),
        ("500", False, "500"),
        ("503", False, "503"),
        ("to/404", False, "404"),
        ("round", False, "frågas inte: för många omdirigeringar"),
        ("hang", False, "svarade inte i tid"),
        ("drip", False, "svarade inte i tid"),
        ("cut", False, "förbindelsen bröts"),
        ("rubbish", False, "förbindelsen bröts"),
    ],
)
def test_every_way_in_which_a_server_answers(misbehaving, path, is_there, words):
    assert asked(misbehaving, path.replace("to/", "to//")) == Answer(is_there, words)


def test_it_says_who_asks_and_asks_by_head_first(misbehaving, settings):
    settings.OPERATOR_EMAIL = "kontakt@portalen.example"

    asked(misbehaving, "no-head")

    assert [method for method, *_ in misbehaving.asked] == ["HEAD", "GET"]
    assert all("kontakt@portalen.example" in agent for _, _, agent, _ in misbehaving.asked)
    assert all(host.startswith("kommunen.example") for *_, host in misbehaving.asked)


def test_a_redirect_is_guarded_like_the_first_address(misbehaving):
    inside = f"to/http:~~127.0.0.1:{misbehaving.server_port}/200"

    answer = asked(misbehaving, inside)

    assert answer == Answer(False, "frågas inte: en adress som inte är öppen")
    assert [path for _, path, *_ in misbehaving.asked] == [f"/{inside}"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b:1::1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2001:0:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_no_address_inside_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["193.180.23.1", "2a00:1450:400f:80d::200e", "::ffff:193.180.23.1"])
def test_those_outside_are(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://kommunen.se/", "https://user:pass@kommunen.se/", "https:///x", "gopher://x/",
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/",
        "https://127.0.0.1:5432/", "https://kommunen.se:22/",
    ],
)  # fmt: skip
def test_addresses_that_are_never_asked(url, monkeypatch):
    monkeypatch.setattr(link_asking, "_reach", lambda *args: pytest.fail("it was asked"))

    assert not ask(url).is_there


def test_one_private_number_among_public_ones_is_enough_to_refuse(monkeypatch):
    numbers = [(None, None, None, "", (number, 443)) for number in ("193.180.23.1", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: numbers)

    with pytest.raises(Refused):
        public_only("kommunen.example", 443)


# --- What is kept ---


def at(day, hour=3):
    return datetime(2026, 11, day, hour, tzinfo=STOCKHOLM)


URL = "https://kommunen.example/program"
DEAD, ALIVE = Answer(False, "404"), Answer(True, "200")


@pytest.mark.django_db
def test_a_link_is_called_dead_after_three_days_and_not_after_three_tries():
    document = make_document(url=URL)

    def said():
        return reading.of_place(document.place).documents[0].link

    for day, hour in ((1, 3), (1, 4), (1, 5), (2, 3)):
        links.note(URL, DEAD, at=at(day, hour))
        assert said() == ""
    links.note(URL, DEAD, at=at(3))

    row = CheckedLink.objects.get()
    assert (row.silent_days, row.got, row.asked_at) == (3, "404", at(3))
    assert said() == "Länken svarar inte sedan 1\u00a0november 2026 (404)."
    links.note(URL, ALIVE, at=at(4))
    assert said() == ""
    assert CheckedLink.objects.get().answered_at == at(4)


@pytest.mark.django_db
def test_all_that_is_shown_is_asked_one_at_a_time_and_what_is_invented_is_not():
    place = make_place()
    actor = make_council(place)
    make_document(place, actor, url=URL)
    make_target(place, actor, decision_url="https://kommunen.example/beslut")
    make_document(place, actor, kind="compact", url="https://beslut.example/x", is_invented=True)
    CheckedLink.objects.create(url="https://gammal.example/", asked_at=at(1), got="200")
    called, waited = [], []

    number = links.check_all(ask=lambda url: called.append(url) or ALIVE, pause=waited.append)

    assert called == ["https://kommunen.example/beslut", URL]
    assert number == 2 and waited == [links.PAUSE]
    assert set(CheckedLink.objects.values_list("url", flat=True)) == set(called)


@pytest.mark.django_db
def test_the_demonstration_calls_nobody(settings):
    settings.DEMO = True
    make_document(url=URL)

    assert links.check_all(ask=lambda url: pytest.fail("it called out")) == 0
