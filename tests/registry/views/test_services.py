"""The pages of services: where, for whom, how much and with which permit."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.models import Municipality, Service, ServiceArea
from registry.models.members import Role
from registry.services import offerings
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_member, make_entity, make_submitted, make_user, make_verified, owner_of

pytestmark = pytest.mark.django_db

PERSONAL_NUMBER = "811228-9874"
ANSWERS = {
    "whole_country": "places",
    "municipalities": "Göteborg, mölndals kommun\nHallands län",
    "permit": "held",
    "permit_authority": "IVO",
    "permit_reference": "8.1-123",
    "capacity": "24",
    "capacity_unit": "persons",
}


@pytest.fixture
def entity():
    return make_entity()


@pytest.fixture
def case(entity):
    return entity.applications.get()


@pytest.fixture
def member(client, entity):
    client.force_login(owner_of(entity.organisation))
    return client


def at(case, name, *more, area=None):
    return reverse(name, args=[case.uuid, *more]) + (f"?tjanst={area}" if area else "")


def text(response):
    return response.content.decode()


def add_service(entity, slug, **facts):
    return offerings.add(
        entity,
        ServiceArea.objects.get(slug=slug),
        {"permit": "not_needed", "whole_country": True, **facts},
        municipalities=[],
        target_groups=[],
        actor=owner_of(entity.organisation),
    )


def test_the_first_step_groups_services_under_their_areas(member, case):
    page = text(member.get(at(case, "service_add")))

    assert '<optgroup label="Social omsorg">' in page
    assert "Hemtjänst" in page


def test_no_choice_is_refused_with_a_way_to_the_field(member, case):
    response = member.get(at(case, "service_add") + "?tjanst=")

    assert response.status_code == 422
    assert '<a href="#id_tjanst">Välj en tjänst i listan.</a>' in text(response)


def test_the_second_step_says_what_the_law_asks_about_permits(member, case):
    page = text(member.get(at(case, "service_add", area="hemtjanst")))

    assert "Tjänsten kräver tillstånd från Inspektionen för vård och omsorg (IVO)." in page
    assert "26\u00a0kap. 1\u00a0§" in page
    assert "Behövs inte" not in page


def test_a_service_that_needs_no_permit_is_not_asked_about_one(member, case):
    area = ServiceArea.objects.services().filter(permit="not_required").first()

    page = text(member.get(at(case, "service_add", area=area.slug)))
    member.post(at(case, "service_add", area=area.slug), {"whole_country": "country"})

    assert "Har ni tillstånd?" not in page
    assert case.legal_entity.services.get().permit == Service.Permit.NOT_NEEDED


def test_a_service_is_added_with_places_by_name_and_by_county(member, case):
    member.post(at(case, "service_add", area="hemtjanst"), {**ANSWERS, "target_groups": ["1"][:0]})

    service = case.legal_entity.services.get()
    codes = set(service.municipalities.values_list("code", flat=True))
    assert codes == {"1480", "1481", *Municipality.objects.filter(county="13").values_list("code", flat=True)}
    assert (service.capacity, service.confirmed_on) == (24, timezone.localdate())
    assert "Hallands län" in text(member.get(at(case, "service_change", service.pk)))


def test_a_misspelt_municipality_gets_a_suggestion_and_nothing_typed_is_lost(member, case):
    response = member.post(at(case, "service_add", area="hemtjanst"), {**ANSWERS, "municipalities": "Götebrg, Mölndal"})

    assert response.status_code == 422
    assert "Menade du Göteborg?" in text(response)
    assert "Götebrg, Mölndal" in text(response)
    assert 'value="8.1-123"' in text(response)


@pytest.mark.parametrize(
    ("changed", "message", "link"),
    [
        ({"whole_country": ""}, "Välj om tjänsten finns i vissa kommuner", "#id_whole_country_0"),
        ({"municipalities": ""}, "Skriv minst en kommun", "#id_municipalities"),
        ({"permit": ""}, "Välj ett av svaren om tillstånd", "#id_permit_0"),
        ({"permit_authority": ""}, "Skriv vem som har gett tillståndet", "#id_permit_authority"),
        ({"permit_reference": ""}, "Skriv tillståndets nummer", "#id_permit_reference"),
        ({"capacity_unit": ""}, "Ange både antal och enhet", "#id_capacity_unit"),
        ({"capacity": "många"}, "Skriv ett helt tal", "#id_capacity"),
        ({"capacity": "0"}, "minst 1", "#id_capacity"),
        ({"permit_valid_until": "snart"}, "Skriv dagen som", "#id_permit_valid_until"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_what_to_do(member, case, changed, message, link):
    response = member.post(at(case, "service_add", area="hemtjanst"), {**ANSWERS, **changed})

    assert response.status_code == 422
    assert message in text(response)
    assert f'href="{link}"' in text(response)
    assert not case.legal_entity.services.exists()


@pytest.mark.parametrize("field", ["description", "municipalities", "permit_authority", "permit_reference"])
def test_a_personal_number_is_refused_in_every_text(member, case, field, caplog):
    response = member.post(at(case, "service_add", area="hemtjanst"), {**ANSWERS, field: f"Kim {PERSONAL_NUMBER}"})

    assert response.status_code == 422
    assert PERSONAL_NUMBER not in text(response) + caplog.text


def test_the_same_service_twice_is_not_offered_and_not_added(member, case):
    add_service(case.legal_entity, "hemtjanst")

    assert member.get(at(case, "service_add", area="hemtjanst")).status_code == 422
    with pytest.raises(StepNotAllowed):
        add_service(case.legal_entity, "hemtjanst")


def test_a_service_is_changed_with_what_stood_filled_in(member, case):
    service = add_service(case.legal_entity, "hemtjanst", permit="applied")
    assert "checked" in text(member.get(at(case, "service_change", service.pk)))

    member.post(at(case, "service_change", service.pk), ANSWERS)

    service.refresh_from_db()
    assert (service.permit, service.whole_country) == ("held", False)


def test_removal_asks_first_and_keeps_the_row_with_its_last_day(member, case):
    service = add_service(case.legal_entity, "hemtjanst")
    assert "Ta bort Hemtjänst?" in text(member.get(at(case, "service_remove", service.pk)))

    member.post(at(case, "service_remove", service.pk))

    service.refresh_from_db()
    assert service.ended_on == timezone.localdate()
    assert member.get(at(case, "service_change", service.pk)).status_code == 404


def test_a_service_of_another_entity_is_not_found(member, case):
    other = add_service(make_entity(), "hemtjanst")

    assert member.get(at(case, "service_change", other.pk)).status_code == 404
    assert member.post(at(case, "service_remove", other.pk)).status_code == 404


def test_strangers_and_readers_are_kept_out(client, case):
    service = add_service(case.legal_entity, "hemtjanst")
    addresses = [
        at(case, "service_add"),
        at(case, "service_change", service.pk),
        at(case, "service_remove", service.pk),
    ]

    client.force_login(make_user())
    assert {client.get(address).status_code for address in addresses} == {404}
    client.force_login(add_member(case.legal_entity.organisation, Role.READER))
    assert {client.post(address).status_code for address in addresses} == {403}


def test_services_are_locked_while_the_application_is_examined(client):
    case = make_submitted()
    service = case.legal_entity.services.get()
    client.force_login(owner_of(case.legal_entity.organisation))

    for address in (at(case, "service_add"), at(case, "service_change", service.pk)):
        response = client.post(address, ANSWERS, follow=True)
        assert response.redirect_chain[0][0] == at(case, "application_services")
        assert "låsta" in text(response)
    with pytest.raises(StepNotAllowed):
        offerings.end(service, actor=owner_of(case.legal_entity.organisation))


def test_a_verified_organisation_changes_and_confirms_its_services_at_once(client):
    entity = make_verified()
    case = entity.applications.get()
    service = entity.services.get()
    Service.objects.update(confirmed_on="2025-01-01")
    client.force_login(owner_of(entity.organisation))
    assert "Bekräfta att alla tjänster stämmer i dag" in text(client.get(at(case, "application_services")))

    client.post(at(case, "application_services"))

    service.refresh_from_db()
    assert service.confirmed_on == timezone.localdate()
    assert client.get(at(case, "service_change", service.pk)).status_code == 200


def test_the_list_goes_on_to_the_next_task(member, case):
    add_service(case.legal_entity, "hemtjanst")

    assert member.post(at(case, "application_services")).url == at(case, "application_signatories")


def test_only_editors_change_services(case):
    with pytest.raises(NotEntitled):
        offerings.confirm(
            add_service(case.legal_entity, "hemtjanst"),
            actor=add_member(case.legal_entity.organisation, Role.READER),
        )


def test_a_public_organisations_search_row_follows(case, monkeypatch):
    refreshed = []
    monkeypatch.setattr(offerings.search_index, "refresh", refreshed.append)
    add_service(case.legal_entity, "hemtjanst")
    assert refreshed == []

    organisation = case.legal_entity.organisation
    organisation.published_at = timezone.now()
    organisation.save(update_fields=["published_at"])
    case.refresh_from_db()
    add_service(case.legal_entity, "aldre-dag")

    assert refreshed == [organisation]


def test_the_list_asks_the_database_as_often_for_twelve_services_as_for_two(member, case):
    slugs = list(ServiceArea.objects.services().values_list("slug", flat=True)[:12])
    counts = []
    for chosen in (slugs[:2], slugs[2:]):
        for slug in chosen:
            add_service(case.legal_entity, slug)
        member.get(at(case, "application_services"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            member.get(at(case, "application_services"))
        counts.append(len(queries))

    assert counts[0] == counts[1]
