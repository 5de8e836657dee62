"""The portal's own figures are those of the lists that they lead to."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.elections import next_election
from portal.reading.ending_contracts import ending_contracts
from portal.reading.own_figures import own_figures
from portal.reading.places import governed
from procurement.models import ChoiceSystem, Contract, Partnership
from procurement.models.contracts import ContractFollowUp
from registry.calendar import months_later
from registry.models import Municipality
from tests.factories import add_to_authority, make_user
from tests.portal.figures import own_authority
from tests.procurement.choice_factories import make_open
from tests.procurement.factories import make_contract, make_published
from tests.procurement.partnership_factories import make_active

pytestmark = pytest.mark.django_db

CODE = "1480"


@pytest.fixture
def buyer():
    user = make_user()
    add_to_authority(own_authority(CODE), user)
    return user


def figures(code=CODE):
    return {fact.key: fact for fact in own_figures(governed()[code]).facts}


def told(code=CODE):
    return {key: (fact.figure.value, fact.whole) for key, fact in figures(code).items()}


def test_a_place_without_an_authority_has_missing_figures_and_not_noughts():
    found = told()

    assert found["ending_soon"] == found["choice_systems"] == found["partnerships"] == (None, None)
    assert found["verified"] == (0, None)


def test_every_figure_has_unit_source_day_and_a_list_behind_it(client, buyer, undrawn):
    for fact in figures().values():
        assert fact.figure.unit and fact.figure.source and fact.figure.day == timezone.localdate()
        assert client.get(fact.url).status_code == 200


def test_contracts_are_counted_as_their_querysets_say(buyer):
    today = timezone.localdate()
    soon = months_later(today, 23)
    make_contract(buyer, ends_on=soon, insight_clause="Allmänheten får insyn.")
    make_contract(buyer, ends_on=months_later(today, 30), insight_missing=True)
    make_contract(buyer, ends_on=months_later(today, 120))
    make_contract(buyer, starts_on=today + timedelta(days=5), ends_on=soon)
    make_contract(buyer, ends_on=today - timedelta(days=1))
    make_contract(buyer, ends_on=None, is_open_ended=True, notice_months=6)
    followed = make_contract(buyer, ends_on=None)
    ContractFollowUp.objects.create(
        contract=followed, kinds=["quality"], planned_on=today, performed_on=today, result="Bra.", noted_by=buyer
    )
    make_contract(ends_on=soon)  # somebody else's

    found = told()

    own = Contract.objects.filter(authority=own_authority(CODE))
    running = own.running(today)
    assert found["ending_soon"] == (own.ending(today, months_later(today, 24)).count(), None) == (2, None)
    before = own.ending(today, next_election(today) - timedelta(days=1))
    assert found["ending_before_election"] == (before.count(), None) == (3, None)
    assert found["insight"] == (running.exclude(insight_clause="").count(), running.count()) == (1, 5)
    assert found["followed_up"] == (1, 5)
    assert "Okänt för 3." in figures()["insight"].figure.note


def test_the_number_is_that_of_the_list_of_contracts(client, buyer):
    for months in (2, 20, 30):
        make_contract(buyer, ends_on=months_later(timezone.localdate(), months))

    fact = figures()["ending_soon"]

    assert fact.figure.value == 2
    assert "2 avtal" in client.get(fact.url).content.decode()


def test_reservations_are_of_what_could_have_been_reserved_this_year(buyer):
    now = timezone.now() - timedelta(minutes=5)
    make_published(buyer, ground="lou-19-25a", at=now)
    make_published(buyer, at=now)
    make_published(buyer, at=now, lot={"cpv": "45000000"})  # building: outside the statute's set
    make_published(buyer, at=now - timedelta(days=400))

    assert told()["reserved"] == (1, 2)


def test_choice_systems_and_partnerships_are_those_that_hold(buyer):
    make_open(buyer)
    partnership = make_active(authority=own_authority(CODE))

    found = told()

    own = own_authority(CODE)
    assert found["choice_systems"] == (ChoiceSystem.objects.open().filter(authority=own).count(), None) == (1, None)
    held = Partnership.objects.decided_with(authority=own).in_force()
    assert [row.pk for row in held] == [partnership.pk]
    assert found["partnerships"] == (1, None)
    text = partnership.decisions.latest("number").text
    this_year = [row["amount"] or 0 for row in text["commitments"] if row["year"] == timezone.localdate().year]
    assert (found["partnership_value"][0] or 0) == sum(this_year)


def test_the_contracts_that_end_are_drawn_with_the_election(buyer):
    today = timezone.localdate()
    make_contract(buyer, ends_on=months_later(today, 12), municipalities=[Municipality.objects.get(code=CODE)])
    make_contract(buyer, ends_on=months_later(today, 200))

    found = ending_contracts(own_authority(CODE), today)

    assert len(found["rows"]) == len(found["lines"].lines) == 1
    assert found["lines"].mark.label == f"valet {next_election(today).year}"
    assert ending_contracts(None, today)["lines"] is None


def test_the_figures_cost_three_queries_however_many_contracts(buyer):
    place = governed()[CODE]
    asked = []
    for _ in range(2):
        for _ in range(3):
            make_contract(buyer)
        with CaptureQueriesContext(connection) as queries:
            own_figures(place)
        asked.append(len(queries))

    assert asked == [3, 3]
