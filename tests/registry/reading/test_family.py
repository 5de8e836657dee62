"""The family's graph from the database: what the public sees of it, what its own see, and what the register said."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from registry.demo_numbers import demo_organisation_number
from registry.family_graph import Kind, Registration, Span, State, judge
from registry.models import OfficialCheck, Ownership, RegisterImport, RegisterListing
from registry.reading import family, register_spans
from registry.reading.facts import Check, Known, RegisterPeriod
from registry.services import annual_statements, transfers
from tests.factories import (
    make_entity,
    make_organisation,
    make_registered,
    make_statement,
    make_submitted,
    make_transfer,
    make_user,
    make_verified,
    owner_of,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LAST_YEAR = TODAY.year - 1
DAY = date(LAST_YEAR, 5, 2)
NUMBER = demo_organisation_number(9_999)


@pytest.fixture
def giver():
    return make_registered(make_submitted().legal_entity, date(2023, 3, 1))


def read(entity, *, insider=False, on=TODAY):
    return family.read(entity.organisation_id, on, insider=insider)


def names(found, kind=None):
    return [node.name for node in found.graph.nodes if kind is None or node.kind == kind]


def outcomes(found):
    return [judge(found.graph, edge).outcome for edge in found.graph.transfers]


def test_the_public_sees_a_transfer_only_once_it_is_handed_in(giver):
    make_transfer(giver, on=DAY, to="foreign", name="Nordisk Hjelp")
    assert read(giver).graph.transfers == ()
    assert len(read(giver, insider=True).graph.transfers) == 1

    draft = make_statement(giver, LAST_YEAR, hand_in=False, is_nil=False)
    assert read(giver).graph.transfers == ()
    annual_statements.submit(draft, actor=owner_of(giver.organisation))

    [edge] = read(giver).graph.transfers
    assert (edge.amount, edge.on) == (1000, DAY)
    assert "Nordisk Hjelp" in names(read(giver))


def test_a_correction_takes_the_place_of_what_it_replaces(giver):
    wrong = make_transfer(giver, on=DAY)
    first = make_statement(giver, LAST_YEAR, is_nil=False)
    owner = owner_of(giver.organisation)
    transfers.withdraw(wrong, actor=owner)
    assert len(read(giver).graph.transfers) == 1  # it was handed in, and stands until it is corrected
    make_transfer(giver, on=DAY, amount=5)

    annual_statements.submit(annual_statements.correct(first, actor=owner), actor=owner)

    assert [edge.amount for edge in read(giver).graph.transfers] == [5]
    assert [edge.amount for edge in read(giver, insider=True).graph.transfers] == [5]


def test_entities_about_which_nothing_has_come_in_are_for_the_familys_own(giver):
    draft = make_entity(giver.organisation)

    assert names(read(giver)) == [str(giver)]
    assert sorted(names(read(giver, insider=True), Kind.MEMBER)) == sorted([str(giver), str(draft)])


def test_a_recipient_in_another_familys_draft_has_the_name_that_the_giver_wrote(giver):
    draft = make_entity(name="Hemliga planer")
    make_transfer(giver, on=DAY, to="organisation", number=draft.organisation_number, name="Vännerna")
    make_statement(giver, LAST_YEAR, is_nil=False)

    assert "Vännerna" in names(read(giver))
    assert "Hemliga planer" not in str(read(giver))


def test_a_number_that_has_come_to_the_portal_since_is_read_there(giver):
    make_transfer(giver, on=DAY, to="organisation", number=NUMBER, name="Vännerna")
    make_statement(giver, LAST_YEAR, is_nil=False)
    late = make_entity(ready=True, organisation_number=NUMBER)
    make_registered(make_submitted(late).legal_entity, date(2023, 1, 1))

    found = read(giver)

    assert outcomes(found) == ["allowed"]
    assert names(found, Kind.ENTITY) == [str(late)]


def test_owners_are_those_that_were_handed_in_from_the_day_they_were():
    organisation = make_organisation()
    parent, child = make_entity(organisation, ready=True), make_entity(organisation, ready=True)
    child.ownerships.all().delete()
    Ownership.objects.create(
        owned=child, kind="entity", owner=parent, share=60, period=DateRange(date(2020, 1, 1), None)
    )
    make_verified(parent)
    make_verified(child)
    # Changed afterwards, and not handed in.
    Ownership.objects.create(owned=child, kind="public", owner_name="Göteborgs kommun", period=DateRange(TODAY, None))

    public, own = read(parent), read(parent, insider=True)

    assert [(edge.owner, edge.owned, edge.share) for edge in public.graph.owned_on(TODAY)] == [
        (family.key_of(parent.pk), family.key_of(child.pk), "60.00")
    ]
    assert public.graph.owned_on(TODAY - timedelta(days=1)) == []
    assert names(own, Kind.OWNER) == ["Göteborgs kommun"]
    assert len(own.graph.owned_on(date(2021, 1, 1))) == 1


def test_private_owners_are_not_named(giver):
    Ownership.objects.create(owned=giver, kind="persons", owner_name="Kim Exempel", period=DateRange(TODAY, None))

    assert "Kim Exempel" not in str(read(giver, insider=True))


@pytest.mark.parametrize(
    ("made", "outcome"),
    [
        (lambda: make_registered(make_submitted().legal_entity, date(2023, 1, 1)), "allowed"),
        (lambda: make_registered(make_submitted().legal_entity, date(2023, 1, 1), until=date(2024, 2, 1)), "flagged"),
        (lambda: make_submitted().legal_entity, "unknown"),
    ],
)
def test_a_recipient_is_judged_by_its_own_periods(giver, made, outcome):
    make_transfer(giver, on=DAY, to="entity", recipient=made())

    assert outcomes(read(giver, insider=True)) == [outcome]


def accept_list(list_date, **listed):
    user = make_user(officer=True)
    row = RegisterImport.objects.create(
        state="accepted",
        source="Kammarkollegiets lista",
        list_date=list_date,
        sha256="a" * 64,
        read_by=user,
        settled_by=user,
        settled_at=timezone.now(),
    )
    if listed:
        RegisterListing.objects.create(name="Vännerna", source="Listan", register_import=row, **listed)


def test_a_number_outside_the_portal_is_read_in_kammarkollegiets_list(giver):
    make_transfer(giver, on=DAY, to="organisation", number=NUMBER, name="Vännerna")
    assert outcomes(read(giver, insider=True)) == ["unknown"]  # no list has been read

    accept_list(DAY - timedelta(days=2))
    assert outcomes(read(giver, insider=True)) == ["flagged"]  # the list did not have it


def test_a_number_that_is_listed_may_receive_until_it_is_gone_and_then_nobody_knows(giver):
    accept_list(DAY, organisation_number=NUMBER, period=DateRange(DAY, None), gone_on=DAY + timedelta(days=9))
    make_transfer(giver, on=DAY, to="organisation", number=NUMBER, name="Vännerna")
    make_transfer(giver, on=DAY + timedelta(days=9), to="organisation", number=NUMBER, name="Vännerna")

    assert outcomes(read(giver, insider=True)) == ["allowed", "unknown"]


NO, YES, SILENT, GONE = (
    OfficialCheck.Result.NOT_REGISTERED,
    OfficialCheck.Result.REGISTERED,
    OfficialCheck.Result.UNKNOWN,
    OfficialCheck.Result.GONE,
)


def after(days):
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("answers", "spans"),
    [
        ([], ()),
        ([(0, SILENT), (3, GONE), (5, YES)], ()),
        ([(0, NO)], (Span(DAY, after(45)),)),
        ([(0, NO), (10, SILENT)], (Span(DAY, after(9)),)),
        ([(0, NO), (10, GONE)], (Span(DAY, after(9)),)),
        ([(0, NO), (300, YES)], (Span(DAY, after(45)),)),
        ([(0, NO), (0, SILENT)], ()),  # the last answer of a day counts
        ([(0, NO), (30, NO)], (Span(DAY, after(29)), Span(after(30), after(75)))),
    ],
)
def test_not_registered_is_known_for_a_time_and_silence_ends_it(answers, spans):
    assert register_spans.absent([Check(after(days), result) for days, result in answers]) == spans


@pytest.mark.parametrize(
    ("answers", "lists", "last"),
    [
        ([], [], None),
        ([(0, YES)], [], 45),
        ([(0, YES), (300, YES)], [], 345),  # what a later answer shows held before it too
        ([(0, YES), (20, SILENT)], [], 19),
        ([(0, YES), (20, GONE)], [], 19),
        ([(0, YES), (20, SILENT), (30, YES)], [], 75),
        ([(0, YES)], [100], 145),
        ([(0, NO)], [], None),
    ],
)
def test_a_period_that_goes_on_is_known_as_long_as_an_answer_is_fresh(answers, lists, last):
    known = Known(registered=(RegisterPeriod(DAY),), checks=tuple(Check(after(days), what) for days, what in answers))

    held, _ = register_spans.certain(known, [after(days) for days in lists])

    assert held == (() if last is None else (Registration(Span(DAY, after(last))),))


def test_a_list_is_an_answer_about_those_it_does_not_name():
    held, absent = register_spans.certain(Known(), [DAY])

    assert (held, absent) == ((), (Span(DAY, after(45)),))


def test_the_state_of_today_is_registered_in_the_tail_or_unknown(giver):
    tail = make_registered(make_submitted().legal_entity, date(2023, 1, 1), until=date(2024, 2, 1))

    [node] = read(giver).graph.nodes
    [ended] = read(tail).graph.nodes

    assert node.state(TODAY) == State.REGISTERED
    assert ended.state(date(2024, 2, 1)) == State.REGISTERED
    assert ended.state(date(2024, 2, 2)) == State.TAIL
    assert ended.state(date(2029, 2, 2)) != State.TAIL
