"""Kammarkollegiet's register, entered by hand."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.models import OfficialCheck, OfficialRegistration
from registry.services import official
from tests.factories import add_member, make_entity, make_submitted, make_user, owner_of
from tests.registry.views.officers import sign_in

pytestmark = pytest.mark.django_db
LIST = "/handlaggning/juridiska-personer/"


@pytest.fixture
def officer(client):
    user = make_user(officer=True, name="Robin Prov")
    sign_in(client, user)
    return user


@pytest.fixture
def entity():
    return make_submitted().legal_entity


def record(entity):
    return f"{LIST}{entity.uuid}/kammarkollegiet/"


def deregistration(entity):
    return f"{LIST}{entity.uuid}/avregistrering/"


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def check(**answers):
    return {"result": "registered", "checked_on": str(timezone.localdate()), "source": "Registret på webben", **answers}


def test_an_entity_is_found_by_name_and_number(client, officer):
    entity = make_submitted(make_entity(ready=True, name="Stiftelsen Gläntan")).legal_entity
    make_submitted()

    for text in ("gläntan", entity.organisation_number):
        page = client.get(LIST, {"q": text})

        assert [row.pk for row in page.context["page"]] == [entity.pk]
        assert f'href="{record(entity)}"' in page.text


def test_nothing_found_says_what_to_do(client, officer):
    assert "Kontrollera stavningen" in client.get(LIST, {"q": "finns inte"}).text


def test_registered_opens_a_period_from_the_day_that_the_register_shows(client, officer, entity):
    begun = days_ago(500)

    page = client.post(record(entity), check(registered_from=str(begun)), follow=True)

    registration = OfficialRegistration.objects.get()
    assert registration.period.lower == begun
    assert registration.recorded_by == officer
    assert "Registrerad hos Kammarkollegiet" in page.text
    assert "Registret på webben" in page.text


def test_no_answer_is_unknown_and_closes_nothing(client, officer, entity):
    client.post(record(entity), check())

    client.post(record(entity), check(result="unknown", source="Sidan svarade inte"))

    assert OfficialRegistration.objects.in_force().count() == 1
    assert OfficialCheck.objects.count() == 2


def test_a_check_in_the_future_is_refused_and_nothing_typed_is_lost(client, officer, entity):
    page = client.post(record(entity), check(checked_on=str(days_ago(-1)), note="Ringde växeln"))

    assert page.status_code == 422
    assert "Dagen ligger i framtiden" in page.text
    assert "Ringde växeln" in page.text
    assert not OfficialCheck.objects.exists()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"result": ""}, "Välj vad registret sa."),
        ({"source": ""}, "Skriv var uppgiften kommer från."),
        ({"result": "unknown", "registered_from": "2025-01-01"}, "Ange dagen bara när svaret är Registrerad."),
        ({"registered_from": "2022-12-31"}, "Registret finns sedan den 1 januari 2023"),
        ({"checked_on": "2025-01-01", "registered_from": "2025-02-01"}, "kan inte börja efter din kontroll"),
    ],
)
def test_refusals_say_what_to_do(client, officer, entity, answers, words):
    page = client.post(record(entity), check(**answers))

    assert page.status_code == 422
    assert words in page.text


def test_not_registered_cannot_contradict_an_open_period(client, officer, entity):
    client.post(record(entity), check())

    page = client.post(record(entity), check(result="not_registered"))

    assert page.status_code == 422
    assert "Anteckna beslutet om avregistrering först." in page.text


def test_deregistration_says_until_when_value_transfers_stay_limited(client, officer, entity):
    client.post(record(entity), check(registered_from="2023-06-01"))

    page = client.post(deregistration(entity), {"decided_on": "2024-02-29", "source": "Beslut"}, follow=True)

    registration = OfficialRegistration.objects.get()
    assert registration.bound_until == date(2029, 2, 28)
    assert "till och med 28\u00a0februari 2029" in page.text


def test_a_deregistration_before_the_registration_is_refused(client, officer, entity):
    client.post(record(entity), check(registered_from="2025-06-01"))

    page = client.post(deregistration(entity), {"decided_on": "2024-01-01", "source": "Beslut"})

    assert page.status_code == 422
    assert "Beslutet kan inte vara äldre än registreringen." in page.text


def test_a_period_that_overlaps_an_earlier_one_is_refused(client, officer, entity):
    client.post(record(entity), check(registered_from="2023-06-01"))
    client.post(deregistration(entity), {"decided_on": "2025-03-01", "source": "Beslut"})

    page = client.post(record(entity), check(registered_from="2025-01-01"))

    assert page.status_code == 422
    assert "överlappar" in page.text


def test_there_is_nothing_to_deregister_without_a_registration(client, officer, entity):
    assert client.get(deregistration(entity)).status_code == 404


def test_jav_stops_the_officer(client, officer, entity):
    add_member(entity.organisation, "reader", officer)

    assert client.get(record(entity)).status_code == 403
    assert client.get(deregistration(entity)).status_code == 403
    assert "Du är jävig" in client.get(LIST).text


def test_strangers_and_members_find_nothing(client, entity):
    for user in (make_user(), owner_of(entity.organisation)):
        client.force_login(user)

        assert client.get(LIST).status_code == 404
        assert client.get(record(entity)).status_code == 404


def test_the_number_of_queries_grows_with_neither_list(client, officer, entity):
    client.post(record(entity), check())
    client.post(record(entity), check())
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
        client.get(record(entity))
    for _ in range(10):
        make_submitted()
        official.record_check(entity, actor=officer, result="registered", source="Registret")

    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
        client.get(record(entity))

    assert len(many) == len(few)


def correction(entity):
    return f"{LIST}{entity.uuid}/ratta/{entity.official_registrations.get().pk}/"


def answers(**changed):
    return {"outcome": "days", "registered_from": "2023-05-01", "reason": "Fel år", "source": "Beslutet", **changed}


def test_an_error_is_put_right_and_what_stood_is_kept(client, officer, entity):
    client.post(record(entity), check(registered_from="2024-05-01"))
    assert f'href="{correction(entity)}"' in client.get(record(entity)).text

    page = client.post(correction(entity), answers(), follow=True)

    assert entity.official_registrations.get().period.lower == date(2023, 5, 1)
    assert "Så stod det förut" in page.text
    assert "Registrerad från 1\u00a0maj 2024" in page.text
    assert "Fel år" in page.text
    assert "Robin Prov" in page.text


def test_a_period_that_never_was_is_struck_out(client, officer, entity):
    client.post(record(entity), check())

    client.post(correction(entity), answers(outcome="never"))

    assert not entity.official_registrations.exists()
    assert OfficialRegistration.everything.get().superseded_reason == "Fel år"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"registered_from": ""}, "Skriv den första dagen."),
        ({"reason": ""}, "Skriv varför du rättar."),
        ({"source": ""}, "Skriv var uppgiften kommer från."),
        ({"deregistered_on": "2023-04-30"}, "kan inte ligga före registreringen"),
        ({"registered_from": "3000-01-01"}, "Dagen ligger i framtiden"),
        ({"registered_from": "0001-01-01"}, "Registret finns sedan den 1 januari 2023"),
    ],
)
def test_a_correction_that_cannot_be_right_is_refused(client, officer, entity, changed, words):
    client.post(record(entity), check())

    page = client.post(correction(entity), answers(**changed))

    assert page.status_code == 422
    assert words in page.text


def test_a_correction_onto_another_period_is_refused_on_the_form(client, officer, entity):
    client.post(record(entity), check(registered_from="2023-06-01"))
    client.post(deregistration(entity), {"decided_on": "2024-03-01", "source": "Beslut"})
    client.post(record(entity), check(registered_from="2025-01-01"))
    later = entity.official_registrations.get(deregistration_decided_on=None)

    page = client.post(f"{LIST}{entity.uuid}/ratta/{later.pk}/", answers(registered_from="2024-01-01"))

    assert page.status_code == 422
    assert "överlappar" in page.text


def test_a_superseded_period_has_no_page_to_put_it_right(client, officer, entity):
    client.post(record(entity), check())
    here = correction(entity)
    client.post(here, answers())

    assert client.get(here).status_code == 404
