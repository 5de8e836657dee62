"""What a group would deliver together, place by place, against what the notice asks. Pure; unknown is never zero."""

from dataclasses import dataclass

ALL = None  # the place of an amount that is for the whole area


@dataclass(frozen=True, slots=True)
class Sum:
    """One place. `needed` is None when nobody has written what the notice asks; `silent` have given no number there."""

    place: object
    needed: int | None
    offered: int
    silent: int

    @property
    def is_enough(self):
        """Yes, no, or None: what is needed is not known, or somebody who might cover the rest has given no number."""
        if self.needed is None:
            return None
        if self.offered >= self.needed:
            return True
        return None if self.silent else False


def sums(places, needed, offers):
    """A `Sum` for each place that anybody has named, and last one for all together.

    `needed` is {place: number}; `offers` holds one {place: number} for each member, under `ALL` what is not divided.
    """
    named = [place for place in places if place in needed or any(place in offer for offer in offers)]
    rows = [
        Sum(
            place,
            needed.get(place),
            sum(offer.get(place, 0) for offer in offers),
            sum(place not in offer and (ALL in offer or not offer) for offer in offers),
        )
        for place in named
    ]
    parts = [number for place, number in needed.items() if place is not ALL]
    whole = needed.get(ALL, sum(parts) if parts else None)
    total = Sum(ALL, whole, sum(sum(offer.values()) for offer in offers), sum(not offer for offer in offers))
    return [*rows, total]
