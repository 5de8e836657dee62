"""The table twin of a picture, as HTML. A template that loops over its cells would cost ten times as much."""

from django.utils.html import conditional_escape as escape
from django.utils.safestring import mark_safe


def table(series):
    """The numbers of a series as a table; each row has an id, so that one can point at a number."""
    first, *rest = series.headers
    heads = "".join(f'<th scope="col" class="data-table__number">{escape(header)}</th>' for header in rest)
    rows = "".join(_row(series, number, *row) for number, row in enumerate(series.rows, 1))
    return mark_safe(
        f'<table class="data-table"><caption>{escape(series.full_title)}, {escape(series.unit)}</caption>'
        f'<thead><tr><th scope="col">{escape(first)}</th>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(series, number, label, cells):
    told = "".join(f'<td class="data-table__number">{_cell(cell)}</td>' for cell in cells)
    return f'<tr id="{escape(series.key)}-{number}"><th scope="row">{escape(label)}</th>{told}</tr>'


def _cell(cell):
    return escape(cell.text) + (f"<small>{escape(cell.note)}</small>" if cell.note else "")
