"""An överenskommelse that the buyers have noted counts as a document of the council, and is entered once."""

from datetime import date

import pytest
from django.utils import timezone

from portal.governance import Standing
from portal.models import CheckedLink, GovernanceDocument
from portal.models.places import Place
from portal.reading import governance as reading
from portal.services import links
from procurement.models import ContractingAuthority, LocalCompact
from tests.factories import make_user
from tests.portal.figures import own_authority
from tests.portal.politics import make_council, make_document, make_place

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
URL = "https://kommunen.example/overenskommelse"
Kind = GovernanceDocument.Kind


def make_compact(authority, **facts):
    known = {"title": "Överenskommelse", "decided_on": date(2024, 5, 2), "url": URL, "noted_by": make_user()}
    return LocalCompact.objects.create(authority=authority, **{**known, **facts})


def compacts_of(place, **given):
    told = reading.of_place(place, TODAY, **given)
    return [row for kind in told.kinds if kind.kind == Kind.COMPACT for row in kind.documents]


def line_of(place, kind=Kind.COMPACT):
    return reading.lines(kind, [place], TODAY)[0]


def test_one_that_the_buyers_have_noted_is_the_councils_too():
    place = make_place()
    compact = make_compact(own_authority("1480"))

    [told] = compacts_of(place)

    assert (told.name, told.url, told.standing) == ("Överenskommelse", compact.get_absolute_url(), Standing.IN_FORCE)
    assert told.decision == "2\u00a0maj 2024"
    assert line_of(place).standing == Standing.IN_FORCE
    assert line_of(place, Kind.PROGRAMME).standing == Standing.MISSING


def test_a_regions_is_the_regions():
    region, municipality = make_place("0014"), make_place()
    make_compact(ContractingAuthority.objects.create(name="Regionen", slug="regionen", kind="region", region_id="14"))

    assert len(compacts_of(region)) == 1
    assert compacts_of(municipality) == []
    assert [line.standing for line in reading.lines(Kind.COMPACT, [municipality, region], TODAY)] == [
        Standing.MISSING,
        Standing.IN_FORCE,
    ]


def test_a_companys_is_not_the_councils():
    company = {"name": "Bolaget", "slug": "bolaget", "kind": "company", "municipality_id": "1480"}
    make_compact(ContractingAuthority.objects.create(**company))

    assert compacts_of(make_place()) == []


def test_one_taken_away_is_gone_and_one_whose_time_is_over_has_ended():
    place, authority = make_place(), own_authority("1480")
    make_compact(authority, removed_at="2026-01-01T12:00:00Z")
    make_compact(authority, title="Den gamla", valid_until=date(2025, 12, 31))

    assert [row.standing for row in compacts_of(place)] == [Standing.ENDED]
    assert line_of(place).standing == Standing.ENDED


def test_one_that_the_council_has_put_in_too_is_told_once_and_in_its_words():
    place = make_place()
    make_document(place, make_council(place), kind="compact", url=URL, term_begins_in=None)
    make_compact(own_authority("1480"))

    [told] = compacts_of(place)

    assert told.document.pk
    assert line_of(place).told.document.pk == told.document.pk


def test_what_comes_as_a_column_says_what_the_query_says(django_assert_num_queries):
    place = make_place()
    authority = own_authority("1480")
    make_compact(authority)
    make_compact(authority, title="Den gamla", decided_on=date(2020, 1, 1), valid_until=date(2021, 1, 1))
    CheckedLink.objects.create(
        url=URL, asked_at=timezone.now(), got="404", silent_since=date(2026, 10, 1), silent_days=links.TRIES
    )
    column = f"{reading.COMPACTS_AS_JSON} as compacts_as_json"
    sql = f"select authority.*, {column} from procurement_contractingauthority authority where id = %s"
    [fetched] = ContractingAuthority.objects.raw(sql, [authority.pk])

    with django_assert_num_queries(1):
        found = compacts_of(place, compacts=reading.fetched_compacts(fetched))

    facts = [(row.name, row.words, row.standing, row.url, row.link) for row in found]
    assert facts == [(row.name, row.words, row.standing, row.url, row.link) for row in compacts_of(place)]
    assert found[0].link.startswith("Länken svarar inte sedan")


def test_its_link_is_asked_too():
    make_compact(own_authority("1480"))
    asked = []

    def ask(url, **more):
        asked.append(url)
        return links.link_asking.Answer(True, "200")

    links.check_all(ask=ask, pause=lambda seconds: None)

    assert asked == [URL]


def test_every_municipality_costs_as_many_queries(django_assert_num_queries):
    make_compact(own_authority("1480"))
    places = list(Place.objects.governed())

    with django_assert_num_queries(2):
        reading.lines(Kind.COMPACT, places, TODAY)
