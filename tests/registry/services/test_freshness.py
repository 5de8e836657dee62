"""Services that nobody confirms: who is asked, when, how often, and who never is."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.calendar import months_later
from registry.models import ConfirmationLink, Notification, SearchEntry, Service
from registry.search.engine import SearchQuery, search
from registry.search.slots import FACETS
from registry.services import freshness, offerings, search_index, verifications
from registry.workflow import StepNotAllowed
from tests.factories import add_member, make_entity, make_submitted, make_user, make_verified, owner_of

pytestmark = pytest.mark.django_db
OFFICERS_LIST = "/handlaggning/obekraftade/"


def let_go(entity, months, days=0):
    """As if the services had been confirmed so long ago."""
    day = months_later(timezone.localdate(), -months) - timedelta(days=days)
    entity.services.update(confirmed_on=day)
    search_index.refresh(entity.organisation)


def verified(months, days=0):
    entity = make_verified()
    let_go(entity, months, days)
    return entity


def recipients(mailoutbox):
    return sorted(address for letter in mailoutbox for address in letter.to)


def link_in(letter):
    return re.search(r"(/bekrafta/\S+/)", letter.body)[1]


def test_after_twelve_months_each_owner_gets_one_letter(mailoutbox):
    entity = verified(12)
    second = add_member(entity.organisation, "owner")
    mailoutbox.clear()

    assert freshness.ask_owners() == 2
    assert freshness.ask_owners() == 0

    assert recipients(mailoutbox) == sorted([owner_of(entity.organisation).email, second.email])
    assert "Stämmer tjänsterna" in mailoutbox[0].subject


def test_the_link_stands_in_the_letter_alone(mailoutbox):
    entity = verified(12)
    mailoutbox.clear()
    freshness.ask_owners()

    token = link_in(mailoutbox[0]).split("/")[2]

    assert ConfirmationLink.objects.get().token_sha256 == freshness.hash_of(token)
    for row in Notification.objects.filter(user=owner_of(entity.organisation)):
        assert token not in row.body + row.url
    assert not ConfirmationLink.objects.filter(token_sha256__contains=token).exists()


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_colleagues_who_are_not_owners_get_none(mailoutbox, role):
    entity = verified(12)
    colleague = add_member(entity.organisation, role)
    mailoutbox.clear()

    freshness.ask_owners()

    assert colleague.email not in recipients(mailoutbox)


def test_who_has_confirmed_lately_gets_none(mailoutbox):
    verified(11)
    mailoutbox.clear()

    assert freshness.ask_owners() == 0
    assert mailoutbox == []


def test_who_confirmed_after_the_letter_gets_no_reminder_and_is_no_task(mailoutbox):
    entity = verified(13)
    mailoutbox.clear()
    freshness.ask_owners()
    freshness.confirm(ConfirmationLink.objects.get())
    mailoutbox.clear()

    with time_machine.travel(timezone.now() + timedelta(days=60), tick=False):
        assert freshness.ask_owners() == 0
    assert mailoutbox == []
    assert not list(freshness.unconfirmed(14))
    assert entity.services.get().confirmed_by == owner_of(entity.organisation)


def test_a_removed_owner_gets_none(mailoutbox):
    entity = verified(12)
    former = add_member(entity.organisation, "owner")
    former.memberships.update(ended_at=timezone.now(), ended_by=former)
    inactive = add_member(entity.organisation, "owner", make_user(is_active=False))
    mailoutbox.clear()

    freshness.ask_owners()

    assert not {former.email, inactive.email} & {*recipients(mailoutbox)}


def test_one_whose_verification_has_ended_gets_none(mailoutbox):
    entity = verified(14)
    owner = owner_of(entity.organisation)
    past = timezone.now() - timedelta(days=3)
    verification = entity.verifications.get()
    verification.period = type(verification.period)(timezone.localdate(past), None)
    verification.save(update_fields=["period"])
    verifications.end_on_request(verification, actor=owner)
    mailoutbox.clear()

    assert freshness.ask_owners() == 0
    assert mailoutbox == []
    assert not list(freshness.unconfirmed(14))


def test_one_that_was_never_verified_and_one_that_ended_its_service_get_none(mailoutbox):
    let_go(make_submitted().legal_entity, 13)
    quiet = verified(13)
    quiet.services.update(ended_on=timezone.localdate())
    mailoutbox.clear()

    assert freshness.ask_owners() == 0
    assert mailoutbox == []


def test_from_fresh_to_faded_to_a_task_to_hidden(mailoutbox, client):
    officer = make_user(officer=True)
    entity = make_verified()
    organisation, start = entity.organisation, timezone.localdate()
    mailoutbox.clear()

    def on(months, days=0):
        day = months_later(start, months) + timedelta(days=days)
        return time_machine.travel(datetime(day.year, day.month, day.day, 10, tzinfo=UTC), tick=False)

    def shown():
        freshness.fade()
        found = {value: search(SearchQuery(filters={"confirmed": [value]})).total for value in (0, 1)}
        page = client.get(organisation.get_absolute_url()).text
        client.force_login(officer)
        task = str(organisation) in client.get(OFFICERS_LIST).text
        client.logout()
        return found, "Bekräftad för" in page, task, freshness.ask_owners()

    with on(11):
        assert shown() == ({0: 0, 1: 1}, False, False, 0)
    with on(12):
        assert shown() == ({0: 1, 1: 0}, True, False, 1)
        assert "Bekräftad för tolv månader sedan" in client.get("/organisationer/").text
    with on(12, 20):
        assert shown() == ({0: 1, 1: 0}, True, False, 0)
    with on(13):
        assert shown() == ({0: 1, 1: 0}, True, False, 1)
    with on(13, 10):
        assert shown() == ({0: 1, 1: 0}, True, False, 0)
    with on(14):
        assert shown() == ({0: 1, 1: 0}, True, True, 0)
    with on(18):
        assert shown() == ({0: 0, 1: 0}, True, True, 0)
        assert search(SearchQuery(filters={})).total == 1
        freshness.confirm(ConfirmationLink.objects.latest("pk"), at=ConfirmationLink.objects.latest("pk").sent_at)
    assert [letter.subject[:11] for letter in mailoutbox] == ["Stämmer tjä", "Påminnelse:"]


def test_opening_the_link_changes_nothing_and_pressing_confirms_once(mailoutbox, client):
    entity = verified(12)
    mailoutbox.clear()
    freshness.ask_owners()
    address, before = link_in(mailoutbox[0]), entity.services.get().confirmed_on
    for _ in range(3):  # as a scanner of mail does
        assert "Ja, allt stämmer" in client.get(address).text
        assert client.head(address).status_code == 200
    assert entity.services.get().confirmed_on == before

    page = client.post(address)

    assert "Tack, tjänsterna är bekräftade" in page.text
    assert entity.services.get().confirmed_on == timezone.localdate()
    assert "_auth_user_id" not in client.session
    slots = SearchEntry.objects.get(pk=entity.organisation_id).slots
    assert FACETS["confirmed"].slot(1) in slots
    again = client.post(address)
    assert again.status_code == 410
    assert "Länken är redan använd." in again.text
    assert "Logga in och fortsätt" in again.text
    assert client.get(address).status_code == 410


def test_a_link_that_is_too_old_says_what_to_do(mailoutbox, client):
    entity = verified(12)
    mailoutbox.clear()
    freshness.ask_owners()
    ConfirmationLink.objects.update(expires_at=timezone.now())

    page = client.post(link_in(mailoutbox[0]))

    assert page.status_code == 410
    assert "Länken har gått ut." in page.text
    assert entity.services.get().confirmed_on != timezone.localdate()


def test_a_link_dies_with_the_membership(mailoutbox, client):
    entity = verified(12)
    other = add_member(entity.organisation, "owner")
    mailoutbox.clear()
    freshness.ask_owners()
    letter = next(letter for letter in mailoutbox if letter.to == [other.email])
    other.memberships.update(ended_at=timezone.now(), ended_by=other)

    page = client.post(link_in(letter))

    assert page.status_code == 410
    assert "Du företräder inte längre organisationen." in page.text
    assert "Be en av dess ägare att logga in och bekräfta tjänsterna." in page.text
    assert "Logga in och fortsätt" not in page.text  # there is nothing left for them behind the sign-in


def test_a_guessed_link_does_not_exist(client):
    assert client.get("/bekrafta/gissning/").status_code == 404
    assert client.post("/bekrafta/gissning/").status_code == 404


def test_services_that_are_being_examined_are_left_and_the_link_keeps(client):
    entity = make_submitted().legal_entity
    link, _ = freshness.make_link(entity.organisation, owner_of(entity.organisation), at=timezone.now())

    with pytest.raises(StepNotAllowed, match=offerings.LOCKED):
        freshness.confirm(link)

    link.refresh_from_db()
    assert link.used_at is None


def test_all_services_of_the_family_are_confirmed_with_one_press():
    first = verified(13)
    second = make_verified(make_entity(first.organisation, ready=True))
    let_go(second, 12)
    link, _ = freshness.make_link(first.organisation, owner_of(first.organisation), at=timezone.now())

    assert freshness.confirm(link) == 2

    assert set(Service.objects.values_list("confirmed_on", flat=True)) == {timezone.localdate()}


def test_search_asks_for_those_confirmed_in_the_last_year(client):
    fresh, old = verified(3), verified(15)

    page = client.get("/organisationer/", {"bekraftad": "senaste-aret"})

    assert str(fresh.organisation) in page.text
    assert str(old.organisation) not in page.text
    assert "Bekräftad senaste året" in page.text
    assert "1 organisation" in page.text


def test_the_officers_list_has_as_many_queries_for_many(client):
    officer = make_user(officer=True)
    client.force_login(officer)

    def queries(count):
        for _ in range(count):
            verified(15)
        client.get(OFFICERS_LIST)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(OFFICERS_LIST)
        assert "Inget brev har gått" in page.text
        return len(asked)

    assert queries(1) == queries(3)


def test_the_officers_list_is_for_officers(client):
    client.force_login(make_user())

    assert client.get(OFFICERS_LIST).status_code == 404
