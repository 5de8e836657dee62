"""What a number must be to name an organisation, here or abroad (lag 1974:174).

No message repeats what was typed: it may be somebody's personnummer.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from registry.personal_numbers import (
    contains_personal_number,
    find_personal_numbers,
    is_birth_date,
    luhn_check_digit,
    luhn_is_valid,
    mask_personal_numbers,
)

__all__ = [
    "ForeignIdentifier",
    "clean_organisation_number",
    "contains_personal_number",
    "find_personal_numbers",
    "format_organisation_number",
    "is_valid_organisation_number",
    "legal_form_hint",
    "luhn_check_digit",
    "luhn_is_valid",
    "mask_personal_numbers",
    "validate_no_personal_number",
    "validate_organisation_number",
]

MESSAGES = {
    "required": "Skriv organisationsnumret",
    "invalid_characters": "Skriv organisationsnumret med bara siffror, till exempel 802000-1239",
    "invalid_length": "Ett organisationsnummer har tio siffror. Räkna siffrorna och försök igen",
    "invalid_prefix": "Ett nummer med tolv siffror ska börja med 16. Skriv hellre bara de tio siffrorna",
    "invalid_third_digit": "Det är inte ett organisationsnummer: den tredje siffran ska vara 2 eller högre",
    "invalid_check_digit": "Den sista siffran stämmer inte med de andra. Kontrollera att du har skrivit rätt",
    "personal_number": (
        "Det ser ut som ett personnummer. Portalen tar inte emot personnummer. "
        "Enskild firma kan inte registreras. Skriv organisationens organisationsnummer"
    ),
}
TEXT_HAS_PERSONAL_NUMBER = "Texten verkar innehålla ett personnummer. Ta bort det. Portalen tar inte emot personnummer"

_PARTING = re.compile(r"[\s\u00ad\u200b.+‐‑‒–—−-]")
_CENTURIES = ("18", "19", "20")


def _refuse(code):
    raise ValidationError(MESSAGES[code], code=code)


def clean_organisation_number(text):
    """The ten digits of an organisation number, however it was typed.

    Takes spaces, hyphens and dots, and the form of twelve digits that begins with 16. Raises ValidationError with a
    code of MESSAGES. A personnummer or samordningsnummer is refused, with or without its century.
    """
    digits = _PARTING.sub("", unicodedata.normalize("NFKC", text or ""))
    if not digits:
        _refuse("required")
    if not (digits.isascii() and digits.isdigit()):
        _refuse("personal_number" if contains_personal_number(text) else "invalid_characters")
    if len(digits) == 12:
        if digits[:2] in _CENTURIES and is_birth_date(digits[2:]):
            _refuse("personal_number")
        if digits[:2] != "16":
            _refuse("invalid_prefix")
        digits = digits[2:]
    if len(digits) != 10:
        _refuse("personal_number" if contains_personal_number(text) else "invalid_length")
    if int(digits[2]) < 2:
        _refuse("personal_number" if is_birth_date(digits) else "invalid_third_digit")
    if not luhn_is_valid(digits):
        _refuse("invalid_check_digit")
    return digits


def validate_organisation_number(value):
    """Refuse what is not the stored form: ten digits and nothing else."""
    if clean_organisation_number(value) != value:
        _refuse("invalid_characters")


def is_valid_organisation_number(value):
    """Whether the text is an organisation number in stored form."""
    try:
        validate_organisation_number(value)
    except ValidationError:
        return False
    return True


def format_organisation_number(digits):
    """The way people read it: 802000-1239."""
    return f"{digits[:6]}-{digits[6:]}"


def validate_no_personal_number(value):
    """Refuse free text in which a personnummer stands."""
    if contains_personal_number(value or ""):
        raise ValidationError(TEXT_HAS_PERSONAL_NUMBER, code="personal_number")


# SCB's code of a legal form -> the first digits such numbers usually have. New associations may begin with 0.
_USUAL_FIRST_DIGITS = {"49": "5", "51": "70", "61": "80", "63": "2", "71": "8", "72": "8", "96": "35"}
_FIRST_DIGIT_MEANS = {
    "1": "dödsbon",
    "2": "det offentliga och registrerade trossamfund",
    "3": "utländska företag",
    "5": "aktiebolag",
    "6": "enkla bolag",
    "7": "ekonomiska föreningar",
    "8": "ideella föreningar och stiftelser",
    "9": "handelsbolag och kommanditbolag",
}


def legal_form_hint(number, legal_form_code):
    """A word of warning when number and legal form seldom go together, else None.

    Never a decision: the first digit was given once, and an organisation may have changed its form since. Group 4 is
    not in use and says nothing.
    """
    usual = _USUAL_FIRST_DIGITS.get(legal_form_code)
    means = _FIRST_DIGIT_MEANS.get(number[:1])
    if not usual or not means or number[0] in usual:
        return None
    return f"Nummer som börjar så brukar höra till {means}. Kontrollera att numret och associationsformen stämmer."


# ISO 3166-1 alpha-2.
_COUNTRIES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY "
    "BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
    "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR "
    "IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
    "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
    "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF "
    "TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
COUNTRY_CODES = frozenset(_COUNTRIES.split())


@dataclass(frozen=True)
class ForeignIdentifier:
    """The number of an organisation in another country's register, as in NO-BRREG-987654321."""

    country: str
    register: str
    number: str

    @classmethod
    def clean(cls, country, register, number):
        """Build one from what was typed. Raises ValidationError with one message per field."""
        country, register, number = (
            re.sub(r"[\s./‐‑–-]", "", unicodedata.normalize("NFKC", part or "")).upper()
            for part in (country, register, number)
        )
        errors = {}
        if country == "SE":
            errors["country"] = "Svenska organisationer anges med organisationsnummer"
        elif country not in COUNTRY_CODES:
            errors["country"] = "Skriv landets kod med två bokstäver, till exempel NO för Norge"
        if not re.fullmatch(r"[A-Z0-9]{2,20}", register):
            errors["register"] = "Skriv registrets förkortning med 2–20 bokstäver eller siffror, till exempel BRREG"
        if contains_personal_number(number):
            errors["number"] = "Det ser ut som ett personnummer. Portalen tar inte emot personnummer"
        elif not re.fullmatch(r"[A-Z0-9]{2,30}", number):
            errors["number"] = "Skriv numret i det utländska registret, 2–30 bokstäver eller siffror"
        if errors:
            raise ValidationError(errors)
        return cls(country, register, number)

    @classmethod
    def from_slug(cls, slug):
        """Read the form NO-BRREG-987654321. Raises ValidationError when it is not one."""
        return cls.clean(*[*slug.split("-", 2), "", ""][:3])

    def __str__(self):
        return f"{self.country}-{self.register}-{self.number}"
