"""Several at the same moment in the directory and in the log: one word of each, and nothing half."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.models import ContactNote, ContactNoteEvent, FunctionContact
from portal.services import contact_log, contacts
from registry.models import Notification
from tests.factories import owner_of
from tests.portal.board import an_asker
from tests.portal.contacts import OWN_FACTS, an_authority, put_in, say, write
from tests.test_races import at_once, one_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_authority_and_an_organisation_at_once_leave_the_authoritys_word():
    authority, organisation = an_authority(), an_asker()

    outcomes = at_once(lambda: say(authority), lambda: put_in(authority, organisation))

    assert outcomes[0] == "done"
    assert FunctionContact.objects.standing().get().is_the_authoritys


def test_two_organisations_that_put_in_the_same_leave_one():
    authority = an_authority()
    askers = [an_asker(), an_asker()]

    outcomes = at_once(*[lambda asker=asker: put_in(authority, asker) for asker in askers])

    assert sorted(outcomes) == ["ValidationError", "done"]
    assert FunctionContact.objects.standing().count() == 1


def test_a_contact_that_two_correct_at_once_is_corrected_once():
    authority, organisation = an_authority(), an_asker()
    row, other = put_in(authority, organisation), an_asker()
    facts = {**OWN_FACTS, "source": "webben"}

    outcomes = at_once(
        lambda: contacts.correct(row, organisation=organisation, actor=owner_of(organisation), **facts),
        lambda: contacts.correct(row, organisation=other, actor=owner_of(other), **facts),
    )

    assert one_of(outcomes)
    assert FunctionContact.objects.standing().count() == 1


def test_two_clocks_remind_and_tell_once():
    organisation, authority = an_asker(), an_authority()
    put_in(authority, organisation)
    write(organisation, next_step="Ring", next_step_on=timezone.localdate())

    at_once(contact_log.remind, contact_log.remind)
    at_once(contacts.tell, contacts.tell)

    assert Notification.objects.filter(kind="portal/contact_note_due").count() == 1
    assert Notification.objects.filter(kind="portal/contacts_entered").count() == 1


def test_a_note_that_is_thrown_away_while_it_is_done_is_gone():
    organisation = an_asker()
    note = write(organisation, next_step="Ring", next_step_on=timezone.localdate() + timedelta(days=1))
    owner = owner_of(organisation)

    outcomes = at_once(lambda: contact_log.remove(note, actor=owner), lambda: contact_log.finish(note, actor=owner))

    assert outcomes[0] == "done" and outcomes[1] in {"done", "StepNotAllowed"}
    assert not ContactNote.objects.exists()
    assert ContactNoteEvent.objects.filter(action="remove").count() == 1
