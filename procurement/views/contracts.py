"""Contracts as everybody reads them: what ends when and the last day to influence, files, calendar, and each one."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from procurement import radar
from procurement.calendar_files import calendar_file
from procurement.end_lines import end_lines
from procurement.filters import ContractFilter
from procurement.models import Contract, Partnership
from procurement.reading import contracts
from procurement.views.lists import PER_PAGE, BoundedPaginator, count_text, in_batches
from registry import exports
from registry.views import drawn
from registry.views.base import answer
from registry.wording import capitalised, day_in_words

MOST_IN_CALENDAR = 300
COLUMNS = [
    exports.Column("id", "Id"),
    exports.Column("title", "Avtal"),
    exports.Column("authority", "Myndighet"),
    exports.Column("supplier", "Leverantör"),
    exports.Column("supplier_number", "Leverantörens organisationsnummer"),
    exports.Column("area", "Tjänst"),
    exports.Column("places", "Kommuner"),
    exports.Column("starts_on", "Börjar"),
    exports.Column("ends", "Slutar"),
    exports.Column("may_end", "Kan förlängas till"),
    exports.Column("beslut", "Påverka politiskt beslut senast"),
    exports.Column("dialog", "Påverka i tidig dialog senast"),
    exports.Column("annons", "Påverka annonsen senast"),
    exports.Column("value", "Värde i kronor"),
    exports.Column("url", "Sida"),
]


def _matching(request):
    """The filter and the contracts that match it."""
    chosen = ContractFilter(request.GET, path=reverse("contract_list"))
    shown = Contract.objects.shown()
    return chosen, chosen.apply(shown) if chosen.is_valid() else shown.none()


@login_not_required
@require_safe
def contract_list(request):
    """What ends when, and the last day to influence. The address holds what was chosen."""
    chosen, matching = _matching(request)
    today = timezone.localdate()
    paginator = BoundedPaginator(matching, PER_PAGE, read=contracts.with_card, key=chosen.address())
    page = paginator.get_page(request.GET.get("page"))
    numbered = list(enumerate((contracts.card(row, today) for row in page), page.start_index() or 1))
    query = chosen.address().removeprefix(chosen.path)
    context = {
        "filter": chosen,
        "panel": drawn.filter_panel(action=chosen.path, groups=chosen.groups, hidden=chosen.kept_by_filters()),
        "path": chosen.path,
        "page": page,
        "count_text": count_text(page.paginator, none="Inga avtal", one="Ett avtal", many="avtal"),
        "headers": [{"label": label} for label in ("Avtal", "Slutar", "Sista dag att påverka", "Var")],
        "rows": [_row(number, found) for number, found in numbered],
        "lines": end_lines(_drawn(numbered, today), today),
        "leads": radar.rules_on(today).steps,
        "files": [
            *exports.links("contract_list_file", query),
            exports.Link("Kalender", reverse("contract_calendar") + query),
        ],
    }
    return answer(request, "procurement/contract_list.html", context, chosen)


def _drawn(numbered, today):
    for number, found in numbered:
        last = found.ending.last_day
        if last and last >= today:
            yield number, [step.day for step in found.steps], last, found.ending.possible_last_day


def _row(number, found):
    places = found.places
    more = f" och {len(places) - 3} till" if len(places) > 3 else ""
    about = ", ".join(part for part in (str(found.row.authority), found.row.supplier_name, found.area) if part)
    return [
        {"text": f"{number}. {found.row.title}", "url": found.row.get_absolute_url(), "small": about},
        {"text": capitalised(found.ending.words), "small": contracts.end_note(found.ending)},
        {"text": found.to_influence},
        {"text": ", ".join(places[:3]) + more or "–"},
    ]


@login_not_required
@require_safe
def contract_list_file(request, kind):
    """The same list as a file, at most 10,000 rows, in the order of the page."""
    _, matching = _matching(request)
    today = timezone.localdate()
    found = in_batches(matching, contracts.with_card)
    rows = (_file_row(contracts.card(row, today), request.build_absolute_uri) for row in found)
    return exports.export(rows, COLUMNS, kind, filename="avtal")


def _file_row(found, absolute):
    row, ending = found.row, found.ending
    steps = {step.key: step.day for step in found.steps}
    return {
        "id": row.pk,
        "title": row.title,
        "authority": str(row.authority),
        "supplier": row.supplier_name,
        "supplier_number": row.supplier_number,
        "area": found.area,
        "places": found.places,
        "starts_on": row.starts_on,
        "ends": ending.last_day.isoformat() if ending.last_day else ending.words,
        "may_end": ending.possible_last_day if ending.may_be_prolonged else None,
        "beslut": steps.get("beslut"),
        "dialog": steps.get("dialog"),
        "annons": steps.get("annons"),
        "value": row.value,
        "url": absolute(row.get_absolute_url()),
    }


@login_not_required
@require_safe
def contract_calendar(request):
    """The days to come of the same list, for a calendar that fetches them again: at most 300 contracts."""
    _, matching = _matching(request)
    today = timezone.localdate()
    found = [contracts.card(row, today) for row in contracts.with_card(matching)[:MOST_IN_CALENDAR]]
    days = contracts.calendar_days(found, request.build_absolute_uri, today)
    return calendar_file(days, name="Avtal som slutar", filename="avtal")


@login_not_required
@require_safe
def contract(request, pk):
    """One contract on a page that prints: period, options, supplier, insight, follow-ups, history."""
    shown = Contract.objects.shown().select_related("authority", "service_area", "legal_entity", "procurement")
    held = get_object_or_404(shown.defer("search_terms"), pk=pk)
    today = timezone.localdate()
    options = list(held.options.all())
    ending = radar.ending(held, options, on=today)
    steps = radar.next_time(held, ending.last_day, on=today)
    calls, sentence = contracts.call_offs(held, list(held.call_offs.all())) if held.is_framework else ([], "")
    origin = held.procurement
    context = {
        "contract": held,
        "kind": "Ramavtal" if held.is_framework else "Avtal",
        "procurement": origin if origin and origin.withdrawn_at is None else None,
        "partnership": _partnership(held),
        "state": _state(held, ending, today),
        "supplier_number": contracts.supplier(held),
        "steps": contracts.influence_steps(steps, ending.last_day, today) if steps else [],
        "what_next": "" if held.ended_on else radar.NOT_ADVERTISED.get(held.origin, ("", ""))[1],
        "next_step": radar.next_step(steps, on=today),
        "period": contracts.period(held, ending),
        "options": contracts.options(options),
        "summary": contracts.summary(held, held.municipalities.order_by("sort_key")),
        "call_offs": calls,
        "call_off_sentence": sentence,
        "follow_ups": contracts.follow_ups(held.follow_ups.all()),
        "events": contracts.history(held),
        "is_own": _is_own(request.user, held),
    }
    return answer(request, "procurement/contract.html", context)


def _partnership(held):
    """The partnership that the contract comes of, if it does."""
    if held.origin != Contract.Origin.PARTNERSHIP:
        return None
    return Partnership.objects.shown().filter(parties__contract=held).defer("search_terms").first()


def _state(held, ending, today):
    """The state in words and tone: (words, tone)."""
    if held.ended_on:
        return f"Avslutat i förtid {day_in_words(held.ended_on)}", "warning"
    if ending.last_day and ending.last_day < today:
        return "Har slutat", ""
    if held.starts_on and held.starts_on > today:
        return "Har inte börjat", "info"
    if held.end_is_unknown:
        return capitalised(radar.UNKNOWN_END), "warning"
    return "Gäller", "success"


def _is_own(user, held):
    return user.is_authenticated and user.authority_memberships.buying().filter(authority=held.authority_id).exists()
