"""Marks the words of a text that were searched for."""

import re
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import mark_safe

from registry.search.stems import fold
from registry.search.words import Query, query_term

WORD = re.compile(r"[^\W_]+")
SHORTEST_PART = 4


def searched_terms(text):
    """The terms of a typed text, for `marked`. None when it is a number."""
    query = Query(text)
    return tuple(term for term in query.terms if not term.startswith(("!", "#"))) if query.words else ()


def marked(text, terms):
    """The text as safe HTML, with <mark> around words with these terms: of dagomsorg the part omsorg alone."""
    if not terms:
        return escape(text)
    parts, last = [], 0
    for found in WORD.finditer(text):
        start = _start(found[0].lower(), terms)
        if start is not None:
            begin = found.start() + start
            parts += [escape(text[last:begin]), "<mark>", escape(text[begin : found.end()]), "</mark>"]
            last = found.end()
    return mark_safe("".join([*parts, escape(text[last:])]))


@lru_cache(maxsize=20_000)
def _start(word, terms):
    """Where in the word the part that was searched for begins, or None."""
    plain = None
    for term in terms:
        if query_term(word) == term:
            return 0
        exact = term.startswith("=")
        if plain is None:
            plain = fold(word)
        if plain == fold(word) and not exact and query_term(plain) == term:
            return 0
        place = word.find(term[1:]) if exact else plain.find(term)
        if len(term) >= SHORTEST_PART and (place == 0 or place >= 3):
            return place
    return None
