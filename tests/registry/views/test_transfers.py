"""The organisation's list of value transfers: recorded, planned, struck out, with a word about each recipient."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.models import ValueTransfer
from registry.services import transfers
from tests.factories import (
    add_member,
    make_entity,
    make_registered,
    make_statement,
    make_submitted,
    make_transfer,
    owner_of,
)
from tests.registry.views.officers import sign_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def giver():
    return make_registered(make_submitted().legal_entity, date(2023, 3, 1))


@pytest.fixture
def owner(client, giver):
    owner = owner_of(giver.organisation)
    sign_in(client, owner)
    return owner


def hub(giver, rest=""):
    return f"/min-organisation/{giver.organisation.slug}/vardeoverforingar/{rest}"


def gift(giver, **answers):
    told = {"giver": giver.pk, "to": "research", "amount": "72 000", "on": str(TODAY), "kind": "gift"}
    return {**told, **answers}


def test_a_gift_is_recorded_and_stands_in_the_list(client, owner, giver):
    page = client.post(hub(giver, "ny/"), gift(giver, name="Exempeluniversitetet"), follow=True)

    transfer = ValueTransfer.objects.get()
    assert transfer.amount == 72_000
    assert "Exempeluniversitetet" in page.text
    assert "72\u00a0000\u00a0kr" in page.text
    assert "Får ta emot" in page.text


def test_a_recipient_who_was_not_registered_is_told_of_at_once(client, owner, giver):
    page = client.post(hub(giver, "ny/"), gift(giver, to="persons"), follow=True)

    assert "Mottagaren var inte registrerad den dagen." in page.text


def test_a_recipient_of_whom_nobody_knows_is_said_to_be_unknown(client, owner, giver):
    page = client.post(hub(giver, "ny/"), gift(giver, to="foreign", name="Nordisk Hjelp"), follow=True)

    assert "Vi vet inte om mottagaren var registrerad den dagen." in page.text


def test_a_plan_is_marked_as_one(client, owner, giver):
    page = client.post(hub(giver, "ny/"), gift(giver, on=str(TODAY + timedelta(days=30))), follow=True)

    assert "Planerad" in page.text


def test_one_of_the_familys_own_is_chosen_from_the_list(client, owner, giver):
    sister = make_entity(giver.organisation)

    client.post(hub(giver, "ny/"), gift(giver, to="entity", recipient=sister.pk))

    assert ValueTransfer.objects.get().recipient == sister


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"to": ""}, "Välj vem som tar emot."),
        ({"to": "entity"}, "Välj vilken som tar emot."),
        ({"to": "organisation"}, "Skriv mottagarens organisationsnummer."),
        ({"to": "organisation", "number": "802000-1230"}, "stämmer inte"),
        ({"to": "organisation", "number": "802000-1239"}, "Skriv vad mottagaren heter."),
        ({"to": "foreign"}, "Skriv vad mottagaren heter."),
        ({"amount": "0"}, "större än noll"),
        ({"amount": "många"}, "hela kronor"),
        ({"amount": "12,50"}, "hela kronor"),
        ({"on": "i går"}, "Skriv dagen som"),
        ({"on": str(TODAY + timedelta(days=3000))}, "två år framåt"),
        ({"on": "0206-01-01"}, "Kontrollera årtalet"),
        ({"kind": ""}, "Välj vad det är."),
    ],
)
def test_refusals_say_what_to_do_and_keep_what_was_typed(client, owner, giver, answers, words):
    page = client.post(hub(giver, "ny/"), gift(giver, note="Till minne", **answers))

    assert page.status_code == 422
    assert words in page.text
    assert "Till minne" in page.text
    assert not ValueTransfer.objects.exists()


def test_a_personnummer_as_the_recipients_number_is_refused_and_forgotten(client, owner, giver):
    page = client.post(hub(giver, "ny/"), gift(giver, to="organisation", number="121212-1212", name="Bolaget"))

    assert page.status_code == 422
    assert "121212" not in page.text


def test_ones_own_number_is_not_a_recipient(client, owner, giver):
    answers = gift(giver, to="organisation", number=giver.organisation_number)

    assert "Det är givarens eget nummer." in client.post(hub(giver, "ny/"), answers).text
    assert "sig själv" in client.post(hub(giver, "ny/"), gift(giver, to="entity", recipient=giver.pk)).text


def test_striking_out_is_asked_about_and_the_row_stays(client, owner, giver):
    transfer = make_transfer(giver)

    assert "Stryk överföringen?" in client.get(hub(giver, f"{transfer.pk}/stryk/")).text
    page = client.post(hub(giver, f"{transfer.pk}/stryk/"), follow=True)

    assert "Struken" in page.text
    assert client.get(hub(giver, f"{transfer.pk}/stryk/")).status_code == 404


def test_striking_out_what_was_handed_in_says_so(client, owner, giver):
    transfer = make_transfer(giver, on=date(TODAY.year - 1, 5, 2))
    make_statement(giver, TODAY.year - 1, is_nil=False)

    assert "Den står i en lämnad årsuppgift." in client.get(hub(giver, f"{transfer.pk}/stryk/")).text


def test_another_organisations_transfer_is_not_found(client, owner, giver):
    other = make_transfer(make_submitted().legal_entity)

    assert client.get(hub(giver, f"{other.pk}/stryk/")).status_code == 404


def test_a_reader_sees_the_list_without_buttons(client, giver):
    make_transfer(giver)
    sign_in(client, add_member(giver.organisation, "reader"))

    page = client.get(hub(giver))

    assert "Stryk" not in page.text
    assert "Anteckna en överföring" not in page.text


def test_an_empty_list_says_that_nothing_is_needed(client, owner, giver):
    assert "Ingen överföring är antecknad" in client.get(hub(giver)).text


def test_the_list_asks_as_many_questions_whatever_its_length(client, owner, giver):
    for _ in range(2):
        make_transfer(giver, to="organisation", number=make_submitted().legal_entity.organisation_number)
    client.get(hub(giver))
    with CaptureQueriesContext(connection) as few:
        client.get(hub(giver))
    for _ in range(10):
        make_transfer(giver, to="organisation", number=make_submitted().legal_entity.organisation_number)
    transfers.withdraw(ValueTransfer.objects.first(), actor=owner)

    with CaptureQueriesContext(connection) as many:
        client.get(hub(giver))

    assert len(many) == len(few)
