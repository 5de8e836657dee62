"""Several at the same moment in dialogue: the last seat is one party's, and nobody is signed up twice."""

import pytest
from django.db import IntegrityError

from portal.models import MeetingInvitation, MeetingSignUp, MeetingState
from portal.services import dialogue, dialogue_parties
from tests.factories import owner_of
from tests.portal.board import an_asker
from tests.portal.dialogue import a_meeting, answer, ask, person_of, sign_up
from tests.test_races import REFUSALS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def done_once(outcomes):
    return outcomes.count("done") == 1 and set(outcomes) - {"done"} <= REFUSALS | {"Full"}


def test_the_last_seat_is_one_partys():
    meeting, parties = a_meeting(seats=1), [an_asker() for _ in range(4)]

    outcomes = at_once(*[lambda party=party: sign_up(meeting, party, actor=owner_of(party)) for party in parties])

    assert done_once(outcomes)
    assert MeetingSignUp.objects.standing().count() == 1


def test_the_database_itself_gives_the_last_seat_once():
    meeting, parties = a_meeting(seats=3), [an_asker(), an_asker()]

    def past_the_service(party):
        MeetingSignUp.objects.create(meeting=meeting, organisation=party, user=owner_of(party), persons=2)

    outcomes = at_once(*[lambda party=party: past_the_service(party) for party in parties])

    assert sorted(outcomes) == [IntegrityError.__name__, "done"]


def test_a_party_that_two_colleagues_sign_up_stands_there_once():
    meeting, party = a_meeting(), an_asker()
    owner = owner_of(party)

    assert done_once(at_once(*[lambda: sign_up(meeting, party, actor=owner)] * 2))
    assert MeetingSignUp.objects.count() == 1


def test_nobody_signs_up_for_what_is_cancelled_in_that_moment():
    meeting, party = a_meeting(), an_asker()
    owner, host = owner_of(party), meeting.created_by

    outcomes = at_once(
        lambda: sign_up(meeting, party, actor=owner),
        lambda: dialogue.cancel(meeting, actor=host, reason="Sjukdom."),
    )

    meeting.refresh_from_db()
    assert outcomes[1] == "done" and meeting.state == MeetingState.CANCELLED
    assert outcomes[0] in {"done", "StepNotAllowed"}


def test_two_who_invite_the_same_invite_once_and_two_who_answer_answer_once():
    meeting, party = a_meeting(), an_asker()
    host = person_of(meeting.party)
    question = ask(meeting, party)

    assert done_once(at_once(*[lambda: dialogue_parties.invite(meeting, [party], actor=host)] * 2))
    assert done_once(at_once(*[lambda: answer(question)] * 2))
    assert MeetingInvitation.objects.count() == 1
