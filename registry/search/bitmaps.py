"""Exact counts of what the cube does not keep: a bit per organisation for each slot and each frequent word.

`SlotMembers` has a row for each slot and each `SIZE` numbers of organisations, with their bits. Postgres combines the
rows of what was chosen with & and |, and counts the bits that each other slot shares with them. That costs a few
milliseconds for 100,000 organisations, however many of them are found; taking the slots of each hit apart costs
ten times as much. Words that are not frequent have few hits, which are counted one by one instead (`engine.py`).

As with the cube, writers only append to `FacetChange`; a reader takes bits and changes in one statement.
"""

from collections import defaultdict

from registry.search.slots import BYGONE, FACETS, FIRST_WORD_SLOT, WHOLE_COUNTRY

SIZE = 15_360  # bits; the largest of which four rows fit on a page of the database


def slots_counted(base):
    """Which slots are counted without the choice of the facet `base` (None: with all choices): pairs of bounds."""
    if base is None:
        return ((0, FIRST_WORD_SLOT - 1),)
    facet = FACETS[base]
    county = FACETS["county"]
    return (
        (facet.base, facet.base + facet.size - 1),
        (WHOLE_COUNTRY, WHOLE_COUNTRY),
        *([(county.base, county.base + county.size - 1)] if base == "municipality" else []),
    )


def in_bounds(bounds):
    """The same as a condition on the column `slot`."""
    return "(" + " or ".join(f"slot between {low} and {high}" for low, high in bounds) + ")"


def count(cursor, bases, terms, left_out):
    """{base: (total, False, {slot: count})} for {base: groups of slots}, all with these frequent terms too.

    Organisations of the past are left out of the bases in `left_out`.
    None if one of the terms is no longer frequent.
    """
    selects, values = [], []
    for index, (base, groups) in enumerate(bases.items()):
        parts = [_members(slots) for slots in groups]
        for term in terms:
            parts.append(
                "(select chunk, members from registry_slotmembers "
                "where slot = (select slot from registry_frequentword where term = %s))"
            )
            values.append(term)
        names = [f"p{number}" for number in range(len(parts))]
        joined = f"{parts[0]} p0 " + " ".join(f"join {parts[i]} p{i} using (chunk)" for i in range(1, len(parts)))
        both = " & ".join(f"{name}.members" for name in names)
        if base in left_out:
            joined += f" left join {_members((BYGONE,))} past using (chunk)"
            both = f"coalesce({both} & ~ past.members, {both})"
        selects.append(
            f"(with chosen as materialized (select chunk, {both} as members from {joined}), "
            f"counted as (select slot, sum(bit_count(m.members & c.members)::int)::int as n from chosen c "
            f"join registry_slotmembers m using (chunk) where {in_bounds(slots_counted(base))} group by slot) "
            f"select {index}, (select coalesce(sum(bit_count(members)::int), 0)::int from chosen), "
            f"array_agg(slot), array_agg(n), null from counted where n > 0)"
        )
    selects.append("select -1, sign, slots, null, null from registry_facetchange")
    selects.append("select -2, slot, null, null, term from registry_frequentword where term = any(%s)")
    cursor.execute(" union all ".join(selects), [*values, list(terms)])
    found, changes, word_slots = {}, [], []
    names = list(bases)
    for index, number, slots, counts, _ in cursor:
        if index == -1:
            changes.append((set(slots), number))
        elif index == -2:
            word_slots.append(number)
        else:
            found[names[index]] = [number, dict(zip(slots or (), counts or (), strict=True))]
    if len(word_slots) < len(terms):
        return None
    for base, groups in bases.items():
        counted = [change for change in changes if base not in left_out or BYGONE not in change[0]]
        _add_changes(found[base], base, [*groups, *((slot,) for slot in word_slots)], counted)
    return {base: (total, False, counts) for base, (total, counts) in found.items()}


def _members(slots):
    if len(slots) == 1:
        return f"(select chunk, members from registry_slotmembers where slot = {slots[0]})"
    listed = ", ".join(map(str, slots))
    return (
        f"(select chunk, bit_or(members) as members from registry_slotmembers where slot in ({listed}) group by chunk)"
    )


def _add_changes(row, base, groups, changes):
    bounds = slots_counted(base)
    for held, sign in changes:
        if all(not held.isdisjoint(group) for group in groups):
            row[0] += sign
            for slot in held:
                if any(low <= slot <= high for low, high in bounds):
                    row[1][slot] = row[1].get(slot, 0) + sign


def rows_of(entries):
    """The rows (slot, chunk, bits in hexadecimal) of {organisation: its slots}."""
    arrays = {}
    for organisation, slots in entries.items():
        chunk, place = divmod(organisation, SIZE)
        byte, bit = place >> 3, 0x80 >> (place & 7)
        for slot in slots:
            array = arrays.get((slot, chunk))
            if array is None:
                array = arrays[slot, chunk] = bytearray(SIZE // 8)
            array[byte] |= bit
    for (slot, chunk), array in sorted(arrays.items()):
        yield slot, chunk, "x" + array.hex()


def fold(cursor, changes):
    """Set and clear the bits of organisations that came and went: [(organisation, slots, +1 or -1)]."""
    net = defaultdict(int)
    for organisation, slots, sign in changes:
        for slot in slots:
            net[organisation, slot] += sign
    masks = {}
    for (organisation, slot), sign in net.items():
        if sign:
            chunk, place = divmod(organisation, SIZE)
            pair = masks.setdefault((slot, chunk), (bytearray(SIZE // 8), bytearray(SIZE // 8)))
            pair[sign < 0][place >> 3] |= 0x80 >> (place & 7)
    cursor.executemany(
        f"insert into registry_slotmembers as held (slot, chunk, members) values (%s, %s, %s::bit({SIZE})) "
        f"on conflict (slot, chunk) do update "
        f"set members = (held.members | excluded.members) & ~ %s::bit({SIZE})",
        [(*key, "x" + came.hex(), "x" + went.hex()) for key, (came, went) in sorted(masks.items())],
    )
