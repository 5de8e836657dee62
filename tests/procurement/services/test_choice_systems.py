"""Choice systems: what may open, how applications are decided, and who is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, connection, models, transaction
from django.utils import timezone

from procurement.legality.deadlines import correction_due
from procurement.models import ChoiceSystem, Contract
from procurement.models.choice_providers import ApplicationState
from procurement.models.choice_systems import ChoiceState
from procurement.services import choice_applications, choice_systems
from registry.models import StatusLog
from registry.models.members import Role
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_member, add_to_authority, make_entity, make_submitted, make_user, owner_of
from tests.procurement.choice_factories import (
    NATIONAL,
    make_applied,
    make_approved,
    make_decided,
    make_open,
    make_provider,
)
from tests.procurement.factories import buyer_of

pytestmark = pytest.mark.django_db


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def an_entity():
    return make_submitted(make_entity(ready=True)).legal_entity


def test_a_system_has_no_last_day_to_apply():
    """A new day in the table must be thought through here first: none of them may end the time for applying."""
    days = {field.name for field in ChoiceSystem._meta.get_fields() if isinstance(field, models.DateField)}

    decided_and_told = {"decided_on", "national_noticed_on", "opened_at"}
    ended_as_a_whole = {"ceases_on", "closed_at"}
    kept_by_the_portal = {"created_at", "changed_at"}
    assert days == decided_and_told | ended_as_a_whole | kept_by_the_portal


@pytest.mark.parametrize("missing", ["requirements", "reimbursement", "non_choice", "decision_time_days", "cpv_codes"])
def test_nothing_opens_half_finished(missing):
    empty = {"decision_time_days": None, "cpv_codes": []}.get(missing, "")
    system = make_decided(**{missing: empty})

    with pytest.raises(StepNotAllowed):
        choice_systems.open_system(system, actor=buyer_of(system), national_url=NATIONAL, noticed_on=today())

    system.refresh_from_db()
    assert system.state == ChoiceState.DECIDED


@pytest.mark.parametrize("column", ["national_url", "non_choice", "reimbursement"])
def test_the_database_itself_refuses_an_open_system_without_what_the_law_asks(column):
    system = make_open()

    with pytest.raises(IntegrityError), transaction.atomic():
        ChoiceSystem.objects.filter(pk=system.pk).update(**{column: ""})
    with pytest.raises(IntegrityError), transaction.atomic():
        ChoiceSystem.objects.filter(pk=system.pk).update(decision_time_days=None)


def test_primary_care_is_never_reserved():
    system = make_decided(is_primary_care=True)

    with pytest.raises(ValidationError, match="HSL 7 kap. 3 §"):
        choice_systems.edit(system, actor=buyer_of(system), is_reserved=True, purpose_link="Därför.")


@pytest.mark.parametrize("code", ["85311300", "85321000", "80110000", "98133100"])
def test_a_code_outside_the_act_is_refused(code):
    with pytest.raises(StepNotAllowed, match=f"LOV gäller inte för CPV {code}"):
        make_decided(cpv_codes=["85312000", code])


def test_only_the_authoritys_own_buyers_may_do_anything():
    system, stranger = make_decided(), make_user(buyer=True)

    with pytest.raises(NotEntitled):
        choice_systems.edit(system, actor=stranger, title="Annat")
    with pytest.raises(NotEntitled):
        choice_systems.open_system(system, actor=stranger, national_url=NATIONAL, noticed_on=today())


def test_an_open_system_is_changed_only_with_a_new_notice_and_its_providers_are_told():
    system = make_open()
    applicant = make_applied(system)
    buyer, outsider = buyer_of(system), owner_of(an_entity().organisation)
    mail.outbox.clear()

    with pytest.raises(StepNotAllowed):
        choice_systems.edit(system, actor=buyer, requirements="Nytt.")
    with pytest.raises(StepNotAllowed, match="Annonsera ändringen"):
        choice_systems.change(
            system, actor=buyer, noticed_on=system.national_noticed_on, note="Nya krav.", requirements="Nytt."
        )
    changed = choice_systems.change(system, actor=buyer, noticed_on=today(), note="Nya krav.", requirements="Nytt.")

    told = {address for letter in mail.outbox for address in letter.to}
    assert (changed.state, changed.requirements, changed.is_open) == (ChoiceState.CHANGED, "Nytt.", True)
    assert told == {owner_of(applicant.legal_entity.organisation).email}
    assert outsider.email not in told


def test_an_application_is_received_with_what_the_portal_knows_and_its_last_day():
    system = make_open()
    entity = an_entity()
    reader = add_member(entity.organisation, Role.READER)
    colleague = add_to_authority(system.authority, make_user())
    politician = add_to_authority(system.authority, make_user(), "politician")
    elsewhere = make_user(buyer=True)
    mail.outbox.clear()

    application = make_applied(system, entity)

    told = {address for letter in mail.outbox for address in letter.to}
    facts = {row["key"]: row["value"] for row in application.facts}
    assert application.decide_by == today(30)
    assert facts["Juridisk person"] == entity.name
    assert "8.1-123" in facts["Tillstånd för hemtjänst"]
    assert told == {buyer_of(system).email, colleague.email}
    assert not told & {politician.email, elsewhere.email, reader.email}


def test_an_entity_has_one_application_at_a_time():
    system, entity = make_open(), an_entity()
    first, owner = make_applied(system, entity), owner_of(entity.organisation)

    with pytest.raises(ValidationError, match="redan en ansökan"):
        choice_applications.apply(system, entity, actor=owner, message="Vi har tillstånd.")
    choice_applications.withdraw(first, actor=owner)

    assert make_applied(system, entity).state == ApplicationState.SUBMITTED


def test_nobody_applies_to_what_is_not_open_nor_for_what_is_not_handed_in():
    decided, system = make_decided(), make_open()
    draft = make_entity(ready=True)

    with pytest.raises(StepNotAllowed, match="tar inte emot"):
        make_applied(decided)
    with pytest.raises(StepNotAllowed, match="Skicka in"):
        make_applied(system, draft)
    with pytest.raises(NotEntitled):
        choice_applications.apply(system, an_entity(), actor=owner_of(draft.organisation))


def test_unknown_is_not_no_in_a_reserved_system_and_the_answer_of_the_day_is_kept():
    system = make_open(reserved=True)
    application = make_applied(system)
    buyer = buyer_of(system)

    with pytest.raises(StepNotAllowed, match="Skriv vad ni själva har kontrollerat"):
        choice_applications.approve(application, actor=buyer, reasons="Alla krav är uppfyllda.")
    approved = choice_applications.approve(
        application, actor=buyer, reasons="Alla krav är uppfyllda.", looked_up="Stadgarna 2 §."
    )

    assert (approved.answer, approved.answered_on) == ("unknown", today())
    assert approved.answer_reasons
    assert (approved.state, approved.looked_up) == (ApplicationState.APPROVED, "Stadgarna 2 §.")


def test_everybody_who_qualifies_is_approved():
    system = make_open()

    approved = [make_approved(system) for _ in range(3)]

    assert {row.state for row in approved} == {ApplicationState.APPROVED}


def test_a_refusal_says_why_and_how_to_go_to_court_within_three_weeks():
    system = make_open()
    application = make_applied(system)
    other = make_applied(system)
    buyer = buyer_of(system)
    mail.outbox.clear()

    with pytest.raises(StepNotAllowed, match="Skriv skälen"):
        choice_applications.refuse(application, actor=buyer, reasons=" ")
    refused = choice_applications.refuse(application, actor=buyer, reasons="Tillstånd saknas.")

    [letter] = mail.outbox
    assert refused.correction_until == correction_due(today()).day
    assert letter.to == [owner_of(application.legal_entity.organisation).email]
    assert letter.to != [owner_of(other.legal_entity.organisation).email]
    assert "Tillstånd saknas." in letter.body
    assert "rättelse hos förvaltningsrätten" in letter.body
    assert "förvaltningslag" not in letter.body.lower()
    assert make_applied(system, application.legal_entity).state == ApplicationState.SUBMITTED


def test_a_contract_comes_of_approval_alone_and_residents_can_choose():
    system = make_open(reserved=True)
    waiting = make_applied(system)

    provider = make_provider(system)
    with pytest.raises(StepNotAllowed):
        choice_applications.contract(waiting, actor=buyer_of(system), signed_on=today(), starts_on=today())

    contract = provider.contract
    assert (contract.origin, contract.ground) == (Contract.Origin.CHOICE_SYSTEM, "lov-1-2a")
    assert contract.is_open_ended
    assert list(system.applications.providing()) == [provider]
    assert StatusLog.objects.filter(subject="contract", subject_id=contract.pk).exists()


def test_no_contract_is_dated_before_the_application_came_in():
    system = make_open()
    application = make_applied(system)
    choice_applications.approve(application, actor=buyer_of(system), reasons="Alla krav är uppfyllda.")
    before = timezone.localdate(application.received_at) - timedelta(days=1)

    with pytest.raises(StepNotAllowed, match="Ansökan kom in"):
        choice_applications.contract(application, actor=buyer_of(system), signed_on=before, starts_on=today())


def test_a_provider_stays_until_its_last_day():
    system = make_open()
    provider = make_provider(system)
    mail.outbox.clear()

    ended = choice_applications.end(provider, actor=buyer_of(system), ended_on=today(10), reason="Ni har sagt upp.")

    contract = ended.contract
    contract.refresh_from_db()
    assert (contract.ends_on, contract.ended_on, contract.is_open_ended) == (today(10), None, False)
    assert system.applications.providing(today(10)).exists()
    assert not system.applications.providing(today(11)).exists()
    assert [letter.to for letter in mail.outbox] == [[owner_of(provider.legal_entity.organisation).email]]


def test_a_system_is_wound_up_before_it_closes_and_takes_nobody_new():
    system = make_open()
    provider = make_provider(system)
    buyer = buyer_of(system)

    with pytest.raises(StepNotAllowed):
        choice_systems.close(system, actor=buyer)
    system = choice_systems.wind_up(system, actor=buyer, reason="Nämnden har beslutat.")
    with pytest.raises(StepNotAllowed, match="tar inte emot"):
        make_applied(system)
    with pytest.raises(StepNotAllowed, match="Avsluta avtalen först"):
        choice_systems.close(system, actor=buyer)
    choice_applications.end(provider, actor=buyer, ended_on=today(), reason="Systemet upphör.")

    closed = choice_systems.close(system, actor=buyer, at=timezone.now() + timedelta(days=1))

    assert closed.state == ChoiceState.CLOSED


def test_the_price_list_keeps_what_has_held():
    system = make_decided()
    buyer = buyer_of(system)
    price = {"label": "Hemtjänst dagtid", "unit": "hour"}
    choice_systems.add_price(system, actor=buyer, amount=452, valid_from=today(-10), **price)
    system = choice_systems.open_system(system, actor=buyer, national_url=NATIONAL, noticed_on=today())

    with pytest.raises(StepNotAllowed, match="tidigast i morgon"):
        choice_systems.add_price(system, actor=buyer, amount=460, valid_from=today(), **price)
    choice_systems.add_price(system, actor=buyer, amount=460, valid_from=today(5), **price)

    assert [row.amount for row in system.prices.in_force()] == [452]
    assert [row.amount for row in system.prices.in_force(today(5))] == [460]


def test_units_are_the_providers_own_to_change():
    provider = make_provider(make_open())
    unit = provider.units.get()
    owner = owner_of(provider.legal_entity.organisation)

    with pytest.raises(NotEntitled):
        choice_applications.change_unit(unit, actor=make_user(), capacity=5)
    choice_applications.change_unit(unit, actor=owner, capacity=5)
    with pytest.raises(ValidationError, match="redan en enhet"):
        choice_applications.add_unit(provider, actor=owner, name=unit.name, municipality=unit.municipality)
    choice_applications.close_unit(unit, actor=owner)

    assert not provider.units.standing().exists()


def test_what_happened_stands():
    application = make_approved(make_open())

    for table in ("procurement_choicesystemevent", "procurement_providerapplicationevent"):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"update {table} set note = 'x'")

    assert application.events.get().note == ""
