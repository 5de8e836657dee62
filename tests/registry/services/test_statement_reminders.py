"""Reminders of yearly statements: through a whole year, through the tail, and never to those who have answered."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from registry.models import StatementReminder
from registry.reading import statements
from registry.services import annual_statements, reminders
from tests.factories import (
    add_member,
    make_entity,
    make_organisation,
    make_registered,
    make_statement,
    make_submitted,
    make_transfer,
    make_user,
    owner_of,
)

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 30)


def morning(day):
    return datetime(day.year, day.month, day.day, 6, tzinfo=timezone.get_default_timezone())


def came(entity, day):
    """The entity came to the portal that day."""
    entity.applications.update(received_at=morning(day))
    return entity


@pytest.fixture
def entity():
    """Registered since 2023 and in the portal since the spring of 2025: the statement for 2025 is its first."""
    return make_registered(came(make_submitted().legal_entity, date(2025, 3, 1)), date(2023, 3, 1))


def walk(first, last, *, every_day=False):
    """The mornings from the first day to the last. Returns the days on which letters were written, with how many.

    Far from a day on which something is due one morning a week will do: a letter that was missed comes later, not never.
    """
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    if not every_day:
        days = [day for number, day in enumerate(days) if number % 7 == 0 or day == last or is_near_a_stage(day)]
    return {day: told for day in days if (told := reminders.remind_statements(morning(day)))}


def is_near_a_stage(day):
    """Whether a reminder falls due within a day, for statements that are due in the middle of the year."""
    days_left = (DUE.replace(year=day.year) - day).days
    return any(abs(days_left - stage) <= 1 for stage in (60, 30, 7, 0, -1, -30))


def recipients(mailoutbox):
    return sorted(address for letter in mailoutbox for address in letter.to)


def test_a_year_with_nobody_answering(entity, mailoutbox):
    mailoutbox.clear()

    told = walk(date(2026, 1, 1), date(2026, 12, 31), every_day=True)

    assert list(told) == [DUE - timedelta(days=60), DUE - timedelta(days=30), DUE - timedelta(days=7), date(2026, 7, 1)]
    assert {letter.to[0] for letter in mailoutbox} == {owner_of(entity.organisation).email}
    assert [letter.subject[:11] for letter in mailoutbox] == ["Påminnelse:"] * 3 + ["Årsuppgifte"]
    assert "Årsuppgift till portalen saknas" in mailoutbox[-1].body
    assert "30 juli 2026" in mailoutbox[-1].body


def test_the_page_says_missing_thirty_days_after_the_last_day_and_no_earlier(entity):
    walk(date(2026, 6, 20), date(2026, 7, 5))

    assert statements.missing_in(entity.organisation_id, morning(date(2026, 7, 29))) == []
    [(found, years)] = statements.missing_in(entity.organisation_id, morning(date(2026, 7, 30)))
    assert found == entity
    assert [year.due_on for year in years] == [DUE]


def test_without_a_warning_nothing_is_said_and_a_late_warning_gives_two_weeks(entity):
    assert statements.missing_in(entity.organisation_id, morning(date(2026, 11, 1))) == []

    reminders.remind_statements(morning(date(2026, 11, 1)))

    assert statements.missing_in(entity.organisation_id, morning(date(2026, 11, 14))) == []
    assert statements.missing_in(entity.organisation_id, morning(date(2026, 11, 15)))


def test_handing_in_takes_the_words_away_at_once(entity):
    reminders.remind_statements(morning(date(2026, 7, 1)))
    assert statements.missing_in(entity.organisation_id, morning(date(2026, 9, 1)))

    make_statement(entity, 2025)

    assert statements.missing_in(entity.organisation_id, morning(date(2026, 9, 1))) == []


@pytest.mark.parametrize("answered_on", [date(2026, 1, 2), date(2026, 5, 15), date(2026, 6, 28), date(2026, 7, 10)])
def test_who_has_answered_gets_no_more_letters(entity, mailoutbox, answered_on):
    walk(date(2026, 4, 20), answered_on)
    make_statement(entity, 2025, at=morning(answered_on))
    mailoutbox.clear()

    walk(answered_on, date(2026, 12, 31))

    assert mailoutbox == []


def test_who_has_answered_with_transfers_and_then_begins_a_correction_is_left_in_peace(entity, mailoutbox):
    make_transfer(entity, on=date(2025, 5, 2))
    statement = make_statement(entity, 2025, is_nil=False, at=morning(date(2026, 2, 1)))
    annual_statements.correct(statement, actor=owner_of(entity.organisation))
    mailoutbox.clear()

    walk(date(2026, 4, 20), date(2026, 8, 31))

    assert mailoutbox == []


def test_a_draft_is_no_answer(entity):
    make_statement(entity, 2025, hand_in=False, at=morning(date(2026, 2, 1)))

    assert DUE - timedelta(days=60) in walk(date(2026, 4, 20), date(2026, 5, 20))


def test_those_whom_it_does_not_concern_get_nothing(entity, mailoutbox):
    verified_alone = came(make_submitted().legal_entity, date(2024, 1, 1))
    tail_is_over = make_registered(
        came(make_submitted().legal_entity, date(2024, 8, 1)), date(2018, 1, 1), until=date(2019, 6, 1)
    )
    never_handed_in = make_registered(make_entity(), date(2023, 1, 1))
    reader = add_member(entity.organisation, "reader")
    former = add_member(entity.organisation, "editor")
    former.memberships.update(ended_at=timezone.now(), ended_by=former)
    closed = add_member(entity.organisation, "editor", make_user(is_active=False))
    mailoutbox.clear()

    walk(date(2026, 6, 20), date(2026, 7, 5))

    others = [owner_of(row.organisation).email for row in (verified_alone, tail_is_over, never_handed_in)]
    got = set(recipients(mailoutbox))
    assert got == {owner_of(entity.organisation).email}
    assert not got & {*others, reader.email, former.email, closed.email}


def test_a_family_gets_one_letter_for_all_its_entities(mailoutbox):
    organisation = make_organisation()
    for number in range(3):
        unit = came(make_submitted(make_entity(organisation, ready=True)).legal_entity, date(2025, 3, 1))
        make_registered(unit, date(2023, 3, 1 + number))
    make_statement(organisation.entities.first(), 2025, at=morning(date(2026, 2, 1)))
    mailoutbox.clear()

    reminders.remind_statements(morning(date(2026, 6, 1)))

    [letter] = mailoutbox
    assert str(organisation.entities.first()) not in letter.body
    assert all(str(unit) in letter.body for unit in organisation.entities.all()[1:])


def test_several_years_left_unanswered_make_one_letter(mailoutbox):
    entity = make_registered(came(make_submitted().legal_entity, date(2023, 3, 1)), date(2023, 3, 1))
    mailoutbox.clear()

    assert reminders.remind_statements(morning(date(2026, 11, 2))) == 1

    assert "30 juni 2024" in mailoutbox[0].body
    assert "30 juni 2026" in mailoutbox[0].body
    assert entity.statement_reminders.count() == 3


def test_days_when_nobody_was_at_work_are_not_made_up_for(entity):
    assert reminders.remind_statements(morning(date(2026, 6, 25))) == 1  # the one of 7 days, not three letters
    assert reminders.remind_statements(morning(date(2026, 6, 25))) == 0


def test_through_the_tail_to_its_last_year(mailoutbox):
    entity = make_registered(
        came(make_submitted().legal_entity, date(2021, 3, 1)), date(2020, 3, 1), until=date(2021, 2, 26)
    )
    last_year = date(2026, 12, 31)  # the tail ends on 26 February 2026
    for year in range(2021, 2026):
        make_statement(entity, year, at=morning(date(year + 1, 2, 1)))
    mailoutbox.clear()

    assert walk(date(2026, 2, 1), date(2026, 12, 31)) == {}
    assert list(walk(date(2027, 4, 25), date(2027, 5, 5))) == [date(2027, 5, 1)]
    make_statement(entity, last_year.year, at=morning(date(2027, 5, 6)))
    mailoutbox.clear()
    assert walk(date(2027, 5, 6), date(2027, 7, 5)) == {}
    assert walk(date(2028, 4, 25), date(2028, 7, 5)) == {}
    assert mailoutbox == []


def test_a_family_without_anybody_who_can_answer_is_not_said_to_be_warned(entity):
    owner = owner_of(entity.organisation)
    owner.is_active = False
    owner.save(update_fields=["is_active"])

    reminders.remind_statements(morning(date(2026, 7, 1)))

    assert not StatementReminder.objects.exists()


def test_what_was_sent_stands(entity):
    reminders.remind_statements(morning(date(2026, 7, 1)))

    with pytest.raises(DatabaseError), transaction.atomic():
        StatementReminder.objects.all().delete()
