"""Contracts on pages: what ends when for everybody, each contract, and what their buyers do with them."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.models import Contract
from procurement.services import awards, contracts
from registry.calendar import months_later
from registry.models import Municipality, ServiceArea
from registry.search.labels import fresh_labels
from registry.wording import day_in_words
from tests.factories import load_reference_data, make_entity, make_submitted, make_user
from tests.procurement.factories import buyer_of, make_awarded, make_closed, make_contract, make_tender

pytestmark = pytest.mark.django_db
LIST = "/avtal/"


@pytest.fixture(autouse=True)
def names():
    load_reference_data()
    fresh_labels()


def in_months(number):
    return months_later(timezone.localdate(), number)


def shown(client, query=""):
    return client.get(LIST + query).content.decode()


def test_what_ends_first_stands_first_and_what_has_ended_is_asked_for(client):
    make_contract(title="Slutar sent", ends_on=in_months(30))
    make_contract(title="Slutar snart", ends_on=in_months(5))
    make_contract(title="Har slutat", ends_on=in_months(-1))
    make_contract(title="Ingen vet", ends_on=None)

    page = shown(client)

    assert page.index("Slutar snart") < page.index("Slutar sent") < page.index("Ingen vet")
    assert "1. Slutar snart" in page
    assert "Slutdatum okänt" in page
    assert "Har slutat</a>" not in page
    assert "Har slutat</a>" in shown(client, "?slut=slutat")


def test_the_list_narrows_by_service_place_words_and_end(client):
    elderly = ServiceArea.objects.get(slug="hemtjanst")
    gothenburg = Municipality.objects.get(code="1480")
    make_contract(title="Hemtjänst i väst", service_area=elderly, municipalities=[gothenburg], ends_on=in_months(6))
    make_contract(title="Städning", supplier_name="Stiftelsen Borsten", ends_on=None)
    make_contract(title="Utan slut", ends_on=None, is_open_ended=True, notice_months=3)

    answers = {
        query: [
            title for title in ("Hemtjänst i väst", "Städning", "Utan slut") if f". {title}" in shown(client, query)
        ]
        for query in (
            "?tjanst=hemtjanst",
            "?kommun=1480",
            "?q=borsten",
            "?slut=okant",
            "?slut=tills-vidare",
            "?slut=12",
        )
    }

    assert answers == {
        "?tjanst=hemtjanst": ["Hemtjänst i väst"],
        "?kommun=1480": ["Hemtjänst i väst"],
        "?q=borsten": ["Städning"],
        "?slut=okant": ["Städning"],
        "?slut=tills-vidare": ["Utan slut"],
        "?slut=12": ["Hemtjänst i väst"],
    }


def test_a_contract_whose_import_was_undone_is_shown_to_nobody(client):
    contract = make_contract(title="Ångrat avtal", ends_on=in_months(6))
    Contract.objects.filter(pk=contract.pk).update(withdrawn_at=timezone.now())
    client.force_login(buyer_of(contract))

    assert "Ångrat avtal" not in shown(client)
    assert client.get(contract.get_absolute_url()).status_code == 404
    assert client.get(reverse("contract_work", args=[contract.pk])).status_code == 404


def test_the_list_asks_four_queries_at_most_however_long(client):
    buyer = make_user(buyer=True)
    places = list(Municipality.objects.all()[:3])
    for _ in range(2):
        make_contract(buyer, municipalities=places)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _ in range(6):
        contracts.add_option(make_contract(buyer, municipalities=places), actor=buyer, months=12)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)

    assert len(few) == len(many) <= 4


def test_files_and_calendar_hold_the_same_rows(client):
    contract = make_contract(title="I filen", ends_on=in_months(40))
    make_contract(title="Slutet", ends_on=in_months(-2))

    rows = json.loads(b"".join(client.get("/avtal.json").streaming_content))
    calendar = client.get("/avtal.ics").content.decode()

    assert [(row["title"], row["ends"]) for row in rows] == [("I filen", contract.ends_on.isoformat())]
    assert client.get("/avtal.xlsx").status_code == 200
    assert calendar.count("BEGIN:VEVENT") == 4
    assert f"avtal-{contract.pk}-annons@" in calendar


def test_the_page_says_who_until_when_and_how_it_is_followed_up(client):
    entity = make_submitted(make_entity(ready=True)).legal_entity
    contract = make_contract(
        supplier_number=entity.organisation_number,
        ends_on=in_months(20),
        is_framework=True,
        ceiling_value=5_000_000,
        reimbursement="per_unit",
        insight_missing=True,
    )
    actor = buyer_of(contract)
    contracts.add_option(contract, actor=actor, months=12)
    contracts.call_off(contract, actor=actor, called_on=timezone.localdate(), value=2_000_000, description="Platser")
    planned = contracts.plan_follow_up(contract, actor=actor, kinds=["quality"], planned_on=timezone.localdate())
    contracts.perform_follow_up(
        planned, actor=actor, performed_on=timezone.localdate(), result="Det brister.", action="En plan är begärd."
    )

    page = client.get(contract.get_absolute_url()).content.decode()

    for text in (
        f'href="{entity.get_absolute_url()}"',
        "Kan förlängas till",
        "Förlänger med 12 månader",
        "Pris per timme, plats eller dygn",
        "återstår 3\u00a0000\u00a0000\u00a0kr",
        "Villkor om insyn saknas",
        "Kvalitet: Det brister.",
        "Åtgärd: En plan är begärd.",
        "Avtalet lades in",
        "Tidig dialog",
    ):
        assert text in page, text
    assert str(actor) not in page


def test_the_authoritys_page_shows_its_contracts(client):
    contract = make_contract(ends_on=in_months(3))

    page = client.get(contract.authority.get_absolute_url()).content.decode()

    assert f'href="{contract.get_absolute_url()}"' in page


# --- Buyers ---


def typed(**facts):
    usual = {
        "title": "Dagverksamhet",
        "supplier_name": "Föreningen Prov",
        "where": "country",
        "ends": "fixed",
        "ends_on": "2028-05-31",
        "insight": "text",
        "insight_clause": "Allmänheten får ta del av kvalitetsrapporter.",
    }
    return {**usual, **facts}


def test_a_buyer_puts_in_a_contract_and_corrects_it(client):
    client.force_login(make_user(buyer=True))

    refused = client.post(reverse("contract_add"), typed(ends_on="", ceiling_value="100"))
    client.post(reverse("contract_add"), typed())
    contract = Contract.objects.get()
    changed = client.post(reverse("contract_facts", args=[contract.pk]), typed(title="Ny rubrik", value="9 000 000 kr"))

    assert refused.status_code == 422
    assert "Skriv sista dagen" in refused.content.decode()
    assert "Bara ramavtal har takvolym" in refused.content.decode()
    assert changed.url == reverse("contract_work", args=[contract.pk])
    contract.refresh_from_db()
    assert (contract.title, contract.value, contract.insight_clause[:11]) == ("Ny rubrik", 9_000_000, "Allmänheten")


def test_the_signing_day_of_an_award_stays_after_the_standstill_on_the_page_too(client):
    decision = make_awarded(
        make_tender(make_closed(ground="lou-19-25a"), make_submitted(make_entity(ready=True)).legal_entity, serves=True)
    )
    actor, last = buyer_of(decision.procurement), decision.standstill_until
    [contract] = awards.conclude(decision.procurement, actor=actor, signed_on=last + timedelta(days=1), terms={})
    client.force_login(actor)
    facts = typed(supplier_name=contract.supplier_name, supplier_number=contract.supplier_number)

    for day in ("", last.isoformat()):
        refused = client.post(reverse("contract_facts", args=[contract.pk]), {**facts, "signed_on": day})
        page = refused.content.decode()

        assert refused.status_code == 422
        assert f"Avtalsspärren gällde till och med {day_in_words(last)}" in page
        assert 'href="#id_signed_on"' in page

    contract.refresh_from_db()
    assert contract.signed_on == last + timedelta(days=1)


@pytest.mark.parametrize("origin", ["choice_system", "partnership"])
def test_a_supplier_that_is_settled_elsewhere_is_not_asked_for_and_the_page_says_why(client, origin):
    contract = make_contract()
    Contract.objects.filter(pk=contract.pk).update(origin=origin)
    contract.refresh_from_db()
    client.force_login(buyer_of(contract))
    url = reverse("contract_facts", args=[contract.pk])
    facts = typed(title="Ny rubrik")
    del facts["supplier_name"]

    page = client.get(url).content.decode()
    refused = client.post(url, {**facts, "supplier_name": "Andra föreningen"})
    changed = client.post(url, facts)

    assert contracts.why_supplier_stands(contract) in page
    assert 'name="supplier_n' not in page
    assert refused.status_code == 422
    assert contracts.why_supplier_stands(contract) in refused.content.decode()
    assert changed.status_code == 302
    contract.refresh_from_db()
    assert (contract.title, contract.supplier_name) == ("Ny rubrik", "Föreningen Prov")


def test_a_buyer_takes_every_step_through_its_page(client):
    contract = make_contract(ends_on=None, is_framework=True, ceiling_value=1000)
    client.force_login(buyer_of(contract))
    today = timezone.localdate().isoformat()

    def post(name, *more, **data):
        return client.post(reverse(name, args=[contract.pk, *more]), data).status_code

    assert post("contract_end", ends="fixed", ends_on="2028-05-31") == 302
    assert post("contract_option_add", months="0") == 422
    assert post("contract_option_add", months="12", decide_by="2028-01-31") == 302
    assert post("contract_option", 1, used="ja", decided_on=today) == 302
    assert post("contract_call_off", description="Platser", value="1001", called_on=today) == 422
    assert post("contract_call_off", description="Platser", value="1000", called_on=today) == 302
    assert post("contract_follow_up_add", kinds=["users"], planned_on="2027-03-01") == 302
    row = contract.follow_ups.get()
    assert post("contract_follow_up", row.pk, performed_on=today, result="De är nöjda.") == 302
    assert post("contract_end_early", ended_on=today, reason="Vi tog över.") == 302
    contract.refresh_from_db()
    assert (str(contract.ends_on), contract.ended_on) == ("2029-05-31", timezone.localdate())
    work = client.get(reverse("contract_work", args=[contract.pk])).content.decode()
    assert "Avslutades i förtid" in work


def test_strangers_do_not_find_a_contracts_desk_and_politicians_may_not_enter(client):
    contract = make_contract()
    address = reverse("contract_work", args=[contract.pk])

    met = []
    for person in (make_user(), make_user(buyer=True), make_user(politician=True)):
        client.force_login(person)
        met.append(client.get(address).status_code)

    assert met == [404, 404, 403]


def test_the_buyers_list_asks_the_same_number_of_queries_however_long(client):
    buyer = make_user(buyer=True)
    client.force_login(buyer)
    counts = []
    for number in (2, 6):
        for _ in range(number):
            make_contract(buyer)
            make_contract(buyer, ends_on=None)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("buyer_contract_list")).content.decode()
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert page.index("Slutdatum okänt") < page.index("<h2>Gäller</h2>")


def test_an_end_that_passed_yesterday_is_over(client):
    contract = make_contract(ends_on=timezone.localdate() - timedelta(days=1))

    assert "Har slutat" in client.get(contract.get_absolute_url()).content.decode()
