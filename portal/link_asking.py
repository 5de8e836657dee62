"""Asks one address whether it answers: HEAD, then GET, no body read. It reaches public addresses on the web alone.

Addresses come from people. Without the guard somebody could make the server ask its own network. A name is looked up
once, every number it has must be public, and the connection goes to a number that was looked at; each redirect anew.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

SECONDS = 10  # for each read, and for the whole question
MOST_REDIRECTS = 5
PORTS = {"https": 443, "http": 80}
THERE_BUT_CLOSED = {401, 403, 405, 406, 429, 451, 501}  # somebody answers, if not us
IN_PATHS = "/?%:@!$&'()*+,;=~-._[]"  # what stands as it is; the rest is written with percent signs
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # old addresses as new ones (RFC 6052)
REDIRECTS = {301, 302, 303, 307, 308}


class Refused(Exception):
    """An address that the portal does not ask."""


@dataclass(frozen=True)
class Answer:
    """What came: whether something is there, and the status or the fault in words."""

    is_there: bool
    words: str


def public_only(host, port):
    """The host's addresses, when all of them are public and the port is the web's. Raises `Refused`, `OSError`."""
    if port not in PORTS.values():
        raise Refused("en port som vi inte frågar")
    found = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(is_public(address) for address in found):
        raise Refused("en adress som inte är öppen")
    return found


def is_public(address):
    """Whether a number is on the open internet: not ours, not private, not reserved, nor one of those in disguise."""
    number = ipaddress.ip_address(address.split("%")[0])
    for inner in ("ipv4_mapped", "sixtofour"):
        if hidden := getattr(number, inner, None):
            return is_public(str(hidden))
    if number in TRANSLATED:
        return is_public(str(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)))
    if getattr(number, "teredo", None):
        return False
    return number.is_global and not (number.is_multicast or number.is_reserved or number.is_unspecified)


def ask(url, *, guard=public_only, seconds=SECONDS):
    """Ask the address. Never raises for what a server does; what went wrong stands in the answer."""
    try:
        status = _follow("HEAD", url, guard, seconds)
        if status >= 400:  # many servers do not know HEAD
            status = _follow("GET", url, guard, seconds)
    except Refused as refusal:
        return Answer(False, f"frågas inte: {refusal}")
    except TimeoutError:
        return Answer(False, "svarade inte i tid")
    except ssl.SSLError:
        return Answer(False, "certifikatet godtas inte")
    except socket.gaierror:
        return Answer(False, "namnet finns inte")
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(False, "förbindelsen bröts")
    return Answer(status < 400 or status in THERE_BUT_CLOSED, str(status))


def _follow(method, url, guard, seconds):
    """The status at the end of the redirects."""
    for _ in range(MOST_REDIRECTS + 1):
        status, onward = _once(method, url, guard, seconds)
        if onward is None:
            return status
        url = urljoin(url, onward)
    raise Refused("för många omdirigeringar")


def _once(method, url, guard, seconds):
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        raise Refused("en adress som inte är på webben")
    host = parts.hostname.encode("idna").decode()
    port = parts.port or PORTS[parts.scheme]
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=IN_PATHS)
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    # The name is not looked up again: the connection goes to an address that the guard has looked at.
    connection.sock = _reach(guard(host, port), port, seconds)
    with _at_most(seconds, connection):
        if parts.scheme == "https":
            secure = ssl.create_default_context()
            connection.sock = secure.wrap_socket(connection.sock, server_hostname=host, do_handshake_on_connect=False)
            connection.sock.do_handshake()
        connection.request(method, path, headers={"User-Agent": _name(), "Accept": "*/*", "Connection": "close"})
        response = connection.getresponse()
        return response.status, response.headers.get("Location") if response.status in REDIRECTS else None


@contextmanager
def _at_most(seconds, connection):
    """Hang up after a while: a server that drips a byte at a time would keep each single read going."""
    overdue = threading.Event()

    def hang_up():
        overdue.set()
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(seconds, hang_up)
    clock.start()
    try:
        yield
    except (OSError, http.client.HTTPException):
        if overdue.is_set():
            raise TimeoutError from None
        raise
    finally:
        clock.cancel()
        connection.close()


def _reach(addresses, port, seconds):
    refusal = OSError("no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=seconds)
        except OSError as error:
            refusal = error
    raise refusal


def _name():
    """Who asks, and where to complain."""
    return f"Ideburenportalen-lankkontroll/1.0 (+{settings.SITE_URL}; {settings.OPERATOR_EMAIL})"
