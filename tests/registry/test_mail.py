"""The outbox: a mail server that is down delays mail, loses none and doubles none."""

import socketserver
import threading
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage, send_mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from registry import mail
from registry.models import Mail

pytestmark = pytest.mark.django_db


class Conversation(socketserver.StreamRequestHandler):
    """As much SMTP as it takes to receive a letter."""

    def handle(self):
        self.answer("220 ready")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                self.answer("354 go on")
                self.server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                self.answer("250 taken")
            elif word == "RCPT" and self.server.refuses in line:
                self.answer(f"550 no such user {self.server.refuses}")
            elif word == "QUIT":
                self.answer("221 bye")
                return
            else:
                self.answer("250 ok")

    def answer(self, text):
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server that is down until it is started."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation, bind_and_activate=False)
        self.server_bind()  # the port is ours, but nobody listens yet
        self.letters = []
        self.refuses = "nobody at all"

    def start(self):
        self.server_activate()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self):
        if self.letters or self.refuses != "nobody at all":
            self.shutdown()
        self.server_close()


@pytest.fixture
def server(settings):
    server = MailServer()
    settings.MAILERS = {
        "default": {"BACKEND": "registry.mail.OutboxBackend"},
        "delivery": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": server.server_address[1], "timeout": 5},
        },
    }
    yield server
    server.stop()


def send(*recipients):
    send_mail("Din ansökan", "Vi har fått den.", "Portalen <portalen@x.example>", recipients or ["nagon@x.example"])


def test_a_letter_goes_out_at_once(server):
    server.start()

    send()

    (letter,) = server.letters
    row = Mail.objects.get()
    assert f"Message-ID: {row.message_id}" in letter
    assert row.sent_at == row.tried_at
    assert row.last_error == ""


def test_a_server_that_is_down_delays_the_letter_and_gets_it_once(server):
    send()

    waiting = Mail.objects.waiting().get()
    assert waiting.attempts == 1
    assert "ConnectionRefusedError" in waiting.last_error

    server.start()
    later = timezone.now() + timedelta(hours=2)
    mail.sweep(at=later)
    mail.sweep(at=later)
    mail.deliver(waiting.pk)

    assert len(server.letters) == 1
    assert not Mail.objects.waiting().exists()


def test_recipients_do_not_see_each_other(server):
    server.start()

    send("nagon@x.example", "annan@x.example")

    first, second = server.letters
    assert "annan@x.example" not in first
    assert "nagon@x.example" not in second


def test_what_the_server_said_is_kept_without_personnummer(server):
    server.refuses = "191212121212@x.example"
    server.start()

    send("191212121212@x.example")

    error = Mail.objects.get().last_error
    assert "SMTPRecipientsRefused" in error
    assert "191212121212" not in error


def test_mail_is_given_up_after_five_days(server):
    send()
    row = Mail.objects.get()
    Mail.objects.update(created_at=timezone.now() - timedelta(days=5))

    mail.sweep(at=timezone.now() + timedelta(hours=2))
    mail.deliver(row.pk)

    assert Mail.objects.given_up().get().attempts == 1


def test_the_sweep_leaves_alone_what_is_being_delivered(server):
    send()

    assert not Mail.objects.forgotten(timezone.now() + timedelta(minutes=30)).exists()


def test_attachments_are_refused_rather_than_lost(server):
    message = EmailMessage("Beslut", "Se bilagan.", to=["nagon@x.example"])
    message.attach("beslut.txt", "ja", "text/plain")

    with pytest.raises(ValueError, match="link to the document"):
        message.send()


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_a_letter_once(server):
    send()
    server.start()
    row = Mail.objects.get()
    barrier = threading.Barrier(4, timeout=10)

    def work():
        barrier.wait()
        try:
            mail.deliver(row.pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=20)

    assert len(server.letters) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"recipient": ""}, {"subject": ""}, {"sent_at": timezone.now()}, {"attempts": 1}],
    ids=["no recipient", "no subject", "sent without an attempt", "an attempt without a time"],
)
def test_the_database_keeps_the_promises(wrong):
    fields = {
        "recipient": "a@x.example",
        "sender": "b@x.example",
        "subject": "Hej",
        "body": "",
        "message_id": "<1@x.example>",
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.create(**fields | wrong)
