"""What the lists share: pages and files of a list that may be very long, and how many rows it has, in words.

Which rows stand on a page is asked within, by index and of their ids alone. What a row shows is read for those rows
only, and never for the thousands that were passed over on the way to a later page.
"""

from itertools import batched

from django.conf import settings
from django.core.paginator import Paginator
from django.utils.functional import cached_property

from registry.views import drawn
from registry.wording import grouped, how_many

PER_PAGE = 25
MOST_ROWS = 10_000
ROWS_AT_A_TIME = 200
LARGE = 1_000
COUNTS = drawn.Kept(most=1_000, seconds=settings.SEARCH_KEPT_SECONDS)


class BoundedPaginator(Paginator):
    """Counts no further than one looks: a list of 200,000 says "fler än 10 000".

    `read` takes the rows of one page as a queryset and adds what they show. Under `key`, the list's address, a large
    count is kept for half a minute; a small one, where one row is seen to be missing, is always counted.
    """

    def __init__(self, matching, per_page, *, read, key=""):
        super().__init__(matching, per_page)
        self.read = read
        self.key = key

    @cached_property
    def found(self):
        if self.object_list.query.is_empty():
            return 0  # a filter that was refused, whatever its address still says
        if self.key and (kept := COUNTS.get(self.key)):
            return kept
        found = self._counted.count()
        if self.key and found >= LARGE:
            COUNTS.put(self.key, found)
        return found

    @property
    def count(self):
        return min(self.found, MOST_ROWS)

    @property
    def _counted(self):
        return self.object_list.order_by().values("pk")[: MOST_ROWS + 1]

    def page(self, number):
        """Few rows are found first and sorted then: walking the whole list in order to meet them would take longer.

        Which way is the better one Postgres cannot know of a word, but the count has told.
        """
        if self.found < LARGE:
            order = self.object_list.query.order_by
            self.object_list = self.object_list.model.objects.filter(pk__in=self._counted).order_by(*order)
        return super().page(number)

    def _get_page(self, rows, number, paginator):
        shown = self.read(rows.model.objects.filter(pk__in=rows.values("pk")))
        return super()._get_page(shown.order_by(*rows.query.order_by), number, paginator)


def in_batches(matching, read):
    """The rows of a list for a file, at most 10,000, read a few hundred at a time so that it begins at once."""
    ids = list(matching.values_list("pk", flat=True)[:MOST_ROWS])
    for batch in batched(ids, ROWS_AT_A_TIME):
        found = {row.pk: row for row in read(matching.model.objects.filter(pk__in=batch))}
        yield from (found[pk] for pk in batch if pk in found)


def count_text(paginator, *, none, one, many):
    """How many rows there are: "Inga avtal", "Ett avtal", "12 avtal", "Fler än 10 000 avtal"."""
    if paginator.found > MOST_ROWS:
        return f"Fler än {grouped(MOST_ROWS)} {many}"
    return how_many(paginator.count, none=none, one=one, many=many)
