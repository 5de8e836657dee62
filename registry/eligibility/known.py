"""What is known about one legal entity, as the rule reads it. Plain facts with days; no database, no wording.

`first` is the first day of a period and `end` the day after its last, None while it goes on.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RegisterPeriod:
    """A period in Kammarkollegiet's register. It ends on the day of the decision to deregister."""

    first: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class RegisterCheck:
    """What the register answered about the entity on a day: registered, not_registered, gone or unknown."""

    on: date
    result: str
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A case officer's dated judgement of a criterion: from when to when it holds, on which evidence, in which case."""

    criterion: str
    is_met: bool
    first: date
    judged_on: date
    end: date | None = None
    evidence: str = ""
    comment: str = ""
    case: str = ""
    sequence: float = 0  # seconds since 1970: of two judgements about the same day the later one counts


@dataclass(frozen=True, slots=True)
class Stated:
    """What the entity states about itself for a ground, as of a day. Nobody has examined it."""

    ground: str
    on: date
    governance: str = ""
    reinvests: bool | None = None
    integrates: bool | None = None
    headcount: int | None = None
    headcount_target: int | None = None
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """All of it, as of one moment. The order of the rows does not matter. `lists`: days of complete lists read."""

    registered: tuple[RegisterPeriod, ...] = ()
    checks: tuple[RegisterCheck, ...] = ()
    lists: tuple[date, ...] = ()
    judged: tuple[Judged, ...] = ()
    stated: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class GroundRule:
    """The law's own dates and limits for a ground, from the table of grounds."""

    code: str
    provision: str
    first_day: date
    name: str = ""
    last_day: date | None = None
    least_share: int | None = None
    before: str = ""

    def is_law(self, day):
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Limits:
    """How old a source may be, in days, before an answer that depends on it is unknown."""

    register_days: int
    statement_days: int
