"""An organisation's log of contacts: only its own members see it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.forms.contact_log import ContactLogFilter, ContactNoteForm
from portal.models import ContactNote
from portal.reading import contact_log as reading
from portal.services import contact_log as service
from procurement.models import ContractingAuthority
from procurement.views.base import carried_out, data_of
from registry import exports
from registry.exports import Link
from registry.models.members import Role
from registry.views.base import act, answer, member_organisation
from registry.wording import how_many

PER_PAGE = 50
KINDS = (("csv", "CSV"), ("xlsx", "Excel"))


def _matching(request, organisation):
    """The filter, whose places are those of the log, and the notes that match."""
    rows = reading.of_organisation(organisation, request.user)
    path = reverse("contact_log", args=[organisation.slug])
    chosen = ContactLogFilter(request.GET, path=path, places=reading.places_in(organisation, request.user))
    return chosen, chosen.narrow(rows) if chosen.is_valid() else rows.none()


@require_safe
def contact_log(request, slug):
    """Whom we have met, open next steps first."""
    organisation = member_organisation(request, slug)
    chosen, found = _matching(request, organisation)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = chosen.address().removeprefix(chosen.path)
    context = {
        "organisation": organisation,
        "filter": chosen,
        "form": chosen,
        "path": chosen.path,
        "page": page,
        "notes": [(note, reading.about_url(note)) for note in page],
        "count_text": _count(page.paginator.count),
        "today": timezone.localdate(),
        "may_write": request.role != Role.READER,
        "files": [
            Link(label, reverse("contact_log_file", args=[organisation.slug, kind]) + query) for kind, label in KINDS
        ],
    }
    return answer(request, "portal/contact_log.html", context, chosen)


def _count(number):
    return how_many(number, none="Inga anteckningar", one="En anteckning", many="anteckningar")


@require_safe
def contact_log_file(request, slug, kind):
    """The same as a file, for the organisation itself."""
    organisation = member_organisation(request, slug)
    _, found = _matching(request, organisation)
    rows = (reading.file_row(note) for note in found.iterator(chunk_size=500))
    return exports.export(rows, reading.COLUMNS, kind, filename=f"kontaktlogg-{organisation.slug}")


def _note(request, slug, pk):
    """A note of the organisation, for somebody who may write in it."""
    organisation = member_organisation(request, slug, edit=True)
    rows = ContactNote.objects.visible_to(request.user).select_related("organisation", "place", "authority")
    return get_object_or_404(rows, organisation=organisation, pk=pk)


@require_http_methods(["GET", "POST"])
def contact_note_add(request, slug):
    """Write down a contact: with the authority of the address, or with a place that is chosen."""
    organisation = member_organisation(request, slug, edit=True)
    asked = request.GET.get("myndighet")
    authority = get_object_or_404(ContractingAuthority, slug=asked) if asked else None
    initial = {"place": request.GET.get("plats", ""), "met_on": timezone.localdate()}
    form = ContactNoteForm(data_of(request), initial=initial, authority=authority)
    if form.is_valid() and carried_out(
        form, lambda: service.write(organisation, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Anteckningen är sparad. Bara er organisation ser den.")
        return redirect("contact_log", organisation.slug)
    context = {"organisation": organisation, "authority": authority}
    return answer(request, "portal/contact_note_add.html", context, form)


@require_http_methods(["GET", "POST"])
def contact_note_change(request, slug, pk):
    """Change a note, and see what has been done to it."""
    note = _note(request, slug, pk)
    initial = {name: getattr(note, name) for name in service.FACTS} | {"place": note.place_id}
    form = ContactNoteForm(data_of(request), initial=initial, authority=note.authority)
    if form.is_valid() and carried_out(form, lambda: service.change(note, actor=request.user, **form.cleaned_data)):
        messages.success(request, "Anteckningen är ändrad.")
        return redirect("contact_log", slug)
    context = {
        "organisation": note.organisation,
        "authority": note.authority,
        "note": note,
        "events": reading.history(note),
    }
    return answer(request, "portal/contact_note_change.html", context, form)


@require_POST
def contact_note_finish(request, slug, pk):
    """The next step is taken."""
    return _act(request, slug, pk, service.finish, "Steget är klart.")


@require_POST
def contact_note_reopen(request, slug, pk):
    """The next step was not taken after all."""
    return _act(request, slug, pk, service.reopen, "Steget väntar igen.")


@require_http_methods(["GET", "POST"])
def contact_note_remove(request, slug, pk):
    """Ask, and then throw the note away."""
    if request.method == "POST":
        return _act(request, slug, pk, service.remove, "Anteckningen är borttagen.")
    note = _note(request, slug, pk)
    context = {"note": note, "organisation": note.organisation}
    return render(request, "portal/contact_note_remove.html", context)


def _act(request, slug, pk, step, done):
    note = _note(request, slug, pk)
    return act(request, lambda: step(note, actor=request.user), done=done, to=reverse("contact_log", args=[slug]))
