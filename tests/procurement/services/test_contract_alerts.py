"""Who is told that a contract comes to its end, how often, and above all who is not."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from procurement.models import Contract
from procurement.services import contract_alerts, contracts
from registry.calendar import months_later
from registry.models import Municipality, Notification
from tests.factories import add_member, make_entity, make_submitted, make_user
from tests.procurement.factories import buyer_of, make_contract

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 22, 7, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
IN_A_YEAR = months_later(TODAY.date(), 12)


def told(at=TODAY):
    """Who is told now: (address, kind of message)."""
    known = set(Notification.objects.values_list("pk", flat=True))
    contract_alerts.warn(at=at)
    rows = Notification.objects.exclude(pk__in=known).select_related("user")
    return sorted((row.user.email, row.kind.split("/")[1]) for row in rows)


@pytest.fixture
def service():
    """A service in one municipality, of an organisation with an owner and a reader."""
    entity = make_submitted(make_entity(ready=True)).legal_entity
    service = entity.services.get()
    service.whole_country = False
    service.save(update_fields=["whole_country"])
    service.municipalities.set([Municipality.objects.get(code="1480")])
    return service


def contract_there(service, **facts):
    where = {"municipalities": service.municipalities.all(), "service_area": service.area}
    return make_contract(**{"ends_on": IN_A_YEAR, **where, **facts})


def test_the_buyers_and_those_who_give_the_service_there_are_told(service):
    organisation = service.legal_entity.organisation
    owner = organisation.memberships.owning().get().user
    add_member(organisation, "reader")
    contract = contract_there(service)
    make_user(buyer=True)

    found = told()

    expected = [(buyer_of(contract).email, "contract_ends"), (owner.email, "contract_ends_nearby")]
    assert found == sorted(expected)


def test_each_is_told_once_at_each_distance(service):
    contract = contract_there(service, ends_on=months_later(TODAY.date(), 24))
    days = [months_later(contract.ends_on, -months) for months in (24, 18, 12, 6)]

    counts = []
    for day in days:
        at = datetime.combine(day, TODAY.timetz())
        counts.append((len(told(at)), len(told(at)), len(told(at + timedelta(days=1)))))

    assert counts == [(2, 0, 0)] * 4


def test_the_letter_says_when_it_ends_and_what_can_still_be_influenced(service):
    contract_there(service)
    contract_alerts.warn(at=TODAY)

    body = Notification.objects.get(kind="procurement/contract_ends_nearby").body

    assert "22\u00a0november 2027" in body
    assert "Annonsering senast" in body
    assert "Politiskt beslut" not in body


def test_a_long_name_does_not_stop_the_letters(service):
    contract_there(service, title="Å" * 200)

    assert len(told()) == 2


def test_nobody_is_told_of_a_contract_that_ended_early(service):
    contract = contract_there(service)
    contracts.end_early(contract, actor=buyer_of(contract), ended_on=TODAY.date(), reason="Konkurs")

    assert told() == []


def test_nobody_is_told_of_one_that_is_prolonged_already(service):
    contract = contract_there(service)
    actor = buyer_of(contract)
    option = contracts.add_option(contract, actor=actor, months=9)
    contracts.decide_option(option, actor=actor, used=True, decided_on=TODAY.date())

    assert told() == []


def test_a_prolonged_one_is_warned_of_before_its_new_end(service):
    contract = contract_there(service)
    assert len(told()) == 2
    actor = buyer_of(contract)
    option = contracts.add_option(contract, actor=actor, months=12)
    contracts.decide_option(option, actor=actor, used=True, decided_on=TODAY.date())

    assert len(told(TODAY.replace(year=2027))) == 2


def test_nobody_is_told_of_one_whose_import_was_undone(service):
    contract = contract_there(service)
    Contract.objects.filter(pk=contract.pk).update(withdrawn_at=timezone.now())

    assert told() == []


def test_organisations_elsewhere_or_with_other_services_are_not_told(service):
    elsewhere = contract_there(service, municipalities=[Municipality.objects.get(code="0180")])
    without_service = contract_there(service, service_area=None)
    service.ended_on = TODAY.date()
    service.save(update_fields=["ended_on"])
    ended_service = contract_there(service)

    found = told()

    buyers = [buyer_of(contract).email for contract in (elsewhere, without_service, ended_service)]
    assert found == sorted((email, "contract_ends") for email in buyers)


def test_nobody_is_told_of_unknown_or_open_ends_or_of_distances_long_gone(service):
    contract_there(service, ends_on=None)
    contract_there(service, ends_on=None, is_open_ended=True)
    contract_there(service, ends_on=months_later(TODAY.date(), 10))

    assert told() == []


def test_a_warning_that_was_missed_is_sent_for_a_month(service):
    contract_there(service, ends_on=IN_A_YEAR - timedelta(days=29))

    assert len(told()) == 2
