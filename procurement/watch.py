"""When the watch over suppliers believes what it reads, and what a page may call it. Pure functions.

A source that flaps must wake nobody. So what is read counts when it is a decision made in the portal, or when it has
been read alike on two nights in a row. A night on which the source was silent, stale or failed says nothing, nor does
one on which nobody read, and the two nights are counted anew after it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

NIGHTS_IN_A_ROW = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """What one night said of one event: it holds, it does not, or (None) nobody can know.

    `is_decision`: it rests on a decision made in the portal, not on another's register.
    """

    holds: bool | None
    is_decision: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """What the watch believes of one event, and how many nights in a row have said otherwise."""

    stands: bool = False
    nights: int = 0
    read_on: date | None = None


def believe(memory, reading, on):
    """What the watch believes after the night's reading. The same night read again changes nothing."""
    if memory.read_on is not None and on <= memory.read_on:
        return memory
    if reading.holds is None or reading.holds == memory.stands:
        return Memory(memory.stands, 0, on)
    missed = memory.read_on is not None and on - memory.read_on > timedelta(days=1)
    nights = 1 if missed else memory.nights + 1
    if reading.is_decision or nights >= NIGHTS_IN_A_ROW:
        return Memory(reading.holds, 0, on)
    return Memory(memory.stands, nights, on)


@dataclass(frozen=True, slots=True)
class WaitingPeriod:
    """For how many days an event is called nothing but "håller på att utredas", from a day on, and why so long."""

    since: date
    days: int
    reason: str


WAITING_PERIODS = (
    WaitingPeriod(
        since=date(2026, 11, 1),
        days=14,
        reason="Portalens egen regel, inte lag. Två veckor räcker för att svara på en fråga eller rätta en uppgift.",
    ),
)
"""The newest whose `since` has come is counted with. A change is a new row, so that old pages can be explained."""


def waiting_on(day):
    """The waiting period that counts for what is noticed on the day; the first one for days before it."""
    begun = [period for period in WAITING_PERIODS if period.since <= day]
    return begun[-1] if begun else WAITING_PERIODS[0]


def looked_into_until(noticed_on):
    """The last day on which what was noticed then is still being looked into."""
    return noticed_on + timedelta(days=waiting_on(noticed_on).days)
