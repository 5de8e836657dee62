"""A past day, asked as it was known then and as it is known now: the whole life of an entity played again."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from registry.eligibility import answers
from registry.models import OfficialRegistration
from registry.models.applications import Judgement
from registry.models.eligibility import Answer
from registry.services import changes, eligibility, official, review, verifications
from tests.factories import make_submitted, make_user, owner_of

pytestmark = pytest.mark.django_db
GROUND = "lou-19-25a"


def moment(day):
    """Noon of a day in Sweden."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def answer(entity, on, known_on=None):
    known = known_on and timezone.make_aware(datetime(known_on.year, known_on.month, known_on.day, 23, 59))
    return answers.of_entity(entity.pk, on, known)[GROUND].answer


@pytest.fixture
def officer():
    return make_user(officer=True)


@pytest.fixture
def entity(officer):
    """Verified on 2 March 2026, its value transfers judged for a year."""
    case = make_submitted()
    review.take_case(case, actor=officer, at=moment(date(2026, 3, 1)))
    for requirement in review.required(case.legal_entity):
        review.assess(
            case, requirement, actor=officer, judgement=Judgement.MET, evidence="2 §", at=moment(date(2026, 3, 1))
        )
    case.refresh_from_db()
    review.approve(case, actor=officer, reasons="Kraven är uppfyllda.", at=moment(date(2026, 3, 2)))
    eligibility.judge_criterion(
        case.legal_entity, "transfers", actor=officer, is_met=True, evidence="Årsuppgift 2025",
        holds_until=date(2027, 6, 30), at=moment(date(2026, 3, 4)),
    )  # fmt: skip
    return case.legal_entity


def test_a_life_played_again_day_by_day(entity, officer):
    check = {"actor": officer, "source": "Kammarkollegiets webbplats"}
    official.record_check(
        entity, result="not_registered", checked_on=date(2026, 3, 3), at=moment(date(2026, 3, 3)), **check
    )
    official.record_check(
        entity, result="registered", checked_on=date(2026, 3, 20), registered_from=date(2026, 3, 10),
        at=moment(date(2026, 3, 20)), **check,
    )  # fmt: skip
    wrong = official.record_deregistration(
        entity.official_registrations.get(), decided_on=date(2026, 4, 15), at=moment(date(2026, 4, 20)), **check
    )
    official.correct(  # the register had been misread: it was decided ten days later
        wrong, registered_from=date(2026, 3, 10), deregistered_on=date(2026, 4, 25), reason="Fel dag lästes av",
        at=moment(date(2026, 5, 5)), **check,
    )  # fmt: skip
    verification = entity.verifications.get()
    verifications.end_on_request(verification, actor=owner_of(entity.organisation), at=moment(date(2026, 5, 10)))

    def expected_then(day):
        """What the portal would have answered in the evening of the day itself."""
        if day < date(2026, 3, 4):
            return Answer.UNKNOWN  # value transfers not judged yet
        if day < date(2026, 3, 20):
            return Answer.EVIDENCED
        if day < date(2026, 4, 20):
            return Answer.REGISTERED
        return Answer.EVIDENCED if day < date(2026, 5, 10) else Answer.UNKNOWN

    def expected_now(day):
        """What it answers about the day with all that is known since."""
        if day < date(2026, 3, 4):
            return Answer.UNKNOWN
        if day < date(2026, 3, 10):
            return Answer.EVIDENCED
        if day < date(2026, 4, 25):
            return Answer.REGISTERED
        return Answer.EVIDENCED if day < date(2026, 5, 10) else Answer.UNKNOWN

    days = [date(2026, 2, 25) + timedelta(days=step) for step in range(90)]

    assert [(day, answer(entity, day, day)) for day in days] == [(day, expected_then(day)) for day in days]
    assert [(day, answer(entity, day)) for day in days] == [(day, expected_now(day)) for day in days]


def test_what_was_known_between_an_error_and_its_correction_can_still_be_told(entity, officer):
    check = {"actor": officer, "source": "Kammarkollegiets webbplats"}
    official.record_check(
        entity, result="registered", checked_on=date(2026, 3, 20), registered_from=date(2026, 3, 10),
        at=moment(date(2026, 3, 20)), **check,
    )  # fmt: skip
    official.correct(
        entity.official_registrations.get(), reason="Fel organisation", at=moment(date(2026, 3, 30)), **check
    )
    day = date(2026, 3, 25)

    assert answer(entity, day, day) == Answer.REGISTERED
    assert answer(entity, day) == Answer.EVIDENCED
    assert OfficialRegistration.objects.count() == 0
    assert OfficialRegistration.everything.get().superseded_reason == "Fel organisation"


def test_a_change_that_is_examined_takes_nothing_away(entity):
    owner = owner_of(entity.organisation)
    case = changes.start(entity, actor=owner)
    changes.save(case, {"purpose_text": "Att ge barn en trygg skolgång."}, actor=owner)
    changes.submit(case, actor=owner, at=moment(date(2026, 3, 10)))

    assert answer(entity, date(2026, 3, 12)) == Answer.EVIDENCED


def test_a_refused_change_says_nothing_about_what_stands(entity, officer):
    owner = owner_of(entity.organisation)
    case = changes.start(entity, actor=owner)
    changes.save(case, {"purpose_text": "Att ge ägarna vinst."}, actor=owner)
    case = changes.submit(case, actor=owner, at=moment(date(2026, 3, 10)))
    review.take_case(case, actor=officer, at=moment(date(2026, 3, 11)))
    review.assess(
        case, "purpose", actor=officer, judgement=Judgement.NOT_MET, evidence="2 §", comment="Vinst",
        at=moment(date(2026, 3, 11)),
    )  # fmt: skip
    review.communicate(
        case, actor=officer, text="Syftet är vinst.", due_on=date(2026, 3, 25), at=moment(date(2026, 3, 11))
    )
    case.refresh_from_db()
    review.reject(case, actor=officer, reasons="Vinst.", provisions=["2022:900 2 §"], at=moment(date(2026, 3, 26)))

    assert answer(entity, date(2026, 3, 27)) == Answer.EVIDENCED


def test_a_verification_ended_because_a_criterion_is_not_met_is_a_no_with_its_day(entity, officer):
    official.record_check(
        entity, actor=officer, result="not_registered", source="Kammarkollegiet", checked_on=date(2026, 4, 30)
    )
    verification = entity.verifications.get()
    verifications.warn(
        verification,
        actor=officer,
        text="Kommunen utser styrelsen.",
        answer_by=date(2026, 4, 20),
        at=moment(date(2026, 4, 1)),
    )
    verification.refresh_from_db()
    verifications.end_by_decision(
        verification, actor=officer, ground="requirements_not_met", reasons="Kommunen utser styrelsen.",
        criteria=["public_control"], at=moment(date(2026, 5, 2)),
    )  # fmt: skip

    assert answer(entity, date(2026, 5, 1)) == Answer.EVIDENCED
    assert answer(entity, date(2026, 5, 2)) == Answer.NOT_MET
