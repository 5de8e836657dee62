"""Read uploaded PDF files: their text, and whether a personnummer stands in them.

The text is used and forgotten; it is never logged. What cannot be read is refused with a ValidationError that says
what to do.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError

MAX_BYTES = 20 * 1024 * 1024
MAX_PAGES = 500
SECONDS = 20
MESSAGES = {
    "not_pdf": "Filen är inte en PDF. Spara dokumentet som PDF och ladda upp den",
    "too_large": "Filen är större än 20 MB. Spara den i mindre storlek eller dela upp den",
    "too_many_pages": "Filen har fler än 500 sidor. Dela upp den",
    "encrypted": "Filen är låst med lösenord. Spara en kopia utan lösenord och ladda upp den",
    "too_slow": "Filen gick inte att läsa inom rimlig tid. Spara om den som en enklare PDF och försök igen",
    "broken": "Filen är skadad och går inte att läsa. Spara om den som PDF och försök igen",
}
_CLAUSES = {
    "purpose": re.compile(r"\bändamål|\bsyfte[nst]?\b|\bföremålet för\b|\bverksamhetsföremål", re.IGNORECASE),
    "dissolution": re.compile(
        r"\bupplös|\blikvid(?:ation|era)|\bskifte"
        r"|\b(?:behållna|behållen|kvarvarande|återstående) (?:medel|tillgångar|förmögenhet)",
        re.IGNORECASE,
    ),
}
_LINE_BREAK_IN_WORD = re.compile(r"[-\u00ad]\s*\n\s*")
_ENOUGH_TEXT = 20  # fewer letters than this on a page is a page number or a stamp on a scanned picture


@dataclass(frozen=True)
class PdfReading:
    """What was read. Pages are counted from one; `encrypted` means protected, but readable without a password."""

    pages: list[str]
    personal_number_pages: list[int]
    details_have_personal_number: bool
    encrypted: bool

    @property
    def page_count(self):
        return len(self.pages)

    @property
    def has_text(self):
        """Whether any page has text that can be searched."""
        return len(self.pages_without_text) < self.page_count

    @property
    def pages_without_text(self):
        """Numbers of the pages that are pictures or empty. Nobody has searched those for personnummer."""
        return [number for number, text in enumerate(self.pages, 1) if len("".join(text.split())) < _ENOUGH_TEXT]

    @property
    def has_personal_number(self):
        """On a page, in a form field, in a note or in what the file says of itself."""
        return self.details_have_personal_number or bool(self.personal_number_pages)

    @property
    def needs_confirmation(self):
        """Whether the uploader must mask it or answer for it, and nobody may make it public."""
        return self.has_personal_number or bool(self.pages_without_text)


def read_pdf(file):
    """Read an open file, or raise ValidationError with a code of MESSAGES. The file is left at its beginning."""
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    file.seek(0)
    if len(data) > MAX_BYTES:
        _refuse("too_large")
    if b"%PDF-" not in data[:1024]:
        _refuse("not_pdf")
    found = _extract(data)
    if "error" in found:
        _refuse(found["error"])
    return PdfReading(**found)


def find_clause_pages(pages, kind):
    """Numbers of the pages, at most five, where the clause of that kind (purpose, dissolution) may stand."""
    clause = _CLAUSES[kind]
    return [number for number, text in enumerate(pages, 1) if clause.search(_LINE_BREAK_IN_WORD.sub("", text))][:5]


def _extract(data):
    """Run the reader in a process of its own. Its complaints are dropped: they may quote the file."""
    script = Path(__file__).with_name("pdf_extract.py")
    try:
        done = subprocess.run(
            [sys.executable, "-I", script, str(MAX_PAGES)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=True,
        )
        return json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"error": "too_slow"}
    except (subprocess.CalledProcessError, ValueError):
        return {"error": "broken"}


def _refuse(code):
    raise ValidationError(MESSAGES[code], code=code)
