"""The diarium."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.models import JournalEntry
from registry.services import claims
from registry.services.documents import store
from tests.factories import make_entity, make_organisation, make_submitted, make_upload, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.urls")]


def text_of(answer):
    return answer.content.decode().replace("\u00a0", " ")


def make_entries(number, organisation=None, **facts):
    """So many rows, one a minute, the last one now."""
    organisation = organisation or make_organisation()
    now = timezone.now()
    JournalEntry.objects.bulk_create(
        JournalEntry(
            **{
                "case_number": f"IP-2026-{serial:05}",
                "registered_at": now - timedelta(minutes=number - serial),
                "direction": "in",
                "organisation": organisation,
                "counterparty": organisation.name,
                "subject": f"Handling {serial}",
                **facts,
            }
        )
        for serial in range(1, number + 1)
    )


def test_what_comes_in_is_there_at_once_newest_first(client):
    case = make_submitted()

    text = text_of(client.get("/diarium/"))

    assert case.case_number in text
    assert text.index("Kvitto på ansökan") < text.index("Ansökan om verifiering")


def test_fifty_stand_on_a_page(client):
    make_entries(51)

    first, second = text_of(client.get("/diarium/")), text_of(client.get("/diarium/?page=2"))

    assert "51 handlingar" in first
    assert "Handling 51<" in first and "Handling 2<" in first
    assert "Handling 1<" not in first
    assert "Handling 1<" in second


@pytest.mark.parametrize(
    "query",
    ["case_number=IP-2026-00007", "case_number=ip-2026-00007", "organisation=gården", "year=2024", "direction=out"],
)
def test_the_list_is_narrowed(client, query):
    make_entries(3)
    wanted = {
        "case_number": "IP-2026-00007",
        "direction": "out",
        "subject": "Den sökta",
        "registered_at": timezone.now().replace(year=2024),
    }
    make_entries(1, make_organisation("Testgården"), **wanted)

    text = text_of(client.get(f"/diarium/?{query}"))

    assert "En handling<" in text
    assert "Den sökta" in text


def test_a_year_that_is_no_year_is_refused_with_words(client):
    answer = client.get("/diarium/?year=i+fjol")

    assert answer.status_code == 422
    assert "Skriv året med fyra siffror" in text_of(answer)


def test_a_personnummer_in_the_filter_is_refused_and_not_repeated(client):
    answer = client.get("/diarium/?organisation=811228-9874")

    assert answer.status_code == 422
    assert "811228-9874" not in text_of(answer)
    assert "8112289874" not in text_of(answer)


def test_an_empty_answer_says_what_to_do(client):
    assert "Ändra eller ta bort något av valen." in text_of(client.get("/diarium/?case_number=IP-1999"))


def test_somebody_who_makes_a_claim_is_not_named(client):
    organisation = make_submitted().legal_entity.organisation
    claimant = make_user(name="Cesar Claim")
    evidence = store(
        make_upload("Protokoll. Ordforande valdes."),
        "minutes",
        organisation=organisation,
        actor=claimant,
        is_claim_evidence=True,
    )
    claims.submit(organisation, actor=claimant, position="Ordförande", explanation="Vald.", evidence=evidence)

    for address in ("/diarium/", "/diarium.csv"):
        answer = client.get(address)
        text = b"".join(answer.streaming_content).decode() if answer.streaming else text_of(answer)
        assert "Privatperson" in text
        assert "Cesar" not in text
        assert claimant.email not in text


def test_an_organisation_is_a_link_when_its_page_is_public(client):
    shown = make_submitted().legal_entity.organisation
    hidden = make_organisation()
    make_entries(1, hidden)

    text = text_of(client.get("/diarium/"))

    assert f'href="/organisationer/{shown.slug}/"' in text
    assert f'href="/organisationer/{hidden.slug}/"' not in text


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_the_narrowed_list_is_a_file_too(client, kind):
    make_entries(60)

    answer = client.get(f"/diarium.{kind}?year={timezone.localdate().year}")
    content = b"".join(answer.streaming_content)

    assert answer["Content-Disposition"] == f'attachment; filename="diarium.{kind}"'
    if kind == "csv":
        assert content.decode("utf-8-sig").count("\r\n") == 61


@pytest.mark.parametrize("rows", [2, 40])
def test_the_number_of_questions_does_not_grow(client, rows):
    for _ in range(2):
        make_entries(rows)

    with CaptureQueriesContext(connection) as queries:
        client.get("/diarium/")

    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 2


def test_ten_thousand_rows_are_fifty_on_a_page(client):
    make_entries(10_000)

    answer = client.get("/diarium/?page=200")

    assert "10 000 handlingar" in text_of(answer)
    assert "Handling 1<" in text_of(answer)


def test_an_application_that_is_still_a_draft_is_not_there(client):
    entity = make_entity(ready=True)

    assert entity.organisation.name not in text_of(client.get("/diarium/"))
