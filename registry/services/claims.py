"""Claims: somebody shows by fullmakt or protokoll that they represent an organisation that is here already."""

from django.db import transaction
from django.utils import timezone

from registry import notifications, status_log
from registry.case_numbers import next_case_number
from registry.models import Claim, Membership
from registry.models.members import Role
from registry.models.records import JournalEntry
from registry.services import journal
from registry.services.entitlements import require_officer
from registry.workflow import NotEntitled, Step, StepNotAllowed, lock, take

State = Claim.State
APPROVE = Step("approve", "Anspråket godkändes", sources=(State.SUBMITTED,), target=State.APPROVED)
REJECT = Step("reject", "Anspråket avslogs", sources=(State.SUBMITTED,), target=State.REJECTED)
WITHDRAW = Step("withdraw", "Anspråket togs tillbaka", sources=(State.SUBMITTED,), target=State.WITHDRAWN)


@transaction.atomic
def submit(organisation, *, actor, position, explanation, evidence, at=None):
    """Ask to represent an organisation. Its present owners are told at once."""
    organisation = lock(organisation)
    if organisation.memberships.active().filter(user=actor).exists():
        raise StepNotAllowed("Du är redan med i organisationen.")
    claim = Claim(
        organisation=organisation,
        claimant=actor,
        case_number=next_case_number(at),
        received_at=at or timezone.now(),
        position=position,
        explanation=explanation,
        evidence=evidence,
    )
    claim.full_clean()
    claim.save()
    claim.events.create(action="submit", actor=actor, from_state="", to_state=claim.state)
    status_log.write(claim, "submit", actor=actor, to_state=claim.state, at=at)
    journal.write_claim(claim, JournalEntry.Direction.IN, "Anspråk på att företräda organisationen")
    notifications.notify([actor], "claim_received", {"claim": claim}, url=claim.get_absolute_url())
    notifications.notify(notifications.members_of(organisation, editing=True), "claim_made", {"claim": claim})
    return claim


@transaction.atomic
def approve(claim, *, actor, reasons="", at=None):
    """The evidence holds: the claimant becomes an owner."""
    _require_other(claim, actor)
    at = at or timezone.now()
    with take(APPROVE, claim, actor=actor, note=reasons) as held:
        held.decided_at, held.decided_by, held.reasons = at, actor, reasons
        lock(held.organisation)
        _make_owner(held, actor, at)
    _tell(held)
    others = notifications.members_of(held.organisation, editing=True).exclude(pk=held.claimant_id)
    page = f"/min-organisation/{held.organisation.slug}/"
    notifications.notify(others, "claim_gave_an_owner", {"claim": held}, url=page)
    return held


def _make_owner(claim, actor, at):
    """The claimant's role becomes owner, whether or not there was one before."""
    membership, is_new = Membership.objects.get_or_create(
        organisation=claim.organisation, user=claim.claimant, ended_at=None, defaults={"role": Role.OWNER}
    )
    before = "" if is_new else membership.role
    if before == Role.OWNER:
        return
    if not is_new:
        membership.role = Role.OWNER
        membership.save(update_fields=["role"])
    status_log.write(
        membership, "join", actor=actor, reason="claim", from_state=before, to_state=membership.role, at=at
    )


@transaction.atomic
def reject(claim, *, actor, reasons, at=None):
    """The evidence does not hold; the reasons say why."""
    _require_other(claim, actor)
    with take(REJECT, claim, actor=actor, note=reasons) as held:
        held.decided_at, held.decided_by, held.reasons = at or timezone.now(), actor, reasons
    _tell(held)
    return held


@transaction.atomic
def withdraw(claim, *, actor):
    """The claimant takes it back."""
    if claim.claimant_id != actor.pk:
        raise NotEntitled("Bara den som gjort anspråket kan ta tillbaka det.")
    with take(WITHDRAW, claim, actor=actor) as held:
        pass
    journal.write_claim(held, JournalEntry.Direction.IN, "Anspråket togs tillbaka")
    return held


def _require_other(claim, actor):
    require_officer(actor, claim.organisation)
    if claim.claimant_id == actor.pk:
        raise NotEntitled("Du kan inte pröva ditt eget anspråk.")


def _tell(claim):
    journal.write_claim(claim, JournalEntry.Direction.OUT, f"Beslut om anspråk: {claim.get_state_display().lower()}")
    notifications.notify([claim.claimant], "claim_decided", {"claim": claim}, url=claim.get_absolute_url())
