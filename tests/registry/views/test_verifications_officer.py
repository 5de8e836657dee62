"""How a verification ends by decision."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.models import JournalEntry, Notification, Verification
from registry.working_days import next_working_day
from tests.factories import add_member, make_entity, make_user, make_verified, owner_of
from tests.registry.views.officers import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = make_user(officer=True, name="Robin Prov")
    sign_in(client, user)
    return user


@pytest.fixture
def verification():
    return make_verified(make_entity(ready=True)).verifications.get()


def warn(verification):
    return f"/handlaggning/verifieringar/{verification.pk}/kommunicering/"


def end(verification):
    return f"/handlaggning/verifieringar/{verification.pk}/upphor/"


def warned(verification, *, answer_by):
    Verification.objects.filter(pk=verification.pk).update(
        end_warned_at=timezone.now(), end_warning="Syftet är ändrat.", end_answer_by=answer_by
    )


def test_the_organisation_is_heard_first(client, officer, verification):
    day = next_working_day(timezone.localdate() + timedelta(days=14))

    client.post(warn(verification), {"text": "Syftet är ändrat.", "due_on": str(day)})

    verification.refresh_from_db()
    owner = owner_of(verification.legal_entity.organisation)
    assert verification.end_answer_by == day
    assert Notification.objects.filter(user=owner, kind="verification_warning").exists()
    assert "Vänta till dess" in client.get(end(verification)).text


def test_the_case_says_that_the_organisation_has_been_asked_and_leads_to_the_decision(client, officer, verification):
    warned(verification, answer_by=date(2026, 3, 2))

    page = client.get(f"/handlaggning/arenden/{verification.application.case_number}/")

    assert "Organisationen kan svara till och med 2\u00a0mars 2026." in page.text
    assert f'href="{end(verification)}"' in page.text
    assert f'href="{warn(verification)}"' not in page.text


def test_ending_before_the_organisation_is_heard_is_explained_and_the_reasons_stay(client, officer, verification):
    page = client.post(end(verification), {"ground": "wrong_information", "reasons": "Numret var fel."})

    assert page.status_code == 422
    assert "Ge organisationen tillfälle att yttra sig först" in page.text
    assert "Numret var fel." in page.text
    verification.refresh_from_db()
    assert verification.state == "verified"


def test_ending_after_the_last_day_has_ground_and_reasons(client, officer, verification):
    warned(verification, answer_by=timezone.localdate() - timedelta(days=1))

    client.post(end(verification), {"ground": "requirements_not_met", "reasons": "Syftet är inte längre enbart."})

    verification.refresh_from_db()
    assert (verification.state, verification.ended_by) == ("ended", officer)
    assert JournalEntry.objects.filter(subject__startswith="Verifieringen upphör").exists()
    assert client.get(end(verification)).status_code == 404


def test_ground_and_reasons_are_asked_for(client, officer, verification):
    page = client.post(end(verification), {})

    assert page.status_code == 422
    assert "Välj en grund." in page.text
    assert "Skriv skälen." in page.text


def test_that_the_legal_person_is_gone_needs_no_warning(client, officer, verification):
    client.post(end(verification), {"ground": "ceased", "reasons": "Stiftelsen är upplöst."})

    verification.refresh_from_db()
    assert verification.end_ground == "ceased"


def test_the_database_refuses_an_end_without_warning(verification):
    with pytest.raises(IntegrityError, match="verification_withdrawn_after_warning"), transaction.atomic():
        Verification.objects.filter(pk=verification.pk).update(
            state="ended",
            ended_at=timezone.now(),
            ended_by=verification.verified_by,
            end_ground="wrong_information",
            end_reasons="Fel.",
            period=(verification.period.lower, verification.period.lower + timedelta(days=1)),
        )


def test_jav_stops_the_officer(client, officer, verification):
    add_member(verification.legal_entity.organisation, "reader", officer)

    assert client.get(warn(verification)).status_code == 403
    assert client.get(end(verification)).status_code == 403


def test_strangers_and_members_find_nothing(client, verification):
    for user in (make_user(), owner_of(verification.legal_entity.organisation)):
        client.force_login(user)

        assert client.get(warn(verification)).status_code == 404
        assert client.get(end(verification)).status_code == 404
