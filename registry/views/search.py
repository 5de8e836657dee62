"""The list of organisations, and the same list as files."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from registry import exports
from registry.forms.search import as_search, read, refused
from registry.search import engine
from registry.search.labels import labels
from registry.views import search_page

MOST_ROWS = 10_000
COLUMNS = [
    exports.Column("name", "Namn"),
    exports.Column("numbers", "Organisationsnummer"),
    exports.Column("url", "Adress"),
    exports.Column("description", "Beskrivning"),
    exports.Column("services", "Tjänster"),
    exports.Column("portal", "Verifierad i portalen"),
    exports.Column("portal_note", "Om verifieringen"),
    exports.Column("register", "Registrerad hos Kammarkollegiet"),
    exports.Column("register_note", "Om registreringen"),
    exports.Column("confirmed_on", "Uppgifterna bekräftade"),
]


@login_not_required
@require_safe
@gzip_page
def organisation_list(request):
    """Search among organisations. Open to all; everything that was chosen stands in the address."""
    path = reverse("organisation_list")
    if form := refused(request.GET):
        return render(request, "registry/organisation_list.html", search_page.refusal(form, path), status=422)
    known = labels()
    asked = read(request.GET, known)
    found = engine.search(as_search(asked, known))
    context = search_page.context(asked, found, known, path)
    template = "registry/organisation_list.html"
    if request.htmx and not request.htmx.history_restore_request:
        template = "registry/organisation_list_part.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    if request.htmx:
        response["HX-Push-Url"] = asked.url(path, found.page)
    return response


@login_not_required
@require_safe
def organisation_list_file(request, kind):
    """The same list as a file, in the order of the page, by name where the page has the best match first."""
    if refused(request.GET):
        raise Http404
    known = labels()
    asked = read(request.GET, known)
    cards = engine.cards(as_search(asked, known), limit=MOST_ROWS + 1)
    filename = "organisationer" if len(cards) <= MOST_ROWS else "organisationer-de-forsta-10000"
    address = request.build_absolute_uri(reverse("organisation_list"))
    rows = (_file_row(card, address) for card in cards[:MOST_ROWS])
    return exports.export(rows, COLUMNS, kind, filename=filename)


def _file_row(card, address):
    return {
        "name": card["name"],
        "numbers": card["numbers"],
        "url": f"{address}{card['slug']}/",
        "description": card["text"],
        "services": [text for text, _ in card["does"]],
        "portal": card["portal"]["text"],
        "portal_note": card["portal"]["note"],
        "register": card["register"]["text"],
        "register_note": card["register"]["note"],
        "confirmed_on": card["confirmed"],
    }
