"""Whom a place is compared with: those of similar size, those of the same county, or those that somebody chose."""

from dataclasses import dataclass
from math import log

from registry.wording import number_in_words

SIZE, COUNTY, CHOSEN = "storlek", "lan", "valda"
SIMILAR = 7  # how many of similar size
MOST_CHOSEN = 10


@dataclass(frozen=True)
class Peers:
    """The places to compare with, and in words what they have in common and how they were found."""

    way: str
    codes: tuple
    name: str
    told: str


def peers(place, places, way=SIZE, chosen=()):
    """The peers of a place. `places`: {code: Known}; `chosen`: codes; those that are no such place are left out."""
    kind = "regioner" if place.is_region else "kommuner"
    same = [other for other in places.values() if other.kind == place.kind and other.code != place.code]
    picked = tuple(dict.fromkeys(code for code in chosen if code in {other.code for other in same}))[:MOST_CHOSEN]
    if way == CHOSEN and picked:
        return Peers(CHOSEN, picked, f"Valda {kind}", f"De {kind} som du har valt.")
    if way == COUNTY and not place.is_region:
        codes = tuple(other.code for other in same if other.county == place.county)
        return Peers(COUNTY, codes, "Kommuner i länet", "De andra kommunerna i samma län.")
    return _similar(place, same, kind)


def _similar(place, same, kind):
    name = f"Liknande {kind}"
    if not place.population:
        return Peers(SIZE, (), name, f"Invånarantalet saknas. Därför kan vi inte hitta {kind} av samma storlek.")
    known = [other for other in same if other.population]
    nearest = sorted(known, key=lambda other: (abs(log(other.population / place.population)), other.code))[:SIMILAR]
    codes = tuple(other.code for other in nearest)
    if not codes:
        return Peers(SIZE, (), name, "Invånarantalet saknas för alla andra.")
    told = f"De {number_in_words(len(codes))} {kind} som har närmast lika många invånare."
    return Peers(SIZE, codes, name, told)
