"""Drawings as SVG: in a page, where the style sheet gives the look, and as a file that carries its look itself."""

from textwrap import wrap

from django.utils.html import conditional_escape as escape
from django.utils.safestring import mark_safe

from registry.charts import drawing as shapes_of
from registry.charts.drawing import Box, Dot, Drawing, Stroke, Words
from registry.wording import capitalised, day_in_words

INK, SOFT, GRID, ACCENT, PALE, GOOD = "#191b2a", "#54565f", "#dbdad2", "#2c429e", "#d5dcf3", "#17492d"
PAPER, CHALK = "#ffffff", "#f6f4ee"
# How each role looks in a file; static/css/components/chart.css says the same of a page.
LOOK = {
    "grid": {"stroke": GRID},
    "axis": {"stroke": INK},
    "target": {"stroke": GOOD, "stroke-width": 2, "stroke-dasharray": "12 4"},
    "line-own": {"stroke": ACCENT, "stroke-width": 4, "stroke-linecap": "round"},
    "line-peers": {"stroke": INK, "stroke-width": 2, "stroke-dasharray": "7 5"},
    "line-country": {"stroke": SOFT, "stroke-width": 3, "stroke-dasharray": "1 5", "stroke-linecap": "round"},
    "dot-own": {"fill": ACCENT},
    "dot-peers": {"fill": INK},
    "dot-country": {"fill": SOFT},
    "ring-own": {"fill": PAPER, "stroke": ACCENT, "stroke-width": 3},
    "ring-peers": {"fill": PAPER, "stroke": INK, "stroke-width": 2},
    "ring-country": {"fill": PAPER, "stroke": SOFT, "stroke-width": 2},
    "track": {"fill": CHALK, "stroke": GRID},
    "missing": {},
    "bar": {"fill": ACCENT},
    "bar-soft": {"fill": PALE, "stroke": ACCENT, "stroke-width": 1.5},
    "casing": {"stroke": PAPER, "stroke-width": 8},
    "tick-peers": {"stroke": INK, "stroke-width": 4},
    "tick-country": {"stroke": INK, "stroke-width": 2, "stroke-dasharray": "3 3"},
    "then": {"fill": PAPER, "stroke": INK, "stroke-width": 2},
    "level": {"fill": SOFT, "font-size": 13},
    "label": {"fill": SOFT, "font-size": 13},
    "name": {"fill": INK, "font-size": 14},
    "strong": {"fill": INK, "font-size": 14, "font-weight": 700},
    "goal": {"fill": GOOD, "font-size": 13, "font-weight": 700},
    "title": {"fill": INK, "font-size": 20, "font-weight": 700},
    "note": {"fill": SOFT, "font-size": 13},
}
HATCH_COLOUR = SOFT
PARTLY_PRELIMINARY = "Ring i en linje och stjärna vid en stapel: preliminärt värde."
FONT = "Noto Sans, Segoe UI, Roboto, Arial, sans-serif"
WIDTH, MARGIN = 960, 40  # pixels, of a file
TITLE_LINE, LINE = 28, 20
TITLE_LETTERS, LETTERS = 76, 120  # on a line


# --- In a page ---


def picture(series, drawing):
    """The drawing as part of a page: its classes are styled by components/chart.css."""
    key = escape(series.key)
    parts = [
        f'<svg class="chart__picture" width="100%" height="{drawing.height:g}" role="img" '
        f'aria-labelledby="{key}-titel {key}-text"><title id="{key}-titel">{escape(series.full_title)}</title>'
        f'<desc id="{key}-text">{escape(series.text)}</desc>',
        _hatch(f"{key}-saknas", 'class="chart__hatch"') if _has_gaps(drawing) else "",
        *(_in_page(shape, key) for shape in drawing.shapes),
        "</svg>",
    ]
    return mark_safe("".join(parts))


def swatch(shapes):
    """What a line of the legend looks like: it says nothing by itself."""
    drawn = "".join(_in_page(shape, "") for shape in shapes)
    return mark_safe(f'<svg class="chart__swatch" width="36" height="10" aria-hidden="true">{drawn}</svg>')


def legend(series, draw):
    """Who is who, with the last number of each line over time: (picture, name, number)."""
    known = shapes_of.LEGENDS[draw]
    for line in series.lines:
        place = line.last() if draw is shapes_of.lines else None
        told = series.with_sign(line.values[place]) if place is not None else ""
        if place is not None and place != len(series.labels) - 1:
            told += f" ({series.label(place)})"
        yield swatch(known[line.kind]), line.full_name, told


def _in_page(shape, key):
    look = f'class="chart__{shape.role}"'
    if shape.role == "missing":
        look += f' fill="url(#{key}-saknas)"'
    if isinstance(shape, Words) and shape.is_minor:
        look = f'class="chart__{shape.role} chart__minor"'
    return _element(shape, look, _percent)


def _percent(x):
    return f"{x:.2f}".rstrip("0").rstrip(".") + "%"


# --- As a file ---


def file(series, draw):
    """The picture as a file of its own, with title, legend, source and day, and that it is invented where it is."""
    drawing = draw(series)
    heading = wrap(series.full_title, TITLE_LETTERS)
    top = MARGIN + TITLE_LINE * len(heading)
    key = list(legend(series, draw))
    legend_top = top + 4
    plot_top = legend_top + LINE * (len(key) + _has_gaps(drawing)) + 24
    foot = [line for text in _foot(series) for line in wrap(text, LETTERS)]
    foot_top = plot_top + drawing.height + 28
    height = foot_top + LINE * len(foot) + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:g}" '
        f'viewBox="0 0 {WIDTH} {height:g}" font-family="{FONT}" role="img" lang="sv">'
        f"<title>{escape(series.full_title)}</title><desc>{escape(series.text)}</desc>",
        _hatch("saknas", f'stroke="{HATCH_COLOUR}" stroke-width="1.5"'),
        f'<rect width="{WIDTH}" height="{height:g}" fill="{PAPER}"/>',
        *(_text("title", MARGIN, MARGIN + TITLE_LINE * n, line) for n, line in enumerate(heading)),
        *_file_legend(series, draw, key, legend_top, has_gaps=_has_gaps(drawing)),
        f'<g transform="translate(0 {plot_top:g})">',
        *(_in_file(shape) for shape in drawing.shapes),
        "</g>",
        *(_text("note", MARGIN, foot_top + LINE * n, line) for n, line in enumerate(foot)),
        "</svg>\n",
    ]
    return "".join(parts)


def _foot(series):
    """Unit, source and day, and what the numbers do not cover."""
    yield f"Enhet: {series.unit}."
    if series.is_made_up:
        yield "Värdena är påhittade för demonstrationen."
    if any(line.partly(place) for line in series.lines for place in line.preliminary):
        yield PARTLY_PRELIMINARY
    if series.source:
        read = f", läst {day_in_words(series.read_on)}" if series.read_on else ""
        yield f"Källa: {series.source}{read}."
    if series.does_not_cover:
        yield series.does_not_cover


def _file_legend(series, draw, key, top, *, has_gaps):
    known = shapes_of.LEGENDS[draw]
    for number, (line, (_, name, told)) in enumerate(zip(series.lines, key, strict=True)):
        y = top + LINE * number
        swatch_of = "".join(_element(shape, _look(shape), lambda x: f"{x * 0.36:g}") for shape in known[line.kind])
        yield f'<g transform="translate({MARGIN} {y - 9:g})">{swatch_of}</g>'
        yield _text("name", MARGIN + 48, y, f"{name} {told}".strip())
    if has_gaps:
        y = top + LINE * len(key)
        yield f'<rect x="{MARGIN}" y="{y - 11:g}" width="36" height="12" fill="url(#saknas)"/>'
        yield _text("name", MARGIN + 48, y, capitalised(series.gaps))


def _in_file(shape):
    return _element(shape, _look(shape), lambda x: f"{MARGIN + x * (WIDTH - 2 * MARGIN) / 100:.1f}", WIDTH)


def _look(shape):
    if shape.role == "missing":
        return 'fill="url(#saknas)" stroke="' + GRID + '"'
    return " ".join(f'{name}="{value}"' for name, value in LOOK[shape.role].items())


def _text(role, x, y, text):
    return _element(Words(role, x, y, text), _look(Words(role, x, y, text)), lambda x: f"{x:g}")


# --- Both ---


def _element(shape, look, at, width=0):
    """The shape as an element; `at` writes an x. A box is as wide as the file's plot, or as its percentage."""
    match shape:
        case Stroke(_, x1, y1, x2, y2):
            return f'<line {look} x1="{at(x1)}" y1="{_y(y1)}" x2="{at(x2)}" y2="{_y(y2)}"/>'
        case Box(_, x, y, wide, high):
            length = f"{wide * (width - 2 * MARGIN) / 100:.1f}" if width else at(wide)
            return f'<rect {look} x="{at(x)}" y="{_y(y)}" width="{length}" height="{_y(high)}"/>'
        case Dot(_, x, y, r):
            return f'<circle {look} cx="{at(x)}" cy="{_y(y)}" r="{r:g}"/>'
        case Words(_, x, y, text, anchor):
            placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
            return f'<text {look} x="{at(x)}" y="{_y(y)}"{placed}>{escape(text)}</text>'


def _y(y):
    return f"{y:.1f}".removesuffix(".0")


def _hatch(key, look):
    lines = "M-2 2 2 -2M0 8 8 0M6 10 10 6"
    return (
        f'<defs><pattern id="{key}" width="8" height="8" patternUnits="userSpaceOnUse"><path {look} fill="none" '
        f'd="{lines}"/></pattern></defs>'
    )


def _has_gaps(drawing: Drawing):
    return any(shape.role == "missing" for shape in drawing.shapes)
