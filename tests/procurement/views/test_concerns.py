"""What has happened to suppliers, on the buyer's pages and the supplier's own, and nowhere else."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.models import ConcernEnd, ContractConcern
from procurement.services import contract_watch
from tests.factories import add_member, make_entity, make_submitted, make_user, owner_of
from tests.procurement.factories import buyer_of, make_contract

pytestmark = pytest.mark.django_db
LIST = "/upphandlare/avtal/"


@pytest.fixture
def supplier():
    return make_submitted(make_entity(ready=True)).legal_entity


def concern_at(supplier, buyer=None, *, noticed=0, kind="verification", key="1"):
    """A contract with the supplier, and something that was noticed so many days ago."""
    contract = make_contract(
        buyer, supplier_name=supplier.name, supplier_number=supplier.organisation_number, ends_on=None
    )
    return ContractConcern.objects.create(
        contract=contract,
        kind=kind,
        key=key,
        began_on=date(2026, 5, 1),
        noticed_at=timezone.now() - timedelta(days=noticed),
        source="Portalens beslut",
    )


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def address(concern):
    return reverse("contract_concern", args=[concern.contract_id, concern.pk])


def test_it_is_looked_into_for_two_weeks_and_then_something_to_look_at(client, supplier):
    buyer = make_user(buyer=True)
    new, old = concern_at(supplier, buyer, noticed=14), concern_at(supplier, buyer, noticed=15)
    client.force_login(buyer)

    pages = [client.get(address(row)).content.decode() for row in (new, old)]

    assert ["<dd>Håller på att utredas" in text for text in pages] == [True, False]
    assert ["<dd>Något har hänt som du bör titta på" in text for text in pages] == [False, True]
    assert not any("avtalsbrott" in text.lower() for text in pages)


def test_the_list_flags_the_contract_until_somebody_has_answered(client, supplier):
    concern = concern_at(supplier)
    quiet = make_contract(buyer_of(concern.contract), title="Lugnt avtal")
    client.force_login(buyer_of(concern.contract))
    before, only = client.get(LIST).content.decode(), client.get(f"{LIST}?visa=att-titta-pa").content.decode()

    refused = client.post(address(concern), {"answer": "seen", "comment": ""})
    taken = client.post(address(concern), {"answer": "seen", "comment": "Vi har ringt dem."})
    after = client.get(LIST).content.decode()
    emptied = client.get(f"{LIST}?visa=att-titta-pa").content.decode()

    assert "I ett avtal har något hänt" in before
    assert before.count("tag--warning") == 1
    assert concern.contract.title in only and quiet.title not in only
    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "Att titta på" not in after and "Inget att titta på" in emptied
    work = page(client, "contract_work", concern.contract.pk)
    assert "Verifieringen i portalen har upphört" in work and "Sett, ingen åtgärd" in work
    assert "Vi har ringt dem." in client.get(address(concern)).content.decode()


def test_the_suppliers_members_see_it_on_their_own_page_and_no_answer(client, supplier):
    concern = concern_at(supplier)
    contract_watch.answer(concern, actor=buyer_of(concern.contract), answer="examined", comment="Vi ringer på måndag.")
    organisation = supplier.organisation
    seen = []
    for person in (owner_of(organisation), add_member(organisation, "reader")):
        client.force_login(person)
        seen.append(page(client, "supplier_contract_list", organisation.slug))

    assert all("Verifieringen i portalen har upphört" in text and "Håller på att utredas" in text for text in seen)
    assert not any("Vi ringer på måndag" in text or "Utreds" in text for text in seen)


def test_what_is_over_leaves_the_list_and_stays_in_the_contracts_history(client, supplier):
    concern = concern_at(supplier)
    ConcernEnd.objects.create(concern=concern)
    client.force_login(buyer_of(concern.contract))

    listed, work = client.get(LIST).content.decode(), page(client, "contract_work", concern.contract.pk)
    client.force_login(owner_of(supplier.organisation))
    own = page(client, "supplier_contract_list", supplier.organisation.slug)

    assert "Att titta på" not in listed
    assert "Är över sedan" in work
    assert "Verifieringen i portalen har upphört" not in own


def test_the_public_page_says_nothing_of_it(client, supplier):
    concern = concern_at(supplier, noticed=30)
    shown = []
    for person in (None, make_user(), make_user(buyer=True), buyer_of(concern.contract)):
        if person:
            client.force_login(person)
        shown.append(client.get(concern.contract.get_absolute_url()).content.decode())

    assert not any("Verifieringen i portalen har upphört" in text or "titta på" in text for text in shown)
    assert not ContractConcern.objects.visible_to(make_user()).exists()


@pytest.mark.parametrize("who", ["buyer", "supplier"])
def test_long_lists_ask_no_more_than_short_ones(client, supplier, who):
    buyer = make_user(buyer=True)
    client.force_login(buyer if who == "buyer" else owner_of(supplier.organisation))
    path = LIST if who == "buyer" else reverse("supplier_contract_list", args=[supplier.organisation.slug])
    counts = []
    for number in (2, 6):
        for key in range(number):
            concern_at(supplier, buyer, key=str(key))
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_watch_asks_no_more_about_many_quiet_suppliers_than_about_few():
    counts = []
    for number in (1, 4):
        for _ in range(number):
            entity = make_submitted(make_entity(ready=True)).legal_entity
            make_contract(supplier_name=entity.name, supplier_number=entity.organisation_number)
        with CaptureQueriesContext(connection) as asked:
            contract_watch.watch()
        counts.append(len(asked))

    assert counts[0] == counts[1]
