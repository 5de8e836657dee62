"""Those who represent the organisation: inviting, accepting, roles, removing. There is always an owner."""

import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.models import Invitation, Membership
from registry.models.members import Role
from registry.services import members
from tests.factories import add_member, make_organisation, make_user, owner_of

pytestmark = pytest.mark.django_db

SOMEBODYS_NUMBER = "811228-9874"  # Skatteverket's own example


@pytest.fixture
def organisation():
    return make_organisation("Exempelhemmet")


@pytest.fixture
def owner(client, organisation):
    user = owner_of(organisation)
    client.force_login(user)
    return user


def page(name, organisation, *args):
    return reverse(name, args=[organisation.slug, *args])


def words(response):
    return response.content.decode()


def invite(organisation, email, role=Role.EDITOR, **facts):
    return members.invite(organisation, actor=owner_of(organisation), email=email, role=role, **facts)


# --- Inviting ---


def test_an_invited_address_gets_a_letter_and_stands_in_the_list(client, organisation, owner, mailoutbox):
    typed = {"email": "Robin@Exempel.example", "role": "reader"}

    response = client.post(page("member_invite", organisation), typed, follow=True)

    assert "robin@exempel.example" in words(response)
    assert mailoutbox[0].to == ["robin@exempel.example"]
    assert "/inbjudan/" in mailoutbox[0].body
    assert Invitation.objects.get().role == Role.READER


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "", "role": "reader"}, "email"),
        ({"email": "robin", "role": "reader"}, "email"),
        ({"email": f"{SOMEBODYS_NUMBER}@exempel.example", "role": "reader"}, "email"),
        ({"email": "robin@exempel.example", "role": "king"}, "role_0"),
    ],
)
def test_a_refused_invitation_is_explained(client, organisation, owner, typed, field):
    response = client.post(page("member_invite", organisation), typed)

    assert response.status_code == 422
    assert f'href="#id_{field}"' in words(response)
    assert SOMEBODYS_NUMBER not in words(response)
    assert not Invitation.objects.exists()


def test_nobody_is_invited_twice(client, organisation, owner):
    invite(organisation, "robin@exempel.example")

    response = client.post(page("member_invite", organisation), {"email": "ROBIN@exempel.example", "role": "editor"})

    assert response.status_code == 422
    assert "har redan en inbjudan" in words(response)


def test_a_revoked_invitation_leaves_the_list(client, organisation, owner):
    invitation, _ = invite(organisation, "robin@exempel.example")

    client.post(page("invitation_revoke", organisation, invitation.pk))
    response = client.get(page("member_list", organisation))

    assert "Ingen inbjudan väntar" in words(response)


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_only_owners_invite_change_and_remove(client, organisation, role):
    invitation, _ = invite(organisation, "robin@exempel.example")
    other = organisation.memberships.get()
    client.force_login(add_member(organisation, role))

    listed = client.get(page("member_list", organisation))

    assert listed.status_code == 200
    assert "bjud-in" not in words(listed)
    assert "/roll/" not in words(listed)
    assert client.get(page("member_invite", organisation)).status_code == 403
    assert client.post(page("invitation_revoke", organisation, invitation.pk)).status_code == 403
    assert client.post(page("member_role", organisation, other.pk), {"role": "reader"}).status_code == 403
    assert client.post(page("member_remove", organisation, other.pk)).status_code == 403


def test_strangers_find_nothing(client, organisation):
    invitation, _ = invite(organisation, "robin@exempel.example")
    membership = organisation.memberships.get()
    client.force_login(make_user())

    assert client.get(page("member_list", organisation)).status_code == 404
    assert client.get(page("member_invite", organisation)).status_code == 404
    assert client.post(page("invitation_revoke", organisation, invitation.pk)).status_code == 404
    assert client.post(page("member_role", organisation, membership.pk)).status_code == 404
    assert client.post(page("member_remove", organisation, membership.pk)).status_code == 404


def test_people_of_another_organisation_are_not_found(client, organisation, owner):
    other = make_organisation()
    membership = other.memberships.get()
    invitation, _ = invite(other, "robin@exempel.example")

    assert client.post(page("member_role", organisation, membership.pk), {"role": "reader"}).status_code == 404
    assert client.post(page("member_remove", organisation, membership.pk)).status_code == 404
    assert client.post(page("invitation_revoke", organisation, invitation.pk)).status_code == 404


def test_the_list_asks_as_many_questions_for_twelve_as_for_two(client, organisation, owner):
    def grow(number):
        for serial in range(number):
            add_member(organisation, Role.READER)
            invite(organisation, f"kollega{Membership.objects.count()}-{serial}@exempel.example")

    grow(2)
    with CaptureQueriesContext(connection) as few:
        client.get(page("member_list", organisation))
    grow(10)

    with CaptureQueriesContext(connection) as many:
        client.get(page("member_list", organisation))

    assert len(many) == len(few)


# --- Accepting ---


def test_a_visitor_signs_in_first_and_comes_back(client, organisation):
    _, token = invite(organisation, "robin@exempel.example")
    address = reverse("invitation_accept", args=[token])

    response = client.get(address)

    assert response.url == f"{reverse('account_login')}?next={address}"


def test_the_invited_person_reads_and_then_joins(client, organisation):
    user = make_user("robin@exempel.example")
    _, token = invite(organisation, user.email)
    client.force_login(user)
    address = reverse("invitation_accept", args=[token])

    read = client.get(address)
    joined = client.post(address)

    assert read.status_code == 200
    assert "som redaktör" in words(read)
    assert read["Referrer-Policy"] == "same-origin"
    assert "no-store" in read["Cache-Control"]
    assert joined.url == page("organisation_family", organisation)
    assert Membership.objects.get(user=user).role == Role.EDITOR


def test_another_address_is_told_so_and_gets_nothing(client, organisation):
    user = make_user()
    _, token = invite(organisation, "robin@exempel.example")
    client.force_login(user)

    read = client.get(reverse("invitation_accept", args=[token]))
    pressed = client.post(reverse("invitation_accept", args=[token]))

    assert "gäller en annan e-postadress" in words(read)
    assert "robin@exempel.example" not in words(read)
    assert pressed.status_code == 422
    assert not user.memberships.exists()


def test_an_address_that_is_not_verified_is_not_enough(client, organisation):
    user = make_user()
    EmailAddress.objects.create(user=user, email="robin@exempel.example", verified=False)
    _, token = invite(organisation, "robin@exempel.example")
    client.force_login(user)

    response = client.post(reverse("invitation_accept", args=[token]))

    assert response.status_code == 422
    assert not user.memberships.exists()


@pytest.mark.parametrize(
    ("state", "said"),
    [("expired", "har gått ut"), ("used", "redan använd"), ("revoked", "tillbakadragen")],
)
def test_an_invitation_that_no_longer_holds_says_why(client, organisation, state, said):
    user = make_user("robin@exempel.example")
    invitation, token = invite(organisation, user.email)
    long_ago = timezone.now() - timedelta(days=20)
    changes = {
        "expired": {"created_at": long_ago, "expires_at": long_ago + timedelta(days=14)},
        "used": {"accepted_at": timezone.now(), "accepted_by": owner_of(organisation)},
        "revoked": {"revoked_at": timezone.now()},
    }
    Invitation.objects.filter(pk=invitation.pk).update(**changes[state])
    client.force_login(user)

    read = client.get(reverse("invitation_accept", args=[token]))
    pressed = client.post(reverse("invitation_accept", args=[token]))

    assert said in words(read)
    assert pressed.status_code == 422
    assert not user.memberships.exists()


def test_a_made_up_token_is_not_found(client):
    client.force_login(make_user())

    assert client.get(reverse("invitation_accept", args=["nej"])).status_code == 404


def test_an_invitation_is_taken_from_ones_own_page_without_the_letter(client, organisation):
    user = make_user("robin@exempel.example")
    invitation, _ = invite(organisation, user.email)
    client.force_login(user)

    response = client.post(reverse("invitation_take", args=[invitation.pk]))

    assert response.url == page("organisation_family", organisation)
    assert Membership.objects.filter(user=user, ended_at=None).exists()


def test_nobody_takes_anothers_invitation_from_their_own_page(client, organisation):
    invitation, _ = invite(organisation, "robin@exempel.example")
    client.force_login(make_user())

    assert client.post(reverse("invitation_take", args=[invitation.pk])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_pressing_twice_at_once_gives_one_membership():
    organisation = make_organisation()
    user = make_user("robin@exempel.example")
    _, token = invite(organisation, user.email)
    barrier, statuses = threading.Barrier(2), []
    clients = [Client(), Client()]
    for browser in clients:
        browser.force_login(user)

    def press(browser):
        barrier.wait()
        try:
            statuses.append(browser.post(reverse("invitation_accept", args=[token])).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[browser]) for browser in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [302, 422]
    assert Membership.objects.filter(user=user).count() == 1


# --- Roles and leaving ---


def test_an_owner_gives_a_colleague_another_role(client, organisation, owner):
    colleague = add_member(organisation, Role.READER)
    membership = organisation.memberships.get(user=colleague)

    client.post(page("member_role", organisation, membership.pk), {"role": "owner"})

    membership.refresh_from_db()
    assert membership.role == Role.OWNER


def test_the_last_owner_cannot_step_down(client, organisation, owner):
    membership = organisation.memberships.get()

    response = client.post(page("member_role", organisation, membership.pk), {"role": "reader"})

    assert response.status_code == 422
    assert "minst en ägare" in words(response)


def test_a_colleague_is_asked_about_and_removed(client, organisation, owner):
    colleague = add_member(organisation, Role.EDITOR, make_user(name="Robin Prov"))
    membership = organisation.memberships.get(user=colleague)
    address = page("member_remove", organisation, membership.pk)

    asked = client.get(address)
    client.post(address)

    membership.refresh_from_db()
    assert "Vill du ta bort Robin Prov?" in words(asked)
    assert membership.ended_by == owner
    assert client.get(address).status_code == 404


def test_the_last_owner_cannot_leave(client, organisation, owner):
    membership = organisation.memberships.get()

    response = client.post(page("member_remove", organisation, membership.pk))

    assert response.status_code == 422
    assert "Fel: " in words(response)
    assert "minst en ägare" in words(response)
    membership.refresh_from_db()
    assert membership.ended_at is None


def test_anybody_else_may_leave(client, organisation):
    reader = add_member(organisation, Role.READER)
    client.force_login(reader)
    membership = organisation.memberships.get(user=reader)

    response = client.post(page("member_remove", organisation, membership.pk))

    assert response.url == reverse("desk")
    assert client.get(page("organisation_family", organisation)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_an_owner_whoever_writes():
    organisation = make_organisation()

    for changes in ({"role": Role.READER}, {"ended_at": timezone.now(), "ended_by": owner_of(organisation)}):
        with pytest.raises(IntegrityError, match="minst en ägare"), transaction.atomic():
            organisation.memberships.update(**changes)
