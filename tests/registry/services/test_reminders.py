"""Reminders reach those whom they concern, once, and nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.models import Application
from registry.services import applications, reminders, review
from tests.factories import add_member, make_entity, make_organisation, make_submitted, make_under_review, owner_of

pytestmark = pytest.mark.django_db


def leave(application, days):
    """Nobody has touched the draft for that many days."""
    Application.objects.filter(pk=application.pk).update(touched_at=timezone.now() - timedelta(days=days))


def recipients(mailoutbox):
    return sorted(address for letter in mailoutbox for address in letter.to)


def test_a_draft_left_for_fourteen_days_is_reminded_of_once(mailoutbox):
    entity = make_entity()
    leave(entity.applications.get(), 14)

    assert reminders.remind_drafts() == 1
    assert reminders.remind_drafts() == 0

    assert recipients(mailoutbox) == [owner_of(entity.organisation).email]
    assert entity.organisation.slug in mailoutbox[0].body


def test_a_family_with_many_drafts_gets_one_letter(mailoutbox):
    organisation = make_organisation()
    for _ in range(3):
        leave(make_entity(organisation).applications.get(), 20)

    reminders.remind_drafts()

    assert len(mailoutbox) == 1


def test_editors_are_reminded_too_but_not_readers_or_former_members(mailoutbox):
    entity = make_entity()
    editor = add_member(entity.organisation, "editor")
    add_member(entity.organisation, "reader")
    former = add_member(entity.organisation, "editor")
    former.memberships.update(ended_at=timezone.now(), ended_by=former)
    leave(entity.applications.get(), 14)

    reminders.remind_drafts()

    assert recipients(mailoutbox) == sorted([editor.email, owner_of(entity.organisation).email])


def test_who_worked_on_the_draft_lately_is_left_in_peace(mailoutbox):
    leave(make_entity().applications.get(), 13)

    assert reminders.remind_drafts() == 0
    assert mailoutbox == []


def test_who_has_handed_in_is_left_in_peace(mailoutbox):
    leave(make_submitted(), 40)
    mailoutbox.clear()

    assert reminders.remind_drafts() == 0
    assert mailoutbox == []


def test_saving_an_answer_puts_the_reminder_off():
    entity = make_entity()
    draft = entity.applications.get()
    leave(draft, 40)

    applications.save_statement(draft, {"purpose_clause": "2 §"}, actor=owner_of(entity.organisation))

    assert reminders.remind_drafts() == 0


def asked(days):
    """A case whose completion is due in that many days."""
    case = make_under_review()
    review.request_completion(
        case,
        actor=case.officer,
        reasons=["purpose"],
        message="Förklara syftet.",
        due_on=timezone.localdate() + timedelta(days=days),
    )
    case.refresh_from_db()
    return case


def test_the_last_day_to_complete_is_reminded_of_three_days_before_once(mailoutbox):
    case = asked(3)
    mailoutbox.clear()

    assert reminders.remind_completions() == 1
    assert reminders.remind_completions() == 0

    assert recipients(mailoutbox) == [owner_of(case.legal_entity.organisation).email]


def test_who_has_answered_is_not_reminded(mailoutbox):
    case = asked(3)
    applications.answer_completion(case, actor=owner_of(case.legal_entity.organisation), answer="Så här.")
    mailoutbox.clear()

    assert reminders.remind_completions() == 0
    assert mailoutbox == []


def test_who_has_more_time_is_not_reminded_yet(mailoutbox):
    asked(4)
    mailoutbox.clear()

    assert reminders.remind_completions() == 0
