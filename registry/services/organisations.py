"""The family and its legal entities: create, describe, add in one pass, say who owns whom."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.text import slugify

from registry.models import ContactPerson, LegalEntity, Membership, Organisation, Ownership
from registry.models.applications import OPEN, State
from registry.models.members import Role
from registry.services import search_index
from registry.services.applications import start_draft
from registry.services.entitlements import require_editor
from registry.validators import clean_organisation_number
from registry.workflow import StepNotAllowed, lock

MOST_LINES = 200


def free_slug(name):
    """An address of the name that nobody has."""
    root = slugify(name.lower().translate(str.maketrans("åäöéü", "aaoeu")))[:100] or "organisation"
    slug, number = root, 1
    while Organisation.everything.filter(slug=slug).exists():
        number += 1
        slug = f"{root}-{number}"
    return slug


@transaction.atomic
def create(*, actor, name, **facts):
    """Start an organisation; its founder in the portal becomes its owner. Not public until an application comes in."""
    organisation = Organisation(name=name, slug=free_slug(name), created_by=actor, **facts)
    organisation.full_clean()
    organisation.save()
    Membership.objects.create(organisation=organisation, user=actor, role=Role.OWNER)
    return organisation


@transaction.atomic
def describe(organisation, facts, *, actor):
    """Save what is common to the family. These are its own words, not verified facts."""
    require_editor(actor, organisation)
    organisation = lock(organisation)
    for name, value in facts.items():
        setattr(organisation, name, value)
    organisation.confirmed_on = timezone.localdate()
    organisation.full_clean()
    organisation.save(update_fields=[*facts, "confirmed_on"])
    search_index.refresh(organisation)
    return organisation


@transaction.atomic
def set_contact_person(organisation, facts, *, actor):
    """Save whom case officers call."""
    require_editor(actor, organisation)
    contact, _ = ContactPerson.objects.update_or_create(organisation=organisation, defaults=facts)
    return contact


@dataclass(frozen=True)
class Line:
    """One pasted row: the number, a name if there was one, or why it was refused. Never a personnummer."""

    row: int
    number: str = ""
    name: str = ""
    refused: str = ""


def read_lines(text):
    """Read a pasted column, one entity a row: a number, optionally followed by a name (tab, semicolon or space).

    Blank rows are passed over; doubles within the text are refused, each with its row.
    """
    lines, seen = [], set()
    for row, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip():
            continue
        found = re.match(r"\s*([\d][\d\s.\-–]*\d|\d)[\s;,\t]*(.*)$", raw)
        if not found:
            lines.append(Line(row, refused="Raden börjar inte med ett organisationsnummer."))
            continue
        try:
            number = clean_organisation_number(found[1])
        except ValidationError as error:
            lines.append(Line(row, refused=" ".join(error.messages)))
            continue
        if number in seen:
            lines.append(Line(row, refused="Numret står redan på en rad ovanför."))
            continue
        seen.add(number)
        lines.append(Line(row, number, found[2].strip(' \t;,"')[:200]))
    return lines


def refuse_taken(lines, organisation):
    """Mark the rows whose number is in the portal already, in this family or in another."""
    taken = dict(
        LegalEntity.objects.filter(organisation_number__in=[line.number for line in lines if line.number]).values_list(
            "organisation_number", "organisation"
        )
    )
    result = []
    for line in lines:
        if line.number in taken:
            ours = taken[line.number] == organisation.pk
            why = (
                "Finns redan hos er."
                if ours
                else "Finns redan hos en annan organisation. Gör anspråk på den i stället."
            )
            line = Line(line.row, line.number, line.name, why)
        result.append(line)
    return result


@transaction.atomic
def add_entities(organisation, lines, *, actor):
    """Add every accepted row as a legal entity with a draft application. Seat and address come from the family."""
    require_editor(actor, organisation)
    lock(organisation)
    return [
        add_entity(organisation, {"name": line.name, "organisation_number": line.number}, actor=actor)
        for line in lines
        if not line.refused
    ]


@transaction.atomic
def add_entity(organisation, facts, *, actor, applies=True):
    """Add one legal entity, by default with a draft application for it."""
    require_editor(actor, organisation)
    entity = LegalEntity(organisation=organisation, **{"seat": organisation.seat, **facts})
    entity.full_clean()
    entity.save()
    if applies:
        start_draft(entity, actor=actor)
    return entity


@transaction.atomic
def remove_entity(entity, *, actor):
    """Take away an entity that was added by mistake. Only while nothing about it has come in."""
    require_editor(actor, entity.organisation)
    entity = lock(entity)
    if entity.applications.exclude(state=State.DRAFT).exists() or entity.verifications.exists():
        raise StepNotAllowed("Det finns ärenden om den juridiska personen. Den kan inte tas bort.")
    if entity.holdings.exists():
        raise StepNotAllowed("Den juridiska personen står som ägare till en annan. Ändra det först.")
    if entity.documents.exists() or entity.revisions.exists():
        raise StepNotAllowed("Det finns handlingar om den juridiska personen. Återkalla utkastet i stället.")
    entity.applications.filter(state=State.DRAFT).delete()
    entity.ownerships.all().delete()
    entity.services.all().delete()
    entity.delete()


@transaction.atomic
def set_owners(entity, owners, *, actor, from_day=None):
    """Say who owns and governs the entity from a day. Earlier rows end then; a row begun that day is replaced.

    `owners` is a list of dicts with the columns of `Ownership`.
    """
    require_editor(actor, entity.organisation)
    entity = lock(entity)
    case = entity.applications.filter(state__in=[State.DRAFT, *OPEN]).first()
    if case is None or not case.is_editable:
        raise StepNotAllowed("Uppgifterna är låsta medan ansökan prövas.")
    from_day = from_day or timezone.localdate()
    for row in entity.ownerships.filter(period__contains=from_day):
        if row.period.lower == from_day:
            row.delete()
        else:
            row.period = DateRange(row.period.lower, from_day)
            row.save(update_fields=["period"])
    rows = []
    for facts in owners:
        row = Ownership(owned=entity, period=DateRange(from_day, None), **facts)
        row.full_clean()
        row.save()
        rows.append(row)
    return rows
