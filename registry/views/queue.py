"""The case officers' queue."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.case_filters import CaseFilter, answer_overdue, quick_views
from registry.models import Application
from registry.reading.dossier import STATE_TONES, days_with_us, flags
from registry.services.entitlements import organisations_with_conflict
from registry.views.base import answer, officer_page
from registry.wording import day_in_words

PAGE_SIZE = 25


@officer_page
@require_safe
def case_list(request):
    """Open cases, narrowed and sorted. Those in which the officer has jäv stand here without a link."""
    path = reverse("case_list")
    chosen = CaseFilter(request.GET, path=path, officer=request.user)
    matching = chosen.apply(Application.objects.exclude(case_number=None).with_age())
    # The database sorts bare numbers; only the cases of this page are read with all that belongs to them.
    page = Paginator(matching.values_list("pk", flat=True), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = Application.objects.for_queue().in_bulk(page.object_list)
    page.object_list = [shown[pk] for pk in page]
    overdue = Application.objects.filter(answer_overdue(timezone.localdate()), pk__in=shown)
    late = set(overdue.values_list("pk", flat=True))
    conflicts = organisations_with_conflict(request.user)
    context = {
        "filter": chosen,
        "page": page,
        "path": path,
        "count_text": "1 ärende" if page.paginator.count == 1 else f"{page.paginator.count} ärenden",
        "views": _views(chosen, quick_views(request.user)),
        "headers": [
            chosen.header("Juridisk person", "name"),
            chosen.header("Läge"),
            chosen.header("Att tänka på"),
            chosen.header("Kom in", "received"),
            chosen.header("Dag hos oss", "age", number=True),
            chosen.header("Handläggare"),
        ],
        "rows": [_row(case, request.user, conflicts, late) for case in page],
    }
    return answer(request, "registry/case_list.html", context, chosen)


def _views(chosen, counts):
    path = chosen.path
    rows = [
        ("Alla öppna", path, counts["all"]),
        ("Mina", f"{path}?assignee=mine", counts["mine"]),
        ("Ingen handläggare", f"{path}?assignee=none", counts["unassigned"]),
        ("Har svarat", f"{path}?flag=answered", counts["answered"]),
        ("Sex månader", f"{path}?flag=six_months", counts["six_months"]),
    ]
    here = chosen.address(sort=None)
    return [{"label": label, "url": url, "count": count, "current": url == here} for label, url, count in rows]


def _row(case, officer, conflicts, late):
    entity = case.legal_entity
    has_conflict = entity.organisation_id in conflicts
    tags = [("Du är jävig", "danger")] if has_conflict else []
    tags += flags(case)
    if case.pk in late:
        tags.append(("Svarstiden är ute", "warning"))
    if case.is_change:
        tags.append(("Ändring", "info"))
    return [
        {
            "text": str(entity),
            "url": "" if has_conflict else reverse("case", args=[case.case_number]),
            "small": ", ".join(part for part in [case.case_number, str(entity.legal_form or "")] if part),
        },
        {"tag": case.get_state_display(), "tone": STATE_TONES[case.state]},
        {"text": "–", "tags": tags},
        {"text": day_in_words(timezone.localdate(case.received_at))},
        {"text": days_with_us(case, case.closed_at), "number": True},
        {"text": "Du" if case.officer_id == officer.pk else str(case.officer or "Ingen")},
    ]
