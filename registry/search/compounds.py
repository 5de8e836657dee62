"""Takes Swedish compounds apart when a text is stored: äldreomsorg is äldre and omsorg.

The dictionary is the expanded word list of the package hunspell-sv. It is read once per process and only by those who
write (about 0.3 s, 25 MB); a query is never split, since the stored text already holds the parts.
"""

from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path

DICTIONARY = "share/hunspell/sv_SE_expanded.dic"
MIN_PART = 3
MAX_WORD = 60
# Words in the dictionary that make false parts: prefixes, endings, pronouns.
FALSE_PARTS = """
för fören öre upp ner från till över under mot vid efter före med utan sam när här där den det och men som han hon
var ing ning het ande are aren arna erna ska skap dom ens ers ast ade ter tera era iska isk inne oms lig liga ling
ting nar sta ett eni ena ion sion tion ists ist ism rens eri rier ans ant ent tis rot int
"""
NOT_A_PART = frozenset(FALSE_PARTS.split())
LAST_WORDS = "hem hus råd lag dag kör bad bio bok bil kök mat ort del"
SHORT_HEADS = frozenset(LAST_WORDS.split())  # of three letters, and yet the last word of many compounds
INFLECTIONS = (
    "", "s", "n", "en", "et", "t", "ns", "ens", "ets", "er", "ar", "or", "r", "na", "erna", "arna", "orna", "ernas",
    "arnas", "ornas", "ers", "ars", "a", "e",
)  # fmt: skip


@cache
def dictionary():
    """Two sets: words that may end a compound, and words that may come before another."""
    path = next(f for f in metadata.files("hunspell-sv") if str(f).endswith(DICTIONARY)).locate()
    heads, firsts = set(), set()
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            word, _, flags = line.rstrip("\n").partition("/")
            if len(word) < MIN_PART or word in NOT_A_PART or not word.isalpha() or not word.islower() or "!" in flags:
                continue
            if "X" in flags or "Z" in flags or "U" in flags:
                firsts.add(word)
            if "Z" not in flags:
                heads.add(word)
                if len(word) > MIN_PART and ("A" in flags or "Y" in flags):
                    firsts.add(word + "s")
                    firsts.add(word)
    return frozenset(heads), frozenset(firsts)


def _is_head(word, heads):
    if len(word) < 4 and word not in SHORT_HEADS:
        return False
    for ending in INFLECTIONS:
        if word.endswith(ending):
            base = word[: len(word) - len(ending)]
            if (base in heads or (ending and base + "a" in heads) or (ending and base + "e" in heads)) and (
                len(base) >= 4 or base in SHORT_HEADS
            ):
                return True
    return False


@lru_cache(maxsize=20_000)
def parts(word):
    """The words a compound is made of, then the words they are made of; none if it is no compound or is not known.

    Fewest parts win, then the split with the longest last word: hemsjukvård gives hem, sjukvård, sjuk, vård.
    """
    if not 6 <= len(word) <= MAX_WORD or not word.isalpha():
        return ()
    heads, firsts = dictionary()
    end = len(word)
    best = {end: ()}  # start of the rest -> the parts from there on
    for start in range(end - MIN_PART, -1, -1):
        if start and _is_head(word[start:], heads):
            best[start] = (word[start:],)
            continue
        found = None
        for cut in range(start + MIN_PART, end - MIN_PART + 1):
            rest = best.get(cut)
            if rest and len(rest) < 4 and word[start:cut] in firsts:
                candidate = (word[start:cut], *rest)
                if found is None or (len(candidate), -len(candidate[-1])) < (len(found), -len(found[-1])):
                    found = candidate
        if found:
            best[start] = found
    found = [_plain(part, heads) for part in best.get(0, ())]
    return tuple(dict.fromkeys([*found, *(smaller for part in found for smaller in parts(part))]))


def _plain(part, heads):
    """A part without the s that joins it to the next."""
    return part[:-1] if part.endswith("s") and part not in heads and part[:-1] in heads else part
