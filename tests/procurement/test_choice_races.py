"""Two officers at the same moment: an application to a choice system is decided once."""

import pytest

from procurement.models import Contract
from procurement.services import choice_applications
from tests.factories import add_to_authority, make_user
from tests.procurement.choice_factories import make_applied, make_approved, make_open
from tests.procurement.factories import buyer_of
from tests.test_races import at_once, one_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_officers_decide_one_application_once():
    system = make_open()
    application = make_applied(system)
    first, second = buyer_of(system), add_to_authority(system.authority, make_user())

    outcomes = at_once(
        lambda: choice_applications.approve(application, actor=first, reasons="Alla krav är uppfyllda."),
        lambda: choice_applications.refuse(application, actor=second, reasons="Tillstånd saknas."),
    )

    assert one_of(outcomes)
    application.refresh_from_db()
    assert application.decided_by == (first, second)[outcomes.index("done")]
    assert application.events.count() == 1


def test_two_officers_make_one_contract():
    system = make_open()
    application = make_approved(system)
    day = application.decided_at.date()
    officers = buyer_of(system), add_to_authority(system.authority, make_user())

    outcomes = at_once(
        *[
            lambda actor=actor: choice_applications.contract(application, actor=actor, signed_on=day, starts_on=day)
            for actor in officers
        ]
    )

    assert one_of(outcomes)
    assert Contract.objects.count() == 1
