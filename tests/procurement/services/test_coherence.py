"""Contracts to procure together: what the rule finds, what it does not, and what was put aside."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from procurement.models import Contract
from procurement.services import coherence, contracts
from registry.models import ServiceArea
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import load_reference_data, make_user
from tests.procurement.factories import make_contract

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def buyer():
    load_reference_data()
    return make_user(buyer=True)


def home_care(buyer, ends_on, **facts):
    return make_contract(buyer, service_area=ServiceArea.objects.get(slug="hemtjanst"), ends_on=ends_on, **facts)


def found(buyer):
    authorities = [row.authority for row in buyer.authority_memberships.all()]
    return [(row.first, row.second) for row in coherence.suggestions(authorities, on=TODAY)]


def test_the_same_service_with_ends_within_six_months_is_suggested(buyer):
    late = home_care(buyer, date(2028, 3, 31))
    early = home_care(buyer, date(2027, 9, 30))
    home_care(buyer, date(2028, 10, 1))

    assert found(buyer) == [(early, late)]


def test_other_services_authorities_and_ends_are_not(buyer):
    home_care(buyer, date(2027, 9, 30))
    home_care(buyer, None)
    home_care(make_user(buyer=True), date(2027, 9, 30))
    make_contract(buyer, ends_on=date(2027, 9, 30))
    home_care(buyer, date(2026, 10, 31))
    ended = home_care(buyer, date(2027, 10, 31))
    contracts.end_early(ended, actor=buyer, ended_on=TODAY, reason="Konkurs")

    assert found(buyer) == []


@pytest.mark.parametrize("origin", ["choice_system", "partnership"])
def test_what_is_not_procured_is_not_suggested(buyer, origin):
    home_care(buyer, date(2027, 9, 30))
    other = home_care(buyer, date(2027, 10, 31))
    Contract.objects.filter(pk=other.pk).update(origin=origin)

    assert found(buyer) == []


def test_places_must_meet_where_both_are_known(buyer):
    north = home_care(buyer, date(2027, 7, 31), municipalities=["1480", "1481"])
    south = home_care(buyer, date(2027, 8, 31), municipalities=["1280"])
    both = home_care(buyer, date(2027, 9, 30), municipalities=["1481", "1280"])
    anywhere = home_care(buyer, date(2027, 10, 31))

    pairs = found(buyer)

    assert (north, south) not in pairs
    assert {(north, both), (south, both), (north, anywhere), (south, anywhere), (both, anywhere)} == set(pairs)


def test_what_is_put_aside_with_a_reason_stays_away(buyer):
    first, second = home_care(buyer, date(2027, 9, 30)), home_care(buyer, date(2027, 8, 31))

    with pytest.raises(ValidationError):
        coherence.keep_apart(first, second, actor=buyer, reason="")
    coherence.keep_apart(second, first, actor=buyer, reason="Olika målgrupper.")

    assert found(buyer) == []
    with pytest.raises(ValidationError, match="redan svarat"):
        coherence.keep_apart(first, second, actor=buyer, reason="Igen")


def test_only_the_authoritys_buyers_put_aside_and_only_its_own_contracts(buyer):
    other = make_user(buyer=True)
    mine, theirs = home_care(buyer, date(2027, 9, 30)), home_care(other, date(2027, 9, 30))

    with pytest.raises(NotEntitled):
        coherence.keep_apart(theirs, mine, actor=buyer, reason="Nej")
    with pytest.raises(StepNotAllowed):
        coherence.keep_apart(mine, theirs, actor=buyer, reason="Nej")


def test_the_page_tells_the_rule_the_counter_argument_and_takes_the_answer(buyer, client):
    first, second = home_care(buyer, date(2037, 9, 30)), home_care(buyer, date(2037, 8, 31))
    client.force_login(buyer)
    address = reverse("contract_keep_apart", args=[first.pk, second.pk])

    page = client.get(reverse("contract_together")).content.decode()
    refused = client.post(address, {"reason": ""})
    client.post(address, {"reason": "Olika målgrupper."})
    after = client.get(reverse("contract_together")).content.decode()

    assert coherence.RULE in page
    assert "för stor för små utförare" in page
    assert f'href="{address}"' in page
    assert refused.status_code == 422
    assert f'href="{address}"' not in after
    assert "Olika målgrupper." in after
