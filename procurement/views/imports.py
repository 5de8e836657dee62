"""Imports of notices and statistics for case officers: what came of each, what was refused, and how to undo it."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.imports import UndoImportForm
from procurement.models import ProcurementImport
from procurement.services import import_undo
from registry.views.base import act, answer, officer_page
from registry.wording import day_in_words

SHOWN = 100


def _import(pk):
    return get_object_or_404(ProcurementImport.objects.select_related("read_by", "undone_by"), pk=pk)


@officer_page
@require_safe
def procurement_import_list(request):
    """Every import, the newest first."""
    page = Paginator(ProcurementImport.objects.select_related("read_by"), 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "headers": [
            {"label": "Läst"},
            {"label": "Källa"},
            {"label": "Nya", "number": True},
            {"label": "Ändrade", "number": True},
            {"label": "Oförändrade", "number": True},
            {"label": "Avvisade", "number": True},
            {"label": "Med varning", "number": True},
        ],
        "rows": [_row(row) for row in page],
    }
    return answer(request, "procurement/procurement_import_list.html", context)


def _row(row):
    counts = (row.new_count, row.changed_count, row.unchanged_count, row.refused_count, row.warned_count)
    return [
        {
            "text": f"Import {row.pk}, {_day(row.read_at)}",
            "url": reverse("procurement_import", args=[row.pk]),
            "small": "Ångrad" if row.is_undone else str(row.read_by),
        },
        {"text": row.get_kind_display(), "small": row.file_name},
        *({"text": count, "number": True} for count in counts),
    ]


def _day(moment):
    return day_in_words(timezone.localdate(moment))


@officer_page
@require_safe
def procurement_import(request, pk):
    """What came of an import: counts, what was refused and why, and warnings."""
    found = _import(pk)
    undo = [{"label": "Ångra importen", "url": reverse("procurement_import_undo", args=[pk]), "kind": "danger"}]
    context = {
        "found": found,
        "summary": _summary(found),
        "groups": [group for group in (_refused(found), _warned(found), _kept(found)) if group["count"]],
        "actions": [] if found.is_undone else undo,
    }
    return answer(request, "procurement/procurement_import.html", context)


def _summary(found):
    rows = [
        ("Källa", f"{found.get_kind_display()}, {found.file_name}"),
        ("Lästes", f"{_day(found.read_at)}, {found.read_by}"),
        ("Nya", found.new_count),
        ("Ändrade", found.changed_count),
        ("Oförändrade", found.unchanged_count),
        ("Avvisade", found.refused_count),
        ("Med varning", found.warned_count),
        ("Kontrollsumma", found.sha256),
    ]
    if found.is_undone:
        rows += [("Ångrades", f"{_day(found.undone_at)}, {found.undone_by}"), ("Varför", found.undone_reason)]
    return [{"key": key, "value": value, "note": ""} for key, value in rows]


def _refused(found):
    rows = [
        [
            {"text": row.file_name, "small": f"Rad {row.line}" if row.line else ""},
            {"text": row.field or "–"},
            {"text": row.reason},
        ]
        for row in found.refusals.all()[:SHOWN]
    ]
    headers = [{"label": "Fil"}, {"label": "Uppgift"}, {"label": "Varför"}]
    return _group("Avvisade", "De här är inte inlästa.", headers, rows, found.refused_count)


def _warned(found):
    notices = found.notices.exclude(warnings=[]).select_related("procurement")
    rows = [
        [
            {"text": notice.procurement.title if notice.procurement else notice.notice_id, "small": notice.file_name},
            {"text": " ".join(notice.warnings)},
        ]
        for notice in notices.only("notice_id", "file_name", "warnings", "procurement__title")[:SHOWN]
    ]
    headers = [{"label": "Upphandling"}, {"label": "Varning"}]
    return _group("Varningar", "De här är inlästa. Kontrollera uppgifterna.", headers, rows, found.warned_count)


def _kept(found):
    rows = [[{"text": row["rubrik"], "small": row["slag"].capitalize()}] for row in found.kept[:SHOWN]]
    note = "Någon har arbetat vidare med de här. De är kvar fast importen är ångrad."
    return _group("Kvar efter ångran", note, [{"label": "Upphandling eller avtal"}], rows, len(found.kept))


def _group(heading, note, headers, rows, count):
    more = f" Här syns de {SHOWN} första." if count > SHOWN else ""
    return {"heading": heading, "count": count, "note": note + more, "headers": headers, "rows": rows}


@officer_page
@require_http_methods(["GET", "POST"])
def procurement_import_undo(request, pk):
    """Ask before an import is undone."""
    found = _import(pk)
    form = UndoImportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return act(
            request,
            lambda: import_undo.undo(found, actor=request.user, **form.cleaned_data),
            done="Importen är ångrad.",
            to=reverse("procurement_import", args=[pk]),
        )
    context = {
        "found": found,
        "happens": [
            "Upphandlingar och avtal som importen lade in försvinner från alla listor och sidor.",
            "Det som importen ändrade blir som det var.",
            "Det som någon har arbetat vidare med står kvar, och sidan visar vad det är.",
            "Du kan läsa in samma filer igen.",
        ],
        "obstacles": ["Importen är redan ångrad."] if found.is_undone else [],
    }
    return answer(request, "procurement/procurement_import_undo.html", context, form)
