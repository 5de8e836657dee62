"""A random sample that anyone can draw again: from a frozen list, a share and a seed. Pure.

Each number's place is the SHA-256 of the seed, a colon and the number; the sample is the first of them. No generator of
random numbers is needed, so that it can be done again in any language, by anyone who doubts it.
"""

import hashlib
import math


def draw(numbers, share, seed):
    """Those drawn, in the order of the list. A share in percent; at least one, when there is anything to draw from."""
    wanted = math.ceil(len(numbers) * share / 100)
    drawn = set(sorted(numbers, key=lambda number: (_place(seed, number), number))[:wanted])
    return [number for number in numbers if number in drawn]


def _place(seed, number):
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()
