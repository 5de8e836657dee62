"""Reads Upphandlingsmyndigheten's statistics into procurements and contracts: a thousand new ones at a time."""

import hashlib
from dataclasses import replace
from pathlib import Path

from django.db import DatabaseError, transaction

from procurement import uhm
from procurement.eforms.fold import fold
from procurement.models import ImportedNotice, Procurement, ProcurementImport
from procurement.services import import_writer, imports

TWICE = "Samma upphandling står redan på en tidigare rad."
Outcome = ImportedNotice.Outcome


def import_file(path, *, actor, at=None, dry_run=False, progress=None):
    """Read a file in one import. Returns (import, refusals). Raises `UnreadableTable`: then nothing was read."""
    path = Path(path)
    kind, rows = uhm.open_table(path)
    digest = _digest_of_file(path)
    with imports.run(ProcurementImport.Kind.UHM, path.name, digest, actor=actor, at=at, dry_run=dry_run) as run:
        batch = _Batch(run, path.name)
        notices = _procurements(rows) if kind == uhm.PROCUREMENTS else _contracts(rows)
        for count, (row, read, digest) in enumerate(notices, 1):
            batch.take(row, read, digest)
            if progress and count % 200 == 0:
                progress(count)
        batch.flush()
    return run.imported, run.refused


def _digest_of_file(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _procurements(rows):
    for row, cells in rows:
        yield row, lambda cells=cells: uhm.read_procurement(cells), uhm.digest(cells)


def _contracts(rows):
    """Contracts by procurement, since a supplier's row says nothing of the others'."""
    groups = {}
    for row, cells in rows:
        groups.setdefault(cells.get("upphandlings_id"), []).append((row, cells))
    for group in groups.values():
        cells = [cells for _, cells in group]
        yield group[0][0], lambda cells=cells: uhm.read_contracts(cells), "".join(map(uhm.digest, cells))


class _Batch:
    """Gathers what is wholly new, and hands on one by one what joins something known."""

    def __init__(self, run, file_name):
        self.run, self.file_name = run, file_name
        standing = ImportedNotice.objects.standing().filter(subtype__startswith="uhm").order_by("pk")
        self.known = dict(standing.values_list("notice_id", "sha256"))
        self.threads = set(ImportedNotice.objects.values_list("thread", flat=True))
        self.threads |= set(Procurement.objects.exclude(procedure_id="").values_list("procedure_id", flat=True))
        self.gone = self._gone()
        self.seen, self.new, self.returning = set(), [], []

    def _gone(self):
        """{notice id: (checksum, id)} of notices that an undone import read, and that nothing else speaks with."""
        rows = ImportedNotice.objects.filter(subtype__startswith="uhm", procurement__withdrawn_at__isnull=False)
        threads = {}
        for thread, notice_id, digest, pk in rows.order_by("pk").values_list("thread", "notice_id", "sha256", "pk"):
            threads.setdefault(thread, {})[notice_id] = (digest, pk)
        return {name: kept for notices in threads.values() if len(notices) == 1 for name, kept in notices.items()}

    def take(self, row, read, digest):
        """A row, or the rows of one procurement's contracts."""
        try:
            notice = replace(read(), version=str(self.run.imported.pk))
        except uhm.RefusedRow as refusal:
            self.run.refuse(self.file_name, refusal.reason, row=row, field=refusal.field)
            return
        digest = imports.sha256(digest.encode())
        if notice.notice_id in self.seen:
            self.run.refuse(self.file_name, TWICE, row=row, field="upphandlings_id")
            return
        self.seen.add(notice.notice_id)
        if self.known.get(notice.notice_id) == digest:
            self.run.count(Outcome.UNCHANGED)
        elif self.gone.get(notice.notice_id, ("",))[0] == digest:
            self.returning.append((self.run.draft(notice, self.file_name, digest), self.gone[notice.notice_id][1]))
            if len(self.returning) >= import_writer.BATCH:
                self.flush()
        elif notice.thread in self.threads:
            self.run.take(notice, self.file_name, digest, row=row)
        else:
            self.new.append((notice, digest, row))
            if len(self.new) >= import_writer.BATCH:
                self.flush()

    def flush(self):
        """Write what has been gathered. When one breaks a rule, each is taken by itself and that one refused."""
        made = list(self.run.buyers.made)
        try:
            with transaction.atomic():
                self._make_new()
        except DatabaseError:
            self.run.forget_buyers(made)
            for notice, digest, row in self.new:
                self.run.take(notice, self.file_name, digest, row=row)
        else:
            for notice, _, _ in self.new:
                self.run.count(Outcome.NEW, notice.warnings)
        self.threads |= {notice.thread for notice, _, _ in self.new}
        self._bring_back()
        self.new, self.returning = [], []

    def _make_new(self):
        drafts = []
        for notice, digest, _ in self.new:
            target = fold([notice], self.run.at)
            kept = self.run.draft(notice, self.file_name, digest)
            drafts.append(import_writer.Draft(kept, target, self.run.buyers.find(target.buyer)))
        import_writer.create_all(drafts, actor=self.run.actor, at=self.run.at)
        import_writer.keep_all([draft.notice for draft in drafts])

    def _bring_back(self):
        """What an undone import made and the same rows make again: as it was."""
        before = ImportedNotice.objects.select_related("procurement").in_bulk([pk for _, pk in self.returning])
        for kept, pk in self.returning:
            kept.procurement, kept.written = before[pk].procurement, before[pk].written
            self.run.count(Outcome.NEW, kept.warnings)
        import_writer.bring_back([kept for kept, _ in self.returning], actor=self.run.actor, at=self.run.at)
        import_writer.keep_all([kept for kept, _ in self.returning])
