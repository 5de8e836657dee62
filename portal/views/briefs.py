"""The brief about a municipality or a region: the page, and the same as PDF, Word and slides. Open to all."""

from importlib import import_module

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.forms.briefs import BriefForm
from portal.reading.brief import brief
from portal.reading.places import governed
from registry.exports import Link
from registry.views.base import answer

OFFICE = "application/vnd.openxmlformats-officedocument"
# The module that writes each kind, imported when somebody asks: a process that only shows pages does without them.
KINDS = {
    "pdf": ("portal.brief.pdf", "application/pdf", "PDF, en sida"),
    "docx": ("portal.brief.word", f"{OFFICE}.wordprocessingml.document", "Word"),
    "pptx": ("portal.brief.slides", f"{OFFICE}.presentationml.presentation", "Bildspel (PowerPoint)"),
}
KEYS = {"municipality": "{}", "region": "00{}"}


@login_not_required
@require_safe
def municipality_brief(request, code, slug):
    """A municipality's."""
    return _page(request, "municipality", code, slug)


@login_not_required
@require_safe
def region_brief(request, code, slug):
    """A region's."""
    return _page(request, "region", code, slug)


@login_not_required
@require_safe
def municipality_brief_file(request, code, slug, file):
    """A municipality's as a file."""
    return _file(request, "municipality", code, slug, file)


@login_not_required
@require_safe
def region_brief_file(request, code, slug, file):
    """A region's as a file."""
    return _file(request, "region", code, slug, file)


def _place(kind, code):
    places = governed()
    place = places.get(KEYS[kind].format(code))
    if place is None or place.public_code != code:
        raise Http404
    return place, places


def _right_name(request, name, place, *more):
    """To the same address with the place's own name in it."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse(name, args=[place.public_code, place.slug, *more]) + query, permanent=True)


def _page(request, kind, code, slug):
    place, places = _place(kind, code)
    if slug != place.slug:
        return _right_name(request, f"{kind}_brief", place)
    form = BriefForm(request.GET)
    told = brief(place, places, service=form.service, audience=form.audience)
    files = [
        Link(label, reverse(f"{kind}_brief_file", args=[place.public_code, place.slug, file]) + form.query)
        for file, (_, _, label) in KINDS.items()
    ]
    context = {
        "form": form,
        "brief": told,
        "files": files,
        "place": place,
        "place_url": reverse(kind, args=[place.public_code, place.slug]),
    }
    return answer(request, "portal/brief.html", context, form)


def _file(request, kind, code, slug, file):
    place, places = _place(kind, code)
    if slug != place.slug:
        return _right_name(request, f"{kind}_brief_file", place, file)
    form = BriefForm(request.GET)
    if form.is_bound and not form.is_valid():
        raise Http404
    told = brief(place, places, service=form.service, audience=form.audience)
    module, content_type, _ = KINDS[file]
    invented = "-pahittade-uppgifter" if told.is_invented else ""
    name = f"underlag-{form.audience}-{place.public_code}-{place.slug}{invented}.{file}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(import_module(module).file(told), content_type=content_type, headers=headers)
