"""What a partnership would mean as aid of minor importance: for each family, what it has had and what it would get.

A family is an organisation's legal entities in the portal. The law counts a single undertaking (reg. (EU) 2023/2831,
art. 2.2), which may be more: firms that are linked but not here are added by hand.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from procurement import aid
from procurement.models import Aid, AidCeiling, PartnershipCommitment, PartnershipParty
from registry.models import Organisation
from registry.wording import NO_BREAK_SPACE, grouped


@dataclass(frozen=True)
class FamilyAid:
    """One family: its parties, the aid that counts on the day, and what the partnership adds.

    `ceiling` is None where the portal has none for the day. `rate` is kronor for a euro, None until given.
    """

    organisation: Organisation
    parties: tuple[PartnershipParty, ...]
    earlier: tuple[Aid, ...]
    adds: aid.Brought
    day: date
    rule: str
    ceiling: AidCeiling | None
    rate: Decimal | None

    @property
    def has_had(self):
        """Aid in the three years that end on the day, in euro."""
        return aid.total(self.earlier, self.rule, self.day)

    @property
    def adds_eur(self):
        """What the partnership adds, in euro; None for kronor without a rate."""
        if self.adds.sek == 0:
            return aid.NOTHING
        return aid.to_eur(self.adds.sek, self.rate) if self.rate else None

    @property
    def total(self):
        """Both together; None where kronor have no rate."""
        return None if self.adds_eur is None else self.has_had + self.adds_eur

    @property
    def is_whole(self):
        """Whether the total is all of it, and not the least it can be."""
        return self.total is not None and self.adds.is_whole

    @property
    def room(self):
        """What is left under the ceiling, below zero when exceeded; None where it cannot be said."""
        if self.ceiling is None or self.total is None:
            return None
        return self.ceiling.eur - self.total

    @property
    def is_exceeded(self):
        """True when even what is known is more than the ceiling, False when all of it is not, else None."""
        if self.ceiling is None:
            return None
        if (self.has_had if self.total is None else self.total) > self.ceiling.eur:
            return True
        return False if self.is_whole else None


def of_partnership(partnership, *, rule, day, rate=None):
    """A FamilyAid for each organisation whose legal entities have joined, in the order of the parties.

    What was granted in this partnership already is among the earlier aid, and is taken from what it adds.
    """
    commitments = PartnershipCommitment.objects.order_by("year", "pk")
    parties = (
        partnership.parties.select_related("authority", "legal_entity__organisation")
        .prefetch_related(Prefetch("commitments", commitments))
        .order_by("pk")
    )
    held = _Fetched(parties)
    brought = aid.from_commitments(held)
    families = {}
    for party in brought:
        if party.joined_at:
            families.setdefault(party.legal_entity.organisation, []).append(party)
    standing = Aid.objects.standing().filter(legal_entity__organisation__in=families)
    rows = list(standing.select_related("legal_entity", "authority").order_by("granted_on", "pk"))
    ceiling = AidCeiling.objects.in_force(day).filter(rule=rule).first()
    found = []
    for organisation, members in families.items():
        own = [row for row in rows if row.legal_entity.organisation_id == organisation.pk]
        adds = sum((brought[party] for party in members), aid.Brought(0))
        found.append(
            FamilyAid(
                organisation=organisation,
                parties=tuple(members),
                earlier=tuple(aid.counted(own, rule, day)),
                adds=_less(adds, [row for row in own if row.partnership_id == partnership.pk]),
                day=day,
                rule=rule,
                ceiling=ceiling,
                rate=rate,
            )
        )
    return found


class _Fetched:
    """A partnership's parties, fetched once, as `from_commitments` asks for them."""

    def __init__(self, parties):
        self.parties = self
        self._rows = list(parties)

    def all(self):
        return self._rows


def _less(adds, granted):
    """What is left to grant when some is granted already. Without its kronor that cannot be told."""
    if any(row.sek is None for row in granted):
        words = "En del är redan beviljad, men inlagd i euro utan belopp i kronor"
        return aid.Brought(0, (*adds.unknown, words))
    return aid.Brought(max(0, adds.sek - sum(row.sek for row in granted)), adds.unknown)


def euro(amount):
    """Euro as Swedes write them, to the cent: 12 345,67 euro."""
    return f"{grouped(amount, 2)}{NO_BREAK_SPACE}euro"
