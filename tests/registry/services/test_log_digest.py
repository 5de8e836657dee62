"""The chain of daily digests: what was written stands, and whoever changes it behind the portal's back is found out."""

import hashlib
import json
import threading
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from registry import status_log
from registry.models import LogDigest, StatusLog
from registry.services import log_digest
from tests.factories import make_user

DAY = date(2026, 3, 10)
TODAY = date(2026, 3, 20)
pytestmark = pytest.mark.django_db


def noon(day):
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def make_log(days=5, rows=3):
    """So many rows on each of so many days from the 10th on; the third day has none."""
    user = make_user()
    for number in range(days):
        if number == 2:
            continue
        for row in range(rows):
            at = noon(DAY + timedelta(days=number)) + timedelta(minutes=row)
            status_log.write(user, "change_role", actor=user, from_state="reader", to_state="editor", at=at)
    return user


@contextmanager
def behind_the_portals_back():
    """As the owner of the database may: with every trigger switched off."""
    with connection.cursor() as cursor:
        for table in ("registry_statuslog", "registry_logdigest"):
            cursor.execute(f"alter table {table} disable trigger user")
        yield cursor
        for table in ("registry_statuslog", "registry_logdigest"):
            cursor.execute(f"alter table {table} enable trigger user")


def test_each_day_that_is_over_gets_a_digest_also_one_without_rows():
    make_log()

    made = log_digest.close_days(TODAY)

    assert [digest.day for digest in made] == [DAY + timedelta(days=number) for number in range(10)]
    assert [digest.row_count for digest in made] == [3, 3, 0, 3, 3, 0, 0, 0, 0, 0]
    assert made[0].previous == "0" * 64
    assert all(later.previous == earlier.sha256 for earlier, later in zip(made, made[1:], strict=False))


def test_the_digest_is_what_the_page_says_it_is():
    user = make_log(days=1, rows=1)
    row = StatusLog.objects.filter(subject="user").get()
    line = {
        "action": "change_role",
        "actor_id": user.pk,
        "day": "2026-03-10",
        "from_state": "reader",
        "id": row.pk,
        "occurred_at": "2026-03-10T11:00:00.000000+00:00",
        "reason": "change_role",
        "subject": "user",
        "subject_id": user.pk,
        "to_state": "editor",
    }

    digest = log_digest.close_days(DAY + timedelta(days=1))[0]

    content = hashlib.sha256((json.dumps(line, separators=(",", ":")) + "\n").encode()).hexdigest()
    assert digest.rows_sha256 == content
    assert digest.sha256 == hashlib.sha256(f"{'0' * 64} 2026-03-10 1 {row.pk} {content}".encode()).hexdigest()


def test_missing_days_are_caught_up_and_a_second_run_does_nothing():
    make_log()
    log_digest.close_days(DAY + timedelta(days=2))

    made = log_digest.close_days(TODAY)

    assert len(made) == 8
    assert log_digest.close_days(TODAY) == []
    assert LogDigest.objects.count() == 10
    assert log_digest.verify() is None


def test_the_present_day_stays_open():
    user = make_user()
    status_log.write(user, "start_shift", actor=user)

    assert log_digest.close_days() == []


def test_an_empty_log_has_no_digests():
    assert log_digest.close_days() == []
    assert log_digest.verify() is None


def test_the_day_is_the_swedish_one():
    user = make_user()
    late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)

    row = status_log.write(user, "start_shift", actor=user, at=late)

    row.refresh_from_db()
    assert row.day == date(2026, 3, 11)


def test_what_is_told_afterwards_belongs_to_the_first_open_day():
    user = make_log()
    log_digest.close_days(TODAY)

    row = status_log.write(user, "change_role", actor=user, at=noon(DAY))

    row.refresh_from_db()
    assert row.day == TODAY
    assert log_digest.verify() is None


def test_a_day_to_come_is_today():
    user = make_user()

    row = status_log.write(user, "start_shift", actor=user, at=timezone.now() + timedelta(days=9))

    row.refresh_from_db()
    assert row.day == timezone.localdate()


ALTERED = DAY + timedelta(days=3)
DAMAGE = {
    "a row is changed": (
        "update registry_statuslog set to_state = 'owner' where id = (select min(id) from registry_statuslog where day = %s)",
        "ändrad",
    ),
    "another user is blamed": (
        "update registry_statuslog set actor_id = actor_id + 1 "
        "where id = (select min(id) from registry_statuslog where day = %s)",
        "ändrad",
    ),
    "a row is taken away": (
        "delete from registry_statuslog where id = (select min(id) from registry_statuslog where day = %s)",
        "borttagna",
    ),
    "a row is put in": (
        "insert into registry_statuslog (subject, subject_id, action, from_state, to_state, actor_id, reason, occurred_at, day) "
        "select subject, subject_id, action, from_state, to_state, actor_id, reason, occurred_at, day "
        "from registry_statuslog where id = (select min(id) from registry_statuslog where day = %s)",
        "lagts till",
    ),
    "a digest is changed": (
        "update registry_logdigest set sha256 = repeat('a', 64) where day = %s",
        "Kontrollsumman är ändrad",
    ),
    "the hash of the rows is changed": (
        "update registry_logdigest set rows_sha256 = repeat('a', 64) where day = %s",
        "ändrad",
    ),
    "the link is changed": ("update registry_logdigest set previous = repeat('a', 64) where day = %s", "bruten"),
    "a digest is taken away": ("delete from registry_logdigest where day = %s", "borttagen"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_the_day_that_was_altered_is_named(damage):
    make_log()
    log_digest.close_days(TODAY)
    statement, words = DAMAGE[damage]
    assert log_digest.verify() is None

    with behind_the_portals_back() as cursor:
        cursor.execute(statement, [ALTERED])

    fault = log_digest.verify()
    assert fault.day == ALTERED
    assert words in fault.text
    with pytest.raises(CommandError, match="2026-03-13"):
        call_command("verify_log", verbosity=0)


def test_a_row_moved_to_another_day_is_found():
    make_log()
    log_digest.close_days(TODAY)

    with behind_the_portals_back() as cursor:
        cursor.execute("update registry_statuslog set day = %s where day = %s", [DAY - timedelta(days=1), ALTERED])

    assert log_digest.verify().day == DAY - timedelta(days=1)


def test_a_chain_made_anew_agrees_with_itself_but_not_with_the_saved_copy(client, tmp_path):
    make_log()
    log_digest.close_days(TODAY)
    copies = []
    for kind in ("csv", "json"):
        copies.append(tmp_path / f"kontrollsummor.{kind}")
        copies[-1].write_bytes(b"".join(client.get(f"/diarium/kontrollsummor.{kind}").streaming_content))
    for copy in copies:
        call_command("verify_log", against=copy, verbosity=0)

    with behind_the_portals_back() as cursor:
        cursor.execute("update registry_statuslog set to_state = 'owner' where day = %s", [ALTERED])
        cursor.execute("delete from registry_logdigest")
    log_digest.close_days(TODAY)

    assert log_digest.verify() is None
    for copy in copies:
        with pytest.raises(CommandError, match="2026-03-13: Kopian"):
            call_command("verify_log", against=copy, verbosity=0)


def test_a_chain_cut_off_at_its_end_is_found_by_the_saved_copy():
    make_log()
    copy = {digest.day: digest.sha256 for digest in log_digest.close_days(TODAY)}

    with behind_the_portals_back() as cursor:
        cursor.execute("delete from registry_logdigest where day >= %s", [ALTERED])

    assert log_digest.verify() is None
    assert log_digest.verify(copy).day == ALTERED


@pytest.mark.parametrize("content", ["", "[1]", "hej", "Dag;Något\n2026-01-01;x"])
def test_another_file_is_no_copy(tmp_path, content):
    for name in ("fel.json", "fel.csv"):
        (tmp_path / name).write_text(content or "x")
    with pytest.raises(CommandError, match="ingen sparad kopia"):
        call_command("verify_log", against=tmp_path / "fel.json", verbosity=0)


def test_an_erased_user_changes_nothing():
    user = make_log()
    other = make_user()
    status_log.write(other, "change_role", actor=user, at=noon(DAY))
    log_digest.close_days(TODAY)

    user.emailaddress_set.all().delete()
    user.delete()

    assert log_digest.verify() is None


REFUSED = [
    "update registry_statuslog set to_state = 'x'",
    "delete from registry_statuslog",
    "update registry_logdigest set row_count = 0",
    "delete from registry_logdigest",
    "insert into registry_statuslog (subject, subject_id, action, from_state, to_state, actor_id, reason, occurred_at) "
    "values ('user', 1, 'x', '', '', 999999999, 'x', now())",
    "insert into registry_statuslog (subject, subject_id, action, from_state, to_state, actor_id, reason, occurred_at) "
    "select 'user', 1, 'x', '', '', id, '', now() from portal_user",
    "insert into registry_statuslog (subject, subject_id, action, from_state, to_state, actor_id, reason, occurred_at) "
    "select 'user', 1, 'x', '', '', id, 'Kim sade det', now() from portal_user",
    "insert into registry_logdigest (day, row_count, last_id, rows_sha256, previous, sha256, made_at) "
    "values ('2026-03-22', 0, 0, repeat('0', 64), repeat('0', 64), repeat('0', 64), now())",
    "set local portal.may_truncate = 'off'; truncate registry_statuslog",
    "set local portal.may_truncate = 'off'; truncate registry_logdigest",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses(statement):
    make_log()
    log_digest.close_days(TODAY)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_newest_digest_is_mailed_to_the_outside_address(settings, django_capture_on_commit_callbacks):
    settings.LOG_MIRROR_EMAIL = "arkivet@utanfor.example"
    make_log()

    with django_capture_on_commit_callbacks(execute=True):
        made = log_digest.close_days(TODAY)
        log_digest.close_days(TODAY)

    [letter] = [letter for letter in mail.outbox if made[-1].sha256 in letter.body]
    assert letter.to == ["arkivet@utanfor.example"]
    assert made[-1].rows_sha256 in letter.body
    assert len(mail.outbox) == 1


def test_without_an_address_nobody_gets_a_letter(settings, django_capture_on_commit_callbacks):
    settings.LOG_MIRROR_EMAIL = ""
    make_log()

    with django_capture_on_commit_callbacks(execute=True):
        log_digest.close_days(TODAY)

    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_close_a_day_once():
    make_log()
    barrier, made = threading.Barrier(4), []

    def work():
        barrier.wait()
        made.append(len(log_digest.close_days(TODAY)))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(made) == [0, 0, 0, 10]
    assert LogDigest.objects.count() == 10
    assert log_digest.verify() is None


@pytest.mark.django_db(transaction=True)
def test_a_row_still_on_its_way_is_waited_for():
    user = make_log()
    written, may_end, made = threading.Event(), threading.Event(), []

    def write():
        with transaction.atomic():
            status_log.write(user, "change_role", actor=user, at=noon(DAY))
            written.set()
            may_end.wait(10)
        connection.close()

    def close():
        made.extend(log_digest.close_days(TODAY))
        connection.close()

    writer, closer = threading.Thread(target=write), threading.Thread(target=close)
    writer.start()
    written.wait(10)
    closer.start()
    closer.join(0.5)
    is_waiting = closer.is_alive()
    may_end.set()
    writer.join()
    closer.join()

    assert is_waiting
    assert made[0].row_count == 4
    assert log_digest.verify() is None
