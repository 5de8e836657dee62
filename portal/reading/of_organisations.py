"""What organisations say on a place's page, the five questions and their own figures: two kinds of rows, one query."""

from django.db.models import Value
from django.db.models.functions import JSONObject

from portal.models import BoardCase, LocalMeasure
from portal.reading import board, local_figures
from portal.reading.from_json import row_of

CASE = ["id", "question", "state", "is_invented"]
MEASURE = ["id", "name", "definition", "unit", "own_unit", "is_stock", "may_overlap", "overlap", "state", "is_invented"]


def of_place(place):
    """(the board, [Told] of their own figures) of a place, by its row. One query."""
    rows = _as_json(board.cases([place.code]), "board", [*CASE, "asked", "told"]).union(
        _as_json(local_figures.measures_of(place), "local", [*MEASURE, "parts", "numbers"]), all=True
    )
    cases, measures = [], []
    for [row] in rows:
        if row["kind"] == "board":
            cases.append(_made(BoardCase, place, row, CASE, ["asked", "told"]))
        else:
            measures.append(_made(LocalMeasure, place, row, MEASURE, ["parts", "numbers"]))
    return board.of_place(place, cases), local_figures.in_order(local_figures.told(row) for row in measures)


def _as_json(queryset, kind, names):
    return queryset.order_by().values_list(JSONObject(kind=Value(kind), **{name: name for name in names}))


def _made(model, place, row, names, gathered):
    """The row that JSON tells of, with what was gathered to it."""
    made = row_of(model, {name: row[name] for name in names}, place=place)
    for name in gathered:
        setattr(made, name, row[name])
    return made
