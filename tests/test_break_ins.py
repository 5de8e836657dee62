"""What somebody with bad intentions tries on every page of an organisation that has something of everything."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.models import Claim, Decision, Membership
from registry.models.members import Role
from registry.services import claims, officers, review
from registry.services.documents import store
from registry.workflow import NotEntitled
from tests import test_access as access
from tests.factories import add_member, make_entity, make_organisation, make_upload, make_user, make_verified, owner_of
from tests.page_forms import forms_on, text_forms
from tests.test_access import ONLY_POSTED, TABLE
from tests.test_attacks import SCRIPT, as_user

pytestmark = pytest.mark.django_db

standing_world, world = access.standing_world, access.world

HOSTILE = [f"{SCRIPT}\r\nBcc: x@exempel.example\u202e\x1b\x0b=1+1\U0001f9d1", "a\x00b"]
SAME_FOR_ALL = {"favicon", "robots", "organisation_json", "journal_export", "organisation_list_file"}


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


# --- HTTP ---


def test_every_answer_carries_what_protects_it(world, undrawn):
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


def test_every_post_asks_for_the_forms_own_token(world, undrawn):
    for role in ("owner", "on_shift", "claimant"):
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.people[role])
        for name, (_, arguments) in TABLE.items():
            assert client.post(reverse(name, args=arguments(world))).status_code == 403, name
