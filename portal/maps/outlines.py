"""Borders as short paths of whole numbers, simplified so that neighbours still meet.

A corner that two or more areas share is one corner: it is rounded once and stays or goes for all of them. So no gap
opens between neighbours, and the outline of a region is just what its municipalities do not share.
"""

import heapq
from itertools import pairwise

HEIGHT = 2_760  # units from north to south: three to a pixel of a picture 920 pixels high
LEAST_AREA = 5  # square units: a corner that changes the picture by less is left out
LEAST_ISLAND = 20  # square units, about two pixels: a smaller island is left out, unless the area has no other


def simplified(areas, *, height=HEIGHT, least=LEAST_AREA):
    """(width, height, {code: rings of whole corners}) of {code: rings}, from the north-west corner."""
    corners = [corner for rings in areas.values() for ring in rings for corner in ring]
    west, north = (min(corner[axis] for corner in corners) for axis in (0, 1))
    scale = height / (max(y for _, y in corners) - north)

    def place(corner):
        return round((corner[0] - west) * scale), round((corner[1] - north) * scale)

    rounded = {code: [_distinct([place(c) for c in ring]) for ring in rings] for code, rings in areas.items()}
    rounded = {code: _worth_drawing(rings) for code, rings in rounded.items()}
    kept = _kept(rounded, least)
    drawn = {code: [[c for c in ring if c in kept] for ring in rings] for code, rings in rounded.items()}
    drawn = {
        code: [whole for ring in rings if len(whole := _without_spikes(ring)) > 2] for code, rings in drawn.items()
    }
    width = max(x for rings in drawn.values() for ring in rings for x, _ in ring)
    return width, height, drawn


def _distinct(ring):
    """The ring without corners that fell upon the one before."""
    return [corner for corner, before in zip(ring, ring[-1:] + ring[:-1], strict=True) if corner != before]


def _without_spikes(ring):
    """The ring without borders that it follows out and straight back."""
    for place, corner in enumerate(ring):
        if len(ring) > 2 and corner == ring[place - 2]:
            return _without_spikes([c for n, c in enumerate(ring) if n not in (place, (place - 1) % len(ring))])
    return ring


def _worth_drawing(rings):
    rings = sorted((ring for ring in rings if len(ring) > 2), key=_size, reverse=True)
    return rings[:1] + [ring for ring in rings[1:] if _size(ring) >= LEAST_ISLAND]


def _size(ring):
    """Square units that the ring surrounds."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _edges(ring))) / 2


def _edges(ring):
    return list(pairwise([*ring, ring[0]]))


def _kept(areas, least):
    """The corners that stay: those where more than two borders meet, and those that change the picture enough.

    The corner that matters least goes first (Visvalingam); its neighbours are then weighed again.
    """
    beside = {}
    for rings in areas.values():
        for ring in rings:
            for one, other in _edges(ring):
                beside.setdefault(one, set()).add(other)
                beside.setdefault(other, set()).add(one)
    heap = [(weight, corner) for corner in beside if (weight := _weight(corner, beside)) is not None]
    heapq.heapify(heap)
    while heap and heap[0][0] < least:
        weight, corner = heapq.heappop(heap)
        if corner not in beside or _weight(corner, beside) != weight:
            continue
        one, other = beside.pop(corner)
        if other in beside[one]:  # the last triangle of an island
            beside[corner] = {one, other}
            continue
        beside[one] = beside[one] - {corner} | {other}
        beside[other] = beside[other] - {corner} | {one}
        for near in (one, other):
            if (again := _weight(near, beside)) is not None:
                heapq.heappush(heap, (again, near))
    return set(beside)


def _weight(corner, beside):
    """Square units by which the picture changes without the corner; None where borders meet, which must stay."""
    if len(beside[corner]) != 2:
        return None
    return _size([corner, *sorted(beside[corner])])


def together(parts):
    """The outline of neighbours as one: the borders that only one of them has. `parts`: a list of rings of each."""
    edges = set()
    for rings in parts:
        for ring in rings:
            for one, other in _edges(ring):
                pair = (min(one, other), max(one, other))
                edges ^= {pair}
    return _chained(edges)


def _chained(edges):
    """Rings that pass each border once; at a corner where several meet any way on gives the same picture."""
    beside = {}
    for one, other in edges:
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    rings = []
    for start in sorted(beside):
        while beside[start]:
            ring, at = [start], start
            while beside[at]:
                on = beside[at].pop()
                beside[on].remove(at)
                ring.append(on)
                at = on
            rings.append(_without_straight(ring[:-1]))
    return rings


def _without_straight(ring):
    """The ring without corners on a straight line."""
    sides = zip(ring, ring[-1:] + ring[:-1], ring[1:] + ring[:1], strict=True)
    return [corner for corner, before, after in sides if _size([before, corner, after])] or ring


def path(rings):
    """The rings as an SVG path, each corner told from the one before."""
    return "".join(_of_ring(ring) for ring in rings)


def _of_ring(ring):
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(ring)]
    numbers = [number for step in steps for number in step]
    told = "".join(f"{'' if number < 0 or not place else ' '}{number}" for place, number in enumerate(numbers))
    return f"M{ring[0][0]} {ring[0][1]}l{told}z"
