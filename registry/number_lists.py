"""Organisation numbers out of a list as people have it: which rows name somebody, and what is wrong with the others.

Pure: rows of cells go in, lines come out. What was typed on a row that looks like a personnummer is forgotten here; of
such a row only its place in the list is left.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from django.core.exceptions import ValidationError

from registry.personal_numbers import find_personal_numbers, holds_disguised_number, is_day, without_other_figures
from registry.table_files import TableProblem, read_file, read_text
from registry.validators import clean_organisation_number
from registry.wording import grouped, in_a_row

MOST_ROWS = 5_000
ROWS_TO_LEARN_FROM = 500  # which column holds the numbers
FEWEST_DIGITS = 10  # of a personnummer; the search for one takes time
LONGEST_SHOWN = 60


class SupplierRole(StrEnum):
    """What the list says that the entity is in a tender."""

    MAIN = "main"
    SUB = "sub"
    RELIED_ON = "relied_on"


ROLE_NAMES = {
    SupplierRole.MAIN: "huvudleverantör",
    SupplierRole.SUB: "underleverantör",
    SupplierRole.RELIED_ON: "åberopat företag",
}
NOTES = {
    "leading_zero": "En nolla först saknades. Vi lade till den.",
    "sixteen": "Talet 16 stod först. Vi tog bort det.",
    "decimals": "Decimaler stod sist. Vi tog bort dem.",
    "vat": "Momsregistreringsnummer. Vi tog ut organisationsnumret.",
    "unknown_role": "Rollen känner vi inte igen. Skriv huvudleverantör, underleverantör eller åberopat företag.",
}
PROBLEMS = {
    "personal_number": "Liknar ett personnummer. Vi har varken sparat eller visat raden.",
    "shortened": "Excel har förkortat numret, till exempel till 5,56E+09. Gör kolumnen till text och skriv om det.",
    "no_number": "Inget organisationsnummer på raden.",
    "invalid_characters": "Numret har annat än siffror.",
    "invalid_length": "Ett organisationsnummer har tio siffror.",
    "invalid_prefix": "Ett nummer med tolv siffror ska börja med 16.",
    "invalid_third_digit": "Inte ett organisationsnummer: den tredje siffran ska vara 2 eller högre.",
    "invalid_check_digit": "Den sista siffran stämmer inte med de andra. Numret är felskrivet.",
    "duplicate": "Samma nummer som ovan. Räknas en gång.",
}
TOO_MANY = "Listan har {count} rader. Kontrollera högst 5 000 åt gången: dela upp listan."
NOTHING = "Listan är tom. Klistra in minst ett organisationsnummer."

_ROLE_WORDS = {
    SupplierRole.MAIN: {
        "huvudleverantör",
        "huvudleverantor",
        "huvud",
        "anbudsgivare",
        "leverantör",
        "huvudentreprenör",
    },
    SupplierRole.SUB: {"underleverantör", "underleverantor", "underlev", "under", "ul", "underentreprenör", "ue"},
    SupplierRole.RELIED_ON: {"åberopat företag", "aberopat foretag", "åberopat", "åberopad", "åberopas", "aberopad"},
}
_ROLE_OF = {word: role for role, words in _ROLE_WORDS.items() for word in words}
_ROLE_HEADINGS = {"roll", "roller", "typ", "leverantörstyp", "leverantörsroll", "roll i anbudet"}
_NUMBER_HEADING = re.compile(r"\borg\.?\s*-?(nr|nummer)|organisations\s?-?(nr|nummer)|\borgnr", re.I)
_SHORTENED = re.compile(r"[-+]?\d+(?:[.,]\d+)?[eE][-+]?\d+")
_DECIMALS = re.compile(r"(\d{7,12})[.,]0+")
_AS_TEXT = re.compile(r"""^(?:=\s*"(?P<quoted>[^"]*)"|['"`´](?P<marked>.*?)['"]?)$""")
_VAT = re.compile(r"SE[\s-]*(\d{6}[\s-]?\d{4})[\s-]*01", re.I)
_NUMBER_FIRST = re.compile(r"((?:16)?\d{6}[\s\u00a0-]?\d{4})[\s\u00a0,;:]+(?=[^\W\d_])")
_DIGITS = re.compile(r"[\s\u00ad\u200b.+‐‑‒–—−-]")


@dataclass(frozen=True)
class Line:
    """One row of the list: either a number to check or a problem.

    `position` is the row's number in Excel. `typed` is what stood there, shortened, for a row with a problem that is no
    personnummer: for the page, never for a file or a receipt.
    """

    position: int
    number: str = ""
    roles: tuple[SupplierRole, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""
    same_as: int | None = None
    typed: str = ""

    @property
    def problem_in_words(self):
        if self.problem == "duplicate" and self.same_as:
            return f"Samma nummer som rad {self.same_as}. Räknas en gång."
        return PROBLEMS.get(self.problem, "")

    @property
    def notes_in_words(self):
        return " ".join(NOTES[note] for note in self.notes)

    @property
    def roles_in_words(self):
        return in_a_row([ROLE_NAMES[role] for role in self.roles]) if self.roles else ""


@dataclass(frozen=True)
class NumberList:
    """The rows that were read, blank ones and the heading left out."""

    lines: tuple[Line, ...]

    @property
    def accepted(self):
        """Those that can be checked, each number once."""
        return [line for line in self.lines if not line.problem]

    @property
    def refused(self):
        return [line for line in self.lines if line.problem]

    def count(self, problem):
        return sum(line.problem == problem for line in self.lines)

    @property
    def has_roles(self):
        return any(line.roles for line in self.lines)


def from_file(content):
    """The list in an uploaded file. Raises TableProblem when there is none, or it is too long."""
    return from_rows(read_file(content))


def from_text(text):
    """The list in a pasted text. Raises TableProblem when there is none, or it is too long."""
    return from_rows(read_text(text))


def from_rows(rows):
    """The list in rows of cells, as (position, cells)."""
    rows = [(position, cells) for position, cells in rows if any(cells)]
    if not rows:
        raise TableProblem(NOTHING)
    if len(rows) > MOST_ROWS + 1:  # one may be the heading
        raise TableProblem(TOO_MANY.format(count=grouped(len(rows))))
    column = _number_column(rows[:ROWS_TO_LEARN_FROM])
    headed = not _looks_like_number(_cell(rows[0][1], column)) and _is_heading(rows[0][1])
    role_column = _role_column(rows, column, headed)
    body = rows[1:] if headed else rows
    if len(body) > MOST_ROWS:
        raise TableProblem(TOO_MANY.format(count=grouped(len(body))))
    if not headed and _is_all_numbers(body):
        body = [(position, [cell]) for position, cells in body for cell in cells if cell]
        column, role_column = 0, None
        if len(body) > MOST_ROWS:
            raise TableProblem(TOO_MANY.format(count=grouped(len(body))))
    return NumberList(_once_each([_line(position, cells, column, role_column) for position, cells in body]))


# --- Which column is which ---


def _cell(cells, column):
    return cells[column] if column is not None and column < len(cells) else ""


def _looks_like_number(cell):
    """Whether the cell is meant as a number of an organisation or a person, right or wrong."""
    plain = _bare(cell)
    digits = _DIGITS.sub("", plain)
    return bool(_SHORTENED.fullmatch(plain) or _VAT.fullmatch(plain) or _NUMBER_FIRST.match(plain)) or (
        digits.isdigit() and 8 <= len(digits) <= 12
    )


def _is_heading(cells):
    return not any(character.isdigit() for cell in cells for character in cell) or any(
        map(_NUMBER_HEADING.search, cells)
    )


def _is_all_numbers(rows):
    return any(len([cell for cell in cells if cell]) > 1 for _, cells in rows) and all(
        _looks_like_number(cell) for _, cells in rows for cell in cells if cell
    )


def _number_column(rows):
    """The column with the most numbers, right ones counted twice; one whose heading says so is preferred."""
    scores = Counter()
    for _, cells in rows:
        for column, cell in enumerate(cells):
            if cell and _looks_like_number(cell):
                scores[column] += 1 + bool(_read(cell)[0])
    for column, cell in enumerate(rows[0][1]):
        if _NUMBER_HEADING.search(cell):
            scores[column] += 2 * len(rows)
    return max(scores, key=lambda column: (scores[column], -column), default=0)


def _role_column(rows, number_column, headed):
    if headed:
        for column, cell in enumerate(rows[0][1]):
            if column != number_column and _plain_word(cell) in _ROLE_HEADINGS:
                return column
    known = Counter(column for _, cells in rows for column, cell in enumerate(cells) if _plain_word(cell) in _ROLE_OF)
    known.pop(number_column, None)
    return max(known, key=lambda column: (known[column], -column), default=None)


def _plain_word(cell):
    return " ".join(cell.lower().split()).rstrip(".")


# --- One row ---


def _bare(cell):
    """The cell without what marks it as text to a spreadsheet: ="0123", '0123."""
    found = _AS_TEXT.match(cell)
    return (found["quoted"] if found["quoted"] is not None else found["marked"]).strip() if found else cell


def _line(position, cells, column, role_column):
    cell = _cell(cells, column)
    if _holds_person(cell, cells):
        return Line(position, problem="personal_number")
    number, notes, problem = _read(cell)
    if problem == "personal_number":
        return Line(position, problem=problem)
    role, role_note = _role(_cell(cells, role_column))
    notes += role_note
    if not problem:
        return Line(position, number, role, notes)
    typed = "" if problem == "shortened" else cell[:LONGEST_SHOWN]
    return Line(position, roles=role, problem=problem, typed=typed)


def _holds_person(cell, cells):
    """Whether a personnummer stands in the row, in one cell or parted between cells, whatever signs part its digits.

    Zeros may stand before it, or have been lost.
    """
    if _has_digits(cell) and find_personal_numbers(without_other_figures(cell), strict=False):
        return True
    row = without_other_figures(" ".join(cells))
    if not _has_digits(row):
        return any(map(_lost_zeros, cells))
    return (
        bool(find_personal_numbers(row))
        or any(_has_digits(other) and holds_disguised_number(other) for other in cells)
        or any(holds_disguised_number(" ".join(pair)) for pair in pairwise(cells) if all(map(_is_part_of_number, pair)))
        or any(map(_lost_zeros, cells))
    )


def _is_part_of_number(cell):
    """Whether the cell is figures alone, too few for a number of their own, and no day."""
    return 0 < sum(map(str.isdigit, cell)) < FEWEST_DIGITS and not any(map(str.isalpha, cell)) and not is_day(cell)


def holds_person(row):
    """Whether a row of text would be refused as somebody's personnummer, whichever column its number stands in."""
    cells = [cell.strip(' "') for cell in re.split("[;,\t]", row)]
    whole = [row.strip(), *cells]
    return any(
        _holds_person(cell, whole) or _read(without_other_figures(cell))[2] == "personal_number" for cell in whole
    )


def _has_digits(text):
    return sum(map(str.isdigit, text)) >= FEWEST_DIGITS


def _lost_zeros(cell):
    """Whether the cell is a personnummer of somebody born from 2000 to 2009, of which Excel took the zeros."""
    plain = _bare(cell)
    if is_day(plain):
        return False
    decimals = _DECIMALS.fullmatch(plain)
    digits = decimals[1] if decimals else re.sub(r"[\W_]", "", plain)
    if not (digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 9):
        return False
    return bool(find_personal_numbers(digits.zfill(10)))


def _read(cell):
    """(number, notes, problem) of the cell with the number. Exactly one of number and problem is filled in."""
    text, notes = _bare(cell), ()
    if not text:
        return "", (), "no_number"
    if _SHORTENED.fullmatch(text):
        return "", (), "shortened"
    if decimals := _DECIMALS.fullmatch(text):
        text, notes = decimals[1], ("decimals",)
    if vat := _VAT.fullmatch(text):
        text, notes = vat[1], ("vat",)
    elif first := _NUMBER_FIRST.match(text):
        text = first[1]
    digits = _DIGITS.sub("", text)
    if len(digits) == 9 and digits.isascii() and digits.isdigit():
        padded = _cleaned("0" + digits)
        if padded[0] or padded[1] == "personal_number":
            return padded[0], (*notes, "leading_zero"), padded[1]
    number, problem = _cleaned(text)
    if number and len(digits) == 12:
        notes = (*notes, "sixteen")
    return number, notes if number else (), problem


def _cleaned(text):
    try:
        return clean_organisation_number(text), ""
    except ValidationError as refusal:
        return "", "no_number" if refusal.code == "required" else refusal.code


def _role(cell):
    if not cell:
        return (), ()
    role = _ROLE_OF.get(_plain_word(cell))
    return ((role,), ()) if role else ((), ("unknown_role",))


def _once_each(lines):
    """Each number once, with every role it has in the list."""
    first, roles = {}, {}
    for line in lines:
        if line.number:
            first.setdefault(line.number, line.position)
            known = roles.setdefault(line.number, [])
            known += [role for role in line.roles if role not in known]
    result, taken = [], set()
    for line in lines:
        if line.number in taken:
            result.append(Line(line.position, problem="duplicate", same_as=first[line.number], typed=line.typed))
        elif line.number:
            taken.add(line.number)
            result.append(replace(line, roles=tuple(roles[line.number])))
        else:
            result.append(line)
    return tuple(result)


# --- Sent along with the answer, so that it can be asked for again as a file or a receipt ---


def packed(numbers):
    """The list as text: a line for each row, with no word that a person has typed."""
    return "\n".join(map(_packed_line, numbers.lines))


def _packed_line(line):
    same_as = str(line.same_as or "")
    return ";".join(
        [f"{line.position};{line.number}", "+".join(line.roles), "+".join(line.notes), line.problem, same_as]
    )


def unpacked(text):
    """The list that `packed` wrote. Raises TableProblem when it is not that."""
    rows = text.split()
    if not 0 < len(rows) <= MOST_ROWS:
        raise TableProblem(NOTHING if not rows else TOO_MANY.format(count=grouped(len(rows))))
    try:
        return NumberList(_once_each([_unpacked_line(*row.split(";")) for row in rows]))
    except (TypeError, ValueError, ValidationError, KeyError):
        raise TableProblem("Listan har ändrats på vägen. Kontrollera den en gång till.") from None


def _unpacked_line(position, number, roles, notes, problem, same_as):
    place, other = int(position), int(same_as) if same_as else None
    if not 0 < place <= 1_000_000 or not (other is None or 0 < other <= 1_000_000) or bool(number) == bool(problem):
        raise ValueError
    return Line(
        place,
        clean_organisation_number(number) if number else "",
        tuple(SupplierRole(role) for role in roles.split("+") if role),
        tuple(note for note in notes.split("+") if note and NOTES[note]),
        problem if not problem or PROBLEMS[problem] else "",
        other,
    )
