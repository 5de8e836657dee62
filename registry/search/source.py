"""From the register's facts to what search is told: eleven queries for a batch of organisations, however many.

Only what is public: organisations whose first application has come in, and of their entities those of which the same
is true. An entity that is still being filled in, or only named, is nobody's to find or to count.
"""

import datetime
from dataclasses import dataclass, field
from itertools import batched

from django.db.models import Exists, OuterRef
from django.utils import timezone

from registry import freshness
from registry.models import (
    Application,
    EligibilityVerdict,
    LegalEntity,
    OfficialCheck,
    OfficialRegistration,
    Organisation,
    Service,
    Verification,
)
from registry.models.applications import OPEN
from registry.search import cards
from registry.search.labels import fresh_labels, labels
from registry.search.slots import OfficialStatus, PortalStatus, eligibility, is_bygone
from registry.search.writer import EntryRow

AT_A_TIME = 2_000
TEXT_LENGTH = 220


@dataclass
class Entity:
    """A legal entity with its two facts."""

    pk: int
    name: str
    number: str | None
    foreign: str
    form: str | None
    seat: str | None
    purpose: str
    received_on: datetime.date | None = None
    verified_on: datetime.date | None = None
    change_noticed: bool = False
    ended_on: datetime.date | None = None
    end_ground: str = ""
    registered_on: datetime.date | None = None
    checked_on: datetime.date | None = None
    check_result: str = ""
    answers: list = field(default_factory=list)

    @property
    def portal(self):
        """Verified goes before examined: a notice of change takes nothing away."""
        if self.verified_on:
            return PortalStatus.VERIFIED
        if self.received_on:
            return PortalStatus.EXAMINED
        return PortalStatus.ENDED if self.ended_on else PortalStatus.NONE

    @property
    def official(self):
        return cards.official_status(self.registered_on, self.check_result)


@dataclass
class Offered:
    """A service of an entity: area, where, for whom, how much."""

    area: object
    everywhere: bool
    capacity: int | None
    unit: str
    description: str
    confirmed_on: datetime.date
    places: list = field(default_factory=list)
    groups: list = field(default_factory=list)


def entry_rows(organisations=None):
    """The rows of the published ones among these organisations, or of all published ones, a batch at a time."""
    chosen = Organisation.public.order_by("pk")
    if organisations is not None:
        chosen = chosen.filter(pk__in=organisations)
    for ids in batched(chosen.values_list("pk", flat=True), AT_A_TIME):
        facts = chosen.model.public.filter(pk__in=ids).order_by("pk")
        entities, offered = _entities(ids), _offered(ids)
        for organisation in facts.values_list(
            "pk", "slug", "name", "lead", "description", "seat", "confirmed_on", named=True
        ):
            yield _row(organisation, entities.get(organisation.pk, []), offered.get(organisation.pk, []))


def _entities(ids):
    """{organisation: its public entities}."""
    rows = LegalEntity.objects.handed_in().filter(organisation__in=ids).order_by("sort_key", "pk")
    entities, of = {}, {}
    for pk, organisation, number, country, register, foreign, *rest in rows.values_list(
        "pk", "organisation", "organisation_number", "country", "foreign_register", "foreign_number", "name",
        "legal_form", "seat", "purpose_text",
    ):  # fmt: skip
        name, form, seat, purpose = rest
        entity = Entity(pk, name, number, f"{country} {register} {foreign}" if foreign else "", form, seat, purpose)
        entities[pk] = entity
        of.setdefault(organisation, []).append(entity)
    _add_portal_facts(entities)
    _add_official_facts(entities)
    for pk, ground, answer in EligibilityVerdict.objects.filter(legal_entity__in=entities).values_list(
        "legal_entity", "ground", "answer"
    ):
        entities[pk].answers.append(eligibility(ground, answer))
    return of


def _add_portal_facts(entities):
    open_cases = Application.objects.filter(
        legal_entity__in=entities, state__in=OPEN, kind=Application.Kind.VERIFICATION
    )
    for pk, received_at in open_cases.values_list("legal_entity", "received_at"):
        entities[pk].received_on = timezone.localdate(received_at)
    held = Verification.objects.filter(legal_entity__in=entities).order_by("verified_at", "pk")
    for pk, state, period, ended_at, ground in held.values_list(
        "legal_entity", "state", "period", "ended_at", "end_ground"
    ):
        entity = entities[pk]
        if state == Verification.State.ENDED:
            entity.ended_on, entity.end_ground = timezone.localdate(ended_at), ground
        else:
            entity.verified_on = period.lower
            entity.change_noticed = state == Verification.State.CHANGE_NOTICED


def _add_official_facts(entities):
    standing = OfficialRegistration.objects.filter(legal_entity__in=entities, deregistration_decided_on=None)
    for pk, period in standing.values_list("legal_entity", "period"):
        entities[pk].registered_on = period.lower
    latest = OfficialCheck.objects.standing().filter(legal_entity__in=entities).latest_per_entity()
    for pk, checked_on, result in latest.values_list("legal_entity", "checked_on", "result"):
        entities[pk].checked_on, entities[pk].check_result = checked_on, result


def _offered(ids):
    """{organisation: its services}. Those of an entity about which nothing has come in are left out."""
    come_in = Exists(Application.objects.come_in().filter(legal_entity=OuterRef("legal_entity")))
    rows = Service.objects.filter(come_in, legal_entity__organisation__in=ids, ended_on=None).order_by("pk")
    known = labels()
    services, of = {}, {}
    for pk, organisation, area, *rest in rows.values_list(
        "pk", "legal_entity__organisation", "area", "whole_country", "capacity", "capacity_unit", "description",
        "confirmed_on",
    ):  # fmt: skip
        if area not in known.area_by_pk:
            known = fresh_labels()
        services[pk] = Offered(known.area_by_pk[area], *rest)
        of.setdefault(organisation, []).append(services[pk])
    places = Service.municipalities.through.objects.filter(service__in=services)
    for pk, code in places.order_by("municipality").values_list("service", "municipality"):
        services[pk].places.append(code)
    groups = Service.target_groups.through.objects.filter(service__in=services)
    for pk, group in groups.order_by("targetgroup").values_list("service", "targetgroup"):
        if group not in known.group_by_pk:
            known = fresh_labels()
        services[pk].groups.append(known.group_by_pk[group])
    return of


def _row(organisation, entities, offered):
    known = labels()
    areas = list(dict.fromkeys(service.area for service in offered))
    welfare = list(dict.fromkeys(known.areas[area.parent] for area in areas if area.parent in known.areas))
    groups = list(dict.fromkeys(group for service in offered for group in service.groups))
    places = sorted({code for service in offered for code in service.places})
    counties = sorted({code[:2] for code in places})
    everywhere = any(service.everywhere for service in offered)
    portal = {entity.portal for entity in entities} or {PortalStatus.NONE}
    official = {entity.official for entity in entities} or {OfficialStatus.UNKNOWN}
    forms = sorted({entity.form for entity in entities if entity.form})
    confirmed = [organisation.confirmed_on, *(service.confirmed_on for service in offered)]
    oldest = min((service.confirmed_on for service in offered), default=None)
    fresh = freshness.facet_value(oldest, timezone.localdate()) if oldest else None
    return EntryRow(
        organisation_id=organisation.pk,
        slug=organisation.slug,
        name=organisation.name,
        other_names=tuple(dict.fromkeys(e.name for e in entities if e.name and e.name != organisation.name)),
        values={
            "area": [area.key for area in (*welfare, *areas)],
            "target_group": [group.key for group in groups],
            "legal_form": [int(form) for form in forms],
            "portal_status": sorted(portal - {PortalStatus.NONE} or portal),
            "official_status": sorted(official),
            "bygone": [0] if is_bygone(portal, official) else [],
            "whole_country": int(everywhere),
            "confirmed": [] if fresh is None else [fresh],
            "eligibility": sorted({answer for entity in entities for answer in entity.answers}),
            "county": [int(code) for code in counties],
            "municipality": [int(code) for code in places],
        },
        services=(
            *(text for area in (*welfare, *areas) for text in (area.name, " ".join(area.words))),
            *(service.description for service in offered if service.description),
            *(text for group in groups for text in (group.name, " ".join(group.words))),
            *(known.municipalities.get(code, "") for code in places),
            *(known.counties.get(code, "") for code in counties),
            *(known.legal_forms.get(form, "") for form in forms),
            *(["hela landet"] if everywhere else []),
        ),
        purpose="\n".join([organisation.lead, organisation.description, *(entity.purpose for entity in entities)]),
        numbers=tuple(entity.number for entity in entities if entity.number),
        confirmed_on=max((day for day in confirmed if day), default=None),
        card={
            "meta": cards.meta(entities, organisation.seat, known),
            "text": _shortened(organisation.lead or organisation.description),
            "does": cards.services(offered, known),
            "portal": cards.portal_fact(entities),
            "register": cards.register_fact(entities),
            "numbers": [entity.number for entity in entities if entity.number],
            "confirmed": max((day for day in confirmed if day), default=None) and str(max(filter(None, confirmed))),
            "oldest": oldest and str(oldest),
        },
    )


def _shortened(text):
    text = " ".join(text.split())
    return text if len(text) <= TEXT_LENGTH else text[:TEXT_LENGTH].rsplit(" ", 1)[0] + " …"
