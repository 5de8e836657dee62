"""The follow-up board for those who act for a municipality or region: what is asked, and the answers."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.forms.board import AnswerForm
from portal.models import BoardQuestion
from portal.reading import board as reading
from portal.services import board
from portal.services.entitlements import EVERY_ROLE, places_of
from procurement.views.base import carried_out, data_of
from registry.views.base import answer

NO_PLACE = "Din myndighet är ingen kommun eller region. Frågorna ställs till kommuner och regioner."


def answering_page(view):
    """Only for those who act for a municipality or region: strangers 404, people of other authorities 403.

    The view finds the places, most often one, as `request.places`.
    """

    @wraps(view)
    def page(request, *args, **kwargs):
        request.places = list(places_of(request.user, roles=EVERY_ROLE))
        if request.places:
            return view(request, *args, **kwargs)
        if request.user.authority_memberships.active().exists():
            raise PermissionDenied(NO_PLACE)
        raise Http404

    return page


@answering_page
@require_safe
def board_answers(request):
    """The five questions to my municipality or region."""
    return render(request, "portal/board_answers.html", {"boards": reading.of_places(request.places)})


@answering_page
@require_http_methods(["GET", "POST"])
def board_answer(request, code, question):
    """Answer one of them."""
    place = next((row for row in request.places if row.pk == code), None)
    asked = BoardQuestion.of_slug(question)
    if place is None or asked is None:
        raise Http404
    told = next(row for row in reading.of_place(place).rows if row.question == asked)
    before = told.answer.statement if told.answer else None
    initial = {name: getattr(before, name) for name in board.FACTS} if before else {}
    form = AnswerForm(data_of(request), initial=initial)
    if form.is_valid() and carried_out(
        form, lambda: board.answer(place, asked, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Svaret är sparat och visas för alla. De som har frågat får ett brev.")
        return redirect("board_answers")
    context = {"place": place, "question": asked, "told": told, "before": before}
    return answer(request, "portal/board_answer.html", context, form)
