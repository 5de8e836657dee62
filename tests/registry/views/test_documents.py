"""Files are served to those who may see them, and never run in a browser."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.models import Document
from registry.models.members import Role
from registry.services.documents import publish, store
from registry.services.officers import declare_conflict
from tests.factories import add_member, make_entity, make_upload, make_user, make_verified, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    """The statutes of a draft."""
    return make_entity(ready=True).governing_document


def url(document):
    return reverse("document", args=[document.uuid])


def test_members_of_every_role_open_a_drafts_document(client, document):
    for role in Role:
        client.force_login(add_member(document.organisation, role))
        assert client.get(url(document)).status_code == 200


def test_a_case_officer_opens_it(client, document):
    client.force_login(make_user(officer=True))

    assert client.get(url(document)).status_code == 200


def test_an_officer_with_jav_opens_only_what_all_may_read(client, document):
    officer = make_user(officer=True)
    published = make_verified(make_entity(document.organisation, ready=True)).governing_document
    declare_conflict(officer, document.organisation, actor=officer, reason="Min syster sitter i styrelsen.")
    client.force_login(officer)

    assert client.get(url(document)).status_code == 404
    assert client.get(url(published)).status_code == 200


def test_two_claimants_with_the_same_minutes_see_only_their_own(client, document):
    content = make_upload("Protokoll. Arsmotet valde Kim till ordforande.").read()
    evidence = [
        store(
            make_upload(content=content),
            Document.Kind.MINUTES,
            organisation=document.organisation,
            actor=make_user(),
            is_claim_evidence=True,
        )
        for _ in range(2)
    ]

    assert evidence[0] != evidence[1]
    client.force_login(evidence[0].uploaded_by)
    assert client.get(url(evidence[0])).status_code == 200
    assert client.get(url(evidence[1])).status_code == 404


def test_strangers_and_visitors_get_not_found(client, document):
    assert client.get(url(document)).status_code == 404

    client.force_login(make_user())
    assert client.get(url(document)).status_code == 404

    client.force_login(make_user(admin=True))
    assert client.get(url(document)).status_code == 404


def test_a_former_member_who_did_not_hand_it_in_gets_not_found(client, document):
    user = add_member(document.organisation, Role.EDITOR)
    user.memberships.update(ended_at=timezone.now(), ended_by=user)
    client.force_login(user)

    assert client.get(url(document)).status_code == 404


def test_verified_statutes_are_open_to_all(client):
    document = make_verified().governing_document

    response = client.get(url(document))

    assert response.status_code == 200
    assert "public" in response["Cache-Control"]


def test_a_document_is_an_attachment_that_nothing_can_run_in(client, document):
    client.force_login(owner_of(document.organisation))

    response = client.get(url(document))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "name", ['stadgar".pdf', "../../etc/passwd", "stadgar\r\nX-Evil: 1.pdf", "årsmöte <b>.pdf", "811228-9874.pdf"]
)
def test_a_hostile_file_name_stays_a_name(client, name):
    entity = make_entity()
    owner = owner_of(entity.organisation)
    document = store(
        make_upload(name=name), Document.Kind.OTHER, organisation=entity.organisation, legal_entity=entity, actor=owner
    )
    client.force_login(owner)

    response = client.get(url(document))

    assert response.status_code == 200
    assert "X-Evil" not in response.headers
    assert "/" not in document.filename
    assert "9874" not in response["Content-Disposition"]


def test_a_lost_file_is_said_to_be_lost(client, document):
    document.file.storage.delete(document.file.name)
    client.force_login(owner_of(document.organisation))

    response = client.get(url(document))

    assert response.status_code == 404
    assert "Filen finns inte kvar" in response.content.decode()


def test_a_document_cannot_be_posted_to(client, document):
    client.force_login(owner_of(document.organisation))

    assert client.post(url(document)).status_code == 405


def test_a_doubtful_file_never_becomes_public(client):
    entity = make_entity()
    owner = owner_of(entity.organisation)
    document = store(
        make_upload("Ordforande 811228-9874 valdes av stamman."),
        Document.Kind.GOVERNING,
        organisation=entity.organisation,
        legal_entity=entity,
        actor=owner,
        masking_confirmed=True,
    )

    publish(document, actor=owner)

    assert client.get(url(document)).status_code == 404
