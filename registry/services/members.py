"""Colleagues: invite, accept, change role, remove. An organisation always keeps an owner."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from registry import notifications, status_log
from registry.models import Invitation, Membership
from registry.models.members import Role
from registry.services.entitlements import require_owner
from registry.tokens import hash_of
from registry.workflow import NotEntitled, StepNotAllowed, lock

VALID_FOR = timedelta(days=14)
NO_LONGER_VALID = "Inbjudan gäller inte längre. Be om en ny."


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
    waiting = organisation.invitations.filter(email=email, accepted_at=None, revoked_at=None)
    if waiting.open(at).exists():
        raise StepNotAllowed("Adressen har redan en inbjudan. Dra tillbaka den först om rollen ska ändras.")
    for old in waiting:
        old.revoked_at = at
        old.save(update_fields=["revoked_at"])
        status_log.write(old, "revoke", actor=actor, reason="expired", from_state="open", to_state="revoked", at=at)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        organisation=organisation,
        email=email,
        role=role,
        token_hash=hash_of(token),
        invited_by=actor,
        created_at=at,
        expires_at=at + VALID_FOR,
    )
    invitation.full_clean()
    invitation.save()
    status_log.write(invitation, "invite", actor=actor, reason=invitation.role, to_state="open", at=at)
    notifications.mail(email, "invitation", {"invitation": invitation, "inviter": actor}, url=f"/inbjudan/{token}/")
    return invitation, token


def accept(token, *, actor, verified_emails, at=None):
    """Take the role that the letter offers. Raises as `accept_by_address` does."""
    invitation = Invitation.objects.filter(token_hash=hash_of(token)).first()
    if invitation is None:
        raise StepNotAllowed(NO_LONGER_VALID)
    return accept_by_address(invitation, actor=actor, verified_emails=verified_emails, at=at)


@transaction.atomic
def accept_by_address(invitation, *, actor, verified_emails, at=None):
    """Take the offered role. Only the invited address may, and only with that address verified.

    Raises `StepNotAllowed` when the invitation is used, revoked or too old, `NotEntitled` for another address.
    """
    at = at or timezone.now()
    invitation = Invitation.objects.select_for_update(of=["self"]).get(pk=invitation.pk)
    if invitation.accepted_at or invitation.revoked_at or invitation.expires_at <= at:
        raise StepNotAllowed(NO_LONGER_VALID)
    if invitation.email not in verified_emails:
        raise NotEntitled("Inbjudan gäller en annan e-postadress. Logga in med den adress som bjöds in.")
    organisation = lock(invitation.organisation)
    if not organisation.memberships.active().filter(user=actor).exists():
        membership = Membership.objects.create(
            organisation=organisation, user=actor, role=invitation.role, created_at=at
        )
        status_log.write(membership, "join", actor=actor, reason="invitation", to_state=membership.role, at=at)
    invitation.accepted_at, invitation.accepted_by = at, actor
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    status_log.write(invitation, "accept", actor=actor, from_state="open", to_state="accepted", at=at)
    return invitation


@transaction.atomic
def revoke(invitation, *, actor, at=None):
    """Take an offer back."""
    require_owner(actor, invitation.organisation)
    invitation = Invitation.objects.select_for_update(of=["self"]).get(pk=invitation.pk)
    if invitation.accepted_at:
        raise StepNotAllowed("Inbjudan är redan använd.")
    if invitation.revoked_at is None:
        invitation.revoked_at = at or timezone.now()
        invitation.save(update_fields=["revoked_at"])
        status_log.write(invitation, "revoke", actor=actor, from_state="open", to_state="revoked", at=at)
    return invitation


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
