"""Would anyone bid? The numbers are those that the list of organisations shows behind their links."""

import re

import pytest
from django.urls import reverse

from procurement.reading import market
from registry.models import Municipality, Service
from registry.search.labels import fresh_labels
from registry.services import official, search_index
from tests.factories import make_entity, make_submitted, make_user, make_verified
from tests.procurement.factories import buyer_of, make_planned

pytestmark = pytest.mark.django_db


def an_organisation(make):
    entity = make_entity(ready=True)
    make(entity)
    search_index.refresh(entity.organisation)
    return entity


def total_behind(client, address):
    page = client.get(address).content.decode()
    return int(re.search(r'id="antal">(\d+)', page)[1]) if 'id="antal">' in page and "Ingen" not in page else 0


def test_the_numbers_are_those_of_the_search_behind_them(client):
    made = [an_organisation(make_verified), an_organisation(make_verified), an_organisation(make_submitted)]
    fresh_labels()
    service = Service.objects.filter(legal_entity=made[0]).get()
    places = list(service.municipalities.all())
    procurement = make_planned(ground="lou-19-25a", lot={"service_area": service.area}, municipalities=places)
    client.force_login(buyer_of(procurement))

    page = client.get(reverse("procurement_market", args=[procurement.pk])).content.decode()

    stats = re.findall(r'<a class="stat" href="(/organisationer/[^"]*)"><b>(\d+)</b>', page)
    assert len(stats) == 3
    for address, number in stats:
        assert int(number) == total_behind(client, address.replace("&amp;", "&")), address
    assert any(int(number) > 1 for _, number in stats)


def test_few_is_a_warning_and_a_lot_without_service_asks_for_one(client):
    procurement = make_planned(ground="lou-19-25a", municipalities=[])
    client.force_login(buyer_of(procurement))
    url = reverse("procurement_market", args=[procurement.pk])
    unasked = client.get(url).content.decode()
    area = Service._meta.get_field("area").related_model.objects.services().first()
    procurement.lots.update(service_area=area)
    procurement.municipalities.set([Municipality.objects.first()])
    fresh_labels()

    asked = client.get(url).content.decode()

    assert "Välj tjänst, så räknar portalen" in unasked
    assert "Det är få." in asked


def registered(entity):
    make_verified(entity)
    official.record_check(
        entity, actor=make_user(officer=True), result="registered", source="Kammarkollegiets webbplats"
    )


def test_one_who_may_take_part_is_few_and_two_are_not():
    service = an_organisation(registered).services.get()
    fresh_labels()
    places = list(service.municipalities.all())
    procurement = make_planned(ground="lou-19-25a", lot={"service_area": service.area}, municipalities=places)
    lot = procurement.lots.get()

    one = market.of_lot(lot, places)
    an_organisation(registered)
    two = market.of_lot(lot, places)

    assert (one.may.total, one.is_thin) == (1, True)
    assert (two.may.total, two.is_thin) == (2, False)


@pytest.mark.parametrize("number, words", [(0, "organisationer"), (1, "organisation"), (2, "organisationer")])
def test_those_who_can_take_part_are_counted_in_words_that_agree(number, words):
    found = market.Found(number, "")

    told = market.Market(lot=None, offers=found, may=found, sure=found, capacity=[])

    assert (told.may_words, told.offer_words) == (f"{words} kan delta", f"{words} erbjuder tjänsten där")
