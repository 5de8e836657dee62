"""A verified organisation whose yearly statement is missing is asked by the clock: once, and nobody else is."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.access import CASE_OFFICER
from registry.models import FollowUpCase, JournalEntry, StatusLog
from registry.models.officers import ConflictOfInterest
from registry.services import follow_up, reminders
from registry.services.statement_follow_ups import open_for_missing
from tests.factories import (
    add_member,
    make_registered,
    make_statement,
    make_submitted,
    make_user,
    make_verified,
    owner_of,
)
from tests.registry.services.test_statement_reminders import came, morning

pytestmark = pytest.mark.django_db
OVERDUE, MISSING = morning(date(2026, 7, 1)), morning(date(2026, 7, 30))
SINCE = date(2023, 3, 1)


@pytest.fixture
def entity():
    return warned(verified())


def verified():
    """Verified in 2025, registered since 2023: the statement for 2025 is its first."""
    entity = make_registered(came(make_verified(), date(2025, 3, 1)), SINCE)
    entity.verifications.update(period=(date(2025, 6, 1), None))
    return entity


def warned(entity):
    """On the day after the last one to hand in."""
    reminders.remind_statements(OVERDUE)
    return entity


def told(mailoutbox):
    return sorted(address for letter in mailoutbox for address in letter.to)


def test_a_missing_statement_opens_a_follow_up_once(entity, mailoutbox):
    editor = add_member(entity.organisation, "editor")
    add_member(entity.organisation, "reader")
    mailoutbox.clear()

    asked = [open_for_missing(MISSING + timedelta(days=days)) for days in (-1, 0, 0, 1, 30)]

    assert asked == [0, 1, 0, 0, 0]
    case = FollowUpCase.objects.get()
    assert (case.cause, case.missing_year, case.due_on) == ("statement", date(2025, 1, 1), date(2026, 8, 20))
    assert case.officer == entity.verifications.get().verified_by
    assert "2025-01-01–2025-12-31" in case.question
    assert told(mailoutbox) == sorted([owner_of(entity.organisation).email, editor.email])
    assert JournalEntry.objects.filter(case_number=case.case_number).count() == 1
    logged = StatusLog.objects.get(subject="followupcase", action="open")
    assert (logged.reason, logged.actor_id) == ("statement", case.officer_id)


def test_it_is_not_asked_again_when_the_follow_up_is_closed(entity):
    open_for_missing(MISSING)
    case = FollowUpCase.objects.get()
    follow_up.close(case, actor=case.officer, conclusion="De lämnar den i september.", at=MISSING)

    assert open_for_missing(MISSING + timedelta(days=60)) == 0


def test_what_an_officer_has_asked_already_is_not_asked_by_the_clock(entity):
    officer = entity.verifications.get().verified_by
    due_on = date(2026, 8, 20)
    case = follow_up.open_case(
        entity.verifications.get(), actor=officer, cause="statement", question="Var är den?", due_on=due_on, at=MISSING
    )
    assert open_for_missing(MISSING) == 0
    follow_up.close(case, actor=officer, conclusion="Den kommer.", at=MISSING)

    assert open_for_missing(MISSING + timedelta(days=1)) == 0


def test_it_waits_while_something_else_is_asked(entity):
    officer = entity.verifications.get().verified_by
    facts = {"cause": "signal", "question": "Är styrelsen densamma?", "due_on": date(2026, 8, 20), "at": MISSING}
    case = follow_up.open_case(entity.verifications.get(), actor=officer, **facts)
    assert open_for_missing(MISSING) == 0
    follow_up.close(case, actor=officer, conclusion="Ja.", at=MISSING)

    assert open_for_missing(MISSING) == 1


def test_nobody_else_is_asked(mailoutbox):
    answered, ended = verified(), verified()
    make_registered(came(make_submitted().legal_entity, date(2025, 3, 1)), SINCE)  # not verified
    came(make_verified(), date(2025, 3, 1))  # not registered
    reminders.remind_statements(OVERDUE)
    make_statement(answered, 2025, at=OVERDUE)
    ended.verifications.update(
        state="ended",
        period=(date(2025, 6, 1), date(2026, 7, 2)),
        ended_at=OVERDUE,
        ended_by=make_user(officer=True),
        end_ground="own_request",
    )
    mailoutbox.clear()

    assert open_for_missing(MISSING) == 0
    assert mailoutbox == []


def test_who_was_never_warned_is_not_asked():
    verified()

    assert open_for_missing(MISSING) == 0


def test_an_officer_with_jav_or_who_has_left_asks_nothing(entity):
    Group.objects.get(name=CASE_OFFICER).user_set.clear()
    assert open_for_missing(MISSING) == 0
    jav, other = make_user(officer=True), make_user(officer=True)
    ConflictOfInterest.objects.create(officer=jav, organisation=entity.organisation, reason="Släkt")

    open_for_missing(MISSING)

    assert FollowUpCase.objects.get().officer == other


def test_the_database_holds_it_to_once(entity):
    open_for_missing(MISSING)
    case = FollowUpCase.objects.get()
    follow_up.close(case, actor=case.officer, conclusion="De lämnar den i september.", at=timezone.now())
    case.refresh_from_db()
    case.pk, case.case_number = None, "UF-2026-09999"

    with pytest.raises(IntegrityError, match="follow_up_once_per_missing_statement"), transaction.atomic():
        case.save()
