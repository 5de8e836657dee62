"""Writes what search reads: one organisation at a time with the change that concerns it, or all of them by COPY."""

import datetime
import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import batched

from django.db import connection, transaction
from psycopg import sql

from registry.search import cube
from registry.search.slots import FIRST_WORD_SLOT, entry_slots
from registry.search.words import entry_terms, fold, name_length
from registry.sorting import swedish_sort_key

REBUILD_LOCK = 7_410_002
ENTRY_LOCKS = 7_410_003
COPIED_AT_A_TIME = 2_000
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


def index_entries(rows):
    """Write these organisations, in the caller's transaction. Safe with other writers of the same ones."""
    prepared = {row.organisation_id: _prepared(row) for row in rows}
    if not prepared:
        return
    with transaction.atomic(), connection.cursor() as cursor:
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
        "insert into registry_facetchange (slots, sign) select slots || array(select f.slot from "
        "unnest(tsvector_to_array(terms)) t join registry_frequentword f on f.term = t), %s "
        "from registry_searchentry where organisation_id = any(%s)",
        [sign, ids],
    )


def _add_words(cursor, words):
    cursor.execute(
        "insert into registry_searchword (word, folded, entries) select *, 1 from unnest(%s::text[], %s::text[]) "
        "on conflict (word) do nothing",
        [words, [fold(word) for word in words]],
    )


def reindex_all(rows):
    """Replace everything search knows by these organisations, by COPY, in one transaction. Nobody sees a half.

    `rows` may be an iterator that reads from the database: it is asked for a batch at a time, between two copies.
    """
    words = Counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [REBUILD_LOCK])
        cursor.execute("truncate registry_searchentry, registry_searchcard, registry_searchword")
        with _without_indexes(cursor, "registry_searchentry", "registry_searchword"):
            for batch in batched(rows, COPIED_AT_A_TIME):
                prepared = [_prepared(row) for row in batch]
                with cursor.copy(f"copy registry_searchentry ({', '.join(COPIED)}) from stdin") as copy:
                    for first, _, terms in prepared:
                        words.update(terms.words)
                        copy.write_row(first)
                with cursor.copy("copy registry_searchcard (organisation_id, card) from stdin") as copy:
                    for first, card, _ in prepared:
                        copy.write_row((first[0], card))
            with cursor.copy("copy registry_searchword (word, folded, entries) from stdin") as copy:
                for word, entries in words.items():
                    copy.write_row((word, fold(word), entries))
        recount(cursor)
        cursor.execute("analyze registry_searchentry")


@contextmanager
def _without_indexes(cursor, *tables):
    """Fill tables without their indexes, which are built at the end: several times faster."""
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


def recount(cursor=None):
    """Choose the frequent words and count everything anew from the entries. Nightly, and after `reindex_all`."""
    if cursor is None:
        with transaction.atomic(), connection.cursor() as own:
            own.execute("select pg_advisory_xact_lock(%s)", [REBUILD_LOCK])
            recount(own)
        return
    cursor.execute("select pg_advisory_xact_lock(%s)", [cube.FOLD_LOCK])
    cursor.execute("delete from registry_frequentword")
    cursor.execute(
        "insert into registry_frequentword (term, slot) select term, %s + row_number() over (order by n desc, term) "
        "from (select term, count(*) as n from registry_searchentry, unnest(tsvector_to_array(terms)) term "
        "where left(term, 1) not in ('.', '!', '#') group by term) counted "
        "where n >= greatest(%s, %s * (select count(*) from registry_searchentry)) order by n desc, term limit %s",
        [FIRST_WORD_SLOT, cube.FREQUENT_MINIMUM, cube.FREQUENT_SHARE, cube.MOST_WORDS],
    )
    cursor.execute(
        "select slots || array(select f.slot from unnest(tsvector_to_array(terms)) t "
        "join registry_frequentword f on f.term = t) from registry_searchentry"
    )
    cube.rebuild(cursor, (slots for (slots,) in cursor.fetchall()))
