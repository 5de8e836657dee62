"""Reads Upphandlingsmyndigheten's statistics (CSV, UTF-8) row by row into notices, as eForms files are read.

Two kinds of file, told by their columns: procurements, one a row, and contracts with suppliers, one a row. What a row
lacks stays unknown: the statistics say no last day for tenders, no day of signing and no end of a contract.
"""

import csv
import gzip
import hashlib
import io
from dataclasses import replace

from procurement.eforms import words
from procurement.eforms.notice import CALL, RESULT, Award, LotResult, LotStatus, Notice, NoticeLot

PROCUREMENTS, CONTRACTS = "upphandlingar", "kontrakt"
COMMON = {"upphandlings_id", "titel", "publiceringsdatum", "kopare", "kopare_orgnr", "cpv", "reserverad"}
COLUMNS = {
    PROCUREMENTS: COMMON | {"delsektor", "rattslig_grund", "avtalstyp", "annonsdatabas", "kontrakterat_varde_sek"},
    CONTRACTS: COMMON | {"anbudsomrades_id", "leverantor", "leverantor_juridisk_form"},
}
LAWS = {"Direktiv 2014/24/EU": "lou", "": "lou", "Direktiv 2014/25/EU": "luf", "Direktiv 2014/23/EU": "luk"}
PERSONS = {"Fysiska personer"}
LOT = "1"  # a procurement of the statistics is one lot here
MOST_ROWS = 1_000_000
LONGEST_CELL = 10_000

OTHER_LAW = "Upphandlingen följer en lag som portalen inte har (LUFS). Den står som LOU."
NO_GROUND = "Statistiken säger att upphandlingen är reserverad, men inte på vilken grund."
SOLE_TRADER = "En leverantör är en fysisk person. Namnet är inte med."


class UnreadableTable(Exception):
    """The file as a whole cannot be read. The message says why."""


class RefusedRow(Exception):
    """A row is not taken. Says which column and why, never what stood there."""

    def __init__(self, reason, field):
        super().__init__(reason)
        self.reason, self.field = reason, field


def open_table(path):
    """(kind of file, iterator of (line, row)). Raises `UnreadableTable`, also while rows are read."""
    try:
        binary = path.open("rb")
    except OSError:
        raise UnreadableTable("Filen går inte att läsa.") from None
    packed = binary.read(2) == b"\x1f\x8b"
    binary.seek(0)
    source = gzip.GzipFile(fileobj=binary) if packed else binary
    rows = _rows(io.TextIOWrapper(source, encoding="utf-8-sig", newline=""))
    header = next(rows)
    kind = next((kind for kind, columns in COLUMNS.items() if columns <= header.keys()), None)
    if kind is None:
        raise UnreadableTable("Filen har inte de kolumner som Upphandlingsmyndighetens statistik har.")
    return kind, rows


def _rows(file):
    """First the header as a dict of its names, then (line, row)."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        with file:
            reader = csv.DictReader(file)
            yield dict.fromkeys(reader.fieldnames or [])
            for count, row in enumerate(reader, 1):
                if count > MOST_ROWS:
                    raise UnreadableTable("Filen har fler än en miljon rader. Dela upp den.")
                yield reader.line_num, row
    except (UnicodeDecodeError, csv.Error):
        raise UnreadableTable("Filen är inte CSV i UTF-8.") from None
    except (OSError, EOFError):
        raise UnreadableTable("Filen är inte hel. Hämta den igen.") from None


def digest(row):
    """What tells whether a row is the same as before."""
    return hashlib.sha256("\x1f".join(value or "" for value in row.values()).encode()).hexdigest()


def read_procurement(row):
    """The notice that a row of procurements is. Raises `RefusedRow`."""
    notice = _common(row)
    law = LAWS.get(row["rattslig_grund"].strip())
    warnings = [] if law else [OTHER_LAW]
    is_reserved = row["reserverad"].strip() == "1"
    if is_reserved:
        warnings.append(NO_GROUND)
    is_contracted = words.money(row["kontrakterat_varde_sek"]) is not None
    buyer = replace(notice.buyer, kind=words.line(row["delsektor"], 60))
    return replace(
        notice,
        buyer=buyer,
        law=law or "lou",
        is_reserved=is_reserved,
        is_framework=row["avtalstyp"].strip() == "Ramavtal",
        database=words.line(row["annonsdatabas"], 80),
        lots=(replace(notice.lots[0], is_framework=row["avtalstyp"].strip() == "Ramavtal"),),
        results=(LotResult(LOT, LotStatus.WINNER),) if is_contracted else (),
    ).with_warnings(warnings)


def _common(row):
    """What both kinds of row say."""
    if None in row or None in row.values():
        raise RefusedRow("Raden har inte lika många kolumner som rubriken.", "")
    number = words.identifier(row["upphandlings_id"])
    if not number:
        raise RefusedRow("Upphandlingens id saknas eller går inte att använda.", "upphandlings_id")
    title, name = words.line(row["titel"], 200), words.line(row["kopare"], 200)
    if not title:
        raise RefusedRow("Titeln saknas.", "titel")
    if not name:
        raise RefusedRow("Köparen saknas.", "kopare")
    published = words.day(row["publiceringsdatum"])
    if published is None:
        raise RefusedRow("Dagen för publicering saknas eller är ingen dag.", "publiceringsdatum")
    buyer, warnings = words.buyer(name, row["kopare_orgnr"])
    return Notice(
        kind=CALL,
        subtype="uhm",
        source="uhm",
        notice_id=number,
        version="1",
        procedure_id=number,
        buyer=buyer,
        title=title,
        published_on=published,
        lots=(NoticeLot(LOT, title, cpv=words.cpv(row["cpv"])),),
        warnings=tuple(warnings),
    )


def read_contracts(rows):
    """The notice that the contracts of one procurement are together. Raises `RefusedRow`."""
    notice = _common(rows[0])
    awards, has_person = [], False
    for row in rows:
        if not (row["leverantor"] or "").strip():
            raise RefusedRow("Leverantören saknas.", "leverantor")
        is_person = row["leverantor_juridisk_form"].strip() in PERSONS
        supplier, _ = words.party(row["leverantor"], "", is_person=is_person)
        has_person = has_person or is_person
        awards.append(Award(LOT, supplier, reference=words.line(row["anbudsomrades_id"], 80)))
    return replace(
        notice,
        kind=RESULT,
        subtype="uhm-kontrakt",
        notice_id=f"{notice.notice_id[:90]}:kontrakt",
        results=(LotResult(LOT, LotStatus.WINNER),),
        awards=tuple(awards),
    ).with_warnings([SOLE_TRADER] if has_person else [])
