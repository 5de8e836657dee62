"""Eligibility as people meet it: on an entity's page for any day, as own statements, as an officer's judgement."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.eligibility import answers as rule_answers
from registry.models import CriterionJudgement, GroundStatement
from registry.models.eligibility import Answer, Ground
from registry.services import eligibility, official
from tests.factories import make_entity, make_user, make_verified, owner_of

pytestmark = pytest.mark.django_db
EVIDENCE = "Årsuppgift 2025"


@pytest.fixture
def officer():
    return make_user(officer=True)


@pytest.fixture
def entity(officer):
    return make_verified(officer=officer)


@pytest.fixture
def evidenced(entity, officer):
    until = timezone.localdate() + timedelta(days=300)
    eligibility.judge_criterion(entity, "transfers", actor=officer, is_met=True, evidence=EVIDENCE, holds_until=until)
    return entity


def page_of(client, entity, **query):
    return client.get(reverse("legal_entity", args=[entity.identifier]), query)


def test_the_page_tells_each_ground_with_reasons_and_evidence(client, evidenced):
    page = page_of(client, evidenced).text

    assert Answer.EVIDENCED.label in page
    assert "Ingen har kontrollerat registret hos Kammarkollegiet än." in page
    assert EVIDENCE in page
    assert "prövar köparen, i varje upphandling" in page
    assert page.count("inte lämnat några egna uppgifter") == 2


def test_a_day_before_the_law_gets_no_verdict(client, entity):
    page = page_of(client, entity, datum="2022-06-01")

    assert page.status_code == 200
    assert "Grunden finns från den 1 januari 2023." in page.text


@pytest.mark.parametrize("typed", ["i går", "2999-01-01", "2026-02-30"])
def test_a_day_that_cannot_be_answered_is_refused_with_what_to_do(client, entity, typed):
    page = page_of(client, entity, datum=typed)

    assert page.status_code == 422
    assert "Fel: " in page.text
    assert typed in page.text


def test_a_past_day_shows_what_was_known_then_beside_what_is_known_now(client, entity, officer, time_machine):
    day = timezone.localdate() - timedelta(days=2)
    time_machine.move_to(timezone.now() + timedelta(days=10))
    known_late = timezone.localdate() - timedelta(days=5)
    official.record_check(
        entity, actor=officer, result="registered", source="Kammarkollegiet", registered_from=day - timedelta(days=30)
    )

    page = page_of(client, entity, datum=str(known_late)).text

    assert "Det här visste portalen" in page
    assert "Det här vet portalen nu:" in page
    assert Answer.REGISTERED.label in page


def test_the_page_asks_few_questions(client, evidenced, django_assert_max_num_queries):
    page_of(client, evidenced)

    with django_assert_max_num_queries(6):  # four, and the two of the transaction
        page_of(client, evidenced)


def test_a_member_states_the_facts_of_a_ground(client, entity):
    client.force_login(owner_of(entity.organisation))
    arguments = [entity.organisation.slug, entity.uuid]
    answers = {"integrates": "no", "headcount": "20", "headcount_target": "6", "holds_on": str(timezone.localdate())}

    page = client.post(reverse("ground_statement", args=[*arguments, "lou-4-18"]), answers, follow=True)

    assert "Uppgifterna är sparade" in page.text
    assert "6 av 20 anställda" in page.text
    assert GroundStatement.objects.get().ground == Ground.LOU_4_18


def test_the_part_cannot_be_larger_than_the_whole(client, entity):
    client.force_login(owner_of(entity.organisation))
    address = reverse("ground_statement", args=[entity.organisation.slug, entity.uuid, "lou-4-18"])
    answers = {"integrates": "no", "headcount": "5", "headcount_target": "6", "holds_on": str(timezone.localdate())}

    page = client.post(address, answers)

    assert page.status_code == 422
    assert "större än alla anställda, 5" in page.text
    assert not GroundStatement.objects.exists()


@pytest.mark.parametrize("ground", ["lou-19-25a", "lov-1-2a", "hittepa"])
def test_nothing_is_stated_for_a_ground_that_is_judged(client, entity, ground):
    client.force_login(owner_of(entity.organisation))

    assert (
        client.get(reverse("ground_statement", args=[entity.organisation.slug, entity.uuid, ground])).status_code == 404
    )


def test_a_draft_states_nothing(client):
    entity = make_entity(ready=True)
    client.force_login(owner_of(entity.organisation))

    assert client.get(reverse("ground_list", args=[entity.organisation.slug, entity.uuid])).status_code == 404


def test_an_officer_judges_a_criterion_and_the_answer_follows(client, entity, officer):
    client.force_login(officer)
    answers = {
        "criterion": "transfers", "is_met": "yes", "evidence": EVIDENCE, "comment": "",
        "holds_from": str(timezone.localdate()), "holds_until": str(timezone.localdate() + timedelta(days=200)),
    }  # fmt: skip

    page = client.post(reverse("criterion_judge", args=[entity.uuid]), answers, follow=True)

    assert "Bedömningen är antecknad" in page.text
    assert Answer.EVIDENCED.label in page.text
    assert CriterionJudgement.objects.get().officer == officer


def test_a_judgement_may_hold_until_the_last_day_there_is(entity, officer):
    eligibility.judge_criterion(
        entity, "transfers", actor=officer, is_met=True, evidence=EVIDENCE, holds_until=date.max
    )

    assert rule_answers.of_entity(entity.pk, timezone.localdate())["lou-19-25a"].answer == Answer.EVIDENCED


@pytest.mark.parametrize(
    "change, words",
    [
        ({"is_met": "no"}, "Skriv skälen till att kravet inte är uppfyllt."),
        ({"holds_until": ""}, "Skriv hur länge bedömningen gäller"),
        ({"holds_until": "2020-01-01"}, "Sista dagen kan inte ligga före den första."),
        ({"evidence": ""}, "Skriv vad bedömningen bygger på"),
    ],
)
def test_half_a_judgement_is_refused(client, entity, officer, change, words):
    client.force_login(officer)
    answers = {
        "criterion": "transfers", "is_met": "yes", "evidence": EVIDENCE, "comment": "",
        "holds_from": str(timezone.localdate()), "holds_until": str(timezone.localdate() + timedelta(days=200)),
    }  # fmt: skip

    page = client.post(reverse("criterion_judge", args=[entity.uuid]), answers | change)

    assert page.status_code == 422
    assert words in page.text
    assert not CriterionJudgement.objects.exists()


def test_the_list_is_narrowed_by_ground_and_answer(client, evidenced):
    other = make_verified()
    path = reverse("organisation_list")

    shown = client.get(path, {"svar": "styrkt"}).text
    on_another = client.get(path, {"svar": "uppgivet", "grund": "lou-4-18"}).text

    assert evidenced.organisation.name in shown
    assert other.organisation.name not in shown
    assert "Behörighet: varje krav är styrkt" in shown
    assert "Ingen organisation matchar" in on_another
    assert "Enligt LOU 4 kap. 18 §" in on_another
