"""Dialogue as everybody reads it: the list of meetings with its files and calendar, and each meeting's page."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Case, F, Value, When
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.forms.dialogue import MeetingFilter
from portal.models import Door, Meeting
from portal.reading import dialogue as reading
from portal.services.entitlements import parties_of
from procurement.calendar_files import occasion_file
from registry import exports
from registry.views.base import answer

PER_PAGE = 25
HEADERS = [{"label": label} for label in ("Träff", "När", "Var", "Läge")]


def shown_meeting(request, pk):
    """The meeting as it is told now; 404 for another's draft."""
    found = reading.told(Meeting.objects.visible_to(request.user).filter(pk=pk).select_related("created_by"))
    if not found:
        raise Http404
    return found[0]


def _matching(request):
    """The filter and the meetings that match: those to come first, the next one on top; then the latest."""
    chosen, now = MeetingFilter(request.GET, path=reverse("meeting_list")), timezone.now()
    if not chosen.is_valid():
        return chosen, Meeting.objects.none(), now
    is_over = Case(When(ends_at__gt=now, then=Value(0)), default=Value(1))
    next_first = Case(When(ends_at__gt=now, then=F("starts_at")))
    rows = chosen.narrow(Meeting.objects.shown(), now).order_by(is_over, next_first, "-starts_at", "pk")
    return chosen, rows, now


@login_not_required
@require_safe
def meeting_list(request):
    """Every meeting that was announced."""
    chosen, rows, now = _matching(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    told = reading.told(page.object_list, now)
    query = chosen.address().removeprefix(chosen.path)
    context = {
        "filter": chosen,
        "form": chosen,
        "path": chosen.path,
        "page": page,
        "count_text": {0: "Inga träffar annonserade", 1: "En träff"}.get(page.paginator.count)
        or f"{page.paginator.count} träffar",
        "headers": HEADERS,
        "rows": [_row(row) for row in told],
        "is_invented": any(row.meeting.is_invented for row in told),
        "files": exports.links("meeting_list_file", query),
        "calendar": reverse("meeting_list_calendar") + query,
        "hosts": [(party, reading.hosts_url("meeting_create", party)) for party in parties_of(request.user)],
    }
    return answer(request, "portal/meeting_list.html", context, chosen)


def _row(row):
    kind = "text" if row.door in (Door.CLOSED, Door.OVER) else "tag"
    return [
        {"text": row.title, "url": row.url, "small": f"{row.meeting.get_kind_display()}. {row.host}"},
        {"text": row.when},
        {"text": row.meeting.place.name, "small": row.where},
        {kind: row.door.label, "tone": row.tone},
    ]


@login_not_required
@require_safe
def meeting_list_file(request, kind):
    """The same list as a file."""
    _, rows, now = _matching(request)
    told = (reading.file_row(row, request.build_absolute_uri) for row in reading.told(rows, now))
    return exports.export(told, reading.COLUMNS, kind, filename="traffar")


@login_not_required
@require_safe
def meeting_list_calendar(request):
    """Those of the list that are to come, for a calendar. What was cancelled is crossed out there."""
    _, rows, now = _matching(request)
    told = reading.told(rows.coming(now), now)
    occasions = [reading.occasion(row, request.build_absolute_uri) for row in told]
    return occasion_file(occasions, name="Träffar i Idéburenportalen", filename="traffar")


@login_not_required
@require_safe
def meeting(request, pk):
    """One meeting. Those who come see who else does; the host does too."""
    row = shown_meeting(request, pk)
    return render(request, "portal/meeting.html", about(row, request.user))


def about(row, user):
    """What the page of a meeting takes."""
    parties = parties_of(user)
    coming = reading.coming(row.meeting) if parties else []
    own = [line for line in coming if line["sign_up"].party in parties]
    is_host = row.host in parties
    sees_more = is_host or bool(own)
    return {
        "row": row,
        "meeting": row.meeting,
        "summary": reading.summary(row),
        "procurement": reading.procurement_of(row.meeting),
        "questions": reading.questions(row.meeting),
        "own_questions": reading.waiting_of(row.meeting, user),
        "events": reading.history(row.meeting),
        "is_host": is_host,
        "host_url": reading.host_url("meeting_work", row.meeting) if is_host else "",
        "own": own,
        "sees_more": sees_more,
        "coming": coming if sees_more else [],
        "may_sign_up": row.door == Door.OPEN and not is_host,
        "is_full": row.door == Door.FULL,
    }


@login_not_required
@require_safe
def meeting_calendar(request, pk):
    """The meeting for a calendar, with the link for those who come."""
    row = shown_meeting(request, pk)
    with_link = about(row, request.user)["sees_more"]
    occasion = reading.occasion(row, request.build_absolute_uri, with_link=with_link)
    return occasion_file([occasion], name=row.title, filename=f"traff-{pk}")
