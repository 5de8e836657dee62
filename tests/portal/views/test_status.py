"""How the portal says that it is doing."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from portal.views import status
from registry.models import Mail
from registry.services import official, register_import
from tests.factories import make_submitted, make_user
from tests.registry.register_lists import carry_out, days_ago, lines, propose, row

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.urls")]


def words(answer):
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def a_worker_signed_in(*, ago):
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (%s)", [timezone.now() - timedelta(seconds=ago)]
        )


def test_all_is_well(client):
    a_worker_signed_in(ago=5)

    answer = client.get("/status/")

    assert answer.status_code == 200
    assert "I gång" in words(answer)
    assert "no-store" in answer["Cache-Control"]


def test_a_silent_worker_is_told(client):
    a_worker_signed_in(ago=600)

    assert "Har varit tyst i tio minuter" in words(client.get("/status/"))


def test_no_worker_at_all_is_told(client):
    assert "Är inte i gång" in words(client.get("/status/"))


def test_waiting_and_undelivered_mail_are_counted_and_never_shown(client):
    now = timezone.now()
    for number, age in enumerate([timedelta(), timedelta(hours=1), timedelta(days=6)]):
        Mail.objects.create(
            recipient=f"person{number}@exempel.example",
            sender="portalen@exempel.example",
            subject="Hemligt ämne",
            body="Text",
            message_id=f"<{number}@exempel>",
            created_at=now - age,
        )

    facts = {row["key"]: row["value"] for row in client.get("/status/").context["rows"]}
    text = words(client.get("/status/"))

    assert facts["E-post som väntar"] == 2
    assert facts["E-post som inte gått fram"] == 1
    assert "Hemligt" not in text and "exempel.example" not in text


def test_a_database_that_does_not_answer_is_503_without_details(client, monkeypatch):
    def refuse(now):
        raise OperationalError("password authentication failed for user hemlig")

    monkeypatch.setattr(status, "_known", refuse)

    answer = client.get("/status/")

    assert answer.status_code == 503
    assert answer.content.decode() == "Databasen svarar inte.\n"
    assert client.get("/status.json").status_code == 503
    assert client.get("/status.json").json() == {"ok": False, "database": {"ok": False}}


def test_the_machine_that_watches_is_told_when_the_worker_is_silent(client):
    assert client.get("/status.json").status_code == 503
    a_worker_signed_in(ago=600)
    assert client.get("/status.json").json()["worker"] == {"ok": False, "silent_seconds": 600}

    a_worker_signed_in(ago=5)

    answer = client.get("/status.json")
    assert answer.status_code == 200
    assert answer.json()["ok"] is True


def listed(client):
    return client.get("/status.json").json()["sources"]["kammarkollegiet_list"]


def test_no_list_at_all_is_told(client):
    assert "Ingen lista är inläst" in words(client.get("/status/"))
    assert listed(client)["ok"] is False
    assert listed(client)["list_date"] is None


@pytest.mark.parametrize(("age", "fresh"), [(0, True), (45, True), (46, False)])
def test_the_list_grows_old(client, age, fresh):
    officer = make_user(officer=True)
    carry_out(lines(row(make_submitted().legal_entity)), actor=officer, on=days_ago(age))

    assert listed(client)["ok"] is fresh
    assert listed(client)["age_days"] == age
    assert ("för gammal" in words(client.get("/status/"))) is not fresh


def test_the_last_attempt_and_its_problem_are_told(client):
    officer = make_user(officer=True)
    carry_out(lines(row(make_submitted().legal_entity)), actor=officer, on=days_ago(3))
    propose(b"", actor=officer)

    assert "gick inte att läsa" in words(client.get("/status/"))
    assert "Filen är tom. Hämta listan igen." in words(client.get("/status/"))
    assert listed(client)["problem"] == "Filen är tom. Hämta listan igen."
    assert listed(client)["list_date"] == str(days_ago(3))


def test_a_list_that_was_undone_is_no_list(client):
    officer = make_user(officer=True)
    accepted = carry_out(lines(row(make_submitted().legal_entity)), actor=officer)
    register_import.undo(accepted, actor=officer, reason="Fel fil")

    assert listed(client)["list_date"] is None


def test_checks_by_hand_are_told_apart(client):
    entity, officer = make_submitted().legal_entity, make_user(officer=True)
    official.record_check(entity, actor=officer, result="unknown", source="Webben")
    assert "Inga än" in words(client.get("/status/"))

    official.record_check(entity, actor=officer, result="registered", source="Webben", checked_on=days_ago(2))

    by_hand = client.get("/status.json").json()["sources"]["kammarkollegiet_by_hand"]
    assert by_hand == {"last_check": str(days_ago(2))}


def test_kolada_is_a_source_too(client):
    assert "Inga är lästa" in words(client.get("/status/"))
    assert client.get("/status.json").json()["sources"]["kolada"]["ok"] is False
