"""The ZIP of an evidence pack, written and read. Pure: knows nothing of the database.

Written so that the same texts give the same bytes on any machine: names in order, one time for all, nothing compressed
(two versions of zlib may compress the same text differently). Read with distrust: whoever checks a pack may send
anything at all. Nothing is ever unpacked to disk.
"""

import hashlib
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

MANIFEST = "manifest.sha256"
CARD = "paket.json"  # says which pack it is
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first time that a ZIP can tell
UNIX, ORDINARY_FILE = 3, 0o100644 << 16

LARGEST_PACK = 60 * 1024 * 1024
LARGEST_CONTENT = 120 * 1024 * 1024  # of all files together, unpacked
LARGEST_DIRECTORY = 2 * 1024 * 1024  # each row of it becomes an object
MOST_FILES = 10_000
AT_A_TIME = 64 * 1024

NOT_A_ZIP = "Filen är ingen hel ZIP-fil. Välj bevispaketet så som det hämtades från portalen."
TOO_LARGE = "Filen är större än 60 MB, så den är inget bevispaket från portalen."
TOO_MUCH = "Filen har mer innehåll än ett bevispaket kan ha. Vi har inte packat upp den."
ODD_NAMES = "Filen har namn som inte finns i ett bevispaket. Vi har inte packat upp den."
LOCKED = "Filen är låst eller packad på ett sätt som portalen aldrig gör. Vi har inte packat upp den."

_END, _END_SIZE = b"PK\x05\x06", 22
_LOCATOR_64, _LOCATOR_64_SIZE = b"PK\x06\x07", 20
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*(?:/[a-z0-9][a-z0-9.-]*)*", re.IGNORECASE)
_LINE = re.compile(r"([0-9a-f]{64})  (\S+)")
_TOKEN = re.compile(rb'"id": "([0-9a-f]{32})"')
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # locked, or packed in a way that Python cannot undo
    ValueError,
)


class Refused(Exception):
    """The file cannot be a pack of ours, and is read no further. Its text says why, to the person who sent it."""


@dataclass(frozen=True)
class Opened:
    """What a ZIP holds: {name: SHA-256, or "" for a file that is damaged}, and what tells which pack it says it is."""

    sums: dict
    manifest_sha256: str
    token: str


def manifest(files):
    """The manifest of the texts, as `sha256sum -c` reads it."""
    return "".join(f"{_sum(text.encode())}  {name}\n" for name, text in sorted(files.items()))


def parse(text):
    """{name: SHA-256} of a manifest."""
    return {name: digest for digest, name in _LINE.findall(text)}


def archive(files):
    """The ZIP of the texts and their manifest, as bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as zipped:
        for name, text in sorted({**files, MANIFEST: manifest(files)}.items()):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.create_system, entry.external_attr = UNIX, ORDINARY_FILE
            zipped.writestr(entry, text.encode())
    return out.getvalue()


def sum_of_file(file):
    """The SHA-256 of an open file, read a piece at a time."""
    file.seek(0)
    return _sum_of_stream(file)


def read(file):
    """What an open file that may be a pack holds. Raises `Refused` for what cannot be one."""
    _require_plausible(file)
    try:
        with zipfile.ZipFile(file) as zipped:
            entries = [entry for entry in zipped.infolist() if not entry.is_dir()]
            _require_modest(entries)
            sums = {entry.filename: _sum_of_entry(zipped, entry) for entry in entries}
            card = _small(zipped, entries, CARD)
    except _BROKEN as problem:
        raise Refused(NOT_A_ZIP) from problem
    found = _TOKEN.search(card)
    return Opened(sums, sums.get(MANIFEST, ""), found[1].decode() if found else "")


def _require_plausible(file):
    """Look at the end of the file alone: zipfile makes an object of each row of a directory, before anybody can ask."""
    size = file.seek(0, 2)
    if size > LARGEST_PACK:
        raise Refused(TOO_LARGE)
    file.seek(max(0, size - _END_SIZE - _LOCATOR_64_SIZE))
    tail = file.read()
    end, before = tail[-_END_SIZE:], tail[:-_END_SIZE]
    if len(end) < _END_SIZE or not end.startswith(_END) or end[-2:] != b"\x00\x00" or before.startswith(_LOCATOR_64):
        raise Refused(NOT_A_ZIP)
    if int.from_bytes(end[12:16], "little") > LARGEST_DIRECTORY:
        raise Refused(TOO_MUCH)
    file.seek(0)


def _require_modest(entries):
    names = [entry.filename for entry in entries]
    if len(names) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST_CONTENT:
        raise Refused(TOO_MUCH)
    if len(set(names)) < len(names) or not all(_NAME.fullmatch(name) and len(name) <= 100 for name in names):
        raise Refused(ODD_NAMES)
    usual = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if any(entry.flag_bits & 1 or entry.compress_type not in usual for entry in entries):
        raise Refused(LOCKED)


def _sum_of_entry(zipped, entry):
    """The SHA-256 of a file in the ZIP; "" when it is damaged. Never more is unpacked than its row has promised."""
    try:
        with zipped.open(entry) as stream:
            return _sum_of_stream(stream)
    except _BROKEN:
        return ""


def _small(zipped, entries, name):
    """The bytes of a file in the ZIP, if it is there, whole and small."""
    for entry in entries:
        if entry.filename == name and entry.file_size <= AT_A_TIME:
            try:
                return zipped.read(entry)
            except _BROKEN:
                return b""
    return b""


def _sum_of_stream(stream):
    digest = hashlib.sha256()
    while piece := stream.read(AT_A_TIME):
        digest.update(piece)
    return digest.hexdigest()


def _sum(content):
    return hashlib.sha256(content).hexdigest()
