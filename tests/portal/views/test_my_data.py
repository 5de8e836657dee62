"""What is stored about a person: seen, downloaded, erased. The log verifies afterwards."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal import erasure, personal_data
from registry import mail as outbox
from registry.models import Invitation, Mail, Notification, StatusLog
from registry.models.members import Role
from registry.services import log_digest, members
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import (
    add_member,
    make_entity,
    make_organisation,
    make_submitted,
    make_under_review,
    make_user,
    make_verified,
    owner_of,
)
from tests.test_access import make_world

pytestmark = pytest.mark.django_db
PAGE = "/konto/mina-uppgifter/"


@pytest.fixture
def leaver():
    """An owner beside another, who has handed in an application and had letters."""
    case = make_submitted(make_entity(make_organisation("Exempelhemmet"), ready=True))
    organisation = case.legal_entity.organisation
    person = owner_of(organisation)
    person.name = "Särskilda Personen"
    person.save(update_fields=["name"])
    add_member(organisation, Role.OWNER)
    return person


def tables_that_hold(words):
    """Every table in which a row holds the words."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select 1 from "{table}" as line where line::text ilike %s limit 1', [f"%{words}%"])
            if cursor.fetchone():
                found.append(table)
    return found


def test_a_person_sees_what_is_kept_why_and_for_how_long(client, leaver):
    client.force_login(leaver)

    text = client.get(PAGE).text

    assert leaver.email in text
    assert "Exempelhemmet" in text
    assert text.count("Hur länge") == text.count("Varför</dt>")


def test_the_file_holds_all_of_it_and_nobody_else(client, leaver):
    other = make_user("nagon.annan@exempel.example")
    client.force_login(leaver)

    response = client.get("/konto/mina-uppgifter.json")

    content = json.loads(response.content)
    assert content["account"]["rows"][0]["email"] == leaver.email
    assert [row["action"] for row in content["events"]["rows"]] == ["submit"]
    assert len(content["status_log"]["rows"]) == StatusLog.objects.filter(actor_id=leaver.pk).count()
    assert other.email not in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"


def test_every_table_with_the_persons_id_is_told_of():
    """A new relation to users must be put on the page, or here with the reason why not."""
    told = {
        "memberships", "authority_memberships", "authority_requests", "claims", "uploaded_documents", "notifications", "officer_shifts",
        "conflicts_of_interest", "council_notes", "read_marks", "emailaddress", "socialaccount", "authenticator", "usersession",
    }  # fmt: skip
    of_the_case = {"cases", "follow_ups", "logentry"}  # the officer of a case, and the administration's own log
    relations = {
        relation.get_accessor_name().removesuffix("_set")
        for relation in get_user_model()._meta.related_objects
        if relation.get_accessor_name() and not relation.hidden
    }

    assert relations - told - of_the_case == set()


def test_erasing_takes_away_name_address_letters_and_ways_in(client, leaver):
    email = leaver.email
    client.force_login(leaver)

    response = client.post(f"{PAGE}radera/", {"email": email})

    leaver.refresh_from_db()
    assert response.url == "/"
    assert not leaver.is_active and not leaver.has_usable_password()
    assert client.get(PAGE).status_code == 302
    assert tables_that_hold(email) == []
    assert tables_that_hold("Särskilda Personen") == []
    assert not Notification.objects.filter(user=leaver).exists()
    assert not leaver.memberships.active().exists()


def test_the_log_verifies_after_an_erasure(leaver):
    log_digest.close_days(timezone.localdate() + timedelta(days=1))

    erasure.erase(leaver, actor=leaver)

    assert log_digest.verify() is None
    assert StatusLog.objects.filter(actor_id=leaver.pk, action="erase").count() == 1
    log_digest.close_days(timezone.localdate() + timedelta(days=3))
    assert log_digest.verify() is None


def test_an_invitation_that_was_accepted_loses_its_address():
    organisation = make_organisation()
    guest = make_user("gast@exempel.example")
    _, token = members.invite(organisation, actor=owner_of(organisation), email=guest.email, role=Role.READER)
    members.accept(token, actor=guest, verified_emails={guest.email})
    other = make_organisation()
    members.invite(other, actor=owner_of(other), email=guest.email, role=Role.READER)

    erasure.erase(guest, actor=guest)

    assert not Invitation.objects.filter(email="gast@exempel.example").exists()
    assert Invitation.objects.exclude(revoked_at=None).count() == 1


def test_the_only_owner_is_told_to_hand_over_first(client):
    organisation = make_organisation("Exempelhemmet")
    owner = owner_of(organisation)
    client.force_login(owner)

    page = client.get(f"{PAGE}radera/")
    response = client.post(f"{PAGE}radera/", {"email": owner.email})

    assert "enda ägaren av Exempelhemmet" in page.text
    assert response.status_code == 422
    owner.refresh_from_db()
    assert owner.is_active


def test_officers_claimants_and_buyers_are_told_what_to_do_first():
    world = make_world()

    for role in ("officer", "admin", "claimant", "authority_admin"):
        with pytest.raises(StepNotAllowed):
            erasure.erase(world.people[role], actor=world.people[role])


def test_a_former_officer_keeps_the_name_in_decisions():
    officer = make_user(officer=True, name="Robin Beslutsfattare")
    make_verified(officer=officer)
    officer.groups.clear()
    officer = get_user_model().objects.get(pk=officer.pk)

    erasure.erase(officer, actor=officer)

    officer.refresh_from_db()
    assert officer.name == "Robin Beslutsfattare"
    assert officer.email.endswith("@raderad.invalid")


def test_nobody_erases_anybody_else(leaver):
    with pytest.raises(NotEntitled):
        erasure.erase(leaver, actor=make_user())


@pytest.mark.parametrize("email", ["", "fel@exempel.example", "inte en adress"])
def test_another_address_erases_nothing(client, leaver, email):
    client.force_login(leaver)

    response = client.post(f"{PAGE}radera/", {"email": email})

    assert response.status_code == 422
    leaver.refresh_from_db()
    assert leaver.is_active


def test_the_page_is_no_slower_with_more_rows(client, leaver):
    client.force_login(leaver)
    counts = []
    for number in (2, 12):
        for place in range(number):
            Notification.objects.create(user=leaver, kind="x", subject=f"Nummer {place}", body="x")
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_an_officer_sees_decisions_shifts_and_cases():
    case = make_under_review()

    kinds = {kind.key: kind for kind in personal_data.about(case.officer)}

    assert kinds["events"].rows
    assert all(kind.why and kind.how_long for kind in kinds.values())


def test_letters_are_forgotten_after_thirty_days():
    now = timezone.now()
    for days in (1, 29, 31, 90):
        Mail.objects.create(
            recipient="a@exempel.example",
            sender="b@exempel.example",
            subject="Hej",
            body="x",
            message_id=f"<{days}@x>",
            created_at=now - timedelta(days=days),
            tried_at=now - timedelta(days=days),
            sent_at=now - timedelta(days=days),
            attempts=1,
        )

    assert outbox.forget(at=now) == 2
    assert Mail.objects.count() == 2
