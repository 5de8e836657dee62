"""How the portal says that it is doing."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from portal.views import status
from registry.models import Mail

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

    monkeypatch.setattr(status, "_facts", refuse)

    answer = client.get("/status/")

    assert answer.status_code == 503
    assert answer.content.decode() == "Databasen svarar inte.\n"
