"""Reads what Kolada's API answers, versions 2 and 3. Pure: neither network nor database.

Version 3 wraps values as `{count, values, next_url, previous_url}` with a year that is a number, version 2 as
`{count, values, next_page, previous_page}` with a year that is a text. A place is "1480", 1480, or, where a table
program has been at it, 114 for 0114. Whoever wants the format: https://github.com/Hypergene/kolada.
"""

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1970, 2100
GENDERS = frozenset("TKM")
VALUES, MEASURES = "values", "measures"
SMALLEST = Decimal("0.00000001")  # eight decimals, as values are kept
LARGEST = Decimal(10) ** 12
CODE = re.compile(r"[A-Za-z]\d{5}")
SPEAKABLE = re.compile(r"[\w-]{1,12}", re.ASCII)  # what may be repeated of what stood there
COLUMNS = {VALUES: ("kpi", "municipality", "period", "values"), MEASURES: ("id", "title")}

NOT_JSON = "Svaret är inte JSON, eller så är det avhugget."
NO_VALUES = "Svaret saknar listan ”values”. Det är inte Kolada som svarar, eller så har formatet ändrats."
WRONG_COLUMNS = "Ingen rad i svaret har kolumnerna {}. Det är inte Kolada som svarar, eller så har formatet ändrats."
TOO_MANY = "Svaret har fler rader än det säger att det finns."
CONTRADICTION = "Källan ger samma värde två gånger, med olika tal."


class UnreadableAnswer(Exception):
    """The answer as a whole cannot be trusted. The text says what is wrong."""


class Value(NamedTuple):
    """A number for a measure, a place, a year and a gender. None when the source has none, or has taken it back."""

    indicator: str
    place: str
    year: int
    gender: str
    value: Decimal | None
    is_deleted: bool = False

    @property
    def key(self):
        return self[:4]


@dataclass(frozen=True)
class Measure:
    """What the source says of a measure: the name, and until when the last year's values are preliminary."""

    code: str
    title: str
    published_year: int | None = None
    final_on: date | None = None


@dataclass(frozen=True)
class Refused:
    """A row that was not taken. `key` is whose value it was, or None when that could not be read."""

    where: str
    reason: str
    key: tuple | None = None


@dataclass(frozen=True)
class Answer:
    """One page."""

    values: tuple = ()
    measures: tuple = ()
    refused: tuple = ()
    next_address: str = ""
    statuses: tuple = ()
    kind: str = VALUES

    @property
    def digest(self):
        """A checksum of what the page says, whatever its address."""
        return hashlib.sha256(repr((self.values, self.measures, self.refused)).encode()).hexdigest()

    @property
    def is_empty(self):
        return not (self.values or self.measures or self.refused)


@dataclass(frozen=True)
class Gathered:
    """What all pages say together."""

    values: dict  # key: Value
    measures: dict  # code: Measure
    refused: tuple
    repeated: int
    statuses: dict
    all_keys_read: bool  # of every row with a value it is known whose it is
    all_measures_read: bool


class _RefusedRow(Exception):
    pass


def read(content, kind=None):
    """The page in these bytes. Without a kind, the first row tells. Raises `UnreadableAnswer`."""
    rows, told, next_address = _open(content)
    if not rows:
        return Answer(next_address=next_address, kind=kind or VALUES)
    kind = kind or (MEASURES if isinstance(rows[0], dict) and "kpi" not in rows[0] else VALUES)
    columns = COLUMNS[kind]
    if not any(isinstance(row, dict) and all(name in row for name in columns) for row in rows):
        raise UnreadableAnswer(WRONG_COLUMNS.format(", ".join(columns)))
    if isinstance(told, int) and told < len(rows):
        raise UnreadableAnswer(TOO_MANY)
    page = _read_values(rows) if kind == VALUES else _read_measures(rows)
    return Answer(**page, next_address=next_address, kind=kind)


def _open(content):
    """(rows, how many the answer says, address of the next page)."""
    try:
        answer = json.loads(content, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise UnreadableAnswer(NOT_JSON) from None
    if isinstance(answer, dict) and "values" not in answer and {"id", "title"} <= answer.keys():
        return [answer], None, ""
    if not isinstance(answer, dict) or not isinstance(answer.get("values"), list):
        raise UnreadableAnswer(NO_VALUES)
    following = answer.get("next_url") or answer.get("next_page") or ""
    if not isinstance(following, str):
        raise UnreadableAnswer("Adressen till nästa sida går inte att läsa.")
    return answer["values"], answer.get("count"), following


def _no_number(name):
    raise ValueError(name)


# --- Values ---


def _read_values(rows):
    values, refused, statuses = [], [], Counter()
    for number, row in enumerate(rows, 1):
        try:
            head, inner = _head(row)
        except _RefusedRow as refusal:
            refused.append(Refused(f"rad {number}", str(refusal)))
            continue
        for cell in inner:
            try:
                gender = _gender(cell)
            except _RefusedRow as refusal:
                refused.append(Refused(f"rad {number}: {in_words(head)}", str(refusal)))
                continue
            try:
                values.append(_value(head, gender, cell))
            except _RefusedRow as refusal:
                key = (*head, gender)
                refused.append(Refused(f"rad {number}: {in_words(key)}", str(refusal), key))
                continue
            if cell.get("status"):
                statuses[speakable(cell["status"])] += 1
    return {"values": tuple(values), "refused": tuple(refused), "statuses": tuple(sorted(statuses.items()))}


def _head(row):
    """((measure, place, year), list of cells)."""
    if not isinstance(row, dict) or not all(name in row for name in COLUMNS[VALUES]):
        raise _RefusedRow("Raden saknar någon av kolumnerna kpi, municipality, period och values.")
    if not isinstance(row["values"], list):
        raise _RefusedRow("Raden har ingen lista med värden.")
    return (_code(row["kpi"]), _place(row["municipality"]), _year(row["period"])), row["values"]


def _code(code):
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise _RefusedRow("Nyckeltalets kod har fel form.")
    return code.upper()


def _place(place):
    """Four digits; what is something else, such as a group of municipalities, is left as it is, and is unknown."""
    if isinstance(place, bool) or not isinstance(place, int | str) or place == "":
        raise _RefusedRow("Platsens kod har fel form.")
    text = str(place).strip()
    if text.isdecimal() and text.isascii() and len(text) <= 4:
        return text.zfill(4)
    return speakable(text)


def _year(period):
    if isinstance(period, bool) or not isinstance(period, int | str) or not re.fullmatch(r"\d{4}", str(period), re.A):
        raise _RefusedRow("Året har fel form.")
    if not FIRST_YEAR <= int(period) <= LAST_YEAR:
        raise _RefusedRow(f"Året ligger inte mellan {FIRST_YEAR} och {LAST_YEAR}.")
    return int(period)


def _gender(cell):
    if not isinstance(cell, dict) or "value" not in cell or "gender" not in cell:
        raise _RefusedRow("Värdet saknar kolumnen gender eller value.")
    if not isinstance(cell["gender"], str) or cell["gender"] not in GENDERS:
        raise _RefusedRow("Könet är varken T, K eller M.")
    return cell["gender"]


def _value(head, gender, cell):
    is_deleted = cell.get("isdeleted") or False
    if not isinstance(is_deleted, bool):
        raise _RefusedRow("Kolumnen isdeleted är varken sann eller falsk.")
    value = cell["value"]
    if value is None or is_deleted:
        return Value(*head, gender, None, is_deleted)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _RefusedRow("Värdet är inget tal.")
    value = Decimal(value)
    if abs(value) >= LARGEST:
        raise _RefusedRow("Talet är orimligt stort.")
    return Value(*head, gender, value.quantize(SMALLEST) + 0)  # + 0: never minus nought


# --- Measures ---


def _read_measures(rows):
    measures, refused = [], []
    for number, row in enumerate(rows, 1):
        try:
            measures.append(_measure(row))
        except _RefusedRow as refusal:
            refused.append(Refused(f"nyckeltal, rad {number}", str(refusal)))
    return {"measures": tuple(measures), "refused": tuple(refused)}


def _measure(row):
    if not isinstance(row, dict) or not all(name in row for name in COLUMNS[MEASURES]):
        raise _RefusedRow("Raden saknar kolumnen id eller title.")
    if not isinstance(row["title"], str) or not row["title"].strip():
        raise _RefusedRow("Nyckeltalet har inget namn.")
    period, final = row.get("publ_period"), row.get("publication_date")
    return Measure(
        _code(row["id"]),
        " ".join(row["title"].split()),
        _year(period) if period not in (None, "") else None,
        _day(final) if final not in (None, "") else None,
    )


def _day(text):
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        raise _RefusedRow("Dagen för slutliga värden har fel form.") from None


def is_preliminary(year, published_year, final_on, today):
    """Whether a year's values may still change: the published year until its final day, and any later year."""
    if published_year is None or year < published_year:
        return False
    return year > published_year or (final_on is not None and today < final_on)


# --- All pages together ---


def gather(answers):
    """What the pages say together. Two rows that contradict each other are both refused: neither can be known."""
    values, measures, refused, contradicted = {}, {}, [], set()
    repeated, statuses = 0, Counter()
    for answer in answers:
        refused += answer.refused
        statuses.update(dict(answer.statuses))
        measures |= {measure.code: measure for measure in answer.measures}
        for value in answer.values:
            key = value.key
            if key not in values:
                values[key] = value
            elif values[key] == value:
                repeated += 1
            else:
                contradicted.add(key)
    for key in sorted(contradicted):
        del values[key]
        refused.append(Refused(in_words(key), CONTRADICTION, key))
    return Gathered(
        values,
        measures,
        tuple(refused),
        repeated,
        dict(statuses),
        all_keys_read=all(row.key for answer in answers if answer.kind == VALUES for row in answer.refused),
        all_measures_read=not any(answer.refused for answer in answers if answer.kind == MEASURES),
    )


# --- Words ---


def in_words(key):
    """ "N00120, 1480, 2024, T": which value, for whoever looks it up at the source."""
    return ", ".join(str(part) for part in key)


def speakable(text):
    """What may be shown of a word that stood in an answer: a short code, never whatever a stranger has put there."""
    return text if isinstance(text, str) and SPEAKABLE.fullmatch(text) else "annat"
