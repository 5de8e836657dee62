"""Puts many rows into a table with COPY: a fraction of the time that inserts take.

The database's constraints and triggers hold as ever. Columns that a row does not name get the model's default.
"""

from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb


def copy_in(model, rows):
    """Write rows, dicts by column, and return their ids in order."""
    if not rows:
        return []
    named = rows[0].keys()
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.generated and (field.attname in named or not field.has_db_default())
    ]
    defaults = {field.attname: field.get_default() for field in fields if not field.primary_key}
    ids = _reserve(model, len(rows))
    key = model._meta.pk.attname
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
    )
    names = [field.attname for field in fields]
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for pk, row in zip(ids, rows, strict=True):
            whole = {**defaults, **row, key: pk}
            copy.write_row([_adapt(whole[name]) for name in names])
    return ids


def _adapt(value):
    if isinstance(value, str):
        return str(value)  # of a choice its value
    return Jsonb(value) if isinstance(value, dict) else value


def _reserve(model, count):
    """As many ids from the table's own sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, %s)) from generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [pk for (pk,) in cursor.fetchall()]
