"""The watch over suppliers while their contracts run (N8): a night's work, and the buyer's answer to what it found."""

from itertools import batched

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from procurement.models import ConcernAnswer, ConcernEnd, Contract, ContractConcern, WatchedEvent
from procurement.reading import supplier_watch
from procurement.reading.supplier_watch import ONE_AT_A_TIME
from procurement.services.entitlements import require_buyer
from procurement.services.messages import buyers_of, editors_of
from procurement.watch import Memory, believe, looked_into_until
from registry import notifications, status_log
from registry.models import LegalEntity
from registry.workflow import lock

AT_A_TIME = 500
BELIEF = ["began_on", "source", "stands", "nights", "read_on"]


def watch(*, at=None):
    """Nightly: compare what holds with what was last known, note what is new or over, and tell. Returns how many.

    Each supplier is a transaction of its own, and a night that was interrupted is taken up where it stopped: what has
    been read is not counted twice, what has been noted is not noted again, who has been told hears no more of it.
    """
    at = at or timezone.now()
    running = Contract.objects.running(timezone.localdate(at)).exclude(legal_entity=None)
    suppliers = sorted(set(running.values_list("legal_entity", flat=True)))
    return sum(_watch_some(ids, at) for ids in batched(suppliers, AT_A_TIME))


def _watch_some(ids, at):
    remembered = set(WatchedEvent.objects.filter(legal_entity__in=ids).values_list("legal_entity", flat=True))
    tonight = supplier_watch.read(ids, at)
    return sum(_watch_one(pk, night, at) for pk, night in tonight.items() if pk in remembered or not night.is_quiet)


@transaction.atomic
def _watch_one(entity_id, night, at):
    entity = lock(LegalEntity(pk=entity_id))
    rows = _remember(entity, night, timezone.localdate(at))
    running = Contract.objects.running(timezone.localdate(at)).filter(legal_entity=entity)
    contracts = list(running.select_related("authority").defer("search_terms").order_by("pk"))
    told = 0
    for row in rows:
        _end_what_is_over(row, at)
        told += _tell(row, _note(row, contracts, at), entity)
    return told


def _remember(entity, night, today):
    """Write down what the watch believes after tonight; returns every event it knows of."""
    rows = {(row.kind, row.key): row for row in entity.watched_events.order_by("pk")}
    found = {}
    for kind, happenings in night.found.items():
        standing = next((row for row in rows.values() if row.kind == kind and row.stands), None)
        for key, happening in happenings.items():
            known_as = standing.key if standing is not None and kind in ONE_AT_A_TIME else key
            found[kind, known_as] = happening, night.reading(kind, key)
    for (kind, key), (happening, reading) in found.items():
        if (kind, key) not in rows and reading.holds:
            rows[kind, key] = WatchedEvent(legal_entity=entity, kind=kind, key=key, began_on=happening.began_on)
    for (kind, key), row in rows.items():
        happening, reading = found.get((kind, key)) or (None, night.reading(kind, key))
        _believe(row, happening, reading, today)
    return list(rows.values())


def _believe(row, happening, reading, today):
    before = Memory(row.stands, row.nights, row.read_on)
    after = believe(before, reading, today)
    if after == before:
        return
    if happening is not None and not before.stands:
        row.began_on, row.source = happening.began_on, happening.source
    row.stands, row.nights, row.read_on = after.stands, after.nights, after.read_on
    row.full_clean(exclude=["legal_entity"])
    row.save(update_fields=BELIEF if row.pk else None)


def _end_what_is_over(row, at):
    if row.stands:
        return
    over = ContractConcern.objects.standing().filter(
        contract__legal_entity=row.legal_entity_id, kind=row.kind, key=row.key
    )
    ConcernEnd.objects.bulk_create([ConcernEnd(concern=concern, noticed_at=at) for concern in over])


def _note(row, contracts, at):
    """A line for each running contract that had begun when it happened and has none. Returns the new ones."""
    if not row.stands:
        return []
    earlier = {}
    same = ContractConcern.objects.filter(contract__in=contracts, kind=row.kind, key=row.key)
    for concern in same.select_related("end").order_by("occurrence"):
        earlier[concern.contract_id] = concern
    made = []
    for contract in contracts:
        last = earlier.get(contract.pk)
        if row.began_on < first_day(contract) or (last is not None and not hasattr(last, "end")):
            continue
        concern = ContractConcern(
            contract=contract,
            kind=row.kind,
            key=row.key,
            occurrence=last.occurrence + 1 if last else 1,
            began_on=row.began_on,
            noticed_at=at,
            source=row.source,
        )
        concern.full_clean()
        concern.save()
        made.append(concern)
    return made


def first_day(contract):
    """The day from which what happens to the supplier concerns the contract: signed or begun, whichever came first."""
    return min(filter(None, [contract.signed_on, contract.starts_on]), default=timezone.localdate(contract.created_at))


def _tell(row, concerns, entity):
    """One letter about the event to each person: the buyers of the contracts, and those who act for the supplier.

    Who is both, or buys for several, gets one. Who has had it before, for another contract or before the event went
    away and came back, gets none.
    """
    if not concerns:
        return 0
    people, theirs = {}, {}
    for authority in {concern.contract.authority for concern in concerns}:
        for user in buyers_of(authority):
            people[user.pk] = user
            theirs.setdefault(user.pk, []).extend(one for one in concerns if one.contract.authority == authority)
    told = sum(_write([people[pk]], row, entity, sorted(mine, key=_by_number)) for pk, mine in sorted(theirs.items()))
    acting = editors_of([entity.organisation_id]).exclude(pk__in=people)
    return told + _write(acting, row, entity, concerns, is_supplier=True)


def _by_number(concern):
    return concern.pk


def _write(users, row, entity, concerns, *, is_supplier=False):
    first = concerns[0]
    context = {
        "entity": entity,
        "concern": first,
        "contracts": [concern.contract for concern in concerns],
        "until": looked_into_until(timezone.localdate(first.noticed_at)),
        "is_supplier": is_supplier,
    }
    if is_supplier:
        url = reverse("supplier_contract_list", args=[entity.organisation.slug])
    else:
        url = reverse("contract_concern", args=[first.contract_id, first.pk])
    return len(notifications.notify(users, "procurement/contract_concern", context, url=url, once=row.once))


@transaction.atomic
def answer(concern, *, actor, answer, comment, at=None):
    """Say what the authority makes of it. The latest answer counts; earlier ones are kept."""
    require_buyer(actor, concern.contract.authority)
    at = at or timezone.now()
    row = ConcernAnswer(concern=concern, answer=answer, comment=comment, answered_at=at, answered_by=actor)
    row.full_clean()
    row.save()
    status_log.write(concern, "answer", actor=actor, to_state=answer, at=at)
    return row
