"""Answers to the criteria are kept by the parties, with what they rest on, until somebody has decided."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from procurement.partnership_criteria import Outcome
from procurement.partnership_questions import QUESTIONS
from procurement.reading import partnership_assessment
from procurement.services.partnership_criteria import answer
from registry.models import StatusLog
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_member, make_user
from tests.procurement.agreements import add_party, editor_of, idea_party, make_agreement

pytestmark = pytest.mark.django_db


def log_of(partnership):
    return list(StatusLog.objects.filter(subject="partnership", subject_id=partnership.pk, action="answer_criteria"))


def test_both_sides_answer_and_the_result_is_read_from_what_they_keep():
    partnership = make_agreement()
    good = {key: (question.speaks_for, "Se avtalet.") for key, question in QUESTIONS.items()}

    answer(partnership, actor=editor_of(partnership), answers=good)
    assert partnership_assessment.of_partnership(partnership).outcome == Outcome.NO_RED_FLAGS
    answer(partnership, actor=partnership.created_by, answers={"volym": ("yes", "Betalning per plats.")})

    assert partnership_assessment.of_partnership(partnership).outcome == Outcome.LOOKS_LIKE_CONTRACT
    row = partnership.criteria.get(key="volym")
    assert (row.answer, row.reason, row.answered_by) == ("yes", "Betalning per plats.", partnership.created_by)
    assert len(log_of(partnership)) == 2


def test_without_answers_everything_is_unknown():
    assert partnership_assessment.of_partnership(make_agreement()).outcome == Outcome.TO_CLEAR_UP


def test_the_same_answer_again_keeps_its_day_and_is_not_logged():
    partnership = make_agreement()
    actor = editor_of(partnership)
    first = timezone.now() - timedelta(days=3)
    answer(partnership, actor=actor, answers={"program": ("yes", "Plan 2026")}, at=first)

    changed = answer(partnership, actor=partnership.created_by, answers={"program": ("yes", "Plan 2026")})

    assert changed == []
    row = partnership.criteria.get()
    assert (row.answered_at, row.answered_by) == (first, actor)
    assert len(log_of(partnership)) == 1


@pytest.mark.parametrize("state", ["initiative", "dialogue", "legal_review"])
def test_answers_may_change_until_the_decision(state):
    partnership = make_agreement(state=state)

    assert answer(partnership, actor=editor_of(partnership), answers={"tid": ("no", "")})


def test_a_decided_partnership_keeps_its_answers():
    decided = {
        "decided_on": timezone.localdate(),
        "decision_body": "Nämnden",
        "reference": "1",
        "not_a_contract": "x",
        "aid": "none",
        "aid_reasons": "x",
    }
    partnership = make_agreement(state="decided", **decided)

    with pytest.raises(StepNotAllowed, match="beslutat"):
        answer(partnership, actor=editor_of(partnership), answers={"tid": ("no", "")})
    assert not partnership.criteria.exists()


def test_strangers_readers_and_the_invited_may_not_answer():
    partnership = make_agreement()
    guest = make_user(buyer=True)
    add_party(partnership, authority=guest.authority_memberships.get().authority, joined=False)
    reader = add_member(idea_party(partnership).legal_entity.organisation, "reader")

    for actor in (make_user(), make_user(buyer=True), reader, guest):
        with pytest.raises(NotEntitled):
            answer(partnership, actor=actor, answers={"tid": ("no", "")})
    assert not partnership.criteria.exists()


def test_a_strange_key_or_answer_changes_nothing():
    partnership = make_agreement()

    with pytest.raises(ValueError, match="finnsinte"):
        answer(partnership, actor=editor_of(partnership), answers={"tid": ("no", ""), "finnsinte": ("yes", "")})
    with pytest.raises(ValidationError):
        answer(partnership, actor=editor_of(partnership), answers={"tid": ("no", ""), "volym": ("kanske", "")})

    assert not partnership.criteria.exists()
