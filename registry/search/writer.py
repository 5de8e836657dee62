"""Writes what search reads: one organisation at a time with the change that concerns it, or all of them by COPY."""

import datetime
import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import batched

from django.db import connection, transaction
from psycopg import sql

from registry.search import bitmaps, cube
from registry.search.slots import FIRST_WORD_SLOT, entry_slots
from registry.search.words import entry_terms, fold, name_length
from registry.sorting import swedish_sort_key

REBUILD_LOCK = 7_410_002
ENTRY_LOCKS = 7_410_003
COPIED_AT_A_TIME = 2_000
# The slots of an entry and of those of its terms that are frequent words.
WITH_WORDS = (
    "slots || array(select f.slot from unnest(tsvector_to_array(terms)) t join registry_frequentword f on f.term = t)"
)
COPIED = ("organisation_id", "sort_key", "name_length", "slots", "confirmed_on", "terms")


@dataclass
class EntryRow:
    """What search is told about an organisation.

    `values` maps facet names (`slots.FACETS`) to a value or a list of values; `card` is the dict that a hit shows,
    which gets `id` and `slug`; `services` are texts: areas, target groups, places, legal forms, in words.
    """

    organisation_id: int
    slug: str
    name: str
    values: dict
    other_names: tuple = ()
    services: tuple = ()
    purpose: str = ""
    numbers: tuple = ()
    confirmed_on: datetime.date | None = None
    card: dict = field(default_factory=dict)


def sort_key(name):
    """The name written so that the order of its bytes is Swedish order: å, ä, ö last, é as e."""
    return " ".join(swedish_sort_key(name.replace("\x00", "")).split())[:200]


def _prepared(row):
    terms = entry_terms(
        names=[row.name, *row.other_names], services=row.services, purpose=row.purpose, numbers=row.numbers
    )
    slots = entry_slots(row.values)
    first = (row.organisation_id, sort_key(row.name), name_length(row.name), slots, row.confirmed_on, terms.tsvector())
    return first, json.dumps({"id": row.organisation_id, "slug": row.slug, "name": row.name} | row.card), terms


def index_entries(rows, *, held=False):
    """Write these organisations, in the caller's transaction. Safe with other writers of the same ones.

    `held`: the caller keeps all other writers away already (`hold_all`).
    """
    prepared = {row.organisation_id: _prepared(row) for row in rows}
    if not prepared:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        if not held:
            _lock(cursor, prepared)
        _note(cursor, list(prepared), -1)
        cursor.executemany(
            "insert into registry_searchentry (organisation_id, sort_key, name_length, slots, confirmed_on, terms) "
            "values (%s, %s, %s, %s::smallint[], %s, %s::tsvector) on conflict (organisation_id) do update set "
            "sort_key = excluded.sort_key, name_length = excluded.name_length, slots = excluded.slots, "
            "confirmed_on = excluded.confirmed_on, terms = excluded.terms",
            [first for first, _, _ in prepared.values()],
        )
        cursor.executemany(
            "insert into registry_searchcard (organisation_id, card) values (%s, %s::jsonb) "
            "on conflict (organisation_id) do update set card = excluded.card",
            [(pk, card) for pk, (_, card, _) in prepared.items()],
        )
        _note(cursor, list(prepared), +1)
        words = sorted({word for _, _, terms in prepared.values() for word in terms.words})
        _add_words(cursor, words)
    cube.fold(at_least=cube.FOLD_AT)


def hold(organisation_ids):
    """Keep other writers of these organisations away until the transaction ends. Read their facts after this."""
    with connection.cursor() as cursor:
        _lock(cursor, list(organisation_ids))


def hold_all():
    """Keep all other writers away until the transaction ends."""
    with connection.cursor() as cursor:
        _stop_writers(cursor)


def remove(organisation_ids):
    """Take organisations out of search, in the caller's transaction."""
    ids = sorted(organisation_ids)
    with transaction.atomic(), connection.cursor() as cursor:
        _lock(cursor, ids)
        _note(cursor, ids, -1)
        cursor.execute("delete from registry_searchcard where organisation_id = any(%s)", [ids])
        cursor.execute("delete from registry_searchentry where organisation_id = any(%s)", [ids])


def _lock(cursor, ids):
    """One writer per organisation, none during a rebuild. In order, so that two writers cannot block each other."""
    cursor.execute("select pg_advisory_xact_lock_shared(%s)", [REBUILD_LOCK])
    cursor.execute(
        "select pg_advisory_xact_lock(%s, place) from "
        "(select hashint8(id) as place from unnest(%s::bigint[]) id order by 1) ids",
        [ENTRY_LOCKS, list(ids)],
    )


def _note(cursor, ids, sign):
    """Append these organisations, as they are now, to the changes, with the slots of their frequent words."""
    cursor.execute(
        f"insert into registry_facetchange (organisation_id, slots, sign) select organisation_id, {WITH_WORDS}, %s "
        f"from registry_searchentry where organisation_id = any(%s)",
        [sign, ids],
    )


def _add_words(cursor, words):
    cursor.execute(
        "insert into registry_searchword (word, folded, entries) select *, 1 from unnest(%s::text[], %s::text[]) "
        "on conflict (word) do nothing",
        [words, [fold(word) for word in words]],
    )


def reindex_all(rows):
    """Replace everything search knows by these organisations, in one transaction. Nobody sees a half, nobody waits.

    `rows` may be an iterator that reads from the database: it is asked for a batch at a time, between two copies.
    Everything is first written to tables of this transaction's own. Then, while no other writer is at it, what differs
    is moved over. What others have written meanwhile is newer, and stays.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [cube.FOLD_LOCK])
        seen = _changes_waiting(cursor)
        for table in ("searchentry", "searchcard", "searchword"):
            _stage(cursor, table)
        _fill(cursor, rows)
        counted = _counted(cursor, "staged_searchentry")
        _stop_writers(cursor)
        changed = _changed_since(cursor, seen)
        cursor.execute("select not exists (select from registry_searchentry)")
        with _without_indexes(cursor, cursor.fetchone()[0], "registry_searchentry", "registry_searchword"):
            _merge(cursor, "searchentry", ["organisation_id"], COPIED, keep=changed)
            _merge(cursor, "searchcard", ["organisation_id"], ("organisation_id", "card"), keep=changed)
            _merge(cursor, "searchword", ["word"], ("word", "folded", "entries"))
        _put_counts(cursor, *counted, changed)
    _analyse("registry_searchentry", "registry_slotmembers")


def recount():
    """Choose the frequent words and count everything anew from the entries. Nightly. Nobody waits for the counting."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [cube.FOLD_LOCK])
        seen = _changes_waiting(cursor)
        counted = _counted(cursor, "registry_searchentry")
        _stop_writers(cursor)
        _put_counts(cursor, *counted, _changed_since(cursor, seen))


def _fill(cursor, rows):
    """Copy the rows to the staged tables."""
    words = Counter()
    for batch in batched(rows, COPIED_AT_A_TIME):
        prepared = [_prepared(row) for row in batch]
        with cursor.copy(f"copy staged_searchentry ({', '.join(COPIED)}) from stdin") as copy:
            for first, _, terms in prepared:
                words.update(terms.words)
                copy.write_row(first)
        with cursor.copy("copy staged_searchcard (organisation_id, card) from stdin") as copy:
            for first, card, _ in prepared:
                copy.write_row((first[0], card))
    with cursor.copy("copy staged_searchword (word, folded, entries) from stdin") as copy:
        for word, entries in words.items():
            copy.write_row((word, fold(word), entries))
    cursor.execute("analyze staged_searchentry")


def _stop_writers(cursor):
    """Wait for those who write, and let no others begin until the end of the transaction."""
    cursor.execute("select pg_advisory_xact_lock(%s)", [REBUILD_LOCK])


def _changes_waiting(cursor):
    cursor.execute("select id from registry_facetchange")
    return [pk for (pk,) in cursor.fetchall()]


def _changed_since(cursor, seen):
    """Organisations with changes that are not among those seen. Nothing folds while we hold the lock for it."""
    cursor.execute("select distinct organisation_id from registry_facetchange where id <> all(%s)", [seen])
    return [pk for (pk,) in cursor.fetchall()]


def _stage(cursor, table):
    """An empty table of the transaction's own, like one of search's."""
    cursor.execute(f"drop table if exists pg_temp.staged_{table}")
    cursor.execute(f"create temp table staged_{table} (like registry_{table}) on commit drop")


def _merge(cursor, table, key, columns, *, keep=()):
    """Make a table equal to its staged one by the rows that differ. Rows with a key in `keep` stay as they are."""
    same = " and ".join(f"held.{name} = staged.{name}" for name in key)
    rest = [name for name in columns if name not in key]
    cursor.execute(
        f"delete from registry_{table} held where not exists (select from staged_{table} staged where {same}) "
        + (f"and not held.{key[0]} = any(%s)" if keep else ""),
        [list(keep)] if keep else [],
    )
    left = f"where not staged.{key[0]} = any(%s)" if keep else ""
    cursor.execute(
        f"insert into registry_{table} as held ({', '.join(columns)}) "
        f"select {', '.join(columns)} from staged_{table} staged {left} "
        f"on conflict ({', '.join(key)}) do update set {', '.join(f'{name} = excluded.{name}' for name in rest)} "
        f"where ({', '.join(f'held.{name}' for name in rest)}) "
        f"is distinct from ({', '.join(f'excluded.{name}' for name in rest)})",
        [list(keep)] if keep else [],
    )


@contextmanager
def _without_indexes(cursor, wanted, *tables):
    """Fill empty tables without their indexes, which are built at the end: several times faster."""
    if not wanted:
        yield
        return
    cursor.execute(
        "select indexname, indexdef from pg_indexes where schemaname = current_schema() and tablename = any(%s) "
        "and indexname not in (select conname from pg_constraint)",
        [list(tables)],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))
    yield
    for _, definition in indexes:
        cursor.execute(definition)


def _counted(cursor, table):
    """(frequent words, slots of each organisation with theirs), and staged: the cube and the bits, from a table.

    Postgres counts words in a tree that it never balances. Names and numbers that come in order make it a list, and the
    counting of 100,000 organisations takes minutes instead of seconds. Rows in no order keep it a tree.
    """
    cursor.execute(
        f"select word, (%s + row_number() over (order by ndoc desc, word))::int "
        f"from ts_stat('select terms from {table} order by random()') where left(word, 1) not in ('.', '!', '#') "
        f"and ndoc >= greatest(%s, %s * (select count(*) from {table})) order by ndoc desc, word limit %s",
        [FIRST_WORD_SLOT, cube.FREQUENT_MINIMUM, cube.FREQUENT_SHARE, cube.MOST_WORDS],
    )
    words = dict(cursor.fetchall())
    _stage(cursor, "frequentword")
    with cursor.copy("copy staged_frequentword (term, slot) from stdin") as copy:
        for row in words.items():
            copy.write_row(row)
    with_words = WITH_WORDS.replace("registry_frequentword", "staged_frequentword")
    cursor.execute(f"select organisation_id, {with_words} from {table}")
    entries = dict(cursor.fetchall())
    _stage(cursor, "facetcount")
    _stage(cursor, "slotmembers")
    with cursor.copy("copy staged_facetcount (first, second, total, slots, counts) from stdin") as copy:
        for (first, second), (total, counts) in cube.rows_of(entries.values()).items():
            slots = sorted(counts)
            copy.write_row((first, second, total, slots, [counts[slot] for slot in slots]))
    with cursor.copy("copy staged_slotmembers (slot, chunk, members) from stdin") as copy:
        for row in bitmaps.rows_of(entries):
            copy.write_row(row)
    return words, entries


def _put_counts(cursor, words, entries, changed):
    """Move the staged counts over. The organisations changed since they were counted become changes that wait."""
    cursor.execute("delete from registry_frequentword")
    cursor.execute("insert into registry_frequentword (term, slot) select term, slot from staged_frequentword")
    _merge(cursor, "facetcount", ["first", "second"], ("first", "second", "total", "slots", "counts"))
    _merge(cursor, "slotmembers", ["slot", "chunk"], ("slot", "chunk", "members"))
    cursor.execute("delete from registry_facetchange")
    cursor.executemany(
        "insert into registry_facetchange (organisation_id, slots, sign) values (%s, %s::smallint[], -1)",
        [(pk, entries[pk]) for pk in changed if pk in entries],
    )
    _note(cursor, changed, +1)


def _analyse(*tables):
    """Let the planner know what the tables hold now."""
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {', '.join(tables)}")
