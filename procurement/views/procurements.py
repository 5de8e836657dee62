"""Procurements as everybody reads them: the list, its files, the notice on one page, its days for a calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from procurement.calendar_files import calendar_file
from procurement.filters import ProcurementFilter
from procurement.first_tender import words_in
from procurement.forms.dialogue import QuestionForm
from procurement.models import Lot, Procurement
from procurement.models.procurements import State
from procurement.reading import notice, social_terms, words
from procurement.services import dialogue
from procurement.services.awards import REVIEW
from procurement.views.base import carried_out
from procurement.views.lists import PER_PAGE, BoundedPaginator, count_text, in_batches
from registry import exports
from registry.models.eligibility import Ground
from registry.search.labels import labels
from registry.views import drawn
from registry.views.base import answer
from registry.wording import day_in_words

COLUMNS = [
    exports.Column("id", "Id"),
    exports.Column("title", "Upphandling"),
    exports.Column("authority", "Myndighet"),
    exports.Column("state", "Läge"),
    exports.Column("grounds", "Reservation"),
    exports.Column("areas", "Tjänst"),
    exports.Column("places", "Kommuner"),
    exports.Column("published_at", "Annonserad"),
    exports.Column("questions_until", "Sista dag för frågor"),
    exports.Column("closes_at", "Sista dag för anbud"),
    exports.Column("estimated_value", "Uppskattat värde i kronor"),
    exports.Column("notice_url", "Annons"),
    exports.Column("url", "Sida"),
]


def _with_card(queryset):
    """With what a row shows of lots and places, read with the row itself: only the page's rows are asked for it."""
    lots = Lot.objects.filter(procurement=OuterRef("pk")).order_by("number")
    row = JSONObject(ground=F("ground"), confirmed=F("ground_confirmed"), area=F("service_area"))
    places = Procurement.municipalities.through.objects.filter(procurement=OuterRef("pk")).order_by("municipality")
    return (
        queryset.select_related("authority")
        .annotate(lot_facts=ArraySubquery(lots.values_list(row, flat=True)))
        .annotate(place_codes=ArraySubquery(places.values_list("municipality", flat=True)))
        .defer("search_terms", "aim")
    )


def _grounds(row):
    told = [words.ground(lot["ground"], confirmed=lot["confirmed"]) for lot in row.lot_facts if lot["ground"]]
    return list(dict.fromkeys(told))


def _areas(row):
    known = labels().area_by_pk
    return list(dict.fromkeys(known[lot["area"]].name for lot in row.lot_facts if lot["area"] in known))


def _places(row):
    known = labels().municipalities
    return ["Hela landet"] if row.whole_country else [known[code] for code in row.place_codes if code in known]


@login_not_required
@require_safe
def procurement_list(request):
    """Every procurement that is shown. What was chosen stands in the address. Two queries, for any number of rows."""
    path = reverse("procurement_list")
    chosen = ProcurementFilter(request.GET, path=path)
    matching = chosen.apply(Procurement.objects.shown()) if chosen.is_valid() else Procurement.objects.none()
    page = BoundedPaginator(matching, PER_PAGE, read=_with_card, key=chosen.address()).get_page(request.GET.get("page"))
    query = chosen.address().removeprefix(path)
    context = {
        "filter": chosen,
        "panel": drawn.filter_panel(action=path, groups=chosen.groups, hidden=chosen.kept_by_filters()),
        "path": path,
        "page": page,
        "count_text": count_text(page.paginator, none="Inga upphandlingar", one="En upphandling", many="upphandlingar"),
        "headers": [{"label": label} for label in ("Upphandling", "Läge", "Reservation", "Var", "Anbud senast")],
        "rows": [_row(row) for row in page],
        "files": exports.links("procurement_list_file", query),
    }
    return answer(request, "procurement/procurement_list.html", context, chosen)


def _row(row):
    places, grounds = _places(row), _grounds(row)
    closes = day_in_words(timezone.localdate(row.closes_at)) if row.closes_at else ""
    return [
        {
            "text": row.title,
            "url": row.get_absolute_url(),
            "small": f"{row.authority}. {', '.join(_areas(row))}".strip(". "),
        },
        {"tag": row.get_state_display(), "tone": words.TONES[State(row.state)]},
        {"text": ", ".join(grounds) or words.NOT_RESERVED},
        {"text": ", ".join(places[:3]) + (f" och {len(places) - 3} till" if len(places) > 3 else "") or "–"},
        {"text": closes or "–"},
    ]


@login_not_required
@require_safe
def procurement_list_file(request, kind):
    """The same list as a file, at most 10,000 rows, in the order of the page."""
    chosen = ProcurementFilter(request.GET, path=reverse("procurement_list"))
    matching = chosen.apply(Procurement.objects.shown()) if chosen.is_valid() else Procurement.objects.none()
    rows = (_file_row(row, request.build_absolute_uri) for row in in_batches(matching, _with_card))
    return exports.export(rows, COLUMNS, kind, filename="upphandlingar")


def _file_row(row, absolute):
    facts = {name: getattr(row, name) for name in ("id", "title", "published_at", "questions_until", "closes_at")}
    return facts | {
        "authority": str(row.authority),
        "state": row.get_state_display(),
        "grounds": _grounds(row),
        "areas": _areas(row),
        "places": _places(row),
        "estimated_value": row.estimated_value,
        "notice_url": row.notice_url,
        "url": absolute(row.get_absolute_url()),
    }


def _shown(request, pk):
    return get_object_or_404(Procurement.objects.visible_to(request.user).select_related("authority"), pk=pk)


@login_not_required
@require_safe
def procurement(request, pk):
    """The notice on one page, which prints as it stands."""
    held = _shown(request, pk)
    lots = list(held.lots.select_related("service_area"))
    decision = notice.shown_award(held)
    known = notice.days(held, decision)
    reasons = held.reservation_reasons.last()
    events = list(held.events.all())
    was_reviewed = any(event.action == REVIEW.action for event in events)
    reviews = list(held.reviews.all()) if decision or was_reviewed else []
    context = {
        "procurement": held,
        "kind": _kind(lots),
        "tone": words.TONES[State(held.state)],
        "steps": notice.steps(known, timezone.localdate()),
        "summary": notice.summary(held, lots, held.municipalities.order_by("sort_key")),
        "lots": notice.lot_table(lots) if len(lots) > 1 else None,
        "social_terms": social_terms.terms(held.social_terms.all()),
        "reasons": notice.reasons(reasons) if reasons and held.is_reserved else [],
        "legality": notice.legality(lots),
        "questions": notice.questions(held),
        "waiting": held.questions.filter(answered_at=None).count(),
        "takes_questions": held.state in dialogue.TAKES_QUESTIONS,
        "winners": notice.winners(decision) if decision else None,
        "contracts": notice.contracts(held) if decision else [],
        "reviews": reviews,
        "reviewed": notice.reviewed(reviews),
        "standstill": notice.standstill(decision, reviews) if decision else "",
        "events": words.history(events),
        **_for(request.user, held),
    }
    return answer(request, "procurement/procurement.html", context)


def _kind(lots):
    grounds = list(dict.fromkeys(lot.ground for lot in lots if lot.ground))
    if not grounds:
        return "Upphandling"
    return f"Reserverad upphandling, {' och '.join(Ground(code).label for code in grounds)}"


def _for(user, held):
    """What the person may do beside reading: work with it, or show interest for an organisation."""
    if not user.is_authenticated:
        return {"is_own": False, "organisations": []}
    own = user.authority_memberships.buying().filter(authority=held.authority_id).exists()
    editing = user.memberships.editing().select_related("organisation").order_by("organisation__sort_key")
    takes = held.state in dialogue.TAKES_INTEREST
    return {"is_own": own, "organisations": [row.organisation for row in editing] if takes else []}


@login_not_required
@require_safe
def procurement_calendar(request, pk):
    """The days as a file for a calendar."""
    held = _shown(request, pk)
    known = notice.days(held, notice.shown_award(held))
    address = request.build_absolute_uri(held.get_absolute_url())
    days = notice.calendar_days(held, known, address)
    return calendar_file(days, name=held.title, filename=f"upphandling-{held.pk}")


@require_http_methods(["GET", "POST"])
def procurement_ask(request, pk):
    """Ask the buyer. The answer goes to everybody; who asked is told to nobody but the buyer."""
    held = _shown(request, pk)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, lambda: dialogue.ask(held, form.cleaned_data["text"], actor=request.user)):
        messages.success(request, "Frågan är skickad. Svaret visas för alla på upphandlingens sida.")
        return redirect(held)
    used = words_in(held.title, held.summary, held.aim)
    words = [{"key": word.buyer, "value": word.own, "note": word.meaning} for word in used]
    return answer(request, "procurement/procurement_ask.html", {"procurement": held, "words": words}, form)
