"""The yearly statement page by page, for the organisation and for case officers."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.models import AnnualStatement, CriterionJudgement
from tests.factories import (
    add_member,
    make_entity,
    make_registered,
    make_statement,
    make_submitted,
    make_transfer,
    make_user,
    make_verified,
    owner_of,
)
from tests.registry.views.officers import sign_in

pytestmark = pytest.mark.django_db
LAST_YEAR = timezone.localdate().year - 1
QUEUE = "/handlaggning/arsuppgifter/"


@pytest.fixture
def entity():
    unit = make_registered(make_submitted().legal_entity, date(2023, 3, 1))
    unit.applications.update(received_at=timezone.now().replace(year=LAST_YEAR, month=2, day=1))
    return unit


@pytest.fixture
def owner(client, entity):
    owner = owner_of(entity.organisation)
    sign_in(client, owner)
    return owner


def hub(entity, rest=""):
    return f"/min-organisation/{entity.organisation.slug}/arsuppgifter/{rest}"


def answers(**told):
    year = {"year_begins": f"{LAST_YEAR}-01-01", "year_ends": f"{LAST_YEAR}-12-31", "has_transfers": "no", "note": ""}
    return {**year, **told}


def test_nothing_to_tell_takes_two_presses(client, owner, entity):
    page = client.get(hub(entity))
    start = hub(entity, f"ny/{entity.uuid}/")
    assert start in page.text
    assert f'value="{LAST_YEAR}-01-01"' in client.get(start).text

    check = client.post(start, answers(), follow=True)
    assert "Ni har svarat nej" in check.text
    done = client.post(check.request["PATH_INFO"], follow=True)

    statement = AnnualStatement.objects.get()
    assert statement.is_submitted
    assert "Årsuppgiften är lämnad." in done.text
    assert statement.case_number in done.text
    assert "Inga värdeöverföringar har gjorts eller beslutats under räkenskapsåret." in done.text


def test_what_does_not_agree_cannot_be_handed_in(client, owner, entity):
    check = client.post(hub(entity, f"ny/{entity.uuid}/"), answers(has_transfers="yes"), follow=True)

    assert "Den går inte att lämna än." in check.text
    assert "Lämna årsuppgiften</button>" not in check.text
    client.post(check.request["PATH_INFO"])
    assert not AnnualStatement.objects.get().is_submitted


def test_the_text_for_kammarkollegiet_tells_each_transfer_and_leaves_out_the_businesslike(client, owner, entity):
    make_transfer(entity, on=date(LAST_YEAR, 5, 2), name="Exempeluniversitetet", amount=72_000)
    make_transfer(entity, on=date(LAST_YEAR, 6, 2), to="persons", amount=800)
    make_transfer(entity, on=date(LAST_YEAR, 7, 2), to="foreign", name="Utleie", businesslike=True)
    statement = make_statement(entity, LAST_YEAR, is_nil=False)

    page = client.get(hub(entity, f"{statement.pk}/"))

    text = page.context["kammarkollegiet"]
    assert f"1. {LAST_YEAR}-05-02: 72\u00a0000\u00a0kr till Exempeluniversitetet, forskning. Gåva eller bidrag." in text
    assert "2." in text and "Privatpersoner" in text
    assert "Utleie" not in text
    assert text.endswith("Sammanlagt: 72\u00a0800\u00a0kr")
    assert "Rent affärsmässigt, inga värdeöverföringar" in page.text


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"has_transfers": ""}, "Svara ja eller nej."),
        ({"year_ends": "2020-12-31"}, "Räkenskapsåret slutar efter att det har börjat."),
        ({"year_begins": "2010-01-01"}, "högst 18 månader"),
        ({"year_begins": "förra året"}, "Skriv dagen som"),
    ],
)
def test_refusals_say_what_to_do(client, owner, entity, told, words):
    page = client.post(hub(entity, f"ny/{entity.uuid}/"), answers(note="Vi bytte revisor", **told))

    assert page.status_code == 422
    assert words in page.text
    assert "Vi bytte revisor" in page.text


def test_a_draft_is_changed_and_thrown_away(client, owner, entity):
    draft = make_statement(entity, LAST_YEAR, hand_in=False)
    change = hub(entity, f"{draft.pk}/andra/")

    assert "checked" in client.get(change).text
    assert client.post(change, answers(has_transfers="yes")).status_code == 302
    draft.refresh_from_db()
    assert draft.is_nil is False
    assert client.post(change, answers(year_ends="2020-01-01")).status_code == 422
    client.post(hub(entity, f"{draft.pk}/kontrollera/"), {"gor": "kasta"})

    assert not AnnualStatement.objects.exists()


def test_a_correction_is_begun_on_the_statement_and_replaces_it(client, owner, entity):
    first = make_statement(entity, LAST_YEAR)
    make_transfer(entity, on=date(LAST_YEAR, 5, 2))

    check = client.post(hub(entity, f"{first.pk}/ratta/"), follow=True)
    assert f"Den ersätter {first.case_number}" in check.text
    correction = first.replaced_by
    assert "Fortsätt med rättelsen" in client.get(hub(entity, f"{first.pk}/")).text
    client.post(hub(entity, f"{correction.pk}/andra/"), answers(has_transfers="yes"))
    client.post(hub(entity, f"{correction.pk}/kontrollera/"))

    assert "ersätter den här" in client.get(hub(entity, f"{first.pk}/")).text
    assert client.get(hub(entity, f"{correction.pk}/")).status_code == 200
    again = client.post(hub(entity, f"{first.pk}/ratta/"), follow=True)
    assert "redan rättad" in again.text


def test_pages_of_a_draft_lead_on_once_it_is_handed_in(client, owner, entity):
    statement = make_statement(entity, LAST_YEAR)

    for page in ("andra/", "kontrollera/"):
        assert client.get(hub(entity, f"{statement.pk}/{page}")).url == hub(entity, f"{statement.pk}/")


def test_the_list_tells_what_is_due_and_what_is_overdue(client, owner, entity):
    entity.applications.update(received_at=timezone.now().replace(year=LAST_YEAR - 1, month=2, day=1))
    make_verified(make_entity(entity.organisation, ready=True))
    make_entity(entity.organisation)

    page = client.get(hub(entity))

    assert f"Sista dagen var 30\u00a0juni {LAST_YEAR}" in page.text
    assert "Året pågår" in page.text
    assert "Frivilligt, så att köpare ser" in page.text
    assert "Ingen årsuppgift: inte registrerad och inte verifierad." in page.text


def test_who_may_not_hand_in_finds_no_page(client, owner, entity):
    other = make_entity(entity.organisation)

    assert client.get(hub(entity, f"ny/{other.uuid}/")).status_code == 404


def test_a_reader_reads_what_was_handed_in_and_no_more(client, entity):
    statement = make_statement(entity, LAST_YEAR)
    sign_in(client, add_member(entity.organisation, "reader"))

    assert "Rätta årsuppgiften" not in client.get(hub(entity, f"{statement.pk}/")).text
    assert "Lämna årsuppgift<" not in client.get(hub(entity)).text


def count(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def test_the_list_asks_as_many_questions_whatever_the_family(client, owner, entity):
    make_statement(entity, LAST_YEAR)
    few = count(client, hub(entity))
    for number in range(8):
        other = make_submitted(make_entity(entity.organisation, ready=True)).legal_entity
        make_statement(make_registered(other, date(2023, 3, 2 + number)), LAST_YEAR, hand_in=number % 2 == 0)

    assert count(client, hub(entity)) == few


# Case officers.


@pytest.fixture
def officer(client):
    user = make_user(officer=True, name="Robin Prov")
    sign_in(client, user)
    return user


def review(statement):
    return f"{QUEUE}{statement.case_number}/"


def test_the_queue_holds_what_nobody_has_judged_the_oldest_first(client, officer, entity):
    make_transfer(entity, on=date(LAST_YEAR, 5, 2), to="persons")
    first = make_statement(entity, LAST_YEAR, is_nil=False)
    second = make_statement(make_verified(), LAST_YEAR)

    page = client.get(QUEUE)
    assert [row.pk for row in page.context["page"]] == [first.pk, second.pk]
    assert "1 till oregistrerad" in page.text
    client.post(review(first), {"outcome": "met", "evidence": "Årsuppgiften"})

    assert [row.pk for row in client.get(QUEUE).context["page"]] == [second.pk]
    assert "Uppfyllt" in client.get(f"{QUEUE}?alla=1").text


def test_a_judgement_is_saved_with_its_officer(client, officer, entity):
    statement = make_statement(entity, LAST_YEAR)

    page = client.post(review(statement), {"outcome": "met", "evidence": "Årsuppgiften"}, follow=True)

    judgement = CriterionJudgement.objects.get()
    assert (judgement.officer, judgement.is_met, judgement.statement) == (officer, True, statement)
    assert "Robin Prov" in page.text


def test_not_met_without_reasons_is_refused_and_nothing_is_lost(client, officer, entity):
    statement = make_statement(entity, LAST_YEAR)

    page = client.post(review(statement), {"outcome": "not_met", "evidence": "Årsredovisningen, not 7"})

    assert page.status_code == 422
    assert "Skriv skälen" in page.text
    assert "Årsredovisningen, not 7" in page.text
    assert not CriterionJudgement.objects.exists()


def test_a_replaced_statement_is_read_but_not_judged(client, officer, entity):
    from registry.services import annual_statements

    first = make_statement(entity, LAST_YEAR)
    owner = owner_of(entity.organisation)
    correction = annual_statements.submit(annual_statements.correct(first, actor=owner), actor=owner)

    page = client.get(review(first))
    assert "Spara bedömningen" not in page.text
    assert review(correction) in page.text
    assert review(first) in client.get(review(correction)).text


def test_jav_stops_the_officer(client, officer, entity):
    statement = make_statement(entity, LAST_YEAR)
    add_member(entity.organisation, "reader", officer)

    assert client.get(review(statement)).status_code == 403
    assert client.post(review(statement), {"outcome": "met", "evidence": "x"}).status_code == 403
    assert "Du är jävig" in client.get(QUEUE).text
    assert not CriterionJudgement.objects.exists()


def test_a_draft_is_not_found_by_officers(client, officer, entity):
    make_statement(entity, LAST_YEAR, hand_in=False)

    assert "Ingen årsuppgift väntar" in client.get(QUEUE).text


def test_the_queue_asks_as_many_questions_whatever_its_length(client, officer, entity):
    make_statement(entity, LAST_YEAR)
    few = count(client, f"{QUEUE}?alla=1")
    for year in range(LAST_YEAR - 10, LAST_YEAR):
        make_statement(entity, year)
    for _ in range(3):
        make_statement(make_verified(), LAST_YEAR)

    assert count(client, f"{QUEUE}?alla=1") == few
