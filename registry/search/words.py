"""From text to search terms, when a row is written and when somebody searches.

A stored `tsvector` holds, for each word of a text,

`omsorg`      its stem without å, ä, ö: what a query typed in ASCII looks for;
`=får`        its stem as written, for words with å, ä, ö: typed åäö is exact, so that får does not find far;
`.omsorg`     the ASCII stem once more for words of a name, so that hits in names can be fetched first;
`!alla kvinnors hus`  a whole name without words for the legal form: the organisation meant comes first of all;
`#8020001234` an organisation number, searched from its beginning.

Weights: A names, B services and areas, C purpose, D what was derived (parts of compounds, other words for the same
thing, from `terms.csv`). A query word becomes exactly one term, which keeps a frequent word countable (`cube.py`).
"""

import csv
import re
from functools import cache, lru_cache
from itertools import chain, repeat
from pathlib import Path

from registry.search.compounds import parts
from registry.search.stems import fold, stem

TERMS_FILE = Path(__file__).with_name("terms.csv")
MAX_WORD = 60
MAX_WORDS = 4_000  # of one organisation
MAX_QUERY_WORDS = 12
MAX_POSITION = 16_383  # of a tsvector
WORD = re.compile(r"[^\W_]+(?:[-:./'’][^\W_]+)*")
SEPARATOR = re.compile(r"[-:./'’]")
INITIALS = re.compile(r"\b(?:[^\W\d_][.:/]\s?){2,}(?![^\W_]{2})|\b[^\W\d_](?:\s[^\W\d_]){2,}\b")
NUMBER = re.compile(r"^[\d\s-]*\d[\d\s-]*$")
SOFT = "\u00ad\u200b\u2060\ufeff"
SMALL = "och o i på för med av till en ett den det de som är att om vid eller and the of samt u m fl mfl"
SMALL_WORDS = SMALL.split()
STOP_WORDS = frozenset(SMALL_WORDS) | frozenset(map(fold, SMALL_WORDS))  # typed in ASCII they are as small
LEGAL_FORM = re.compile(
    r"\b(?:(?:ekonomiska?|ek)\.?\s*(?:förening(?:en)?|fören|för|f)\b|(?:ideella?|ideel)\s+förening(?:en)?\b|"
    r"u\s?p\s?a\b|(?:med\s+)?särskild\s+vinstutdelningsbegränsning\b|svb\b|aktiebolag(?:et)?\b|ab\b|"
    r"registrerat\s+trossamfund\b)\.?",
)
FORM_WORDS = frozenset(["stiftelsen", "stiftelse", "stift", "föreningen", "förening", "ek", "ekonomisk"])


def normalise(text):
    """Lower case, soft hyphens gone, initials joined (J.P.S. and S:T are one word)."""
    text = str(text).lower()
    if not text.isascii():
        for sign in SOFT:  # several times faster than translate
            text = text.replace(sign, "")
    return INITIALS.sub(lambda found: re.sub(r"[^\w]", "", found[0]) + " ", text)


def tokens(text):
    """The words of a text in order. A hyphenated word gives its pieces and the whole: hvb-hem, hvb, hem, hvbhem."""
    for found in WORD.finditer(normalise(text)):
        word = found[0]
        if not SEPARATOR.search(word):
            yield word[:MAX_WORD]
            continue
        pieces = [piece for piece in SEPARATOR.split(word) if piece]
        if len(pieces[0]) == 1 and len("".join(pieces)) <= 5:
            yield "".join(pieces)
            continue
        yield from (piece[:MAX_WORD] for piece in pieces)
        yield "".join(pieces)[:MAX_WORD]


def query_tokens(text):
    """As `tokens`, but a hyphenated word gives its pieces alone: each of them must be found."""
    for found in WORD.finditer(normalise(text)):
        pieces = [piece[:MAX_WORD] for piece in SEPARATOR.split(found[0]) if piece]
        if len(pieces) > 1 and len(pieces[0]) == 1 and len("".join(pieces)) <= 5:
            pieces = ["".join(pieces)]
        yield from pieces


@lru_cache(maxsize=20_000)
def is_plain(word):
    """Typed without å, ä and ö (é and ü count as plain: they always fold)."""
    return not any(letter in "åäö" for letter in word)


@lru_cache(maxsize=20_000)
def folded_stem(word):
    """The stem of the word as typed on a keyboard without å, ä, ö. Depends on the folded word alone."""
    return fold(stem(fold(word)))


def query_term(word):
    """The one term that a typed word is searched as."""
    if is_plain(word):
        return folded_stem(word)
    return stem(word) if is_plain(stem(word)) else "=" + stem(word)  # bostäder is looked up as bostad


@lru_cache(maxsize=20_000)
def stored_terms(word):
    """The terms under which a word of a text is stored."""
    return tuple(dict.fromkeys((folded_stem(word), query_term(word))))


def name_key(name):
    """What makes a name this name: words in order, without those for the legal form, in ASCII.

    STIFTELSEN BIRKAGÅRDEN and Birkagården have the same; so do "X ek. för." and "X ekonomisk förening".
    """
    text = LEGAL_FORM.sub(" ", normalise(name))
    words = [word for word in query_tokens(text) if word not in STOP_WORDS]
    return (
        " ".join(fold(word) for word in words if word not in FORM_WORDS)
        or " ".join(map(fold, words))
        or fold(" ".join(query_tokens(name)))
    )


def name_length(name):
    """How long the part of a name is that sets it apart. The shorter, the more of it a query has named."""
    return min(len(name_key(name)), 32_000)


@cache
def other_words():
    """terms.csv: the stored term of the first word of each expression -> (all its terms, terms of the other one)."""
    table = {}
    with TERMS_FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            for here, there in ((row["term"], row["also"]), (row["also"], row["term"])):
                key = tuple(folded_stem(word) for word in _content(here))
                table.setdefault(key[0], []).append((key, tuple(_content(there))))
    return table


def _content(text):
    return [word for word in tokens(text) if word not in STOP_WORDS]


@lru_cache(maxsize=20_000)
def analysed(word):
    """Of one word: its stem in ASCII, the terms it is stored under, and those of its parts."""
    derived = [term for part in parts(word) for term in stored_terms(part)]
    return folded_stem(word), stored_terms(word), tuple(derived)


def _text_terms(text):
    """(words, terms of the words, ASCII stems, derived terms) of a text."""
    words = _content(text)[:MAX_WORDS]
    found = [analysed(word) for word in words]
    stems = [stem_ for stem_, _, _ in found]
    own = [term for _, terms, _ in found for term in terms]
    derived = [term for _, _, terms in found for term in terms]
    table = other_words()
    for index, first in enumerate(stems):
        for key, others in table.get(first, ()):
            if tuple(stems[index : index + len(key)]) == key:
                derived += [term for word in others for term in stored_terms(word)]
    return words, own, stems, derived


_short_text_terms = lru_cache(maxsize=10_000)(_text_terms)  # the same labels stand in very many organisations


class Terms:
    """Collects the terms of one organisation and writes them as a tsvector."""

    def __init__(self):
        self.positions = {}
        self.words = set()

    def add(self, term, weight):
        """One term; its best weight wins, since a rank only asks for the best place."""
        known = self.positions.get(term)
        if known is None or weight < known:
            self.positions[term] = weight

    def add_text(self, text, weight, *, is_name=False):
        """All words of a text, the parts of its compounds, and other words for the same thing."""
        words, own, stems, derived = (_short_text_terms if len(text) < 80 else _text_terms)(text)
        self.words.update(words)
        for term in own:
            self.add(term, weight)
        if is_name:
            for stem_ in stems:
                self.add("." + stem_, "A")
        for term in derived:
            self.positions.setdefault(term, "D")

    def tsvector(self):
        """The literal, to be cast to tsvector by the database."""
        places = chain(range(1, MAX_POSITION), repeat(MAX_POSITION))
        return " ".join(
            [
                f"{quoted(term)}:{place}{weight}"
                for place, (term, weight) in zip(places, self.positions.items(), strict=False)
            ]
        )


def entry_terms(*, names, services=(), purpose="", numbers=()):
    """The terms of an organisation.

    `names` all names it goes by, the family's and its entities'; `services` texts about what it does, for whom and
    where; `numbers` organisation numbers, ten digits.
    """
    terms = Terms()
    for name in names:
        terms.add("!" + name_key(name)[:400], "A")
        terms.add_text(name, "A", is_name=True)
    for text in services:
        terms.add_text(text, "B")
    terms.add_text(purpose, "C")
    for number in numbers:
        terms.add("#" + re.sub(r"\D", "", number), "A")
    return terms


def quoted(term):
    """A term as a quoted lexeme, safe in tsvector and tsquery whatever it holds."""
    return (
        f"'{term}'"
        if "'" not in term and "\\" not in term
        else "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
    )


def number_prefix(text):
    """The digits of a query that is an organisation number or its beginning, else nothing. Four digits at least."""
    digits = re.sub(r"\D", "", text) if NUMBER.match(text) and text.isascii() else ""
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    return digits if 4 <= len(digits) <= 10 else ""


class Query:
    """A typed text as tsquery literals. All words must be found; legal forms written out are not demanded."""

    def __init__(self, text):
        self.text = str(text)
        self.number = number_prefix(self.text.strip())
        self.words = [] if self.number else self._words()
        self.terms = list(dict.fromkeys(query_term(word) for word in self.words))
        self.key = name_key(self.text)[:400]
        if not self.terms and not self.number and self.key:  # nothing but small words: a name, or nothing
            self.terms = ["!" + self.key]

    def _words(self):
        typed = normalise(self.text)
        words = [w for w in query_tokens(LEGAL_FORM.sub(" ", typed)) if w not in STOP_WORDS]
        words = words or [w for w in query_tokens(typed) if w not in STOP_WORDS]
        return words[:MAX_QUERY_WORDS]

    def __bool__(self):
        return bool(self.number or self.terms)

    @property
    def tsquery(self):
        """All words, anywhere."""
        if self.number:
            return quoted("#" + self.number) + ":*"
        return " & ".join(map(quoted, self.terms))

    @property
    def in_name(self):
        """All words, and each of them in a name."""
        if self.number or not self.words:
            return self.tsquery
        return " & ".join([*self._exact(), *(quoted("." + folded_stem(word)) for word in self.words)])

    @property
    def whole_name(self):
        """The whole name, and no more than the name."""
        if self.number or not self.words:
            return self.tsquery
        return " & ".join([*self._exact(), quoted("!" + self.key)])

    def _exact(self):
        """The terms that a hit on the ASCII letters of a name does not imply."""
        return [quoted(term) for term in self.terms if term.startswith("=")]
