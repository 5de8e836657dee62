"""The public pages about families and legal entities."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.models import Ownership
from registry.services import applications, changes, official, organisations, verifications
from tests.factories import (
    add_member,
    make_entity,
    make_organisation,
    make_submitted,
    make_user,
    make_verified,
    owner_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.urls")]


def page_of(organisation):
    return reverse("organisation", args=[organisation.slug])


def text_of(answer):
    return answer.content.decode().replace("\u00a0", " ")


def make_family(entities):
    """A public family of so many entities, all handed in."""
    organisation = make_organisation()
    for _ in range(entities):
        make_submitted(make_entity(organisation, ready=True))
    return organisation


def test_a_stranger_reads_who_checked_what_and_both_facts(client):
    entity = make_verified(make_entity(ready=True))
    officer = make_user(officer=True)
    official.record_check(entity, actor=officer, result="registered", source="Kammarkollegiets register")

    text = text_of(client.get(page_of(entity.organisation)))

    assert "Verifierad i portalen" in text
    assert "Registrerad hos Kammarkollegiet" in text
    assert "Stadgar 2 §" in text
    assert "av handläggare" in text
    assert "Hemtjänst" in text
    assert "egen uppgift, inte verifierad" not in text


def test_no_officer_and_no_signatory_is_named(client):
    entity = make_verified(make_entity(ready=True), officer=make_user(officer=True, name="Hedda Handläggare"))

    text = text_of(client.get(page_of(entity.organisation)))

    assert "Hedda Handläggare" not in text
    assert "Kim Exempel" not in text
    assert "kim@exempel.example" not in text


def test_an_owner_who_is_a_private_person_is_not_named(client):
    entity = make_entity(ready=True)
    owners = [{"kind": Ownership.Kind.PERSONS, "owner_name": "Petra Privat", "share": 100, "votes": 60}]
    organisations.set_owners(entity, owners, actor=owner_of(entity.organisation))
    make_submitted(entity)

    text = text_of(client.get(page_of(entity.organisation)))

    assert "Petra Privat" not in text
    assert "Privatpersoner (100 % av kapitalet, 60 % av rösterna)" in text


def test_a_first_application_shows_that_nothing_is_verified_yet(client):
    organisation = make_family(1)

    text = text_of(client.get(page_of(organisation)))

    assert "Prövas nu" in text
    assert "egen uppgift, inte verifierad" in text
    assert "trygg omsorg.</blockquote>" not in text


def test_entities_that_have_not_been_handed_in_are_never_shown(client):
    organisation = make_family(1)
    make_entity(organisation, name="Hemliga utkastet")

    assert "Hemliga utkastet" not in text_of(client.get(page_of(organisation)))


def test_a_change_that_is_examined_tells_what_it_concerns_and_not_what_it_says(client):
    entity = make_verified(make_entity(ready=True))
    actor = owner_of(entity.organisation)
    case = changes.start(entity, actor=actor)
    changes.save(case, {"name": "Nya Hemliga Namnet", "purpose_text": "Ett hemligt syfte."}, actor=actor)
    changes.submit(case, actor=actor)

    for page in (page_of(entity.organisation), entity.get_absolute_url()):
        text = text_of(client.get(page))
        assert "En ändring prövas." in text
        assert "Den gäller namn och syfte." in text or "Den gäller syfte och namn." in text
        assert "hemligt" not in text.lower()


def test_an_ended_verification_tells_ground_and_that_kammarkollegiet_is_another_matter(client):
    entity = make_verified(make_entity(ready=True))
    verifications.end_on_request(entity.verifications.get(), actor=owner_of(entity.organisation))

    text = text_of(client.get(page_of(entity.organisation)))

    assert "Verifieringen har upphört." in text
    assert "på egen begäran" in text
    assert "Det ändrar inte vad Kammarkollegiet har registrerat." in text


def test_a_withdrawn_application_is_told_and_its_services_are_not(client):
    organisation = make_family(1)
    applications.withdraw(organisation.entities.get().applications.get(), actor=owner_of(organisation))

    text = text_of(client.get(page_of(organisation)))

    assert "ansökan återkallades" in text
    assert "Hemtjänst" not in text


def test_an_unpublished_family_is_seen_by_its_members_and_officers_alone(client):
    organisation = make_organisation()

    assert client.get(page_of(organisation)).status_code == 404
    client.force_login(make_user())
    assert client.get(page_of(organisation)).status_code == 404
    officer = make_user(officer=True)
    for user in (owner_of(organisation), add_member(organisation, "reader"), officer):
        client.force_login(user)
        answer = client.get(page_of(organisation))
        assert answer.status_code == 200
        assert "Bara ni ser sidan." in text_of(answer)


def test_names_are_escaped(client):
    organisation = make_organisation(name="<script>alert(1)</script>", lead="<b>fet</b>")
    make_submitted(make_entity(organisation, ready=True))

    text = text_of(client.get(page_of(organisation)))

    assert "<script>alert" not in text
    assert "<b>fet</b>" not in text


@pytest.mark.parametrize("entities", [1, 30])
def test_a_visitors_page_asks_at_most_four_questions(client, entities):
    organisation = make_family(entities)

    with CaptureQueriesContext(connection) as queries:
        client.get(page_of(organisation))

    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) <= 4


def test_the_same_page_as_data_holds_the_listed_fields_alone(client):
    entity = make_verified(make_entity(ready=True))

    data = json.loads(client.get(f"/organisationer/{entity.organisation.slug}.json").content)

    assert set(data) == {
        "name",
        "url",
        "description",
        "seat",
        "website",
        "day",
        "verified_by_portal",
        "registered_at_kammarkollegiet",
        "legal_entities",
    }
    assert data["legal_entities"][0]["identifier"] == entity.organisation_number
    assert data["legal_entities"][0]["verified_by_portal"]["status"] == "portal-verified"
    assert data["legal_entities"][0]["services"][0]["service"] == "Hemtjänst"


def test_an_entitys_page_quotes_what_was_verified(client):
    entity = make_verified(make_entity(ready=True))

    text = text_of(client.get(entity.get_absolute_url()))

    assert f"<blockquote>{entity.purpose_text}</blockquote>" in text
    assert "Årsmötet utser styrelsen." in text
    assert "Uppfyllt" in text


def test_an_entitys_page_tells_each_check_of_the_other_register(client):
    entity = make_verified(make_entity(ready=True))
    officer = make_user(officer=True)
    yesterday = timezone.localdate() - timedelta(days=1)
    official.record_check(entity, actor=officer, result="unknown", source="Webbtjänsten", checked_on=yesterday)
    official.record_check(entity, actor=officer, result="registered", source="Utdrag ur registret")

    text = text_of(client.get(entity.get_absolute_url()))

    assert "Okänt" in text
    assert "Webbtjänsten" in text
    assert "Utdrag ur registret" in text


def test_what_is_typed_in_a_draft_after_an_ended_verification_is_not_shown(client):
    entity = make_verified(make_entity(ready=True))
    actor = owner_of(entity.organisation)
    verifications.end_on_request(entity.verifications.get(), actor=actor)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        draft = applications.start_draft(entity, actor=actor)
        applications.save_statement(draft, {"name": "Utkastets namn", "purpose_text": "Utkastets syfte"}, actor=actor)

    text = text_of(client.get(entity.get_absolute_url()))

    assert "Utkastets" not in text


def test_an_entity_that_has_not_been_handed_in_has_no_page(client):
    organisation = make_family(1)
    draft = make_entity(organisation)

    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_number_with_a_hyphen_leads_to_the_right_address(client):
    entity = make_family(1).entities.get()
    number = entity.organisation_number

    answer = client.get(f"/juridiska-personer/{number[:6]}-{number[6:]}/")

    assert answer.status_code == 301
    assert answer["Location"] == entity.get_absolute_url()


def test_entities_without_a_number_and_foreign_ones_have_pages(client):
    organisation = make_organisation()
    without = make_submitted(make_entity(organisation, ready=True, organisation_number=None)).legal_entity
    foreign = make_submitted(
        make_entity(
            organisation,
            ready=True,
            organisation_number=None,
            country="NO",
            foreign_register="BRREG",
            foreign_number="987654321",
        )
    ).legal_entity

    for entity in (without, foreign):
        answer = client.get(entity.get_absolute_url())
        assert answer.status_code == 200
        assert entity.name in text_of(answer)


@pytest.mark.parametrize(
    "identifier",
    ["811228-9874", "8112289874", "198112289874", "se-utan-xyz", "inte-ett-nummer", "4991000000", "NO-A-1"],
)
def test_what_is_no_identifier_is_not_found_and_not_repeated(client, identifier):
    answer = client.get(f"/juridiska-personer/{identifier}/")

    assert answer.status_code == 404
    assert identifier not in text_of(answer)


def test_an_entity_of_an_unpublished_family_is_not_found(client):
    entity = make_entity()

    assert client.get(entity.get_absolute_url()).status_code == 404


def test_what_happened_to_several_on_one_day_is_told_once(client):
    organisation = make_family(3)

    text = text_of(client.get(page_of(organisation)))

    assert text.count("Ansökan om att verifiera tre juridiska personer kom in. Prövas.") == 1
