"""Whom a place is compared with."""

import pytest

from portal.models import Place
from portal.reading.peers import CHOSEN, COUNTY, MOST_CHOSEN, SIMILAR, SIZE, peers
from portal.reading.places import governed
from tests.portal.figures import make_people

pytestmark = pytest.mark.django_db

GOTEBORG, MALMO, UPPSALA = "1480", "1280", "0380"


def test_the_nearest_in_inhabitants_come_first():
    make_people(c1480=600_000, c1280=360_000, c0380=240_000, c1440=32_000)
    places = governed()

    found = peers(places[GOTEBORG], places)

    assert found.codes == (MALMO, UPPSALA, "1440")
    assert "tre kommuner" in found.told


def test_there_are_never_more_than_seven_of_similar_size():
    codes = list(Place.objects.municipalities().values_list("code", flat=True)[:12])
    make_people(**{f"c{code}": 10_000 + 10 * number for number, code in enumerate(codes)})
    places = governed()

    assert len(peers(places[codes[3]], places).codes) == SIMILAR
    assert codes[3] not in peers(places[codes[3]], places).codes


def test_an_unknown_number_of_inhabitants_is_said_and_not_guessed():
    make_people(c1280=360_000)
    places = governed()

    found = peers(places[GOTEBORG], places)

    assert found.codes == ()
    assert "Invånarantalet saknas" in found.told


def test_a_county_holds_its_other_municipalities():
    places = governed()

    found = peers(places[GOTEBORG], places, COUNTY)

    assert len(found.codes) == 48
    assert all(code.startswith("14") and code != GOTEBORG for code in found.codes)


def test_those_chosen_by_hand_are_of_the_same_kind_and_at_most_ten():
    places = governed()
    codes = [GOTEBORG, "0014", "9999", *list(places)[30:50]]

    found = peers(places[GOTEBORG], places, CHOSEN, codes)

    assert len(found.codes) == MOST_CHOSEN
    assert not {GOTEBORG, "0014", "9999"} & set(found.codes)


def test_a_region_is_compared_with_regions_by_the_people_of_its_municipalities():
    for_each = Place.objects.municipalities().filter(county__in=["08", "09", "10"])
    make_people(**{f"c{place.code}": 20_000 for place in for_each})
    places = governed()

    found = peers(places["0010"], places)

    assert places["0010"].population == 5 * 20_000
    assert found.way == SIZE and found.codes == ("0008", "0009")


def test_a_county_with_an_unknown_municipality_is_unknown():
    make_people(c1080=66_000)

    assert governed()["0010"].population is None
