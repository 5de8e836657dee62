"""Takes an import back: what it made goes from every list and page, what it changed is as it was.

What somebody has worked on since stays, and is named.
"""

from django.db import transaction
from django.utils import timezone

from procurement.eforms.fold import fold
from procurement.eforms.notice import from_json
from procurement.models import Contract, ImportedNotice, Lot, Procurement, ProcurementEvent
from procurement.services import import_writer as writer
from procurement.services.import_buyers import Buyers
from procurement.services.imports import one_at_a_time, require_importer
from registry import status_log
from registry.workflow import StepNotAllowed, lock

OWN_EVENTS = ["import", "import_change", "import_undo"]


@transaction.atomic
def undo(imported, *, actor, reason, at=None):
    """Undo the import. Returns what was kept, as rows of {slag, id, rubrik, sida}.

    Raises `StepNotAllowed` when it is undone already, or when a later import builds on it.
    """
    require_importer(actor)
    one_at_a_time()
    imported, at = lock(imported), at or timezone.now()
    if imported.is_undone:
        raise StepNotAllowed("Importen är redan ångrad.")
    _refuse_if_built_on(imported)
    notices = imported.notices.standing()
    concerned = list(notices.exclude(procurement=None).values_list("procurement", flat=True).distinct())
    before = (
        ImportedNotice.objects.standing()
        .filter(procurement__in=concerned)
        .exclude(procurement_import=imported)
        .exclude(written={})
    )
    changed = set(before.values_list("procurement", flat=True))
    made = [pk for pk in concerned if pk not in changed]
    kept = []
    for start in range(0, len(made), writer.BATCH):
        kept += _take_away(made[start : start + writer.BATCH], imported, actor, at)
    buyers = Buyers(actor)
    for procurement in Procurement.objects.filter(pk__in=changed).order_by("pk"):
        kept += _put_back(procurement, imported, buyers, actor, at)
    notices.update(withdrawn_at=at)
    imported.undone_at, imported.undone_by, imported.undone_reason, imported.kept = at, actor, reason, kept
    imported.full_clean()
    imported.save(update_fields=["undone_at", "undone_by", "undone_reason", "kept"])
    status_log.write(imported, "undo", actor=actor, from_state="done", to_state="undone", at=at)
    return kept


def _refuse_if_built_on(imported):
    threads = imported.notices.standing().values("thread")
    later = ImportedNotice.objects.standing().filter(thread__in=threads, procurement_import__gt=imported)
    numbers = sorted(set(later.values_list("procurement_import", flat=True)))
    if numbers:
        names = ", ".join(str(number) for number in numbers[:5])
        raise StepNotAllowed(f"En senare import bygger på den här. Ångra först import {names}.")


def _take_away(pks, imported, actor, at):
    """Withdraw procurements that only this import speaks of, with their contracts."""
    rows = Procurement.objects.filter(pk__in=pks, withdrawn_at=None).exclude(origin="manual")
    rows = {row.pk: row for row in rows.order_by("pk")}
    base = dict(imported.notices.filter(procurement__in=rows).order_by("pk").values_list("procurement", "written"))
    contracts = list(Contract.objects.filter(procurement__in=rows, origin="import", withdrawn_at=None).order_by("pk"))
    known = {key: values for written in base.values() for key, values in _contracts(written)}
    _, kept_contracts = writer.withdraw_contracts(contracts, known, at)
    held = _held(rows, base) | {contract.procurement_id for contract in kept_contracts}
    away = [row for pk, row in rows.items() if pk not in held]
    for state in {row.state for row in away}:
        same = [row for row in away if row.state == state]
        writer.tell([(row.pk, "withdrawn") for row in same], "import_undo", actor=actor, at=at, before=state)
    Procurement.objects.filter(pk__in=[row.pk for row in away]).update(withdrawn_at=at, changed_at=at)
    return [_named(rows[pk]) for pk in sorted(held)] + [_named(contract) for contract in kept_contracts]


def _contracts(written):
    """The contracts that were written, by id: keys of different procurements may be alike."""
    return [(values["id"], values) for values in written.get("contracts", {}).values()]


def _held(rows, base):
    """The procurements that somebody has worked on: their own columns, their lots, or anything that points at them."""
    own = {Lot, Contract, ImportedNotice, ProcurementEvent}
    held = writer.worked_on(Procurement, list(rows), own)
    events = ProcurementEvent.objects.filter(procurement__in=rows).exclude(action__in=OWN_EVENTS)
    held |= set(events.values_list("procurement", flat=True))
    held |= set(
        Contract.objects.filter(procurement__in=rows).exclude(origin="import").values_list("procurement", flat=True)
    )
    for pk, row in rows.items():
        if writer.changed_by_hand(row, base[pk].get("procurement", {})):
            held.add(pk)
    lots = list(Lot.objects.filter(procurement__in=rows))
    busy = writer.worked_on(Lot, [lot.pk for lot in lots], {Contract})
    for lot in lots:
        values = base[lot.procurement_id].get("lots", {}).get(lot.identifier)
        if values is None or lot.ground_confirmed or lot.pk in busy or writer.changed_by_hand(lot, values):
            held.add(lot.procurement_id)
    return held


def _put_back(procurement, imported, buyers, actor, at):
    """Make a procurement what the notices of the other imports say. Returns the contracts that were kept."""
    notices = ImportedNotice.objects.standing().filter(procurement=procurement).order_by("pk")
    latest = notices.exclude(written={}).last()
    others = [row for row in notices if row.procurement_import_id != imported.pk]
    target = fold([from_json(row.facts) for row in others], at)
    authority = buyers.find(target.buyer)
    written, _ = writer.change(procurement, target, authority, latest.written, actor=actor, at=at)
    last = next(row for row in reversed(others) if row.written)
    last.written = written
    last.save(update_fields=["written"])
    gone = [values["id"] for key, values in latest.written["contracts"].items() if key not in written["contracts"]]
    return [_named(row) for row in Contract.objects.shown().filter(pk__in=gone)]


def _named(row):
    return {"slag": row._meta.verbose_name, "id": row.pk, "rubrik": row.title}
