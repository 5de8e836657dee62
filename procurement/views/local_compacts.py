"""Local överenskommelser: the list that everybody reads, and the pages on which an authority's buyers keep it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.partnership_steps import CompactForm
from procurement.models import LocalCompact
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
    return LocalCompact.objects.filter(removed_at=None).select_related("authority")


def _row(row, today):
    if row.valid_until is None:
        valid = {"text": "Tills vidare"}
    elif row.valid_until < today:
        valid = {"tag": f"Gällde till {day_in_words(row.valid_until)}"}
    else:
        valid = {"text": f"Till {day_in_words(row.valid_until)}"}
    decided = {"text": day_in_words(row.decided_on), "small": row.reference}
    return [
        {"text": row.title, "url": row.url, "small": str(row.authority)},
        {"text": row.parties or "Uppgift saknas"},
        decided,
        valid,
    ]


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
    rows = LocalCompact.objects.filter(authority__in=request.authorities, removed_at=None).select_related("authority")
    own = [
        {
            "label": row.title,
            "note": f"{row.authority}. Beslutades {day_in_words(row.decided_on)}.",
            "url": reverse("local_compact_remove", args=[row.pk]),
            "aside": "Ta bort",
        }
        for row in rows
    ]
    return answer(request, "procurement/buyer_local_compact_list.html", {"rows": own}, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def local_compact_remove(request, pk):
    """Ask before an överenskommelse is taken away."""
    rows = LocalCompact.objects.filter(authority__in=request.authorities, removed_at=None).select_related("authority")
    compact = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        return act(
            request,
            lambda: local_compacts.remove(compact, actor=request.user),
            done=f"{compact} är borttagen.",
            to=reverse("buyer_local_compact_list"),
        )
    return render(request, "procurement/local_compact_remove.html", {"compact": compact})
