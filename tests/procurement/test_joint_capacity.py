"""What a group can do together, place by place: unknown is never zero."""

from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.joint_capacity import ALL, sums

PLACES = ["Göteborg", "Mölndal", "Partille"]
numbers = st.integers(1, 500)
offers = st.dictionaries(st.sampled_from([*PLACES, ALL]), numbers)


def told(needed, given):
    return {row.place: (row.offered, row.silent, row.is_enough) for row in sums(PLACES, needed, given)}


def test_a_place_adds_up_what_its_members_offer_there():
    found = told({"Göteborg": 12}, [{"Göteborg": 8}, {"Göteborg": 4, "Mölndal": 3}])

    assert found == {"Göteborg": (12, 0, True), "Mölndal": (3, 0, None), ALL: (15, 0, True)}


def test_what_is_missing_is_missing_only_when_everybody_has_answered():
    assert told({"Göteborg": 12}, [{"Göteborg": 8}, {"Göteborg": 1}])["Göteborg"] == (9, 0, False)
    assert told({"Göteborg": 12}, [{"Göteborg": 8}, {}])["Göteborg"] == (8, 1, None)


def test_a_number_for_the_whole_area_is_not_divided_among_the_places():
    found = told({"Göteborg": 12}, [{"Göteborg": 8}, {ALL: 20}])

    assert found["Göteborg"] == (8, 1, None)
    assert found[ALL] == (28, 0, True)


def test_without_what_the_notice_asks_nothing_is_enough_or_too_little():
    assert told({}, [{"Göteborg": 8}])["Göteborg"] == (8, 0, None)


@settings(max_examples=40)
@given(needed=offers, given=st.lists(offers, max_size=5))
def test_the_whole_is_everything_that_anybody_offers(needed, given):
    *_, whole = sums(PLACES, needed, given)

    assert whole.place is ALL
    assert whole.offered == sum(sum(offer.values()) for offer in given)
    assert whole.silent == sum(not offer for offer in given)


@settings(max_examples=40)
@given(needed=offers, given=st.lists(offers, max_size=5), more=numbers)
def test_more_never_makes_enough_too_little(needed, given, more):
    before = {row.place: row.is_enough for row in sums(PLACES, needed, given)}
    after = {row.place: row.is_enough for row in sums(PLACES, needed, [*given, dict.fromkeys(PLACES, more)])}

    assert all(after[place] for place, enough in before.items() if enough)
