"""The portal's own figures."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal import statistics
from registry.models import Municipality
from registry.services import official, verifications
from tests.factories import make_entity, make_organisation, make_submitted, make_user, make_verified, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.urls")]

TODAY = timezone.localdate
YESTERDAY = timedelta(days=1)


def test_a_family_counts_once_however_many_of_its_entities_are_verified():
    organisation = make_organisation()
    for _ in range(2):
        make_verified(make_entity(organisation, ready=True))

    figure = statistics.verified_organisations()

    assert (figure.value, figure.unit, figure.source, figure.day) == (1, "organisationer", "portalen", TODAY())


def test_the_figure_is_that_of_the_day():
    make_verified(make_entity(ready=True))

    assert statistics.verified_organisations(at=TODAY() - YESTERDAY).value == 0


def test_an_ended_verification_no_longer_counts():
    entity = make_verified(make_entity(ready=True))
    verifications.end_on_request(entity.verifications.get(), actor=owner_of(entity.organisation))

    assert statistics.verified_organisations().value == 0
    assert statistics.municipalities_served().value == 0


def test_organisations_are_counted_in_the_county_of_their_seat():
    make_verified(make_entity(ready=True))
    make_verified(make_entity(make_organisation(seat=Municipality.objects.get(code="2480")), ready=True))

    assert statistics.verified_by_county() == {"14": 1, "24": 1}


def test_an_application_is_under_review_until_it_is_closed():
    make_submitted()
    make_verified(make_entity(ready=True))
    make_entity(ready=True)

    assert statistics.applications_under_review().value == 1
    assert statistics.applications_under_review(at=TODAY() - YESTERDAY).value == 0


def test_registered_entities_are_those_with_a_period_that_holds():
    entities = [make_verified(make_entity(ready=True)) for _ in range(3)]
    officer = make_user(officer=True)
    for entity, result in zip(entities, ["registered", "not_registered", "unknown"], strict=True):
        official.record_check(entity, actor=officer, result=result, source="Registret")

    assert statistics.registered_entities().value == 1
    assert statistics.registered_entities(at=TODAY() - YESTERDAY).value == 0


def test_a_municipality_counts_once_and_for_verified_entities_alone():
    for _ in range(2):
        make_verified(make_entity(ready=True))
    make_submitted().legal_entity.services.get().municipalities.add("2480")

    assert statistics.municipalities_served().value == 1
