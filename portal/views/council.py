"""The elected person's own page about their place, what they have read, and their private notes."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.forms.targets import NoteForm
from portal.models import CouncilNote, ReadMark
from portal.reading import council as reading
from portal.reading import governance as governance_reading
from portal.reading import targets as targets_reading
from portal.reading.addresses import documents_url, targets_url
from portal.reading.ending_work import supported_contracts
from portal.services import notes
from portal.views.council_base import council_page, own_place
from procurement.views.base import carried_out, data_of
from registry.views.base import act, answer


@council_page
@require_safe
def council(request):
    """What has changed, what ends this term, what to ask, targets behind plan, own notes."""
    codes = [row.pk for row in request.places]
    place = own_place(request, request.GET["plats"]) if request.GET.get("plats") in codes else request.places[0]
    now = timezone.now()
    day = timezone.localdate(now)
    supported = supported_contracts(place, day)
    targets = targets_reading.of_place(place, day, contracts=supported)
    governance = governance_reading.of_place(place, day)
    mark = ReadMark.objects.filter(user=request.user, place=place).first()
    context = {
        "place": place,
        "others": [
            {"url": f"{reverse('council')}?plats={row.pk}", "label": row.name} for row in request.places if row != place
        ],
        "targets": targets,
        "governance": governance,
        "news": reading.news(place, mark, now),
        "ends": reading.ends_this_term(place, targets, governance, day),
        "questions": reading.questions(place, targets, governance, day, contracts=supported),
        "notes": CouncilNote.objects.visible_to(request.user).filter(place=place),
        "targets_url": targets_url(place),
        "documents_url": documents_url(place),
    }
    return answer(request, "portal/council.html", context)


@council_page
@require_POST
def council_read(request, code):
    """Until now is read."""
    place = own_place(request, code)
    return act(
        request,
        lambda: notes.mark_read(place, actor=request.user),
        done="Allt är markerat som läst. Nästa gång visas bara det som är nytt.",
        to=_page_of(place),
    )


@council_page
@require_http_methods(["GET", "POST"])
def council_note_add(request, code):
    """A new note of one's own."""
    place = own_place(request, code)
    form = NoteForm(data_of(request))
    if form.is_valid() and carried_out(form, lambda: notes.write(place, actor=request.user, **form.cleaned_data)):
        messages.success(request, "Anteckningen är sparad. Bara du ser den.")
        return redirect(_page_of(place))
    return answer(request, "portal/council_note_add.html", {"place": place}, form)


@council_page
@require_http_methods(["GET", "POST"])
def council_note(request, pk):
    """Rewrite a note, or throw it away."""
    note = _own_note(request, pk)
    form = NoteForm(data_of(request), initial={"text": note.text})
    if form.is_valid() and carried_out(form, lambda: notes.rewrite(note, actor=request.user, **form.cleaned_data)):
        messages.success(request, "Anteckningen är ändrad.")
        return redirect(_page_of(note.place))
    return answer(request, "portal/council_note.html", {"note": note, "place": note.place}, form)


@council_page
@require_POST
def council_note_remove(request, pk):
    """Throw a note away."""
    note = _own_note(request, pk)
    return act(
        request,
        lambda: notes.remove(note, actor=request.user),
        done="Anteckningen är borttagen.",
        to=_page_of(note.place),
    )


def _own_note(request, pk):
    return get_object_or_404(CouncilNote.objects.visible_to(request.user).select_related("place"), pk=pk)


def _page_of(place):
    return f"{reverse('council')}?plats={place.pk}"
