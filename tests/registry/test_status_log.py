"""Every change of a status is in the log, whoever makes it and by whichever service."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from registry import integrity
from registry.access import CASE_OFFICER
from registry.models import Application, StatusLog
from registry.models.members import Role
from registry.services import changes, claims, documents, members, offerings, officers, organisations
from tests.factories import add_member, make_entity, make_organisation, make_user, make_verified, owner_of
from tests.test_access import make_world

pytestmark = pytest.mark.django_db


def last_of(row):
    """What the log says last about a row: action, reason, from, to, who."""
    found = StatusLog.objects.filter(subject=row._meta.model_name, subject_id=row.pk).order_by("id").last()
    return found and (found.action, found.reason, found.from_state, found.to_state, found.actor_id)


def test_a_world_of_cases_agrees_with_its_log():
    make_world()

    assert list(integrity.states_agree_with_the_status_log()) == []
    assert list(integrity.the_status_log_is_untouched()) == []


def test_a_state_that_is_changed_past_the_log_is_found():
    world = make_world()
    Application.objects.filter(pk=world.submitted.pk).update(state="under_review", officer=world.submitted.created_by)

    assert len(list(integrity.states_agree_with_the_status_log())) == 1


def test_founding_and_publishing_an_organisation():
    entity = make_verified()
    organisation = entity.organisation
    owner = owner_of(organisation)

    actions = StatusLog.objects.filter(subject="organisation", subject_id=organisation.pk).values_list(
        "action", "to_state"
    )
    assert set(actions) == {("create", "unpublished"), ("publish", "published")}
    assert last_of(organisation.memberships.get()) == ("join", "founder", "", "owner", owner.pk)
    assert last_of(entity.verifications.get())[0::3] == ("verify", "verified")
    assert last_of(entity.governing_document)[0::3] == ("publish", "public")


def test_an_invitation_and_what_becomes_of_it():
    organisation = make_organisation()
    owner, guest = owner_of(organisation), make_user("gast@exempel.example")

    invitation, token = members.invite(organisation, actor=owner, email=guest.email, role=Role.READER)
    assert last_of(invitation) == ("invite", "reader", "", "open", owner.pk)
    members.accept(token, actor=guest, verified_emails={guest.email})
    assert last_of(invitation) == ("accept", "accept", "open", "accepted", guest.pk)

    membership = guest.memberships.get()
    assert last_of(membership) == ("join", "invitation", "", "reader", guest.pk)
    members.change_role(membership, actor=owner, role=Role.EDITOR)
    assert last_of(membership) == ("change_role", "change_role", "reader", "editor", owner.pk)
    members.remove(membership, actor=guest)
    assert last_of(membership) == ("leave", "leave", "editor", "ended", guest.pk)


def test_an_invitation_taken_back_twice_is_told_once():
    organisation = make_organisation()
    owner = owner_of(organisation)
    invitation, _ = members.invite(organisation, actor=owner, email="gast@exempel.example", role=Role.READER)

    members.revoke(invitation, actor=owner)
    members.revoke(invitation, actor=owner)

    assert StatusLog.objects.filter(subject="invitation", action="revoke").count() == 1


def test_a_claim_and_the_owner_it_gives():
    world = make_world()
    assert last_of(world.claim)[0::3] == ("submit", "submitted")

    claims.approve(world.claim, actor=world.people["officer"], reasons="Protokollet visar det.")

    membership = world.people["claimant"].memberships.get()
    assert last_of(membership) == ("join", "claim", "", "owner", world.people["officer"].pk)


def test_a_reader_whose_claim_is_approved_becomes_owner():
    world = make_world()
    membership = world.organisation.memberships.create(user=world.people["claimant"], role=Role.READER)

    claims.approve(world.claim, actor=world.people["officer"], reasons="Protokollet visar det.")

    membership.refresh_from_db()
    assert membership.role == Role.OWNER
    assert last_of(membership)[2:4] == ("reader", "owner")


def test_drafts_begun_and_removed():
    organisation = make_organisation()
    owner = owner_of(organisation)
    entity = make_entity(organisation)
    draft = entity.applications.get()
    assert last_of(draft) == ("start_draft", "start_draft", "", "draft", owner.pk)

    organisations.remove_entity(entity, actor=owner)

    assert StatusLog.objects.filter(subject="application", subject_id=draft.pk, action="remove_draft").exists()


def test_a_notice_of_change_is_begun():
    entity = make_verified()

    case = changes.start(entity, actor=owner_of(entity.organisation))

    assert last_of(case)[:2] == ("start_draft", "change")


def test_services_shifts_and_conflicts():
    entity = make_verified()
    owner, admin, officer = owner_of(entity.organisation), make_user(admin=True), make_user(officer=True)
    service = entity.services.get()

    offerings.end(service, actor=owner)
    assert last_of(service)[2:4] == ("current", "ended")

    shift = officers.start_shift(admin, actor=admin, reason="Handläggaren är sjuk.")
    officers.end_shift(admin, actor=admin)
    assert last_of(shift) == ("end_shift", "end_shift", "current", "ended", admin.pk)

    conflict = officers.declare_conflict(officer, entity.organisation, actor=officer, reason="Min syster.")
    assert last_of(conflict)[0::3] == ("declare_conflict", "declared")


def test_what_is_public_already_is_not_published_again():
    entity = make_verified()
    before = StatusLog.objects.count()

    documents.publish(entity.governing_document, actor=owner_of(entity.organisation))

    assert StatusLog.objects.count() == before


def test_an_administrator_appoints_a_case_officer_and_closes_an_account(client):
    admin, person = make_user(admin=True), make_user()
    group = Group.objects.get_or_create(name=CASE_OFFICER)[0]
    client.force_login(admin)
    page = reverse("admin:portal_user_change", args=[person.pk])

    client.post(page, {"email": person.email, "name": person.name, "groups": [group.pk], "is_active": "on"})
    assert last_of(person) == ("grant", "group_caseofficer", "", "on", admin.pk)
    client.post(page, {"email": person.email, "name": person.name, "groups": [group.pk]})

    assert last_of(person) == ("withdraw", "is_active", "", "off", admin.pk)


def test_the_log_holds_no_names_and_no_texts():
    world = make_world()
    add_member(world.organisation, "reader")
    columns = [field.name for field in StatusLog._meta.fields]

    assert columns == [
        "id",
        "subject",
        "subject_id",
        "action",
        "from_state",
        "to_state",
        "actor_id",
        "reason",
        "occurred_at",
        "day",
    ]
    texts = StatusLog.objects.values_list("action", "from_state", "to_state", "reason", "subject")
    assert all(set(word) <= set("abcdefghijklmnopqrstuvwxyz0123456789_") for row in texts for word in row)


def test_the_nightly_check_names_the_day(capsys):
    call_command("check_data", verbosity=0)

    assert "statusloggen" not in capsys.readouterr().err
