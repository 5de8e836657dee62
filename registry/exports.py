"""Any list as a file: CSV, Excel or JSON, written row by row so that a long list costs little memory.

A list page gives its rows as dicts and says which columns may leave the house; nothing else does.
"""

import csv
import json
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import batched
from typing import NamedTuple

from django.http import FileResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone

BOM = "\ufeff"  # without it Excel reads å, ä and ö wrongly
ROWS_AT_A_TIME = 200
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}


@dataclass(frozen=True)
class Column:
    """One column: `name` is the row's key and the name in JSON, `label` the heading in CSV and Excel."""

    name: str
    label: str


class Link(NamedTuple):
    """A way to a file: what it is called, and its address."""

    label: str
    url: str


def links(view, query=""):
    """The list as each kind of file, from the view that takes the kind. `query`: what was chosen, with its ?."""
    kinds = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"))
    return [Link(label, reverse(view, args=[kind]) + query) for kind, label in kinds]


def export(rows, columns, kind, *, filename):
    """Answer with the rows as a file. `rows` may be an iterator; `kind` is "csv", "xlsx" or "json".

    The file is named `filename` and its kind. Raises KeyError for another kind, or when a row lacks a column.
    """
    disposition = {"Content-Disposition": f'attachment; filename="{filename}.{kind}"'}
    if kind == "xlsx":
        return FileResponse(_xlsx(rows, columns), content_type=TYPES[kind], headers=disposition)
    writer = {"csv": _csv, "json": _json}[kind]
    return StreamingHttpResponse(_chunks(writer(rows, columns)), content_type=TYPES[kind], headers=disposition)


def csv_text(rows, columns):
    """The rows as the text of a CSV file, for a file that is kept rather than sent."""
    return "".join(_csv(rows, columns))


def json_text(value):
    """A value as the text of a JSON file, always the same for the same value: sorted keys, times in Swedish time."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, default=_as_json) + "\n"


def plain(value):
    """A value as text for people: days as 2026-11-21, instants in Swedish time, yes and no in Swedish."""
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nej"
        case datetime():
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case list() | tuple():
            return ", ".join(plain(part) for part in value)
        case _:
            return str(value)


def safe_cell(value):
    """The text of a CSV cell. One that a spreadsheet would run as a formula gets an apostrophe in front."""
    text = plain(value).replace("\r", " ").replace("\x00", "")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number and text.lstrip().startswith(FORMULA_SIGNS):
        return "'" + text
    return text


class _Line:
    """Where csv.writer writes: it keeps nothing and hands the line back."""

    def write(self, line):
        return line


def _csv(rows, columns):
    line = csv.writer(_Line(), delimiter=";")
    yield BOM + line.writerow([column.label for column in columns])
    for row in rows:
        yield line.writerow([safe_cell(row[column.name]) for column in columns])


def _json(rows, columns):
    yield "["
    for number, row in enumerate(rows):
        kept = {column.name: row[column.name] for column in columns}
        yield (",\n" if number else "\n") + json.dumps(kept, ensure_ascii=False, default=_as_json)
    yield "\n]\n"


def _as_json(value):
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _xlsx(rows, columns):
    """Text is written as text, never as formula or link. Only the compressed book is held in memory."""
    import xlsxwriter  # 12 MB, which a web process that only shows pages does without

    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("Lista")
    heading = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 24)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.label, heading)
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            value = row[column.name]
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(number, place, value)
            else:
                sheet.write_string(number, place, plain(value)[:32767])
    book.close()
    file.seek(0)
    return file


def _chunks(lines):
    """Lines gathered into larger pieces: fewer writes to the network."""
    for batch in batched(lines, ROWS_AT_A_TIME):
        yield "".join(batch).encode()
