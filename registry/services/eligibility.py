"""What is judged and stated about eligibility beside applications. Each is a new row; what stood is kept."""

from django.db import transaction
from django.utils import timezone

from registry import status_log
from registry.models import CriterionJudgement, GroundStatement
from registry.services import search_index
from registry.services.entitlements import require_editor, require_officer
from registry.workflow import StepNotAllowed, lock


@transaction.atomic
def judge_criterion(
    entity, criterion, *, actor, is_met, evidence, comment="", holds_from=None, holds_until=None, at=None
):
    """A case officer judges one criterion, from a day on. Of two about the same day the one made last counts.

    Raises `StepNotAllowed` for a day to come, `NotEntitled` for anybody but an officer without jäv.
    """
    require_officer(actor, entity.organisation)
    entity, at = lock(entity), at or timezone.now()
    today = timezone.localdate(at)
    if holds_from and holds_from > today:
        raise StepNotAllowed("Bedömningen kan inte börja gälla efter i dag.")
    row = keep_judgement(
        entity,
        criterion,
        actor=actor,
        is_met=is_met,
        evidence=evidence,
        comment=comment,
        holds_from=holds_from or today,
        holds_until=holds_until,
        at=at,
    )
    status_log.write(
        row, "judge_criterion", actor=actor, reason=criterion, to_state="met" if is_met else "not_met", at=at
    )
    search_index.refresh(entity.organisation)
    return row


def keep_judgement(entity, criterion, *, actor, at, **facts):
    """Write the judgement. In the caller's transaction, who has asked whether the officer may, and tells the log."""
    row = CriterionJudgement(legal_entity=entity, criterion=criterion, officer=actor, judged_at=at, **facts)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def state_ground(entity, ground, *, actor, holds_on=None, at=None, **facts):
    """The organisation states the facts that a ground asks for. Nobody examines them; they are shown as stated."""
    require_editor(actor, entity.organisation)
    entity, at = lock(entity), at or timezone.now()
    today = timezone.localdate(at)
    if holds_on and holds_on > today:
        raise StepNotAllowed("Uppgiften kan inte gälla en dag som inte har varit.")
    row = GroundStatement(
        legal_entity=entity, ground=ground, holds_on=holds_on or today, stated_by=actor, stated_at=at, **facts
    )
    row.full_clean()
    row.save()
    status_log.write(row, "state_ground", actor=actor, reason=ground.replace("-", "_"), to_state="stated", at=at)
    search_index.refresh(entity.organisation)
    return row
