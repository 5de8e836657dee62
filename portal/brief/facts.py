"""What a brief is made of, gathered: plain values, so that the words about them can be tested by themselves."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Share:
    """The share bought from associations and foundations, of everything or of one area. None is what is missing."""

    area: str
    source: str
    caveat: str
    is_invented: bool
    year: int | None
    value: Decimal | None
    is_preliminary: bool
    then_year: int | None
    then: Decimal | None
    peers: Decimal | None
    country: Decimal | None

    @property
    def change(self):
        """In percentage points over the years; None where either end is missing."""
        return None if self.value is None or self.then is None else self.value - self.then


@dataclass(frozen=True)
class Point:
    """What one percentage point was worth in whole kronor a year, reckoned from the cost that the share is of."""

    area: str
    kronor: int
    year: int
    source: str
    caveat: str
    is_invented: bool


@dataclass(frozen=True)
class Ending:
    """A contract that ends, with the next step to influence; None when that day has gone."""

    title: str
    last_day: date
    step: str = ""
    step_day: date | None = None


@dataclass(frozen=True)
class Goal:
    """A target as it stands. `outcome` is in words; `when` its year."""

    title: str
    by: str
    goal: str
    year: int
    outcome: str
    when: str
    standing: str
    is_behind: bool
    has_outcome: bool
    source: str
    caveat: str
    is_invented: bool


@dataclass(frozen=True)
class Local:
    """What organisations count themselves: `told` is the last year's in words, `more` how many others there are."""

    name: str
    told: str
    year: int
    who: str
    sources: str
    definition: str
    note: str
    more: int
    is_invented: bool


@dataclass(frozen=True)
class Facts:
    """All that a brief tells of a place on a day. `own_is_invented`: the portal's own rows are a demonstration's."""

    place: str
    is_region: bool
    day: date
    election: date
    own_is_invented: bool
    peers: str
    peers_told: str
    peers_are_invented: bool
    share: Share | None
    areas: tuple
    has_area_measure: bool
    points: tuple
    goals: tuple
    more_goals: int
    has_authority: bool
    ending_number: int
    endings: tuple
    idea_running: int
    idea_ending: int
    idea_yearly: int
    idea_unvalued: int
    idea_without_end: int
    organisations: int
    organisation_names: tuple
    service: str = ""
    reservable_lou: str = ""
    reservable_lov: str = ""
    programme_is_missing: bool = False
    programme_is_due: bool = False
    programme_is_invented: bool = False
    local: Local | None = None

    @property
    def whose(self):
        return "regionens" if self.is_region else "kommunens"

    @property
    def kind(self):
        return "regionen" if self.is_region else "kommunen"
