"""Tells a function's e-mail address from a person's: upphandling@kommunen.se from anna.svensson@kommunen.se.

The portal publishes addresses of functions alone (the GDPR; a person's own address at work is personal data).
"""

import re

# What a function's address says of the work, wherever it stands in a part of the address: "inkopsenheten".
WORDS = (
    "administration", "arbetsliv", "arbetsmarknad", "avdelning", "barnomsorg", "beredning", "bestall", "byggnad",
    "centrum", "diari", "direktion", "ekonomi", "enhet", "forskola", "forvaltning", "fritid", "fullmaktige", "funktion",
    "funktionshinder", "halso", "individ", "info", "inkop", "integration", "jurid", "jurist", "kansli", "kommun",
    "kontakt", "kontor", "kultur", "kundtjanst", "ledning", "leverantor", "medborgar", "miljo", "myndighet", "namnd",
    "omsorg", "overformyndar", "reception", "region", "registrator", "service", "sjukvard", "skola", "social",
    "stadsled", "styrelse", "support", "utbildning", "upphandling", "valfrihet", "valfard", "vaxel", "aldre",
)  # fmt: skip
# Too short to be looked for inside other words, for names hold them: a whole part of the address.
WHOLE_WORDS = (
    "anbud", "arkiv", "avtal", "barn", "bistand", "bolag", "brev", "familj", "hr", "hsl", "ifo", "iop", "it", "ks",
    "lov", "lou", "lss", "mail", "post", "sfi", "sol", "stab", "stad", "stod", "unga", "vard",
)  # fmt: skip
_NAME = r"[a-zåäöéèüæø]+(?:-[a-zåäöéèüæø]+)*"
_NAMES = re.compile(rf"{_NAME}(?:[._]{_NAME}){{1,2}}[0-9]{{0,2}}")


def looks_personal(address):
    """Whether what stands before the @ is two or three parts like names, and none of them a word for a function.

    "annsve@" or "anna@" cannot be told from a function, and pass.
    """
    local = address.partition("@")[0].partition("+")[0].lower()
    if not _NAMES.fullmatch(local):
        return False
    return not any(_is_of_a_function(part) for part in re.split(r"[._-]", local.rstrip("0123456789")))


def _is_of_a_function(part):
    return part in WHOLE_WORDS or any(word in part for word in WORDS)
