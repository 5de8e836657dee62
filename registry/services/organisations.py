"""The family and its legal entities: create, describe, add in one pass, say who owns whom."""

import re
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.text import slugify

from registry import status_log
from registry.models import ContactPerson, LegalEntity, Membership, Organisation, Ownership
from registry.models.applications import OPEN, State
from registry.models.members import Role
from registry.services import search_index
from registry.services.applications import start_draft
from registry.services.entitlements import require_editor
from registry.validators import clean_organisation_number, contains_personal_number, mask_personal_numbers
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
    """Start an organisation; its founder in the portal becomes its owner. Not public until an application comes in.

    Raises `StepNotAllowed` when the same person has one of that name already: the button was pressed twice.
    """
    lock(actor)
    if Organisation.everything.of_member(actor).filter(name=name).exists():
        raise StepNotAllowed("Du har redan en organisation med det namnet.")
    organisation = Organisation(name=name, slug=free_slug(name), created_by=actor, **facts)
    organisation.full_clean()
    organisation.save()
    membership = Membership.objects.create(organisation=organisation, user=actor, role=Role.OWNER)
    status_log.write(organisation, "create", actor=actor, to_state="unpublished")
    status_log.write(membership, "join", actor=actor, reason="founder", to_state=membership.role)
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
    """One pasted row: the number, a name if there was one, or why it was refused.

    `text` is the row as it may be shown again: with the digits of a personnummer hidden.
    """

    row: int
    number: str = ""
    name: str = ""
    refused: str = ""
    text: str = ""


_NUMBER = r"(?:\d\d)?\d{6}\s?[-–+. ]?\s?\d{4}(?!\d)"
_NUMBER_FIRST = re.compile(rf"({_NUMBER})[\s;,\t]*(.*)$")
_NUMBER_LAST = re.compile(rf"(.*?)[\s;,\t]+({_NUMBER})$")
_SPACED_FIRST = re.compile(r"(\d[\d\s.\-–]*\d|\d)[\s;,\t]*(.*)$")


def read_lines(text):
    """Read a pasted column, one entity a row: a number and perhaps a name, parted by tab, semicolon or space.

    Blank rows are passed over; doubles within the text are refused, each with its row.
    """
    seen, lines = set(), []
    for row, raw in enumerate(text.splitlines(), start=1):
        if raw.strip():
            lines.append(_read_line(row, raw.strip(), seen))
    return _hide_personal_numbers(lines)


def _read_line(row, raw, seen):
    number, name = _parted(raw)
    if not number:
        return Line(row, refused="Raden har inget organisationsnummer.", text=raw)
    try:
        number = clean_organisation_number(number)
    except ValidationError as error:
        personal = error.code == "personal_number"
        return Line(row, refused=" ".join(error.messages), text=_hidden(raw) if personal else raw)
    if contains_personal_number(name):
        return Line(row, refused="Ta bort personnumret efter namnet.", text=_hidden(raw))
    if number in seen:
        return Line(row, number, refused="Numret står redan på en rad ovanför.", text=raw)
    seen.add(number)
    return Line(row, number, name.strip(' \t;,"')[:200], text=raw)


def _parted(raw):
    """The number and the name of a row, whichever stands first."""
    if found := _NUMBER_FIRST.match(raw):
        return found[1], found[2]
    if found := _NUMBER_LAST.match(raw):
        return found[2], found[1]
    if found := _SPACED_FIRST.match(raw):
        return found[1], found[2]
    return "", raw


def _hidden(raw):
    return re.sub(r"\d", "•", raw)


def _hide_personal_numbers(lines):
    """Hide those that stand in a refused row, or are broken over two. Accepted rows hold organisation numbers."""
    shown = mask_personal_numbers("\n".join(line.text if line.refused else "" for line in lines)).split("\n")
    return [replace(line, text=text if line.refused else line.text) for line, text in zip(lines, shown, strict=True)]


def lines_as_text(lines):
    """The rows as they may be shown again, each on its own row number."""
    rows = {line.row: line.text for line in lines}
    return "\n".join(rows.get(row, "") for row in range(1, max(rows, default=0) + 1))


def refuse_taken(lines, organisation):
    """Mark the rows whose number is in the portal already, in this family or in another."""
    numbers = [line.number for line in lines if line.number]
    taken = {
        entity.organisation_number: entity.organisation
        for entity in LegalEntity.objects.filter(organisation_number__in=numbers).select_related("organisation")
    }
    return [
        replace(line, refused=taken_by(taken[line.number], organisation))
        if line.number in taken and not line.refused
        else line
        for line in lines
    ]


def taken_by(owner, organisation):
    """Why a number cannot be added. Names only an organisation that everybody may know of."""
    if owner == organisation:
        return "Finns redan hos er."
    if owner.published_at:
        return f"Finns redan hos {owner}. Företräder ni den gör ni anspråk på {owner} i stället."
    return "Finns redan i en ansökan som inte är offentlig. Fråga en kollega, eller skriv till oss."


@transaction.atomic
def add_entities(organisation, lines, *, actor, legal_form=None):
    """Add every accepted row as a legal entity with a draft application. Seat and address come from the family."""
    require_editor(actor, organisation)
    lock(organisation)
    common = {"legal_form": legal_form}
    return [
        add_entity(organisation, {"name": line.name, "organisation_number": line.number, **common}, actor=actor)
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
    if entity.official_registrations(manager="everything").exists() or entity.official_checks.exists():
        raise StepNotAllowed("En handläggare har antecknat uppgifter om den juridiska personen. Den kan inte tas bort.")
    if entity.documents.exists() or entity.revisions.exists():
        raise StepNotAllowed("Det finns handlingar om den juridiska personen. Återkalla utkastet i stället.")
    for draft in entity.applications.filter(state=State.DRAFT):
        status_log.write(draft, "remove_draft", actor=actor, from_state=draft.state, to_state="removed")
        draft.delete()
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
