"""What registration costs, for anyone and for one's own family."""

import pytest
from django.urls import reverse

from registry.models import FeeRate
from tests.factories import make_entity, make_organisation, make_user, owner_of

pytestmark = pytest.mark.django_db


def words(response):
    return response.content.decode().replace("\u00a0", " ")


def test_anyone_reckons_without_an_account(client):
    response = client.get(reverse("fee_calculator"), {"entities": 6, "years": 3})

    assert response.status_code == 200
    for amount in ("72 000 kr", "9 600 kr", "48 000 kr", "148 800 kr"):
        assert amount in words(response)
    assert words(response).count("efter avregistreringen</th>") == 5
    assert "7, 8 och 9 §§" in words(response)
    assert "Portalen är gratis" in words(response)


def test_every_amount_has_its_source_and_day(client):
    response = client.get(reverse("fee_calculator"), {"entities": 1, "years": 1})

    rate = FeeRate.objects.in_force().get(kind="annual")
    assert words(response).count(f'href="{rate.source_url}"') == 6
    assert "kontrollerad 21 november 2026" in words(response)


def test_an_unknown_rate_is_said_to_be_missing(client):
    FeeRate.objects.filter(kind="application").delete()

    response = client.get(reverse("fee_calculator"), {"entities": 2, "years": 1})

    assert "uppgift saknas" in words(response)
    assert ">0 kr" not in words(response)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"entities": "0", "years": "3"}, "entities"),
        ({"entities": "många", "years": "3"}, "entities"),
        ({"entities": "3", "years": "41"}, "years"),
        ({"entities": "3", "years": ""}, "years"),
        ({"entities": "811228-9874", "years": "3"}, "entities"),
    ],
)
def test_what_cannot_be_reckoned_is_explained(client, query, field):
    response = client.get(reverse("fee_calculator"), query)

    assert response.status_code == 422
    assert f'href="#id_{field}"' in words(response)
    assert "9874" not in words(response)


def test_ones_own_family_begins_with_its_own_number(client):
    organisation = make_organisation()
    for _ in range(3):
        make_entity(organisation)
    client.force_login(owner_of(organisation))

    response = client.get(reverse("organisation_fee", args=[organisation.slug]))

    assert response.context["fee"].entities == 3
    assert "36 000 kr" in words(response)


def test_strangers_do_not_see_a_familys_fee(client):
    organisation = make_organisation()
    client.force_login(make_user())

    assert client.get(reverse("organisation_fee", args=[organisation.slug])).status_code == 404
