"""Meetings: written by their host alone, announced, moved, cancelled, held by the clock, noted; and who is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.models import (
    Door,
    Meeting,
    MeetingEvent,
    MeetingInvitation,
    MeetingQuestion,
    MeetingSignUp,
    MeetingState,
)
from portal.services import dialogue, dialogue_parties
from procurement.models import AuthorityMembership
from registry.models import Membership, Notification, StatusLog
from registry.models.members import Role
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_member, add_to_authority, make_authority, make_organisation, make_user, owner_of
from tests.portal.board import a_place, an_asker
from tests.portal.dialogue import (
    DAY,
    a_draft,
    a_meeting,
    a_past_meeting,
    an_authority,
    answer,
    ask,
    at_noon,
    facts,
    person_of,
    sign_up,
)
from tests.procurement.factories import make_planned

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def host():
    return an_authority()[0]


@pytest.fixture
def asker():
    return an_asker("Exempelhemmet")


def changed(meeting, **more):
    """The meeting's facts, some of them others."""
    return {name: getattr(meeting, name) for name in dialogue.FACTS} | more


def told(template):
    """Who has had the message."""
    return set(Notification.objects.filter(kind=f"portal/{template}").values_list("user", flat=True))


# --- The host ---


def test_a_draft_is_the_hosts_alone_until_it_is_announced(host):
    meeting = a_draft(host)
    outsider = make_user()
    assert not Meeting.objects.visible_to(outsider).exists()
    assert list(Meeting.objects.visible_to(person_of(host))) == [meeting]

    dialogue.announce(meeting, actor=person_of(host))

    assert list(Meeting.objects.shown()) == [meeting]
    assert [event.action for event in meeting.events.all()] == ["create", "announce"]
    assert StatusLog.objects.filter(subject="meeting", subject_id=meeting.pk, action="announce").count() == 1


@pytest.mark.parametrize("role", ["administrator", "officer", "politician"])
def test_everybody_who_acts_for_an_authority_may_host(role):
    authority, person = an_authority(role=role)

    assert dialogue.create(authority, actor=person, **facts(place=a_place())).state == MeetingState.DRAFT


def test_strangers_readers_and_organisations_that_nobody_sees_host_nothing(host, asker):
    hidden, left = make_organisation(), person_of(host)
    AuthorityMembership.objects.filter(user=left).update(ended_at=timezone.now(), ended_by=left)

    for party, actor in (
        (host, make_user()),
        (host, left),
        (host, owner_of(asker)),
        (asker, add_member(asker, Role.READER)),
        (hidden, owner_of(hidden)),
    ):
        with pytest.raises(NotEntitled):
            dialogue.create(party, actor=actor, **facts(place=a_place()))

    assert not Meeting.objects.exists()


def test_nobody_but_the_host_takes_its_steps(host, asker):
    meeting, other = a_meeting(host), owner_of(asker)
    draft, question = a_draft(host), ask(a_past_meeting(host), asker)

    for step in (
        lambda: dialogue.change(meeting, actor=other, **changed(meeting)),
        lambda: dialogue.announce(draft, actor=other),
        lambda: dialogue.discard(draft, actor=other),
        lambda: dialogue.cancel(meeting, actor=other, reason="Nej."),
        lambda: dialogue.write_notes(question.meeting, actor=other, text="Nej."),
        lambda: dialogue_parties.invite(meeting, [asker], actor=other),
        lambda: dialogue_parties.answer(question, actor=other, text="Nej."),
    ):
        with pytest.raises(NotEntitled):
            step()


def test_a_meeting_is_about_one_of_the_authoritys_own_procurements_that_is_shown(asker):
    planned = make_planned()
    authority = planned.authority
    with pytest.raises(StepNotAllowed, match="egna upphandlingar"):
        a_draft(authority, procurement=planned)  # a plan that the authority keeps to itself
    planned.plan_shown_at = timezone.now()
    planned.save(update_fields=["plan_shown_at"])

    assert a_draft(authority, procurement=planned).procurement == planned
    for party in (an_authority()[0], asker):
        with pytest.raises(StepNotAllowed):
            a_draft(party, procurement=planned)
    row = a_draft(an_authority()[0])
    with pytest.raises(IntegrityError, match="annan myndighets"), transaction.atomic():
        Meeting.objects.filter(pk=row.pk).update(procurement=planned)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_at": at_noon(20)},
        {"ends_at": at_noon(22)},
        {"address": "  "},
        {"address": "", "url": "http://osaker.example"},
        {"seats": 0},
        {"sign_up_until": at_noon(21)},
        {"accessibility": " "},
        {"title": ""},
        {"kind": "party"},
    ],
)
def test_a_meeting_that_cannot_be_is_refused_in_words_and_by_the_database(host, wrong):
    person = person_of(host)
    with pytest.raises(ValidationError):
        dialogue.create(host, actor=person, **facts(place=a_place(), **wrong))

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(authority=host, created_by=person, **facts(place=a_place(), **wrong))


@pytest.mark.parametrize(
    "wrong",
    [
        {"authority": None},
        {"state": "announced"},
        {"state": "cancelled"},
        {"cancel_reason": "Utan att vara inställd"},
        {"notes": "För tidigt", "notes_at": at_noon(1)},
        {"place_id": "0000"},
    ],
)
def test_the_database_refuses_around_the_services(host, wrong):
    known = {"authority": host, "created_by": person_of(host), **facts(place=a_place())}
    if "place_id" in wrong:
        del known["place"]

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(**known | wrong)


def test_a_meeting_is_of_one_host_and_neither_it_nor_its_events_are_taken_away(host, asker):
    meeting = a_meeting(host)

    for wrong in (
        lambda: Meeting.objects.filter(pk=meeting.pk).update(organisation=asker),
        lambda: Meeting.objects.filter(pk=meeting.pk).update(organisation=asker, authority=None),
        lambda: Meeting.objects.filter(pk=meeting.pk).update(announced_at=timezone.now() + DAY),
        lambda: Meeting.objects.filter(pk=meeting.pk)._raw_delete("default"),
        lambda: MeetingEvent.objects.all()._raw_delete("default"),
        lambda: MeetingEvent.objects.update(note="Omskrivet"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_what_has_been_is_neither_announced_nor_changed(host):
    person, draft = person_of(host), a_draft(host)
    with pytest.raises(StepNotAllowed, match="inte har varit"):
        dialogue.announce(draft, actor=person, at=draft.starts_at + HOUR)
    closed = a_draft(host, sign_up_until=at_noon(5))
    with pytest.raises(StepNotAllowed, match="Sista dagen"):
        dialogue.announce(closed, actor=person, at=at_noon(6))
    begun = a_meeting(host)

    with pytest.raises(StepNotAllowed, match="redan börjat"):
        dialogue.change(begun, actor=person, at=begun.starts_at + HOUR, **changed(begun))


def test_a_draft_that_is_discarded_is_gone_for_everybody_and_never_announced(host):
    draft = a_draft(host)

    dialogue.discard(draft, actor=person_of(host))

    assert not Meeting.objects.shown().exists()
    with pytest.raises(StepNotAllowed):
        dialogue.announce(draft, actor=person_of(host))


# --- Changed, cancelled, held ---


@pytest.mark.parametrize("last", [-300, -1])
def test_the_last_day_to_sign_up_is_not_set_to_one_that_has_been(host, last):
    meeting, person = a_meeting(host), person_of(host)

    with pytest.raises(StepNotAllowed, match="Sista dagen"):
        dialogue.change(meeting, actor=person, **changed(meeting, sign_up_until=at_noon(last)))
    with pytest.raises(StepNotAllowed, match="Sista dagen"):
        dialogue.create(host, actor=person, **facts(place=meeting.place, sign_up_until=at_noon(last)))


def test_a_last_day_that_has_been_stays_when_something_else_is_changed(host):
    meeting = a_meeting(host, sign_up_until=at_noon(5))

    new = dialogue.change(meeting, actor=person_of(host), at=at_noon(6), **changed(meeting, about="Mer att läsa."))

    assert new.sign_up_until == at_noon(5)


def test_another_time_or_place_is_told_to_those_who_come_with_the_old_one_and_kept(host, asker):
    meeting = a_meeting(host, url="https://moten.example/rum")
    coming, gone = sign_up(meeting, asker), sign_up(meeting)
    dialogue_parties.leave(gone, actor=person_of(gone.party))
    dialogue_parties.invite(meeting, [an_asker()], actor=person_of(host))
    mail.outbox.clear()

    new = dialogue.change(meeting, actor=person_of(host), **changed(meeting, address="Biblioteket"))

    assert told("meeting_changed") == {coming.user_id}
    assert new.sequence == 1
    letter = mail.outbox[0].body
    assert "Biblioteket" in letter and "Stadshuset, Storgatan 1" in letter
    event = meeting.events.last()
    assert event.action == "move" and "Stadshuset, Storgatan 1" in event.note
    assert "moten.example" not in letter + event.note


def test_other_words_are_told_to_nobody_and_raise_the_number_all_the_same(host, asker):
    meeting = a_meeting(host)
    sign_up(meeting, asker)

    new = dialogue.change(meeting, actor=person_of(host), **changed(meeting, about="Mer att läsa."))

    assert told("meeting_changed") == set()
    assert (new.sequence, meeting.events.last().action) == (1, "change")


def test_seats_are_never_fewer_than_those_who_come(host, asker):
    meeting = a_meeting(host, seats=10)
    sign_up(meeting, asker, 4)

    with pytest.raises(StepNotAllowed, match="4 personer är redan anmälda"):
        dialogue.change(meeting, actor=person_of(host), **changed(meeting, seats=3))
    with pytest.raises(IntegrityError, match="så många platser"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(seats=3)


def test_a_cancelled_meeting_stays_with_its_reason_and_those_who_come_are_told(host, asker):
    meeting = a_meeting(host)
    coming = sign_up(meeting, asker, wants_contact=True)
    stranger = owner_of(an_asker())

    held = dialogue.cancel(meeting, actor=person_of(host), reason="Lokalen är stängd.")

    assert Meeting.objects.shown().get().cancel_reason == "Lokalen är stängd."
    assert held.door(0) == Door.CANCELLED and held.sequence == 1
    assert told("meeting_cancelled") == {coming.user_id} and stranger.pk not in told("meeting_cancelled")
    assert not MeetingSignUp.objects.filter(wants_contact=True).exists()
    with pytest.raises(StepNotAllowed):
        sign_up(meeting)


def test_a_meeting_is_cancelled_with_a_reason_and_not_after_it_was_held(host):
    meeting, person = a_meeting(host), person_of(host)
    with pytest.raises(ValidationError, match="varför"):
        dialogue.cancel(meeting, actor=person, reason="")
    past = a_past_meeting(host)

    with pytest.raises(StepNotAllowed, match="redan hållits"):
        dialogue.cancel(past, actor=person, reason="För sent.")


def test_the_clock_notes_once_that_a_meeting_was_held_and_forgets_whom_to_contact(host, asker):
    meeting = a_meeting(host)
    sign_up(meeting, asker, wants_contact=True)
    assert dialogue.hold_due(meeting.ends_at - HOUR) == 0

    assert [dialogue.hold_due(meeting.ends_at + HOUR) for _ in range(2)] == [1, 0]

    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HELD
    assert not MeetingSignUp.objects.filter(wants_contact=True).exists()


# --- Notes ---


def test_notes_come_after_the_start_are_told_once_and_the_old_ones_are_kept(host, asker):
    meeting = a_past_meeting(host)
    coming = sign_up(meeting, asker, at=at_noon(-20))
    person = person_of(host)

    dialogue.write_notes(meeting, actor=person, text="Vi talade om tider.")
    held = dialogue.write_notes(meeting, actor=person, text="Vi talade om tider och pris.")

    assert held.notes == "Vi talade om tider och pris."
    assert [(row.action, row.note) for row in meeting.events.all()][-2:] == [
        ("note", ""),
        ("correct", "Vi talade om tider."),
    ]
    assert told("meeting_notes") == {coming.user_id} and len(mail.outbox) == 1


def test_notes_of_what_has_not_begun_and_the_same_words_again_are_refused(host):
    person = person_of(host)
    with pytest.raises(StepNotAllowed, match="har börjat"):
        dialogue.write_notes(a_meeting(host), actor=person, text="För tidigt.")
    past = a_past_meeting(host)
    dialogue.write_notes(past, actor=person, text="Samma.")

    with pytest.raises(StepNotAllowed, match="redan skrivna"):
        dialogue.write_notes(past, actor=person, text="Samma.")


# --- Inviting ---


def test_an_invitation_goes_once_to_those_who_may_sign_the_party_up(host, asker):
    meeting, reader = a_meeting(host), add_member(asker, Role.READER)
    region, politician = an_authority(a_place("0014"), role="politician")
    person = person_of(host)

    new = dialogue_parties.invite(meeting, [asker, region, host], actor=person)

    assert {row.party for row in new} == {asker, region}
    assert told("meeting_invited") == {owner_of(asker).pk, politician.pk}
    assert reader.pk not in told("meeting_invited")
    assert f"/dialog/{meeting.pk}/" in mail.outbox[0].body
    with pytest.raises(StepNotAllowed, match="redan inbjudna"):
        dialogue_parties.invite(meeting, [asker], actor=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingInvitation.objects.create(meeting=meeting, organisation=asker, invited_by=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingInvitation.objects.update(invited_at=at_noon(1))


def test_nobody_is_invited_to_a_draft_or_to_what_has_begun(host, asker):
    person = person_of(host)

    for meeting in (a_draft(host), a_past_meeting(host)):
        with pytest.raises(StepNotAllowed):
            dialogue_parties.invite(meeting, [asker], actor=person)


# --- Signing up ---


def test_a_party_signs_up_once_changes_its_number_and_may_come_back(host, asker):
    meeting = a_meeting(host, seats=5)
    row = sign_up(meeting, asker, 2)
    with pytest.raises(StepNotAllowed, match="redan anmäld"):
        sign_up(meeting, asker)

    dialogue_parties.change_sign_up(row, actor=owner_of(asker), persons=5)
    left = dialogue_parties.leave(row, actor=owner_of(asker))
    again = sign_up(meeting, asker, 3)

    assert left.cancelled_at and again.persons == 3
    with pytest.raises(StepNotAllowed, match="redan avbokad"):
        dialogue_parties.leave(row, actor=owner_of(asker))


def test_a_full_meeting_says_so_and_to_whom_one_writes(host, asker):
    meeting = a_meeting(host, seats=3)
    mine = sign_up(meeting, asker, 2)
    with pytest.raises(dialogue_parties.Full, match="bara en plats kvar"):
        sign_up(meeting, persons=2)
    sign_up(meeting)

    with pytest.raises(dialogue_parties.Full, match="Alla platser är tagna. Skriv till dialog@kommunen.example"):
        sign_up(meeting)
    with pytest.raises(dialogue_parties.Full):
        dialogue_parties.change_sign_up(mine, actor=owner_of(asker), persons=3)
    assert dialogue_parties.change_sign_up(mine, actor=owner_of(asker), persons=1).persons == 1
    with pytest.raises(IntegrityError, match="så många platser"), transaction.atomic():
        MeetingSignUp.objects.filter(pk=mine.pk).update(persons=3)


@pytest.mark.parametrize(
    ("days", "door"), [(-30, Door.OPEN), (-1, Door.CLOSED), (1, Door.OVER)], ids=["open", "closed", "over"]
)
def test_the_door_follows_the_clock(host, days, door):
    meeting = a_meeting(host, at=at_noon(-60), starts_at=at_noon(0), sign_up_until=at_noon(-5))

    assert meeting.door(0, meeting.starts_at + days * DAY) == door
    assert meeting.closes_at == at_noon(-5)


def test_nobody_signs_up_after_the_last_day_or_for_a_draft_and_the_host_needs_not(host, asker):
    meeting = a_meeting(host, at=at_noon(-60), starts_at=at_noon(5), sign_up_until=at_noon(-1))

    with pytest.raises(StepNotAllowed, match="Anmälan är stängd"):
        sign_up(meeting, asker)
    for state in (a_draft(host), a_past_meeting(host)):
        with pytest.raises(StepNotAllowed):
            sign_up(state, asker)
    with pytest.raises(StepNotAllowed, match="Ni är värd"):
        sign_up(a_meeting(host), host)


def test_who_acts_for_nobody_signs_nobody_up_and_only_ones_own_is_changed(host, asker):
    meeting = a_meeting(host)
    row, other = sign_up(meeting, asker), owner_of(an_asker())

    for step in (
        lambda: sign_up(meeting, asker, actor=make_user()),
        lambda: sign_up(meeting, asker, actor=add_member(asker, Role.READER)),
        lambda: sign_up(meeting, make_authority(), actor=other),
        lambda: dialogue_parties.change_sign_up(row, actor=other, persons=3),
        lambda: dialogue_parties.leave(row, actor=other),
    ):
        with pytest.raises(NotEntitled):
            step()


@pytest.mark.parametrize("persons", [0, 51])
def test_a_number_of_persons_that_cannot_be_is_refused_by_the_database_too(host, asker, persons):
    meeting = a_meeting(host)
    with pytest.raises(ValidationError):
        dialogue_parties.sign_up(meeting, asker, actor=owner_of(asker), persons=persons)

    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingSignUp.objects.create(meeting=meeting, organisation=asker, user=owner_of(asker), persons=persons)


def test_a_sign_up_is_one_partys_and_stays_where_it_is(host, asker):
    row = sign_up(a_meeting(host), asker)
    other = a_meeting(host)

    for wrong in (
        {"authority": host},
        {"organisation": an_asker()},
        {"meeting": other},
        {"user": make_user()},
        {"cancelled_at": timezone.now(), "wants_contact": True},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            MeetingSignUp.objects.filter(pk=row.pk).update(**wrong)
    dialogue_parties.leave(row, actor=owner_of(asker))
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingSignUp.objects.filter(pk=row.pk).update(cancelled_at=None)


# --- The day before ---


def test_those_who_come_tomorrow_are_reminded_once_and_nobody_else(host, asker):
    meeting = a_meeting(host)
    coming, gone = sign_up(meeting, asker), sign_up(meeting)
    dialogue_parties.leave(gone, actor=person_of(gone.party))
    dialogue_parties.invite(meeting, [an_asker()], actor=person_of(host))
    dialogue.cancel(sign_up(a_meeting(host)).meeting, actor=person_of(host), reason="Sjukdom.")
    eve = meeting.starts_at - DAY
    assert dialogue_parties.remind(eve - DAY) == 0

    assert [dialogue_parties.remind(eve) for _ in range(2)] == [1, 0]

    assert told("meeting_due") == {coming.user_id}
    assert dialogue_parties.remind(meeting.starts_at) == 0


def test_a_meeting_that_moves_is_reminded_of_again_on_its_new_day(host, asker):
    meeting = a_meeting(host)
    sign_up(meeting, asker)
    dialogue_parties.remind(meeting.starts_at - DAY)
    later = {"starts_at": meeting.starts_at + 3 * DAY, "ends_at": meeting.ends_at + 3 * DAY}

    moved = dialogue.change(meeting, actor=person_of(host), **changed(meeting, **later))

    assert dialogue_parties.remind(moved.starts_at - DAY) == 1


def test_who_has_left_the_party_is_told_nothing_and_a_colleague_is_told_instead(host, asker):
    meeting = a_meeting(host)
    editor = add_member(asker, Role.EDITOR)
    row = sign_up(meeting, asker, actor=editor)
    question = ask(meeting, asker, actor=editor)
    Membership.objects.filter(user=editor).update(ended_at=timezone.now(), ended_by=owner_of(asker))
    reader = add_member(asker, Role.READER)

    dialogue_parties.remind(meeting.starts_at - DAY)
    answer(question)
    dialogue.cancel(meeting, actor=person_of(host), reason="Sjukdom.")

    for template in ("meeting_due", "meeting_answered", "meeting_cancelled"):
        assert told(template) == {owner_of(asker).pk}
    assert {row.user_id, reader.pk}.isdisjoint(Notification.objects.values_list("user", flat=True))


# --- Questions ---


def test_a_question_reaches_the_host_and_the_answer_the_asker_in_the_words_of_all(host, asker):
    colleague = add_to_authority(host, make_user(), "politician")
    meeting = a_meeting(host)
    question = ask(meeting, asker, "Vi på Exempelhemmet undrar om tider.")
    assert told("meeting_asked") == {meeting.created_by_id} and colleague.pk not in told("meeting_asked")
    assert "Exempelhemmet" not in mail.outbox[0].body.replace(question.text, "")

    held = answer(question, "Kvällar går bra.", wording="Vilka tider går bra?")

    assert (held.text, held.answer) == ("Vilka tider går bra?", "Kvällar går bra.")
    assert told("meeting_answered") == {owner_of(asker).pk}
    with pytest.raises(StepNotAllowed, match="redan besvarad"):
        answer(held)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingQuestion.objects.update(answer="Omskrivet")


def test_the_same_question_sent_twice_waits_once(host, asker):
    meeting = a_meeting(host)
    question = ask(meeting, asker)

    with pytest.raises(StepNotAllowed, match="redan skickad"):
        ask(meeting, asker)

    answer(question)
    assert ask(meeting, asker) and ask(meeting)


def test_letters_of_a_meeting_that_is_made_up_say_so(host, asker):
    meeting = a_meeting(host, is_invented=True)
    dialogue_parties.invite(meeting, [asker], actor=person_of(host))
    sign_up(meeting, asker)
    answer(ask(meeting, asker))
    dialogue.change(meeting, actor=person_of(host), **changed(meeting, address="Biblioteket"))
    dialogue_parties.remind(at_noon(19))
    dialogue.cancel(meeting, actor=person_of(host), reason="Sjukdom.")

    assert len(mail.outbox) == 6
    assert all("(påhittad)" in letter.subject and "(påhittad)" in letter.body for letter in mail.outbox)


def test_one_asks_before_and_after_but_not_of_drafts_or_what_is_cancelled_nor_oneself(host, asker):
    assert ask(a_meeting(host), asker) and ask(a_past_meeting(host), asker)
    cancelled = dialogue.cancel(a_meeting(host), actor=person_of(host), reason="Sjukdom.")

    for meeting, party in ((a_draft(host), asker), (cancelled, asker), (a_meeting(host), host)):
        with pytest.raises(StepNotAllowed):
            ask(meeting, party)
    with pytest.raises(NotEntitled):
        ask(a_meeting(host), asker, actor=make_user())


def test_a_question_stands_as_the_askers_and_has_words(host, asker):
    question = ask(a_meeting(host), asker)

    for wrong in ({"text": " "}, {"organisation": an_asker()}, {"answer": "Utan dag"}, {"authority": host}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MeetingQuestion.objects.filter(pk=question.pk).update(**wrong)


def test_the_steps_of_one_meeting_ask_the_same_however_many_come(host, django_assert_max_num_queries):
    meeting = a_meeting(host)
    for _ in range(2):
        sign_up(meeting)
    party = an_asker()
    with django_assert_max_num_queries(40) as few:
        sign_up(meeting, party)
    for _ in range(4):
        sign_up(meeting)
    other = an_asker()

    with django_assert_max_num_queries(40) as many:
        sign_up(meeting, other)

    assert len(few) == len(many)
