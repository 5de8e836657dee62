"""The kept answers: written with the facts, rewritten at midnight, always what the rule gives."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.eligibility import answers
from registry.integrity import verdicts_are_as_the_rule_says
from registry.models import EligibilityVerdict, LegalEntity, SearchEntry
from registry.models.eligibility import Answer, Ground
from registry.search.slots import FACETS, eligibility
from registry.services import eligibility as judging
from registry.services import official, search_index, verdicts
from tests.factories import make_entity, make_submitted, make_user, make_verified, owner_of

pytestmark = pytest.mark.django_db


def kept(entity, ground=Ground.LOU_19_25A):
    return EligibilityVerdict.objects.get(legal_entity=entity, ground=ground)


def slots(entity):
    return SearchEntry.objects.get(pk=entity.organisation_id).slots


@pytest.fixture
def officer():
    return make_user(officer=True)


def test_a_draft_has_no_verdict():
    entity = make_entity(ready=True)

    assert not EligibilityVerdict.objects.filter(legal_entity=entity).exists()


def test_what_is_handed_in_is_unknown_on_every_ground():
    entity = make_submitted().legal_entity

    assert set(EligibilityVerdict.objects.filter(legal_entity=entity).values_list("ground", "answer")) == {
        (ground, Answer.UNKNOWN) for ground in Ground
    }


def test_a_verdict_follows_its_facts_in_their_transaction(officer):
    entity = make_verified(officer=officer)
    before = kept(entity).answer

    judging.judge_criterion(
        entity, "transfers", actor=officer, is_met=True, evidence="Årsuppgift 2025", holds_until=date(2030, 6, 30)
    )

    assert [before, kept(entity).answer] == [Answer.UNKNOWN, Answer.EVIDENCED]
    assert FACETS["eligibility"].slot(eligibility(Ground.LOU_19_25A, Answer.EVIDENCED)) in slots(entity)
    assert list(verdicts_are_as_the_rule_says()) == []


def test_a_registration_is_told_until_the_check_is_old(officer, settings):
    entity = make_verified(officer=officer)
    official.record_check(entity, actor=officer, result="registered", source="Kammarkollegiets webbplats")
    day = timezone.localdate() + timedelta(days=settings.OFFICIAL_REGISTER_FRESH_DAYS + 1)

    assert kept(entity).answer == Answer.REGISTERED
    assert kept(entity).changes_on <= day
    assert search_index.follow_the_day(day) == 1
    assert kept(entity).answer == Answer.UNKNOWN
    assert FACETS["eligibility"].slot(eligibility(Ground.LOU_19_25A, Answer.UNKNOWN)) in slots(entity)
    assert search_index.follow_the_day(day) == 0


def test_a_judgement_against_the_register_shows_both(officer):
    entity = make_verified(officer=officer)
    official.record_check(entity, actor=officer, result="registered", source="Kammarkollegiets webbplats")

    judging.judge_criterion(
        entity,
        "public_control",
        actor=officer,
        is_met=False,
        evidence="Stadgar 5 §",
        comment="Kommunen utser styrelsen.",
    )

    assert kept(entity).answer == Answer.REGISTERED
    assert kept(entity).is_contradicted


def test_what_the_organisation_states_is_answered_as_stated():
    entity = make_verified()

    judging.state_ground(
        entity, Ground.LOU_4_18, actor=owner_of(entity.organisation), integrates=False, headcount=20, headcount_target=6
    )

    assert kept(entity, Ground.LOU_4_18).answer == Answer.STATED
    assert kept(entity, Ground.LOU_19_25).answer == Answer.UNKNOWN


def test_a_planted_answer_is_found(officer):
    entity = make_verified(officer=officer)
    EligibilityVerdict.objects.filter(legal_entity=entity, ground=Ground.LOU_19_25A).update(answer=Answer.REGISTERED)

    assert list(verdicts_are_as_the_rule_says()) == [
        f"juridisk person {entity.pk}: svaret för lou-19-25a är inte det som regeln ger"
    ]
    assert verdicts.rewrite_all() == {entity.organisation_id}
    assert list(verdicts_are_as_the_rule_says()) == []


def test_the_number_of_queries_does_not_grow_with_the_entities():
    counts = []
    for number in (1, 4):
        for _ in range(number):
            make_submitted()
        with CaptureQueriesContext(connection) as captured:
            answers.of_entities(
                list(LegalEntity.objects.handed_in().values_list("pk", flat=True)), timezone.localdate()
            )
        counts.append(len(captured))

    assert counts[0] == counts[1]
