"""The list of organisations, and the same list as files."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
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
from registry.views import drawn, search_page

MOST_ROWS = 10_000
KEPT = drawn.Kept(most=100, seconds=settings.SEARCH_KEPT_SECONDS)  # some 40 kB each
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


@transaction.non_atomic_requests  # each query sees what is true then; nothing is written
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
    shown = _shown(asked, known, path)
    template = "registry/organisation_list.html"
    if request.htmx and not request.htmx.history_restore_request:
        template = "registry/organisation_list_part.html"
    response = render(request, template, shown)
    patch_vary_headers(response, ["HX-Request"])
    if request.htmx:
        response["HX-Push-Url"] = shown["address"]
    return response


def _shown(asked, known, path):
    """What the page shows; the list drawn at most half a minute ago, if no organisation has been changed since."""
    search = as_search(asked, known)
    state = engine.state(search)
    shown = KEPT.get((asked.identity(path), state.version, known))
    if shown is None:
        found = engine.search(search, state)
        shown = search_page.shown(asked, found, known, path)
        KEPT.put((asked.identity(path), state.version, known), shown)
    return shown


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
