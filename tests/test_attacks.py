"""What somebody with bad intentions tries: other people's things, hostile input, the wrong step at the wrong time."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry import notifications
from registry.models import (
    Application,
    CaseNumberSeries,
    Decision,
    Document,
    JournalEntry,
    Mail,
    Notification,
    OfficerShift,
    Organisation,
    Verification,
)
from registry.models.members import Role
from registry.services import applications, freshness, letters, members, officers, review, search_index
from registry.services.documents import store
from registry.workflow import NotEntitled
from tests.factories import (
    PASSWORD,
    add_member,
    assess_all,
    make_entity,
    make_organisation,
    make_submitted,
    make_under_review,
    make_upload,
    make_user,
    make_verified,
    owner_of,
)

pytestmark = pytest.mark.django_db


SCRIPT = "<script>alert(1)</script>"


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


# --- Hostile input ---


def test_a_name_of_two_lines_cannot_write_the_letter(client, mailoutbox):
    owner = make_user()
    client.force_login(owner)
    name = "Hemmet\r\n\r\nLogga in på elak.example"

    client.post(reverse("organisation_create"), {"name": name, "lead": "Ger\u202e omsorg.", "seat": "1480"})

    organisation = Organisation.everything.get()
    assert organisation.name == "Hemmet Logga in på elak.example"
    assert organisation.lead == "Ger omsorg."
    members.invite(organisation, actor=owner, email="ny@exempel.example", role=Role.EDITOR)
    assert mailoutbox[-1].subject == f"Du är inbjuden till {organisation.name}"


def test_what_an_applicant_writes_is_text_on_every_page(client):
    organisation = make_organisation(f"Hemmet {SCRIPT}", lead=f"=cmd|' /C calc'!A0 {SCRIPT}")
    entity = make_entity(organisation, name=f"=Föreningen {SCRIPT}", ready=True)
    officer = make_user(officer=True, name=f"Kim {SCRIPT}")
    make_verified(entity, officer)
    case = Application.objects.get()
    client.force_login(officer)
    pages = [
        organisation.get_absolute_url(),
        f"/juridiska-personer/{entity.identifier}/",
        reverse("organisation_list") + "?q=hemmet",
        reverse("case_list") + "?state=approved",
        reverse("case", args=[case.case_number]),
        reverse("officer_entity_list"),
        reverse("journal"),
        reverse("home"),
    ]

    for page in pages:
        assert SCRIPT not in client.get(page).content.decode(), page
    rows = b"".join(client.get(reverse("organisation_list_file", args=["csv"])).streaming_content).decode()
    assert not any(cell.strip('"').startswith("=") for line in rows.splitlines() for cell in line.split(";"))
    client.force_login(owner_of(organisation))
    for name, argument in [("organisation_family", organisation.slug), ("application_decision", case.uuid)]:
        assert SCRIPT not in client.get(reverse(name, args=[argument])).content.decode()


def test_more_text_than_any_form_takes_is_turned_away_in_words(client):
    client.force_login(make_user())

    response = client.post(reverse("organisation_create"), {"name": "1 " * 500_000})

    assert response.status_code == 400
    assert "korta texten" in response.content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Filen är tom"),
        (b"MZ hej", "inte en PDF"),
        (b"%PDF-1.7\n" + b"\0" * (20 * 1024 * 1024), "större än 20 MB"),
        (b"%PDF-1.7\ntrasig", "skadad"),
    ],
)
def test_a_file_that_is_no_pdf_is_refused_in_words(client, content, said):
    entity = make_entity()
    client.force_login(owner_of(entity.organisation))
    page = reverse("application_statutes", args=[entity.applications.get().uuid])

    response = client.post(page, {"file": SimpleUploadedFile("a.pdf", content)})

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "name", ['a"; filename="b.exe', "a\r\nSet-Cookie: x=1.pdf", "../../etc/passwd", "\u202efdp.exe"]
)
def test_the_name_of_a_file_is_only_a_name(client, name):
    entity = make_entity()
    client.force_login(owner_of(entity.organisation))
    page = reverse("application_statutes", args=[entity.applications.get().uuid])

    client.post(page, {"file": make_upload(name=name)})

    response = client.get(Document.objects.get().get_absolute_url())
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Disposition"].rstrip('"').endswith(".pdf")


@pytest.mark.parametrize(
    "there", ["https://elak.example/", "//elak.example/", "/\\elak.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(client, there):
    user = make_user()

    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": there})

    assert response.status_code == 302
    assert response.url == reverse("desk")


# --- Other people's things ---


@pytest.mark.parametrize("role", [Role.EDITOR, Role.READER])
def test_nobody_raises_their_own_role(role):
    organisation = make_organisation()
    person = add_member(organisation, role)
    membership = organisation.memberships.get(user=person)

    response = as_user(person).post(
        reverse("member_role", args=[organisation.slug, membership.pk]), {"role": Role.OWNER}
    )

    assert response.status_code == 403
    membership.refresh_from_db()
    assert membership.role == role


def test_an_invitation_gives_the_role_it_names_and_no_other():
    organisation = make_organisation()
    person = make_user("inbjuden@exempel.example")
    _, token = members.invite(organisation, actor=owner_of(organisation), email=person.email, role=Role.READER)
    client = as_user(person)

    client.post(reverse("invitation_accept", args=[token]), {"role": Role.OWNER})

    assert organisation.memberships.get(user=person).role == Role.READER
    assert client.post(reverse("invitation_accept", args=[token])).status_code == 422


def test_who_left_the_organisation_no_longer_reads_its_files():
    entity = make_entity(ready=True)
    person = add_member(entity.organisation, Role.EDITOR)
    mine = store(
        make_upload("Ett underlag om omsorg, av mig."), "welfare", organisation=entity.organisation, actor=person
    )
    members.remove(entity.organisation.memberships.get(user=person), actor=owner_of(entity.organisation))
    client = as_user(person)

    assert client.get(mine.get_absolute_url()).status_code == 404
    assert client.get(reverse("organisation_family", args=[entity.organisation.slug])).status_code == 404
    assert client.get(reverse("application", args=[entity.applications.get().uuid])).status_code == 404


def test_an_officer_decides_nothing_in_a_colleagues_case():
    case = make_under_review()
    assess_all(case)
    client = as_user(make_user(officer=True))

    for name in ("case_approve", "case_completion", "case_communicate"):
        data = {"reasons": "Alla krav.", "message": "x", "text": "x", "due_on": review.suggested_due_date()}
        client.post(reverse(name, args=[case.case_number]), data | ({"reasons": "purpose"} if "compl" in name else {}))

    case.refresh_from_db()
    assert case.state == "under_review"
    assert not case.communications.exists() and not Decision.objects.exists()


def test_a_shift_that_runs_out_ends_the_right_in_the_middle_of_the_work():
    admin = make_user(admin=True)
    officers.start_shift(admin, actor=admin, reason="Handläggaren är sjuk.")
    case = make_submitted()
    client = as_user(admin)
    assert client.get(reverse("case", args=[case.case_number])).status_code == 200
    past = timezone.now() - timedelta(hours=2)
    OfficerShift.objects.update(started_at=past, expires_at=past + timedelta(hours=1))

    response = client.post(reverse("case_take", args=[case.case_number]))

    assert response.status_code == 403
    case.refresh_from_db()
    assert case.officer is None


def test_a_right_lost_while_the_page_was_open_is_a_refusal_in_words(client, monkeypatch):
    organisation = make_organisation()
    owner = owner_of(organisation)
    client.force_login(owner)
    page = reverse("member_invite", args=[organisation.slug])

    def lost(*args, **kwargs):
        raise NotEntitled("Bara en ägare kan göra detta.")

    monkeypatch.setattr(members, "require_owner", lost)
    response = client.post(page, {"email": "ny@exempel.example", "role": "reader"})

    assert response.status_code == 403
    assert "Bara en ägare kan göra detta." in response.content.decode()


# --- The wrong step at the wrong time ---


def test_a_revoked_invitation_is_not_taken():
    organisation = make_organisation()
    person = make_user("inbjuden@exempel.example")
    invitation, token = members.invite(organisation, actor=owner_of(organisation), email=person.email, role=Role.OWNER)
    members.revoke(invitation, actor=owner_of(organisation))
    client = as_user(person)

    assert client.post(reverse("invitation_accept", args=[token])).status_code == 422
    assert client.post(reverse("invitation_take", args=[invitation.pk])).status_code == 302
    assert not organisation.memberships.filter(user=person).exists()


# --- Faults ---


class Crash(Exception):
    """The machine stopped in the middle."""


def counted():
    kinds = [Application, Decision, Verification, JournalEntry, Document, Notification, Mail, CaseNumberSeries]
    return {
        **{kind.__name__: kind.objects.count() for kind in kinds},
        "last": list(CaseNumberSeries.objects.values_list("last", flat=True)),
        "states": sorted(Application.objects.values_list("pk", "state", "case_number")),
    }


@pytest.mark.parametrize(
    ("where", "what"),
    [(notifications, "notify"), (letters, "render"), (search_index, "refresh"), (letters, "store_made_here")],
)
def test_a_crash_while_a_decision_is_taken_leaves_nothing_half(monkeypatch, where, what):
    case = make_under_review()
    assess_all(case)
    client = as_user(case.officer)
    client.raise_request_exception = False
    before = counted()
    monkeypatch.setattr(where, what, crash)

    response = client.post(reverse("case_approve", args=[case.case_number]), {"reasons": "Alla krav är uppfyllda."})

    assert response.status_code == 500
    assert "Inget av det du skickade nyss har sparats" in response.content.decode()
    assert counted() == before


def crash(*args, **kwargs):
    raise Crash


@pytest.mark.parametrize(("where", "what"), [(notifications, "notify"), (search_index, "refresh")])
def test_a_crash_while_handing_in_uses_up_no_case_number(monkeypatch, where, what):
    entity = make_entity(ready=True)
    before = counted()
    monkeypatch.setattr(where, what, crash)

    with pytest.raises(Crash):
        applications.submit(
            entity.organisation, list(applications.drafts_of(entity.organisation)), actor=owner_of(entity.organisation)
        )

    assert counted() == before


def test_a_disk_that_is_full_leaves_no_row(monkeypatch):
    entity = make_entity()
    client = as_user(owner_of(entity.organisation))
    client.raise_request_exception = False
    field = Document._meta.get_field("file")
    monkeypatch.setattr(field.storage, "save", lambda *args, **kwargs: (_ for _ in ()).throw(OSError(28, "full")))

    response = client.post(
        reverse("application_statutes", args=[entity.applications.get().uuid]), {"file": make_upload()}
    )

    assert response.status_code == 500
    assert not Document.objects.exists()


# --- HTTP ---


# Drawn without asking who is there.


def test_an_error_is_protected_too(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("portal.views.glossary.terms_in_order", crash)

    for response in (client.get(reverse("glossary")), client.get("/finns-inte/"), client.post(reverse("home"))):
        assert response.status_code in {404, 405, 500}
        assert "default-src" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_not_taken(client, method):
    organisation = make_organisation()
    client.force_login(owner_of(organisation))

    response = getattr(client, method)(reverse("organisation_common", args=[organisation.slug]))

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, POST"


def test_guessing_passwords_is_stopped_and_the_right_one_too(client):
    user = make_user()
    cache.clear()
    page = reverse("account_login")

    for _ in range(10):
        client.post(page, {"login": user.email, "password": "fel-losenord-2026"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone()[0] > 0
    response = client.post(page, {"login": user.email, "password": PASSWORD})

    assert response.status_code in {422, 429}
    assert "_auth_user_id" not in client.session


def test_a_link_of_one_who_has_left_tells_of_no_services(client):
    draft = make_entity(ready=True, name="Ännu hemliga hemmet")
    organisation = draft.organisation
    leaver = add_member(organisation, Role.OWNER)
    _, token = freshness.make_link(organisation, leaver, at=timezone.now())
    path = reverse("services_confirm", args=[token])
    assert "Ännu hemliga hemmet" in client.get(path).text

    members.remove(organisation.memberships.get(user=leaver), actor=owner_of(organisation))

    for page in (client.get(path), client.post(path)):
        assert page.status_code == 410
        assert "Ännu hemliga hemmet" not in page.text
