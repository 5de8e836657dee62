"""The diarium, open to all (OSL 2009:400, 5 kap. 1 and 2 §§; TF 2 kap. 18 §: nobody is asked who they are or why)."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.exports import Column, export, links
from registry.forms.journal import JournalFilter
from registry.models import JournalEntry
from registry.wording import day_in_words, how_many

ENTRIES_A_PAGE = 50
HEADERS = [
    {"label": "Handling"},
    {"label": "Dag"},
    {"label": "Riktning"},
    {"label": "Avsändare eller mottagare"},
    {"label": "Ärende"},
]
COLUMNS = [
    Column("case_number", "Ärendenummer"),
    Column("registered_at", "Dag"),
    Column("direction", "Riktning"),
    Column("subject", "Handling"),
    Column("counterparty", "Avsändare eller mottagare"),
    Column("organisation", "Organisation"),
]
DIRECTIONS = dict(JournalEntry.Direction.choices)
FIELDS = ["case_number", "registered_at", "direction", "subject", "counterparty", "organisation__name"]


@login_not_required
@require_safe
def journal(request):
    """Newest first, 50 a page."""
    form, entries = _narrowed(request)
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    rows = _told(page.object_list)
    kept, here = _kept(form), reverse("journal")
    context = {
        "form": form,
        "page": page,
        "headers": HEADERS,
        "rows": [_row(entry, here) for entry in rows],
        "text": _count(page.paginator.count),
        "exports": links("journal_export", kept),
    }
    return render(request, "registry/journal.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def journal_export(request, kind):
    """The same list as a file, all of it."""
    _, entries = _narrowed(request)
    rows = (
        {**entry, "direction": DIRECTIONS[entry["direction"]], "organisation": entry["organisation__name"]}
        for entry in _told(entries).iterator(chunk_size=1000)
    )
    return export(rows, COLUMNS, kind, filename="diarium")


def _narrowed(request):
    """The filter and the entries it leaves, newest first. A refused filter leaves none."""
    form = JournalFilter(request.GET)
    entries = JournalEntry.objects.order_by("-registered_at", "-pk")
    return form, form.narrow(entries) if form.is_valid() else entries.none()


def _told(entries):
    """The entries as rows. Apart from the narrowing, so that counting them joins nothing."""
    return entries.values(*FIELDS, "organisation__slug", "organisation__published_at")


def _kept(form):
    """The filter as the end of an address. Built from what was accepted, never from what was sent."""
    asked = {name: value for name, value in getattr(form, "cleaned_data", {}).items() if value}
    return f"?{urlencode(asked)}" if asked else ""


def _row(entry, here):
    """One line. The organisation is a link when its page is public; a person is never named."""
    who = {"text": entry["counterparty"]}
    if entry["counterparty"] == entry["organisation__name"]:
        if entry["organisation__published_at"]:
            who["url"] = reverse("organisation", args=[entry["organisation__slug"]])
    else:
        who["small"] = f"om {entry['organisation__name']}"
    return [
        {"text": entry["subject"]},
        {"text": day_in_words(timezone.localdate(entry["registered_at"]))},
        {"text": DIRECTIONS[entry["direction"]]},
        who,
        {
            "text": entry["case_number"],
            "nowrap": True,
            "url": f"{here}?case_number={entry['case_number']}",
        },
    ]


def _count(number):
    return how_many(number, none="Inga handlingar", one="En handling", many="handlingar")
