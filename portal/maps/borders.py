"""The borders that the pictures are drawn from: portal/data/map.json, which `manage.py draw_map` makes."""

import json
import re
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).resolve().parent.parent / "data" / "map.json"


class Borders(NamedTuple):
    """{kind of place: {code of `Place`: SVG path}}, where each lies, and whose borders they are."""

    paths: dict
    boxes: dict
    source: str


@lru_cache(maxsize=1)
def borders():
    """Read once. The keys of the regions are those of `Place`: 0014."""
    drawn = json.loads(FILE.read_text())
    paths = {kind: drawn[kind] for kind in ("municipality", "region")}
    boxes = {code: box_of(path) for areas in paths.values() for code, path in areas.items()}
    return Borders(paths, boxes, drawn["source"])


def box_of(path):
    """(west, north, east, south) of a path as `portal.maps.outlines` writes them."""
    across, down = [], []
    for ring in re.findall(r"M([^z]+)z", path):
        start, steps = (list(map(int, re.findall(r"-?\d+", part))) for part in ring.split("l"))
        across += accumulate([start[0], *steps[::2]])
        down += accumulate([start[1], *steps[1::2]])
    return min(across), min(down), max(across), max(down)


def box_around(codes):
    """(west, north, east, south) of several areas together."""
    boxes = [borders().boxes[code] for code in codes]
    west, north, east, south = zip(*boxes, strict=True)
    return min(west), min(north), max(east), max(south)
