"""Choice systems as everybody reads them: the list and its files, the system on one page, its providers compared."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from procurement.choice_filters import ChoiceSystemFilter
from procurement.models import ChoiceSystem
from procurement.models.choice_systems import ChoiceState
from procurement.reading import choices, words
from procurement.services.choice_systems import check
from procurement.views.lists import PER_PAGE, BoundedPaginator, count_text, in_batches
from registry import exports
from registry.search.labels import labels
from registry.views.base import answer

HEADERS = ("Valfrihetssystem", "Läge", "Vem får söka", "Var", "Besked inom")
COLUMNS = [
    exports.Column("id", "Id"),
    exports.Column("title", "Valfrihetssystem"),
    exports.Column("authority", "Myndighet"),
    exports.Column("area", "Tjänst"),
    exports.Column("state", "Läge"),
    exports.Column("is_reserved", "Reserverat för idéburna"),
    exports.Column("places", "Kommuner"),
    exports.Column("decided_on", "Beslutades"),
    exports.Column("opened_at", "Öppnades"),
    exports.Column("decision_time_days", "Besked inom dagar"),
    exports.Column("national_url", "Annons"),
    exports.Column("url", "Sida"),
]


def _with_places(queryset):
    through = ChoiceSystem.municipalities.through.objects.filter(choicesystem=OuterRef("pk")).order_by("municipality")
    places = ArraySubquery(through.values_list("municipality", flat=True))
    return queryset.select_related("authority", "service_area").annotate(place_codes=places)


def _places(row):
    known = labels().municipalities
    return [known[code] for code in row.place_codes if code in known]


def _found(request):
    chosen = ChoiceSystemFilter(request.GET, path=reverse("choice_system_list"))
    shown = ChoiceSystem.objects.shown() if chosen.is_valid() else ChoiceSystem.objects.none()
    return chosen, chosen.apply(shown)


@login_not_required
@require_safe
def choice_system_list(request):
    """Every choice system that has opened. What was chosen stands in the address."""
    chosen, found = _found(request)
    page = BoundedPaginator(found, PER_PAGE, read=_with_places).get_page(request.GET.get("page"))
    query = chosen.address().removeprefix(chosen.path)
    context = {
        "filter": chosen,
        "path": chosen.path,
        "page": page,
        "count_text": count_text(
            page.paginator, none="Inga valfrihetssystem", one="Ett valfrihetssystem", many="valfrihetssystem"
        ),
        "headers": [{"label": label} for label in HEADERS],
        "rows": [_row(row) for row in page],
        "files": exports.links("choice_system_list_file", query),
    }
    return answer(request, "procurement/choice_system_list.html", context, chosen)


def _row(row):
    places = _places(row)
    return [
        {"text": row.title, "url": row.get_absolute_url(), "small": f"{row.authority}. {row.service_area}"},
        {"tag": row.get_state_display(), "tone": choices.TONES[ChoiceState(row.state)]},
        {"text": choices.FOR_IDEBURNA if row.is_reserved else choices.FOR_ALL},
        {"text": ", ".join(places[:3]) + (f" och {len(places) - 3} till" if len(places) > 3 else "") or "–"},
        {"text": f"{row.decision_time_days} dagar" if row.is_open else "–"},
    ]


@login_not_required
@require_safe
def choice_system_list_file(request, kind):
    """The same list as a file, in the order of the page."""
    _, found = _found(request)
    rows = (_file_row(row, request.build_absolute_uri) for row in in_batches(found, _with_places))
    return exports.export(rows, COLUMNS, kind, filename="valfrihetssystem")


def _file_row(row, absolute):
    names = ("id", "title", "is_reserved", "decided_on", "opened_at", "decision_time_days", "national_url")
    return {name: getattr(row, name) for name in names} | {
        "authority": str(row.authority),
        "area": str(row.service_area),
        "state": row.get_state_display(),
        "places": _places(row),
        "url": absolute(row.get_absolute_url()),
    }


def _shown(request, pk):
    systems = ChoiceSystem.objects.visible_to(request.user).select_related("authority", "service_area")
    return get_object_or_404(systems, pk=pk)


@login_not_required
@require_safe
def choice_system(request, pk):
    """The system on one page: who may apply and how, what is paid, who provides."""
    held = _shown(request, pk)
    found = choices.providers(held)
    context = {
        "system": held,
        "tone": choices.TONES[ChoiceState(held.state)],
        "summary": choices.summary(held, held.municipalities.order_by("sort_key")),
        "prices": choices.prices(held),
        "providers": [
            {"label": row.name, "url": row.url, "note": row.form, "aside": _units(len(row.units))} for row in found
        ],
        "legality": legality(held) if held.is_reserved else None,
        "events": choices.history(held.events.all()),
        **_for(request.user, held),
    }
    return render(request, "procurement/choice_system.html", context)


def legality(system):
    """What the law says of the reservation, as verdict.html takes it."""
    told = check(system)
    return {
        "answer": told.answer.label,
        "tone": words.LEGAL_TONES[told.answer],
        "sentences": [finding.text for finding in told.findings],
    }


def _units(number):
    return {0: "", 1: "En enhet"}.get(number, f"{number} enheter")


def _for(user, held):
    """What the person may do beside reading: work with it, or apply for an organisation."""
    if not user.is_authenticated:
        return {"is_own": False, "organisations": []}
    own = user.authority_memberships.buying().filter(authority=held.authority_id).exists()
    editing = user.memberships.editing().select_related("organisation").order_by("organisation__sort_key")
    return {"is_own": own, "organisations": [row.organisation for row in editing] if held.is_open else []}


@login_not_required
@require_safe
def choice_system_comparison(request, pk):
    """Every provider with the same fields, for whoever chooses (LOV 9 kap. 1 §). Prints as it stands."""
    held = _shown(request, pk)
    context = {
        "system": held,
        "table": choices.comparison(choices.providers(held)),
        "today": timezone.localdate(),
    }
    return render(request, "procurement/choice_system_comparison.html", context)
