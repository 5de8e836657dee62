"""Notices of change, and the owner's own end of a verification."""

import pytest
from django.urls import reverse

from registry.models import Application, Verification
from registry.models.applications import State
from registry.models.members import Role
from registry.services import changes, review
from tests.factories import (
    add_member,
    assess_all,
    make_entity,
    make_submitted,
    make_upload,
    make_user,
    make_verified,
    owner_of,
)

pytestmark = pytest.mark.django_db

PERSONAL_NUMBER = "811228-9874"


@pytest.fixture
def entity():
    return make_verified()


@pytest.fixture
def member(client, entity):
    client.force_login(owner_of(entity.organisation))
    return client


@pytest.fixture
def case(entity):
    return changes.start(entity, actor=owner_of(entity.organisation))


def at(case, name="change"):
    return reverse(name, args=[case.uuid])


def text(response):
    return response.content.decode()


def standing(entity, **new):
    """The whole form with what stands today, but for what is new."""
    entity.refresh_from_db()
    names = ["name", "street", "postal_code", "city", "purpose_text", "purpose_clause", "purpose_exclusive"]
    names += ["dissolution_text", "dissolution_clause", "public_control", "public_control_note", "welfare_runs"]
    names += ["welfare_text"]
    return {
        **{name: getattr(entity, name) for name in names},
        "seat": entity.seat_id,
        "own_address": "own" if entity.own_address else "common",
        **new,
    }


def test_a_notice_is_started_with_a_button_and_gone_on_with(member, entity):
    start = reverse("change_start", args=[entity.uuid])

    first = member.post(start)
    second = member.post(start)

    case = Application.objects.get(kind="change")
    assert first.url == second.url == at(case)
    assert member.get(start).status_code == 405


def test_what_is_not_verified_has_nothing_to_change(client):
    case = make_submitted()
    client.force_login(owner_of(case.legal_entity.organisation))

    client.post(reverse("change_start", args=[case.legal_entity.uuid]))

    assert not Application.objects.filter(kind="change").exists()


def test_the_form_holds_what_stands_today(member, case, entity):
    page = text(member.get(at(case)))

    assert f'value="{entity.name}"' in page
    assert "trygg omsorg" in page
    assert "<details" in page


def test_only_what_is_written_differently_becomes_part_of_the_notice(member, case, entity):
    response = member.post(
        at(case), standing(entity, seat="0180", message="Vi har flyttat.", effective_on="2026-12-01")
    )

    assert response.url == at(case, "change_submit")
    case.change_notice.refresh_from_db()
    assert case.change_notice.proposed == {"seat_id": "0180"}
    page = text(member.get(at(case, "change_submit")))
    assert "Göteborg" in page
    assert "Stockholm" in page
    assert "Vi har flyttat." in page


def test_what_was_proposed_is_filled_in_again_and_can_be_taken_back(member, case, entity):
    member.post(at(case), standing(entity, name="Föreningen Nya Namnet"))
    assert 'value="Föreningen Nya Namnet"' in text(member.get(at(case)))

    member.post(at(case), standing(entity))

    case.change_notice.refresh_from_db()
    assert case.change_notice.proposed == {}


def test_a_notice_is_handed_in_and_what_was_verified_stands(member, case, entity):
    member.post(at(case), standing(entity, name="Föreningen Nya Namnet"))

    response = member.post(at(case, "change_submit"), follow=True)

    case.refresh_from_db()
    entity.refresh_from_db()
    assert case.state == State.SUBMITTED
    assert entity.name != "Föreningen Nya Namnet"
    assert entity.verifications.get().state == Verification.State.CHANGE_NOTICED
    assert "Vi har fått er anmälan" in text(response)


def test_an_empty_notice_is_refused_in_words(member, case, entity):
    member.post(at(case), standing(entity))
    assert "Ingenting är ändrat än" in text(member.get(at(case, "change_submit")))

    response = member.post(at(case, "change_submit"), follow=True)

    assert "Anmälan ändrar ingenting än" in text(response)
    case.refresh_from_db()
    assert case.is_draft


def test_new_statutes_are_compared_with_the_old_and_may_be_left_out_again(member, case, entity):
    member.post(
        at(case), standing(entity, file=make_upload("Nya stadgar. 2 § Syftet är omsorg i hela Sverige.", "nya.pdf"))
    )
    assert "nya.pdf" in text(member.get(at(case, "change_submit")))

    member.post(at(case), standing(entity, without_document="on"))

    case.change_notice.refresh_from_db()
    assert case.change_notice.governing_document is None


def test_the_same_statutes_again_are_nothing_new(member, case, entity):
    with entity.governing_document.file.open("rb") as file:
        content = file.read()

    response = member.post(at(case), standing(entity, file=make_upload(content=content)), follow=True)

    assert "redan inlämnad" in text(response)
    assert "Ingenting är ändrat än" in text(response)


@pytest.mark.parametrize(
    ("new", "message", "link"),
    [
        ({"name": ""}, "Det kan inte vara tomt", "#id_name"),
        ({"purpose_exclusive": ""}, "Det kan inte vara tomt", "#id_purpose_exclusive_0"),
        ({"own_address": "own"}, "Det kan inte vara tomt", "#id_street"),
        ({"postal_code": "12"}, "fem siffror", "#id_postal_code"),
        ({"effective_on": "i våras"}, "Skriv dagen som", "#id_effective_on"),
        ({"adopted_on": "2099-01-01"}, "framtiden", "#id_adopted_on"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_typed_is_lost(member, case, entity, new, message, link):
    response = member.post(at(case), standing(entity, welfare_text="Det vi skrev nyss.", **new))

    assert response.status_code == 422
    assert message in text(response)
    assert f'href="{link}"' in text(response)
    assert "Det vi skrev nyss." in text(response)
    case.change_notice.refresh_from_db()
    assert case.change_notice.proposed == {}


@pytest.mark.parametrize(
    "field",
    ["message", "name", "street", "city", "purpose_text", "purpose_clause", "dissolution_text", "dissolution_clause",
     "public_control_note", "welfare_text"],
)  # fmt: skip
def test_a_personal_number_is_refused_in_every_text(member, case, entity, field, caplog):
    response = member.post(at(case), standing(entity, **{field: f"Kim {PERSONAL_NUMBER}"}))

    assert response.status_code == 422
    assert PERSONAL_NUMBER not in text(response) + caplog.text


def test_a_refused_file_keeps_what_was_typed(member, case, entity):
    response = member.post(at(case), standing(entity, name="Nya Namnet", file=make_upload(content=b"inte en pdf")))

    assert response.status_code == 422
    assert "Filen är inte en PDF" in text(response)
    assert 'value="Nya Namnet"' in text(response)


def test_a_notice_that_is_examined_is_locked(member, case, entity):
    member.post(at(case), standing(entity, name="Nya Namnet"))
    member.post(at(case, "change_submit"))

    for name in ("change", "change_submit"):
        response = member.post(at(case, name), standing(entity, name="Ett annat"), follow=True)
        assert response.redirect_chain[0][0] == at(case, "application")
    case.change_notice.refresh_from_db()
    assert case.change_notice.proposed == {"name": "Nya Namnet"}


def test_a_foundation_is_not_asked_about_dissolution(client):
    foundation = make_verified(make_entity(ready=True, form="72"))
    owner = owner_of(foundation.organisation)
    case = changes.start(foundation, actor=owner)
    client.force_login(owner)

    assert "Tillgångar vid upplösning" not in text(client.get(at(case)))


def test_strangers_and_readers_are_kept_out(client, case, entity):
    addresses = [at(case), at(case, "change_submit"), reverse("change_start", args=[entity.uuid])]

    client.force_login(make_user())
    assert {client.post(address).status_code for address in addresses} == {404}
    client.force_login(add_member(entity.organisation, Role.READER))
    assert {client.post(address).status_code for address in addresses} == {403}


def test_an_application_is_not_a_notice_of_change(client):
    case = make_entity().applications.get()
    client.force_login(owner_of(case.legal_entity.organisation))

    assert client.get(at(case)).status_code == 404


def test_an_approved_change_is_told_as_a_change(member, case, entity):
    member.post(at(case), standing(entity, name="Föreningen Nya Namnet"))
    member.post(at(case, "change_submit"))
    officer = make_user(officer=True)
    taken = review.take_case(case, actor=officer)
    assess_all(taken)
    review.approve(taken, actor=officer, reasons="Stadgarna stöder det.")

    page = text(member.get(at(case, "application")))

    assert "Ändringen godkändes" in page
    assert "Anmälan är godkänd" in page


# --- The end of a verification ---


def end_address(entity):
    return reverse("verification_end", args=[entity.organisation.slug, entity.uuid])


def test_the_owner_reads_what_ending_means_and_ends_it(member, entity):
    page = text(member.get(end_address(entity)))
    assert "Sidan finns kvar" in page
    assert "ändrar ingenting hos Kammarkollegiet" in page

    member.post(end_address(entity))

    held = entity.verifications.get()
    assert (held.state, held.end_ground) == (Verification.State.ENDED, Verification.Ground.OWN_REQUEST)


def test_only_an_owner_ends_it(client, entity):
    client.force_login(add_member(entity.organisation, Role.EDITOR))
    assert client.post(end_address(entity)).status_code == 403

    client.force_login(make_user())
    assert client.post(end_address(entity)).status_code == 404


def test_what_is_not_verified_has_nothing_to_end(client):
    entity = make_entity()
    client.force_login(owner_of(entity.organisation))

    response = client.post(end_address(entity))

    assert response.status_code == 302
    assert not Verification.objects.exists()


def test_a_begun_notice_can_be_thrown_away_and_begun_anew(client):
    entity = make_verified()
    owner = owner_of(entity.organisation)
    case = changes.start(entity, actor=owner)
    client.force_login(owner)

    asked = client.get(reverse("change_discard", args=[case.uuid]))
    page = client.post(reverse("change_discard", args=[case.uuid]), follow=True)

    assert "Kasta utkastet" in asked.text
    assert "Utkastet är kastat." in page.text
    assert not entity.applications.filter(kind="change").exists()
    assert changes.start(entity, actor=owner).is_draft


def test_a_notice_that_has_come_in_is_not_thrown_away(client):
    entity = make_verified()
    owner = owner_of(entity.organisation)
    case = changes.start(entity, actor=owner)
    changes.save(case, {"purpose_text": "Att ge barn en trygg skolgång."}, actor=owner)
    case = changes.submit(case, actor=owner)
    client.force_login(owner)

    client.post(reverse("change_discard", args=[case.uuid]))

    assert entity.applications.filter(kind="change", state="submitted").exists()
