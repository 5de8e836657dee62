"""Find and mask personnummer and samordningsnummer in running text.

The portal keeps no personnummer. This module is how it notices one in a PDF, a form field or a line of log. It knows
nothing of Django, so that a log filter may import it before the settings are read.

A number is two digits each for year, month and day and four more, the last a check digit. The century may stand first
(also 16, which some systems put before any number). A samordningsnummer has 60 added to the day. The digits may be
parted the way people and PDF files part them: 811228-9874, 811228_9874, 81 12 28 98 74, 1981-12-28-9874,
letter-spaced, broken over a line, or percent-encoded in an address. An organisation number is never hit: its third
digit is at least 2, and no month begins so.
"""

import calendar
import re
import unicodedata
from bisect import bisect_right

MASK = "•"

_HYPHEN = r"[-+‐‑‒–—−]|%(?:25)*2[DdBb]|%E2%80%9[0-5]"
# Spaces, and the marks that are not seen: soft hyphens, joiners, marks of direction.
_SPACE = r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|%(?:25)*20|%C2%A0|%C2%AD"
_MARK = r"[_/.]"  # as in the name of a file; right only before the last four digits
# What a gap holds never begins as a digit does, so it need not be tried shorter ("+" after the count).
_GAP = rf"((?:{_HYPHEN}|{_SPACE}|{_MARK}){{0,10}}+)"
_DIGIT, _TENS_OF_MONTH, _TENS_OF_DAY = "([0-9])", "([01])", "([0-36-9])"
_ESCAPE_OR_DIGIT = re.compile(r"%(?:25)*[0-9A-Fa-f]{2}|\d")
_HAS_HYPHEN, _HAS_MARK = re.compile(_HYPHEN), re.compile(_MARK)
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
# A digit may stand right before the number only as the end of an escape such as %20.
_START = r"(?:(?<![0-9])|(?<=%[0-9A-F][0-9])|(?<=%25[0-9A-F][0-9]))"
# Digits of other scripts, full-width ones among them, read as ours, one for one.
_DIGITS_OF_ALL_SCRIPTS = {
    code: str(unicodedata.digit(chr(code))) for code in range(128, 0x20000) if unicodedata.category(chr(code)) == "Nd"
}


def _layout(century):
    """The pattern of the digits with an optional gap between each. Looked ahead, so that starts may overlap."""
    date = [_DIGIT, _DIGIT, _TENS_OF_MONTH, _DIGIT, _TENS_OF_DAY, _DIGIT]
    return re.compile(_START + "(?=(" + _GAP.join([*century, *date, *[_DIGIT] * 4]) + r")(?![0-9]))", re.IGNORECASE)


_SHORT, _LONG = _layout([]), _layout(["([12])", "([0689])"])
_VAT = re.compile(r"(?<![A-Z])SE[\s-]?(\d{6}[\s-]?\d{4})[\s-]?01(?!\d)", re.IGNORECASE)

_RUN = re.compile(r"\d+(?:(?:[^\w:;\n\t]|_){1,10}\d+)*")  # a colon stands in a time of day
_DAY = r"(?:[12]\d{3}([-/.])\d\d?\1\d\d?|\d\d?([-/.])\d\d?\2[12]\d{3})"
# What is read as a day, a phone number or a sum of money, and not digit by digit.
_DAYS = re.compile(rf"(?<!\d)(?<!\d[-/.]){_DAY}(?!\d)")
_OTHER_FIGURES = re.compile(
    rf"{_DAYS.pattern}(?:\s*[-‐‑‒–—−,]?\s*(?:(?=\d{{1,4}}[-/.]\d\d?[-/.]\d)|[0-2]?\d[.:][0-5]\d(?!\d)|$))"
    r"|^\s*(?:\+\d\d\s?(?:\(0\))?|0)\d{1,3}[-/\s]\s?\d{2,3}(?:\s\d{2,3}){1,2}\s*$"
    r"|(?<!\d)\d{1,3}(?:[\s.]\d{3})+,\d\d?(?!\d)"
)
_MOST_DIGITS = 16  # of a number with zeros before it


def luhn_is_valid(digits):
    """Whether the last digit is the check digit (mod 10) of those before it."""
    return luhn_check_digit(digits[:-1]) == int(digits[-1])


def luhn_check_digit(digits):
    """The digit to put after these ones."""
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -sum(number // 10 + number % 10 for number in doubled) % 10


def is_birth_date(digits):
    """Whether six digits can begin a personnummer or a samordningsnummer, in whichever century."""
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if not 1 <= month <= 12:
        return False
    longest = 29 if month == 2 and year % 4 == 0 else calendar.monthrange(2001, month)[1]
    return 1 <= day <= longest or 60 <= day <= 60 + longest


def find_personal_numbers(text, *, strict=True):
    """Where personnummer stand: a list of (start, end), in order and never overlapping.

    Strict asks for a right date and a right check digit. Not strict, meant for logs, also takes the usual compact
    form with a wrong check digit: a mistyped number still points at a person.
    """
    text = text if text.isascii() else text.translate(_DIGITS_OF_ALL_SCRIPTS)
    uuids = [match.span() for match in _UUID.finditer(text)]
    spans = [match.span(1) for match in _VAT.finditer(text) if _is_number(_digits(match[1]), strict)]
    for layout, century in ((_LONG, 2), (_SHORT, 0)):
        for match in layout.finditer(text):
            parts = match.groups()[1:]
            if _stands_for_a_person("".join(parts[0::2]), parts[1::2], century, strict):
                spans.append(match.span(1))
    return _joined(_outside(uuids, spans))


def contains_personal_number(text):
    """Whether a personnummer or samordningsnummer stands in the text. Never says which."""
    return bool(find_personal_numbers(text))


def holds_disguised_number(text):
    """Whether digits in a row make a personnummer, whatever signs part them and however many zeros stand first.

    For lists, where a row refused too many costs little: 12.12.12-1212, 81/12/28/9874, 00811228-9874. Days, times,
    phone numbers and sums of money that are written as such are left out; so is what stands on the other side of a
    letter, a semicolon or a line's end.
    """
    text = unicodedata.normalize("NFKC", text).translate(_DIGITS_OF_ALL_SCRIPTS)
    text = without_other_figures(text)
    return any(_makes_a_person(re.findall(r"\d+", run[0])) for run in _RUN.finditer(text))


def without_other_figures(text):
    """The text with an x for each day, time, phone number and sum of money that is written as such."""
    return _OTHER_FIGURES.sub(" x ", text)


def is_day(text):
    """Whether the text is written as a day: 2026-11-22, 22/11/2026."""
    return bool(_DAYS.fullmatch(text))


def _makes_a_person(groups):
    """Whether some of the groups of digits, one after another, are the digits of a personnummer."""
    for first in range(len(groups)):
        digits = ""
        for group in groups[first:]:
            digits += group
            if len(digits) > _MOST_DIGITS:
                break
            if len(digits) >= 10 and _is_number_after_zeros(digits):
                return True
    return False


def _is_number_after_zeros(digits):
    """Whether it is ten digits or twelve, with any zeros before them."""
    if not _is_number(digits, strict=True):
        return False
    return not digits[:-10].strip("0") or (digits[-12:-10] in ("16", "18", "19", "20") and not digits[:-12].strip("0"))


def mask_personal_numbers(text, *, strict=False):
    """The text with each digit of each personnummer replaced by a dot: 811228-9874 becomes ••••••-••••.

    Not strict unless told otherwise, since its use is logs, where a mask too many costs little.
    """
    while spans := find_personal_numbers(text, strict=strict):
        parts, last = [], 0
        for start, end in spans:
            hidden = _ESCAPE_OR_DIGIT.sub(lambda match: match[0] if match[0][0] == "%" else MASK, text[start:end])
            parts += [text[last:start], hidden]
            last = end
        text = "".join([*parts, text[last:]])
    return text


def _digits(text):
    return "".join(character for character in text if character.isdigit())


def _is_number(digits, strict):
    return is_birth_date(digits[-10:]) and (not strict or luhn_is_valid(digits[-10:]))


def _stands_for_a_person(digits, gaps, century, strict):
    """Judge the digits of one candidate and the gaps between them."""
    if century and digits[:2] not in ("16", "18", "19", "20"):
        return False
    if not is_birth_date(digits[-10:]):
        return False
    filled = {place for place, gap in enumerate(gaps, 1) if gap}
    before_last_four = gaps[century + 5]
    if not filled - {century + 6}:
        loose = not strict and not _HAS_MARK.search(before_last_four)
        return loose or luhn_is_valid(digits[-10:])
    if not luhn_is_valid(digits[-10:]):
        return False
    if any(_HAS_MARK.search(gap) for gap in gaps) and filled - {century + 6}:
        return False
    # 2021-12-31 2020 is a date and a year; 2021-12-31-2020 may be a person.
    if _HAS_HYPHEN.search(gaps[century + 3]) and not _HAS_HYPHEN.search(before_last_four):
        return False
    # One break in an odd place is a line that ended. More are a column of figures, unless every digit stands alone.
    odd = filled - {century, century + 2, century + 4, century + 6}
    return len(odd) <= 1 or len(filled) >= len(gaps) - 1


def _outside(uuids, spans):
    """The spans that do not lie within one of the UUIDs, which are in order."""
    starts = [start for start, _ in uuids]
    for start, end in spans:
        place = bisect_right(starts, start) - 1
        if place < 0 or end > uuids[place][1]:
            yield start, end


def _joined(spans):
    """The spans in order, those that overlap made one."""
    joined = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
