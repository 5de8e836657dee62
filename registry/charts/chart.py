"""A picture as a page shows it: the drawing with its legend, its table twin, and the ways to its files."""

from typing import NamedTuple

from registry.charts import svg
from registry.charts.drawing import STAR, Words
from registry.charts.series import PRELIMINARY, Series
from registry.charts.table import table


class Chart(NamedTuple):
    """What components/chart.html draws. `legend` holds (picture, name, number); `note` says how to read the picture.

    `table` is the table twin as HTML; empty where the page has a table of its own.
    """

    series: Series
    picture: str
    legend: list
    has_gaps: bool
    note: str
    table: str
    files: tuple


def chart(series, draw, *, note="", with_table=True, files=()):
    """The picture of a series, drawn by `drawing.lines` or `drawing.bars`."""
    drawn = draw(series)
    if any(shape.role.startswith("ring-") for shape in drawn.shapes):
        note = f"{note} Ring: {PRELIMINARY}.".strip()
    if any(isinstance(shape, Words) and shape.text.endswith(STAR) for shape in drawn.shapes):
        note = f"{note} Stjärna: {PRELIMINARY}.".strip()
    has_gaps = any(shape.role == "missing" for shape in drawn.shapes)
    told = list(svg.legend(series, draw))
    twin = table(series) if with_table else ""
    return Chart(series, svg.picture(series, drawn), told, has_gaps, note, twin, tuple(files))
