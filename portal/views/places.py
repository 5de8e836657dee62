"""Municipalities and regions: the list of them, each one's page, and the files behind every picture and figure."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from portal.forms.places import PeersForm, PlaceFilter
from portal.maps import drawing as drawing_of_map
from portal.reading import (
    contacts,
    dialogue,
    governance,
    local_figure_page,
    of_organisations,
    place_list,
    place_map,
    place_page,
    targets,
)
from portal.reading.addresses import board_url, documents_url, meetings_url, place_url, targets_url
from portal.reading.ending_contracts import ending_contracts
from portal.reading.own_figures import own_figures
from portal.reading.peers import peers
from portal.reading.place_list import COUNTY
from portal.reading.places import governed
from portal.reading.series import Numbers, all_indicators, indicators_of, raw
from portal.views.place_pages import among_all, place_pages
from registry import exports
from registry.charts import drawing, svg
from registry.search.labels import labels
from registry.views import drawn
from registry.views.base import answer

PICTURES = {
    "andel": ("over_time", drawing.lines),
    "omraden": ("by_area", drawing.bars),
    "jamforelse": ("comparison", drawing.bars),
}
KEPT = drawn.Kept(most=60, seconds=settings.SEARCH_KEPT_SECONDS)  # some 100 kB each
SVG = "image/svg+xml; charset=utf-8"
RAW = [
    exports.Column("id", "Id"),
    exports.Column("indicator", "Nyckeltal"),
    exports.Column("title", "Källans namn"),
    exports.Column("area", "Område"),
    exports.Column("place", "Kod"),
    exports.Column("name", "Plats"),
    exports.Column("year", "År"),
    exports.Column("value", "Värde"),
    exports.Column("unit", "Enhet"),
    exports.Column("is_preliminary", "Preliminärt"),
    exports.Column("is_invented", "Påhittat"),
    exports.Column("source", "Källa"),
    exports.Column("read_at", "Läst"),
    exports.Column("does_not_cover", "Täcker inte"),
]


def _numbers(form, place, places):
    """The numbers of the place and of those it is compared with, as the address says."""
    found = peers(place, places, form.way, form.chosen)
    return Numbers(place, found, places, list(indicators_of(place.kind)))


@gzip_page
def _page(request, place, places):
    """All that is known of the place. To visitors as it was a short while ago; who is signed in may have changed it."""
    form = PeersForm(request.GET, place=place, places=places)
    may_keep = not request.user.is_authenticated and (not form.is_bound or form.is_valid())
    key = (place, form.query, timezone.localdate())
    shown = KEPT.get(key) if may_keep else None
    if shown is None:
        shown = _shown(form, place, places)
        if may_keep:
            KEPT.put(key, shown)
    return answer(request, "portal/place.html", shown, form)


def _shown(form, place, places):
    """What the page shows, its chapters drawn."""
    own = own_figures(place)
    row = place.row
    asked, local = of_organisations.of_place(row)
    context = {
        "form": form,
        **place_page.page(_numbers(form, place, places), places, query=form.query),
        "figures": place_page.figures(own),
        "contracts": ending_contracts(own.authority, own.day),
        "authority": own.authority,
        "day": own.day,
        "targets": targets.of_place(row, own.day),
        "targets_url": targets_url(place),
        "board": asked,
        "board_url": board_url(place),
        "governance": governance.of_place(row, own.day, compacts=governance.fetched_compacts(own.authority)),
        "documents_url": documents_url(place),
        "directory": contacts.fetched(own.authority, own.day),
        "letter_url": contacts.letter_url(place),
        **local_figure_page.section(local),
        "meetings": dialogue.of_place(row),
        "meetings_url": meetings_url(place),
        "kept_seconds": KEPT.seconds,
    }
    chapters = mark_safe(render_to_string("portal/place_chapters.html", context))
    head = {name: context[name] for name in ("place", "kind", "lead", "values")}
    return {**head, "brief_url": place_url("brief", place), "chapters": chapters}


@gzip_page
def _picture(request, place, places, *, picture, kind):
    """A picture as a file of its own, or its numbers."""
    numbers = _numbers(PeersForm(request.GET, place=place, places=places), place, places)
    name, draw = PICTURES[picture]
    series = getattr(numbers, name)
    if series is None:
        raise Http404
    filename = f"{picture}-{place.public_code}-{place.slug}"
    if kind == "svg":
        disposition = {"Content-Disposition": f'attachment; filename="{filename}.svg"'}
        return HttpResponse(svg.file(series, draw), content_type=SVG, headers=disposition)
    return exports.export(series.file_rows, series.columns, kind, filename=filename)


@gzip_page
def _values(request, place, places, *, kind):
    """Every number that the page builds on, each with an id that stays."""
    rows = raw(place, list(indicators_of(place.kind)))
    return exports.export(rows, RAW, kind, filename=f"varden-{place.public_code}-{place.slug}")


municipality, region = place_pages(_page, find=among_all)
municipality_picture, region_picture = place_pages(_picture, "picture", find=among_all)
municipality_values, region_values = place_pages(_values, "values", find=among_all)


# --- All of them ---


def _matching(request):
    """The filter, the rows that match it in order, and those of every place of the kinds."""
    chosen = PlaceFilter(request.GET, path=reverse("municipality_list"))
    standings = place_list.standings(chosen.kinds, governed())
    rows = chosen.matching(standings) if chosen.is_valid() else []
    counties = labels().counties
    return chosen, place_list.ordered(rows, chosen.order, counties), place_list.ordered(standings, COUNTY, counties)


def _map(chosen, standings):
    """What the map shows of all that the list could hold: the search for a name does not narrow it."""
    return place_map.place_map(chosen.in_counties(standings), chosen.map_kind, chosen.measure)


@login_not_required
@require_safe
@gzip_page
def municipality_list(request):
    """Every municipality on a map and in a list: its share, how it has moved, and how far it is to 20 percent."""
    chosen, rows, standings = _matching(request)
    query = chosen.address().removeprefix(chosen.path)
    context = {
        **place_page.map_of(_map(chosen, standings), query),
        "filter": chosen,
        "path": chosen.path,
        "panel": drawn.filter_panel(action=chosen.path, groups=chosen.groups(), hidden=chosen.kept_by_filters()),
        "files": exports.links("municipality_list_file", query),
        **place_page.table(chosen, rows, labels().counties),
    }
    return answer(request, "portal/municipality_list.html", context, chosen)


@login_not_required
@require_safe
def municipality_list_file(request, kind):
    """The same list as a file."""
    _, rows, _ = _matching(request)
    told = (place_page.file_row(row, labels().counties, request.build_absolute_uri) for row in rows)
    return exports.export(told, place_list.COLUMNS, kind, filename="kommuner")


@login_not_required
@require_safe
def municipality_map(request, kind):
    """The map as a picture of its own, or its numbers."""
    chosen, _, standings = _matching(request)
    shown = _map(chosen, standings)
    filename = f"karta-{chosen.measure}"
    if kind == "svg":
        disposition = {"Content-Disposition": f'attachment; filename="{filename}.svg"'}
        return HttpResponse(drawing_of_map.file(shown), content_type=SVG, headers=disposition)
    return exports.export(shown.file_rows, place_map.COLUMNS, kind, filename=filename)


@login_not_required
@require_safe
def indicator_list(request):
    """What each measure means."""
    context = {"definitions": place_page.definitions(all_indicators())}
    return render(request, "portal/indicator_list.html", context)
