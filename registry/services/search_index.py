"""Keeps verdicts and search rows in step with the facts, in the transaction of the change."""

from itertools import batched

from django.db import transaction

from registry.search import source, writer
from registry.services import verdicts

AT_A_TIME = 200


def refresh(organisation):
    """Write the organisation's verdicts and its search row anew; take the row away if it is not public.

    In the caller's transaction. Facts are read when other writers of the same organisation are done: of two changes at
    the same moment the later one sees both.
    """
    writer.hold([organisation.pk])
    verdicts.refresh(organisation)
    redraw([organisation.pk])


def redraw(organisation_ids, *, held=False):
    """Write the search rows of these organisations from what is kept. In the caller's transaction."""
    rows = list(source.entry_rows(organisation_ids))
    writer.index_entries(rows, held=held)
    gone = set(organisation_ids) - {row.organisation_id for row in rows}
    if gone:
        writer.remove(gone)


def follow_the_day(on=None):
    """Write what becomes another with the day: verdicts, and the search rows of those whose answer changed."""
    return redraw_all(verdicts.rewrite_due(on))


def redraw_all(organisation_ids):
    """The same as `redraw` for many, each batch in a transaction of its own. Returns how many."""
    changed = sorted(organisation_ids)
    for ids in batched(changed, AT_A_TIME):
        with transaction.atomic():
            writer.hold(ids)
            redraw(ids)
    return len(changed)


def follow_the_list(organisation_ids, on=None):
    """After a list of the register, on whose day every answer rests: all verdicts, and the rows that become another.

    In the caller's transaction, in which nobody else writes to search: so many organisations cannot be held one by one.
    """
    writer.hold_all()
    changed = verdicts.rewrite_all(on)
    for ids in batched(sorted({*organisation_ids, *changed}), AT_A_TIME):
        redraw(ids, held=True)


def rebuild():
    """Compute all verdicts and write all search rows anew, by COPY. Returns how many organisations."""
    verdicts.rewrite_all()
    counted = _Counted(source.entry_rows())
    writer.reindex_all(counted)
    return counted.number


class _Counted:
    """Counts rows on their way past."""

    def __init__(self, rows):
        self.rows = rows
        self.number = 0

    def __iter__(self):
        for row in self.rows:
            self.number += 1
            yield row
