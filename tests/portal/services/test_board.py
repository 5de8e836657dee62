"""The follow-up board: asked by several, answered beside what is noted, reminded once and only those who wait."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.models import BoardAsking, BoardCase, BoardEvent, BoardQuestion, BoardState, BoardStatement
from portal.services import board
from portal.services.entitlements import authority_for
from registry.models import Mail, Notification, StatusLog
from registry.models.members import Role
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_member, add_to_authority, make_authority, make_organisation, make_user, owner_of
from tests.portal.board import (
    ASKED_ON,
    DONE,
    NOT_DONE,
    REGION,
    a_place,
    an_asker,
    answer,
    ask,
    note,
    somebody_of,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SOON = timezone.localdate() + 10 * DAY
THEN = datetime.combine(SOON, datetime.min.time(), ZoneInfo("Europe/Stockholm")) + timedelta(hours=7)


@pytest.fixture
def place():
    return a_place()


@pytest.fixture
def asker():
    return an_asker("Exempelhemmet")


def state(case):
    return BoardCase.objects.get(pk=case.pk).state


def told(kind="portal/board_due"):
    """Who has had the message."""
    return set(Notification.objects.filter(kind=kind).values_list("user", flat=True))


# --- Asking ---


def test_a_question_that_was_asked_waits_with_an_event_and_a_row_in_the_log(place, asker):
    row = ask(place, asker, remind_on=SOON)

    assert state(row.case) == BoardState.ASKED
    assert [(event.action, event.to_state) for event in row.case.events.all()] == [("ask", "asked")]
    assert StatusLog.objects.filter(subject="boardcase", subject_id=row.case_id, action="ask").count() == 1


def test_several_organisations_share_a_question_and_each_has_one_row(place, asker):
    other = an_asker("Föreningen Påhittade Grannar")
    ask(place, asker)
    ask(place, other)

    with pytest.raises(StepNotAllowed, match="redan frågat"):
        ask(place, asker)

    case = BoardCase.objects.get()
    assert [row.organisation for row in case.askings.standing()] == [asker, other]


def test_nothing_is_noted_when_one_of_the_questions_was_asked_before(place, asker):
    ask(place, asker, "guidelines")

    with pytest.raises(StepNotAllowed):
        ask(place, asker, "spread", "guidelines", "target")

    assert BoardAsking.objects.count() == 1


def test_who_withdraws_may_ask_again_and_the_others_question_stands(place, asker):
    first, other = ask(place, asker), ask(place, an_asker())
    board.withdraw(first, actor=owner_of(asker))
    assert state(first.case) == BoardState.ASKED
    board.withdraw(other, actor=owner_of(other.organisation))
    assert state(first.case) == BoardState.NOT_ASKED

    ask(place, asker)

    assert state(first.case) == BoardState.ASKED
    with pytest.raises(StepNotAllowed, match="redan tillbakadragen"):
        board.withdraw(first, actor=owner_of(asker))


@pytest.mark.parametrize("facts", [{"asked_on": date(2999, 1, 1)}, {"remind_on": date(2026, 1, 1)}])
def test_a_day_that_cannot_be_is_refused(place, asker, facts):
    with pytest.raises(StepNotAllowed):
        ask(place, asker, **facts)

    assert not BoardAsking.objects.exists()


def test_readers_strangers_and_organisations_that_nobody_sees_do_not_ask(place, asker):
    hidden = make_organisation()

    for organisation, actor in (
        (asker, add_member(asker, Role.READER)),
        (asker, make_user()),
        (hidden, owner_of(hidden)),
    ):
        with pytest.raises(NotEntitled):
            ask(place, organisation, actor=actor)
        with pytest.raises(NotEntitled):
            note(place, organisation, actor=actor)

    assert not BoardCase.objects.exists()


def test_only_the_organisation_itself_changes_its_row(place, asker):
    row, said = ask(place, asker), note(place, asker)
    other = owner_of(an_asker())

    for step in (
        lambda: board.withdraw(row, actor=other),
        lambda: board.postpone(row, actor=other, remind_on=SOON),
        lambda: board.retract(said, actor=other),
    ):
        with pytest.raises(NotEntitled):
            step()


# --- Saying ---


def test_done_needs_evidence(place, asker):
    with pytest.raises(ValidationError, match="kräver underlag"):
        note(place, asker, evidence_url="", evidence="  ")

    assert state(note(place, asker, evidence_url="").case) == BoardState.DONE


def test_the_answer_stands_beside_what_is_noted_and_neither_overwrites_the_other(place, asker):
    noted = note(place, asker)
    answered = answer(place)

    assert state(noted.case) == BoardState.DISPUTED
    note(place, asker, says="not_done", words="De har ändrat sig.")

    assert state(noted.case) == BoardState.NOT_DONE
    assert set(noted.case.statements.standing().values_list("authority", "words")) == {
        (answered.authority_id, NOT_DONE["words"]),
        (None, "De har ändrat sig."),
    }
    assert BoardStatement.objects.count() == 3


def test_a_new_answer_replaces_the_authoritys_own_and_keeps_the_old(place, asker):
    actor = somebody_of(place)
    first = answer(place, actor=actor)
    second = answer(place, actor=actor, **{**DONE, "words": "Nu är det gjort."})

    first.refresh_from_db()
    assert first.closed_at and state(second.case) == BoardState.DONE
    with pytest.raises(StepNotAllowed, match="redan sagt"):
        answer(place, actor=actor, **{**DONE, "words": "Nu är det gjort."})


def test_what_is_taken_back_no_longer_counts(place, asker):
    ask(place, asker)
    said = note(place, asker)

    board.retract(said, actor=owner_of(asker))

    assert state(said.case) == BoardState.ASKED
    with pytest.raises(StepNotAllowed):
        board.retract(said, actor=owner_of(asker))


@pytest.mark.parametrize("role", ["administrator", "officer", "politician"])
@pytest.mark.parametrize("code", ["1480", REGION])
def test_everybody_with_a_role_at_the_places_own_authority_answers(role, code):
    place = a_place(code)

    assert state(answer(place, actor=somebody_of(place, role)).case) == BoardState.NOT_DONE


def test_nobody_else_answers(place, asker):
    company = make_authority(kind="company", municipality=place.municipality)
    former = somebody_of(place)
    former.authority_memberships.update(ended_at=timezone.now(), ended_by=former)

    for actor in (
        owner_of(asker),
        make_user(admin=True),
        somebody_of(a_place("1280")),
        add_to_authority(company, make_user()),
        former,
    ):
        with pytest.raises(NotEntitled):
            answer(place, actor=actor)
    assert authority_for(somebody_of(place), place).municipality_id == place.municipality_id


def test_an_answer_without_own_words_is_refused(place):
    with pytest.raises(ValidationError, match="egna ord"):
        answer(place, words=" ")


def test_the_letter_about_an_answer_that_is_made_up_says_so(place, asker, mailoutbox):
    ask(place, asker, is_invented=True)

    answer(place, is_invented=True)

    assert "påhittat" in mailoutbox[0].subject and "ett svar (påhittat)" in mailoutbox[0].body


def test_those_who_asked_are_told_of_an_answer_and_nobody_else(place, asker):
    ask(place, asker)
    reader = add_member(asker, Role.READER)
    editor = add_member(asker, Role.EDITOR)
    left, elsewhere, noted = an_asker(), an_asker(), an_asker()
    board.withdraw(ask(place, left), actor=owner_of(left))
    ask(place, elsewhere, "target")
    note(place, noted)

    answer(place)

    assert told("portal/board_answered") == {owner_of(asker).pk, editor.pk}
    assert reader.pk not in told("portal/board_answered")
    assert Mail.objects.count() + len(mail.outbox) == 2


# --- Reminders ---


def test_the_asker_is_reminded_once_by_letter_and_inbox(place, asker):
    ask(place, asker, remind_on=SOON)
    editor, reader = add_member(asker, Role.EDITOR), add_member(asker, Role.READER)

    assert board.remind(THEN - DAY) == 0
    assert board.remind(THEN) == 1
    assert board.remind(THEN + DAY) == 0

    assert told() == {owner_of(asker).pk, editor.pk}
    assert reader.pk not in told()
    assert Mail.objects.count() + len(mail.outbox) == 2


def test_a_new_day_is_a_new_reminder(place, asker):
    row = ask(place, asker, remind_on=SOON)
    board.remind(THEN)
    board.postpone(row, actor=owner_of(asker), remind_on=SOON + 5 * DAY, at=THEN)

    assert board.remind(THEN + DAY) == 0
    assert board.remind(THEN + 5 * DAY) == 1
    assert Notification.objects.filter(kind="portal/board_due").count() == 2


def test_who_must_not_be_reminded_is_not(place, asker):
    waiting = ask(place, asker, "target", remind_on=SOON)
    withdrew, answered, done, never, hidden, former = (an_asker() for _ in range(6))
    board.withdraw(ask(place, withdrew, "target", remind_on=SOON), actor=owner_of(withdrew))
    ask(place, answered, "statistics", remind_on=SOON)
    answer(place, "statistics")
    ask(place, done, "spread", remind_on=SOON)
    note(place, done, "spread")
    ask(place, never, "target")
    ask(place, hidden, "target", remind_on=SOON)
    hidden.published_at = None
    hidden.save(update_fields=["published_at"])
    colleague = add_member(former, Role.OWNER)
    gone = owner_of(former)
    ask(place, former, "target", remind_on=SOON, actor=gone)
    gone.memberships.update(ended_at=timezone.now(), ended_by=colleague)

    assert board.remind(THEN) == 2

    assert told() == {owner_of(waiting.organisation).pk, colleague.pk}


def test_who_asks_again_after_an_answer_is_reminded(place, asker):
    answer(place, at=timezone.now() - DAY)
    ask(place, asker, remind_on=SOON)

    assert board.remind(THEN) == 1


def test_a_reminder_is_not_put_off_when_the_question_is_done(place, asker):
    row = ask(place, asker, remind_on=SOON)
    note(place, asker)

    with pytest.raises(StepNotAllowed):
        board.postpone(row, actor=owner_of(asker), remind_on=SOON + DAY)


# --- The states, and what the database holds whatever the code does ---


@pytest.mark.parametrize("step", board.STEPS, ids=lambda step: step.action)
def test_each_step_is_taken_from_its_states_alone(step):
    allowed = {
        "ask": set(BoardState),
        "note": set(BoardState),
        "answer": set(BoardState),
        "withdraw": set(BoardState) - {"not_asked"},
        "retract": {"done", "not_done", "disputed"},
        "postpone": {"asked", "not_done", "disputed"},
        "remind": {"asked", "not_done", "disputed"},
    }

    assert set(step.sources) == allowed[step.action]
    assert step.target is None


@pytest.mark.parametrize("wrong", [state for state in BoardState if state != BoardState.ASKED])
def test_the_database_refuses_a_state_that_does_not_follow(place, asker, wrong):
    case = ask(place, asker).case

    with pytest.raises(IntegrityError, match="stämmer inte"), transaction.atomic():
        BoardCase.objects.filter(pk=case.pk).update(state=wrong)
        connection.check_constraints()


def test_the_database_refuses_to_take_away_the_ground_of_what_is_done(place, asker):
    said = note(place, asker)

    with pytest.raises(IntegrityError, match="stämmer inte"), transaction.atomic():
        BoardStatement.objects.filter(pk=said.pk).update(closed_at=timezone.now())
        connection.check_constraints()


def test_the_database_keeps_what_was_said_asked_and_done(place, asker):
    row, said = ask(place, asker), note(place, asker)

    for change in (
        lambda: BoardStatement.objects.filter(pk=said.pk).update(words="Något annat"),
        lambda: BoardStatement.objects.filter(pk=said.pk).update(evidence="Något annat"),
        lambda: BoardStatement.objects.filter(pk=said.pk).delete(),
        lambda: BoardAsking.objects.filter(pk=row.pk).update(asked_on=ASKED_ON - DAY),
        lambda: BoardAsking.objects.filter(pk=row.pk).delete(),
        lambda: BoardEvent.objects.update(note="Något annat"),
        lambda: BoardEvent.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("board_statement_done_with_evidence", {"evidence_url": "", "evidence": " "}),
        ("board_statement_link_is_https", {"evidence_url": "http://kommunen.example/"}),
        ("board_statement_says_yes_or_no", {"says": "maybe"}),
        ("board_statement_is_somebodys", {"organisation": None}),
        ("day", {"day": None}),
    ],
)
def test_the_database_refuses_a_statement_that_no_form_lets_through(place, asker, name, wrong):
    case = ask(place, asker).case
    facts = {"case": case, "organisation": asker, "said_by": owner_of(asker), **DONE, **wrong}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BoardStatement.objects.bulk_create([BoardStatement(**facts)])


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("board_asking_once_per_organisation", {}),
        ("board_asking_way_is_known", {"way": "pigeon"}),
        ("board_asking_is_reminded_later", {"remind_on": ASKED_ON}),
        ("board_asking_reminded_of_a_day", {"reminded_at": timezone.now()}),
    ],
)
def test_the_database_refuses_an_asking_that_no_form_lets_through(place, asker, name, wrong):
    case = ask(place, asker).case
    facts = {"case": case, "organisation": asker, "asked_on": ASKED_ON, "way": "mail", "created_by": owner_of(asker)}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BoardAsking.objects.bulk_create([BoardAsking(**{**facts, **wrong})])


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("board_case_is_of_a_council", {"place_id": "0000"}),
        ("board_case_question_is_known", {"question": "weather"}),
        ("board_case_once", {"question": "target"}),
    ],
)
def test_the_database_refuses_a_case_that_is_none(place, name, facts):
    BoardCase.objects.create(place=place, question="target")

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BoardCase.objects.create(**{"place": place, "question": BoardQuestion.SPREAD, **facts})


def test_two_answers_do_not_stand_at_once(place):
    said = answer(place)

    with pytest.raises(IntegrityError, match="one_answer"), transaction.atomic():
        BoardStatement.objects.create(case=said.case, authority=make_authority(), said_by=said.said_by, **NOT_DONE)
