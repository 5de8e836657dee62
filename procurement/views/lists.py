"""What the public lists share: pages of a list that may be very long, and how many rows it has, in words."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from registry.wording import NO_BREAK_SPACE

PER_PAGE = 25
MOST_ROWS = 10_000


class BoundedPaginator(Paginator):
    """Counts no further than one looks: a list of 200,000 says "fler än 10 000"."""

    @cached_property
    def found(self):
        return self.object_list.order_by()[: MOST_ROWS + 1].count()

    @property
    def count(self):
        return min(self.found, MOST_ROWS)


def count_text(paginator, *, none, one, many):
    """How many rows there are: "Inga avtal", "Ett avtal", "12 avtal", "Fler än 10 000 avtal"."""
    if paginator.found > MOST_ROWS:
        return f"Fler än {_grouped(MOST_ROWS)} {many}"
    return {0: none, 1: one}.get(paginator.count, f"{_grouped(paginator.count)} {many}")


def _grouped(number):
    return f"{number:,}".replace(",", NO_BREAK_SPACE)
