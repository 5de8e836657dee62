"""The 21 counties as a map of tiles: where each stands, and how dark it is drawn."""

from dataclasses import dataclass

# County code (SCB), letter, name, column of the map; in the order that the map is read, from the north.
COUNTIES = [
    ("25", "BD", "Norrbottens län", 3),
    ("24", "AC", "Västerbottens län", 3),
    ("23", "Z", "Jämtlands län", 2),
    ("22", "Y", "Västernorrlands län", 3),
    ("20", "W", "Dalarnas län", 2),
    ("21", "X", "Gävleborgs län", 3),
    ("17", "S", "Värmlands län", 1),
    ("18", "T", "Örebro län", 2),
    ("19", "U", "Västmanlands län", 3),
    ("03", "C", "Uppsala län", 4),
    ("14", "O", "Västra Götalands län", 1),
    ("05", "E", "Östergötlands län", 2),
    ("04", "D", "Södermanlands län", 3),
    ("01", "AB", "Stockholms län", 4),
    ("13", "N", "Hallands län", 1),
    ("06", "F", "Jönköpings län", 2),
    ("08", "H", "Kalmar län", 3),
    ("09", "I", "Gotlands län", 4),
    ("12", "M", "Skåne län", 1),
    ("07", "G", "Kronobergs län", 2),
    ("10", "K", "Blekinge län", 3),
]
STEPS = 4


@dataclass(frozen=True)
class Tile:
    """One county: `number` is None where nothing is known, which is drawn as "–" and never as 0."""

    code: str
    letter: str
    name: str
    column: int
    number: int | None
    step: int
    url: str


def county_tiles(numbers, *, url):
    """Draw `numbers` (county code to whole number) as 21 tiles; `url` gives the address of a county's code.

    The steps follow rank and not size, since one county often has more than ten others together.
    """
    known = sorted({number for number in numbers.values() if number})
    return [
        Tile(code, letter, name, column, numbers.get(code), _step(numbers.get(code), known), url(code))
        for code, letter, name, column in COUNTIES
    ]


def _step(number, known):
    if not number:
        return 0
    return 1 + known.index(number) * STEPS // len(known)
