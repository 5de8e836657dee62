"""Colleagues: invite, accept, change role, remove. An organisation always keeps an owner."""

from django.db import transaction
from django.utils import timezone

from registry import notifications, status_log
from registry.models import Invitation, Membership
from registry.models.members import Role
from registry.services import invitations
from registry.services.entitlements import require_owner
from registry.workflow import StepNotAllowed, lock


@transaction.atomic
def invite(organisation, *, actor, email, role, at=None):
    """Offer a role to an address; the mail holds the only copy of the token. Returns (invitation, token).

    An address that has an open invitation gets none until that is revoked or has expired.
    """
    require_owner(actor, organisation)
    lock(organisation)
    at = at or timezone.now()
    email = email.lower()
    if organisation.memberships.active().filter(user__email=email).exists():
        raise StepNotAllowed("Personen är redan med i organisationen.")
    invitation = Invitation(organisation=organisation, email=email, role=role)
    token = invitations.send(invitation, beside=organisation.invitations, actor=actor, at=at)
    notifications.mail(email, "invitation", {"invitation": invitation, "inviter": actor}, url=f"/inbjudan/{token}/")
    return invitation, token


def accept(token, *, actor, verified_emails, at=None):
    """Take the role that the letter offers. Raises as `accept_by_address` does."""
    invitation = invitations.by_token(Invitation, token)
    return accept_by_address(invitation, actor=actor, verified_emails=verified_emails, at=at)


@transaction.atomic
def accept_by_address(invitation, *, actor, verified_emails, at=None):
    """Take the offered role. Only the invited address may, and only with that address verified.

    Raises `StepNotAllowed` when the invitation is used, revoked or too old, `NotEntitled` for another address.
    """
    at = at or timezone.now()
    organisation = lock(invitation.organisation)
    invitation = invitations.hold(invitation, verified_emails=verified_emails, at=at)
    if not organisation.memberships.active().filter(user=actor).exists():
        membership = Membership.objects.create(
            organisation=organisation, user=actor, role=invitation.role, created_at=at
        )
        status_log.write(membership, "join", actor=actor, reason="invitation", to_state=membership.role, at=at)
    return invitations.use(invitation, actor=actor, at=at)


@transaction.atomic
def revoke(invitation, *, actor, at=None):
    """Take an offer back."""
    require_owner(actor, invitation.organisation)
    return invitations.take_back(invitation, actor=actor, at=at)


@transaction.atomic
def change_role(membership, *, actor, role):
    """Give a colleague another role. Raises `StepNotAllowed` for the last owner."""
    organisation = lock(membership.organisation)
    require_owner(actor, organisation)
    membership = Membership.objects.select_for_update(of=["self"]).get(pk=membership.pk)
    if membership.ended_at:
        raise StepNotAllowed("Personen är redan borttagen.")
    if membership.role == Role.OWNER and role != Role.OWNER:
        _require_another_owner(organisation, membership)
    before, membership.role = membership.role, role
    membership.full_clean()
    membership.save(update_fields=["role"])
    status_log.write(membership, "change_role", actor=actor, from_state=before, to_state=role)
    return membership


@transaction.atomic
def remove(membership, *, actor, at=None):
    """End a membership: an owner removes anyone, everybody may leave. Never the last owner."""
    organisation = lock(membership.organisation)
    membership = Membership.objects.select_for_update(of=["self"]).get(pk=membership.pk)
    if membership.user_id != actor.pk:
        require_owner(actor, organisation)
    if membership.ended_at:
        raise StepNotAllowed("Personen är redan borttagen.")
    if membership.role == Role.OWNER:
        _require_another_owner(organisation, membership)
    membership.ended_at, membership.ended_by = at or timezone.now(), actor
    membership.full_clean()
    membership.save(update_fields=["ended_at", "ended_by"])
    how = "leave" if membership.user_id == actor.pk else "remove"
    status_log.write(membership, how, actor=actor, from_state=membership.role, to_state="ended", at=at)
    return membership


def _require_another_owner(organisation, membership):
    if not organisation.memberships.owning().exclude(pk=membership.pk).exists():
        raise StepNotAllowed("Organisationen måste ha minst en ägare. Gör en kollega till ägare först.")
