"""The brief about a municipality or a region: the page, and the same as PDF, Word and slides. Open to all."""

from importlib import import_module

from django.http import Http404, HttpResponse

from portal.forms.briefs import BriefForm
from portal.reading.addresses import place_files, place_url
from portal.reading.brief import brief
from portal.views.place_pages import among_all, place_pages
from registry.views.base import answer

OFFICE = "application/vnd.openxmlformats-officedocument"
# The module that writes each kind, imported when somebody asks: a process that only shows pages does without them.
KINDS = {
    "pdf": ("portal.brief.pdf", "application/pdf", "PDF, en sida"),
    "docx": ("portal.brief.word", f"{OFFICE}.wordprocessingml.document", "Word"),
    "pptx": ("portal.brief.slides", f"{OFFICE}.presentationml.presentation", "Bildspel (PowerPoint)"),
}
FILES = [(kind, label) for kind, (_, _, label) in KINDS.items()]


def _page(request, place, places):
    """The brief as a page."""
    form = BriefForm(request.GET)
    told = brief(place, places, service=form.service, audience=form.audience)
    context = {
        "form": form,
        "brief": told,
        "files": place_files("brief_file", place, kinds=FILES, query=form.query),
        "place": place,
        "place_url": place_url("", place),
    }
    return answer(request, "portal/brief.html", context, form)


def _file(request, place, places, *, file):
    """The brief as a file."""
    form = BriefForm(request.GET)
    if form.is_bound and not form.is_valid():
        raise Http404
    told = brief(place, places, service=form.service, audience=form.audience)
    module, content_type, _ = KINDS[file]
    invented = "-pahittade-uppgifter" if told.is_invented else ""
    name = f"underlag-{form.audience}-{place.public_code}-{place.slug}{invented}.{file}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(import_module(module).file(told), content_type=content_type, headers=headers)


municipality_brief, region_brief = place_pages(_page, "brief", find=among_all)
municipality_brief_file, region_brief_file = place_pages(_file, "brief_file", find=among_all)
