"""Kammarkollegiet's list for case officers: read a file in, see what it changes, carry it out, undo it."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.forms.official import AcceptListForm, RegisterUploadForm, UndoListForm
from registry.models import RegisterImport
from registry.reading import register_health
from registry.register_source import Fetched
from registry.services import register_import as service
from registry.validators import format_organisation_number
from registry.views.base import act, answer, officer_page
from registry.wording import day_in_words, percent

SHOWN = 100
TONES = {"refused": "danger", "proposed": "warning", "accepted": "success", "discarded": "", "undone": ""}
# name of the group: (heading, headings of the columns after number and name, what it means)
GROUPS = {
    "new": ("Nya registreringar", ["Registrerad", "Avregistrerad"], "De blir registrerade från den dagen."),
    "changed": (
        "Ändrade dagar",
        ["Registrerad förut", "Avregistrerad förut", "Registrerad", "Avregistrerad"],
        "Det som stod finns kvar som ersatt.",
    ),
    "deregistered": (
        "Avregistrerade",
        ["Registrerad", "Beslut"],
        "Gränsen för värdeöverföringar räknas fem år från beslutet.",
    ),
    "gone": (
        "Finns inte kvar i listan",
        [],
        "Registreringen går vidare, för inget beslut är känt. Sidan säger att de inte finns kvar i listan.",
    ),
    "back": ("Tillbaka i listan", [], "De har varit borta ur listan och är registrerade igen."),
    "by_hand": ("Rätta för hand", ["Varför"], "Listan ändrar ingenting för dem."),
    "unknown_new": (
        "Nya nummer utanför portalen",
        ["Registrerad", "Avregistrerad"],
        "Ingen i portalen har numret. Det sparas så att en kontroll hittar det.",
    ),
    "unknown_changed": ("Ändrade nummer utanför portalen", ["Registrerad", "Avregistrerad"], ""),
    "unknown_gone": ("Nummer utanför portalen som inte finns kvar", [], ""),
}


def _import(uuid, **facts):
    return get_object_or_404(
        RegisterImport.objects.select_related("read_by", "settled_by", "undone_by"), uuid=uuid, **facts
    )


@officer_page
@require_safe
def register_import_list(request):
    """Every list that was read, and how old what we know is."""
    rows = RegisterImport.objects.light().select_related("read_by", "settled_by").order_by("-read_at", "-pk")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "health": register_health.rows(),
        "headers": [
            {"label": "Listan gäller"},
            {"label": "Läge"},
            {"label": "Källa"},
            {"label": "Rader", "number": True},
            {"label": "Lästes"},
        ],
        "rows": [_row(row) for row in page],
    }
    return answer(request, "registry/register_import_list.html", context)


def _row(row):
    return [
        {
            "text": day_in_words(row.list_date) if row.list_date else "Okänd dag",
            "url": reverse("register_import", args=[row.uuid]),
        },
        {"tag": row.get_state_display(), "tone": TONES[row.state], "small": row.problem},
        {"text": row.source},
        {"text": row.row_count, "number": True},
        {"text": day_in_words(timezone.localdate(row.read_at)), "small": str(row.read_by)},
    ]


@officer_page
@require_http_methods(["GET", "POST"])
def register_import_upload(request):
    """Send a file. It is read at once, and nothing changes until somebody carries it out."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RegisterUploadForm(*sent)
    if form.is_valid():
        fetched = Fetched(form.cleaned_data["file"].read(), form.cleaned_data["source"])
        found = service.propose_file(fetched, actor=request.user, list_date=form.cleaned_data["list_date"])
        return redirect("register_import", found.uuid)
    return answer(request, "registry/register_import_upload.html", {}, form)


@officer_page
@require_safe
def register_import(request, uuid):
    """What a list changes, group by group, and what can be done with it."""
    found = _import(uuid)
    waits = found.state == RegisterImport.State.PROPOSED
    stale = waits and service.is_stale(found, service.difference_now(found))
    context = {
        "found": found,
        "tone": TONES[found.state],
        "stale": stale,
        "summary": _summary(found),
        "groups": _groups(found.difference) if found.difference else [],
        "actions": _actions(found, stale),
    }
    return answer(request, "registry/register_import.html", context)


def _summary(found):
    kept = found.difference
    rows = [("Källa", found.source), ("Lästes", f"{_moment(found.read_at)}, {found.read_by}")]
    if kept:
        rows += [
            (
                "Rader",
                f"{found.row_count}" + (f", varav {kept['duplicates']} står två gånger" if kept["duplicates"] else ""),
            ),
            ("Oförändrade", kept["unchanged"]),
            ("Försvinner", f"{percent(found.vanishing_share)} av de registrerade"),
            ("Kontrollsumma", found.sha256),
        ]
    if found.settled_at:
        word = "Förkastades" if found.state == RegisterImport.State.DISCARDED else "Genomfördes"
        rows.append((word, f"{_moment(found.settled_at)}, {found.settled_by}"))
    if found.settled_reason:
        rows.append(("Varför ändå", found.settled_reason))
    if found.undone_at:
        rows += [("Ångrades", f"{_moment(found.undone_at)}, {found.undone_by}"), ("Varför", found.undone_reason)]
    return [{"key": key, "value": value, "note": ""} for key, value in rows]


def _moment(at):
    return day_in_words(timezone.localdate(at))


def _groups(kept):
    groups = []
    for name, (heading, columns, note) in GROUPS.items():
        if kept[name]:
            rows = [_line(line, len(columns)) for line in kept[name][:SHOWN]]
            headers = [{"label": label} for label in ["Namn", *columns]]
            groups.append(_group(heading, note, headers, rows, len(kept[name])))
    if kept["refused"]:
        headers = [{"label": "Rad i filen"}, {"label": "Varför"}]
        rows = [[{"text": f"Rad {line}"}, {"text": reason}] for line, reason in kept["refused"][:SHOWN]]
        note = "Numren på de raderna lämnas som de är: varken borta eller bekräftade."
        groups.append(_group("Rader som inte går att läsa", note, headers, rows, len(kept["refused"])))
    return groups


def _group(heading, note, headers, rows, count):
    more = f"Här syns de {SHOWN} första." if count > SHOWN else ""
    note = " ".join(part for part in (note, more) if part)
    return {"heading": heading, "count": count, "note": note, "headers": headers, "rows": rows}


def _line(line, columns):
    number, name, *rest = line
    return [{"text": name, "small": format_organisation_number(number)}, *({"text": v or "–"} for v in rest[:columns])]


def _actions(found, stale):
    here = [found.uuid]
    if found.state == RegisterImport.State.PROPOSED:
        first = (
            {"label": "Räkna om skillnaden", "post": reverse("register_import_recount", args=here)}
            if stale
            else {"label": "Genomför listan", "url": reverse("register_import_accept", args=here)}
        )
        return [
            first,
            {"label": "Förkasta", "post": reverse("register_import_discard", args=here), "kind": "secondary"},
        ]
    last = RegisterImport.objects.accepted().light().last()
    if last == found:
        return [{"label": "Ångra inläsningen", "url": reverse("register_import_undo", args=here), "kind": "danger"}]
    return []


@officer_page
@require_http_methods(["GET", "POST"])
def register_import_accept(request, uuid):
    """Ask before a list is carried out; a doubtful one needs a reason."""
    found = _import(uuid, state=RegisterImport.State.PROPOSED)
    odd = service.doubts(service.difference_now(found), found.sha256)
    form = AcceptListForm(request.POST if request.method == "POST" else None, doubtful=bool(odd))
    if form.is_valid():
        return act(
            request,
            lambda: service.accept(found, actor=request.user, **form.cleaned_data),
            done="Listan är genomförd.",
            to=reverse("register_import", args=[uuid]),
        )
    context = {
        "found": found,
        "doubts": odd,
        "happens": [
            "Alla i listan får en kontroll med listans dag.",
            "Nya perioder och ändrade dagar syns genast på de publika sidorna.",
            "Den som inte finns kvar i listan står som borta ur listan, inte som avregistrerad.",
            "Du kan ångra inläsningen tills nästa lista är genomförd.",
        ],
        "obstacles": [],
    }
    return answer(request, "registry/register_import_accept.html", context, form)


@officer_page
@require_POST
def register_import_discard(request, uuid):
    """Put a list aside."""
    return act(
        request,
        lambda: service.discard(_import(uuid), actor=request.user),
        done="Listan är förkastad. Ingenting har ändrats.",
        to=reverse("register_import", args=[uuid]),
    )


@officer_page
@require_POST
def register_import_recount(request, uuid):
    """Work out anew what a list changes."""
    return act(
        request,
        lambda: service.recount(_import(uuid), actor=request.user),
        done="Skillnaden är omräknad. Läs den innan du genomför listan.",
        to=reverse("register_import", args=[uuid]),
    )


@officer_page
@require_http_methods(["GET", "POST"])
def register_import_undo(request, uuid):
    """Ask before a list is taken back."""
    found = _import(uuid, state=RegisterImport.State.ACCEPTED)
    form = UndoListForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return act(
            request,
            lambda: service.undo(found, actor=request.user, **form.cleaned_data),
            done="Inläsningen är ångrad.",
            to=reverse("register_import", args=[uuid]),
        )
    context = {
        "found": found,
        "happens": [
            "Perioderna blir som de var före listan.",
            "Listans kontroller räknas inte längre.",
            "Det som någon har rättat för hand efteråt står kvar.",
            "Vad som gällde medan listan var genomförd går fortfarande att läsa.",
        ],
        "obstacles": [],
    }
    return answer(request, "registry/register_import_undo.html", context, form)
