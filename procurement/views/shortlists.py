"""Shortlists of an authority's procurement officers: read together, noted, exported and printed."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.shortlists import AddToShortlistForm, NoteForm, ShortlistForm
from procurement.models import Shortlist, ShortlistEntry
from procurement.services import shortlists
from procurement.views.base import buyer_page
from registry import exports
from registry.eligibility import words
from registry.models import EligibilityVerdict, LegalEntity, Organisation
from registry.models.eligibility import Answer
from registry.validators import format_organisation_number
from registry.views.base import act, answer
from registry.wording import day_in_words

COLUMNS = [
    exports.Column("name", "Juridisk person"),
    exports.Column("number", "Organisationsnummer"),
    exports.Column("organisation", "Organisation"),
    exports.Column("answer", "Behörighet i dag"),
    exports.Column("note", "Anteckning"),
    exports.Column("added", "Lades till"),
]


def _shortlist(request, pk):
    return get_object_or_404(Shortlist.objects.visible_to(request.user).select_related("authority"), pk=pk)


def _entry(request, pk, entry):
    return get_object_or_404(
        ShortlistEntry.objects.select_related("shortlist__authority", "legal_entity"),
        shortlist=_shortlist(request, pk),
        pk=entry,
        removed_at=None,
    )


def _rows(shortlist):
    """The entries by name, with today's answer for the list's ground. Two queries, however many rows."""
    entries = list(
        shortlist.entries.filter(removed_at=None)
        .select_related("legal_entity__organisation", "added_by")
        .order_by("legal_entity__sort_key", "pk")
    )
    verdicts = dict(
        EligibilityVerdict.objects.filter(
            ground=shortlist.ground, legal_entity__in=[row.legal_entity_id for row in entries]
        ).values_list("legal_entity", "answer")
    )
    for entry in entries:
        entry.answer = Answer(verdicts.get(entry.legal_entity_id, Answer.UNKNOWN))
    return entries


@buyer_page
@require_safe
def shortlist_list(request):
    """Every open list of the person's authorities, with how many it holds."""
    rows = (
        Shortlist.objects.visible_to(request.user)
        .filter(closed_at=None)
        .select_related("authority", "created_by")
        .annotate(held=Count("entries", filter=Q(entries__removed_at=None)))
        .order_by("name", "pk")
    )
    headers = [{"label": "Lista"}, {"label": "Grund"}, {"label": "Antal", "number": True}, {"label": "Gjordes av"}]
    table = [
        [
            {"text": row.name, "url": reverse("shortlist", args=[row.pk]), "small": str(row.authority)},
            {"text": row.get_ground_display()},
            {"text": row.held, "number": True},
            {"text": str(row.created_by), "small": day_in_words(row.created_at)},
        ]
        for row in rows
    ]
    return render(request, "procurement/shortlist_list.html", {"headers": headers, "rows": table})


@buyer_page
@require_http_methods(["GET", "POST"])
def shortlist_create(request):
    """Make a new list. Who works for several authorities gets it at the first by name."""
    authority = request.authorities[0]
    form = ShortlistForm(request.POST if request.method == "POST" else None, authority=authority)
    if form.is_valid():
        made = shortlists.create(authority, actor=request.user, **form.cleaned_data)
        messages.success(request, "Listan är gjord. Lägg till utförare från deras sidor.")
        return redirect("shortlist", made.pk)
    return answer(request, "procurement/shortlist_create.html", {"authority": authority}, form)


@buyer_page
@require_safe
def shortlist(request, pk):
    """The list with today's answers and everybody's notes. Prints as it stands."""
    held = _shortlist(request, pk)
    entries = _rows(held)
    labels = ("Juridisk person", "Behörighet i dag", "Anteckning", "Lades till")
    context = {
        "shortlist": held,
        "headers": [{"label": label} for label in labels],
        "rows": [_row(held, row) for row in entries],
        "files": [(kind, reverse("shortlist_export", args=[pk, kind])) for kind in ("csv", "xlsx", "json")],
    }
    return render(request, "procurement/shortlist.html", context)


def _row(shortlist, entry):
    unit = entry.legal_entity
    number = format_organisation_number(unit.organisation_number) if unit.organisation_number else ""
    return [
        {"text": str(unit), "url": unit.get_absolute_url(), "small": ", ".join(filter(None, [number, _family(unit)]))},
        {"tag": entry.answer.label, "tone": words.TONES[entry.answer]},
        {
            "text": entry.note or f"Skriv en anteckning om {unit}",
            "url": reverse("shortlist_entry", args=[shortlist.pk, entry.pk]),
        },
        {"text": day_in_words(entry.added_at), "small": str(entry.added_by)},
    ]


def _family(unit):
    return "" if str(unit.organisation) == str(unit) else str(unit.organisation)


@buyer_page
@require_safe
def shortlist_export(request, pk, kind):
    """The list as a file."""
    held = _shortlist(request, pk)
    rows = (
        {
            "name": str(row.legal_entity),
            "number": row.legal_entity.organisation_number or row.legal_entity.identifier,
            "organisation": str(row.legal_entity.organisation),
            "answer": row.answer.label,
            "note": row.note,
            "added": row.added_at,
        }
        for row in _rows(held)
    )
    return exports.export(rows, COLUMNS, kind, filename="lista")


@buyer_page
@require_http_methods(["GET", "POST"])
def shortlist_add(request, slug):
    """Put an organisation's legal entities on a list."""
    organisation = get_object_or_404(Organisation.public, slug=slug)
    units = list(LegalEntity.objects.handed_in().filter(organisation=organisation).order_by("sort_key", "pk"))
    lists = {row.pk: row for row in Shortlist.objects.visible_to(request.user).filter(closed_at=None).order_by("name")}
    if not units:
        raise Http404
    if not lists:
        messages.info(request, "Gör en lista först, och lägg sedan till utföraren.")
        return redirect("shortlist_create")
    initial = {"entities": [str(unit.pk) for unit in units] if len(units) == 1 else []}
    form = AddToShortlistForm(
        request.POST if request.method == "POST" else None, shortlists=lists.values(), entities=units, initial=initial
    )
    if form.is_valid():
        chosen, data = lists[int(form.cleaned_data["shortlist"])], form.cleaned_data
        return act(
            request,
            lambda: shortlists.add(chosen, data["entities"], actor=request.user, note=data["note"]),
            done=f"Listan ”{chosen}” är uppdaterad.",
            to=reverse("shortlist", args=[chosen.pk]),
        )
    return answer(request, "procurement/shortlist_add.html", {"organisation": organisation}, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def shortlist_entry(request, pk, entry):
    """Change the note of a row."""
    row = _entry(request, pk, entry)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"note": row.note})
    if form.is_valid():
        return act(
            request,
            lambda: shortlists.note(row, form.cleaned_data["note"], actor=request.user),
            done="Anteckningen är sparad.",
            to=reverse("shortlist", args=[pk]),
        )
    return answer(request, "procurement/shortlist_entry.html", {"entry": row}, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def shortlist_entry_remove(request, pk, entry):
    """Take a row off the list."""
    row = _entry(request, pk, entry)
    if request.method == "POST":
        return act(
            request,
            lambda: shortlists.remove(row, actor=request.user),
            done=f"{row.legal_entity} är borttagen från listan.",
            to=reverse("shortlist", args=[pk]),
        )
    return render(request, "procurement/shortlist_entry_remove.html", {"entry": row})


@buyer_page
@require_http_methods(["GET", "POST"])
def shortlist_close(request, pk):
    """Close the list."""
    held = _shortlist(request, pk)
    if request.method == "POST":
        return act(
            request,
            lambda: shortlists.close(held, actor=request.user),
            done=f"Listan ”{held}” är stängd.",
            to=reverse("shortlist_list"),
        )
    return render(request, "procurement/shortlist_close.html", {"shortlist": held})
