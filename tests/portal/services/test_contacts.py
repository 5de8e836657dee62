"""The directory of contacts: put in, corrected, outdone by the authority's own word, told of, and never changed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.models import ContactFunction, FunctionContact
from portal.services import contacts
from registry.models import Notification, ServiceArea, StatusLog
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_member, add_to_authority, make_organisation, make_user, owner_of
from tests.portal.board import an_asker
from tests.portal.contacts import FACTS, OWN_FACTS, SEEN_ON, an_authority, put_in, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    return an_authority()


@pytest.fixture
def organisation():
    return an_asker("Exempelhemmet")


def standing(authority):
    return list(FunctionContact.objects.standing().filter(authority=authority).order_by("pk"))


# --- Who says what ---


def test_an_organisation_puts_in_what_it_has_read(authority, organisation):
    row = put_in(authority, organisation)

    assert standing(authority) == [row]
    assert not row.is_the_authoritys
    assert StatusLog.objects.get(subject="functioncontact").action == "enter"


def test_another_organisation_corrects_it_and_the_old_row_is_kept(authority, organisation):
    row, other = put_in(authority, organisation), an_asker()

    new = contacts.correct(
        row, organisation=other, actor=owner_of(other), **{**FACTS, "email": "inkop@provkommun.example"}
    )

    row.refresh_from_db()
    assert standing(authority) == [new]
    assert row.closed_at and new.replaces == row and new.organisation == other
    assert row.email == FACTS["email"]


def test_the_authority_confirms_by_saying_the_same(authority, organisation):
    row = put_in(authority, organisation)

    new = contacts.correct(row, actor=authority.officer, **{**FACTS, "source": "", "source_url": ""})

    assert standing(authority) == [new] and new.is_the_authoritys
    assert list(StatusLog.objects.filter(subject="functioncontact").order_by("id").values_list("action", flat=True)) == [
        "enter", "correct", "confirm",
    ]  # fmt: skip


def test_the_authoritys_own_word_takes_the_place_of_every_organisations(authority, organisation):
    put_in(authority, organisation)
    put_in(authority, organisation, unit="Inköpsenheten")
    law = put_in(authority, organisation, function="law")

    own = say(authority)

    assert standing(authority) == [law, own]
    assert StatusLog.objects.filter(action="outdo").count() == 2


def test_one_nämnd_does_not_take_the_place_of_another(authority, organisation):
    schools = put_in(authority, organisation, function="committee", unit="Skolnämnden")
    put_in(authority, organisation, function="committee", unit="Äldrenämnden")

    own = say(authority, function="committee", unit="äldrenämnden")

    assert standing(authority) == [schools, own]


@pytest.mark.parametrize("step", ["add", "correct"])
def test_where_the_authority_has_spoken_organisations_say_no_more(authority, organisation, step):
    own = say(authority)
    actor = owner_of(organisation)

    with pytest.raises(StepNotAllowed, match="Myndigheten har själv sagt"):
        if step == "add":
            put_in(authority, organisation, unit="Inköpsenheten")
        else:
            contacts.correct(own, organisation=organisation, actor=actor, **FACTS)

    assert standing(authority) == [own]


def test_nothing_is_said_twice(authority, organisation):
    row = put_in(authority, organisation)

    with pytest.raises(StepNotAllowed, match="står redan"):
        contacts.correct(row, organisation=organisation, actor=owner_of(organisation), **FACTS)
    with pytest.raises(ValidationError, match="Kontakten finns redan"):
        put_in(authority, an_asker(), email="annan@provkommun.example")


def test_what_is_closed_is_not_corrected_or_removed_again(authority, organisation):
    row = put_in(authority, organisation)
    contacts.remove(row, actor=authority.officer)

    with pytest.raises(StepNotAllowed, match="hann före"):
        contacts.remove(row, organisation=organisation, actor=owner_of(organisation))
    with pytest.raises(StepNotAllowed, match="hann före"):
        contacts.correct(row, actor=authority.officer, **OWN_FACTS)


def test_an_organisation_removes_its_own_and_no_others(authority, organisation):
    row, other = put_in(authority, organisation), an_asker()

    with pytest.raises(StepNotAllowed, match="Bara den som har lagt in"):
        contacts.remove(row, organisation=other, actor=owner_of(other))
    contacts.remove(row, organisation=organisation, actor=owner_of(organisation))

    assert standing(authority) == []


def test_only_those_who_may_act(authority, organisation):
    row = put_in(authority, organisation)
    elsewhere = an_authority("1280").officer
    reader, politician = add_member(organisation, "reader"), add_to_authority(authority, make_user(), "politician")

    for actor in (elsewhere, politician, owner_of(organisation)):
        with pytest.raises(NotEntitled):
            contacts.correct(row, actor=actor, **OWN_FACTS)
    with pytest.raises(NotEntitled):
        contacts.remove(row, organisation=organisation, actor=reader)
    hidden = make_organisation()
    with pytest.raises(NotEntitled, match="visas för alla"):
        put_in(authority, hidden)


def test_a_day_to_come_is_refused(authority, organisation):
    with pytest.raises(StepNotAllowed, match="efter i dag"):
        put_in(authority, organisation, seen_on=timezone.localdate() + timedelta(days=1))


# --- Functions, not persons ---


def test_a_persons_address_is_refused_and_the_authority_may_answer_for_it(authority, organisation):
    with pytest.raises(ValidationError, match="ser ut att vara en persons"):
        put_in(authority, organisation, email="anna.svensson@provkommun.example")
    with pytest.raises(ValidationError, match="ser ut att vara en persons"):
        say(authority, email="bo.ek@provkommun.example")
    with pytest.raises(ValidationError, match="Bara myndigheten själv"):
        put_in(authority, organisation, is_function_address=True)

    own = say(authority, email="bo.ek@provkommun.example", is_function_address=True)

    assert standing(authority) == [own]


# --- What the database refuses, whatever the forms ask ---


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"function": "mayor"}, "function_contact_function_is_known"),
        ({"function": "service_area"}, "function_contact_service_has_its_area"),
        ({"function": "committee", "unit": " "}, "function_contact_committee_has_its_name"),
        ({"email": "", "phone": ""}, "function_contact_can_be_reached"),
        ({"phone": "ring mig"}, "function_contact_phone_is_a_number"),
        ({"page_url": "http://provkommun.example"}, "function_contact_links_are_https"),
        ({"source_url": "javascript:alert(1)"}, "function_contact_links_are_https"),
        ({"source": " ", "source_url": ""}, "function_contact_has_a_source"),
        ({"is_function_address": True}, "function_contact_authority_answers_for_the_address"),
    ],
)
def test_the_database_refuses_what_makes_no_sense(authority, organisation, wrong, name):
    row = FunctionContact(
        authority=authority, organisation=organisation, entered_by=owner_of(organisation), **{**FACTS, **wrong}
    )

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save()


def test_only_a_service_has_a_service(authority, organisation):
    area = ServiceArea.objects.welfare_areas().first()

    row = put_in(authority, organisation, function="service_area", service_area=area)

    assert row.name == f"Verksamhet: {area.name}"
    with pytest.raises(ValidationError, match="Bara ”Verksamhet” har en"):
        put_in(authority, organisation, function="law", service_area=area)


def test_the_database_holds_one_of_each_and_never_changes_what_was_said(authority, organisation):
    row = put_in(authority, organisation, unit="Inköp")
    twin = FunctionContact(
        authority=authority, organisation=an_asker(), entered_by=row.entered_by, **{**FACTS, "unit": "INKÖP"}
    )

    with pytest.raises(IntegrityError, match="function_contact_once"), transaction.atomic():
        twin.save()
    rows = FunctionContact.objects.filter(pk=row.pk)
    for change in (
        lambda: rows.update(email="annan@provkommun.example"),
        lambda: rows.update(organisation=None, source=""),
        rows.delete,
    ):
        with pytest.raises(IntegrityError, match="ändras aldrig"), transaction.atomic():
            change()
    rows.update(closed_at=timezone.now())
    with pytest.raises(IntegrityError, match="ändras aldrig"), transaction.atomic():
        rows.update(closed_at=None)


def test_every_function_has_words():
    assert [row.label for row in ContactFunction] == [
        "Upphandling", "Juridik", "Verksamhet", "Nämnd", "Kommunstyrelse eller regionstyrelse", "Registrator",
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "old"), [(date(2027, 11, 3), False), (date(2027, 11, 4), True)])
def test_after_a_year_it_may_be_old(authority, organisation, day, old):
    assert put_in(authority, organisation, seen_on=SEEN_ON).may_be_old(day) is old


# --- The authority is told ---


def test_the_authoritys_buyers_are_told_once_a_day_of_all_that_others_put_in(authority, organisation, mailoutbox):
    add_to_authority(authority, make_user(), "politician")
    put_in(authority, organisation)
    put_in(authority, organisation, function="law")
    say(authority, function="registrar")
    now = timezone.now()

    assert contacts.tell(now) == 1
    put_in(authority, organisation, function="council")
    assert contacts.tell(now) == 0
    assert contacts.tell(now + timedelta(days=1)) == 1
    assert contacts.tell(now + timedelta(days=2)) == 0

    letters = [letter for letter in mailoutbox if "kontakterna" in letter.subject]
    assert [letter.to for letter in letters] == [[authority.officer.email]] * 2
    assert "2 kontakter" in letters[0].body and "en kontakt " in letters[1].body
    assert owner_of(organisation).email not in letters[0].body
    assert f"/myndigheter/{authority.slug}/kontakter/" in letters[0].body


def test_an_authority_without_people_is_told_when_somebody_comes(organisation, mailoutbox):
    authority = an_authority()
    membership = authority.memberships.get()
    membership.ended_at, membership.ended_by = timezone.now(), authority.officer
    membership.save(update_fields=["ended_at", "ended_by"])
    put_in(authority, organisation)
    assert contacts.tell() == 0

    newcomer = add_to_authority(authority, make_user(), "administrator")

    assert contacts.tell() == 1
    assert Notification.objects.filter(user=newcomer, kind="portal/contacts_entered").exists()
