"""Fetches a file with Kammarkollegiet's list: from disk, or over https with time-outs and a largest size."""

import hashlib
import http.client
import ssl
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from registry.register_file import UnreadableFile
from registry.validators import mask_personal_numbers

SILENT_FOR = 20  # seconds without a byte
LONGEST = 120  # seconds for the whole file
PIECE = 64 * 1024
LOCAL = {"localhost", "127.0.0.1", "::1"}
LONGEST_SOURCE = 200


@dataclass(frozen=True)
class Fetched:
    """A file with where it came from. `dated` is the day that the source says it was changed, if it says."""

    content: bytes
    source: str
    dated: date | None = None

    @property
    def sha256(self):
        return hashlib.sha256(self.content).hexdigest()


def source_of(place):
    """What is noted of where a file came from: no folder, no name and password, no questions of an address."""
    if is_address(place):
        parts = urlsplit(place)
        text = f"{parts.scheme}://{parts.hostname}{parts.path}"
    else:
        text = Path(place).name
    return mask_personal_numbers(text, strict=True)[:LONGEST_SOURCE]


def is_address(place):
    return "://" in place


def fetch(place):
    """The file at a path or an address. Raises `UnreadableFile` with what is wrong in words."""
    return _from_address(place) if is_address(place) else _from_disk(place)


def check_size(size):
    """Refuse what is larger than a list can be."""
    if size > settings.OFFICIAL_REGISTER_LARGEST:
        megabytes = settings.OFFICIAL_REGISTER_LARGEST // 2**20
        raise UnreadableFile(f"Filen är större än {megabytes} MB. Det är inte listan.")


def _from_disk(place):
    try:
        path = Path(place)
        check_size(path.stat().st_size)
        return Fetched(path.read_bytes(), source_of(place))
    except OSError:
        raise UnreadableFile("Filen går inte att öppna. Kontrollera sökvägen.") from None


def _require_safe(address, *, from_local=False):
    """Only https, and http to this very machine; an address elsewhere never leads on to one here."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL and from_local):
        return
    raise UnreadableFile("Adressen ska börja med https://.")


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, from_local):
        self.from_local = from_local

    def redirect_request(self, request, file, code, message, headers, address):
        _require_safe(address, from_local=self.from_local)
        return super().redirect_request(request, file, code, message, headers, address)


def _from_address(address):
    local = urlsplit(address).hostname in LOCAL
    _require_safe(address, from_local=local)
    opener = urllib.request.build_opener(_SafeRedirects(local))
    request = urllib.request.Request(
        address, headers={"User-Agent": "Ideburenportalen", "Accept": "text/csv, */*;q=0.1"}
    )
    try:
        with opener.open(request, timeout=SILENT_FOR) as answer:
            return Fetched(_body(answer), source_of(address), _dated(answer))
    except urllib.error.HTTPError as refusal:
        raise UnreadableFile(f"Källan svarade med fel {refusal.code}. Försök senare.") from None
    except TimeoutError:
        raise UnreadableFile("Källan svarade inte i tid. Försök senare.") from None
    except http.client.IncompleteRead:
        raise UnreadableFile("Källan bröt förbindelsen mitt i filen. Försök senare.") from None
    except urllib.error.URLError as failure:
        if isinstance(failure.reason, TimeoutError):
            raise UnreadableFile("Källan svarade inte i tid. Försök senare.") from None
        if isinstance(failure.reason, ssl.SSLError):
            raise UnreadableFile("Källan kan inte visa vem den är (fel certifikat). Läs inte in listan.") from None
        raise UnreadableFile("Källan går inte att nå. Försök senare.") from None
    except (OSError, http.client.HTTPException):
        raise UnreadableFile("Källan bröt förbindelsen. Försök senare.") from None


def _body(answer):
    """The body piece by piece: a source that drips can not hold us for ever, nor fill the memory."""
    began, pieces, size = time.monotonic(), [], 0
    told = answer.headers.get("Content-Length", "")
    while piece := answer.read1(PIECE):
        size += len(piece)
        check_size(size)
        pieces.append(piece)
        if time.monotonic() - began > LONGEST:
            raise TimeoutError
    if told.isdigit() and size < int(told):
        raise http.client.IncompleteRead(b"")
    return b"".join(pieces)


def _dated(answer):
    """The day of Last-Modified, or None."""
    try:
        return timezone.localdate(parsedate_to_datetime(answer.headers["Last-Modified"]))
    except (TypeError, ValueError):
        return None
