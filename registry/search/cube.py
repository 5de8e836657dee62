"""Facet counts kept ready: exact counts for a page in one read, however large the register.

A *key* is what has been chosen: (0, 0) nothing, (0, slot) one value or one frequent word, (first, second) two values of
different facets. `FacetCount` has a row per key with the number of organisations for each further slot. With 40 areas,
290 municipalities and the small facets that is some 30,000 rows, at a million organisations as at ten thousand.

Organisations of the past (`slots.BYGONE`) are counted only under keys that have that slot: the other rows are those of
a page that leaves them out, and both together those of a page that shows them.

Writers do not touch those rows. They append to `FacetChange` what an organisation's slots were and are now, in the
transaction that changes it. A reader takes the rows and the changes in one statement, hence one snapshot, and adds them
up: exact at every moment. `fold` moves changes into the rows, one process at a time, in the background.

The alternatives lost: counters updated in place make writers queue for the row (0, 0); counting at each request is
linear in the hits; counts kept for a while are wrong for as long.
"""

from collections import Counter, defaultdict
from itertools import combinations, product

from django.db import connection, transaction

from registry.search import bitmaps
from registry.search.slots import BYGONE, FACETS, FIRST_WORD_SLOT, PLACES

FOLD_LOCK = 7_410_001
FOLD_AT = 200  # changes waiting; a reader spends about 1 microsecond on each
FREQUENT_SHARE = 0.005
FREQUENT_MINIMUM = 200
MOST_WORDS = 2_000
FACET_NAME = {facet.base + value: facet.name for facet in FACETS.values() for value in range(facet.size)}

READ = """
select first, second, total, slots, counts from registry_facetcount where (first, second) in ({keys})
union all
select 0, second, total, slots, counts from registry_facetcount
where first = 0 and second = (select slot from registry_frequentword where term = %s)
union all
select -1, sign, 0, slots, null from registry_facetchange
"""


def read(cursor, keys, term=""):
    """({key: (total, {slot: count})}, key of the term or None), exact as of one snapshot. Absent keys count nothing."""
    cursor.execute(READ.format(keys=", ".join(map(str, keys)) or "(-1, -1)"), [term])
    rows, changes = dict.fromkeys(keys), []
    word = None
    for first, second, total, slots, counts in cursor:
        if first == -1:
            changes.append((slots, second))
            continue
        if second >= FIRST_WORD_SLOT:
            word = (first, second)
        rows[first, second] = [total, dict(zip(slots, counts, strict=True))]
    rows = {key: row or [0, {}] for key, row in rows.items()}
    return _with_changes(rows, changes), word


def keys_of(groups):
    """The keys whose sum is the set that satisfies every group (a tuple of slots, of which one is enough).

    None if there is no such sum in the cube: too many groups, or slots in a group that one organisation may share.
    """
    if any(len(group) > 1 and not _disjoint(group) for group in groups):
        return None
    found = set()
    for choice in product(*groups):
        slots = sorted(set(choice))
        if len({FACET_NAME.get(slot, slot) for slot in slots}) < len(slots):
            continue  # two values of a facet that can only have one, or the whole country and a part of it
        if len(slots) > 2 or (len(slots) == 2 and slots[1] >= FIRST_WORD_SLOT):
            return None
        found.add((0,) * (2 - len(slots)) + tuple(slots))
    return found


def _disjoint(group):
    """No organisation has two of these slots: one place, and the whole country, which excludes it."""
    names = sorted(FACET_NAME[slot] for slot in group)
    return len(names) == 2 and names[1] == "whole_country" and names[0] in PLACES


def counted_slots(key, slots):
    """Which of an organisation's slots a key's row counts: the chosen ones, and those of other facets."""
    chosen = {FACET_NAME.get(slot) for slot in key if slot} - {None}
    return [slot for slot in slots if slot < FIRST_WORD_SLOT and (slot in key or FACET_NAME[slot] not in chosen)]


def keys_touched(slots):
    """Every key that an organisation with these slots is counted under."""
    keys = _keys_with(slots)
    return (key for key in keys if BYGONE in key) if BYGONE in slots else keys


def _keys_with(slots):
    yield (0, 0)
    for slot in slots:
        yield (0, slot)
    values = sorted(slot for slot in slots if slot < FIRST_WORD_SLOT)
    for first, second in combinations(values, 2):
        if FACET_NAME[first] != FACET_NAME[second]:
            yield (first, second)


def _with_changes(result, changes):
    for slots, sign in changes:
        held = {0, *slots}
        for key, row in result.items():
            if key[0] in held and key[1] in held and (BYGONE in key or BYGONE not in held):
                row[0] += sign
                counts = row[1]
                for slot in counted_slots(key, slots):
                    counts[slot] = counts.get(slot, 0) + sign
    return result


def fold(at_least=1):
    """Move waiting changes into the counted rows. Returns how many; none if another process is at it.

    Run every minute in the background, and by a writer that finds more than `FOLD_AT` waiting.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [FOLD_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("select count(*) from (select from registry_facetchange limit %s) waiting", [at_least])
        if cursor.fetchone()[0] < at_least:
            return 0
        cursor.execute("delete from registry_facetchange returning organisation_id, slots, sign")
        changes = cursor.fetchall()
        _add(cursor, _sums((slots, sign) for _, slots, sign in changes))
        bitmaps.fold(cursor, changes)
        return len(changes)


def _sums(changes):
    totals, counts = Counter(), defaultdict(Counter)
    for slots, sign in changes:
        for key in keys_touched(slots):
            totals[key] += sign
            row = counts[key]
            for slot in counted_slots(key, slots):
                row[slot] += sign
    return {key: (totals[key], counts[key]) for key in counts if totals[key] or any(counts[key].values())}


def _add(cursor, sums):
    if not sums:
        return
    keys = sorted(sums)
    cursor.execute(
        "select first, second, total, slots, counts from registry_facetcount "
        "join unnest(%s::smallint[], %s::smallint[]) as k(a, b) on first = a and second = b",
        [[key[0] for key in keys], [key[1] for key in keys]],
    )
    known = {
        (first, second): (total, Counter(dict(zip(slots, n, strict=True)))) for first, second, total, slots, n in cursor
    }
    rows = []
    for key in keys:
        total, counts = known.get(key, (0, Counter()))
        counts.update(sums[key][1])
        left = sorted((slot, n) for slot, n in counts.items() if n)
        rows.append((*key, total + sums[key][0], [slot for slot, _ in left], [n for _, n in left]))
    cursor.executemany(
        "insert into registry_facetcount (first, second, total, slots, counts) values (%s, %s, %s, %s, %s) "
        "on conflict (first, second) do update "
        "set total = excluded.total, slots = excluded.slots, counts = excluded.counts",
        rows,
    )


def rows_of(entries):
    """{key: (total, {slot: count})} counted anew from the slots, with frequent words' slots, of each organisation."""
    present, bygone = [], []
    for slots in entries:
        (bygone if BYGONE in slots else present).append(slots)
    return _rows_of(present) | {key: row for key, row in _rows_of(bygone).items() if BYGONE in key}


def _rows_of(entries):
    """All rows of these organisations.

    Sets of organisations are whole numbers with a bit each, so that a pair of values is counted by `&` and
    `bit_count`. Municipalities are counted among their own organisations only: 100,000 organisations take seconds.
    """
    rows = {}
    bits = _bits(entries)
    everyone = (1 << len(entries)) - 1
    small = [slot for slot in bits if FACET_NAME.get(slot) not in (None, "municipality")]
    local = [slot for slot in bits if FACET_NAME.get(slot) == "municipality"]
    words = [slot for slot in bits if slot >= FIRST_WORD_SLOT]
    _count(rows, (0, 0), everyone, bits, [*small, *local])
    for word in words:
        _count(rows, (0, word), bits[word], bits, [*small, *local])
    for slot in small:
        _count(rows, (0, slot), bits[slot], bits, counted_slots((0, slot), [*small, *local]))
    for first, second in combinations(sorted(small), 2):
        if FACET_NAME[first] != FACET_NAME[second] and (both := bits[first] & bits[second]):
            _count(rows, (first, second), both, bits, counted_slots((first, second), small))
    members = defaultdict(list)
    for slots in entries:
        for slot in slots:
            if FACET_NAME.get(slot) == "municipality":
                members[slot].append([s for s in slots if s < FIRST_WORD_SLOT and FACET_NAME[s] != "municipality"])
    for place, own in members.items():
        _count_place(rows, place, own)
    return rows


def _bits(entries):
    size = len(entries) // 8 + 1
    arrays = {}
    for index, slots in enumerate(entries):
        byte, bit = index >> 3, 1 << (index & 7)
        for slot in slots:
            array = arrays.get(slot)
            if array is None:
                array = arrays[slot] = bytearray(size)
            array[byte] |= bit
    return {slot: int.from_bytes(array, "little") for slot, array in arrays.items()}


def _count(rows, key, members, bits, slots):
    counts = {}
    for slot in slots:
        if number := (members & bits[slot]).bit_count():
            counts[slot] = number
    rows[key] = (members.bit_count(), counts)


def _count_place(rows, place, own):
    """All rows with a municipality: its own, and it with each slot of another facet, in both directions."""
    bits = _bits(own)
    everyone = (1 << len(own)) - 1
    _count(rows, (0, place), everyone, bits, list(bits))
    rows[0, place][1][place] = len(own)
    for slot in bits:
        key = (slot, place)
        _count(rows, key, bits[slot], bits, counted_slots(key, list(bits)))
        rows[key][1][place] = rows[key][0]
    for first, second in combinations(sorted(bits), 2):
        if FACET_NAME[first] != FACET_NAME[second] and (number := (bits[first] & bits[second]).bit_count()):
            rows[first, second][1][place] = number
