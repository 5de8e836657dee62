"""What organisations count themselves, open to all: the list of it, each one's page, and their files."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.forms.local_figures import LocalFigureFilter
from portal.models import LocalMeasure
from portal.reading import local_figure_page
from portal.reading import local_figures as reading
from portal.reading.addresses import place_files, place_url
from portal.views.place_pages import place_pages
from registry import exports
from registry.charts import drawing, svg
from registry.charts.chart import chart
from registry.models import Organisation
from registry.views.base import answer
from registry.wording import how_many

PER_PAGE = 50
SVG = "image/svg+xml; charset=utf-8"
NOT_OFFICIAL = "nej, organisationernas egna uppgifter"
ALIKE = [
    exports.Column("code", "Kod"),
    exports.Column("place", "Kommun eller region"),
    exports.Column("measure", "Egen siffra"),
    exports.Column("definition", "Vad som räknas"),
    exports.Column("unit", "Enhet"),
    exports.Column("counting", "När det räknas"),
]
LAST = [
    exports.Column("is_official", "Officiell statistik"),
    exports.Column("is_invented", "Påhittat"),
    exports.Column("url", "Sida"),
]
ONE = [
    *ALIKE,
    exports.Column("who", "Organisation"),
    exports.Column("year", "År"),
    exports.Column("value", "Antal"),
    exports.Column("told", "Antal i ord"),
    exports.Column("note", "Att veta"),
    exports.Column("as_of", "Gäller dagen"),
    exports.Column("source", "Källa"),
    exports.Column("source_url", "Länk till källan"),
    *LAST,
]
EVERY = [
    *ALIKE,
    exports.Column("county", "Län"),
    exports.Column("service", "Tjänst"),
    exports.Column("year", "Senaste år"),
    exports.Column("told", "Senaste året"),
    exports.Column("note", "Att veta"),
    exports.Column("who", "Räknas av"),
    *LAST,
]


# --- One ---


def _found(place, pk):
    """The measure of the place; 404 for another's."""
    measures = LocalMeasure.objects.select_related("service_area", "replaces__place", "replaced_by__place")
    return reading.told(get_object_or_404(reading.shown(measures), place=place.code, pk=pk))


def _page(request, place, *, pk):
    """What is counted, by whom, and every number with its source."""
    told = _found(place, pk)
    headers, rows = local_figure_page.table(told)
    context = {
        "place": place,
        "told": told,
        "chart": _chart(told, place),
        "facts": local_figure_page.facts(told),
        "headers": headers,
        "rows": rows,
        "is_wide": local_figure_page.is_wide(told),
        "sources": local_figure_page.sources(told),
        "events": local_figure_page.history(told.measure),
        "before": told.measure.replaces,
        "after": getattr(told.measure, "replaced_by", None),
        "files": place_files("local_figure_file", place, pk),
        "ours": _ours(request.user, told),
    }
    return render(request, "portal/local_figure.html", context)


def _draw(told):
    return drawing.lines if told.has_sums or not told.is_together else drawing.bars


def _chart(told, place):
    """The picture with its files; None where there is too little to draw."""
    if told.series is None:
        return None
    files = place_files("local_figure_file", place, told.measure.pk, kinds=(("svg", "bilden som SVG"),))
    return chart(told.series, _draw(told), with_table=False, files=files)


def _ours(user, told):
    """The person's own organisations that count this."""
    if not user.is_authenticated:
        return Organisation.public.none()
    counting = [row.pk for row in told.counters if not row.has_left]
    mine = user.memberships.editing().filter(organisation__in=counting).values("organisation")
    return Organisation.public.filter(pk__in=mine).order_by("sort_key")


def _file(request, place, *, pk, file):
    """The same as a file: a row for each organisation and year, and one for each year's sum."""
    told = _found(place, pk)
    filename = f"egen-siffra-{place.public_code}-{place.slug}-{pk}"
    if file == "svg":
        if told.series is None:
            raise Http404
        disposition = {"Content-Disposition": f'attachment; filename="{filename}.svg"'}
        return HttpResponse(svg.file(told.series, _draw(told)), content_type=SVG, headers=disposition)
    return exports.export(_rows(told, request.build_absolute_uri), ONE, file, filename=filename)


municipality_local_figure, region_local_figure = place_pages(_page, "local_figure")
municipality_local_figure_file, region_local_figure_file = place_pages(_file, "local_figure_file")


def _rows(told, absolute):
    for year in told.years:
        for held in told.counters:
            number = held.numbers.get(year)
            yield {
                **_alike(told, absolute),
                "who": held.name_in_full,
                "year": year,
                "value": number.value if number else None,
                "told": told.number_in_words(number),
                "note": "",
                "as_of": number.as_of if number else None,
                "source": number.source if number else "",
                "source_url": number.source_url if number else "",
            }
        if told.has_sums:
            total = told.total(year)
            yield {
                **_alike(told, absolute),
                "who": reading.TOGETHER,
                "year": year,
                "value": total.value if total.is_whole else None,
                "told": told.total_in_words(year),
                "note": total.note,
                "as_of": None,
                "source": told.who,
                "source_url": "",
            }


def _alike(told, absolute):
    """What every row of a file says of the measure."""
    measure = told.measure
    return {
        "code": measure.place.public_code,
        "place": measure.place.name,
        "measure": told.name,
        "definition": measure.definition,
        "unit": measure.unit_word,
        "counting": told.counting,
        "is_official": NOT_OFFICIAL,
        "is_invented": reading.INVENTED if measure.is_invented else "",
        "url": absolute(told.url),
    }


# --- All of them ---


def _matching(request):
    """The filter and the measures that match, in order."""
    chosen = LocalFigureFilter(request.GET, path=reverse("local_figure_list"))
    measures = reading.with_numbers().select_related("place__county", "service_area")
    return chosen, chosen.apply(measures) if chosen.is_valid() else measures.none()


@login_not_required
@require_safe
def local_figure_list(request):
    """Everything that organisations count, wherever it is."""
    chosen, measures = _matching(request)
    page = Paginator(measures, PER_PAGE).get_page(request.GET.get("page"))
    found = [reading.told(row) for row in reading.shown(measures.filter(pk__in=[row.pk for row in page]))]
    context = {
        "filter": chosen,
        "form": chosen,
        "path": chosen.path,
        "page": page,
        "count_text": _count(page.paginator.count),
        "headers": [
            chosen.header("Egen siffra", "namn"),
            chosen.header("Kommun eller region", "plats"),
            {"label": "Senast"},
            {"label": "Räknas av"},
        ],
        "rows": [_row(told) for told in found],
        "is_invented": any(told.measure.is_invented for told in found),
        "files": exports.links("local_figure_list_file", chosen.address().removeprefix(chosen.path)),
    }
    return answer(request, "portal/local_figure_list.html", context, chosen)


def _count(number):
    return how_many(number, none="Ingen egen siffra", one="En egen siffra", many="egna siffror")


def _row(told):
    measure = told.measure
    return [
        {"text": told.name, "small": str(measure.service_area or ""), "url": told.url},
        {"text": measure.place.name, "small": measure.place.county.name, "url": place_url("", measure.place)},
        {"text": told.in_short, "small": ", ".join(filter(None, [str(told.last_year), told.note_in_short]))},
        {"text": told.some},
    ]


@login_not_required
@require_safe
def local_figure_list_file(request, kind):
    """The same list as a file."""
    _, measures = _matching(request)
    rows = (_listed(reading.told(row), request.build_absolute_uri) for row in reading.shown(measures))
    return exports.export(rows, EVERY, kind, filename="egna-siffror")


def _listed(told, absolute):
    return {
        **_alike(told, absolute),
        "county": told.measure.place.county.name,
        "service": str(told.measure.service_area or ""),
        "year": told.last_year,
        "told": told.in_short,
        "note": told.note_in_short,
        "who": told.who,
    }
