"""Timed messages. Each is sent once, and never to those whom it does not concern."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from registry import notifications
from registry.models import Application, CompletionRequest
from registry.models.applications import State

LEFT_FOR = timedelta(days=14)


def remind_drafts(at=None):
    """Remind the editors of each organisation about drafts left for 14 days. Once per draft. Returns how many."""
    at = at or timezone.now()
    left = Application.objects.filter(state=State.DRAFT, reminded_at=None, touched_at__lte=at - LEFT_FOR)
    told = 0
    for pk in left.values_list("pk", flat=True):
        with transaction.atomic():
            draft = left.select_for_update(of=["self"], skip_locked=True).filter(pk=pk).first()
            if draft is None:
                continue
            organisation = draft.legal_entity.organisation
            members = notifications.members_of(organisation, editing=True)
            url = f"/min-organisation/{organisation.slug}/"
            once = f"{organisation.pk}-{at:%Y-%m-%d}"  # one mail a day for a family with many drafts
            told += len(notifications.notify(members, "draft_left", {"organisation": organisation}, url=url, once=once))
            draft.reminded_at = at
            draft.save(update_fields=["reminded_at"])
    return told


def remind_completions(at=None):
    """Remind of a request for completion three days before its last day. Returns how many were told."""
    at = at or timezone.now()
    due = timezone.localdate(at) + timedelta(days=3)
    told = 0
    for request in CompletionRequest.objects.filter(answered_at=None, due_on=due).select_related(
        "application__legal_entity__organisation"
    ):
        case = request.application
        members = notifications.members_of(case.legal_entity.organisation, editing=True)
        url = f"/ansokningar/{case.uuid}/komplettering/"
        context = {"case": case, "request": request}
        told += len(notifications.notify(members, "completion_due", context, url=url, once=str(request.pk)))
    return told
