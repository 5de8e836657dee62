"""Questions whose plan is made once for each connection.

For a wide question about one row, making the plan costs the database more than carrying it out. Only for questions by
key: a plan made for no value in particular is a bad one where the number of rows depends on the value.
"""

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor


def ask(sql, parameters):
    """The answer as a list of dicts. Counted and logged like every other query."""
    connection.ensure_connection()
    binding = ServerBindingCursor(connection.connection)
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrap(binding) as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
