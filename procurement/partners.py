"""Whom to ask for a joint bid: who also looks for partners, who gives the service there, one by name or number.

Looking for partners is told to those alone who look for partners about the same procurement.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q

from procurement.matching import giving_there
from procurement.models import Interest
from procurement.services.joint_bids import may_be_invited
from registry.validators import COUNTRY_CODES, clean_organisation_number

MOST_FOUND = 25
FOREIGN = (
    "Utländska nummer går inte att bjuda in: portalen har inte prövat dem. Hör av er till dem direkt. De kan ändå vara "
    "med i anbudet. Köparen prövar dem då själv."
)
NOT_VERIFIED = (
    "Numret hör inte till någon som är verifierad i portalen. Be dem ansöka om det. De kan ändå vara med i anbudet. "
    "Köparen prövar dem då själv."
)
NOBODY = "Ingen som är verifierad i portalen heter så. Kontrollera stavningen, eller sök på organisationsnumret."
SHORTEST = 2
_DIGITS = re.compile(r"[\d\s.+\u2010-\u2015-]+")
_WITH_COUNTRY = re.compile(r"([A-Za-z]{2})[\s-]*(?=[\w\s.-]*\d{5})")


@dataclass(frozen=True)
class Found:
    """Those who can be asked, and what to do when there is none."""

    entities: list
    advice: str = ""
    more: bool = False


def also_looking(procurement, organisation):
    """The interests of others who look for partners too; none unless the organisation itself looks for them."""
    seeking = Interest.objects.standing().filter(procurement=procurement, wants_partners=True)
    if not seeking.filter(legal_entity__organisation=organisation).exists():
        return Interest.objects.none()
    others = seeking.exclude(legal_entity__organisation=organisation)
    return others.select_related("legal_entity__organisation", "legal_entity__seat").order_by("legal_entity__sort_key")


def find(bid, typed):
    """Those who may be invited to the group: by number, by a part of the name, or by service and place when empty.

    Raises ValidationError for what can be neither a number nor a name.
    """
    typed = " ".join(typed.split())
    if not typed:
        places = list(bid.procurement.municipalities.values_list("pk", flat=True))
        return _cut(can_be_asked(bid).filter(Exists(giving_there(bid.lot, places).filter(legal_entity=OuterRef("pk")))))
    country = _WITH_COUNTRY.match(typed)
    if country and country[1].upper() in COUNTRY_CODES - {"SE"}:
        return Found([], FOREIGN)
    number = re.sub(r"(?i)^se[\s-]*(\d{10})01$", r"\1", typed)
    if _DIGITS.fullmatch(number):
        return _by_number(bid, number)
    if len(typed) < SHORTEST:
        raise ValidationError("Skriv minst två bokstäver av namnet.")
    found = _cut(can_be_asked(bid).filter(Q(name__icontains=typed) | Q(organisation__name__icontains=typed)))
    return found if found.entities else Found([], NOBODY)


def _by_number(bid, typed):
    try:
        number = clean_organisation_number(typed)
    except ValidationError as refusal:
        if refusal.code == "invalid_length":
            raise ValidationError(f"{refusal.messages[0]}. {FOREIGN}", code=refusal.code) from refusal
        raise
    found = list(can_be_asked(bid).filter(organisation_number=number))
    return Found(found) if found else Found([], NOT_VERIFIED)


def can_be_asked(bid):
    """Those the portal has verified, but for those who are in the group or whose invitation waits."""
    taken = bid.members.unavailable().values("legal_entity")
    return may_be_invited().exclude(pk__in=taken).select_related("organisation", "seat").order_by("sort_key", "pk")


def _cut(entities):
    rows = list(entities[: MOST_FOUND + 1])
    return Found(rows[:MOST_FOUND], more=len(rows) > MOST_FOUND)
