"""Submitting a family, and the case's way to a decision."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from registry.models import Application, ApplicationEvent, Decision, JournalEntry, Verification
from registry.models.applications import Judgement, State
from registry.services import applications, review
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import (
    add_member,
    assess_all,
    make_entity,
    make_organisation,
    make_submitted,
    make_under_review,
    make_user,
    make_verified,
    owner_of,
)

pytestmark = pytest.mark.django_db


def test_one_submission_gives_every_entity_a_case_of_its_own():
    organisation = make_organisation()
    for _ in range(3):
        make_entity(organisation, ready=True)
    drafts = list(applications.drafts_of(organisation))

    applications.submit(organisation, drafts, actor=owner_of(organisation))

    cases = Application.objects.filter(legal_entity__organisation=organisation)
    assert {case.state for case in cases} == {State.SUBMITTED}
    assert len({case.case_number for case in cases}) == 3
    assert len({case.submission_id for case in cases}) == 1
    organisation.refresh_from_db()
    assert organisation.published_at is not None


def test_the_receipt_lists_every_case_in_one_mail(mailoutbox):
    organisation = make_organisation()
    make_entity(organisation, ready=True)
    make_entity(organisation, ready=True)

    applications.submit(organisation, list(applications.drafts_of(organisation)), actor=owner_of(organisation))

    assert len(mailoutbox) == 1
    for case in Application.objects.all():
        assert case.case_number in mailoutbox[0].body


def test_what_is_missing_stops_the_whole_family():
    organisation = make_organisation()
    make_entity(organisation, ready=True)
    make_entity(organisation)

    with pytest.raises(applications.NotReady) as refusal:
        applications.submit(organisation, list(applications.drafts_of(organisation)), actor=owner_of(organisation))

    assert "Syfte" in {task.label for _, task in refusal.value.tasks}
    assert not Application.objects.exclude(state=State.DRAFT).exists()


def test_a_foundation_is_not_asked_about_dissolution():
    foundation = make_entity(ready=True, form="72", dissolution_text="")
    foundation.dissolution_text = ""
    foundation.save()

    case = make_submitted(foundation)

    assert case.state == State.SUBMITTED
    assert "dissolution" not in review.required(foundation)


def test_approval_verifies_from_today_with_a_letter_and_a_row_in_the_diarium():
    entity = make_verified()

    verification = entity.verifications.get()
    decision = Decision.objects.get()
    assert verification.state == Verification.State.VERIFIED
    assert verification.period.lower == timezone.localdate()
    assert decision.letter.file.read().startswith(b"%PDF")
    assert JournalEntry.objects.filter(subject="Beslut: godkänd", document=decision.letter).exists()


def test_approval_waits_until_every_requirement_is_met():
    case = make_under_review()

    with pytest.raises(StepNotAllowed, match="Bedöm kravet"):
        review.approve(case, actor=case.officer, reasons="Allt väl.")


def test_refusal_needs_communication_first():
    case = make_under_review()
    assess_all(case, Judgement.NOT_MET)

    with pytest.raises(StepNotAllowed, match="Kommunicera först"):
        review.reject(
            case, actor=case.officer, reasons="Syftet är inte enbart allmännyttigt.", provisions=["2022:900 2 §"]
        )


def test_refusal_after_an_answer_has_reasons_and_provisions():
    case = make_under_review()
    assess_all(case, Judgement.NOT_MET)
    review.communicate(
        case, actor=case.officer, text="Syftet är delat.", due_on=timezone.localdate() + timedelta(days=14)
    )
    applications.answer_communication(
        case, actor=owner_of(case.legal_entity.organisation), answer="Vi håller inte med."
    )

    decision = review.reject(case, actor=case.officer, reasons="Syftet är delat.", provisions=["2022:900 2 §"])

    assert decision.outcome == "rejected"
    assert decision.application.state == State.REJECTED


def test_the_database_refuses_a_rejection_without_communication():
    case = make_under_review()

    with pytest.raises(IntegrityError, match="yttra sig"), transaction.atomic():
        Decision.objects.create(
            application=case, outcome="rejected", reasons="Nej.", provisions=["2022:900 2 §"], decided_by=case.officer
        )


def test_the_clock_rests_while_the_ball_is_with_the_applicant():
    case = make_under_review()
    day = timezone.now()
    review.request_completion(
        case,
        actor=case.officer,
        reasons=["purpose"],
        message="Förklara syftet.",
        due_on=timezone.localdate() + timedelta(days=14),
        at=day,
    )
    case.refresh_from_db()
    owner = owner_of(case.legal_entity.organisation)

    answered = applications.answer_completion(case, actor=owner, answer="Så här.", at=day + timedelta(days=10))

    assert answered.state == State.SUBMITTED
    assert answered.paused_for == timedelta(days=10)
    assert answered.age_at(day + timedelta(days=11)) < timedelta(days=1, hours=1)
    assert Application.objects.with_age(day + timedelta(days=11)).get().age == answered.age_at(day + timedelta(days=11))


def test_the_case_keeps_its_number_and_first_day_through_a_completion():
    case = make_under_review()
    number, received = case.case_number, case.received_at
    review.request_completion(
        case, actor=case.officer, reasons=["purpose"], message="Förklara.", due_on=timezone.localdate()
    )

    answered = applications.answer_completion(case, actor=owner_of(case.legal_entity.organisation), answer="Så här.")

    assert (answered.case_number, answered.received_at) == (number, received)


def test_an_officer_with_a_role_in_the_organisation_is_refused():
    case = make_submitted()
    officer = make_user(officer=True)
    add_member(case.legal_entity.organisation, "reader", officer)

    with pytest.raises(NotEntitled, match="jävig"):
        review.take_case(case, actor=officer)


def test_a_reader_may_not_submit():
    organisation = make_organisation()
    make_entity(organisation, ready=True)
    reader = add_member(organisation, "reader")

    with pytest.raises(NotEntitled):
        applications.submit(organisation, list(applications.drafts_of(organisation)), actor=reader)


def test_the_log_cannot_be_rewritten():
    case = make_submitted()

    with pytest.raises(IntegrityError, match="logg"), transaction.atomic():
        ApplicationEvent.objects.filter(application=case).update(note="Någon annan")
    with pytest.raises(IntegrityError, match="logg"), transaction.atomic():
        JournalEntry.objects.filter(application=case).delete()


@pytest.mark.django_db(transaction=True)
def test_eight_people_submitting_give_one_submission_and_seven_refusals():
    organisation = make_organisation()
    make_entity(organisation, ready=True)
    drafts = list(applications.drafts_of(organisation))
    owner = owner_of(organisation)

    outcomes = at_once(8, lambda: applications.submit(organisation, drafts, actor=owner))

    assert outcomes.count("done") == 1
    assert outcomes.count("StepNotAllowed") == 7
    assert ApplicationEvent.objects.filter(action="submit").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_deciding_give_one_decision():
    case = make_under_review()
    assess_all(case)

    outcomes = at_once(4, lambda: review.approve(case, actor=case.officer, reasons="Alla krav är uppfyllda."))

    assert outcomes.count("done") == 1
    assert Decision.objects.count() == 1
    assert Verification.objects.count() == 1


def at_once(number, action):
    """Run the same action in threads that start together; what became of each."""
    barrier, outcomes = threading.Barrier(number), []

    def run():
        barrier.wait()
        try:
            action()
            outcomes.append("done")
        except Exception as refusal:  # the kind of refusal is what the test looks at
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_withdrawing_closes_the_case_and_is_confirmed_to_whom_withdrew(mailoutbox):
    case = make_submitted()
    owner = owner_of(case.legal_entity.organisation)
    mailoutbox.clear()

    applications.withdraw(case, actor=owner)

    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    assert [letter.to for letter in mailoutbox] == [[owner.email]]
    assert case.case_number in mailoutbox[0].subject


def test_a_case_that_is_decided_cannot_be_withdrawn():
    entity = make_verified()

    with pytest.raises(StepNotAllowed):
        applications.withdraw(entity.applications.get(), actor=owner_of(entity.organisation))
