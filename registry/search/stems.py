"""Word stems for search: Snowball's Swedish stemmer, and what it leaves undone.

Snowball knows no umlaut plural (bostad, bostäder), leaves the ending -an (skola, skolan) and keeps a noun made from a
verb apart from the verb (upphandla, upphandling). All three are mended here. No dictionary is needed, so that a query
costs microseconds.
"""

import re
import threading
from functools import lru_cache

from snowballstemmer import stemmer


class Snowball(threading.local):
    """One stemmer for each thread: it keeps the word it works on, so two threads would spoil each other's."""

    def __init__(self):
        self.stem = stemmer("swedish").stemWord


SNOWBALL = Snowball()

# Plurals that change the vowel, or the ending in a way no rule can tell. Compounds follow their last word.
IRREGULAR_PLURALS = {
    "bostäder": "bostad", "städer": "stad", "händer": "hand", "tänder": "tand", "länder": "land", "stränder": "strand",
    "änder": "and", "bränder": "brand", "nätter": "natt", "böcker": "bok", "fötter": "fot", "rötter": "rot",
    "böter": "bot", "söner": "son", "döttrar": "dotter", "mödrar": "moder", "bröder": "broder", "fäder": "fader",
    "bönder": "bonde", "ledamöter": "ledamot", "ögon": "öga", "öron": "öra", "möss": "mus", "gäss": "gås",
    "hjärtan": "hjärta", "museer": "museum", "museet": "museum", "gymnasier": "gymnasium", "gymnasiet": "gymnasium",
    "centra": "centrum", "kriterier": "kriterium", "kollegiet": "kollegium", "männen": "man", "män": "man",
    "verkstäder": "verkstad", "hemmet": "hem", "hemmen": "hem", "rummet": "rum", "rummen": "rum",
}  # fmt: skip
ENDINGS = ("nas", "na", "ns", "s", "n", "")
MIN_STEM = 4
GENITIVE_AFTER = frozenset("abcdefghjklmnoprtvyåäö")
NOT_DEFINITE = ("plan", "man", "rkan", "stan", "kan", "span", "ian", "ean")
FOLD = str.maketrans("åäöéèêëüûáàâãíìîïóòôõøñçæ", "aaoeeeeuuaaaaiiiiooooonca")


def fold(word):
    """The word as it is written on a keyboard without å, ä and ö."""
    return word.translate(FOLD)


def _endings(plurals):
    forms = {}
    for plural, singular in plurals.items():
        for ending in ENDINGS:
            forms[plural + ending] = singular
            forms[fold(plural) + ending] = fold(singular)
    return forms


IRREGULAR = _endings(IRREGULAR_PLURALS)
TOO_SHORT_FOR_A_TAIL = {"and", "man", "fader", "son", "bot"}
TAILS = sorted((f for f, base in IRREGULAR.items() if len(f) > 4 and base not in TOO_SHORT_FOR_A_TAIL), key=len)
IRREGULAR_TAIL = re.compile(f"(?<=[a-zåäö]{{3}})({'|'.join(reversed(TAILS))})$")


@lru_cache(maxsize=20_000)
def stem(word):
    """The stem of a lower-case word. The same for every form of the word, as far as rules can tell."""
    if not word.isalpha():
        return word
    base = IRREGULAR.get(word)
    if base is None and len(word) > 7:
        base = IRREGULAR_TAIL.sub(lambda found: IRREGULAR[found[0]], word)
    word = base or word
    if len(word) > 4 and word[-1] == "s" and word[-2] in GENITIVE_AFTER:
        word = word[:-1]
    if word.endswith(("andet", "endet")):
        word = word[:-1]
    result = word if word.endswith("stad") else SNOWBALL.stem(word)
    if result.endswith("an") and len(result) > MIN_STEM and not result.endswith(NOT_DEFINITE):
        result = SNOWBALL.stem(result[:-1])
    return _without_ing(result)


def _without_ing(word):
    """upphandling and upphandlade, utbildning and utbildad, rådgivning and rådgivare share a stem."""
    if word.endswith("ning") and len(word) - 4 >= MIN_STEM and word[-5] not in "aeiouyåäö":
        return word[:-4]
    if word.endswith("ing") and len(word) - 3 >= MIN_STEM:
        return word[:-3]
    return word
