"""Load registry/data into the database. Run after each upgrade; running it twice changes nothing."""

import csv
from pathlib import Path

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from registry.models.reference import (
    County,
    FeeRate,
    LegalForm,
    LegalProvision,
    Municipality,
    Region,
    ReservationGround,
    ServiceArea,
    TargetGroup,
)

DATA = Path(__file__).resolve().parent.parent.parent / "data"

# File, model, the columns that say which row it is. In the order that foreign keys ask for.
TABLES = [
    ("counties", County, ["code"]),
    ("regions", Region, ["county"]),
    ("municipalities", Municipality, ["code"]),
    ("legal_forms", LegalForm, ["code"]),
    ("service_areas", ServiceArea, ["slug"]),
    ("target_groups", TargetGroup, ["slug"]),
    ("fees", FeeRate, ["kind", "valid_from"]),
    ("legal_provisions", LegalProvision, ["code"]),
    ("reservation_grounds", ReservationGround, ["code"]),
]


class Command(BaseCommand):
    help = (
        "Loads counties, municipalities, legal forms, service areas, fees and paragraphs from registry/data. "
        "Adds and updates; never deletes. Rows that no file has are named."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--data", type=Path, default=DATA, help="folder to read, registry/data unless told otherwise"
        )

    def handle(self, *, data, **options):
        with transaction.atomic():
            for name, model, key in TABLES:
                rows = read_rows(data / f"{name}.csv", model)
                strangers = save_rows(rows, model, key)
                self.stdout.write(f"{name}: {len(rows)}")
                for stranger in strangers:
                    self.stdout.write(f"  kept, but not in the file: {stranger}")


def read_rows(path, model):
    """The rows of a file as unsaved objects. A wrong value stops everything, with file and line."""
    objects = []
    with path.open(encoding="utf-8", newline="") as file:
        for position, row in enumerate(csv.DictReader(file), 1):
            try:
                objects.append(build(model, row, position))
            except (ValidationError, TypeError, KeyError, AttributeError) as error:
                raise CommandError(f"{path.name}, line {position + 1}: {error}") from error
    return objects


def build(model, row, position):
    """One object. Foreign keys are not looked up here: the database checks them."""
    fields = {field.name: field for field in writable_fields(model)}
    values = {"position": position} if "position" in fields else {}
    relations = []
    for name, text in row.items():
        field = model._meta.get_field(name)
        if field.is_relation:
            relations.append(name)
            values[field.attname] = text or None
        else:
            values[name] = to_value(field, text)
    instance = model(**values)
    instance.clean_fields(exclude=[*relations, "id"])
    return instance


def to_value(field, text):
    if isinstance(field, ArrayField):
        return text.split()
    if field.null and not text:
        return None
    return field.to_python(text)


def writable_fields(model):
    return [field for field in model._meta.concrete_fields if not field.generated]


def save_rows(rows, model, key):
    """Insert or update the rows; returns what the table holds beside them."""
    if model is ServiceArea:
        rows = save_parents_first(rows, key)
    upsert(rows, model, key)
    identities = {tuple(getattr(row, model._meta.get_field(name).attname) for name in key) for row in rows}
    attnames = [model._meta.get_field(name).attname for name in key]
    return [kept for kept in model.objects.all() if tuple(getattr(kept, name) for name in attnames) not in identities]


def save_parents_first(rows, key):
    """Save the first level, then let the second point at it: the file names a parent by its slug."""
    upsert([row for row in rows if row.parent_id is None], ServiceArea, key)
    ids = dict(ServiceArea.objects.values_list("slug", "id"))
    for row in rows:
        if row.parent_id is not None:
            if row.parent_id not in ids:
                raise CommandError(f"service_areas.csv: {row.slug} has a parent that is not in the file")
            row.parent_id = ids[row.parent_id]
    return rows


def upsert(rows, model, key):
    updated = [field.name for field in writable_fields(model) if not field.primary_key and field.name not in key]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=updated)
