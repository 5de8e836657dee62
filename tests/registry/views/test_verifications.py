"""The organisation answers before its verification may end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.models import JournalEntry, Notification, Verification
from registry.models.members import Role
from registry.services import verifications
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_member, make_entity, make_user, make_verified, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_user(officer=True, name="Robin Prov")


@pytest.fixture
def held():
    return make_verified(make_entity(ready=True)).verifications.get()


@pytest.fixture
def warned(held, officer):
    day = timezone.localdate() + timedelta(days=14)
    return verifications.warn(held, actor=officer, text="Syftet är ändrat.", answer_by=day)


def page_of(verification):
    slug = verification.legal_entity.organisation.slug
    return reverse("verification_answer", args=[slug, verification.pk])


def owner(verification):
    return owner_of(verification.legal_entity.organisation)


def test_the_letter_leads_to_the_page_and_the_answer_reaches_whoever_asked(client, warned, officer):
    assert page_of(warned) in Notification.objects.get(user=owner(warned), kind="verification_warning").url
    client.force_login(owner(warned))

    answered = client.post(page_of(warned), {"text": "Syftet är detsamma."}, follow=True)

    warned.refresh_from_db()
    assert "Tack, vi har fått ert yttrande." in answered.text
    assert (warned.end_answer, warned.end_answered_by) == ("Syftet är detsamma.", owner(warned))
    assert Notification.objects.filter(user=officer, kind="verification_answered").count() == 1
    assert not Notification.objects.filter(kind="verification_answered").exclude(user=officer).exists()
    assert JournalEntry.objects.filter(direction="in", subject__startswith="Yttrande").exists()


def test_whoever_decides_reads_the_answer(client, warned, officer):
    verifications.answer(warned, actor=owner(warned), text="Syftet är detsamma.")
    client.force_login(officer)

    page = client.get(reverse("verification_end_by_decision", args=[warned.pk]))

    assert "Organisationen svarade" in page.text
    assert "Syftet är detsamma." in page.text


def test_the_organisations_own_page_says_what_it_waits_for(client, warned):
    client.force_login(owner(warned))
    hub = reverse("organisation_family", args=[warned.legal_entity.organisation.slug])
    assert "Läs och yttra er" in client.get(hub).text

    verifications.answer(warned, actor=owner(warned), text="Syftet är detsamma.")

    assert "Vi har fått ert yttrande." in client.get(hub).text


def test_a_second_answer_takes_the_first_ones_place_and_both_are_kept_in_the_history(warned):
    for text in ("Fel svar.", "Rätt svar."):
        verifications.answer(warned, actor=owner(warned), text=text)

    warned.refresh_from_db()
    assert warned.end_answer == "Rätt svar."
    assert [row.note for row in warned.events.filter(action="answer")] == ["Fel svar.", "Rätt svar."]


def test_a_late_answer_is_taken_until_the_decision_and_none_after_it(client, warned, officer):
    later = timezone.now() + timedelta(days=30)
    verifications.answer(warned, actor=owner(warned), text="Sent, men här.", at=later)
    verifications.end_by_decision(
        warned, actor=officer, ground="requirements_not_met", reasons="Syftet räcker inte.", at=later
    )
    client.force_login(owner(warned))

    refused = client.post(page_of(warned), {"text": "För sent."})

    warned.refresh_from_db()
    assert "Beslutet är redan fattat." in refused.text
    assert "Syftet räcker inte." in refused.text
    assert warned.end_answer == "Sent, men här."
    with pytest.raises(StepNotAllowed):
        verifications.answer(warned, actor=owner(warned), text="För sent.")


def test_an_empty_answer_is_refused(client, warned):
    client.force_login(owner(warned))

    refused = client.post(page_of(warned), {"text": " "})

    assert refused.status_code == 422
    assert "Skriv ert yttrande." in refused.text


def test_a_reader_reads_and_a_stranger_finds_nothing(client, warned):
    reader = make_user()
    add_member(warned.legal_entity.organisation, Role.READER, reader)
    client.force_login(reader)
    assert "Syftet är ändrat." in client.get(page_of(warned)).text
    assert client.post(page_of(warned), {"text": "Nej."}).status_code == 403

    client.force_login(make_user())
    assert client.get(page_of(warned)).status_code == 404
    with pytest.raises(NotEntitled):
        verifications.answer(warned, actor=make_user(), text="Nej.")


def test_there_is_nothing_to_answer_before_the_question(client, held):
    client.force_login(owner(held))

    assert client.get(page_of(held)).status_code == 404
    with pytest.raises(StepNotAllowed):
        verifications.answer(held, actor=owner(held), text="Varför?")


def test_a_new_question_asks_for_a_new_answer(warned, officer):
    verifications.answer(warned, actor=owner(warned), text="Syftet är detsamma.")

    again = verifications.warn(
        warned, actor=officer, text="Också ägandet.", answer_by=timezone.localdate() + timedelta(days=20)
    )

    assert (again.end_answer, again.end_answered_at, again.end_answered_by) == ("", None, None)


def test_the_database_takes_no_answer_without_a_question(held):
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.filter(pk=held.pk).update(
            end_answer="Ja", end_answered_at=timezone.now(), end_answered_by=owner(held)
        )
