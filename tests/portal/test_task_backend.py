"""Work in the background: what is rolled back is never done, what is committed is done by a real worker."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.task_backend import BackOff
from registry.models import Mail
from registry.tasks import deliver_mail

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queue(settings):
    """The real queue, and the real outbox."""
    settings.TASKS = {"default": {"BACKEND": "portal.task_backend.ProcrastinateBackend", "QUEUES": ["default", "mail"]}}
    settings.MAILERS = {"default": {"BACKEND": "registry.mail.OutboxBackend"}}
    empty()
    yield
    empty()


def empty():
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs, procrastinate_workers cascade")


def work(data_dir, **variables):
    """Let a worker do what there is to do."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    subprocess.run(
        [sys.executable, "manage.py", "run_worker", "--until-empty"],
        cwd=ROOT,
        env={
            **os.environ,
            "PORTAL_TEST": "1",
            "DATABASE_URL": address.geturl(),
            "DATA_DIR": str(data_dir),
            **variables,
        },
        check=True,
        timeout=60,
    )


def send():
    send_mail("Din ansökan", "Vi har fått din ansökan.", "portalen@x.example", ["nagon@x.example"])


def test_what_is_committed_is_done_once_by_a_worker(tmp_path):
    with transaction.atomic():
        send()

    work(tmp_path)
    work(tmp_path)

    (letter,) = (tmp_path / "mail").glob("*.eml")
    assert "Vi har fått din ansökan." in letter.read_text()
    assert Mail.objects.get().attempts == 1


def test_what_is_rolled_back_is_never_done(tmp_path):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send()
        raise ZeroDivisionError

    work(tmp_path)

    assert not Mail.objects.exists()
    assert not (tmp_path / "mail").exists()


def test_mail_that_cannot_be_delivered_stays_with_a_time_for_the_next_attempt(tmp_path):
    send()

    work(tmp_path, EMAIL_URL="smtp://127.0.0.1:9")

    job = ProcrastinateJob.objects.get(queue_name="mail")
    assert (job.status, job.attempts) == ("todo", 1)
    assert job.scheduled_at > timezone.now()
    assert Mail.objects.get().last_error.startswith("ConnectionRefusedError")


def test_priority_and_time_are_kept():
    tomorrow = timezone.now() + timedelta(days=1)

    deliver_mail.using(priority=7, run_after=tomorrow).enqueue(1)

    job = ProcrastinateJob.objects.get()
    assert (job.priority, job.scheduled_at) == (7, tomorrow)


@pytest.mark.parametrize("queue_name, attempts, seconds", [("default", 0, 15), ("default", 3, 120), ("mail", 40, 3600)])
def test_the_wait_doubles_up_to_an_hour(queue_name, attempts, seconds):
    job = ProcrastinateJob(queue_name=queue_name, attempts=attempts)
    job.queue = queue_name

    decision = BackOff().get_retry_decision(exception=OSError(), job=job)

    assert timedelta(seconds=seconds - 5) < decision.retry_at - timezone.now() <= timedelta(seconds=seconds)


def test_an_ordinary_task_is_given_up_in_the_end():
    job = ProcrastinateJob(attempts=7)
    job.queue = "default"

    assert BackOff().get_retry_decision(exception=OSError(), job=job) is None
