"""Reference data as files: a row of a file becomes a row of the database, added or updated and never deleted."""

import csv

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError


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
    """Insert or update the rows, known by the fields `key`; returns what the table holds beside them."""
    upsert(rows, model, key)
    attnames = [model._meta.get_field(name).attname for name in key]
    identities = {tuple(getattr(row, name) for name in attnames) for row in rows}
    return [kept for kept in model.objects.all() if tuple(getattr(kept, name) for name in attnames) not in identities]


def upsert(rows, model, key):
    updated = [field.name for field in writable_fields(model) if not field.primary_key and field.name not in key]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=updated)
