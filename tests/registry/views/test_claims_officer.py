"""Claims, as a case officer tries them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Document, JournalEntry, Notification
from registry.services import claims
from registry.services.documents import store
from tests.factories import add_member, make_organisation, make_upload, make_user, owner_of
from tests.registry.views.officers import sign_in

pytestmark = pytest.mark.django_db
LIST = "/handlaggning/ansprak/"


@pytest.fixture
def officer(client):
    user = make_user(officer=True, name="Robin Prov")
    sign_in(client, user)
    return user


def make_claim(organisation=None, claimant=None):
    organisation = organisation or make_organisation()
    claimant = claimant or make_user(name="Alva Ny")
    evidence = store(
        make_upload(f"Protokoll. Till ordförande valdes Alva Ny av årsmötet i {organisation}."),
        Document.Kind.MINUTES,
        organisation=organisation,
        actor=claimant,
        is_claim_evidence=True,
    )
    return claims.submit(
        organisation, actor=claimant, position="ordförande", explanation="Vald av årsmötet.", evidence=evidence
    )


def page_of(claim):
    return f"{LIST}{claim.case_number}/"


def test_waiting_claims_are_listed(client, officer):
    claim = make_claim()

    page = client.get(LIST)

    assert f'href="{page_of(claim)}"' in page.text
    assert "Alva Ny" in page.text


def test_an_empty_list_says_so(client, officer):
    assert "Inga anspråk väntar" in client.get(LIST).text


def test_the_page_shows_evidence_and_present_owners(client, officer):
    claim = make_claim()
    owner = owner_of(claim.organisation)

    page = client.get(page_of(claim))

    assert claim.evidence.get_absolute_url() in page.text
    assert owner.email in page.text
    assert "Vald av årsmötet." in page.text


def test_approval_makes_an_owner_and_tells_both_sides(client, officer):
    claim = make_claim()
    owner = owner_of(claim.organisation)

    page = client.post(page_of(claim), {"outcome": "approve", "reasons": "Protokollet visar det."}, follow=True)

    assert "Personen är nu ägare." in page.text
    assert claim.organisation.memberships.owning().filter(user=claim.claimant).exists()
    assert Notification.objects.filter(user=claim.claimant, kind="claim_decided").exists()
    assert Notification.objects.filter(user=owner, kind="claim_gave_an_owner").exists()
    assert claim.events.last().actor == officer


def test_rejection_has_reasons_and_a_row_in_the_diarium_without_the_name(client, officer):
    claim = make_claim()

    client.post(page_of(claim), {"outcome": "reject", "reasons": "Protokollet är inte justerat."})

    claim.refresh_from_db()
    assert claim.state == "rejected"
    row = JournalEntry.objects.get(claim=claim, direction="out")
    assert row.counterparty == "Privatperson"


def test_a_decision_without_reasons_is_refused(client, officer):
    claim = make_claim()

    page = client.post(page_of(claim), {"outcome": "", "reasons": ""})

    assert page.status_code == 422
    assert "Välj godkänn eller avslå." in page.text
    assert "Skriv skälen." in page.text


@pytest.mark.parametrize("outcome", ["approve", "reject"])
def test_nobody_tries_a_claim_of_their_own(client, officer, outcome):
    claim = make_claim(claimant=officer)

    page = client.post(page_of(claim), {"outcome": outcome, "reasons": "Det är jag."})

    assert page.status_code == 403
    assert "Ditt eget anspråk" in page.text
    claim.refresh_from_db()
    assert claim.state == "submitted"
    assert f'href="{page_of(claim)}"' not in client.get(LIST).text


def test_jav_stops_the_officer(client, officer):
    claim = make_claim()
    add_member(claim.organisation, "reader", officer)

    assert client.get(page_of(claim)).status_code == 403
    assert "Du är jävig" in client.get(LIST).text


def test_deciding_what_is_decided_is_explained(client, officer):
    claim = make_claim()
    claims.reject(claim, actor=make_user(officer=True), reasons="Inte justerat.")

    page = client.post(page_of(claim), {"outcome": "approve", "reasons": "Jo."}, follow=True)

    assert "Någon annan hann före" in page.text
    assert "Inte justerat." in page.text


def test_strangers_and_claimants_find_nothing(client):
    claim = make_claim()
    for user in (make_user(), claim.claimant, owner_of(claim.organisation)):
        client.force_login(user)

        assert client.get(LIST).status_code == 404
        assert client.get(page_of(claim)).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_list(client, officer):
    for _ in range(2):
        make_claim()
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _ in range(3):
        make_claim()

    with CaptureQueriesContext(connection) as many:
        client.get(LIST)

    assert len(many) == len(few)
