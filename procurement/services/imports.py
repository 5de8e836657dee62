"""An import of notices or statistics: begun, filled notice by notice, finished, and undone when it was wrong.

All of an import is one transaction. One import at a time: each works out what it changes from what stands.
"""

import hashlib
from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from procurement.eforms.fold import fold
from procurement.eforms.notice import OTHER, from_json, to_json
from procurement.eforms.words import line
from procurement.models import ImportedNotice, ImportRefusal, Procurement, ProcurementImport
from procurement.models.procurements import Origin
from procurement.services import import_writer as writer
from procurement.services.import_buyers import Buyers
from registry import status_log
from registry.access import is_case_officer
from registry.workflow import NotEntitled

IMPORT_LOCK = 7_410_040
SYSTEM_ADDRESS = "kommandorad@portalen.invalid"  # RFC 2606: no such address can be
NO_PROCUREMENT = "Annonsen handlar inte om en viss upphandling. Den är antecknad men ändrar ingenting."
MADE_BY_HAND = "Upphandlingen är inlagd av myndigheten. Annonsen är antecknad men ändrar ingenting."
SAME_VERSION = "Samma version av annonsen är redan inläst, med annat innehåll. Be om en ny version."
REFUSED_BY_RULE = "Uppgifterna i annonsen går inte att spara: de strider mot varandra."
Outcome = ImportedNotice.Outcome


class DryRun(Exception):
    """Ends an import that was only to be tried: nothing of it stays."""


def system_actor():
    """The account that stands for whoever runs a command on the server. Nobody can sign in with it."""
    users = get_user_model().objects
    account = users.filter(email=SYSTEM_ADDRESS).first()
    if account is None:
        account = users.create_user(SYSTEM_ADDRESS, None, name="Portalens kommandorad", is_active=False)
    return account


def require_importer(actor):
    """Case officers, and whoever runs commands on the server. Raises `NotEntitled`."""
    if actor.email != SYSTEM_ADDRESS and not is_case_officer(actor):
        raise NotEntitled("Bara handläggare får läsa in och ångra importer.")


def one_at_a_time():
    """Until the transaction ends nobody else imports or undoes."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def sha256(content):
    return hashlib.sha256(content).hexdigest()


class Run:
    """An import that is going on."""

    def __init__(self, imported, actor, at):
        self.imported, self.actor, self.at = imported, actor, at
        self.buyers = Buyers(actor)
        self.refused = []

    def refuse(self, file_name, reason, *, row=None, field=""):
        """Note what was not taken."""
        self.refused.append(
            ImportRefusal(
                procurement_import=self.imported,
                file_name=safe_name(file_name),
                line=row,
                field=field,
                reason=reason[:300],
            )
        )

    def count(self, outcome, warnings=()):
        name = f"{outcome}_count"
        setattr(self.imported, name, getattr(self.imported, name) + 1)
        if warnings:
            self.imported.warned_count += 1

    def draft(self, notice, file_name, digest):
        """The row that keeps the notice, not saved yet."""
        return ImportedNotice(
            procurement_import=self.imported,
            notice_id=notice.notice_id,
            version=notice.version,
            thread=notice.thread,
            procedure_id=notice.procedure_id,
            subtype=notice.subtype,
            publication_number=notice.publication_number,
            published_on=notice.published_on,
            sent_on=timezone.localdate(notice.sent_at) if notice.sent_at else None,
            file_name=safe_name(file_name),
            sha256=digest,
            warnings=[text[:300] for text in notice.warnings],
            facts=to_json(notice),
            outcome=Outcome.NEW,
        )

    def take(self, notice, file_name, digest, *, row=None):
        """Take one notice in. One that breaks a rule of the database is refused, and nothing of it stays."""
        made = list(self.buyers.made)
        try:
            with transaction.atomic():
                self._take(notice, file_name, digest, row)
        except DatabaseError:
            self.refuse(file_name, REFUSED_BY_RULE, row=row)
            self.forget_buyers(made)

    def forget_buyers(self, made):
        """Read the authorities anew after something was rolled back: one that it made is not there any more."""
        self.buyers = Buyers(self.actor)
        self.buyers.made = made

    def _take(self, notice, file_name, digest, row):
        same = ImportedNotice.objects.standing().filter(notice_id=notice.notice_id, version=notice.version).first()
        if same is not None:
            if same.sha256 == digest:
                self.count(Outcome.UNCHANGED)
            else:
                self.refuse(file_name, SAME_VERSION, row=row, field="BT-757")
            return
        kept = self.draft(notice, file_name, digest)
        if notice.changes and not notice.procedure_id:
            changed = ImportedNotice.objects.filter(notice_id=notice.changes).order_by("-pk").first()
            kept.thread = changed.thread if changed else kept.thread
        self._join(kept, notice)
        kept.save()
        self.count(kept.outcome, kept.warnings)

    def _join(self, kept, notice):
        """Put the notice to the others of its thread, and carry out what they say together."""
        history = list(ImportedNotice.objects.filter(thread=kept.thread).select_related("procurement").order_by("pk"))
        standing = [row for row in history if row.withdrawn_at is None]
        known = next((row for row in reversed(history) if row.procurement_id and row.written), None)
        if notice.kind == OTHER:
            kept.outcome, kept.warnings = Outcome.UNCHANGED, [*kept.warnings, NO_PROCUREMENT]
            return
        target = fold([*(from_json(row.facts) for row in standing), notice], self.at)
        authority = self.buyers.find(target.buyer)
        if known is not None:
            procurement = known.procurement
            back = procurement.withdrawn_at is not None
            kept.procurement = procurement
            kept.written, changed = writer.change(
                procurement, target, authority, known.written, actor=self.actor, at=self.at
            )
            kept.outcome = Outcome.NEW if back else Outcome.CHANGED if changed else Outcome.UNCHANGED
            return
        if by_hand := self._made_by_hand(notice):
            kept.procurement, kept.outcome = by_hand, Outcome.UNCHANGED
            kept.warnings = [*kept.warnings, MADE_BY_HAND]
            return
        writer.create_all([writer.Draft(kept, target, authority)], actor=self.actor, at=self.at)

    def _made_by_hand(self, notice):
        if not notice.procedure_id:
            return None
        return Procurement.objects.filter(procedure_id=notice.procedure_id, origin=Origin.MANUAL).first()

    def finish(self):
        """Write what was refused and the counts."""
        ImportRefusal.objects.bulk_create(self.refused, batch_size=writer.BATCH)
        self.buyers.note(self.at)
        self.imported.refused_count = len(self.refused)
        self.imported.save(
            update_fields=["new_count", "changed_count", "unchanged_count", "refused_count", "warned_count", "sha256"]
        )
        status_log.write(self.imported, "import", actor=self.actor, to_state="done", at=self.at)


def safe_name(name):
    """A file's name without folders, and without a personnummer that somebody has put into it."""
    return line(str(name).replace("\\", "/").rsplit("/", 1)[-1], 200)


@contextmanager
def run(kind, file_name, digest, *, actor, at=None, dry_run=False):
    """An import as one transaction: all of it stays or nothing. A dry run leaves nothing."""
    require_importer(actor)
    at = at or timezone.now()
    try:
        with transaction.atomic():
            one_at_a_time()
            imported = ProcurementImport.objects.create(
                kind=kind, file_name=safe_name(file_name), sha256=digest, read_at=at, read_by=actor
            )
            going = Run(imported, actor, at)
            yield going
            going.finish()
            if dry_run:
                raise DryRun
    except DryRun:
        imported.pk = None
