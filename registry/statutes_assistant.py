"""Finds the purpose clause and the dissolution clause in statutes, and says what to think of (N5).

A hint for people who read themselves, never a judgement: each clause is called likely, missing or a question, and never
approved. Measured against 2022:900: 2 § asks for a purpose that is exclusively of public benefit and stands in the
document; 3 § 3 asks that what remains at dissolution goes to those whom 8 § allows, registered idéburna organisationer
and research. Foundations are exempt from the latter. Pure: text in, hints out.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from registry.statutes_text import DISSOLUTION_WORD, PURPOSE_WORD, sections, sentences

LONGEST_QUOTE = 1_500  # letters; a longer section is cut at a sentence


class Hint(StrEnum):
    """What the assistant says of a clause. There is no fourth answer."""

    LIKELY = "trolig"
    MISSING = "saknas"
    QUESTION = "fråga"


@dataclass(frozen=True)
class Finding:
    """One clause: where it stands, its words, and what to think of. `page` is None when it was not found."""

    hint: Hint
    page: int | None
    text: str
    reasons: tuple


def _quoted(text):
    """At most LONGEST_QUOTE letters, whole sentences if possible."""
    if len(text) <= LONGEST_QUOTE:
        return text
    kept = ""
    for sentence in sentences(text):
        if len(kept) + len(sentence) > LONGEST_QUOTE:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or text[:LONGEST_QUOTE]


# --- The purpose (2 §) ---

_HAS_PURPOSE = re.compile(
    rf"\b(?:har|har som|är|med|till|utgör|ha)\b[^.]{{0,40}}\b{PURPOSE_WORD}\w*"
    rf"|\b{PURPOSE_WORD}(?:et|en|s)?\b[^.]{{0,60}}"
    r"\b(?:är|skall?|att|utgörs)\b|\b(?:skall?|vill) verka för\b"
    r"|\b(?:till|som) (?:uppgift|mål) att\b|\b(?:mål|uppgift|uppdrag) är att\b",
    re.IGNORECASE,
)
_OBJECT = re.compile(r"\bföremål(?:et)? för\b|\bverksamhetsföremål|\bskall? (?:idka|bedriva|driva)\b", re.IGNORECASE)
_BENEFIT = re.compile(
    r"allmännytt|allmänt nytt|\bideell|välgörande|välgörenhet|humanitär|diakon|utan vinst|\bomsorg|\bvård"
    r"|\bsjukvård|\bskola"
    r"|utbildning|förskol|\bbarn|ungdom|\bunga\b|\bäldre|\båldring|gamla|funktionsned|funktionshind|handikapp|hemlös"
    r"|missbruk|beroende|\bstöd\b|stödja|hjälp|fattig|behövande|nödställd|utsatta|våld|flykting|integration"
    r"|folkbildning"
    r"|folkhälsa|social|rehabilit|hospice|brottsoffer|arbetsintegr|lindra|främja hälsa|psykisk",
    re.IGNORECASE,
)
_EXCLUSIVE = re.compile(r"\b(?:uteslutande|enbart|endast|allena|inget annat)\b", re.IGNORECASE)
# What serves the members or the owners. Each with what to say of it.
_OWN_INTEREST = [
    (
        re.compile(r"medlemmarna?s?\b[^.]{0,40}\bekonomiska\s+(?:intresse|förhållande)", re.IGNORECASE),
        "Syftet nämner medlemmarnas ekonomiska intressen. Då är det inte enbart allmännyttigt.",
    ),
    (
        re.compile(
            r"(?:tillvarata|tillvarataga|bevaka|främja|företräda|gagna)\w*[^.]{0,50}"
            r"\b(?:medlemmarnas|medlemmars|ägarnas|delägarnas)\b[^.]{0,40}\bintresse|"
            r"\bmedlemmarnas gemensamma\b[^.]{0,20}\bintresse|\bfackliga\b",
            re.IGNORECASE,
        ),
        "Syftet är att bevaka medlemmarnas intressen. Förklara varför det ändå är allmännyttigt.",
    ),
    (
        re.compile(
            r"\b(?:vinst|avkastning|utdelning|ekonomiskt? utbyte)\b[^.]{0,40}"
            r"\b(?:till|åt|för|hos)\b[^.]{0,15}\b(?:aktieägar|ägar|delägar|medlem)",
            re.IGNORECASE,
        ),
        "Syftet nämner vinst till ägare eller medlemmar.",
    ),
]
_NEGATED = re.compile(
    r"\b(?:inte|icke|ej|ingen|inget|inga|utan|aldrig|annat än|förbjud\w*|varken|får ej|saknar)\b", re.IGNORECASE
)
_SURPLUS = re.compile(
    r"\b(?:överskott|vinst|utdelning|vinstmedel|vinstutdelning|ränta på insats\w*|återbäring)\w*\b[^.]{0,90}"
    r"\b(?:medlem|aktieägar|ägarna|delägar|insats)\w*"
    r"|\b(?:medlem|aktieägar|delägar)\w*\b[^.]{0,60}\b(?:återbäring|utdelning|vinstutdelning)\b",
    re.IGNORECASE,
)
_MIXED = re.compile(
    r"\bdärmed (?:förenlig|sammanhängande)|\bsamt (?:äga|förvalta|handla med)\b|\bförvalta (?:fast|lös)|\bvärdepapper"
    r"|\bfastighetsförvaltning",
    re.IGNORECASE,
)


def find_purpose(parts):
    """What the document says the entity is for, against 2022:900, 2 §."""
    section = max(parts, key=_purpose_score, default=None)
    if section is None or _purpose_score(section) < 3:
        return Finding(Hint.MISSING, None, "", ("Vi hittar inget syfte i filen. Det ska stå i stadgarna.",))
    text = _quoted(_purpose_words(section))
    reasons = [words for pattern, words in _OWN_INTEREST if _says(pattern, text)]
    for other in parts:
        if match := _says(_SURPLUS, other.text):
            reasons.append(f"På sidan {other.page} står om överskott till medlemmar eller ägare: ”{match}”.")
            break
    has_purpose = re.search(PURPOSE_WORD, section.heading, re.IGNORECASE) or _HAS_PURPOSE.search(text)
    if not has_purpose:
        reasons.append("Här står vad verksamheten är, inte varför den finns. Syftet ska framgå.")
    if _MIXED.search(text):
        reasons.append("Texten tillåter annat bredvid, till exempel att förvalta egendom. Enbart allmännyttigt krävs.")
    if not _BENEFIT.search(text):
        reasons.append("Vi ser inte av orden att syftet är allmännyttigt. Läs själva.")
    if reasons:
        return Finding(Hint.QUESTION, section.page, text, tuple(reasons))
    if _EXCLUSIVE.search(text):
        return Finding(Hint.LIKELY, section.page, text, ("Syftet står i filen och sägs vara det enda.",))
    return Finding(
        Hint.LIKELY,
        section.page,
        text,
        ("Syftet står i filen och är allmännyttigt till orden. Inget annat står bredvid.",),
    )


def _purpose_score(section):
    score = 0
    if re.search(rf"{PURPOSE_WORD}", section.heading, re.IGNORECASE):
        score += 4
    if re.search(r"föremål|verksamhet", section.heading, re.IGNORECASE):
        score += 1
    if _HAS_PURPOSE.search(section.text):
        score += 3
    if _OBJECT.search(section.text):
        score += 3
    if _BENEFIT.search(section.text):
        score += 1
    if re.search(DISSOLUTION_WORD, section.heading, re.IGNORECASE) or re.search(
        r"\bupplös|\bändring av (?:stadgar|dessa)|\bstadgeändring|\buteslut(?:en|as|ning)", section.text, re.IGNORECASE
    ):
        score -= 5
    if not section.text:
        score -= 5
    return score


def _purpose_words(section):
    """The section; of one without a telling heading only the sentences from the purpose on."""
    if re.search(PURPOSE_WORD, section.heading, re.IGNORECASE):
        return section.text
    parts = sentences(section.text)
    first = next((number for number, part in enumerate(parts) if _HAS_PURPOSE.search(part) or _OBJECT.search(part)), 0)
    return " ".join(parts[first:])


def _says(pattern, text):
    """The words that match and are not denied in the same sentence before or within them; "" when there are none."""
    for sentence in sentences(text):
        for match in pattern.finditer(sentence):
            before = sentence[max(0, match.start() - 60) : match.end()]
            after = sentence[match.end() : match.end() + 25]
            if not _NEGATED.search(before) and not re.match(r"[^.]*\b(?:inte|ej|icke)\b", after, re.IGNORECASE):
                return match.group(0)
    return ""


# --- Dissolution (3 § 3, 8 §) ---

_ASSETS = (
    r"(?:tillgångar|medel|förmögenhet|behållning|egendom|överskott|kapital|kvarlåtenskap|penningmedel|kassa|behållna)"
)
_HAS_ASSETS = re.compile(rf"\b\w*{_ASSETS}\w*", re.IGNORECASE)
_GIVES = re.compile(
    r"\btillfall|\bskift|\böverlämn|\böverför|\bövergå|\böverlåt|\bskänk|\bfördela|\butskift|\banvänd"
    r"|\bdelas?\b|\bgå till|\btilldela"
    r"|\bdisponera|\bdonera|\bbeslut(?:ar|as)?\b|\bgå vidare|\bges?\b|\båterbetala|\butbetala|\bställ(?:s|as)\b"
    r"|\bgår till",
    re.IGNORECASE,
)
_REGISTERED = re.compile(
    r"registrera\w*\s+(?:som\s+)?(?:en\s+|annan\s+)?idébur\w*|idébur\w*\s+organisation\w*[^.]{0,60}\bregistrera"
    r"|registrera\w*[^.]{0,60}2022:900|2022:900[^.]{0,60}registrera|idébur\w*[^.]{0,80}2022:900",
    re.IGNORECASE,
)
_RESEARCH = re.compile(r"\bforskning", re.IGNORECASE)
_GOES_ON = re.compile(r"\b(?:mottagar|medlem|tillfall|i andra hand|registrera|forskning)", re.IGNORECASE)
# Receivers whom 8 § does not allow, or of whom one cannot know.
_OTHERS = [
    (
        re.compile(
            r"(?:tillfall\w*|fördela\w*|utskift\w*|skifta\w*|delas?|överlämna\w*|återbetala\w*|utbetala\w*|återgå\w*|övergå\w*|"
            r"till|mellan|bland|åt)\s[^.]{0,40}\b(?:medlemmarna|medlemmar|medlem|aktieägar\w*|delägar\w*|ägarna|"
            r"insatser(?:na)?|stiftarna|grundarna)",
            re.IGNORECASE,
        ),
        "Tillgångar kan gå till medlemmar eller ägare. Det tillåter inte lagen.",
    ),
    (
        re.compile(r"\b(?:kommun|region|landsting|staten|statlig|församling|stadsdel)\w*", re.IGNORECASE),
        "En kommun, en region, staten eller en församling nämns. Mottagaren ska vara en registrerad idéburen "
        "organisation, eller forskning.",
    ),
    (
        re.compile(
            r"\b(?:annan|andra|någon|liknande|närstående)\b[^.]{0,40}\b(?:förening|organisation|sammanslutning|stiftelse|"
            r"verksamhet|institution)\w*|\b(?:förening|organisation|stiftelse|verksamhet)\w*\s+(?:med|som har)\s+"
            r"(?:liknande|likartat|samma|motsvarande|närstående)|\b(?:liknande|likartat|motsvarande|närliggande) "
            r"(?:ändamål|syfte)",
            re.IGNORECASE,
        ),
        "En annan förening eller organisation räcker inte. Den ska vara registrerad enligt lag (2022:900).",
    ),
    (
        re.compile(
            r"\b(?:allmännyttig\w*|välgörande|ideell\w*|humanitär\w*|kulturell\w*|social\w*|behjärtansvär\w*|gott?)\s+"
            r"(?:och \w+ )?(?:ändamål|syfte|verksamhet)",
            re.IGNORECASE,
        ),
        "Ett allmännyttigt ändamål räcker inte. Mottagaren ska vara en registrerad idéburen organisation, eller "
        "forskning.",
    ),
    (
        re.compile(
            r"\b(?:i enlighet med|i överensstämmelse med|enligt|för) (?:föreningens|bolagets|dess|stadgarnas|"
            r"förbundets)\s+(?:ändamål|syfte)|\bstämman|\bårsmötet|\bmötet|\bstyrelsen|\bkongressen",
            re.IGNORECASE,
        ),
        "Mottagaren bestäms senare. Stadgarna ska säga att bara registrerade idéburna organisationer eller forskning "
        "kan få.",
    ),
]
_DECIDES_LATER = len(_OTHERS) - 1


def find_dissolution(parts):
    """Where assets go in the end, against 2022:900, 3 § 3 and 8 §."""
    section = max(parts, key=_dissolution_score, default=None)
    if section is None or _dissolution_score(section) < 3:
        return Finding(Hint.MISSING, None, "", ("Vi hittar inget om vart tillgångarna går när verksamheten upphör.",))
    text = _asset_words(section)
    if not text:
        reason = "Här står om upplösning, men inte vart tillgångarna går. Det behöver stå."
        return Finding(Hint.MISSING, section.page, _quoted(section.text), (reason,))
    return Finding(*_judged(text, section.page))


def _judged(text, page):
    text = _quoted(text)
    allowed = bool(_REGISTERED.search(text) or _RESEARCH.search(text))
    plain = _RESEARCH.sub(" ", _REGISTERED.sub(" ", text))  # so that "annan registrerad idéburen organisation" is none
    plain = re.sub(r"\b(?:en eller flera|en annan|annan|någon|andra)\s{2,}", " ", plain)
    reasons = []
    for number, (pattern, words) in enumerate(_OTHERS):
        if number == _DECIDES_LATER and allowed:
            continue  # the meeting chooses among those allowed
        if _says(pattern, plain):
            reasons.append(words)
    if not allowed and not reasons:
        if re.search(r"\bidébur", text, re.IGNORECASE):
            reasons.append("Det står idéburen organisation. Skriv att den ska vara registrerad enligt lag (2022:900).")
        else:
            reasons.append("Mottagaren är inte en registrerad idéburen organisation till orden. Fråga Kammarkollegiet.")
    elif not allowed and re.search(r"\bidébur", text, re.IGNORECASE):
        reasons.append("Det står idéburen organisation. Skriv att den ska vara registrerad enligt lag (2022:900).")
    if reasons:
        return Hint.QUESTION, page, text, tuple(reasons)
    return (
        Hint.LIKELY,
        page,
        text,
        ("Tillgångarna går till registrerade idéburna organisationer eller till forskning.",),
    )


def _dissolution_score(section):
    score = 0
    if re.search(DISSOLUTION_WORD, section.heading, re.IGNORECASE):
        score += 4
    ends = re.search(
        r"\bupplös\w*|\blikvid\w*|\bavveckla\w*|\bnedlägg\w*|\bläggs? ned|\bupphör\w*", section.text, re.IGNORECASE
    )
    if ends:
        score += 2
    if ends and _HAS_ASSETS.search(section.text):
        score += 2
    if _asset_words(section):
        score += 2
    if not section.text:
        score -= 5
    return score


def _asset_words(section):
    """The sentences that say where assets go; those that follow and only go on with it included."""
    is_about = bool(re.search(DISSOLUTION_WORD, section.heading, re.IGNORECASE))
    parts = sentences(section.text)
    kept = []
    for number, sentence in enumerate(parts):
        about = is_about or any(_ends(part) for part in parts[max(0, number - 2) : number + 1])
        gives = about and _HAS_ASSETS.search(sentence) and _GIVES.search(sentence)
        if gives or (kept and kept[-1] is parts[number - 1] and _GOES_ON.search(sentence)):
            kept.append(sentence)
    return " ".join(kept)


def _ends(sentence):
    return re.search(
        r"\bupplös\w*|\blikvid\w*|\bavveckl\w*|\bnedlägg\w*|\bläggs? ned|\bupphör\w*", sentence, re.IGNORECASE
    )


# --- Both ---


@dataclass(frozen=True)
class Hints:
    """What was found in one document. `dissolution` is None for a foundation, which needs no such clause."""

    purpose: Finding
    dissolution: Finding | None


def examine(pages, *, is_foundation=False):
    """Read a document, given as the text of each of its pages."""
    parts = sections(pages)
    return Hints(find_purpose(parts), None if is_foundation else find_dissolution(parts))
