"""Statutes as sections: the text of a PDF's pages, with broken words made whole and its paragraphs told apart. Pure."""

import re
from dataclasses import dataclass

MOST_PAGES = 100  # statutes are never so long; more is not read
LONGEST_SECTION = 4_000  # letters
PURPOSE_WORD = r"(?:ändamål|syfte|målsättning)"
DISSOLUTION_WORD = r"(?:upplös|likvidation|avveckling|nedläggning)"


@dataclass(frozen=True)
class Section:
    """A part of the document with its heading. `page` is where it begins, counted from one."""

    heading: str
    text: str
    page: int


_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\s*\n\s*(?=[a-zåäöé])(?!(?:och|eller|samt|respektive)\b)")
_SOFT_HYPHEN = re.compile("\u00ad")
# "2 §", "§ 2", "§2.", "2.", "2.1", "Artikel 3", "Paragraf 4", with or without words after it on the line.
_NUMBERED = re.compile(
    r"^\s*(?:§+\s*\d+\s*[a-z]?|\d+\s*[a-z]?\s*(?:kap\.?|§+)|\d+(?:\.\d+)*[.)](?=\s|$)|\d+\.\d+\b|(?:artikel|paragraf)\s+\d+)"
    r"[\s.:–-]*(?P<rest>.*)$",
    re.IGNORECASE,
)
# A heading without a number: a short line of its own that names one of the two, or anything in capitals.
_BARE_HEADING = re.compile(
    rf"^(?=.{{3,60}}$)(?!.*\b(?:är|ska|skall|skulle|har|att|vill|gäller|kan|när)\b)(?:(?:föreningens|stiftelsens|bolagets|organisationens|förbundets|kooperativets)\s+)?"
    rf"[\wåäö ,/-]*(?:{PURPOSE_WORD}|{DISSOLUTION_WORD})[\wåäö ,/-]*$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:är|ska|skall|skulle|skola|har|att|vill|gäller|om|kan|när|består|hålls|heter|får)\b|[-\u2010]$", re.IGNORECASE
)
# What follows a number that is no paragraph's: "8 § andra stycket", "10 dagar".
_NO_PARAGRAPH = re.compile(
    r"(?:(?:första|andra|tredje)? ?st(?:ycket)?|mom|kr|kronor|procent|%|år|dagar|månader|personer|ledamöter)\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"^(?=.{4,60}$)[A-ZÅÄÖ][A-ZÅÄÖ ,/&-]+$")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ”\"])")


def sections(pages):
    """The document in parts: a new one begins at each numbered line and at each line that looks like a heading."""
    found = []
    for page, line in _lines(pages[:MOST_PAGES]):
        begun = _begun(line)
        if begun is None and found:
            heading, body, _ = found[-1]
            if not heading and not body and _is_heading(line):
                found[-1] = (line, body, found[-1][2])
            else:
                body.append(line)
        else:
            heading, rest = begun or ("", line)
            found.append((heading, [rest] if rest else [], page))
    return [Section(heading, _run_together(body)[:LONGEST_SECTION], page) for heading, body, page in found]


def _lines(pages):
    """(page, line) for each line with something on it; words broken over two lines are whole again."""
    for number, page in enumerate(pages, 1):
        joined = _SOFT_HYPHEN.sub("", _HYPHEN.sub("", page.replace("\r", "\n")))
        yield from ((number, line.strip()) for line in joined.split("\n") if line.strip())


def _begun(line):
    """(heading, text after it) of a line that begins a section; None for a line that goes on.

    A paragraph of which only the number stands alone has no heading here: the next line may be it.
    """
    if numbered := _NUMBERED.match(line):
        rest = numbered["rest"].strip()
        if _NO_PARAGRAPH.match(rest):
            return None
        return (rest, "") if _is_title(rest) else ("", rest)
    return (line, "") if _is_heading(line) else None


def _is_title(text):
    """Whether the words after a paragraph's number are its heading: few, and no sentence."""
    return len(text) <= 60 and not text.endswith((".", ",", ";", ":")) and not _VERB.search(text)


def _is_heading(line):
    """Whether a line without a number is a heading: it names one of the clauses, or stands in capitals."""
    if line.endswith((".", ",", ";")):
        return False
    return bool((line[:1].isupper() and _BARE_HEADING.match(line)) or _CAPITALS.match(line))


def _run_together(lines):
    """Lines as running text. A word broken over two pages is joined here, one broken over two lines already was."""
    text = "\n".join(lines)
    return re.sub(r"\s+", " ", _HYPHEN.sub("", text)).strip()


def sentences(text):
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
