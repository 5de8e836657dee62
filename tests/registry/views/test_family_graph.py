"""The family's page: for everybody what has come in, on the day asked for, drawn and as tables."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.models import AnnualStatement
from registry.services import annual_statements, official, reminders
from tests.factories import (
    add_member,
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
from tests.registry.register_lists import carry_out, lines, row

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LAST_YEAR = TODAY.year - 1
DAY = date(LAST_YEAR, 12, 30)


@pytest.fixture
def giver():
    return make_registered(make_submitted().legal_entity, date(2023, 3, 1))


def page_of(client, entity, datum=""):
    return client.get(f"/organisationer/{entity.organisation.slug}/familj/", {"datum": datum} if datum else {})


def test_a_visitor_reads_who_owns_whom_and_what_was_handed_in(client, giver):
    make_transfer(giver, on=DAY, to="persons", amount=72_000, note="Julgåva till Kim")
    make_transfer(giver, on=DAY, to="foreign", name="Utleie AS", businesslike=True)
    make_statement(giver, LAST_YEAR, is_nil=False, note="Vi bytte bank")

    page = page_of(client, giver)

    assert page.status_code == 200
    assert page.text.count('<svg class="family-graph') == 2
    assert "72\u00a0000\u00a0kr" in page.text
    assert "gick till en mottagare som inte var registrerad den dagen" in page.text
    assert "Utleie AS" in page.text
    assert "Affärsmässiga affärer" in page.text
    assert "Julgåva" not in page.text
    assert "Vi bytte bank" not in page.text


@pytest.mark.parametrize("day", ["0001-01-01", "2022-12-31"])
def test_a_day_before_the_register_is_refused_in_words(client, giver, day):
    page = page_of(client, giver, day)

    assert page.status_code == 422
    assert "Registret finns sedan den 1 januari 2023" in page.text


def test_a_number_in_a_draft_is_drawn_as_the_list_has_it(client, giver):
    officer = make_user(officer=True)
    draft = make_entity(giver.organisation)
    carry_out(lines(row(draft), row(giver, "2023-03-01")), actor=officer, reason="Prov", on=TODAY)
    make_transfer(giver, on=TODAY, to="entity", recipient=draft)

    (line,) = annual_statements.lines_of(
        AnnualStatement(legal_entity=giver, year_begins=date(TODAY.year, 1, 1), year_ends=date(TODAY.year, 12, 31))
    )

    assert line["recipient_state"] == "registered"


def test_what_is_not_handed_in_is_for_members_and_officers(client, giver):
    make_transfer(giver, on=TODAY, to="foreign", name="Hemliga fonden")
    make_transfer(giver, on=TODAY + timedelta(days=9), to="foreign", name="Planerade fonden")
    seen = {}
    for role, user in {
        "visitor": None,
        "stranger": make_user(),
        "buyer": make_user(buyer=True),
        "admin": make_user(admin=True),
        "reader": add_member(giver.organisation, "reader"),
        "officer": make_user(officer=True),
    }.items():
        client.logout()
        if user:
            client.force_login(user)
        text = page_of(client, giver).text
        seen[role] = ("Hemliga fonden" in text, "Planerade fonden" in text)

    assert [role for role, both in seen.items() if both == (True, True)] == ["reader", "officer"]
    assert [role for role, both in seen.items() if any(both)] == ["reader", "officer"]


def test_a_family_that_has_handed_in_nothing_is_seen_by_its_own(client):
    draft = make_entity()

    assert page_of(client, draft).status_code == 404
    client.force_login(owner_of(draft.organisation))
    assert page_of(client, draft).status_code == 200


def test_another_day_shows_what_held_then(client, giver):
    make_registered(giver_two := make_submitted().legal_entity, date(2023, 1, 1), until=date(2024, 2, 1))

    assert "Registrerad" in page_of(client, giver_two, "2024-01-31").text
    assert "Avregistrerad, inom fem år" in page_of(client, giver_two, "2024-02-29").text


@pytest.mark.parametrize("datum", ["i går", "2026-13-01", "3000-01-01", "0000-00-00"])
def test_a_day_that_cannot_be_is_refused_and_today_is_shown(client, giver, datum):
    page = page_of(client, giver, datum)

    assert page.status_code == 422
    assert str(giver) in page.text
    assert "Fel:" in page.text


def test_a_family_of_registered_and_unregistered_is_said_to_be_at_risk(client):
    organisation, officer = make_organisation(), make_user(officer=True)
    make_registered(make_submitted(make_entity(organisation, ready=True)).legal_entity, date(2023, 3, 1))
    other = make_submitted(make_entity(organisation, ready=True)).legal_entity
    assert "Risken går inte att avgöra" in page_of(client, other).text

    official.record_check(other, actor=officer, result="not_registered", source="Registret")

    assert "Risk för otillåten värdeöverföring" in page_of(client, other).text


def test_a_missing_statement_is_told_here_and_on_the_profile_and_never_as_a_breach(client, giver):
    zone = timezone.get_default_timezone()
    giver.applications.update(received_at=datetime(LAST_YEAR - 1, 2, 1, tzinfo=zone))
    reminders.remind_statements(datetime(LAST_YEAR, 7, 1, 7, tzinfo=zone))

    for path in (
        f"/organisationer/{giver.organisation.slug}/familj/",
        f"/organisationer/{giver.organisation.slug}/",
        giver.get_absolute_url(),
    ):
        text = client.get(path).text
        assert "Årsuppgift till portalen saknas" in text
        assert "bröt" not in text and "brott" not in text

    make_statement(giver, LAST_YEAR - 1)
    assert "Årsuppgift till portalen saknas" not in client.get(path).text


def test_the_page_asks_as_many_questions_whatever_the_family(client):
    organisation = make_organisation()

    def grow(number):
        unit = make_verified(make_entity(organisation, ready=True))
        make_registered(unit, date(2023, 3, 1))
        other = make_submitted().legal_entity
        make_transfer(unit, on=DAY, to="organisation", number=other.organisation_number)
        make_transfer(unit, on=DAY, to="organisation", number="8020001239", name=f"Vännerna {number}")
        make_statement(unit, LAST_YEAR, is_nil=False)
        return unit

    unit = grow(0)
    asked = []
    for more in (1, 2):
        for number in range(more):
            grow(number)
        page_of(client, unit)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, unit)
        asked.append(len(queries))

    assert asked[0] == asked[1]
