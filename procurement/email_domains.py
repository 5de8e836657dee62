"""The part of an e-mail address after the @: is it an authority's own, or only like it?

Domains are kept and compared in lower case and in the form that the internet uses (göteborg.se is xn--gteborg-90a.se).
An address belongs to an authority when its domain equals one that is registered. A sub-domain is another domain.
"""

import re
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError

from registry.wording import in_a_row

# Anybody may have an address here, so it says nothing about whom one works for.
OPEN_TO_ALL = frozenset([
    "gmail.com", "googlemail.com", "outlook.com", "outlook.se", "hotmail.com", "hotmail.se", "live.com", "live.se",
    "msn.com", "yahoo.com", "yahoo.se", "icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com",
    "pm.me", "gmx.com", "gmx.net", "mail.com", "zoho.com", "yandex.com", "fastmail.com", "tutanota.com", "tuta.com",
    "hey.com", "telia.com", "spray.se", "passagen.se", "comhem.se", "bredband.net", "bredband2.com", "tele2.se",
    "bahnhof.se", "glocalnet.net", "swipnet.se", "home.se", "algonet.se", "ownit.nu", "tyfon.net",
])  # fmt: skip
# Under these anybody registers a name, as under .se itself.
ENDINGS = frozenset(["pp.se", "tm.se", "org.se", "press.se", "parti.se", "com.se", "co.uk", "eu.org"])
LONGEST = 100
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# What is read as another letter at a glance: figures, and letters of the Cyrillic and Greek alphabets by their names.
FIGURES = {"0": "o", "1": "l", "3": "e", "5": "s", "7": "t", "i": "l", "ı": "l"}
NAMED = {
    "CYRILLIC SMALL LETTER A": "a", "CYRILLIC SMALL LETTER IE": "e", "CYRILLIC SMALL LETTER O": "o",
    "CYRILLIC SMALL LETTER ER": "p", "CYRILLIC SMALL LETTER ES": "c", "CYRILLIC SMALL LETTER U": "y",
    "CYRILLIC SMALL LETTER HA": "x", "CYRILLIC SMALL LETTER DZE": "s", "CYRILLIC SMALL LETTER JE": "j",
    "CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I": "l", "CYRILLIC SMALL LETTER KOMI DE": "d",
    "CYRILLIC SMALL LETTER TE": "t", "CYRILLIC SMALL LETTER KA": "k", "CYRILLIC SMALL LETTER EN": "h",
    "GREEK SMALL LETTER OMICRON": "o", "GREEK SMALL LETTER ALPHA": "a", "GREEK SMALL LETTER RHO": "p",
    "GREEK SMALL LETTER NU": "v", "GREEK SMALL LETTER IOTA": "l", "GREEK SMALL LETTER KAPPA": "k",
    "GREEK SMALL LETTER TAU": "t", "GREEK SMALL LETTER EPSILON": "e", "LATIN SMALL LETTER SCRIPT G": "g",
}  # fmt: skip
MESSAGES = {
    "form": "Skriv domänen som den står efter @ i adressen, till exempel kommunen.se.",
    "alphabet": "Domänen innehåller tecken ur ett annat alfabet. Skriv av den från myndighetens webbplats.",
    "open": "Vem som helst kan ha en adress där. Skriv en domän som bara myndigheten använder.",
}


def domain_of(email):
    """The domain of an address, in the form that is compared. Empty when there is none."""
    return _ascii(email.rpartition("@")[2])


def normalise(text):
    """A domain that may be registered, as it is kept. Raises ValidationError with what to do instead."""
    domain = _ascii(text.strip().removeprefix("@"))
    labels = domain.split(".")
    if len(labels) < 2 or len(domain) > LONGEST or not all(LABEL.fullmatch(label) for label in labels):
        raise ValidationError(MESSAGES["form"], code="form")
    if labels[-1].isdigit() or any(label.startswith("xn--") for label in _unicode(domain).split(".")):
        raise ValidationError(MESSAGES["form"], code="form")
    if not _is_latin(_unicode(domain)):
        raise ValidationError(MESSAGES["alphabet"], code="alphabet")
    if is_open_to_all(domain):
        raise ValidationError(MESSAGES["open"], code="open")
    return domain


def is_open_to_all(domain):
    """Whether anybody may have an address in the domain."""
    return domain in ENDINGS or any(domain == name or domain.endswith(f".{name}") for name in OPEN_TO_ALL)


def shown(domain):
    """The domain as people read it; with foreign letters the internet's form, which shows that something is odd."""
    text = _unicode(domain)
    return text if _is_latin(text) else domain


def belongs(email, authority):
    """Whether the address lies in a domain that is registered for the authority."""
    return domain_of(email) in authority.email_domains


def refusal(email, authority):
    """Why an address may not act for the authority, and what to do; empty when it may."""
    if belongs(email, authority):
        return ""
    domain, known = domain_of(email), authority.email_domains
    what_to_do = f"Hör domänen till er? Skriv till handläggarna på {settings.OPERATOR_EMAIL} och be dem registrera den."
    if is_open_to_all(domain):
        return f"Vem som helst kan ha en adress hos {shown(domain)}. Använd din adress i arbetet."
    if not known:
        return f"{authority} har ingen registrerad e-postdomän. {what_to_do}"
    likeness = next(filter(None, (_likeness(domain, name) for name in known)), "")
    registered = in_a_row([shown(name) for name in known])
    return (
        " ".join(
            filter(
                None,
                [f"{shown(domain)} är inte registrerad för {authority}.", likeness, f"Registrerad är {registered}."],
            )
        )
        + f" {what_to_do}"
    )


def likeness_to(domain, others):
    """What a case officer should know before registering: is the domain like one that another authority has?"""
    return next(filter(None, (_likeness(domain, name) for name in others if name != domain)), "")


def _likeness(domain, registered):
    if domain.endswith(f".{registered}"):
        return f"Den är en underdomän till {shown(registered)}, och räknas för sig."
    if domain.startswith(f"{registered}."):
        return f"Den börjar som {shown(registered)} men hör till någon annan."
    if _at_a_glance(domain) == _at_a_glance(registered):
        return f"Den ser ut som {shown(registered)} men är en annan."
    if _at_a_glance(domain).rpartition(".")[0] == _at_a_glance(registered).rpartition(".")[0]:
        return f"Den slutar inte som {shown(registered)}."
    return ""


def _at_a_glance(domain):
    """What a hurried reader takes the domain for: without dots over letters, and figures read as letters."""
    letters = []
    for sign in unicodedata.normalize("NFKD", _unicode(domain)):
        if unicodedata.combining(sign):
            continue
        sign = NAMED.get(unicodedata.name(sign, ""), sign)
        letters.append(FIGURES.get(sign, sign))
    return "".join(letters).replace("rn", "m").replace("vv", "w").replace("-", "")


def _ascii(text):
    """Lower case, in the internet's form. What has no such form is left as it is: it equals nothing registered."""
    text = unicodedata.normalize("NFKC", text).strip().lower().rstrip(".")
    try:
        return _unicode(text).encode("idna").decode()
    except UnicodeError:
        return text


def _unicode(domain):
    """The domain with its own letters."""
    try:
        return ".".join(
            label.encode().decode("idna") if label.startswith("xn--") else label for label in domain.split(".")
        )
    except UnicodeError:
        return domain


def _is_latin(text):
    return all(not sign.isalpha() or "LATIN" in unicodedata.name(sign, "") for sign in text)
