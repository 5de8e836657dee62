"""The chain of daily digests over the status log (N28): made, mirrored and checked.

A row's canonical form is one line of JSON: keys in alphabetical order, no spaces, UTF-8, instants in UTC with
microseconds, and a line feed at the end. `rows_sha256` is the SHA-256 of a day's lines in the order of their ids. The
day's own digest is the SHA-256 of the line that `link` writes, which holds the digest of the day before: who changes
one row must change every later day, and those are published and mirrored.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from itertools import groupby

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from registry import notifications
from registry.models import LogDigest, StatusLog

GENESIS = "0" * 64
# Whoever writes in the log holds this lock shared (migration chain_the_status_log); who closes a day takes it alone.
LOCK = 20220900
FIELDS = ["id", "subject", "subject_id", "action", "from_state", "to_state", "actor_id", "reason", "occurred_at", "day"]


@dataclass(frozen=True)
class Fault:
    """The first day that is not as it was, and in what way, in words."""

    day: date
    text: str


def canonical(row):
    """A row, given as a dict of FIELDS, in its one form."""
    plain = {
        **row,
        "occurred_at": row["occurred_at"].astimezone(UTC).isoformat(timespec="microseconds"),
        "day": row["day"].isoformat(),
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def link(previous, day, row_count, last_id, rows_sha256):
    """The line whose SHA-256 is the day's digest. The page that publishes it tells how to compute it by hand."""
    return f"{previous} {day.isoformat()} {row_count} {last_id} {rows_sha256}"


def digest_of(previous, day, rows):
    """The digest of one day, whose rows come in the order of their ids, as an unsaved `LogDigest`."""
    content, count, last = hashlib.sha256(), 0, 0
    for row in rows:
        content.update(canonical(row).encode())
        count, last = count + 1, row["id"]
    chained = hashlib.sha256(link(previous, day, count, last, content.hexdigest()).encode()).hexdigest()
    return LogDigest(
        day=day, row_count=count, last_id=last, rows_sha256=content.hexdigest(), previous=previous, sha256=chained
    )


@transaction.atomic
def close_days(today=None):
    """Make the digest of each Swedish day that is over and has none. Returns those that were made, oldest first.

    A day without rows has a digest too. Safe to run twice, and by two workers: the second finds nothing to do. The
    newest is mailed to the outside address, if there is one: a copy that nobody here can change.
    """
    today = today or timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    last = LogDigest.objects.order_by("day").last()
    first = last.day + timedelta(days=1) if last else _first_day()
    if first is None or first >= today:
        return []
    rows = StatusLog.objects.filter(day__gte=first, day__lt=today)
    previous, made = last.sha256 if last else GENESIS, []
    for day, of_day in _by_day(rows, first, today - timedelta(days=1)):
        made.append(digest_of(previous, day, of_day))
        previous = made[-1].sha256
    LogDigest.objects.bulk_create(made)
    if settings.LOG_MIRROR_EMAIL:
        context = {"digest": made[-1], "count": len(made)}
        notifications.mail(settings.LOG_MIRROR_EMAIL, "log_digest", context, url="/diarium/kontrollsummor/")
    return made


def verify(published=None):
    """Compute every digest anew. Returns the first `Fault`, or None when all is as it was.

    `published` maps days to digests of a copy that was saved earlier, for instance from the public page: a chain that
    was made anew from its beginning, or cut off at its end, agrees with itself but not with the copy.
    """
    faults = [fault for fault in (_against_itself(), _against_copy(published or {})) if fault]
    return min(faults, key=lambda fault: fault.day, default=None)


def _against_itself():
    digests = list(LogDigest.objects.order_by("day"))
    if not digests:
        return None
    early = StatusLog.objects.filter(day__lt=digests[0].day).order_by("day").first()
    if early:
        return Fault(early.day, "Rader har lagts till före kedjans första dag.")
    rows = StatusLog.objects.filter(day__lte=digests[-1].day)
    expected, previous = digests[0].day, GENESIS
    kept = {digest.day: digest for digest in digests}
    for day, of_day in _by_day(rows, expected, digests[-1].day):
        digest = kept.get(day)
        if digest is None:
            return Fault(day, "Dagens kontrollsumma är borttagen.")
        if digest.previous != previous:
            return Fault(day, "Kedjan är bruten: kontrollsumman för dagen före är en annan.")
        computed = digest_of(previous, day, of_day)
        if fault := _difference(digest, computed):
            return Fault(day, fault)
        previous = digest.sha256
    return None


def _difference(kept, computed):
    """What differs between the digest that stands and the one computed from the rows, in words; empty if nothing."""
    if computed.row_count < kept.row_count:
        return f"Rader är borttagna: {computed.row_count} finns, {kept.row_count} fanns när dagen stängdes."
    if computed.row_count > kept.row_count:
        return f"Rader har lagts till: {computed.row_count} finns, {kept.row_count} fanns när dagen stängdes."
    if (computed.rows_sha256, computed.last_id) != (kept.rows_sha256, kept.last_id):
        return "Minst en rad är ändrad, eller så är kontrollsumman det."
    return "" if computed.sha256 == kept.sha256 else "Kontrollsumman är ändrad."


def _against_copy(published):
    kept = dict(LogDigest.objects.filter(day__in=published).values_list("day", "sha256"))
    for day in sorted(published):
        if day not in kept:
            return Fault(day, "Kopian har en kontrollsumma som inte längre finns.")
        if kept[day] != published[day]:
            return Fault(day, "Kopian har en annan kontrollsumma.")
    return None


def _first_day():
    return StatusLog.objects.order_by("day").values_list("day", flat=True).first()


def _by_day(rows, first, last):
    """Each day from first to last with its rows, in order. A day without rows is there too."""
    found = groupby(rows.order_by("day", "id").values(*FIELDS).iterator(chunk_size=2_000), key=lambda row: row["day"])
    waiting = next(found, None)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if waiting and waiting[0] == day:
            yield day, waiting[1]
            waiting = next(found, None)
        else:
            yield day, ()
