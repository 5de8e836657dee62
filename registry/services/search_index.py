"""Keeps the search rows in step with the facts, in the transaction of the change."""

from registry.search import source, writer


def refresh(organisation):
    """Write the organisation's search row anew; take it away if it is not public. In the caller's transaction."""
    rows = list(source.entry_rows([organisation.pk]))
    if rows:
        writer.index_entries(rows)
    else:
        writer.remove([organisation.pk])


def rebuild():
    """Write all search rows anew, by COPY. Returns how many."""
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
