"""A family's graph read from the database: for everybody what has come in, for its members and case officers all.

Transfers are public only as handed in with a yearly statement. What is recorded or planned, and owners in a draft, are
for the family's own members and for case officers.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from registry.family_graph import Graph, Kind, Node, Ownership, Span, Transfer
from registry.models import AnnualStatement, EntityRevision, LegalEntity, ValueTransfer
from registry.models import Ownership as OwnershipRow
from registry.reading import facts, profile, register_spans, standing
from registry.validators import format_organisation_number

A_DAY = timedelta(days=1)
RECIPIENT = ValueTransfer.Recipient
DECIDED = (EntityRevision.Cause.VERIFIED, EntityRevision.Cause.CHANGED)
NAMED_OWNERS = (OwnershipRow.Kind.ORGANISATION, OwnershipRow.Kind.PUBLIC)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is shown of a node beside its name. The two facts are those of the day; None for who has none."""

    url: str = ""
    form: str = ""
    number: str = ""
    portal: facts.Fact | None = None
    register: facts.Fact | None = None


@dataclass(frozen=True)
class Family:
    """The graph, what is shown of its nodes, and owners that are no nodes: (owned's key, words, days)."""

    graph: Graph
    seen: dict
    other_owners: tuple


class _Builder:
    """Gathers nodes and edges; each node once, whoever names it first."""

    def __init__(self, organisation_id, on):
        self.organisation_id, self.on = organisation_id, on
        self.lists = register_spans.list_days()
        self.nodes, self.seen = {}, {}
        self.ownerships, self.other_owners, self.transfers = [], [], []

    def add(self, node, seen=None):
        if node.key not in self.nodes:
            self.nodes[node.key] = node
            self.seen[node.key] = seen or Seen()
        return node.key

    def add_entity(self, entity_id, name, kind, known, *, spans=None, **shown):
        node = Node(key_of(entity_id), name, kind, *(spans or register_spans.certain(known, self.lists)))
        two = {"portal": facts.portal_fact(known, self.on), "register": facts.register_fact(known, self.on)}
        return self.add(node, Seen(**shown, **two))

    def family(self):
        edges = sorted(self.transfers, key=lambda edge: (edge.on, edge.key))
        graph = Graph(tuple(self.nodes.values()), tuple(self.ownerships), tuple(edges))
        return Family(graph, self.seen, tuple(self.other_owners))


def key_of(entity_id):
    """The node of a legal entity in the portal."""
    return f"e{entity_id}"


def read(organisation_id, on, *, insider):
    """The family as it was on the day, in a number of questions that does not grow with it."""
    building = _Builder(organisation_id, on)
    for item in profile.entities(organisation_id, on):
        building.add_entity(
            item.row["id"],
            item.name,
            Kind.MEMBER,
            item.known,
            url=reverse("legal_entity", args=[item.identifier]),
            form=item.row["form"] or "",
            number=_number(item.row["organisation_number"]),
        )
    if insider:
        _add_unseen(building, organisation_id)
        _add_owners(building, organisation_id)
        lines = _recorded(organisation_id)
    else:
        _add_stated_owners(building, organisation_id)
        lines = _stated(organisation_id)
    _add_transfers(building, [line for line in lines if line["giver"] in building.nodes])
    return building.family()


def _number(digits):
    return format_organisation_number(digits) if digits else ""


def _add_unseen(building, organisation_id):
    """Members of the family about which nothing has come in yet."""
    entities = list(_entities().filter(organisation=organisation_id).order_by("sort_key", "pk"))
    listed = _listed_only(entities, building.lists)
    for entity in entities:
        building.add_entity(
            entity.pk,
            str(entity),
            Kind.MEMBER,
            standing.known(entity),
            spans=listed.get(entity.pk),
            form=str(entity.legal_form or ""),
            number=_number(entity.organisation_number),
        )


def _entities():
    return LegalEntity.objects.select_related("legal_form", "organisation").prefetch_related(
        "verifications", "applications", "official_registrations", "official_checks"
    )


def _listed_only(entities, lists):
    """{entity: what Kammarkollegiet's list says of its number} for those about which the portal itself knows nothing.

    Until an entity is handed in, the list's word about its number is kept apart from it.
    """
    known_here = {
        entity.pk for entity in entities if entity.official_registrations.all() or entity.official_checks.all()
    }
    waiting = {
        entity.pk: entity.organisation_number
        for entity in entities
        if entity.organisation_number and entity.pk not in known_here and not _has_come_in(entity)
    }
    spans = register_spans.of_numbers(set(waiting.values()), lists)
    return {pk: spans[number] for pk, number in waiting.items()}


def _has_come_in(entity):
    return any(case.received_at for case in entity.applications.all())


def _add_owners(building, organisation_id):
    for row in OwnershipRow.objects.filter(owned__organisation=organisation_id).order_by("pk"):
        if row.period.isempty:
            continue
        last = row.period.upper and row.period.upper - A_DAY
        _add_owner(
            building,
            key_of(row.owned_id),
            Span(row.period.lower, last),
            {
                "kind": row.kind,
                "owner": row.get_kind_display() if row.kind == OwnershipRow.Kind.PERSONS else row.owner_name,
                "owner_id": row.owner_id,
                "share": row.share and str(row.share),
                "votes": row.votes and str(row.votes),
                "appoints_board": row.appoints_board,
            },
        )


def _add_stated_owners(building, organisation_id):
    """Owners as handed in: what each revision says holds from its day until the next one that counts.

    Once something is decided, only what is decided counts, as on the family's page.
    """
    by_entity = {}
    revisions = EntityRevision.objects.filter(legal_entity__organisation=organisation_id).order_by("number")
    for row in revisions.values("legal_entity", "cause", "recorded_at", "content__owners"):
        told = by_entity.setdefault(row["legal_entity"], [])
        if row["cause"] in DECIDED or not any(earlier["cause"] in DECIDED for earlier in told):
            told.append(row)
    for entity_id, told in by_entity.items():
        if key_of(entity_id) not in building.nodes:
            continue
        days = [timezone.localdate(row["recorded_at"]) for row in told]
        for row, first, after in zip(told, days, [*days[1:], None], strict=True):
            if first == after:
                continue
            for owner in row["content__owners"] or []:
                _add_owner(building, key_of(entity_id), Span(first, after and after - A_DAY), owner)


def _add_owner(building, owned, span, facts_of_owner):
    kind, owner_id = facts_of_owner["kind"], facts_of_owner["owner_id"]
    if kind == OwnershipRow.Kind.ENTITY:
        owner = key_of(owner_id)
        if owner not in building.nodes:
            return
    elif kind in NAMED_OWNERS:
        name = facts_of_owner["owner"]
        owner = building.add(Node(f"owner:{name}", name, Kind.OWNER))
    else:
        building.other_owners.append((owned, OwnershipRow.Kind(kind).label, span, facts_of_owner))
        return
    building.ownerships.append(
        Ownership(
            owner,
            owned,
            span,
            facts_of_owner["share"] or "",
            facts_of_owner["votes"] or "",
            bool(facts_of_owner["appoints_board"]),
        )
    )


def line_of(transfer):
    """A recorded transfer as a line of a statement, and as the graph reads it. Natural persons are never named."""
    return {
        "id": transfer.pk,
        "giver": key_of(transfer.giver_id),
        "to": transfer.recipient_kind,
        "recipient_id": transfer.recipient_id,
        "name": transfer.recipient_label,
        "number": (
            (transfer.recipient.organisation_number or "") if transfer.recipient_id else transfer.recipient_number
        ),
        "kind": transfer.kind,
        "businesslike": transfer.is_businesslike,
        "amount": transfer.amount,
        "on": transfer.on.isoformat(),
    }


def _recorded(organisation_id):
    transfers = ValueTransfer.objects.in_force().filter(giver__organisation=organisation_id)
    return [line_of(row) for row in transfers.select_related("recipient").order_by("on", "pk")]


def _stated(organisation_id):
    statements = AnnualStatement.objects.standing().filter(legal_entity__organisation=organisation_id)
    contents = statements.order_by("year_begins", "pk").values_list("content", flat=True)
    return [line for content in contents for line in content.get("transfers", [])]


def _add_transfers(building, lines):
    """The edges, and a node for each recipient. A number that has come to the portal since is read there."""
    named = {line["recipient_id"] for line in lines if line["recipient_id"]}
    numbers = {line["number"] for line in lines if line["number"] and not line["recipient_id"]}
    present = {entity.organisation_number: entity for entity in _visible_entities(numbers)}
    outside = register_spans.of_numbers(numbers - set(present), building.lists)
    others = {entity.pk: entity for entity in _entities().filter(pk__in=named)} if named else {}
    listed = _listed_only([*others.values(), *present.values()], building.lists)
    for line in lines:
        entity = others.get(line["recipient_id"]) or present.get(line["number"])
        if entity is not None:
            recipient = _add_other(building, entity, line, listed.get(entity.pk))
        else:
            recipient = building.add(_outside(line, outside))
        building.transfers.append(
            Transfer(
                str(line["id"]),
                line["giver"],
                recipient,
                date.fromisoformat(line["on"]),
                line["amount"],
                line["businesslike"],
                line["kind"],
            )
        )


def _visible_entities(numbers):
    if not numbers:
        return []
    return _entities().filter(organisation_number__in=numbers, organisation__published_at__isnull=False)


def _add_other(building, entity, line, spans):
    """A recipient in the portal. While nothing about it has come in, it has the name that the giver wrote."""
    public = _has_come_in(entity)
    return building.add_entity(
        entity.pk,
        str(entity) if public else line["name"],
        Kind.MEMBER if entity.organisation_id == building.organisation_id else Kind.ENTITY,
        standing.known(entity),
        spans=spans,
        url=reverse("legal_entity", args=[entity.identifier]) if public else "",
        form=str(entity.legal_form or "") if public else "",
        number=_number(line["number"]),
    )


def _outside(line, outside):
    """Somebody whom the portal does not have. Research and private persons are one node each."""
    if line["to"] == RECIPIENT.RESEARCH:
        return Node(f"research:{line['name']}", line["name"], Kind.RESEARCH)
    if line["to"] == RECIPIENT.PERSONS:
        return Node("persons", "Privatpersoner", Kind.PERSONS)
    if line["to"] == RECIPIENT.FOREIGN:
        return Node(f"foreign:{line['name']}", line["name"], Kind.FOREIGN)
    registrations, gone = outside.get(line["number"], ((), ()))
    return Node(f"n{line['number']}", line["name"], Kind.OUTSIDE, registrations, gone)
