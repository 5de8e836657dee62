"""LIX, läsbarhetsindex (Björnsson 1968): words in a sentence on average, plus the share of words over six letters.

Below 30 is very easy, over 50 hard. Advice to whoever writes, never shown beside a provider's name to residents.
"""

import re

LONG = 7
EASY, MODERATE, HARD = 30, 40, 50
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")


def lix(text):
    """The index of a text, whole; None where there is no word to count."""
    words = _WORD.findall(text)
    if not words:
        return None
    sentences = sum(1 for part in _END.split(text) if _WORD.search(part))
    long_words = sum(len(word) >= LONG for word in words)
    return round(len(words) / sentences + 100 * long_words / len(words))


def in_words(index):
    """What the number means."""
    if index is None:
        return "Ingen text att mäta"
    for most, words in ((EASY, "mycket lättläst"), (MODERATE, "lättläst"), (HARD, "medelsvår")):
        if index < most:
            return words
    return "svår"
