"""How days and small numbers are written in Swedish running text."""

from decimal import Decimal

NO_BREAK_SPACE = "\u00a0"
MONTHS = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]
NUMBER_WORDS = ["noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"]


def day_in_words(day):
    """21 november 2026, the day kept on the same line as its month."""
    return f"{day.day}{NO_BREAK_SPACE}{MONTHS[day.month - 1]} {day.year}"


def number_in_words(number, *, common=False):
    """A number up to twelve as a word. `common` for what is called "en": en juridisk person, en ansökan."""
    if common and number == 1:
        return "en"
    if 0 <= number < len(NUMBER_WORDS):
        return NUMBER_WORDS[number]
    return grouped(number)


def grouped(number, decimals=0):
    """A number in figures: 72 000 and −1 200,50."""
    text = f"{abs(number):,.{decimals}f}".replace(",", NO_BREAK_SPACE).replace(".", ",")
    return f"−{text}" if number < 0 else text


def how_many(number, *, none, one, many):
    """How many rows a list has: "Inga avtal", "Ett avtal", "1 200 avtal"."""
    return {0: none, 1: one}.get(number, f"{grouped(number)} {many}")


def in_a_row(words):
    """Several words as one phrase: namn, syfte och stadgar."""
    *first, last = words
    return f"{', '.join(first)} och {last}" if first else last


def first_of(words, most):
    """The first of several as one phrase, and how many more there are: Ett, Två och åtta till."""
    rest = len(words) - most
    return in_a_row(words) if rest <= 0 else f"{', '.join(words[:most])} och {number_in_words(rest)} till"


def capitalised(text):
    """The text with a capital first and the rest as it is."""
    return text[:1].upper() + text[1:]


def percent(number):
    """A share as written in Swedish: 33,5 %. Takes a Decimal or its text, and drops zeros that say nothing."""
    text = f"{number:f}" if isinstance(number, Decimal) else number
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text.replace('.', ',')}{NO_BREAK_SPACE}%"


def kronor(amount):
    """72 000 kr."""
    return f"{grouped(amount)}{NO_BREAK_SPACE}kr"
