"""Partnerships as everybody reads them: the register and its files, and each partnership on one page."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from procurement.models import Partnership
from procurement.partnership_filters import PartnershipFilter
from procurement.reading import agreement, partnership_register
from procurement.reading import partnerships as reading
from procurement.views.lists import PER_PAGE, BoundedPaginator, count_text, in_batches
from registry import exports
from registry.views.base import answer
from registry.wording import day_in_words

HEADERS = ("Partnerskap", "Parter", "Bidrar", "Läge")


def _found(request):
    chosen = PartnershipFilter(request.GET, path=reverse("partnership_list"))
    shown = Partnership.objects.shown() if chosen.is_valid() else Partnership.objects.none()
    return chosen, chosen.apply(shown)


@login_not_required
@require_safe
def partnership_list(request):
    """Every partnership that has been decided on. What was chosen stands in the address."""
    chosen, found = _found(request)
    page = BoundedPaginator(found, PER_PAGE, read=partnership_register.with_text).get_page(request.GET.get("page"))
    query = chosen.address().removeprefix(chosen.path)
    today = timezone.localdate()
    context = {
        "filter": chosen,
        "path": chosen.path,
        "page": page,
        "count_text": count_text(page.paginator, none="Inga partnerskap", one="Ett partnerskap", many="partnerskap"),
        "headers": [{"label": label} for label in HEADERS],
        "rows": [partnership_register.row(row, today) for row in page],
        "files": exports.links("partnership_list_file", query),
    }
    return answer(request, "procurement/partnership_list.html", context, chosen)


@login_not_required
@require_safe
def partnership_list_file(request, kind):
    """The same register as a file, one row for each agreement, in the order of the page."""
    _, found = _found(request)
    today, absolute = timezone.localdate(), request.build_absolute_uri
    rows = (
        partnership_register.file_row(row, today, absolute) for row in in_batches(found, partnership_register.with_text)
    )
    return exports.export(rows, partnership_register.COLUMNS, kind, filename="partnerskap")


@login_not_required
@require_safe
def partnership_data(request):
    """What each field of the files means, for those who fetch them."""
    return render(request, "procurement/partnership_data.html", {"table": partnership_register.described()})


@login_not_required
@require_safe
def partnership_schema(request):
    """The same for machines: the JSON Schema of the JSON file."""
    return JsonResponse(partnership_register.schema(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@login_not_required
@require_safe
def partnership(request, pk):
    """What was decided on, with results and history. Before the decision nobody but its parties knows of it."""
    held = get_object_or_404(Partnership.objects.visible_to(request.user).select_related("service_area"), pk=pk)
    if not held.is_shown:
        return render(request, "procurement/partnership_not_shown.html", {"partnership": held})
    decisions = list(held.decisions.order_by("number"))
    text = decisions[-1].text
    words, tone = reading.standing(held, timezone.localdate())
    context = {
        "partnership": held,
        "text": text,
        "standing": words,
        "tone": tone,
        "parties": _parties(held, text),
        "chapters": agreement.chapters(text, _links(held, text)),
        "period": agreement.period(text),
        "assessment": agreement.assessment(text),
        "follow_ups": [_follow_up(row) for row in held.follow_ups.shown()],
        "decisions": [
            {
                "key": f"Beslut {row.number}",
                "value": f"{row.decision_body}, {day_in_words(row.decided_on)}",
                "note": f"Diarienummer {row.reference}",
            }
            for row in decisions
        ],
        "events": reading.history(held.events.all(), for_all=True),
        "is_own": _is_own(request.user, held),
    }
    return answer(request, "procurement/partnership.html", context)


def _links(held, text):
    """The address of each party's own page, by its number in the text."""
    rows = held.parties.select_related("authority", "legal_entity__organisation")
    known = {}
    for row in rows:
        if row.is_public:
            known[row.authority.slug] = row.authority.get_absolute_url()
        elif row.legal_entity.organisation.published_at:
            known[row.legal_entity.identifier] = row.legal_entity.get_absolute_url()
    named = {party["number"]: party.get("authority") or party.get("legal_entity") for party in text["parties"]}
    return {number: known[key] for number, key in named.items() if key in known}


def _parties(held, text):
    links = _links(held, text)
    return [{"label": party["name"], "url": links.get(party["number"], "")} for party in text["parties"]]


def _follow_up(row):
    done = row.performed_on
    if not done:
        return {"key": f"Planerad {day_in_words(row.planned_on)}", "value": "Inte genomförd än"}
    return {
        "key": f"Genomförd {day_in_words(done)}",
        "value": row.result,
        "note": f"Åtgärd: {row.action}" if row.action else "",
    }


def _is_own(user, held):
    """Whether the person works with it: buyers of its authorities, members of its organisations."""
    if not user.is_authenticated:
        return False
    parties = held.parties.all()
    return (
        user.authority_memberships.buying().filter(authority__in=parties.values("authority")).exists()
        or user.memberships.active()
        .filter(organisation__in=parties.exclude(legal_entity=None).values("legal_entity__organisation"))
        .exists()
    )
