"""Makes and changes the rows that imports own: procurements, lots and contracts, as their notices say.

What a person has changed since is left alone: a column is written only while it holds what the import wrote last.
"""

from dataclasses import dataclass, field
from datetime import date

from procurement.models import (
    ConcernAnswer,
    Contract,
    ContractConcern,
    ImportedNotice,
    Lot,
    Procurement,
    ProcurementEvent,
)
from procurement.models.procurements import State
from procurement.services.import_copy import copy_in
from registry.models import LegalEntity
from registry.models.status_log import StatusLog

BATCH = 1_000
STATE_COLUMNS = ("state", "ended_at", "closed_at")
OPEN_TO_TIME = {State.PUBLISHED, State.CLOSED}  # the one becomes the other when its day comes
OWN_LOT_NUMBERS_FROM = 20_000  # where a lot waits while others take new numbers


def plain(value):
    """A column's value as JSON holds it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def plain_row(values):
    return {name: plain(value) for name, value in values.items()}


@dataclass
class Draft:
    """A notice, what its thread says with it, and the ids of the rows that are made of it."""

    notice: ImportedNotice
    target: object
    authority: object
    procurement: int = 0
    contracts: dict = field(default_factory=dict)


def facts_of(target, authority):
    return {**target.procurement, "authority_id": authority.pk}


def create_all(drafts, *, actor, at):
    """Make procurements of what nothing was known of, with their lots, contracts and history. In a few statements."""
    made = {"created_by_id": actor.pk, "created_at": at, "changed_at": at}
    ids = copy_in(Procurement, [{**facts_of(draft.target, draft.authority), **made} for draft in drafts])
    for draft, pk in zip(drafts, ids, strict=True):
        draft.procurement = pk
    _place(Procurement, "procurement_id", [(draft.procurement, draft.authority) for draft in drafts])
    places = [(draft, identifier) for draft in drafts for identifier in draft.target.lots]
    rows = [
        {"procurement_id": draft.procurement, "identifier": identifier, **draft.target.lots[identifier]}
        for draft, identifier in places
    ]
    lots = {
        (draft.procurement, identifier): pk for (draft, identifier), pk in zip(places, copy_in(Lot, rows), strict=True)
    }
    _create_contracts(drafts, lots, actor, at)
    for draft in drafts:
        draft.notice.procurement_id = draft.procurement
        draft.notice.written = written(draft.target, draft.authority, draft.contracts)
    tell([(draft.procurement, draft.target.procurement["state"]) for draft in drafts], "import", actor=actor, at=at)


def _create_contracts(drafts, lots, actor, at):
    entities = _entities(values for draft in drafts for values in draft.target.contracts.values())
    places = [(draft, key) for draft in drafts for key in draft.target.contracts]
    rows = []
    for draft, key in places:
        values = draft.target.contracts[key]
        lot = lots.get((draft.procurement, values["lot"]))
        rows.append(contract_facts(draft.procurement, draft.authority, lot, values, entities, actor, at))
    ids = copy_in(Contract, rows)
    for (draft, key), pk in zip(places, ids, strict=True):
        draft.contracts[key] = pk
    _place(Contract, "contract_id", [(draft.contracts[key], draft.authority) for draft, key in places])


def contract_facts(procurement, authority, lot, values, entities, actor, at):
    """The columns of a new contract, with ids for what it points at."""
    return {
        **{name: value for name, value in values.items() if name != "lot"},
        "procurement_id": procurement,
        "lot_id": lot,
        "authority_id": authority.pk,
        "origin": Contract.Origin.IMPORT,
        "legal_entity_id": entities.get(values["supplier_number"]),
        "created_by_id": actor.pk,
        "created_at": at,
    }


def written(target, authority, contracts):
    """What the import wrote, so that it is known afterwards what a person has changed. `contracts` are ids."""
    return {
        "procurement": plain_row(facts_of(target, authority)),
        "lots": {identifier: plain_row(values) for identifier, values in target.lots.items()},
        "contracts": {key: {**plain_row(values), "id": contracts[key]} for key, values in target.contracts.items()},
    }


def keep_all(notices):
    """Save the notices themselves."""
    names = [field.attname for field in ImportedNotice._meta.concrete_fields if not field.primary_key]
    copy_in(ImportedNotice, [{name: getattr(row, name) for name in names} for row in notices])


def tell(procurements, action, *, actor, at, before=""):
    """The same event in the history of many procurements, pairs of id and state, and in the log of statuses."""
    events, log = [], []
    for pk, state in procurements:
        states = {"from_state": before, "to_state": state}
        events.append({"procurement_id": pk, "action": action, "actor_id": actor.pk, "created_at": at, **states})
        log.append(
            {
                "subject": Procurement._meta.model_name,
                "subject_id": pk,
                "action": action,
                "actor_id": actor.pk,
                "reason": action,
                "occurred_at": at,
                **states,
            }
        )
    copy_in(ProcurementEvent, events)
    copy_in(StatusLog, log)


def _place(model, column, rows):
    """A municipality buys for itself: the rows, pairs of id and authority, get its municipality."""
    copy_in(
        model.municipalities.through,
        [
            {column: pk, "municipality_id": authority.municipality_id}
            for pk, authority in rows
            if authority.municipality_id
        ],
    )


def _entities(values):
    """{number: id} of the suppliers that the register has."""
    numbers = {row["supplier_number"] for row in values} - {""}
    if not numbers:
        return {}
    found = LegalEntity.objects.handed_in().filter(organisation_number__in=numbers)
    return dict(found.values_list("organisation_number", "pk"))


# --- Changing ---


def change(procurement, target, authority, base, *, actor, at):
    """Write what the notices say now over what they said before (`base`). Returns (what is written, if it changed).

    A procurement whose import was undone comes back.
    """
    contracts, changed = {}, _merge_procurement(procurement, facts_of(target, authority), base, actor, at)
    lots, lots_changed = _merge_lots(procurement, target.lots, base.get("lots", {}))
    entities = _entities(target.contracts.values())
    known = base.get("contracts", {})
    rows = Contract.objects.in_bulk([values["id"] for values in known.values()])
    for key, values in target.contracts.items():
        row = rows.get(known.get(key, {}).get("id"))
        if row is None:
            lot = lots[values["lot"]].pk if values["lot"] in lots else None
            facts = contract_facts(procurement.pk, authority, lot, values, entities, actor, at)
            (contracts[key],) = copy_in(Contract, [facts])
            _place(Contract, "contract_id", [(contracts[key], authority)])
            changed = True
        else:
            facts = {name: value for name, value in values.items() if name != "lot"}
            names = _merge(row, facts, known[key])
            if row.withdrawn_at is not None:
                row.withdrawn_at = None
                names.append("withdrawn_at")
            changed = _save(row, names) or changed
            contracts[key] = row.pk
    gone = [rows[known[key]["id"]] for key in known.keys() - target.contracts.keys() if known[key]["id"] in rows]
    withdrawn, _ = withdraw_contracts([row for row in gone if row.withdrawn_at is None], known, at)
    return written(target, authority, contracts), changed or lots_changed or bool(withdrawn)


def _merge_procurement(procurement, facts, base, actor, at):
    before, known = procurement.state, base.get("procurement", {})
    moved_on = known.get("state") != before and not {known.get("state"), before} <= OPEN_TO_TIME
    if moved_on:  # a person has taken it further: state and its days go together
        facts = {name: value for name, value in facts.items() if name not in STATE_COLUMNS}
    if procurement.lots.filter(ground_confirmed=True).exists():
        facts["is_reserved"] = True
    free = {} if moved_on else dict.fromkeys(STATE_COLUMNS)
    names = _merge(procurement, facts, {name: value for name, value in known.items() if name not in free})
    if procurement.withdrawn_at is not None:
        procurement.withdrawn_at = None
        names.append("withdrawn_at")
        tell([(procurement.pk, procurement.state)], "import", actor=actor, at=at)
    elif procurement.state != before:
        tell([(procurement.pk, procurement.state)], "import_change", actor=actor, at=at, before=before)
    if names:
        procurement.changed_at = at
        names.append("changed_at")
    return _save(procurement, names)


def _merge(row, values, base):
    """Set the columns that nobody has touched since the import wrote them; returns their names."""
    names = []
    for name, value in values.items():
        current = plain(getattr(row, name))
        if current == plain(value) or (name in base and current != base[name]):
            continue
        setattr(row, name, value)
        names.append(name)
    return names


def _save(row, names):
    if names:
        row.save(update_fields=names)
    return bool(names)


def _merge_lots(procurement, lots, base):
    """Lots by identifier, and whether any changed."""
    rows = list(procurement.lots.all())
    mine = {row.identifier: row for row in rows if row.identifier}
    changed = False
    for identifier in (base.keys() & mine.keys()) - lots.keys():
        row = mine[identifier]
        if not changed_by_hand(row, base[identifier]) and not worked_on(Lot, [row.pk], {Contract}):
            Contract.objects.filter(lot=row).update(lot=None)
            row.delete()
            rows.remove(mine.pop(identifier))
            changed = True
    _make_room(mine, lots)
    taken = {row.number for row in rows if row.identifier not in lots}
    for identifier, values in lots.items():
        values = {**values, "number": _free(values["number"], taken)}
        row = mine.get(identifier)
        if row is None:
            mine[identifier] = Lot.objects.create(procurement=procurement, identifier=identifier, **values)
            changed = True
            continue
        if row.ground_confirmed:
            del values["ground"]
        changed = _save(row, _merge(row, values, base.get(identifier, {}) | {"number": row.number})) or changed
    return mine, changed


def _make_room(mine, lots):
    """Move the lots that get other numbers out of the way first: no two may have the same at any moment."""
    moving = [row for name, row in mine.items() if name in lots and row.number != lots[name]["number"]]
    for place, row in enumerate(moving):
        row.number = OWN_LOT_NUMBERS_FROM + place
        row.save(update_fields=["number"])


def _free(number, taken):
    while number in taken:
        number += 1
    taken.add(number)
    return number


# --- Taking back, and bringing back ---


def bring_back(notices, *, actor, at):
    """Show what was withdrawn again: the procurements of the notices, and the contracts that they wrote."""
    procurements = [row.procurement for row in notices]
    Procurement.objects.filter(pk__in=[row.pk for row in procurements]).update(withdrawn_at=None, changed_at=at)
    contracts = [values["id"] for row in notices for values in row.written["contracts"].values()]
    Contract.objects.filter(pk__in=contracts).update(withdrawn_at=None)
    tell([(row.pk, row.state) for row in procurements], "import", actor=actor, at=at)


def changed_by_hand(row, base):
    """Whether a column holds anything but what the import wrote."""
    return any(
        plain(getattr(row, name)) != value for name, value in base.items() if name not in ("id", "lot", *STATE_COLUMNS)
    )


def worked_on(model, pks, but):
    """Those of the rows that something else in the portal points at. `but` are the models that an import makes."""
    found = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.related_model in but:
            continue
        if relation.related_model._meta.auto_created:  # the rows' own municipalities
            continue
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": pks})
        found |= set(rows.values_list(name, flat=True))
    return found & set(pks)


def withdraw_contracts(rows, known, at):
    """Take contracts from every list, but for those that somebody has worked on. Returns (withdrawn, kept).

    What the watch has noticed of the supplier is nobody's work, until somebody has answered.
    """
    base = {values["id"]: values for values in known.values()}
    pks = [row.pk for row in rows]
    answered = ConcernAnswer.objects.filter(concern__contract__in=pks).values_list("concern__contract", flat=True)
    held = worked_on(Contract, pks, {ContractConcern}) | set(answered)
    kept = [row for row in rows if row.pk in held or changed_by_hand(row, base.get(row.pk, {}))]
    withdrawn = [row for row in rows if row not in kept]
    Contract.objects.filter(pk__in=[row.pk for row in withdrawn]).update(withdrawn_at=at)
    return withdrawn, kept
