"""Documents that councils govern by: a place's, everybody's list, each one with its versions, the council's pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from portal.elections import term
from portal.filters import GovernanceFilter
from portal.forms.governance import (
    DocumentContentForm,
    DocumentDecisionForm,
    DocumentForm,
    DocumentVersionForm,
)
from portal.forms.targets import ReasonForm
from portal.governance import LAW, ROLE_OF, in_running_text
from portal.models import GovernanceDocument, Place
from portal.models.governance import DocumentState
from portal.reading import governance as reading
from portal.reading.addresses import documents_url
from portal.services import governance
from portal.services.entitlements import places_of
from portal.views.council_base import council_page, own, own_place, walked
from portal.views.place_pages import place_pages
from portal.views.steps import Page, Walk
from procurement.views.base import carried_out, data_of
from registry import exports
from registry.views.base import answer
from registry.wording import number_in_words

PER_PAGE = 50
COLUMNS = [
    exports.Column("code", "Kod"),
    exports.Column("place", "Kommun eller region"),
    exports.Column("county", "Län"),
    exports.Column("kind", "Slag"),
    exports.Column("standing", "Läge"),
    exports.Column("title", "Dokument"),
    exports.Column("version", "Version"),
    exports.Column("term", "Mandatperiod"),
    exports.Column("adopted_on", "Beslutades"),
    exports.Column("paragraph", "Paragraf"),
    exports.Column("mentions", "Nämner idéburna"),
    exports.Column("passage", "Stället"),
    exports.Column("follow_up_plan", "Uppföljning"),
    exports.Column("url", "Länk"),
    exports.Column("invented", "Påhittat"),
]
DECISION = Page("Beslutet", DocumentDecisionForm)
CONTENT = Page("Vad det säger om idéburna", DocumentContentForm)


# --- Open to all ---


def _page(request, place):
    """What a place governs by."""
    context = {
        "place": place,
        "governance": reading.of_place(place),
        "may_act": places_of(request.user).filter(pk=place.pk).exists(),
    }
    return render(request, "portal/documents.html", context)


municipality_documents, region_documents = place_pages(_page, "documents")


@login_not_required
@require_safe
def governance_document(request, pk):
    """One document with its versions, and what each changed."""
    document = get_object_or_404(GovernanceDocument.objects.select_related("place"), pk=pk)
    told = reading.versions(document, timezone.localdate())
    shown = next(row for row in told if row.document.pk == document.pk)
    older = told[told.index(shown) + 1 :]
    context = {
        "place": document.place,
        "told": shown,
        "newest": told[0] if told[0] is not shown else None,
        "role": ROLE_OF[document.kind],
        "before": older[0] if older else None,
        "differences": reading.differences(older[0].document, document) if older else [],
        "versions": [
            {
                "url": row.url,
                "label": row.name,
                "note": row.words,
                "aside": "" if row is not shown else "den du läser",
            }
            for row in told
        ],
        "may_act": document.state == DocumentState.STANDING
        and places_of(request.user).filter(pk=document.place_id).exists(),
    }
    return render(request, "portal/governance_document.html", context)


def _lines(request, day):
    """The filter and the lines that match it. Three queries, however many places."""
    chosen = GovernanceFilter(request.GET, path=reverse("governance_list"))
    if not chosen.is_valid():
        return chosen, []
    places = chosen.narrow(Place.objects.governed().select_related("county"))
    return chosen, [line for line in reading.lines(chosen.kind, places, day) if chosen.holds(line.standing)]


@login_not_required
@require_safe
def governance_list(request):
    """Which municipalities and regions have a document of a kind, and which the portal knows of none."""
    day = timezone.localdate()
    chosen, found = _lines(request, day)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = chosen.address().removeprefix(chosen.path)
    context = {
        "filter": chosen,
        "form": chosen,
        "path": chosen.path,
        "kind": chosen.kind,
        "role": ROLE_OF[chosen.kind],
        "law": LAW,
        "term": term(day),
        "is_programme": chosen.kind == GovernanceDocument.Kind.PROGRAMME,
        "page": page,
        "count_text": _count(chosen, found),
        "headers": [{"label": label} for label in ("Kommun eller region", "Läge", "Dokument", "Nämner idéburna")],
        "rows": [_row(line) for line in page],
        "is_invented": any(line.told and line.told.document.is_invented for line in page),
        "files": exports.links("governance_list_file", query),
    }
    return answer(request, "portal/governance_list.html", context, chosen)


def _count(chosen, found):
    number = len(found)
    if not number:
        return "Ingen kommun eller region"
    without = sum(line.told is None for line in found)
    whole = "En kommun eller region" if number == 1 else f"{number} kommuner och regioner"
    lacks = {0: "alla har", number: "portalen känner inte till något hos någon"}.get(
        without, f"portalen känner inte till något hos {number_in_words(without, common=True)}"
    )
    return f"{whole}: {in_running_text(chosen.kind)}, {lacks}"


def _row(line):
    told = line.told
    standing = {"tag": line.standing.label, "tone": reading.TONES[line.standing]}
    place = {"text": line.place.name, "small": line.place.county.name, "url": documents_url(line.place)}
    if told is None:
        return [place, standing, {"text": "Portalen känner inte till något"}, {"text": "Uppgift saknas"}]
    return [
        place,
        standing,
        {"text": told.name, "small": told.words, "url": told.url},
        {"text": told.mentions},
    ]


@login_not_required
@require_safe
def governance_list_file(request, kind):
    """The same list as a file."""
    chosen, found = _lines(request, timezone.localdate())
    return exports.export((_cells(chosen.kind, line) for line in found), COLUMNS, kind, filename="styrdokument")


def _cells(kind, line):
    told = line.told
    document = told.document if told else None
    return {
        "code": line.place.code,
        "place": line.place.name,
        "county": line.place.county.name,
        "kind": kind.label,
        "standing": line.standing.label,
        "title": told.name if told else "",
        "version": document.version if document else "",
        "term": str(document.term or "") if document else "",
        "adopted_on": document.adopted_on if document else None,
        "paragraph": document.paragraph if document else "",
        "mentions": told.mentions if told else "",
        "passage": document.passage if document else "",
        "follow_up_plan": document.follow_up_plan if document else "",
        "url": document.url if document else "",
        "invented": reading.INVENTED if document and document.is_invented else "",
    }


# --- The council's own ---


@council_page
@require_http_methods(["GET", "POST"])
def governance_document_add(request, code):
    """A document that the portal did not know of, one thing a page."""
    place = own_place(request, code)
    walk = Walk(request, [Page("Vilket dokument", DocumentForm), DECISION, CONTENT], _asked_for(request))
    if walk.is_ready and carried_out(walk.form, lambda: governance.add(place, actor=request.user, **walk.facts)):
        messages.success(request, "Dokumentet är sparat och visas för alla.")
        return redirect(documents_url(place))
    return walked(request, walk, "portal/governance_document_add.html", place=place)


def _asked_for(request):
    """The kind that the person came to put in, and the term that runs."""
    kind = request.GET.get("slag", "")
    chosen = {"kind": kind} if kind in GovernanceDocument.Kind.values else {}
    if kind == GovernanceDocument.Kind.PROGRAMME:
        chosen["term_begins_in"] = term().begins_in
    return chosen


@council_page
@require_http_methods(["GET", "POST"])
def governance_document_version(request, pk):
    """A new version of a document."""
    document = own(request, GovernanceDocument.objects.all(), pk)
    which = Page("Vilken version", DocumentVersionForm, {"kind": document.kind})
    initial = {name: getattr(document, name) for name in governance.FACTS} | {"adopted_on": None, "paragraph": ""}
    walk = Walk(request, [which, DECISION, CONTENT], initial)
    if walk.is_ready and carried_out(
        walk.form, lambda: governance.new_version(document, actor=request.user, **walk.facts)
    ):
        messages.success(request, "Den nya versionen är sparad. Den gamla står kvar som ersatt.")
        return redirect(documents_url(document.place))
    return walked(request, walk, "portal/governance_document_version.html", document=document, place=document.place)


@council_page
@require_http_methods(["GET", "POST"])
def governance_document_end(request, pk):
    """Ask why a document no longer holds, and end it."""
    document = own(request, GovernanceDocument.objects.all(), pk)
    form = ReasonForm(data_of(request))
    if form.is_valid() and carried_out(form, lambda: governance.end(document, actor=request.user, **form.cleaned_data)):
        messages.success(request, "Dokumentet är avslutat. Det står kvar med skälet.")
        return redirect(documents_url(document.place))
    context = {"document": document, "place": document.place}
    return answer(request, "portal/governance_document_end.html", context, form)
