"""What the public page is made of, in few questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.reading import profile
from registry.services import changes, verifications
from tests.factories import make_entity, make_organisation, make_submitted, make_verified, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.urls")]


def test_only_entities_that_have_been_handed_in_are_read():
    organisation = make_organisation()
    shown = make_submitted(make_entity(organisation, ready=True)).legal_entity
    make_entity(organisation, name="Utkastet")

    found = profile.entities(organisation.pk)

    assert [item.name for item in found] == [shown.name]
    assert found[0].identifier == shown.identifier
    assert profile.organisation(organisation.slug)["documents"] == []


def test_a_verified_entity_comes_with_all_that_the_page_tells():
    entity = make_verified(make_entity(ready=True))

    found = profile.entity(entity.pk)
    rows = profile.services([found])

    assert found.is_verified
    assert found.row["stated"]["purpose_text"] == entity.purpose_text
    assert [judged["judgement"] for judged in found.row["judged"].values()] == ["met"] * 4
    assert [row["area"] for row in rows] == ["Hemtjänst"]
    assert rows[0]["municipalities"] == ["Göteborg"]
    assert [row["kind"] for row in profile.organisation(entity.organisation.slug)["documents"]] == ["governing"]


def test_of_a_noticed_change_only_the_facts_it_concerns_are_read():
    entity = make_verified(make_entity(ready=True))
    actor = owner_of(entity.organisation)
    case = changes.start(entity, actor=actor)
    changes.save(case, {"name": "Hemliga Nya Namnet", "city": "Kiruna"}, actor=actor)
    assert profile.entity(entity.pk).open_change is None
    changes.submit(case, actor=actor)

    found = profile.entity(entity.pk)

    assert sorted(found.open_change["changes"]) == ["city", "name"]
    assert "Hemliga" not in repr(found)


def test_an_ended_verification_is_told_at_once():
    entity = make_verified(make_entity(ready=True))
    verifications.end_on_request(entity.verifications.get(), actor=owner_of(entity.organisation))

    found = profile.entity(entity.pk)

    assert found.portal.shape == "portal-ended"
    assert found.row["periods"][0]["ground"] == "på egen begäran"


def test_the_number_of_questions_does_not_grow_with_the_family():
    organisation = make_organisation()
    for _ in range(3):
        make_submitted(make_entity(organisation, ready=True))

    with CaptureQueriesContext(connection) as queries:
        row = profile.organisation(organisation.slug)
        profile.services(profile.entities(row["id"]))

    assert len(queries) == 3
