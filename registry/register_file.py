"""Reads a file with Kammarkollegiet's list. Pure: bytes go in, rows come out, or what is wrong in words.

The list is CSV: comma, semicolon or tab; UTF-8 with or without BOM, or Windows-1252; a heading and a row for each
registration. Kammarkollegiet publishes no format of its own (`domain.md` 1.4), so the columns go by several names.

No message repeats what stands in the file: it may be somebody's personnummer.
"""

import csv
import io
import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from registry.calendar import REGISTER_BEGAN
from registry.validators import clean_organisation_number, contains_personal_number

COLUMNS = {
    "number": {"organisationsnummer", "orgnr", "organisationsnr", "org.nr"},
    "name": {"namn", "organisation", "organisationsnamn"},
    "first": {"registrerad", "registreringsdatum", "registrerad från", "registrerad fran"},
    "decided": {"avregistrerad", "avregistreringsdatum", "beslut om avregistrering"},
}
NEEDED = {"number": "organisationsnummer", "name": "namn", "first": "registrerad"}
LONGEST_NAME = 200
MOST_REFUSED = 5  # percent of the rows; with more, the file is something else than the list
PERSONAL_NUMBER = "Numret eller namnet liknar ett personnummer. Raden är inte sparad."
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_TWICE_ENCODED = re.compile("Ã[\x80-\xbf¥¤¶…„–]|\ufffd")


class UnreadableFile(Exception):
    """The file cannot be used. The words say what is wrong and what to do."""


@dataclass(frozen=True)
class Listed:
    """What the list says about one number: its name there and its periods, in order, none overlapping.

    A period is (first day, day of the decision to deregister or None).
    """

    number: str
    name: str
    periods: tuple


@dataclass(frozen=True)
class Refused:
    """A row that cannot be used: where it stands, and why. Never what it says."""

    line: int
    reason: str


@dataclass(frozen=True)
class RegisterFile:
    """The list as read. `unclear` are numbers in refused rows: they stand in the list, but not how."""

    listed: dict
    refused: tuple
    unclear: frozenset
    refused_names: frozenset
    duplicates: int
    row_count: int


def read(content, *, on, progress=None):
    """The list in these bytes, as it stood on the day. `progress` is told the number of rows now and then.

    Raises `UnreadableFile` when it is no list, or only a part of one.
    """
    rows, columns = _rows(_text(content))
    reading = _Reading(on)
    for count, (line, row) in enumerate(rows, 1):
        reading.take(line, row, columns)
        if progress and count % 10_000 == 0:
            progress(count)
    return reading.result()


def _text(content):
    if not content.strip():
        raise UnreadableFile("Filen är tom. Hämta listan igen.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content:
        raise UnreadableFile("Filens teckenkodning går inte att läsa. Spara den som CSV med UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise UnreadableFile("Filens teckenkodning går inte att läsa. Spara den som CSV med UTF-8.") from None
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml", "<head")):
        raise UnreadableFile("Det är en webbsida, inte en lista. Källan visar kanske ett felmeddelande. Försök senare.")
    if _TWICE_ENCODED.search(text):
        raise UnreadableFile("Å, ä och ö är förstörda i filen. Spara den som CSV med UTF-8.")
    return text


def _rows(text):
    """The rows under the heading, as (line, cells), and where each column stands."""
    heading = text.lstrip().partition("\n")[0]
    delimiter = max(";\t,", key=heading.count)
    reader = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=delimiter, strict=True)
    skipped = text[: len(text) - len(text.lstrip())].count("\n")
    try:
        cells = [" ".join(cell.lower().split()) for cell in next(reader)]
        rows = [(reader.line_num + skipped, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        raise UnreadableFile("Filen är avbruten eller skadad. Hämta den igen.") from None
    columns = {
        key: next((place for place, cell in enumerate(cells) if cell in names), None) for key, names in COLUMNS.items()
    }
    if missing := [label for key, label in NEEDED.items() if columns[key] is None]:
        raise UnreadableFile(
            f"Kolumner saknas: {', '.join(missing)}. Filens första rad ska ha organisationsnummer, namn, registrerad "
            "och, om någon är avregistrerad, avregistrerad."
        )
    if not rows:
        raise UnreadableFile("Listan har inga rader. Hämta den igen.")
    if len(rows[-1][1]) < len(cells):
        raise UnreadableFile("Filen är avbruten: den sista raden är inte hel. Hämta den igen.")
    return rows, columns


class _Reading:
    """Takes the rows one by one and keeps what they say."""

    def __init__(self, on):
        self.on = on
        self.periods = defaultdict(dict)  # number -> {(first, decided): line}
        self.names = {}
        self.refused = []
        self.unclear = set()
        self.refused_names = set()
        self.duplicates = 0
        self.row_count = 0

    def take(self, line, row, columns):
        self.row_count += 1
        cell = {
            key: row[place].strip() if place is not None and place < len(row) else "" for key, place in columns.items()
        }
        if any(contains_personal_number(text) for text in cell.values()):
            self.refused.append(Refused(line, PERSONAL_NUMBER))
            self._remember_number(cell["number"])
            return
        try:
            number = clean_organisation_number(cell["number"])
        except ValidationError as refusal:
            personal = refusal.code == "personal_number"
            if not personal:
                self.refused_names.add(_folded(cell["name"]))
            self.refused.append(Refused(line, PERSONAL_NUMBER if personal else f"{refusal.messages[0]}."))
            return
        if refusal := self._refusal(cell):
            self.refused.append(Refused(line, refusal))
            self.unclear.add(number)
            return
        period = _day(cell["first"]), _day(cell["decided"])
        if period in self.periods[number]:
            self.duplicates += 1
        else:
            self.periods[number][period] = line
            self.names[number] = " ".join(cell["name"].split())

    def _remember_number(self, text):
        """The row is refused for what stands beside the number: the list names the number, but not how."""
        with suppress(ValidationError):
            self.unclear.add(clean_organisation_number(text))

    def _refusal(self, cell):
        """Why the row's name or days cannot be used; empty when they can."""
        first, decided = _day(cell["first"]), _day(cell["decided"])
        if not cell["name"] or len(cell["name"]) > LONGEST_NAME:
            return "Namnet saknas eller är för långt."
        if first is None:
            return "Dagen för registreringen saknas eller går inte att läsa."
        if cell["decided"] and decided is None:
            return "Dagen för avregistreringen går inte att läsa."
        if first < REGISTER_BEGAN:
            return "Registret finns sedan 2023. Dagen för registreringen ligger tidigare."
        if max(first, decided or first) > self.on:
            return "En dag ligger efter den dag som listan gäller."
        if decided and decided < first:
            return "Avregistreringen ligger före registreringen."
        return ""

    def result(self):
        listed = {}
        for number, held in self.periods.items():
            if number in self.unclear:
                continue
            periods = sorted(held, key=lambda period: (period[0], period[1] or date.max))
            if any(later[0] <= (earlier[1] or date.max) for earlier, later in zip(periods, periods[1:], strict=False)):
                self.unclear.add(number)
                reason = "Numret står på flera rader som säger emot varandra."
                self.refused += [Refused(line, reason) for line in sorted(held.values())]
            else:
                listed[number] = Listed(number, self.names[number], tuple(periods))
        if len(self.refused) * 100 > self.row_count * MOST_REFUSED and len(self.refused) > 1:
            raise UnreadableFile(
                f"{len(self.refused)} av {self.row_count} rader går inte att läsa. Kontrollera att kolumnerna har rätt "
                f"namn och ordning. Den första ligger på rad {min(row.line for row in self.refused)}."
            )
        if not listed:
            raise UnreadableFile("Ingen rad i listan går att läsa. Kontrollera att kolumnerna har rätt namn.")
        return RegisterFile(
            listed=listed,
            refused=tuple(sorted(self.refused, key=lambda row: row.line)),
            unclear=frozenset(self.unclear),
            refused_names=frozenset(self.refused_names - {""}),
            duplicates=self.duplicates,
            row_count=self.row_count,
        )


def _day(text):
    """A day written as 2026-05-12 or 20260512; None for anything else."""
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _folded(name):
    return " ".join(name.casefold().split())


def is_same_name(name, names):
    """Whether the name is one of the folded names."""
    return _folded(name) in names
