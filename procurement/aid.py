"""Aid of minor importance, added up. Pure: rows, a rule and a day go in, whole cents come out.

One undertaking may get so much in any period of three years (reg. (EU) 2023/2831 and 2023/2832, art. 3.2). The years
are counted back from the day of the new aid, day by day. Each rule is added up for itself.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

YEARS = 3
CENT = Decimal("0.01")
NOTHING = Decimal("0.00")


def first_day(day):
    """The first of the three years' days that end on `day`. The same day three years before is out."""
    try:
        same = day.replace(year=day.year - YEARS)
    except ValueError:  # 29 February
        same = date(day.year - YEARS, 2, 28)
    return same + timedelta(days=1)


def is_counted(granted_on, day):
    """Whether aid that was granted on the one day counts against aid on the other."""
    return first_day(day) <= granted_on <= day


def counted(rows, rule, day):
    """The rows of the rule that count on the day, in the order given."""
    return [row for row in rows if row.rule == rule and is_counted(row.granted_on, day)]


def total(rows, rule, day):
    """What the rows give in euro during the three years that end on the day. A row has rule, granted_on and eur."""
    return sum((row.eur for row in counted(rows, rule, day)), NOTHING)


def room(rows, rule, day, ceiling):
    """How much more may be given on the day, in euro. Below zero where the ceiling is exceeded."""
    return ceiling - total(rows, rule, day)


def to_eur(sek, rate):
    """Kronor as euro, to the nearest cent, with so many kronor for a euro."""
    return (Decimal(sek) / rate).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Brought:
    """What authorities bring to an idéburen party over a whole agreement, in whole kronor.

    `unknown` says in Swedish what cannot be counted; then the sum is the least it can be.
    """

    sek: int
    unknown: tuple[str, ...] = ()

    @property
    def is_whole(self):
        return not self.unknown

    @property
    def value(self):
        """The sum, 0 where nothing is brought; None where all that is brought lacks a value or somebody to get it."""
        return self.sek if self.sek or self.is_whole else None

    def __add__(self, other):
        return Brought(self.sek + other.sek, tuple(dict.fromkeys(self.unknown + other.unknown)))


def from_commitments(partnership):
    """{idéburen party: Brought}: all that the authorities bring in all years, granted when the right to it arises.

    Art. 3.3. With several idéburna parties, what has no named recipient cannot be said to be anybody's. Two queries, or
    none when `parties` and their `commitments` are fetched ahead.
    """
    return {party: sum(givers.values(), Brought(0)) for party, givers in by_giver(partnership).items()}


def by_giver(partnership):
    """{idéburen party: {authority's party: Brought}}: the same, told apart by who gives it."""
    parties = list(partnership.parties.all())
    idea_parties = [party for party in parties if not party.is_public]
    given = {party: list(party.commitments.all()) for party in parties if party.is_public}
    alone = len(idea_parties) == 1
    return {
        party: {giver: _brought(party, rows, alone=alone) for giver, rows in given.items()} for party in idea_parties
    }


def _brought(party, given, *, alone):
    sek, unknown = 0, []
    for row in given:
        if row.recipient_id is None and not alone:
            unknown.append(f"{_told(row)}: ingen mottagare är angiven")
        elif row.recipient_id in (None, party.pk):
            if row.amount is None:
                unknown.append(f"{_told(row)}: inget värde är angivet")
            sek += row.amount or 0
    return Brought(sek, tuple(unknown))


def _told(row):
    return f"{row.get_kind_display()} {row.year}, {row.description}"
