"""Borders are simplified without gaps between neighbours."""

from hypothesis import given
from hypothesis import strategies as st

from portal.maps import borders, outlines


def squares(bend):
    """Two neighbours, whose shared border bends, from the north-west corner (0, 0) to (200, 100)."""
    border = [(100 + x, y) for x, y in zip(bend, range(10, 100, 10), strict=True)]
    left = [(0, 0), (100, 0), *border, (100, 100), (0, 100)]
    right = [(100, 0), (200, 0), (200, 100), (100, 100), *reversed(border)]
    return {"01": [left], "02": [right]}


def area_of(rings):
    return sum(
        sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2
        for ring in rings
    )


@given(bend=st.lists(st.integers(-40, 40), min_size=9, max_size=9), least=st.integers(0, 4_000))
def test_neighbours_still_meet_however_much_is_left_out(bend, least):
    _, _, drawn = outlines.simplified(squares(bend), height=100, least=least)

    both = outlines.together(list(drawn.values()))
    assert abs(area_of(both)) == 200 * 100
    assert sum(abs(area_of(rings)) for rings in drawn.values()) == 200 * 100
    assert {corner for ring in both for corner in ring} == {(0, 0), (200, 0), (200, 100), (0, 100)}


def test_a_corner_that_changes_little_is_left_out_for_both_neighbours():
    _, _, drawn = outlines.simplified(squares([0, 1, 0, 0, 30, 0, 0, 0, 0]), height=100, least=50)

    assert [corner for corner in drawn["01"][0] if 0 < corner[1] < 100] == [(100, 40), (130, 50), (100, 60)]
    assert {c for c in drawn["01"][0] if c[0] >= 100} == {c for c in drawn["02"][0] if c[0] < 200}


def test_an_island_is_left_out_only_when_it_is_small_and_not_all_there_is():
    small = [(500, 0), (501, 0), (501, 1)]
    large = [(0, 0), (100, 0), (100, 100), (0, 100)]

    _, _, drawn = outlines.simplified({"01": [small, large], "02": [small]}, height=100)

    assert [len(drawn[code]) for code in ("01", "02")] == [1, 1]


def test_a_path_tells_each_corner_from_the_one_before():
    path = outlines.path([[(10, 20), (15, 18), (12, 30)], [(0, 0), (1, 0), (1, 1)]])

    assert path == "M10 20l5-2-3 12zM0 0l1 0 0 1z"
    assert borders.box_of(path) == (0, 0, 15, 30)
