"""The drawn family: the same each time, rings and long chains taken care of, nothing drawn over anything else."""

import re

from hypothesis import given
from hypothesis import strategies as st

from registry.family_picture import BOX_HEIGHT, MOST_LANES, Edge, draw

KEYS = [f"n{number}" for number in range(12)]
pairs = st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)).filter(lambda pair: pair[0] != pair[1])


def picture(keys, owned_by=(), edges=(), **options):
    return draw(keys, owned_by, [Edge(*edge, "gift", "1") for edge in edges], width=860, **options)


def places(drawn):
    return [(box.key, box.layer) for box in drawn.boxes]


def test_owners_stand_above_what_they_own_one_step_to_the_left():
    drawn = picture(["c", "b", "a"], [("a", "b"), ("b", "c")])

    assert places(drawn) == [("a", 0), ("b", 1), ("c", 2)]
    assert len(drawn.branches) == 2
    assert drawn.lanes == ()


def test_of_two_owners_the_deepest_has_it_under_itself_and_the_other_a_lane():
    drawn = picture(["a", "b", "c"], [("a", "b"), ("a", "c"), ("b", "c")])

    assert places(drawn) == [("a", 0), ("b", 1), ("c", 2)]
    assert [lane.kind for lane in drawn.lanes] == ["owner"]


def test_a_ring_of_owners_is_drawn_with_every_node_once():
    drawn = picture(["a", "b", "c"], [("a", "b"), ("b", "c"), ("c", "a")])

    assert places(drawn) == [("a", 0), ("b", 1), ("c", 2)]
    assert [lane.kind for lane in drawn.lanes] == ["owner"]


def test_a_chain_of_a_thousand_is_drawn():
    keys = [f"k{number}" for number in range(1000)]

    drawn = picture(keys, list(zip(keys, keys[1:], strict=False)))

    assert len(drawn.boxes) == 1000
    assert min(box.width for box in drawn.boxes) > 500


def test_lanes_that_meet_stand_beside_each_other():
    drawn = picture(["a", "b", "c"], edges=[("a", "b"), ("b", "c"), ("a", "c")])

    assert len({lane.label_x for lane in drawn.lanes}) == 3


def test_what_finds_no_room_is_counted():
    keys = [f"k{number}" for number in range(2)]

    drawn = picture(keys, edges=[("k0", "k1")] * (MOST_LANES + 3))

    assert len(drawn.lanes) == MOST_LANES
    assert drawn.left_out == 3


def test_narrow_pictures_leave_the_lanes_to_the_table():
    drawn = draw(["a", "b"], [], [Edge("a", "b", "gift")], width=286, lanes=False)

    assert drawn.lanes == ()
    assert all(box.right < 286 for box in drawn.boxes)


def test_nobody_to_draw_is_an_empty_picture():
    assert picture([]).boxes == ()


@given(st.sets(pairs, max_size=30), st.lists(pairs, max_size=30))
def test_any_family_is_drawn_the_same_twice_with_nothing_on_top_of_anything(owned_by, edges):
    drawn = picture(KEYS, owned_by, edges)

    assert picture(KEYS, list(owned_by)[::-1], edges) == drawn
    assert sorted(box.key for box in drawn.boxes) == sorted(KEYS)
    tops = [box.y for box in drawn.boxes]
    assert all(after - before >= BOX_HEIGHT for before, after in zip(tops, tops[1:], strict=False))
    above = {box.key: place for place, box in enumerate(drawn.boxes)}
    assert len(drawn.branches) + sum(lane.kind == "owner" for lane in drawn.lanes) <= len(owned_by)
    assert len(above) == len(KEYS)
    for box in drawn.boxes:
        assert box.x > 0 and box.right <= drawn.width
    for lane in drawn.lanes:
        assert all(0 <= int(x) <= drawn.width for x in re.findall(r"H(\d+)", lane.path))
