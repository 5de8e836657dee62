"""The log of contacts: an organisation's own, told of in events without text, reminded of once, and kept at erasure."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal import erasure, personal_data
from portal.models import ContactNote, ContactNoteEvent, Place
from portal.services import contact_log
from registry.models.members import Role
from registry.services import members
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_member, make_organisation, make_user, owner_of
from tests.portal.contacts import NOTE, SEEN_ON, an_authority, write

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def organisation():
    return make_organisation("Exempelhemmet")


def facts_of(note, **changes):
    return {name: getattr(note, name) for name in contact_log.FACTS} | changes


def actions(note_number):
    rows = ContactNoteEvent.objects.filter(note_number=note_number)
    return list(rows.values_list("action", flat=True))


# --- Who sees it ---


def test_only_the_organisations_members_see_a_note(organisation):
    note = write(organisation)
    reader = add_member(organisation, "reader")
    other = owner_of(make_organisation())
    strangers = [make_user(), make_user(officer=True), make_user(admin=True), make_user(buyer=True), other]

    assert list(ContactNote.objects.visible_to(reader)) == [note]
    assert [list(ContactNote.objects.visible_to(who)) for who in strangers] == [[]] * 5


def test_who_has_left_sees_it_no_more(organisation):
    write(organisation)
    editor = add_member(organisation, "editor")
    members.remove(editor.memberships.get(), actor=owner_of(organisation))

    assert not ContactNote.objects.visible_to(editor).exists()


def test_readers_and_others_write_nothing(organisation):
    note = write(organisation)
    for actor in (add_member(organisation, "reader"), owner_of(make_organisation()), make_user(officer=True)):
        for step in (
            lambda actor=actor: write(organisation, actor=actor),
            lambda actor=actor: contact_log.change(note, actor=actor, **facts_of(note, text="Annat")),
            lambda actor=actor: contact_log.finish(note, actor=actor),
            lambda actor=actor: contact_log.remove(note, actor=actor),
        ):
            with pytest.raises(NotEntitled):
                step()

    assert ContactNote.objects.get().text == NOTE["text"]


# --- Steps and events ---


def test_a_note_is_of_a_place_or_an_authority(organisation):
    authority = an_authority()

    assert write(organisation).about == Place.objects.get(pk="1480")
    assert write(organisation, authority=authority).about == authority


def test_a_change_is_told_by_its_fields_and_never_by_its_words(organisation):
    note = write(organisation)

    contact_log.change(
        note, actor=owner_of(organisation), **facts_of(note, text="Något annat", next_step="Ring", next_step_on=TODAY)
    )

    event = ContactNoteEvent.objects.last()
    assert ContactNote.objects.get().text == "Något annat"
    assert event.action == "change" and event.changed == ["text", "next_step", "next_step_on"]
    with pytest.raises(StepNotAllowed, match="står redan"):
        contact_log.change(note, actor=owner_of(organisation), **facts_of(ContactNote.objects.get()))


def test_a_step_is_finished_and_opened_again(organisation):
    note, owner = write(organisation, next_step="Ring"), owner_of(organisation)

    contact_log.finish(note, actor=owner)
    with pytest.raises(StepNotAllowed, match="redan klart"):
        contact_log.finish(note, actor=owner)
    contact_log.reopen(note, actor=owner)
    with pytest.raises(StepNotAllowed, match="väntar redan"):
        contact_log.reopen(note, actor=owner)

    assert ContactNote.objects.get().waits
    assert actions(note.pk) == ["write", "finish", "reopen"]


def test_what_is_thrown_away_leaves_an_event_and_none_of_its_words(organisation):
    note, number = write(organisation, text="Hemliga ord"), ContactNote.objects.get().pk

    contact_log.remove(note, actor=owner_of(organisation))

    assert not ContactNote.objects.exists()
    assert actions(number) == ["write", "remove"]
    assert "Hemliga" not in str(list(ContactNoteEvent.objects.values()))


def test_events_are_never_changed(organisation):
    write(organisation)

    for change in (lambda rows: rows.update(action="remove"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(ContactNoteEvent.objects.all())


def test_a_contact_to_come_is_refused(organisation):
    with pytest.raises(StepNotAllowed, match="efter i dag"):
        write(organisation, met_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"place_id": None}, "contact_note_is_about_one"),
        ({"place_id": "0000"}, "contact_note_is_of_a_council"),
        ({"met": "friend"}, "contact_note_met_is_known"),
        ({"way": "dream"}, "contact_note_way_is_known"),
        ({"text": " \n"}, "contact_note_says_something"),
        ({"next_step_on": date(2026, 12, 1)}, "contact_note_day_is_of_a_step"),
        ({"done_at": timezone.now()}, "contact_note_day_is_of_a_step"),
        ({"next_step": "Ring", "next_step_on": date(2026, 11, 2)}, "contact_note_step_comes_after"),
        ({"reminded_at": timezone.now()}, "contact_note_reminded_of_a_day"),
    ],
)
def test_the_database_refuses_what_makes_no_sense(organisation, wrong, name):
    note = ContactNote(organisation=organisation, **{**NOTE, "place_id": "1480", **wrong})

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        note.save()


# --- The reminder ---


def test_whoever_wrote_it_is_reminded_on_the_day_once_and_not_of_the_words(organisation, mailoutbox):
    editor = add_member(organisation, "editor")
    note = write(
        organisation, actor=editor, text="Hemliga ord", next_step="Hemligt steg", next_step_on=TODAY + timedelta(days=3)
    )
    now = timezone.now()

    assert contact_log.remind(now + timedelta(days=2)) == 0
    assert contact_log.remind(now + timedelta(days=3)) == 1
    assert contact_log.remind(now + timedelta(days=4)) == 0

    letter = mailoutbox[-1]
    assert letter.to == [editor.email] and "Göteborg" in letter.subject
    assert "emlig" not in letter.subject + letter.body
    assert f"/min-organisation/{organisation.slug}/kontaktlogg/" in letter.body
    contact_log.change(note, actor=editor, **facts_of(note, next_step_on=TODAY + timedelta(days=9)))
    assert contact_log.remind(now + timedelta(days=9)) == 1


@pytest.mark.parametrize("gone", ["left", "reader", "erased"])
def test_the_owners_are_reminded_when_the_writer_may_not_act_any_more(organisation, mailoutbox, gone):
    editor = add_member(organisation, "editor")
    write(organisation, actor=editor, next_step="Ring", next_step_on=TODAY)
    owner = owner_of(organisation)
    if gone == "left":
        members.remove(editor.memberships.get(), actor=owner)
    elif gone == "reader":
        members.change_role(editor.memberships.get(), actor=owner, role=Role.READER)
    else:
        erasure.erase(editor, actor=editor)
    mailoutbox.clear()

    contact_log.remind()

    assert [letter.to for letter in mailoutbox] == [[owner.email]]


def test_what_is_done_or_has_no_day_is_not_reminded_of(organisation, mailoutbox):
    done = write(organisation, next_step="Ring", next_step_on=TODAY)
    contact_log.finish(done, actor=owner_of(organisation))
    write(organisation, next_step="Skriv")

    assert contact_log.remind() == 0
    assert mailoutbox == []


# --- Erasure ---


def test_a_note_stays_when_its_writer_is_erased_and_names_nobody(organisation):
    editor = add_member(organisation, "editor")
    note = write(organisation, actor=editor)
    kept = {kind.key: kind.rows for kind in personal_data.about(editor)}
    assert [row["text"] for row in kept["contact_notes"]] == [NOTE["text"]]
    assert kept["contact_notes"][0]["met"] == "Upphandling"
    assert len(kept["contact_note_events"]) == 1

    erasure.erase(editor, actor=editor)

    note.refresh_from_db()
    assert note.written_by is None and note.met_on == SEEN_ON
