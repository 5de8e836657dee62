"""A contract over time: its end, options, call-offs and follow-ups, who may write them, and what is refused in words."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from procurement.models import Contract, ContractFollowUp
from procurement.reading.contracts import call_offs
from procurement.services import contracts
from registry.models import StatusLog
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import make_entity, make_submitted, make_user
from tests.procurement.factories import buyer_of, make_contract, make_planned

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 1)


def log_of(contract):
    rows = StatusLog.objects.filter(subject="contract", subject_id=contract.pk).order_by("pk")
    return list(rows.values_list("action", flat=True))


def test_a_contract_by_hand_knows_its_supplier_by_number():
    entity = make_submitted(make_entity(ready=True)).legal_entity

    contract = make_contract(supplier_number=entity.organisation_number)

    assert (contract.legal_entity, contract.origin) == (entity, "manual")
    assert log_of(contract) == ["add"]


def test_a_change_of_supplier_changes_the_legal_entity_too():
    entity = make_submitted(make_entity(ready=True)).legal_entity
    contract = make_contract(supplier_number=entity.organisation_number)

    changed = contracts.change(contract, actor=buyer_of(contract), supplier_number="", title="Nytt namn")

    assert (changed.legal_entity, changed.title) == (None, "Nytt namn")


@pytest.mark.parametrize(
    "origin, why", [("choice_system", "godkännandet i valfrihetssystemet"), ("partnership", "part i partnerskapet")]
)
def test_a_supplier_that_is_settled_elsewhere_is_not_changed_here(origin, why):
    contract = make_contract(supplier_number="8020001239")
    Contract.objects.filter(pk=contract.pk).update(origin=origin)
    row, actor = Contract.objects.filter(pk=contract.pk), buyer_of(contract)

    for facts in ({"supplier_name": "Andra föreningen"}, {"supplier_number": ""}):
        with pytest.raises(StepNotAllowed, match=why):
            contracts.change(contract, actor=actor, **facts)
        with pytest.raises(IntegrityError, match="Leverantören följer"), transaction.atomic():
            row.update(**facts)
    with pytest.raises(IntegrityError, match="Leverantören följer"), transaction.atomic():
        row.update(origin="manual")
    same = {"supplier_name": contract.supplier_name, "supplier_number": contract.supplier_number}
    changed = contracts.change(contract, actor=actor, title="Nytt namn", **same)

    assert (changed.title, changed.supplier_name) == ("Nytt namn", contract.supplier_name)


def test_only_the_authoritys_buyers_write():
    contract = make_contract()
    option = contracts.add_option(contract, actor=buyer_of(contract), months=12)
    planned = contracts.plan_follow_up(contract, actor=buyer_of(contract), kinds=["quality"], planned_on=DAY)
    stranger = make_user(buyer=True)

    steps = [
        lambda: contracts.add(contract.authority, actor=stranger, title="Ett", supplier_name="Två"),
        lambda: contracts.change(contract, actor=stranger, title="Ett"),
        lambda: contracts.fill_in_end(contract, actor=stranger, ends_on=DAY),
        lambda: contracts.add_option(contract, actor=stranger, months=1),
        lambda: contracts.decide_option(option, actor=stranger, used=True, decided_on=DAY),
        lambda: contracts.call_off(contract, actor=stranger, called_on=DAY, value=1, description="Ett"),
        lambda: contracts.plan_follow_up(contract, actor=stranger, kinds=["quality"], planned_on=DAY),
        lambda: contracts.perform_follow_up(planned, actor=stranger, performed_on=DAY, result="Bra"),
        lambda: contracts.end_early(contract, actor=stranger, ended_on=DAY, reason="Konkurs"),
    ]

    for step in steps:
        with pytest.raises(NotEntitled):
            step()


def test_an_unknown_end_is_filled_in_once():
    contract = make_contract(ends_on=None)
    actor = buyer_of(contract)

    with pytest.raises(StepNotAllowed, match="Skriv sista dagen"):
        contracts.fill_in_end(contract, actor=actor)
    filled = contracts.fill_in_end(contract, actor=actor, ends_on=date(2028, 5, 31))

    assert (filled.ends_on, filled.end_is_unknown) == (date(2028, 5, 31), False)
    with pytest.raises(StepNotAllowed, match="redan känt"):
        contracts.fill_in_end(contract, actor=actor, ends_on=DAY)


def test_options_are_decided_in_order_and_move_the_last_day():
    contract = make_contract(ends_on=date(2027, 2, 28))
    actor = buyer_of(contract)
    first, second, third = (contracts.add_option(contract, actor=actor, months=12) for _ in range(3))

    with pytest.raises(StepNotAllowed, match="i ordning"):
        contracts.decide_option(second, actor=actor, used=True, decided_on=DAY)
    contracts.decide_option(first, actor=actor, used=True, decided_on=DAY)
    contract = contracts.decide_option(second, actor=actor, used=False, decided_on=DAY)

    assert contract.ends_on == date(2028, 2, 29)
    with pytest.raises(StepNotAllowed, match="användes inte"):
        contracts.decide_option(third, actor=actor, used=True, decided_on=DAY)
    with pytest.raises(StepNotAllowed, match="redan avgjord"):
        contracts.decide_option(first, actor=actor, used=False, decided_on=DAY)
    assert log_of(contract)[-2:] == ["use_option", "decline_option"]


def test_an_option_waits_for_an_end_that_is_not_known_and_comes_too_late_after_it():
    unknown, ended = make_contract(ends_on=None), make_contract(ends_on=date(2026, 1, 31))

    for contract, words in ((unknown, "Fyll i avtalets slutdatum"), (ended, "inte längre att förlänga")):
        option = contracts.add_option(contract, actor=buyer_of(contract), months=12)
        with pytest.raises(StepNotAllowed, match=words):
            contracts.decide_option(option, actor=buyer_of(contract), used=True, decided_on=DAY)


def test_a_call_off_over_the_ceiling_is_refused_with_what_is_left():
    contract = make_contract(is_framework=True, ceiling_value=1_000_000)
    facts = {"actor": buyer_of(contract), "called_on": DAY, "description": "Platser"}
    contracts.call_off(contract, value=700_000, **facts)

    with pytest.raises(StepNotAllowed, match="återstår 300\u00a0000\u00a0kr"):
        contracts.call_off(contract, value=300_001, **facts)
    contracts.call_off(contract, value=300_000, **facts)

    assert contracts.called_off(contract) == 1_000_000
    with pytest.raises(StepNotAllowed, match="kan inte vara lägre"):
        contracts.change(contract, actor=facts["actor"], ceiling_value=999_999)


def test_call_offs_are_made_from_frameworks_while_they_run():
    plain, framework = make_contract(), make_contract(is_framework=True)

    for contract, day, words in (
        (plain, DAY, "Bara ramavtal"),
        (framework, date(2024, 12, 31), "börjar"),
        (framework, date(2028, 1, 1), "slutade"),
    ):
        with pytest.raises(StepNotAllowed, match=words):
            contracts.call_off(contract, actor=buyer_of(contract), called_on=day, value=1, description="Ett")


def test_a_follow_up_is_performed_once_with_a_result():
    contract = make_contract()
    actor = buyer_of(contract)
    planned = contracts.plan_follow_up(contract, actor=actor, kinds=["quality", "users"], planned_on=DAY)

    with pytest.raises(ValidationError):
        contracts.perform_follow_up(planned, actor=actor, performed_on=DAY, result="")
    contracts.perform_follow_up(planned, actor=actor, performed_on=DAY, result="Det mesta fungerar.", action="Inget")

    assert ContractFollowUp.objects.get().result == "Det mesta fungerar."
    with pytest.raises(StepNotAllowed, match="redan genomförd"):
        contracts.perform_follow_up(planned, actor=actor, performed_on=DAY, result="Igen")


def test_a_contract_that_ended_early_is_only_followed_up():
    contract = make_contract()
    actor = buyer_of(contract)
    planned = contracts.plan_follow_up(contract, actor=actor, kinds=["economy"], planned_on=DAY)
    with pytest.raises(StepNotAllowed, match="av sig självt"):
        contracts.end_early(contract, actor=actor, ended_on=date(2027, 12, 31), reason="Konkurs")

    contracts.end_early(contract, actor=actor, ended_on=DAY, reason="Leverantören lade ned.")

    contracts.perform_follow_up(planned, actor=actor, performed_on=DAY, result="Slutavräknat.")
    with pytest.raises(StepNotAllowed, match="i förtid"):
        contracts.change(contract, actor=actor, title="Nytt")


def test_the_suppliers_of_a_framework_share_the_ceiling_of_its_procurement():
    buyer = make_user(buyer=True)
    first, second = (make_contract(buyer, is_framework=True) for _ in range(2))
    procurement = make_planned(buyer, is_framework=True, ceiling_value=1_000_000)
    Contract.objects.filter(pk__in=[first.pk, second.pk]).update(procurement=procurement)
    for contract in (first, second):
        contract.refresh_from_db()

    contracts.call_off(first, actor=buyer, called_on=DAY, value=700_000, description="Ett")

    with pytest.raises(StepNotAllowed, match=r"återstår 300\s000\skr"):
        contracts.call_off(second, actor=buyer, called_on=DAY, value=300_001, description="Två")
    contracts.call_off(second, actor=buyer, called_on=DAY, value=300_000, description="Två")
    _, sentence = call_offs(second, second.call_offs.all())
    assert sentence.replace("\N{NO-BREAK SPACE}", " ") == (
        "Avropat: 300 000 kr. Av takvolymen, som alla leverantörer i ramavtalet delar på, återstår 0 kr."
    )


def test_days_and_amounts_that_cannot_be_are_refused():
    contract = make_contract(is_framework=True, ends_on=date(2027, 12, 31))
    actor = buyer_of(contract)
    contracts.add_option(contract, actor=actor, months=12, decide_by=date(2027, 12, 31))

    with pytest.raises(ValidationError, match="senast när avtalet slutar, 31.{1,5}december 2028"):
        contracts.add_option(contract, actor=actor, months=12, decide_by=date(2029, 1, 1))
    with pytest.raises(ValidationError, match="börjar 1.{1,5}januari 2025"):
        contracts.plan_follow_up(contract, actor=actor, kinds=["quality"], planned_on=date(1999, 1, 1))
    with pytest.raises(ValidationError, match="minst en krona"):
        contracts.call_off(contract, actor=actor, called_on=DAY, value=0, description="Ett")
    contracts.add_option(contract, actor=actor, months=12, decide_by=date(2028, 12, 31))

    assert (contract.options.count(), contract.follow_ups.count(), contract.call_offs.count()) == (2, 0, 0)
