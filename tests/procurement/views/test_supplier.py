"""What an organisation sees: procurements that match its services, its own interest, and nobody else's."""

import pytest
from django.urls import reverse
from django.utils import timezone

from procurement.services import dialogue
from registry.models import Municipality, Service, ServiceArea
from registry.models.members import Role
from tests.factories import add_member, make_entity, make_submitted, owner_of
from tests.procurement.factories import make_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def entity():
    """An entity with one service, as its factory gives it."""
    return make_submitted(make_entity(ready=True)).legal_entity


def listed(client, entity):
    client.force_login(owner_of(entity.organisation))
    page = client.get(reverse("supplier_procurement_list", args=[entity.organisation.slug]))
    return page.content.decode()


def test_what_matches_service_and_place_is_listed_and_nothing_else(client, entity):
    service = Service.objects.get(legal_entity=entity)
    Service.objects.filter(pk=service.pk).update(whole_country=False)
    there = Municipality.objects.get(code="1480")
    service.municipalities.set([there])
    elsewhere = Municipality.objects.get(code="0180")
    other = ServiceArea.objects.services().exclude(pk=service.area_id).first()
    now = timezone.now()
    make_published(title="Rätt tjänst här", at=now, lot={"service_area": service.area}, municipalities=[there])
    make_published(title="Rätt tjänst överallt", at=now, lot={"service_area": service.area}, whole_country=True)
    make_published(title="Rätt tjänst där", at=now, lot={"service_area": service.area}, municipalities=[elsewhere])
    make_published(title="Fel tjänst", at=now, lot={"service_area": other}, municipalities=[there])

    page = listed(client, entity)

    assert [title in page for title in ("Rätt tjänst här", "Rätt tjänst överallt")] == [True, True]
    assert [title in page for title in ("Rätt tjänst där", "Fel tjänst")] == [False, False]


def test_interest_is_shown_and_taken_back(client, entity):
    procurement = make_published(at=timezone.now())
    slug = entity.organisation.slug
    client.force_login(owner_of(entity.organisation))
    show = reverse("interest_show", args=[slug, procurement.pk])

    refused = client.post(show, {"note": "Vi kan börja i höst."})
    client.post(show, {"entity": entity.pk, "note": "Vi kan börja i höst."})
    again = client.post(show, {"entity": entity.pk})
    shown = procurement.interests.standing().get()
    client.post(reverse("interest_withdraw", args=[slug, procurement.pk, shown.pk]))

    assert refused.status_code == 422
    assert "Vi kan börja i höst." in refused.content.decode()
    assert again.status_code == 422
    assert "Ni har redan visat intresse." in again.content.decode()
    assert not procurement.interests.standing().exists()


def test_a_reader_sees_the_list_and_may_not_show_interest(client, entity):
    procurement = make_published(at=timezone.now())
    client.force_login(add_member(entity.organisation, Role.READER))

    read = client.get(reverse("supplier_procurement_list", args=[entity.organisation.slug]))
    shown = client.get(reverse("interest_show", args=[entity.organisation.slug, procurement.pk]))

    assert (read.status_code, shown.status_code) == (200, 403)


def test_another_organisations_interest_is_nowhere_on_the_list(client, entity):
    procurement = make_published(at=timezone.now())
    other = make_submitted(make_entity(ready=True)).legal_entity
    dialogue.show_interest(procurement, other, actor=owner_of(other.organisation), note="Hemlig hälsning")

    page = listed(client, entity)

    assert "Hemlig hälsning" not in page
    assert other.name not in page
