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
    Claim,
    Decision,
    Document,
    JournalEntry,
    Mail,
    Membership,
    Notification,
    OfficerShift,
    Organisation,
    Verification,
)
from registry.models.members import Role
from registry.services import applications, claims, freshness, letters, members, officers, review, search_index
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
from tests.page_forms import forms_on, text_forms
from tests.test_access import ONLY_POSTED, TABLE, make_world

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
HOSTILE = [f"{SCRIPT}\r\nBcc: x@exempel.example\u202e\x1b\x0b=1+1\U0001f9d1", "a\x00b"]


@pytest.fixture
def world():
    return make_world()


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


# --- Hostile input ---


def test_no_form_breaks_on_hostile_text(world, client):
    wrong = []
    for name, path, form in text_forms(world, client):
        for text in HOSTILE:
            response = client.post(path, form.data | dict.fromkeys(form.texts, text))
            if response.status_code >= 500 or SCRIPT in response.content.decode():
                wrong.append((name, text[:9], response.status_code))

    assert wrong == []


def test_no_list_breaks_on_a_hostile_query(world):
    client = as_user(world.people["on_shift"])
    values = [
        "%00",
        "%ff%fe",
        "9" * 30,
        "-1",
        "9" * 5000,
        "%27%22%3Cscript%3E",
        "1e9",
        "%C2%B2",
        "--age",
        "%F0%9F%A7%91",
    ]
    names = ["q", "page", "kommun", "tjanst", "state", "assignee", "sort", "year", "case_number", "entities", "alla"]
    lists = ["organisation_list", "journal", "case_list", "claim_list", "officer_entity_list", "fee_calculator", "home"]

    wrong = []
    for value in values:
        query = "&".join(f"{name}={value}" for name in names)
        for name in lists:
            response = client.get(f"{reverse(name)}?{query}")
            if response.status_code not in {200, 422} or "<script>alert" in response.content.decode():
                wrong.append((name, value[:9], response.status_code))
        for kind in ("csv", "json", "xlsx"):
            for name in ("organisation_list_file", "journal_export"):
                status = client.get(f"{reverse(name, args=[kind])}?{query}").status_code
                if status not in {200, 404}:
                    wrong.append((name, value[:9], status))

    assert wrong == []


@pytest.mark.parametrize("part", ["%00", "%ff", "..%2f..%2fetc", "9" * 60, "%C2%B2", "'%20OR%201=1--", "%E2%80%AE"])
def test_no_address_breaks_on_a_hostile_part(world, part):
    client = as_user(world.people["on_shift"])
    paths = [
        f"/organisationer/{part}/",
        f"/organisationer/{part}.json",
        f"/juridiska-personer/{part}/",
        f"/handlaggning/arenden/{part}/",
        f"/handlaggning/arenden/{part}/ta/",
        f"/handlaggning/ansprak/{part}/",
        f"/handlaggning/verifieringar/{part}/upphor/",
        f"/ansprak/{part}/",
        f"/inbjudan/{part}/",
        f"/handlingar/{part}/",
        f"/min-organisation/{part}/",
        f"/min-organisation/{world.organisation.slug}/medlemmar/{part}/roll/",
        f"/konto/password/reset/key/{part}/",
    ]

    for path in paths:
        assert client.get(path).status_code in {404, 405}, path
        assert client.post(path).status_code in {404, 405}, path


def test_a_file_is_left_out_only_by_its_right_id(world):
    client = as_user(world.people["owner"])

    response = client.post(reverse("application_completion", args=[world.completing.uuid]), {"remove": "inget-uuid"})

    assert response.status_code == 404


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


def test_own_slug_opens_nothing_of_another_organisation(world):
    mine = make_organisation()
    client = as_user(owner_of(mine))
    theirs = world
    addresses = {
        "member_role": theirs.reader_membership.pk,
        "member_remove": theirs.reader_membership.pk,
        "invitation_revoke": theirs.invitation.pk,
        "organisation_receipt": theirs.submission.pk,
        "entity_remove": theirs.draft_entity.uuid,
        "application_start": theirs.draft_entity.uuid,
        "verification_end": theirs.verified.uuid,
    }

    for name, key in addresses.items():
        path = reverse(name, args=[mine.slug, key])
        assert client.get(path).status_code == 404, name
        assert client.post(path, {"role": "owner"}).status_code in {404, 405}, name


def test_own_application_opens_no_service_of_another(world):
    mine = make_entity()
    client = as_user(owner_of(mine.organisation))
    draft = mine.applications.get()

    for name in ("service_change", "service_remove"):
        path = reverse(name, args=[draft.uuid, world.service.pk])
        assert client.get(path).status_code == 404
        assert client.post(path, {}).status_code == 404
    world.service.refresh_from_db()
    assert world.service.ended_on is None


def test_an_owner_is_chosen_among_ones_own_entities_alone(world):
    mine = make_entity()
    client = as_user(owner_of(mine.organisation))
    row = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-kind": "entity", "form-0-owner": world.verified.pk}

    response = client.post(reverse("application_owners", args=[mine.applications.get().uuid]), row)

    assert response.status_code == 422
    assert not mine.ownerships.exists()


def test_nobody_hands_in_the_drafts_of_another_family(world):
    mine = make_entity(ready=True)
    client = as_user(owner_of(mine.organisation))

    response = client.post(
        reverse("organisation_check", args=[mine.organisation.slug]),
        {"drafts": [str(world.draft.uuid)], "assurance": "on"},
    )

    assert response.status_code == 422
    world.draft.refresh_from_db()
    assert world.draft.is_draft


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


def test_columns_that_a_page_does_not_ask_for_cannot_be_set(world):
    client = as_user(world.people["owner"])
    path = reverse("organisation_common", args=[world.organisation.slug])
    form = next(form for form in forms_on(client.get(path)) if form.texts)
    before = world.organisation.slug, world.organisation.created_by_id

    response = client.post(path, {**form.data, "slug": "kapad", "published_at": "", "created_by": 1, "id": 1})

    assert response.status_code == 302
    world.organisation.refresh_from_db()
    assert (world.organisation.slug, world.organisation.created_by_id) == before
    assert world.organisation.published_at


def officer_pages(world):
    """Every address about one organisation that an officer has. A list of the register is about all of them.

    Jäv at an authority is tried with the authorities' own pages.
    """
    for name, (who, arguments) in TABLE.items():
        is_about_another = name == "claim" or name.startswith(("register_import", "procurement_import", "authority"))
        if who["officer"] != 404 and who["owner"] == 404 and arguments(world) and not is_about_another:
            yield name, reverse(name, args=arguments(world))


@pytest.mark.parametrize("why", ["declared", "member", "former member"])
def test_jav_closes_every_page_and_every_button(world, why):
    officer = make_user(officer=True)
    if why == "declared":
        officers.declare_conflict(officer, world.organisation, actor=officer, reason="Min bror är med.")
    else:
        add_member(world.organisation, Role.READER, officer)
        ended = {"ended_at": timezone.now() + timedelta(seconds=1), "ended_by": officer}
        if why == "former member":
            Membership.objects.filter(user=officer).update(**ended)
    client = as_user(officer)
    pages = list(officer_pages(world))

    assert len(pages) > 12
    for name, path in pages:
        if name not in ONLY_POSTED:
            assert client.get(path).status_code == 403, name
        assert client.post(path, {"reasons": "x", "note": "x", "outcome": "approve"}).status_code in {403, 405}, name
    assert client.get(world.claim.evidence.get_absolute_url()).status_code == 404
    closed = client.get(world.closed.get_absolute_url()).status_code
    assert closed == (200 if why == "member" else 404)


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


def test_nobody_tries_their_own_claim(world):
    admin = make_user(admin=True)
    evidence = store(
        make_upload("Protokoll. Jag valdes."),
        "minutes",
        organisation=world.organisation,
        actor=admin,
        is_claim_evidence=True,
    )
    claim = claims.submit(world.organisation, actor=admin, position="x", explanation="x", evidence=evidence)
    officers.start_shift(admin, actor=admin, reason="Handläggaren är sjuk.")

    response = as_user(admin).post(
        reverse("claim_review", args=[claim.case_number]), {"outcome": "approve", "reasons": "Jag är det."}
    )

    assert response.status_code == 403
    assert Claim.objects.get(pk=claim.pk).state == "submitted"
    with pytest.raises(NotEntitled):
        claims.approve(claim, actor=admin)


def test_an_account_that_was_closed_is_out_at_once(world):
    person = world.people["owner"]
    client = as_user(person)
    person.is_active = False
    person.save(update_fields=["is_active"])

    response = client.get(reverse("organisation_family", args=[world.organisation.slug]))

    assert response.status_code == 302


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


def test_every_button_in_every_state_is_taken_or_refused_never_half(world):
    officer = world.people["on_shift"]
    officer_client, owner_client = as_user(officer), as_user(world.people["owner"])
    done = make_verified(make_entity(world.organisation, ready=True)).applications.get()
    cases = [world.submitted, world.reviewed, world.completing, world.heard, done]
    due = review.suggested_due_date()
    data = {"reasons": "purpose", "message": "x", "text": "x", "note": "x", "due_on": due, "provisions": "2022:900 3 §"}
    mine = ["application_completion", "application_comment", "application_withdraw", "application_decision"]
    theirs = ["case_completion", "case_communicate", "case_approve", "case_reject", "case_dismiss"]

    for case in cases:
        for name in theirs:
            response = officer_client.post(reverse(name, args=[case.case_number]), data)
            assert response.status_code in {302, 422}, name
        case.refresh_from_db()
        assert case.state in {"submitted", "under_review", "completion_requested", "approved"}
    for case in cases:
        for name in mine:
            for _ in range(2):
                response = owner_client.post(reverse(name, args=[case.uuid]), {"answer": "Vårt svar.", "send": ""})
                assert response.status_code in {302, 404, 422}, name
        case.refresh_from_db()
        assert case.events.last().to_state == case.state
    assert Decision.objects.filter(application__in=cases).count() == 1


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
SAME_FOR_ALL = {"favicon", "robots", "organisation_json", "journal_export", "organisation_list_file"}


def test_every_answer_carries_what_protects_it(world):
    for user in (None, world.people["owner"]):
        client = as_user(user) if user else Client()
        for name, (_, arguments) in TABLE.items():
            response = client.get(reverse(name, args=arguments(world)))
            assert "default-src" in response["Content-Security-Policy"], name
            assert "unsafe" not in response["Content-Security-Policy"], name
            assert response["X-Content-Type-Options"] == "nosniff", name
            assert response["X-Frame-Options"] == "DENY", name
            assert response["Referrer-Policy"] == "same-origin", name
            if user:
                assert "no-store" in response.get("Cache-Control", "") or name in SAME_FOR_ALL, name


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


def test_every_post_asks_for_the_forms_own_token(world):
    for role in ("owner", "on_shift", "claimant"):
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.people[role])
        for name, (_, arguments) in TABLE.items():
            assert client.post(reverse(name, args=arguments(world))).status_code == 403, name


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
