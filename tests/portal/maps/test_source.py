"""Borders are read from a package of SCB's or from a file, and projected as Swedish maps are."""

import json
import struct

import pytest

from portal.maps import source


@pytest.mark.parametrize(
    ("place", "metres"),
    [  # reckoned with PROJ
        ((15, 60), (500_000.000, 6_651_411.190)),
        ((18.0686, 59.3293), (674_571.866, 6_580_743.008)),
        ((24, 66), (907_351.981, 7_349_217.668)),
        ((11.2, 58.9), (281_123.418, 6_535_135.527)),
    ],
)
def test_places_are_projected_to_the_millimetre(place, metres):
    assert source.sweref(*place) == pytest.approx(metres, abs=0.001)


def polygon(*rings, order="<"):
    closed = [[*ring, ring[0]] for ring in rings]
    parts = [struct.pack(f"{order}I{2 * len(ring)}d", len(ring), *(n for c in ring for n in c)) for ring in closed]
    return bytes([order == "<"]) + struct.pack(f"{order}II", 3, len(rings)) + b"".join(parts)


@pytest.mark.parametrize("order", "<>")
def test_islands_and_lakes_are_read_in_either_byte_order(order):
    mainland, lake, island = [(0, 0), (9, 0), (9, 9)], [(5, 1), (6, 1), (6, 2)], [(20, 0), (21, 0), (21, 1)]
    parts = [polygon(mainland, lake, order=order), polygon(island, order=order)]

    area = bytes([order == "<"]) + struct.pack(f"{order}II", 6, 2) + b"".join(parts)

    assert source.rings_of(area) == [mainland, lake, island]


def test_what_is_no_area_is_refused():
    with pytest.raises(ValueError, match="no polygon"):
        source.rings_of(struct.pack("<BII", 1, 2, 0))


def test_saved_outlines_are_read_from_a_file(tmp_path):
    saved = tmp_path / "saved.json"
    saved.write_text(json.dumps({"municipalities": {"0114": {"d": "M1,2.5L3,4L5,6ZM7,8L9,10L11,1Z"}}}))

    told, areas = source.of_file(saved)

    assert told == "saved.json"
    assert areas == {"0114": [[(1, 2.5), (3, 4), (5, 6)], [(7, 8), (9, 10), (11, 1)]]}


@pytest.mark.parametrize("content", ["", "[]", "{}", None])
def test_a_file_that_holds_no_outlines_is_refused_with_its_name(tmp_path, content):
    saved = tmp_path / "saved.json"
    if content is not None:
        saved.write_text(content)

    with pytest.raises(source.NoSource, match="saved.json går inte att läsa"):
        source.of_file(saved)
