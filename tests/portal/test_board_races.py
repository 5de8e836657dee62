"""Several at the same moment on the follow-up board: everybody's row stands, nobody's twice, and the state follows."""

import pytest

from portal.models import BoardAsking, BoardCase, BoardEvent, BoardState, BoardStatement
from tests.factories import owner_of
from tests.portal.board import a_place, an_asker, answer, ask, note, somebody_of
from tests.test_races import at_once, one_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_organisations_ask_the_same_question_at_once_and_share_it():
    place, askers = a_place(), [an_asker(), an_asker()]

    outcomes = at_once(*[lambda asker=asker: ask(place, asker, "spread", "target") for asker in askers])

    assert outcomes == ["done", "done"]
    assert BoardCase.objects.count() == 2
    assert {case.askings.standing().count() for case in BoardCase.objects.all()} == {2}


def test_an_organisation_that_asks_twice_at_once_stands_there_once():
    place, asker = a_place(), an_asker()

    assert one_of(at_once(*[lambda: ask(place, asker)] * 2))
    assert BoardAsking.objects.count() == 1


def test_an_answer_while_somebody_notes_leaves_both_and_the_state_that_follows():
    place, asker = a_place(), an_asker()
    officer, owner = somebody_of(place), owner_of(asker)

    outcomes = at_once(lambda: answer(place, actor=officer), lambda: note(place, asker, actor=owner))

    assert outcomes == ["done", "done"]
    assert BoardStatement.objects.standing().count() == 2
    assert BoardCase.objects.get().state == BoardState.DISPUTED
    assert BoardEvent.objects.count() == 2


def test_two_colleagues_who_note_at_once_leave_the_organisation_one_row():
    place, asker = a_place(), an_asker()
    owner = owner_of(asker)

    at_once(
        lambda: note(place, asker, actor=owner),
        lambda: note(place, asker, actor=owner, says="not_done"),
    )

    statement = BoardStatement.objects.standing().get()
    assert BoardCase.objects.get().state == statement.says
