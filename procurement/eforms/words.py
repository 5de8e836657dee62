"""Text, numbers and days as they stand in notices and statistics, made into what the portal may keep."""

import re
import unicodedata
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

from procurement.eforms.notice import Party
from registry.personal_numbers import contains_personal_number, is_birth_date, mask_personal_numbers
from registry.validators import clean_organisation_number

SOLE_TRADER = "enskild näringsidkare"
UNKNOWN_DAYS = {date(2099, 12, 31), date(1900, 1, 1)}  # what converters put where the source had none
MOST_MONEY = 10**15
SWEDISH_TIME = ZoneInfo("Europe/Stockholm")
NUMBER_DROPPED = "Köparens organisationsnummer är inte rätt. Numret är borttaget och köparen söks på namn."

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/ -]{0,99}\Z")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?\Z")
_TIME = re.compile(r"(\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?\Z")
_CPV = re.compile(r"(\d{8})(?:-\d)?\Z")
_VAT = re.compile(r"SE(\d{10})01\Z")
_COUNTRIES = {
    "SWE": "SE", "AUT": "AT", "BEL": "BE", "BGR": "BG", "CHE": "CH", "CYP": "CY", "CZE": "CZ", "DEU": "DE", "DNK": "DK",
    "ESP": "ES", "EST": "EE", "FIN": "FI", "FRA": "FR", "GBR": "GB", "GRC": "GR", "HRV": "HR", "HUN": "HU", "IRL": "IE",
    "ISL": "IS", "ITA": "IT", "LIE": "LI", "LTU": "LT", "LUX": "LU", "LVA": "LV", "MLT": "MT", "NLD": "NL", "NOR": "NO",
    "POL": "PL", "PRT": "PT", "ROU": "RO", "SVK": "SK", "SVN": "SI", "ALA": "AX", "UKR": "UA", "USA": "US", "CAN": "CA",
}  # fmt: skip


def text(value, longest):
    """Running text: no control characters, no personnummer, not longer than its column."""
    value = unicodedata.normalize("NFC", value or "")
    if not value.isprintable():
        lines = ("".join(sign for sign in line if _is_shown(sign)) for line in value.splitlines())
        value = "\n".join(" ".join(line.split()) for line in lines).strip()
    value = value.strip()
    if _has_ten_digits(value):
        value = mask_personal_numbers(value, strict=True)
    return value if len(value) <= longest else value[: longest - 1].rstrip() + "…"


def _is_shown(sign):
    return sign == "\t" or unicodedata.category(sign)[0] != "C"


def _has_ten_digits(value):
    """Whether a personnummer has room in the text at all: most texts have none, and are many."""
    return sum(map(str.isdigit, value)) >= 10


def line(value, longest):
    """Text on one line, as in a heading."""
    return text(" ".join((value or "").split()), longest)


def identifier(value):
    """An id as it stands, or empty when it is none that the portal can keep."""
    value = (value or "").strip()
    return value if _IDENTIFIER.match(value) and not _is_person(value) else ""


def _is_person(value):
    """Whether a number is somebody's personnummer, with or without a right check digit."""
    if not _has_ten_digits(value):
        return False
    digits = re.sub(r"[\s.+-]", "", value.upper())
    if match := _VAT.match(digits):
        digits = match[1]
    if len(digits) == 12 and digits[:2] in ("16", "18", "19", "20"):
        digits = digits[2:]
    if len(digits) == 10 and digits.isascii() and digits.isdigit() and is_birth_date(digits):
        return True
    return contains_personal_number(value)


def party(name, number, *, country="SE", kind="", is_person=False):
    """(Party, whether a number was dropped). A sole trader's name and number are somebody's own: neither is kept."""
    number = unicodedata.normalize("NFKC", number or "").strip()
    country = _COUNTRIES.get(country, country if len(country) == 2 else "ZZ") if country else "SE"
    if is_person or _is_person(number):
        return Party(SOLE_TRADER, "", country, kind), bool(number)
    name = line(name, 200)
    clean = organisation_number(number) if country == "SE" else ""
    return Party(name, clean, country, kind), bool(number) and not clean and country == "SE"


def buyer(name, number, *, country="SE", kind=""):
    """(Party, warnings). A buyer keeps its name whatever stands as its number."""
    found, dropped = party(name, number, country=country, kind=kind)
    if found.name == SOLE_TRADER:
        found = Party(line(name, 200), "", found.country, kind)
    return found, ([NUMBER_DROPPED] if dropped else [])


def organisation_number(value):
    """Ten digits, or empty when it is no organisation number. Takes a VAT number too."""
    squeezed = re.sub(r"[\s.-]", "", value.upper())
    if match := _VAT.match(squeezed):
        squeezed = match[1]
    try:
        return clean_organisation_number(squeezed)
    except ValidationError:
        return ""


def day(value):
    """A day, or None when none is stated or what stands means unknown."""
    match = _DAY.match((value or "").strip())
    if not match:
        return None
    try:
        found = date.fromisoformat(match[1])
    except ValueError:
        return None
    return None if found in UNKNOWN_DAYS else found


def moment(day_text, time_text, *, end_of_day=False):
    """The moment in UTC, or None. Without a time it is the day's last minute, or its first, in Sweden."""
    found, clock = day(day_text), _TIME.match((time_text or "").strip())
    if found is None:
        return None
    try:
        at = time.fromisoformat(clock[1]) if clock else (time(23, 59) if end_of_day else time())
        zone = (clock and clock[2]) or (clock and _DAY.match(day_text.strip())[2])
        local = datetime.combine(found, at, tzinfo=_zone(zone))
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(text):
    if not text:
        return SWEDISH_TIME
    return datetime.fromisoformat(f"2000-01-01T00:00:00{text}").tzinfo


def money(value):
    """Whole kronor, or None when it is no amount."""
    try:
        amount = Decimal((value or "").strip())
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 < amount < MOST_MONEY:
        return None
    return int(amount.to_integral_value())


def cpv(value):
    """Eight digits, or empty. The check digit is not kept."""
    match = _CPV.match((value or "").strip())
    return match[1] if match and match[1].isascii() else ""
