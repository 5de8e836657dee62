"""Kammarkollegiet's list on the case officers' pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.demo_numbers import demo_organisation_number
from registry.models import OfficialCheck, OfficialRegistration, RegisterImport
from registry.services import official
from tests.factories import make_submitted, make_user, owner_of
from tests.registry.register_lists import carry_out, days_ago, lines, propose, row
from tests.registry.views.officers import sign_in

pytestmark = pytest.mark.django_db
LISTS = "/handlaggning/kammarkollegiet/"


@pytest.fixture
def officer(client):
    user = make_user(officer=True, name="Robin Prov")
    sign_in(client, user)
    return user


@pytest.fixture
def entity():
    return make_submitted().legal_entity


def upload(client, content, **answers):
    data = {"list_date": str(timezone.localdate()), "source": "Brev från Kammarkollegiet", **answers}
    data["file"] = SimpleUploadedFile("lista.csv", content, content_type="text/csv")
    return client.post(f"{LISTS}las-in/", data, follow=True)


def page_of(found):
    return f"{LISTS}{found.uuid}/"


def test_a_list_is_sent_read_shown_and_carried_out(client, officer, entity):
    page = upload(client, lines(row(entity), "802000-1239;Okänd förening;2024-01-15;"))
    found = RegisterImport.objects.get()
    assert "Nya registreringar (1)" in page.text
    assert "Nya nummer utanför portalen (1)" in page.text
    assert "802000-1239" in page.text
    assert not OfficialRegistration.objects.exists()

    page = client.post(f"{page_of(found)}genomfor/", follow=True)

    assert "Listan är genomförd." in page.text
    assert OfficialRegistration.objects.get().recorded_by == officer
    assert "Ångra inläsningen" in page.text


def test_a_broken_file_says_what_is_wrong_and_what_to_do(client, officer):
    page = upload(client, b"<!doctype html><p>Fel")

    assert "Listan gick inte att läsa." in page.text
    assert "Det är en webbsida, inte en lista." in page.text
    assert "Ingenting har ändrats." in page.text


def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, officer):
    page = client.post(f"{LISTS}las-in/", {"list_date": str(days_ago(-1)), "source": "Brevet"})

    assert page.status_code == 422
    assert "Välj en fil." in page.text
    assert "Dagen ligger i framtiden" in page.text
    assert "Brevet" in page.text


def test_a_file_that_is_too_large_is_refused(client, officer, settings):
    settings.OFFICIAL_REGISTER_LARGEST = 2**20

    page = upload(client, b"x" * (2**20 + 1))

    assert page.status_code == 422
    assert "större än 1 MB" in page.text


def test_a_doubtful_list_needs_a_reason_and_a_name(client, officer):
    entities = [make_submitted().legal_entity for _ in range(4)]
    carry_out(lines(*map(row, entities)), actor=officer, on=days_ago(5))
    found = propose(lines(*map(row, entities[:2])), actor=officer)

    page = client.get(f"{page_of(found)}genomfor/")
    assert "skulle försvinna" in page.text
    assert "Genomför ändå" in page.text
    refused = client.post(f"{page_of(found)}genomfor/", {"reason": ""})
    assert refused.status_code == 422
    assert "Skriv varför listan ska genomföras ändå." in refused.text
    assert not OfficialCheck.objects.filter(result="gone").exists()

    page = client.post(f"{page_of(found)}genomfor/", {"reason": "Kim på Kammarkollegiet bekräftar"}, follow=True)

    assert "Kim på Kammarkollegiet bekräftar" in page.text
    assert "Robin Prov" in page.text
    assert OfficialCheck.objects.filter(result="gone").count() == 2


def test_a_stale_difference_is_counted_anew_first(client, officer, entity):
    found = propose(lines(row(entity)), actor=officer)
    official.record_check(entity, actor=officer, result="registered", source="Webben", registered_from=days_ago(400))
    page = client.get(page_of(found))
    assert "Uppgifterna har ändrats sedan listan lästes." in page.text
    assert "Genomför listan" not in page.text
    refused = client.post(f"{page_of(found)}genomfor/", {"reason": "Ändå"}, follow=True)
    assert "Räkna om skillnaden" in refused.text

    page = client.post(f"{page_of(found)}rakna-om/", follow=True)

    assert "Skillnaden är omräknad." in page.text
    assert "Ändrade dagar (1)" in page.text


def test_a_list_is_put_aside(client, officer, entity):
    found = propose(lines(row(entity)), actor=officer)

    page = client.post(f"{page_of(found)}forkasta/", follow=True)

    assert "Förkastad" in page.text
    assert client.get(f"{page_of(found)}genomfor/").status_code == 404
    assert "Någon annan hann före" in client.post(f"{page_of(found)}forkasta/", follow=True).text


def test_a_list_is_undone_with_a_reason(client, officer, entity):
    found = carry_out(lines(row(entity)), actor=officer)
    assert client.post(f"{page_of(found)}angra/", {"reason": ""}).status_code == 422

    page = client.post(f"{page_of(found)}angra/", {"reason": "Det var fel fil"}, follow=True)

    assert "Inläsningen är ångrad." in page.text
    assert "Det var fel fil" in page.text
    record = client.get(f"/handlaggning/juridiska-personer/{entity.uuid}/kammarkollegiet/")
    assert "Räknas inte: inläsningen är ångrad" in record.text
    assert "Inläsningen ångrades" in record.text


def test_a_personnummer_in_the_file_is_never_shown(client, officer, entity):
    rows = [f"{demo_organisation_number(number)};X;2024-01-15;" for number in range(900, 921)]

    page = upload(client, lines("811228-9874;Kim Exempel;2024-01-15;", *rows))

    assert "Rad 2" in page.text
    assert "liknar ett personnummer" in page.text
    assert "811228" not in page.text and "Kim Exempel" not in page.text


def test_the_list_of_lists_tells_how_fresh_they_are(client, officer, entity):
    assert "Ingen lista är inläst" in client.get(LISTS).text
    carry_out(lines(row(entity)), actor=officer, on=days_ago(50))
    propose(b"", actor=officer)

    page = client.get(LISTS)

    assert "för gammal" in page.text
    assert "Listan är 50 dagar gammal." in page.text
    assert "Filen är tom." in page.text


def test_strangers_and_members_find_nothing(client, officer, entity):
    found = propose(lines(row(entity)), actor=officer)
    for user in (make_user(), owner_of(entity.organisation)):
        client.force_login(user)
        for address in (LISTS, f"{LISTS}las-in/", page_of(found), f"{page_of(found)}genomfor/"):
            assert client.get(address).status_code == 404
        assert client.post(f"{page_of(found)}forkasta/").status_code == 404


def test_the_number_of_queries_grows_neither_with_lists_nor_with_their_rows(client, officer):
    def queries(count):
        entities = [make_submitted().legal_entity for _ in range(count)]
        for days in range(count):
            propose(lines(*map(row, entities[: days + 1])), actor=officer, on=days_ago(40 - days))
        found = propose(lines(*map(row, entities), "802000-1239;Okänd;2024-01-15;"), actor=officer)
        client.get(LISTS)
        with CaptureQueriesContext(connection) as asked:
            client.get(LISTS)
            client.get(page_of(found))
        return len(asked)

    assert queries(1) == queries(4)
