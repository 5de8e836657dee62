"""Rows of real tables by COPY: constraints hold, services and mails are left out."""

from functools import cached_property

from django.db import connection, models
from django.db.models import Max
from psycopg.types.json import Json


class Table:
    """One table to fill. Its ids go on after the highest there is."""

    def __init__(self, model):
        self.model = model
        self.rows = []
        self.last = 0
        if isinstance(model._meta.pk, models.AutoField):
            self.last = model._base_manager.aggregate(last=Max("pk"))["last"] or 0

    @cached_property
    def fields(self):
        """What is copied: everything but what the database computes."""
        return [field for field in self.model._meta.concrete_fields if not field.generated]

    @cached_property
    def constants(self):
        """The columns with a default that is the same for all rows."""
        return {f.attname: f.get_default() for f in self.fields if f.has_default() and not callable(f.default)}

    def add(self, **values):
        """Keep a row for the next copy; returns its id. Columns that are left out get their default."""
        if self.fields[0].primary_key and self.fields[0].attname == "id":
            self.last += 1
            values["id"] = self.last
        row = []
        for field in self.fields:
            name = field.attname
            value = values.pop(name) if name in values else self.constants.get(name, _MISSING)
            if value is _MISSING:
                value = field.get_default()
            row.append(Json(value) if isinstance(field, models.JSONField) else value)
        if values:
            raise ValueError(f"{self.model.__name__} has no {', '.join(values)}")
        self.rows.append(row)
        return self.last

    def write(self, cursor):
        """Copy what is kept, and let the sequence go on after it."""
        if not self.rows:
            return
        quoted = connection.ops.quote_name
        columns = ", ".join(quoted(field.column) for field in self.fields)
        table = self.model._meta.db_table
        with cursor.copy(f"copy {quoted(table)} ({columns}) from stdin") as copy:
            for row in self.rows:
                copy.write_row(row)
        if self.fields[0].attname == "id":
            cursor.execute("select setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, self.last])
        self.rows = []


_MISSING = object()
