"""Search among organisations: hits, total, facet counts and suggestions in at most four queries.

1. counts from the cube (`cube.py`), for nothing chosen, one or two values, or one frequent word;
2. counts that the cube does not have: of frequent words and any filters from bits (`bitmaps.py`), of other texts over
   at most `BOUND` hits, one by one;
3. the hits of the page, with their cards;
4. only when nothing was found: words that are spelled alike.

A facet's own counts leave out its own choice: with one area chosen the page still tells what another would give.
Organisations of the past (`slots.is_bygone`) are left out, and counted for themselves, unless they are asked for: by
`with_bygone`, by the status that only they have, or by a number. So the count beside that status has them.
Relevance: the whole name first, then all words in a name, then the best rank among the first `RANKED` hits.
Django's cursor binds in the client, so each query is planned for its own words (prepared ones are many times slower).
"""

import json
from collections import Counter
from dataclasses import dataclass, field

from django.db import connection

from registry.search import bitmaps, cube
from registry.search.slots import BYGONE, FACETS, PLACES, WHOLE_COUNTRY, PortalStatus, filter_slots
from registry.search.words import Query, fold

BOUND = 10_000
RANKED = 1_000
LAST_PAGE = 400
PER_PAGE = 25
SORTS = ("relevance", "name", "confirmed")
PAST = "bygone"
STATUS = "portal_status"
ENDED = FACETS[STATUS].slot(PortalStatus.ENDED)
PRESENT = f"not slots && '{{{BYGONE}}}'::smallint[]"
ORDERS = {
    "name": "sort_key, organisation_id",
    "confirmed": "confirmed_on desc nulls last, sort_key, organisation_id",
}


@dataclass(frozen=True)
class SearchQuery:
    """What somebody asked for. `filters` maps facet names (`slots.FACETS`) to values, of which one is enough."""

    text: str = ""
    filters: dict = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    per_page: int = PER_PAGE
    with_bygone: bool = False


@dataclass
class SearchPage:
    """What the page shows. With `total_is_bounded` the total and the counts say "more than"."""

    hits: list
    total: int
    total_is_bounded: bool
    facets: dict
    page: int
    last_page: int
    sort: str
    suggestions: list
    counts_are_bounded: bool = False
    without: dict = field(default_factory=dict)  # chosen facet -> total if it had not been chosen
    bygone: int = 0  # how many organisations of the past match, and are left out
    county: int = 0  # with municipalities chosen: total if their whole counties had been chosen instead


@dataclass(frozen=True)
class State:
    """What stands before a search: how far the register has come, and whether all the text's terms are frequent."""

    version: int
    frequent: bool


def state(asked):
    """The state for what is asked, by one cheap query. A change of any organisation gives another version."""
    terms = Query(asked.text).terms
    with connection.cursor() as cursor:
        cursor.execute(
            "select last_value, (select count(*) from registry_frequentword where term = any(%s)) "
            "from registry_facetchange_id_seq",
            [terms],
        )
        version, frequent = cursor.fetchone()
    return State(version, 0 < len(terms) == frequent)


def search(asked, known=None):
    """The page that was asked for. Never fails on what a user may type. `known`: its state, if already read."""
    query = Query(asked.text)
    frequent = (known or state(asked)).frequent if query else False
    groups = {name: filter_slots(name, values) for name, values in asked.filters.items() if values}
    with_bygone = asked.with_bygone or bool(query.number)
    shown = _shows_bygone(None, groups, with_bygone)
    with connection.cursor() as cursor:
        counts = _count(cursor, query, groups, frequent, with_bygone)
        past = counts.pop(PAST, (0, False, {}))
        of_status = counts.get(STATUS, counts[None])[2]
        if past[0]:
            of_status[ENDED] = of_status.get(ENDED, 0) + past[0]
        total, bounded, _ = counts[None]
        sort = asked.sort if asked.sort in SORTS else ("relevance" if query else "name")
        if sort == "relevance" and not query:
            sort = "name"
        reachable = min(total, RANKED if sort == "relevance" else total)
        last = max(1, min(-(-reachable // asked.per_page), LAST_PAGE))
        page = max(1, min(int(asked.page), last))
        hits = (
            _hits(cursor, query, groups, sort, asked.per_page, (page - 1) * asked.per_page, frequent, shown)
            if total
            else []
        )
        suggestions = [] if total or not query.words else _suggestions(cursor, query)
    return SearchPage(
        hits=hits,
        total=total,
        total_is_bounded=bounded,
        facets=_facets(counts, groups),
        page=page,
        last_page=last,
        sort=sort,
        suggestions=suggestions,
        counts_are_bounded=any(was_bounded for _, was_bounded, _ in counts.values()),
        bygone=0 if STATUS in groups else past[0],
        without={name: counts[name][0] for name in groups},
        county=_in_county(counts, asked.filters),
    )


def total_of(asked):
    """How many organisations its filters give, if that is kept ready; else None. One query."""
    groups = {name: filter_slots(name, values) for name, values in asked.filters.items() if values}
    keys = _keys(list(groups.values()), _shows_bygone(None, groups, asked.with_bygone))
    if keys is None:
        return None
    with connection.cursor() as cursor:
        rows, _ = cube.read(cursor, keys)
    return sum(rows[key][0] for key in keys)


def counts_of(asked, name):
    """How many organisations its filters give, and of them {value: how many} of a facet; None if not kept ready."""
    groups = {facet: filter_slots(facet, values) for facet, values in asked.filters.items() if values}
    keys = _keys(list(groups.values()), _shows_bygone(None, groups, asked.with_bygone))
    if keys is None:
        return None
    with connection.cursor() as cursor:
        rows, _ = cube.read(cursor, keys)
    counts = Counter()
    for key in keys:
        counts.update({slot - FACETS[name].base: n for slot, n in rows[key][1].items() if FACETS[name].holds(slot)})
    return sum(rows[key][0] for key in keys), counts


def cards(asked, *, limit):
    """The cards of all hits in order, at most `limit`. The best match is only ranked among the first, so by name."""
    query = Query(asked.text)
    groups = {name: filter_slots(name, values) for name, values in asked.filters.items() if values}
    sort = asked.sort if asked.sort in ORDERS else "name"
    shown = _shows_bygone(None, groups, asked.with_bygone or bool(query.number))
    with connection.cursor() as cursor:
        return _hits(cursor, query, groups, sort, limit, 0, True, shown)


def _shows_bygone(base, groups, with_bygone):
    """Whether a set has organisations of the past: asked for, or by the status, unless that is the choice undone."""
    return with_bygone or base == PAST or (base != STATUS and ENDED in groups.get(STATUS, ()))


def _keys(chosen, shows_bygone):
    """The keys of the cube for what is chosen, or None. Those of the past have keys of their own."""
    keys = cube.keys_of(chosen)
    if not shows_bygone or (BYGONE,) in chosen or keys is None:
        return keys
    theirs = cube.keys_of([*chosen, (BYGONE,)])
    return None if theirs is None else keys | theirs


def _in_county(counts, filters):
    """How many there would be in the whole county of the only municipality that is chosen."""
    chosen = filters.get("municipality", ())
    if len(chosen) != 1:
        return 0
    found = counts["municipality"][2]
    return found.get(FACETS["county"].slot(int(chosen[0]) // 100), 0) + found.get(WHOLE_COUNTRY, 0)


def _count(cursor, query, groups, frequent, with_bygone):
    """{None or a chosen facet: (total, bounded, {slot: count})}; for a facet, as if it had not been chosen.

    Under `PAST` those of the past, whichever status is chosen, unless they are asked for already.
    """
    bases = {None: list(groups.values())}
    for name in groups:
        bases[name] = [slots for other, slots in groups.items() if other != name]
    if not with_bygone:
        bases[PAST] = [*(slots for name, slots in groups.items() if name != STATUS), (BYGONE,)]
    left_out = {base for base in bases if not _shows_bygone(base, groups, with_bygone)}
    keys = {base: None if query else _keys(chosen, base not in left_out) for base, chosen in bases.items()}
    wanted = set().union(*(found for found in keys.values() if found))
    term = query.terms[0] if frequent and len(query.terms) == 1 and len(groups) < 2 else ""
    rows, word = {}, None
    if wanted or term:
        rows, word = cube.read(cursor, wanted, term)
    counts, left = {}, {}
    for base, chosen in bases.items():
        if word and not chosen and base in left_out:
            counts[base] = (rows[word][0], False, rows[word][1])
        elif keys[base] is not None:
            counts[base] = _sum([rows[key] for key in keys[base]])
        else:
            left[base] = chosen
    if left:
        exact = bitmaps.count(cursor, left, query.terms, left_out) if frequent or not query else None
        counts.update(exact or _scan(cursor, query, left, left_out))
    return counts


def _sum(rows):
    if len(rows) == 1:
        return rows[0][0], False, rows[0][1]
    total, counts = 0, {}
    for number, slots in rows:
        total += number
        for slot, count in slots.items():
            counts[slot] = counts.get(slot, 0) + count
    return total, False, counts


def _where(query, groups, frequent, shows_bygone):
    """The condition and its parameters. Slots are numbers of ours, written out so that the planner sees them.

    No index is asked who is not of the past: that is nearly everybody.
    A text that is not frequent has few hits: their slots are tried one by one, by an expression that no index knows,
    which saves reading the index for values that a third of the register has.
    """
    column = "slots" if frequent or not query else "(slots || '{}'::smallint[])"
    parts, values = [f"{column} && {_slots(slots)}" for slots in groups], []  # first what is cheapest to try on a row
    if not shows_bygone:
        parts.append(PRESENT)
    if query:
        parts.append("terms @@ %s::tsquery")
        values.append(query.tsquery)
    return " and ".join(parts) or "true", values


def _slots(slots):
    return f"'{{{','.join(map(str, slots))}}}'::smallint[]"


def _scan(cursor, query, bases, left_out):
    """Counts over at most `BOUND` hits per base, all in one query."""
    selects, values = [], []
    for index, (base, chosen) in enumerate(bases.items()):
        where, found = _where(query, chosen, False, base not in left_out)
        counted = bitmaps.in_bounds(bitmaps.slots_counted(base))
        selects.append(
            f"(with hits as materialized (select slots from registry_searchentry where {where} limit {BOUND + 1}), "
            f"counted as (select slot, count(*)::int n from (select unnest(slots) as slot from hits) held "
            f"where {counted} group by slot) "
            f"select {index}, (select count(*)::int from hits), array_agg(slot), array_agg(n) from counted)"
        )
        values += found
    cursor.execute(" union all ".join(selects), values)
    names = list(bases)
    return {
        names[index]: (min(total, BOUND), total > BOUND, dict(zip(slots or (), counts or (), strict=True)))
        for index, total, slots, counts in cursor
    }


def _hits(cursor, query, groups, sort, limit, offset, frequent, shows_bygone):
    where, values = _where(query, groups.values(), frequent, shows_bygone)
    if sort == "relevance":
        present = "" if shows_bygone else f" and {PRESENT}"
        return _ranked(cursor, query, where, values, groups, present, limit, offset)
    order = ORDERS[sort]
    cursor.execute(
        f"select c.card from (select organisation_id, sort_key, confirmed_on from registry_searchentry where {where} "
        f"order by {order} limit {int(limit)} offset {int(offset)}) e "
        f"join registry_searchcard c using (organisation_id) order by {order}",
        values,
    )
    return [json.loads(card) for (card,) in cursor]


def _ranked(cursor, query, where, values, groups, present, limit, offset):
    """The page by relevance. Ranks are only computed if the hits in names do not fill it.

    Hits in names are few, so their filters are tried on each of them, as in `_where`.
    """
    filters = "".join(f" and (slots || '{{}}'::smallint[]) && {_slots(slots)}" for slots in groups.values()) + present
    columns = "organisation_id, sort_key, name_length"
    needed = int(limit) + int(offset)
    cursor.execute(
        f"with named as materialized (select distinct on (organisation_id) * from ("
        f"(select {columns}, 0 as tier, 0::real as rank from registry_searchentry "
        f"where terms @@ %s::tsquery{filters} limit {RANKED})"
        f" union all "
        f"(select {columns}, 1, 0 from registry_searchentry where terms @@ %s::tsquery{filters} limit {RANKED})"
        f") found order by organisation_id, tier), "
        f"ranked as (select {columns}, 2, ts_rank('{{0.1, 0.3, 0.6, 1}}', terms, %s::tsquery) "
        f"from (select * from registry_searchentry where {where} "
        f"limit case when (select count(*) from named) < {needed} then {RANKED} else 0 end) candidates "
        f"where organisation_id not in (select organisation_id from named)), "
        f"page as (select *, case when tier < 2 then name_length else 0 end as extra "
        f"from (select * from named union all select * from ranked) best "
        f"order by tier, extra, rank desc, sort_key, organisation_id limit {int(limit)} offset {int(offset)}) "
        f"select c.card from page join registry_searchcard c using (organisation_id) "
        f"order by tier, extra, rank desc, sort_key, organisation_id",
        [query.whole_name, query.in_name, query.tsquery, *values],
    )
    return [json.loads(card) for (card,) in cursor]


def _facets(counts, groups):
    """{facet: {value: count}}. A place counts those that serve the whole country too, as choosing it would."""
    shared = _by_facet(counts[None][2])
    result = {}
    for name, facet in FACETS.items():
        source = counts[name][2] if name in counts else None
        own = shared.get(name, {}) if source is None else _by_facet(source).get(name, {})
        everywhere = (counts[None][2] if source is None else source).get(WHOLE_COUNTRY, 0) if name in PLACES else 0
        values = {slot - facet.base: number + everywhere for slot, number in own.items() if number > 0}
        for slot in groups.get(name, ()):
            if facet.holds(slot):
                values.setdefault(slot - facet.base, everywhere)
        result[name] = values
    return result


def _by_facet(counts):
    found = {}
    for slot, number in counts.items():
        name = cube.FACET_NAME.get(slot)
        if name:
            found.setdefault(name, {})[slot] = number
    return found


def _suggestions(cursor, query):
    """What may have been meant: each unknown word replaced by the word most like it, at most three texts."""
    words = list(dict.fromkeys(query.words))[:6]
    cursor.execute(
        "select typed, known, array(select w.word from registry_searchword w where w.folded %% typed_folded "
        "order by w.folded like typed_folded || '%%' desc, similarity(w.folded, typed_folded) desc, "
        "w.entries desc, w.word limit 3) "
        "from (select t.typed, t.typed_folded, exists(select from registry_searchword where word = t.typed) as known "
        "from unnest(%s::text[], %s::text[]) as t(typed, typed_folded)) asked",
        [words, [fold(word) for word in words]],
    )
    alike = {typed: [typed, *found] if known else found for typed, known, found in cursor}
    unknown = [word for word in words if alike[word] and alike[word][0] != word] or [
        w for w in words if len(alike[w]) > 1
    ]
    texts = []
    for turn in range(3):
        text = " ".join(alike[w][min(turn, len(alike[w]) - 1)] if w in unknown else w for w in query.words)
        texts.append(text)
    typed = " ".join(query.words)
    return [text for text in dict.fromkeys(texts) if text != typed]
