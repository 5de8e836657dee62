"""The follow-up board for an organisation: what it has asked, what waits, when it is reminded, and what it knows."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.forms.board import AskForm, ReminderForm, StatementForm
from portal.models import BoardAsking, BoardQuestion, BoardStatement, Place
from portal.reading import board as reading
from portal.reading import contact_log
from portal.reading.addresses import board_url
from portal.services import board
from procurement.views.base import carried_out, data_of
from registry.models.members import Role
from registry.views.base import act, answer, member_organisation

UNSEEN = "Frågorna visas för alla. Skicka först in en ansökan, så att er organisation också visas."


def _asker(request, slug):
    """The organisation for somebody who may ask in its name; 403 while nobody can see it."""
    organisation = member_organisation(request, slug, edit=True)
    if organisation.published_at is None:
        raise PermissionDenied(UNSEEN)
    return organisation


def _asking(request, slug, pk):
    organisation = _asker(request, slug)
    rows = BoardAsking.objects.standing().select_related("case__place", "organisation")
    return get_object_or_404(rows, organisation=organisation, pk=pk)


@require_safe
def own_board(request, slug):
    """What we have asked and said, those that wait first."""
    organisation = member_organisation(request, slug)
    rows = reading.of_organisation(organisation)
    context = {
        "organisation": organisation,
        "rows": [(row, board_url(row.place), reading.reminder_in_words(row.remind_on)) for row in rows],
        "met": contact_log.latest_by_place(organisation, request.user, {row.place.code for row in rows}),
        "waiting": sum(row.waits for row in rows),
        "is_invented": any(row.told.is_invented for row in rows),
        "may_ask": request.role != Role.READER and organisation.published_at is not None,
        "is_unseen": organisation.published_at is None,
        "unseen": UNSEEN,
    }
    return render(request, "portal/own_board.html", context)


@require_http_methods(["GET", "POST"])
def own_board_ask(request, slug):
    """Note whom we have asked what."""
    organisation = _asker(request, slug)
    code, question = request.GET.get("plats", ""), BoardQuestion.of_slug(request.GET.get("fraga", ""))
    form = AskForm(data_of(request), initial={"place": code, "questions": [question] if question else []})
    if form.is_valid():
        given = dict(form.cleaned_data)
        place = Place.objects.get(pk=given.pop("place"))
        questions = given.pop("questions")
        if carried_out(
            form, lambda: board.ask(place, questions, organisation=organisation, actor=request.user, **given)
        ):
            messages.success(request, f"Frågan till {place} är sparad och visas för alla.")
            return redirect("own_board", organisation.slug)
    return answer(request, "portal/own_board_ask.html", {"organisation": organisation}, form)


@require_http_methods(["GET", "POST"])
def own_board_note(request, slug, code, question):
    """Say what we know of one question at one place."""
    organisation = _asker(request, slug)
    place = get_object_or_404(Place.objects.governed(), pk=code)
    asked = BoardQuestion.of_slug(question)
    if asked is None:
        raise Http404
    told = next(row for row in reading.of_place(place).rows if row.question == asked)
    ours = next((row.statement for row in told.said if row.statement.organisation_id == organisation.pk), None)
    initial = {name: getattr(ours, name) for name in board.FACTS} if ours else {}
    form = StatementForm(data_of(request), initial=initial)
    if form.is_valid() and carried_out(
        form, lambda: board.note(place, asked, organisation=organisation, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Uppgiften är sparad och visas för alla, med organisationens namn.")
        return redirect("own_board", organisation.slug)
    context = {
        "organisation": organisation,
        "place": place,
        "question": asked,
        "told": told,
        "ours": ours,
        "met": contact_log.latest_of_place(organisation, request.user, place),
    }
    return answer(request, "portal/own_board_note.html", context, form)


@require_http_methods(["GET", "POST"])
def own_board_remind(request, slug, pk):
    """Choose when we are reminded next."""
    asking = _asking(request, slug, pk)
    form = ReminderForm(data_of(request), initial={"remind_on": None if asking.reminded_at else asking.remind_on})
    if form.is_valid() and carried_out(form, lambda: board.postpone(asking, actor=request.user, **form.cleaned_data)):
        messages.success(request, "Påminnelsen är sparad." if form.cleaned_data["remind_on"] else "Ni påminns inte.")
        return redirect("own_board", slug)
    return answer(request, "portal/own_board_remind.html", {"asking": asking}, form)


@require_http_methods(["GET", "POST"])
def own_board_withdraw(request, slug, pk):
    """Ask, and then withdraw our question."""
    asking = _asking(request, slug, pk)
    if request.method == "POST":
        back = reverse("own_board", args=[slug])
        return act(
            request, lambda: board.withdraw(asking, actor=request.user), done="Frågan är tillbakadragen.", to=back
        )
    return render(request, "portal/own_board_withdraw.html", {"asking": asking})


@require_http_methods(["GET", "POST"])
def own_board_retract(request, slug, pk):
    """Ask, and then take back what we said."""
    organisation = _asker(request, slug)
    rows = BoardStatement.objects.standing().select_related("case__place", "organisation")
    statement = get_object_or_404(rows, organisation=organisation, pk=pk)
    if request.method == "POST":
        back = reverse("own_board", args=[slug])
        return act(
            request, lambda: board.retract(statement, actor=request.user), done="Uppgiften är tillbakatagen.", to=back
        )
    return render(request, "portal/own_board_retract.html", {"statement": statement})
