"""Timed messages. Each is sent once, and never to those whom it does not concern."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from registry import notifications
from registry.models import Application, CompletionRequest, LegalEntity, OfficialRegistration, StatementReminder
from registry.models.applications import State
from registry.reading import statements

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


def remind_statements(at=None):
    """Remind of yearly statements 60, 30 and 7 days before the last day, and warn when it has gone. Each stage once.

    A stage that passed while nobody was at work is left out: the latest one counts. A family gets one letter for all
    its entities at the same stage. Who has handed in is never reminded. Returns how many letters were written.
    """
    at = at or timezone.now()
    registered = OfficialRegistration.objects.values("legal_entity__organisation").distinct()
    return sum(_remind_family(pk, at) for pk in registered.values_list("legal_entity__organisation", flat=True))


@transaction.atomic
def _remind_family(organisation_id, at):
    """One family's letters. Its entities are locked, so that nothing is handed in between the look and the letter."""
    entities = LegalEntity.objects.filter(organisation=organisation_id).order_by("pk")
    list(entities.select_for_update().values_list("pk"))
    due = {}
    for entity in statements.entities_to_state(entities):
        sent = {(row.year_begins, row.stage) for row in entity.statement_reminders.all()}
        for year in statements.duty(entity, timezone.localdate(at)).years:
            stage = stage_of(year, timezone.localdate(at))
            if stage and (year.begins, stage) not in sent:
                due.setdefault(stage, []).append((entity, year))
    return sum(_write(stage, lines, at) for stage, lines in due.items())


def stage_of(year, today):
    """Which reminder a year has come to on the day; None long before, and for what is handed in."""
    if year.is_handed_in:
        return None
    days_left = (year.due_on - today).days
    if days_left < 0:
        return StatementReminder.Stage.OVERDUE
    stages = (StatementReminder.Stage.SEVEN, StatementReminder.Stage.THIRTY, StatementReminder.Stage.SIXTY)
    return next((stage for stage in stages if days_left <= int(stage)), None)


def _write(stage, lines, at):
    """One letter about entities at the same stage, to all who can hand in. Nobody there: nothing is noted."""
    organisation = lines[0][0].organisation
    members = notifications.members_of(organisation, editing=True)
    if not members:
        return 0
    first, last = min(year.due_on for _, year in lines), max(year.due_on for _, year in lines)
    context = {
        "organisation": organisation,
        "lines": [{"entity": entity, "year": year} for entity, year in lines],
        "due_on": first,
        "told_on": max(last + statements.TOLD_AFTER, timezone.localdate(at) + statements.WARNED_BEFORE),
    }
    for entity, year in lines:
        StatementReminder.objects.create(
            legal_entity=entity,
            year_begins=year.begins,
            year_ends=year.ends,
            due_on=year.due_on,
            stage=stage,
            sent_at=at,
        )
    template = "statement_overdue" if stage == StatementReminder.Stage.OVERDUE else "statement_due"
    url = f"/min-organisation/{organisation.slug}/arsuppgifter/"
    return len(notifications.notify(members, template, context, url=url))
