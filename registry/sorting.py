"""Swedish order without the database knowing Swedish.

Few servers have a Swedish collation, so names are sorted by a key compared byte by byte: lower case, with å, ä and ö
replaced by the three characters that follow z. Accents that Swedish does not sort by are dropped.
"""

from django.db.models import CharField, Func, GeneratedField

_LETTERS = "åäæöøéèêëáàâãíìîïóòôõúùûüñç"
_SORTED_AS = "{||}}eeeeaaaaiiiioooouuuunc"
_TABLE = str.maketrans(_LETTERS, _SORTED_AS)


class SortKey(Func):
    """The sort key of a text column, computed by Postgres."""

    template = f"translate(lower(%(expressions)s), '{_LETTERS}', '{_SORTED_AS}')"
    arity = 1


def sort_key_field(column, max_length=200):
    """A stored column with the sort key of another one. Order by it; index it where lists are long."""
    return GeneratedField(
        expression=SortKey(column),
        output_field=CharField(max_length=max_length, db_collation="C"),
        db_persist=True,
        verbose_name="sorteringsnyckel",
    )


def swedish_sort_key(text):
    """The same key in Python."""
    return text.lower().translate(_TABLE)
