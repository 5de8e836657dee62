"""Reads Kolada's figures: every page is kept as it comes, and the values are written at once when all are there.

A reading that was cut off is taken up from the first page that is missing; pages older than a day are too old to go
with new ones, and it begins anew. One reading at a time, held by a lock of the session: it is let go when the process
ends, however it ends.
"""

import hashlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portal.kolada import answers
from portal.kolada.answers import UnreadableAnswer
from portal.kolada.client import BASE, MOST_AT_ONCE, Client, SourceDown
from portal.models import FigureImport, Indicator, StagedPage
from portal.services import kolada_writer
from portal.services.kolada_writer import Scope, TooMuchLost
from procurement.services.imports import safe_name
from registry import status_log
from registry.access import is_case_officer
from registry.workflow import NotEntitled, StepNotAllowed

LOCK = 7_410_050
KEPT = timedelta(hours=24)  # how long pages may wait to be taken up
MOST_PAGES = 2_000  # of one question
LARGEST_FILE = 64 * 2**20
MOST_REFUSED = 1_000  # rows kept in the report
BUSY = "En annan inläsning från Kolada pågår. Vänta tills den är klar."
CUT_OFF = "Inläsningen avbröts. Kör kommandot igen, så fortsätter det där det slutade."
THROWN_AWAY = "Inläsningen avbröts och togs inte upp igen."
TOO_OLD = "Inläsningen avbröts för mer än ett dygn sedan. Den börjar om."
AGAIN = "Källan ger samma sida två gånger. Då saknas en annan. Ingenting är ändrat."
State = FigureImport.State
COUNTED = ["value_count", "new_count", "changed_count", "unchanged_count", "taken_back_count", "refused_count"]
SETTLED = ["state", "problem", "ended_at", "page_count", "report", *COUNTED]


@dataclass(frozen=True)
class Asked:
    """What is asked for. Years are first and last; None with files, which hold what they hold."""

    codes: tuple
    years: tuple | None = None
    base: str = BASE
    files: tuple = ()

    @property
    def origin(self):
        """Where it comes from, without a name and a password that somebody has put into the address."""
        if self.files:
            return "filer"
        parts = urlsplit(self.base)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()

    def as_json(self):
        names = [safe_name(name) for name in self.files]
        return {"indicators": [*self.codes], "years": [*self.years] if self.years else None, "files": names}

    def is_same_as(self, run):
        return not self.files and run.asked == self.as_json() and run.origin == self.origin


@dataclass(frozen=True)
class Outcome:
    """What a reading came to. `run` is None when nothing was to be stored."""

    run: FigureImport | None
    written: kolada_writer.Written
    resumed_pages: int = 0


class _Tried(Exception):
    """Ends a dry run: nothing of it stays."""


def everything_ours():
    """Codes of all measures that the portal has from Kolada."""
    return tuple(
        Indicator.objects.filter(source=Indicator.Source.KOLADA).order_by("code").values_list("code", flat=True)
    )


def require_importer(actor):
    """Case officers and administrators. Raises `NotEntitled`."""
    if not (actor.is_active and (actor.is_superuser or is_case_officer(actor))):
        raise NotEntitled("Bara handläggare och administratörer får läsa in nyckeltal.")


def run(asked, *, actor, client=None, restart=False, accept_loss=False, dry_run=False, progress=None, at=None):
    """Read what is asked for. `progress` is called with pages and values so far.

    Raises `SourceDown` (cut off; can be taken up), `UnreadableAnswer` or `TooMuchLost` (nothing is changed),
    `StepNotAllowed` when another reading is under way, `NotEntitled`.
    """
    require_importer(actor)
    _check(asked)
    at = at or timezone.now()
    with _one_at_a_time():
        client = client or (None if asked.files else Client(asked.base))
        if dry_run:
            return _try(asked, client, accept_loss, progress, at)
        going = _begin(asked, actor=actor, restart=restart, accept_loss=accept_loss, at=at)
        resumed = going.page_count
        try:
            pages = list(_pages(asked, client, _Stage(going), progress))
            written = _apply(going, pages, asked, actor=actor, accept_loss=accept_loss, at=at)
        except SourceDown as cut:
            _stop(going, State.INTERRUPTED, str(cut), actor=actor)
            raise
        except (UnreadableAnswer, TooMuchLost) as refusal:
            _stop(going, State.FAILED, str(refusal), actor=actor, keep=isinstance(refusal, TooMuchLost))
            raise
        except BaseException:
            with suppress(DatabaseError):  # the first fault is the one to tell; the lock says that nobody goes on
                _stop(going, State.INTERRUPTED, CUT_OFF, actor=actor)
            raise
    return Outcome(going, written, resumed)


def _check(asked):
    if not asked.codes:
        raise StepNotAllowed("Det finns inga nyckeltal att läsa.")
    strangers = sorted(set(asked.codes) - set(everything_ours()))
    if strangers:
        raise StepNotAllowed(f"Portalen har inte nyckeltalet {', '.join(strangers)}. Lägg till det först.")


def is_going_on():
    """Whether a process holds the lock, in this database, right now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from pg_locks where locktype = 'advisory' and classid = 0 and objid = %s "
            "and database = (select oid from pg_database where datname = current_database()))",
            [LOCK],
        )
        return cursor.fetchone()[0]


@contextmanager
def _one_at_a_time():
    """Hold the lock for the length of the session, or less. Raises `StepNotAllowed` when somebody else has it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise StepNotAllowed(BUSY)
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s)", [LOCK])


# --- A run, and its pages ---


@transaction.atomic
def _begin(asked, *, actor, restart, accept_loss, at):
    """The run to go on with: the one that was cut off, the one that waits for a person's word, or a new one."""
    before = FigureImport.objects.unfinished().select_for_update().first()
    if before is None and accept_loss:
        before = _waiting_for_a_word(asked)
    if before is not None and not restart:
        is_fresh = at - before.started_at < KEPT
        if is_fresh and asked.is_same_as(before):
            return _take_up(before, actor=actor, at=at)
        if is_fresh and before.state != State.FAILED and not before.asked["files"]:
            raise StepNotAllowed(
                "En inläsning som gällde något annat är avbruten. Kör den igen med samma val, "
                "eller kasta den med --restart."
            )
    if before is not None and before.state != State.FAILED:
        _settle(before, State.FAILED, TOO_OLD if not restart else THROWN_AWAY, "discard", actor=actor, at=at)
    _sweep(FigureImport.objects.applied().newest_first()[:1])
    new = FigureImport(asked=asked.as_json(), origin=asked.origin, started_at=at, started_by=actor)
    new.full_clean()
    new.save()
    status_log.write(new, "begin", actor=actor, to_state=new.state, at=at)
    return new


def _waiting_for_a_word(asked):
    """The last run, when all that hindered it was that too much would be lost."""
    last = FigureImport.objects.newest_first().select_for_update().first()
    waits = last is not None and last.state == State.FAILED and last.report.get("losses") and last.pages.exists()
    return last if waits and asked.is_same_as(last) else None


def _take_up(before, *, actor, at):
    state = before.state
    before.state, before.problem, before.ended_at = State.RUNNING, "", None
    before.save(update_fields=["state", "problem", "ended_at"])
    status_log.write(before, "resume", actor=actor, from_state=state, to_state=before.state, at=at)
    return before


def _stop(going, state, problem, *, actor, keep=False):
    """Say why the run ended here. Pages of one that failed are thrown away, unless a person's word may save it."""
    with transaction.atomic():
        if state == State.FAILED:
            if not keep:
                going.pages.all().delete()
            _settle(going, state, problem, "fail", actor=actor, at=timezone.now())
            return
        going.state, going.problem = state, problem[:500]
        going.save(update_fields=["state", "problem", "page_count"])
        status_log.write(going, "interrupt", actor=actor, from_state=State.RUNNING, to_state=state)


def _settle(going, state, problem, action, *, actor, at):
    before, going.state = going.state, state
    going.problem, going.ended_at = problem[:500], at
    going.full_clean()
    going.save(update_fields=SETTLED)
    status_log.write(going, action, actor=actor, from_state=before, to_state=state, at=at)


def _sweep(kept):
    """Throw away all pages but those of these runs."""
    StagedPage.objects.exclude(figure_import__in=[row.pk for row in kept]).delete()


class _Stage:
    """The pages that are there already, and where new ones are put: each in a transaction of its own."""

    def __init__(self, going):
        self.going = going
        self.there = set(going.pages.values_list("address", flat=True))

    def get(self, address):
        if address not in self.there:
            return None
        return bytes(self.going.pages.values_list("content", flat=True).get(address=address))

    @transaction.atomic
    def put(self, address, content, digest):
        StagedPage.objects.create(figure_import=self.going, address=address, content=content, digest=digest)
        self.going.page_count += 1
        self.going.save(update_fields=["page_count"])


class _Nowhere:
    """The stage of a dry run."""

    def get(self, address):
        return None

    def put(self, address, content, digest):
        """Nothing is kept."""


# --- Reading ---


def _pages(asked, client, stage, progress):
    """All pages, read: from the stage where they are there, else from the source."""
    pages, count = 0, 0
    for answer in _of_files(asked, stage) if asked.files else _of_source(asked, client, stage):
        pages, count = pages + 1, count + len(answer.values)
        if progress:
            progress(pages, count)
        yield answer


def _of_files(asked, stage):
    seen = set()
    for name in asked.files:
        content = _content(Path(name))
        try:
            answer = answers.read(content)
        except UnreadableAnswer as refusal:
            raise UnreadableAnswer(f"{safe_name(name)}: {refusal}") from None
        address = f"{safe_name(name)}#{hashlib.sha256(content).hexdigest()[:16]}"
        if address in seen:
            continue
        seen.add(address)
        stage.put(address, content, answer.digest)
        yield _with_place(answer, safe_name(name))


def _content(path):
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableAnswer(f"Filen {safe_name(path)} är större än {LARGEST_FILE // 2**20} MB.")
        return path.read_bytes()
    except OSError:
        raise UnreadableAnswer(f"Filen {safe_name(path)} går inte att öppna.") from None


def _of_source(asked, client, stage):
    """Names and days of the measures first, then the values of those that the source still has."""
    present, unread = set(), False
    for codes in _at_most(asked.codes):
        for answer in _chain(client.measures_address(codes), answers.MEASURES, client, stage):
            present |= {measure.code for measure in answer.measures}
            unread = unread or bool(answer.refused)
            yield answer
    codes = [code for code in asked.codes if code in present or unread]
    if not codes:
        raise UnreadableAnswer("Källan säger att den inte har något av nyckeltalen. Det stämmer knappast.")
    first, last = asked.years
    for some in _at_most(codes):
        for years in _at_most(range(first, last + 1)):
            yield from _chain(client.values_address(some, years), answers.VALUES, client, stage)


def _at_most(things):
    things = list(things)
    return [things[start : start + MOST_AT_ONCE] for start in range(0, len(things), MOST_AT_ONCE)]


def _chain(address, kind, client, stage):
    """The pages of one question. Raises `UnreadableAnswer` when they go round, or never end."""
    addresses, digests = set(), set()
    while address:
        content = stage.get(address)
        is_there = content is not None
        content = content if is_there else client.get(address)
        answer = answers.read(content, kind)
        if (not answer.is_empty or answer.next_address) and answer.digest in digests:
            raise UnreadableAnswer(AGAIN)
        addresses.add(address)
        digests.add(answer.digest)
        following = client.following(address, answer.next_address) if answer.next_address else ""
        if following in addresses:
            raise UnreadableAnswer("Sidan pekar tillbaka på en sida som redan är läst. Ingenting är ändrat.")
        if len(following) > 1000 or len(addresses) >= MOST_PAGES:
            raise UnreadableAnswer("Svaret tar aldrig slut. Ingenting är ändrat.")
        if not is_there:
            stage.put(address, content, answer.digest)
        yield _with_place(answer, f"sida {len(addresses)}")
        address = following


def _with_place(answer, where):
    """The answer with its refused rows told by page."""
    return replace(answer, refused=tuple(replace(row, where=f"{where}, {row.where}") for row in answer.refused))


# --- Writing ---


def _scope(asked):
    return Scope(codes=tuple(asked.codes), years=asked.years, is_whole=not asked.files)


def _apply(going, pages, asked, *, actor, accept_loss, at):
    """Write all of it in one transaction, and settle the run in the same."""
    gathered = answers.gather(pages)
    try:
        with transaction.atomic():
            written = kolada_writer.write(gathered, _scope(asked), at=at, accept_loss=accept_loss)
            going.value_count, going.refused_count = written.values, len(written.refused)
            going.new_count, going.changed_count = written.new, written.changed
            going.unchanged_count, going.taken_back_count = written.unchanged, written.taken_back
            going.report = {**written.as_json(), "refused": written.refused[:MOST_REFUSED]}
            _settle(going, State.APPLIED, "", "apply", actor=actor, at=timezone.now())
            _sweep([going])
    except TooMuchLost as refusal:
        going.report = {"losses": refusal.losses}
        raise
    return written


def _try(asked, client, accept_loss, progress, at):
    """What would come of it. Stores nothing."""
    pages = list(_pages(asked, client, _Nowhere(), progress))
    try:
        with transaction.atomic():
            written = kolada_writer.write(answers.gather(pages), _scope(asked), at=at, accept_loss=accept_loss)
            raise _Tried
    except _Tried:
        return Outcome(None, written)
