"""What holds of suppliers tonight, as the watch reads it: nothing that the public pages do not say.

In a number of questions that does not grow with the suppliers, but for families that have stated transfers: each of
those is read as its own page reads it.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from procurement.models import ConcernKind
from procurement.watch import Reading
from registry import family_graph
from registry.eligibility import reader, rules
from registry.models import AnnualStatement, LegalEntity, OfficialRegistration, Verification
from registry.models.eligibility import Criterion
from registry.reading import family, register_health, statements
from registry.wording import day_in_words

DECIDED_HERE = {ConcernKind.VERIFICATION, ConcernKind.PUBLIC_CONTROL}
"""Kinds that rest on a decision made in the portal: they hold from the night they are read."""
ONE_AT_A_TIME = {ConcernKind.VERIFICATION, ConcernKind.DEREGISTERED, ConcernKind.PUBLIC_CONTROL}
"""Kinds of which a supplier has one at most: while one stands, what is read is about that one."""
VERIFICATION_SOURCE = "Portalens beslut"
CONTROL_SOURCE = "Handläggares bedömning i portalen"
STATEMENT_SOURCE = "Portalens årsuppgifter"
TRANSFER_SOURCE = "Årsuppgift till portalen, jämförd med Kammarkollegiets register"


@dataclass(frozen=True, slots=True)
class Happening:
    """One event that holds tonight. `is_known` is False when the source cannot tell whether it does."""

    began_on: date
    source: str
    is_known: bool = True


@dataclass
class Tonight:
    """What is read of one supplier: {kind: {key: Happening}}, and the kinds whose source is no good tonight."""

    found: dict = field(default_factory=lambda: {kind: {} for kind in ConcernKind})
    silent: set = field(default_factory=set)

    def add(self, kind, key, *facts):
        self.found[kind][str(key)] = Happening(*facts)

    @property
    def is_quiet(self):
        return not any(self.found.values())

    def reading(self, kind, key):
        """What tonight says of the event, as the rule takes it."""
        is_decision = kind in DECIDED_HERE
        if kind in self.silent:
            return Reading(None, is_decision)
        happening = self.found[kind].get(key)
        if happening is not None and not happening.is_known:
            return Reading(None, is_decision)
        return Reading(happening is not None, is_decision)


def read(ids, at):
    """{entity: Tonight} of these legal entities."""
    today = timezone.localdate(at)
    told = {pk: Tonight() for pk in ids}
    trusted = register_is_trusted(at)
    _verifications(told, today)
    _judgements_and_register(told, today, at, trusted)
    _transfers(told, today, trusted)
    _statements(told, at)
    return told


def register_is_trusted(at):
    """Whether the last try to read Kammarkollegiet's list came to an end: neither refused nor waiting for an officer.

    How old its answer about each entity is, is for the rule of eligibility to say.
    """
    health = register_health.health(at)
    return not health.problem and not health.waits


def _verifications(told, today):
    """Ended, and none that holds. The day is that of the decision."""
    rows = Verification.objects.filter(legal_entity__in=told).order_by("ended_at", "pk")
    ended, holding = {}, set()
    for entity, pk, state, ended_at in rows.values_list("legal_entity", "pk", "state", "ended_at"):
        if state == Verification.State.ENDED:
            ended[entity] = pk, timezone.localdate(ended_at)
        else:
            holding.add(entity)
    for entity, (pk, day) in ended.items():
        if entity not in holding and day <= today:
            told[entity].add(ConcernKind.VERIFICATION, pk, day, VERIFICATION_SOURCE)


def _judgements_and_register(told, today, at, trusted):
    """Public control that an officer has judged, and Kammarkollegiet's decisions to deregister."""
    ended = {}
    rows = OfficialRegistration.objects.filter(legal_entity__in=told, deregistration_decided_on__lte=today)
    for entity, decided, source in rows.order_by("deregistration_decided_on").values_list(
        "legal_entity", "deregistration_decided_on", "source"
    ):
        ended[entity] = decided, source
    limits = reader.limits()
    for entity, known in reader.known_of(told, at).items():
        night = told[entity]
        control = rules.finding(known, Criterion.PUBLIC_CONTROL, today)
        if control.is_met is False:
            day = control.judged.first
            night.add(ConcernKind.PUBLIC_CONTROL, day.isoformat(), day, CONTROL_SOURCE)
        register = rules.register_on(known, today, limits)
        if not trusted or not register.is_sound:
            night.silent.add(ConcernKind.DEREGISTERED)
        elif entity in ended and not register.is_registered:
            decided, source = ended[entity]
            night.add(ConcernKind.DEREGISTERED, decided.isoformat(), decided, source)


def _transfers(told, today, trusted):
    """Stated transfers that 2022:900, 8 § does not allow: what the family's public page marks."""
    if not trusted:
        for night in told.values():
            night.silent.add(ConcernKind.TRANSFER)
        return
    stated = AnnualStatement.objects.standing().filter(legal_entity__in=told).exclude(content__transfers=[])
    givers = {}
    for entity, organisation in stated.values_list("legal_entity", "legal_entity__organisation").distinct():
        givers.setdefault(organisation, {})[family.key_of(entity)] = entity
    outcomes = (family_graph.Outcome.FLAGGED, family_graph.Outcome.UNKNOWN)
    for organisation, entities in sorted(givers.items()):
        graph = family.read(organisation, today, insider=False).graph
        for row in family_graph.findings(graph, date.min, today):
            giver = entities.get(row.transfer.giver)
            if giver and row.outcome in outcomes:
                is_known = row.outcome == family_graph.Outcome.FLAGGED
                told[giver].add(ConcernKind.TRANSFER, row.transfer.key, row.transfer.on, TRANSFER_SOURCE, is_known)


def _statements(told, at):
    """Statements of which the public page says that they are missing: warned of, and long overdue."""
    warned = statements.warned_entities().filter(pk__in=list(told)).order_by("pk")
    for entity in statements.entities_to_state(LegalEntity.objects.filter(pk__in=warned)):
        for year in statements.missing_of(entity, at):
            about = f"{STATEMENT_SOURCE}, räkenskapsåret som slutade {day_in_words(year.ends)}"
            told[entity.pk].add(ConcernKind.STATEMENT, year.begins.isoformat(), year.due_on, about)
