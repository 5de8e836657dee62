"""The follow-up board as everybody reads it: one place's, and the whole country's."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.forms.board import BoardFilter
from portal.models import BoardState, Place
from portal.reading import board as reading
from portal.services.entitlements import EVERY_ROLE, places_of
from portal.views.place_pages import place_pages
from registry import exports
from registry.models import Organisation
from registry.views.base import answer

PER_PAGE = 50
TOTALS = [{"label": "Fråga"}, *({"label": state.label, "number": True} for state in BoardState)]


def _page(request, place):
    """The five questions to a place."""
    context = {
        "place": place,
        "board": reading.of_place(place),
        "events": reading.history(place),
        "askers": _may_ask(request.user),
        "may_answer": places_of(request.user, roles=EVERY_ROLE).filter(pk=place.pk).exists(),
    }
    return render(request, "portal/place_board.html", context)


municipality_board, region_board = place_pages(_page, "board")


def _may_ask(user):
    """The organisations for which the person may ask."""
    if not user.is_authenticated:
        return Organisation.public.none()
    return Organisation.public.filter(pk__in=user.memberships.editing().values("organisation")).order_by("sort_key")


def _boards(request):
    """The filter, every place in it, and those of them that match. Four queries, however many places."""
    chosen = BoardFilter(request.GET, path=reverse("board_list"))
    if not chosen.is_valid():
        return chosen, [], []
    every = reading.of_places(chosen.narrow(Place.objects.governed().select_related("county")))
    return chosen, every, [board for board in every if chosen.shows(board)]


@login_not_required
@require_safe
def board_list(request):
    """How the five questions stand in every municipality and region."""
    chosen, every, found = _boards(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "form": chosen,
        "path": chosen.path,
        "page": page,
        "count_text": _count(found),
        "headers": [{"label": "Kommun eller region"}, *({"label": row.short} for row in chosen.questions)],
        "rows": [_row(board, chosen.questions) for board in page],
        "totals": reading.totals(every) if every else [],
        "totals_headers": TOTALS,
        "is_invented": any(board.is_invented for board in every),
        "files": exports.links("board_list_file", chosen.address().removeprefix(chosen.path)),
    }
    return answer(request, "portal/board_list.html", context, chosen)


def _count(found):
    if not found:
        return "Ingen kommun eller region"
    places = "En kommun eller region" if len(found) == 1 else f"{len(found)} kommuner och regioner"
    asked = sum(not board.is_empty for board in found)
    return f"{places}, med uppgifter om {asked}"


def _row(board, questions):
    place = board.place
    head = {"text": place.name, "small": place.county.name, "url": board.url}
    return [head, *(_cell(row) for row in board.rows if row.question in questions)]


def _cell(told):
    """A question's state in a word or two: five stand side by side."""
    kind = "text" if told.state == BoardState.NOT_ASKED else "tag"
    small = reading.INVENTED if told.is_invented else ""
    return {kind: reading.SHORT[told.state], "tone": told.tone, "small": small}


@login_not_required
@require_safe
def board_list_file(request, kind):
    """The same as a file: a row for each place and question."""
    chosen, _, found = _boards(request)
    rows = reading.file_rows(found, chosen.questions, chosen.holds, request.build_absolute_uri)
    return exports.export(rows, reading.COLUMNS, kind, filename="fragor-till-kommuner")
