"""Reads a table that somebody pasted or uploaded: rows of cells as text, each with the number it has in Excel.

Takes text parted by semicolon, comma or tab (UTF-8 with or without BOM, UTF-16 with BOM, Windows-1252) and Excel's
.xlsx. Says nothing of what the cells mean. Whatever is wrong raises TableProblem, with what to do in Swedish.
"""

import csv
import io
import zipfile
from collections import Counter

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_UNPACKED = 16 * 1024 * 1024  # what 5,000 rows of thirty columns take, and some
MOST_PARTS = 200
MOST_COLUMNS = 30
MOST_POSITIONS = 20_000  # rows, the empty ones counted
LONGEST_CELL = 1_000
PARTINGS = ";\t,"

UNREADABLE = "Filen går inte att läsa. Spara den som Excel (.xlsx) eller CSV och välj den igen."
OLD_EXCEL = "Filen är i ett gammalt Excelformat (.xls). Spara den som .xlsx eller CSV och välj den igen."
TOO_LARGE = "Filen är större än 2 MB. Ta bort kolumner som inte behövs, eller dela upp listan."
TOO_LONG = f"Listan har fler än {MOST_POSITIONS // 1000} 000 rader. Dela upp den."
LOCKED = "Filen är skyddad med lösenord. Spara den utan lösenord och välj den igen."


class TableProblem(Exception):
    """The table cannot be read. The message tells the person what to do."""


def read_file(content):
    """The rows of a file, told by what it holds and not by its name: a list of (position, [text, …])."""
    if len(content) > LARGEST_FILE:
        raise TableProblem(TOO_LARGE)
    if content.startswith(b"PK\x03\x04"):
        return _read_xlsx(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        # Both old workbooks and new ones behind a password lie in this kind of container.
        raise TableProblem(LOCKED if "EncryptedPackage".encode("utf-16-le") in content else OLD_EXCEL)
    return read_text(_decoded(content))


def read_text(text):
    """The rows of a text: a column that was pasted, or the contents of a CSV file."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    parting = _parting(text)
    # A quotation mark that is never closed would swallow the rows after it.
    quoting = csv.QUOTE_MINIMAL if text.count('"') % 2 == 0 else csv.QUOTE_NONE
    lines = io.StringIO(text, newline="")
    rows = []
    try:
        for position, cells in enumerate(csv.reader(lines, delimiter=parting, quoting=quoting), 1):
            if position > MOST_POSITIONS:
                raise TableProblem(TOO_LONG)
            rows.append((position, _tidy(cells)))
    except csv.Error:
        raise TableProblem(UNREADABLE) from None
    return rows


def _tidy(cells):
    return [cell.strip()[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS]]


def _decoded(content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise TableProblem(UNREADABLE) from None
    if b"\x00" in content:
        raise TableProblem(UNREADABLE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _parting(text):
    """The sign that parts the most rows into the same number of cells, of at least two."""
    beginning = [line for line in text[:50_000].split("\n")[:50] if line.strip()]
    best, most = PARTINGS[0], 0
    for sign in PARTINGS:
        widths = Counter(line.count(sign) for line in beginning)
        widths.pop(0, None)
        rows = max(widths.values(), default=0)
        if rows > most:
            best, most = sign, rows
    return best


def _read_xlsx(content):
    _refuse_bomb(content)
    from openpyxl import load_workbook  # a dozen MB, which a web process that only shows pages does without

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size need not be true
        rows = []
        for position, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
            if position > MOST_POSITIONS:
                raise TableProblem(TOO_LONG)
            rows.append((position, _tidy([_as_text(cell) for cell in cells])))
    except TableProblem:
        raise
    except Exception:  # openpyxl raises whatever its parsers do; nothing of the file may reach a log
        raise TableProblem(UNREADABLE) from None
    return rows


def _as_text(cell):
    """A cell's value as it was typed: whole numbers without decimals, days as 2026-05-12."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def _refuse_bomb(content):
    """Refuse a package that unpacks to far more than a list takes, or whose XML defines entities.

    The reader never unpacks more of a part than its directory says, so the directory can be believed about size.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise TableProblem(TOO_LARGE)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _defines_entities(package.read(part)):
                    raise TableProblem(UNREADABLE)
    except TableProblem:
        raise
    except Exception:  # zipfile and the methods of packing raise whatever they do; nothing of the file may reach a log
        raise TableProblem(UNREADABLE) from None


def _defines_entities(xml):
    """Whether a document type is declared, in any encoding that XML is written in here."""
    return b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"\x00" in xml[:200]
