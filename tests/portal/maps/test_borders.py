"""The committed map: every place once, from a named source, few bytes, and no gaps."""

import gzip
import json
import re
from collections import Counter
from io import StringIO
from itertools import accumulate, pairwise

import pytest
from django.core.management import CommandError, call_command

from portal.maps.borders import FILE, borders, box_around
from portal.models import Place


def rings_of(path):
    for start, steps in re.findall(r"M(-?\d+ -?\d+)l([^z]*)z", path):
        x, y = map(int, start.split())
        numbers = list(map(int, re.findall(r"-?\d+", steps)))
        yield list(
            zip(accumulate([x, *numbers[::2]]), accumulate([y, *numbers[1::2]]), strict=True),
        )


def edges_of(path):
    return [frozenset(edge) for ring in rings_of(path) for edge in pairwise([*ring, ring[0]])]


def area_of(path):
    """Square units inside, row by row, as the picture is filled (even-odd)."""
    rings = list(rings_of(path))
    rows = [y for ring in rings for _, y in ring]
    together = 0
    for middle in (y + 0.5 for y in range(min(rows), max(rows))):
        crossed = sorted(
            x1 + (middle - y1) * (x2 - x1) / (y2 - y1)
            for ring in rings
            for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])
            if (y1 > middle) != (y2 > middle)
        )
        together += sum(end - start for start, end in zip(crossed[::2], crossed[1::2], strict=True))
    return together


@pytest.mark.django_db
def test_the_map_has_every_municipality_and_region_once_and_gotland_in_both():
    for kind, count in (("municipality", 290), ("region", 21)):
        codes = set(Place.objects.filter(kind=kind).values_list("code", flat=True))
        assert set(borders().paths[kind]) == codes and len(codes) == count
    assert area_of(borders().paths["region"]["0009"]) == area_of(borders().paths["municipality"]["0980"]) > 1_000


def test_the_map_is_small_and_tells_its_source():
    content = FILE.read_bytes()

    assert len(content) < 150_000 and len(gzip.compress(content, 9)) < 60_000
    assert "SCB, Digitala gränser (CC0)" in borders().source
    assert content.decode().count('"0114":') == 1


def test_neighbours_share_their_borders_so_that_no_gap_is_seen():
    uses = Counter(edge for path in borders().paths["municipality"].values() for edge in edges_of(path))

    assert set(uses.values()) <= {1, 2}
    assert sum(count == 2 for count in uses.values()) > 2_000


def test_a_region_is_its_municipalities_together():
    for code, path in borders().paths["region"].items():
        parts = [area for key, area in borders().paths["municipality"].items() if key[:2] == code[2:]]
        west, north, east, south = borders().boxes[code]
        of_parts = box_around([key for key in borders().paths["municipality"] if key[:2] == code[2:]])
        assert (west, north, east, south) == of_parts
        assert area_of(path) == pytest.approx(sum(map(area_of, parts)), rel=0.001), code


def test_no_municipality_is_too_small_to_see():
    assert min(map(area_of, borders().paths["municipality"].values())) > 18  # square units: two pixels


# --- The command ---


def test_the_map_is_drawn_from_saved_outlines(tmp_path):
    saved, made = tmp_path / "saved.json", tmp_path / "map.json"
    codes = [*borders().paths["municipality"]]
    # Squares in a row, each with its neighbour's border.
    areas = {
        code: {"d": f"M{n * 10},0L{n * 10 + 10},0L{n * 10 + 10},900L{n * 10},900Z"} for n, code in enumerate(codes)
    }
    saved.write_text(json.dumps({"municipalities": areas}))

    call_command("draw_map", file=saved, to=made, stdout=(told := StringIO()))

    drawn = json.loads(made.read_text())
    assert "290 kommuner och 21 regioner" in told.getvalue()
    assert (len(drawn["municipality"]), len(drawn["region"])) == (290, 21)
    assert drawn["source"] == "SCB, Digitala gränser (CC0), genom saved.json"
    assert drawn["height"] == 2_760


def test_half_a_map_is_not_written(tmp_path):
    saved, made = tmp_path / "saved.json", tmp_path / "map.json"
    saved.write_text(json.dumps({"municipalities": {"0114": {"d": "M0,0L9,0L9,9Z"}}}))

    with pytest.raises(CommandError, match="1 kommuner i 1 län, inte 290 i 21"):
        call_command("draw_map", file=saved, to=made)

    assert not made.exists()
