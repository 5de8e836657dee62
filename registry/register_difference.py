"""What a list from Kammarkollegiet would change. Pure: the list and what the portal holds go in, the changes come out.

Absence is never a "no": who is not in the list any more is gone from the source, and the period goes on. A period ends
by a decision with a day. What the list and the portal tell so differently that no rule can choose is left to a person.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

GONE, REGISTERED, ENDED = "gone", "registered", "ended"
BY_HAND = "Portalen och listan säger emot varandra. Rätta uppgiften för hand."


@dataclass(frozen=True)
class Period:
    """A period that the portal holds: its row, first day, and the day of the decision to deregister or None."""

    pk: int
    first: date
    decided: date | None = None


@dataclass(frozen=True)
class Held:
    """What the portal holds about a number: an entity of its own, or one that it only knows from the list.

    `is_gone`: already noted as gone from the source.
    """

    number: str
    name: str
    periods: tuple = ()
    is_gone: bool = False
    is_entity: bool = True

    @property
    def open(self):
        return next((period for period in self.periods if period.decided is None), None)


@dataclass
class Difference:
    """The changes, group by group. Lines are [number, name, …days as text], ready to be kept as JSON.

    `checks` is {number: answer} for every entity that the list answers for; `steps` is what is written: for each number
    the pairs (period that is held or None, period of the list). Neither is kept: they are worked out anew.
    """

    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    deregistered: list = field(default_factory=list)
    gone: list = field(default_factory=list)
    back: list = field(default_factory=list)
    unknown_new: list = field(default_factory=list)
    unknown_changed: list = field(default_factory=list)
    unknown_gone: list = field(default_factory=list)
    by_hand: list = field(default_factory=list)
    unchanged: int = 0
    registered_before: int = 0
    checks: dict = field(default_factory=dict)
    steps: dict = field(default_factory=dict)

    @property
    def vanishing_share(self):
        """How many percent of those registered would no longer be: gone from the list, or deregistered."""
        unknown_ended = sum(1 for line in self.unknown_changed if line[-1] == ENDED)
        vanishing = len(self.gone) + len(self.deregistered) + len(self.unknown_gone) + unknown_ended
        if not self.registered_before:
            return Decimal(0)
        return (Decimal(100 * vanishing) / self.registered_before).quantize(Decimal("0.01"))

    @property
    def moved_share(self):
        """How many percent of those registered would get other days."""
        if not self.registered_before:
            return Decimal(0)
        return (Decimal(100 * len(self.changed)) / self.registered_before).quantize(Decimal("0.01"))

    @property
    def groups(self):
        """The groups of changes, as they are kept and shown."""
        return {name: getattr(self, name) for name in GROUPS}

    @property
    def is_empty(self):
        return not any(self.groups.values())


GROUPS = (
    "new", "changed", "deregistered", "gone", "back", "unknown_new", "unknown_changed", "unknown_gone", "by_hand",
)  # fmt: skip


def compare(listed, held, *, unclear=frozenset()):
    """The difference between the list ({number: Listed}) and what the portal holds ({number: Held}).

    Numbers in `unclear` stand in the list in a way that could not be read: nothing is said of them.
    """
    found = Difference()
    for number in sorted({*listed, *held}):
        mine, theirs = held.get(number), listed.get(number)
        if mine and mine.open and not mine.is_gone:
            found.registered_before += 1
        if number in unclear:
            continue
        if theirs is None:
            _absent(found, mine)
        elif mine is None or not mine.is_entity:
            _unknown(found, mine, theirs)
        else:
            _entity(found, mine, theirs)
    return found


def _absent(found, mine):
    """Not in the list. Only who was registered is gone; of others the list says nothing."""
    if not mine.open:
        return
    if mine.is_entity:
        found.checks[mine.number] = GONE
        if not mine.is_gone:
            found.gone.append([mine.number, mine.name])
    elif not mine.is_gone:
        found.unknown_gone.append([mine.number, mine.name])


def _paired(mine, theirs):
    """Each period of the list with the one held that it tells about, or None; or nothing when no rule can choose."""
    pairs, left = [], {period.pk: period for period in mine.periods}
    for first, decided in theirs.periods:
        overlapping = [period for period in mine.periods if _overlap(period, first, decided)]
        if len(overlapping) > 1 or any(period.pk not in left for period in overlapping):
            return None, None
        partner = overlapping[0] if overlapping else None
        if partner:
            left.pop(partner.pk)
            if partner.decided and not decided:
                return None, None  # we hold a decision that the list does not have
        pairs.append((partner, (first, decided)))
    return pairs, next((period for period in left.values() if period.decided is None), None)


def _overlap(period, first, decided):
    return period.first <= (decided or date.max) and first <= (period.decided or date.max)


def _entity(found, mine, theirs):
    pairs, left_open = _paired(mine, theirs)
    still = any(decided is None for _, decided in theirs.periods)
    if pairs is None or (left_open and still):
        found.by_hand.append([mine.number, mine.name, BY_HAND])
        return
    steps = []
    for partner, (first, decided) in pairs:
        if partner is None:
            found.new.append([mine.number, mine.name, str(first), str(decided or "")])
        elif partner.decided is None and decided:
            found.deregistered.append([mine.number, mine.name, str(first), str(decided)])
        elif (partner.first, partner.decided) != (first, decided):
            before = [str(partner.first), str(partner.decided or "")]
            found.changed.append([mine.number, mine.name, *before, str(first), str(decided or "")])
        else:
            continue
        steps.append((partner, (first, decided)))
    if left_open:
        found.checks[mine.number] = GONE
        if not mine.is_gone:
            found.gone.append([mine.number, mine.name])
    else:
        found.checks[mine.number] = REGISTERED if still else ENDED
        if mine.is_gone and still:
            found.back.append([mine.number, mine.name])
    if steps:
        found.steps[mine.number] = steps
    elif not left_open:
        found.unchanged += 1


def _unknown(found, mine, theirs):
    """A number that no entity in the portal has. Only its last period is kept, as days: one at the least."""
    first, decided = theirs.periods[-1]
    decided = decided and max(decided, first + timedelta(days=1))
    if mine is None:
        found.unknown_new.append([theirs.number, theirs.name, str(first), str(decided or "")])
        found.steps[theirs.number] = [(None, (first, decided))]
        return
    period = mine.periods[-1]
    if (period.first, period.decided, mine.is_gone) == (first, decided, False):
        found.unchanged += 1
        return
    ended = ENDED if decided and not period.decided else REGISTERED
    found.unknown_changed.append([theirs.number, theirs.name, str(first), str(decided or ""), ended])
    found.steps[theirs.number] = [(period, (first, decided))]
