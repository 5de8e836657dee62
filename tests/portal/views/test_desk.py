"""Mina sidor: what waits for whoever is signed in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.models import Document, Notification
from registry.models.members import Role
from registry.services import claims, members, officers, review
from registry.services.documents import store
from tests.factories import (
    add_member,
    make_entity,
    make_organisation,
    make_submitted,
    make_under_review,
    make_upload,
    make_user,
    owner_of,
)

pytestmark = pytest.mark.django_db

DESK = "/mina-sidor/"


def words(response):
    return response.content.decode().replace("\u00a0", " ")


def with_second_factor(user):
    return user


def test_visitors_sign_in_first(client):
    assert client.get(DESK).url == f"{reverse('account_login')}?next={DESK}"


def test_somebody_new_is_shown_two_ways_to_begin(client):
    client.force_login(make_user())

    response = client.get(DESK)

    assert response.status_code == 200
    assert reverse("organisation_create") in words(response)
    assert "Gå med i en som finns" in words(response)
    assert "Du har inga meddelanden" in words(response)


def test_an_organisation_shows_what_is_going_on_and_the_last_day_to_answer(client):
    officer = make_user(officer=True)
    organisation = make_organisation("Exempelhemmet")
    case = make_under_review(officer, make_entity(organisation, ready=True))
    make_entity(organisation)
    day = timezone.localdate() + timedelta(days=14)
    review.request_completion(case, actor=officer, reasons=["purpose"], message="Förklara.", due_on=day)
    client.force_login(owner_of(organisation))

    response = client.get(DESK)

    assert "Exempelhemmet" in words(response)
    assert "1 utkast, 1 ärende prövas" in words(response)
    assert "Svara senast" in words(response)
    assert "Ägare" in words(response)


def test_an_invitation_waits_with_a_button(client):
    user = make_user("robin@exempel.example")
    organisation = make_organisation("Exempelhemmet")
    invitation, _ = members.invite(organisation, actor=owner_of(organisation), email=user.email, role=Role.READER)
    client.force_login(user)

    response = client.get(DESK)

    assert reverse("invitation_take", args=[invitation.pk]) in words(response)


def test_ones_own_claims_are_there(client):
    user = make_user()
    organisation = make_submitted().legal_entity.organisation
    evidence = store(
        make_upload(), Document.Kind.MINUTES, organisation=organisation, actor=user, is_claim_evidence=True
    )
    claim = claims.submit(organisation, actor=user, position="x", explanation="x", evidence=evidence)
    client.force_login(user)

    response = client.get(DESK)

    assert claim.get_absolute_url() in words(response)
    assert "Inskickat" in words(response)


def test_unread_messages_come_first_and_are_read_only_by_pressing(client):
    user = make_user()
    old = timezone.now() - timedelta(days=3)
    Notification.objects.create(user=user, kind="x", subject="Läst och ny", body="Text", read_at=timezone.now())
    Notification.objects.create(user=user, kind="x", subject="Oläst och gammal", body="Text", created_at=old)
    client.force_login(user)

    first = client.get(DESK)
    client.get(DESK)

    assert words(first).index("Oläst och gammal") < words(first).index("Läst och ny")
    assert user.notifications.unread().count() == 1
    after = client.post(DESK, follow=True)
    assert user.notifications.unread().count() == 0
    assert "markerade som lästa" in words(after)


def test_nobody_reads_anothers_messages(client):
    Notification.objects.create(user=make_user(), kind="x", subject="Hemligt", body="Text")
    client.force_login(make_user())

    response = client.post(DESK, follow=True)

    assert "Hemligt" not in words(response)
    assert Notification.objects.unread().count() == 1


def test_officers_are_led_to_the_queue(client):
    client.force_login(with_second_factor(make_user(officer=True)))

    response = client.get(DESK)

    assert "Gå till kön" in words(response)
    assert "Registrera er organisation" not in words(response)


@pytest.mark.parametrize(("role", "words"), [("buyer", "Upphandlare"), ("politician", "Förtroendevald")])
def test_those_at_an_authority_are_led_to_the_organisations_and_not_asked_to_register_one(client, role, words):
    client.force_login(make_user(**{role: True}))

    page = client.get(reverse("desk")).text

    assert words in page
    assert "Hitta utförare" in page
    assert "Registrera er organisation" not in page


def test_administrators_are_led_to_the_role_they_may_take(client):
    admin = with_second_factor(make_user(admin=True))
    client.force_login(admin)

    off_duty = client.get(DESK)
    officers.start_shift(admin, actor=admin, reason="Handläggaren är sjuk.")
    on_duty = client.get(DESK)

    assert reverse("officer_shift") in words(off_duty)
    assert "Gå till kön" not in words(off_duty)
    assert "Gå till kön" in words(on_duty)


def test_the_page_asks_as_many_questions_for_twelve_of_everything_as_for_two(client):
    user = make_user("robin@exempel.example")

    def grow(number):
        for _ in range(number):
            make_entity(organisation := make_organisation())
            add_member(organisation, Role.EDITOR, user)
            members.invite(other := make_organisation(), actor=owner_of(other), email=user.email, role=Role.READER)
            Notification.objects.create(user=user, kind="x", subject="x", body="x")

    client.force_login(user)
    grow(2)
    with CaptureQueriesContext(connection) as few:
        client.get(DESK)
    grow(10)

    with CaptureQueriesContext(connection) as many:
        client.get(DESK)

    assert len(many) == len(few)
