"""Local överenskommelser: the list and pages that everybody reads, and those on which an authority keeps its own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.partnership_steps import CompactForm
from procurement.models import LocalCompact
from procurement.reading import local_compacts as reading
from procurement.services import local_compacts
from procurement.views.base import buyer_page, carried_out, chosen_authority
from procurement.views.lists import MOST_ROWS
from registry import exports
from registry.views.base import act, answer
from registry.wording import day_in_words

PER_PAGE = 50
COLUMNS = [
    exports.Column("id", "Id"),
    exports.Column("title", "Överenskommelse"),
    exports.Column("authority", "Myndighet"),
    exports.Column("parties", "Parter"),
    exports.Column("decided_on", "Beslutades"),
    exports.Column("reference", "Diarienummer"),
    exports.Column("valid_until", "Gäller till och med"),
    exports.Column("url", "Länk"),
]
HEADERS = [{"label": label} for label in ("Överenskommelse", "Parter", "Beslutades", "Gäller")]


@login_not_required
@require_safe
def local_compact_list(request):
    """Every local överenskommelse that an authority has put in, the newest first."""
    page = Paginator(_standing(), PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": page,
        "headers": HEADERS,
        "rows": [_row(row, today) for row in page],
        "files": exports.links("local_compact_list_file"),
    }
    return render(request, "procurement/local_compact_list.html", context)


@login_not_required
@require_safe
def local_compact_list_file(request, kind):
    """The same list as a file."""
    names = [column.name for column in COLUMNS]
    rows = (
        {name: getattr(row, name) for name in names} | {"authority": str(row.authority)}
        for row in _standing()[:MOST_ROWS].iterator(chunk_size=500)
    )
    return exports.export(rows, COLUMNS, kind, filename="overenskommelser")


def _standing():
    return LocalCompact.objects.shown().select_related("authority")


def _row(row, today):
    words, over = reading.validity(row, today)
    valid = {"tag" if over else "text": words}
    decided = {"text": day_in_words(row.decided_on), "small": row.reference}
    return [
        {"text": row.title, "url": row.get_absolute_url(), "small": str(row.authority)},
        {"text": row.parties or "Uppgift saknas"},
        decided,
        valid,
    ]


@login_not_required
@require_safe
def local_compact(request, pk):
    """One överenskommelse with its history. One that was taken away is read by the authority's buyers alone."""
    compact = get_object_or_404(LocalCompact.objects.visible_to(request.user).select_related("authority"), pk=pk)
    today = timezone.localdate()
    context = {
        "compact": compact,
        "over": reading.validity(compact, today)[1],
        "facts": reading.facts(compact, today),
        "events": reading.history(compact),
    }
    return render(request, "procurement/local_compact.html", context)


@buyer_page
@require_http_methods(["GET", "POST"])
def buyer_local_compact_list(request):
    """My authorities' överenskommelser, and one more to put in."""
    form = CompactForm(request.POST if request.method == "POST" else None, authorities=request.authorities)
    if form.is_valid():
        given = dict(form.cleaned_data)
        chosen = given.pop("authority", None)
        own = chosen_authority(request, chosen)
        if carried_out(form, lambda: local_compacts.add(own, actor=request.user, **given)):
            messages.success(request, "Överenskommelsen är inlagd och visas för alla.")
            return redirect("buyer_local_compact_list")
    rows = LocalCompact.objects.filter(authority__in=request.authorities).select_related("authority")
    own = [
        {
            "label": row.title,
            "note": f"{row.authority}. Beslutades {day_in_words(row.decided_on)}.",
            "url": reverse("local_compact_remove", args=[row.pk]),
            "aside": "Ta bort",
        }
        for row in rows
        if row.removed_at is None
    ]
    removed = [
        {
            "label": row.title,
            "note": f"{row.authority}. Togs bort {day_in_words(timezone.localdate(row.removed_at))}.",
            "url": row.get_absolute_url(),
        }
        for row in rows
        if row.removed_at
    ]
    return answer(request, "procurement/buyer_local_compact_list.html", {"rows": own, "removed": removed}, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def local_compact_remove(request, pk):
    """Ask before an överenskommelse is taken away."""
    rows = LocalCompact.objects.shown().filter(authority__in=request.authorities).select_related("authority")
    compact = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        return act(
            request,
            lambda: local_compacts.remove(compact, actor=request.user),
            done=f"{compact} är borttagen.",
            to=reverse("buyer_local_compact_list"),
        )
    return render(request, "procurement/local_compact_remove.html", {"compact": compact})
