"""The administrator's hour as case officer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.access import is_case_officer
from registry.models import OfficerShift
from tests.factories import add_member, make_submitted, make_user
from tests.registry.views.officers import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/handlaggning/tjanstgoring/"
QUEUE = "/handlaggning/"


@pytest.fixture
def administrator(client):
    user = make_user(admin=True, name="Sam Admin")
    sign_in(client, user)
    return user


def test_one_button_and_a_reason_give_the_role_for_an_hour(client, administrator):
    before = client.get(QUEUE)
    page = client.post(PAGE, {"reason": "Robin är sjuk."}, follow=True)

    shift = OfficerShift.objects.get()
    assert before.status_code == 403
    assert page.status_code == 200
    assert "Du är handläggare i en timme." in page.text
    assert shift.expires_at - shift.started_at == timedelta(hours=1)
    assert (shift.user, shift.reason) == (administrator, "Robin är sjuk.")


def test_every_page_says_that_the_role_is_on(client, administrator):
    client.post(PAGE, {"reason": "Robin är sjuk."})

    assert "lämna rollen" in client.get(QUEUE).text
    assert "Du är handläggare till" in client.get(PAGE).text


def test_no_reason_no_role(client, administrator):
    page = client.post(PAGE, {"reason": " "})

    assert page.status_code == 422
    assert "Skriv varför du behöver rollen." in page.text
    assert not OfficerShift.objects.exists()


def test_the_role_is_given_back_early(client, administrator):
    client.post(PAGE, {"reason": "Robin är sjuk."})

    client.post(PAGE, {"end": "1"})

    assert OfficerShift.objects.get().ended_at is not None
    assert client.get(QUEUE).status_code == 403


def test_the_role_ends_by_itself(client, administrator):
    started = timezone.now() - timedelta(minutes=61)
    OfficerShift.objects.create(
        user=administrator, reason="Robin är sjuk.", started_at=started, expires_at=started + timedelta(hours=1)
    )

    assert client.get(QUEUE).status_code == 403
    assert not is_case_officer(administrator)


def test_pressing_twice_is_one_shift(client, administrator):
    client.post(PAGE, {"reason": "Robin är sjuk."})
    client.post(PAGE, {"reason": "Robin är sjuk."})

    assert OfficerShift.objects.count() == 1


def test_earlier_shifts_are_read_by_every_administrator(client, administrator):
    client.post(PAGE, {"reason": "Robin är sjuk."})
    sign_in(client, make_user(admin=True))

    page = client.get(PAGE)

    assert "Robin är sjuk." in page.text
    assert "Sam Admin" in page.text


def test_jav_holds_on_a_shift_too(client, administrator):
    case = make_submitted()
    add_member(case.legal_entity.organisation, "reader", administrator)
    client.post(PAGE, {"reason": "Robin är sjuk."})

    assert client.get(f"/handlaggning/arenden/{case.case_number}/").status_code == 403


@pytest.mark.parametrize("role", [{}, {"officer": True}, {"buyer": True}])
def test_nobody_else_finds_the_page(client, role):
    sign_in(client, make_user(**role))

    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"reason": "Jag vill."}).status_code == 404
    assert not OfficerShift.objects.exists()
