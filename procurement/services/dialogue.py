"""What passes between an authority and those who may tender: interest, and questions with the same answer to all."""

from django.db import transaction
from django.utils import timezone

from procurement.models import Interest, Question
from procurement.models.procurements import State
from procurement.services import messages
from procurement.services.entitlements import require_buyer
from registry import status_log
from registry.models import LegalEntity
from registry.services.entitlements import require_editor
from registry.workflow import StepNotAllowed, lock

TAKES_INTEREST = (State.PLANNED, State.DIALOGUE, State.PUBLISHED)
TAKES_QUESTIONS = (State.PLANNED, State.DIALOGUE, State.PUBLISHED)


@transaction.atomic
def show_interest(procurement, entity, *, actor, note="", wants_partners=False, at=None):
    """Show that the entity may want to tender. The authority's officers see it, nobody else."""
    require_editor(actor, entity.organisation)
    procurement = lock(procurement)
    _require_open(procurement, TAKES_INTEREST, "Det går inte längre att visa intresse.")
    if not LegalEntity.objects.handed_in().filter(pk=entity.pk).exists():
        raise StepNotAllowed("Skicka in er ansökan först. Då kan upphandlaren se vilka ni är.")
    interest = Interest(
        procurement=procurement,
        legal_entity=entity,
        note=note,
        wants_partners=wants_partners,
        shown_at=at or timezone.now(),
        shown_by=actor,
    )
    interest.full_clean()
    interest.save()
    status_log.write(interest, "show_interest", actor=actor, to_state="shown", at=at)
    return interest


@transaction.atomic
def withdraw_interest(interest, *, actor, at=None):
    """Take the interest back. The officers see that it is gone, not why."""
    require_editor(actor, interest.legal_entity.organisation)
    interest = lock(interest)
    if interest.withdrawn_at:
        raise StepNotAllowed("Intresset är redan tillbakataget.")
    interest.withdrawn_at, interest.withdrawn_by = at or timezone.now(), actor
    interest.save(update_fields=["withdrawn_at", "withdrawn_by"])
    status_log.write(interest, "withdraw_interest", actor=actor, from_state="shown", to_state="withdrawn", at=at)
    return interest


@transaction.atomic
def seek_partners(procurement, organisation, *, actor, wanted, at=None):
    """Say, or no longer say, that the organisation would gladly tender with others: for all its interests in it.

    Those who say the same about the same procurement see it, and so does the buyer. Nobody else.
    """
    require_editor(actor, organisation)
    procurement = lock(procurement)
    _require_open(procurement, TAKES_INTEREST, "Det går inte längre att söka andra att lämna anbud med.")
    rows = list(procurement.interests.standing().filter(legal_entity__organisation=organisation).select_for_update())
    if not rows:
        raise StepNotAllowed("Visa intresse för upphandlingen först.")
    changed = [row for row in rows if row.wants_partners != wanted]
    for row in changed:
        row.wants_partners = wanted
        row.save(update_fields=["wants_partners"])
    status_log.write_all(changed, "seek_partners" if wanted else "stop_seeking_partners", actor=actor, at=at)
    return rows


@transaction.atomic
def ask(procurement, text, *, actor, at=None):
    """Ask the buyer something. Anyone with an account may; nobody but the buyer learns who asked."""
    at = at or timezone.now()
    procurement = lock(procurement)
    _require_open(procurement, TAKES_QUESTIONS, "Det går inte längre att ställa frågor.")
    if procurement.questions_until and timezone.localdate(at) > procurement.questions_until:
        raise StepNotAllowed("Sista dagen för frågor har passerat.")
    question = Question(procurement=procurement, text=text, asked_by=actor, asked_at=at)
    question.full_clean()
    question.save()
    messages.tell_buyers(procurement, "question_asked", question=question)
    return question


@transaction.atomic
def answer(question, text, *, actor, wording=None, at=None):
    """Answer, to everybody at once. `wording` puts the question so that it does not tell who asked."""
    require_buyer(actor, question.procurement.authority)
    question = lock(question)
    if question.answered_at:
        raise StepNotAllowed("Frågan är redan besvarad. Läs svaret på upphandlingens sida.")
    question.text = wording or question.text
    question.answer, question.answered_at, question.answered_by = text, at or timezone.now(), actor
    question.full_clean()
    question.save(update_fields=["text", "answer", "answered_at", "answered_by"])
    messages.tell_answered(question)
    return question


def _require_open(procurement, states, refusal):
    if procurement.withdrawn_at or procurement.state not in states:
        raise StepNotAllowed(refusal)
    if procurement.state == State.PLANNED and not procurement.plan_shown_at:
        raise StepNotAllowed("Planen visas inte för alla ännu.")
