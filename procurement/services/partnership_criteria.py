"""The parties' answers to the criteria assistant, with what they rest them on."""

from django.db import transaction
from django.utils import timezone

from procurement.models import PartnershipCriterion
from procurement.models.partnerships import PartnershipState
from procurement.partnership_questions import QUESTIONS
from procurement.services.partnership_parties import require_joined
from registry import status_log
from registry.workflow import StepNotAllowed, lock

TOO_LATE = "Svaren går inte att ändra nu: partnerskapet är beslutat eller avslutat."
CHANGES = ["answer", "reason", "answered_at", "answered_by"]


@transaction.atomic
def answer(partnership, *, actor, answers, at=None):
    """Keep answers, {key: (answer, reason)}. A question that is not named keeps the answer it has.

    Allowed while the parties write and while it is reviewed. An answer that is the same keeps its day and whose it
    is. Returns the rows that changed. Raises `StepNotAllowed`, and `ValueError` for a key that no question has.
    """
    require_joined(actor, partnership)
    if strange := answers.keys() - QUESTIONS.keys():
        raise ValueError(f"no such question: {', '.join(sorted(strange))}")
    at = at or timezone.now()
    held = lock(partnership)
    if not (held.is_being_written or held.state == PartnershipState.LEGAL_REVIEW):
        raise StepNotAllowed(TOO_LATE)
    kept = {row.key: row for row in held.criteria.all()}
    changed = []
    for key, (given, reason) in answers.items():
        row = kept.get(key) or PartnershipCriterion(partnership=held, key=key)
        if row.pk and (row.answer, row.reason) == (given, reason):
            continue
        row.answer, row.reason, row.answered_at, row.answered_by = given, reason, at, actor
        row.full_clean()
        row.save(update_fields=CHANGES if row.pk else None)
        changed.append(row)
    if changed:
        status_log.write(held, "answer_criteria", actor=actor, from_state=held.state, to_state=held.state, at=at)
    return changed
