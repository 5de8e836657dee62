"""Asks Kolada over https, page by page: with time-outs, patience when it fails, and a largest size of an answer."""

import random
import time
from urllib.parse import urljoin, urlsplit

import urllib3

from portal.kolada.answers import UnreadableAnswer

BASE = "https://api.kolada.se/v3"
THIS_MACHINE = "127.0.0.1"
MOST_AT_ONCE = 25  # measures or years in one question
PAGE = 5_000  # rows of an answer, the most that Kolada gives

PIECE = 64 * 1024
PATIENCE = (1, 2, 4, 8)  # seconds before each new try
LONGEST_WAIT = 60  # seconds, when the source asks for a pause
PASSING = {408, 425, 429, 500, 502, 503, 504}
MOVED = {301, 302, 303, 307, 308}
MOST_REDIRECTS = 3


class SourceDown(Exception):
    """The source cannot be reached, or does not answer whole. What has been read can be taken up later."""


class _Fault(Exception):
    """One try failed; the next may not. `wait` is what the source asked for, in seconds."""

    def __init__(self, reason, wait=0):
        super().__init__(reason)
        self.wait = wait


class Client:
    """Kolada at a base address. One connection is kept; a pause between questions spares the source."""

    def __init__(
        self, base=BASE, *, connect=10, silent=30, longest=180, largest=32 * 2**20, patience=PATIENCE, pause=0.2
    ):
        self.base = base.rstrip("/")
        self.origin = _origin(self.base)
        self.longest, self.largest, self.patience = longest, largest, patience
        self.pause = 0 if self.origin[1] == THIS_MACHINE else pause
        self.pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=connect, read=silent),
            headers={"User-Agent": "Ideburenportalen", "Accept": "application/json", "Accept-Encoding": "gzip"},
        )

    # --- Addresses ---

    def measures_address(self, codes):
        """Where the names and days of these measures are."""
        return f"{self.base}/kpi/{','.join(codes)}?per_page={PAGE}"

    def values_address(self, codes, years):
        """Where all places' values of these measures in these years are."""
        return f"{self.base}/data/kpi/{','.join(codes)}/year/{','.join(map(str, years))}?per_page={PAGE}"

    def following(self, address, told):
        """The address of the next page, made whole. Raises `UnreadableAnswer` when it leads to another host."""
        return self._same_host(address, told, "Sidan säger att nästa sida finns på en annan värd, {}.")

    def _same_host(self, address, told, refusal):
        try:
            address = urljoin(address, told)
            parts = urlsplit(address)
            origin = _origin_of(parts)
        except ValueError:
            raise UnreadableAnswer("Sidan säger att nästa sida finns på en adress som inte går att läsa.") from None
        if self.origin[0] == "https" and origin == ("http", self.origin[1], 80):
            return parts._replace(scheme="https", netloc=parts.hostname).geturl()  # its own addresses forget the s
        if origin != self.origin:
            raise UnreadableAnswer(refusal.format((parts.hostname or "okänd")[:60]) + " Dit går portalen inte.")
        return address

    # --- Asking ---

    def get(self, address):
        """The answer's bytes. Raises `SourceDown` when patience runs out, `UnreadableAnswer` when it is no answer."""
        for wait in (*self.patience, None):
            time.sleep(self.pause)
            try:
                return self._get(address)
            except _Fault as fault:
                if wait is None:
                    raise SourceDown(f"{fault} Kör kommandot igen, så fortsätter det där det slutade.") from None
                time.sleep(max(fault.wait, wait * random.uniform(0.8, 1.2)))
        raise AssertionError("the last try returns or raises")

    def _get(self, address):
        for _ in range(MOST_REDIRECTS + 1):
            try:
                answer = self.pool.request("GET", address, preload_content=False, redirect=False, retries=False)
            except urllib3.exceptions.NewConnectionError:  # which urllib3 takes for a kind of time-out
                raise _Fault("Källan går inte att nå.") from None
            except urllib3.exceptions.TimeoutError:
                raise _Fault("Källan svarade inte i tid.") from None
            except urllib3.exceptions.SSLError:
                raise UnreadableAnswer("Källan kan inte visa vem den är (fel certifikat).") from None
            except urllib3.exceptions.HTTPError:
                raise _Fault("Källan går inte att nå.") from None
            try:
                if answer.status not in MOVED:
                    return self._body(answer)
                told = answer.headers.get("Location", "")
                address = self._same_host(address, told, "Källan skickar vidare till en annan värd, {}.")
            finally:
                answer.close()
        raise UnreadableAnswer("Källan skickar runt i en cirkel.")

    def _body(self, answer):
        """The body piece by piece: a source that drips cannot hold us for ever, nor fill the memory."""
        if answer.status in PASSING:
            raise _Fault(f"Källan svarade med fel {answer.status}.", _asked_pause(answer))
        if answer.status != 200:
            raise UnreadableAnswer(f"Källan svarade med fel {answer.status}.")
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise UnreadableAnswer("Källan svarade med något annat än JSON, kanske en sida om underhåll.")
        began, pieces, size = time.monotonic(), [], 0
        try:
            while piece := answer.read1(PIECE, decode_content=True):
                size += len(piece)
                if size > self.largest:
                    raise UnreadableAnswer(f"Svaret är större än {self.largest // 2**20} MB. Så stort är inget svar.")
                if time.monotonic() - began > self.longest:
                    raise _Fault("Källan svarade inte i tid.")
                pieces.append(piece)
        except urllib3.exceptions.TimeoutError:
            raise _Fault("Källan svarade inte i tid.") from None
        except urllib3.exceptions.HTTPError:
            raise _Fault("Källan bröt förbindelsen mitt i svaret.") from None
        return b"".join(pieces)


def _origin(address):
    """(scheme, host, port) of an address that may be asked: https, or http to this very machine."""
    try:
        origin = _origin_of(urlsplit(address))
    except ValueError:
        origin = ("", None, None)
    if origin[1] and (origin[0] == "https" or origin[:2] == ("http", THIS_MACHINE)):
        return origin
    raise UnreadableAnswer("Adressen ska börja med https://.")


def _origin_of(parts):
    return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def _asked_pause(answer):
    told = answer.headers.get("Retry-After", "")
    return min(int(told), LONGEST_WAIT) if told.isdecimal() else 0
