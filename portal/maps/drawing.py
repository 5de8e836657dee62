"""The map as SVG: in a page, where each area leads to its place, and as a file that carries its look itself.

Each area is a link that the keyboard reaches, with the place and its number as its name. To make the whole map one
image, with the list as its only links, would keep from those who use the keyboard what a pointer is told: which place
an area is (WCAG 2.1.1). So many stops are no trap (2.1.2), a link before the map leads past them (2.4.1), they come in
the order of the list (2.4.3), and the list has the same links for those who need a larger target (2.5.8).
"""

from html import escape  # quicker than Django's, and nothing here is HTML before
from textwrap import wrap

from django.utils.safestring import mark_safe

from portal.maps.borders import borders, box_around
from registry.charts import svg
from registry.charts.series import INVENTED
from registry.wording import day_in_words

PIXELS = 380  # how wide a map of the whole country is drawn
LINES_ABOVE = 4  # lines of text above the northernmost place, where the place that is pointed at is named
TEXT, EDGE = 17, 4  # pixels
# How each step looks in a file; components/map.css says the same of a page. The higher the number, the darker. None is
# as white as the paper, which is what lakes are.
STEPS = (svg.CHALK, "#d5dcf3", "#a3b2e4", "#4c63bd", "#18256b")
FILE_HEIGHT, FILE_MARGIN, FILE_LETTERS, LEGEND_LINE = 920, 40, 100, 26
FILE_WIDTH, LEGEND_LEFT = 860, 500


def picture(shown, address_of):
    """The map of a `portal.reading.place_map.PlaceMap` in a page; components/map.css styles it."""
    west, north, wide, high, unit = _view(shown)
    paths = borders().paths[shown.kind]
    parts = [
        f'<svg class="map__picture" viewBox="{west:g} {north:g} {wide:g} {high:g}" font-size="{TEXT * unit:g}" '
        'fill-rule="evenodd" role="group" aria-labelledby="karta-titel" aria-describedby="karta-text">'
        f'<title id="karta-titel">{escape(shown.title)}</title><desc id="karta-text">{escape(shown.text)}</desc>'
        f"{hatch('karta-saknas', unit, 'class="chart__hatch"')}",
        *(_link(area, paths[area.place.code], address_of(area.place), west, north, unit) for area in shown.areas),
        "</svg>",
    ]
    return mark_safe("".join(parts))


def _link(area, path, address, west, north, unit):
    look = 'fill="url(#karta-saknas)"' if area.step is None else f'class="map__step-{area.step}"'
    name = escape(f"{area.place.name}: {area.in_words}")
    # What is pointed at or has the focus is named above the map: it is small, and so is the screen perhaps.
    lines = (
        f'<text x="{west:g}" y="{north + TEXT * unit * line * 1.25:g}">{escape(text)}</text>'
        for line, text in enumerate((area.place.name, area.in_words), 1)
    )
    return f'<a {look} href="{address}" aria-label="{name}"><path d="{path}"/>{"".join(lines)}</a>'


def swatch(step):
    """What a step of the legend looks like: it says nothing by itself."""
    look = 'fill="url(#karta-saknas)"' if step is None else f'class="map__step-{step}"'
    return mark_safe(
        f'<svg class="chart__swatch map__swatch" width="36" height="18" aria-hidden="true">'
        f"{hatch('karta-saknas-tecken', 1, "class='chart__hatch'") if step is None else ''}"
        f'<rect {look.replace("karta-saknas", "karta-saknas-tecken")} width="36" height="18"/></svg>'
    )


def hatch(key, unit, look):
    """The pattern of what is missing; `unit` is a pixel in the picture's own units."""
    size = 8 * unit
    return (
        f'<defs><pattern id="{key}" width="{size:g}" height="{size:g}" patternUnits="userSpaceOnUse">'
        f'<path {look} fill="none" vector-effect="non-scaling-stroke" '
        f'd="M{-size / 4:g} {size / 4:g}l{size / 2:g} {-size / 2:g}M0 {size:g}l{size:g} {-size:g}'
        f'M{size * 0.75:g} {size * 1.25:g}l{size / 2:g} {-size / 2:g}"/></pattern></defs>'
    )


def _view(shown):
    """(west, north, width, height, a pixel) of what is shown, in the units of the borders, with room for words."""
    codes = [area.place.code for area in shown.areas] or list(borders().paths[shown.kind])
    west, north, east, south = box_around(codes)
    unit = max((east - west) / PIXELS, (south - north) / FILE_HEIGHT)
    edge = EDGE * unit
    above = edge if _is_whole(shown) else LINES_ABOVE * TEXT * unit
    return west - edge, north - above, max(east - west + 2 * edge, PIXELS * unit), south - north + above + edge, unit


def _is_whole(shown):
    """Whether all of the country is shown: in its north-west there is room for words."""
    return len(shown.areas) == len(borders().paths[shown.kind])


# --- As a file ---


def file(shown):
    """The map as a file of its own, with title, legend, source and day, and that it is invented where it is."""
    west, north, wide, high, _ = _view(shown)
    heading = wrap(shown.title, 70)
    top = FILE_MARGIN + 28 * len(heading)
    foot = [line for text in _foot(shown) for line in wrap(text, FILE_LETTERS)]
    height = top + FILE_HEIGHT + 40 + 20 * len(foot)
    scale = FILE_HEIGHT / high
    scale = min(scale, (LEGEND_LEFT - 2 * FILE_MARGIN) / wide)
    paths = borders().paths[shown.kind]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{FILE_WIDTH}" height="{height}" '
        f'viewBox="0 0 {FILE_WIDTH} {height}" font-family="{svg.FONT}" role="img" lang="sv">'
        f"<title>{escape(shown.title)}</title><desc>{escape(shown.text)}</desc>",
        hatch("saknas", 1 / scale, f'stroke="{svg.SOFT}" stroke-width="1.5"'),
        hatch("saknas-tecken", 1, f'stroke="{svg.SOFT}" stroke-width="1.5"'),
        f'<rect width="{FILE_WIDTH}" height="{height}" fill="{svg.PAPER}"/>',
        *(_words(FILE_MARGIN, FILE_MARGIN + 28 * n, line, 20, 700) for n, line in enumerate(heading)),
        f'<g transform="translate({FILE_MARGIN} {top}) scale({scale:.4f}) translate({-west:g} {-north:g})" '
        f'stroke="{svg.SOFT}" stroke-linejoin="round" fill-rule="evenodd">',
        *(_area(area, paths[area.place.code]) for area in shown.areas),
        "</g>",
        *_file_legend(shown, top + 40),
        *(_words(FILE_MARGIN, top + FILE_HEIGHT + 40 + 20 * n, line, 13) for n, line in enumerate(foot)),
        "</svg>\n",
    ]
    return "".join(parts)


def _area(area, path):
    look = "url(#saknas)" if area.step is None else STEPS[area.step]
    name = escape(f"{area.place.name}: {area.in_words}")
    return f'<path fill="{look}" vector-effect="non-scaling-stroke" d="{path}"><title>{name}</title></path>'


def _file_legend(shown, top):
    yield _words(LEGEND_LEFT, top - 16, shown.unit.capitalize(), 14, 700)
    for number, (step, name, count) in enumerate(shown.legend):
        y = top + LEGEND_LINE * number
        look = "url(#saknas-tecken)" if step is None else STEPS[step]
        yield f'<rect x="{LEGEND_LEFT}" y="{y}" width="36" height="18" fill="{look}" stroke="{svg.SOFT}"/>'
        yield _words(LEGEND_LEFT + 48, y + 14, f"{name} ({count})", 14)
    if shown.is_invented:
        yield _words(LEGEND_LEFT, top + LEGEND_LINE * (len(shown.legend) + 1), INVENTED.capitalize(), 14, 700)


def _foot(shown):
    if shown.is_invented:
        yield "Värdena är påhittade för demonstrationen."
    read = f", läst {day_in_words(shown.read_on)}" if shown.read_on else ""
    yield f"Källa: {shown.source}{read}."
    yield f"Gränser: {borders().source}."
    yield shown.does_not_cover


def _words(x, y, text, size, weight=400):
    return f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{svg.INK}">{escape(text)}</text>'
