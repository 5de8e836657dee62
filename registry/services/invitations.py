"""Invitations of any kind: sent, held while they are answered, used once, taken back. The caller asks who may."""

import secrets
from datetime import timedelta

from django.utils import timezone

from registry import status_log
from registry.tokens import hash_of
from registry.workflow import NotEntitled, StepNotAllowed, lock

VALID_FOR = timedelta(days=14)
NO_LONGER_VALID = "Inbjudan gäller inte längre. Be om en ny."


def send(invitation, *, beside, actor, at):
    """Save an invitation that says who, where and which role. Returns the token, of which the letter has the only copy.

    `beside` are the invitations of the same organisation or authority, locked by the caller. An address that has an
    open one among them gets none until that is revoked or has expired.
    """
    waiting = beside.filter(email=invitation.email, accepted_at=None, revoked_at=None)
    if waiting.open(at).exists():
        raise StepNotAllowed("Adressen har redan en inbjudan. Dra tillbaka den först om rollen ska ändras.")
    withdraw(waiting, actor=actor, reason="expired", at=at)
    token = secrets.token_urlsafe(32)
    invitation.token_hash = hash_of(token)
    invitation.invited_by, invitation.created_at, invitation.expires_at = actor, at, at + VALID_FOR
    invitation.full_clean()
    invitation.save()
    status_log.write(invitation, "invite", actor=actor, reason=invitation.role, to_state="open", at=at)
    return token


def by_token(model, token):
    """The invitation that a letter leads to. Raises `StepNotAllowed` when there is none."""
    invitation = model.objects.filter(token_hash=hash_of(token)).first()
    if invitation is None:
        raise StepNotAllowed(NO_LONGER_VALID)
    return invitation


def hold(invitation, *, verified_emails, at):
    """Lock an invitation that may be taken by somebody with those addresses.

    Raises `StepNotAllowed` when it is used, revoked or too old, `NotEntitled` for another address.
    """
    invitation = lock(invitation)
    state = invitation.state_for(verified_emails, at)
    if state == invitation.State.WRONG_ADDRESS:
        raise NotEntitled("Inbjudan gäller en annan e-postadress. Logga in med den adress som bjöds in.")
    if state != invitation.State.OPEN:
        raise StepNotAllowed(NO_LONGER_VALID)
    return invitation


def use(invitation, *, actor, at):
    """Note that a held invitation was taken."""
    invitation.accepted_at, invitation.accepted_by = at, actor
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    status_log.write(invitation, "accept", actor=actor, from_state="open", to_state="accepted", at=at)
    return invitation


def take_back(invitation, *, actor, at=None):
    """Revoke one. Twice is as good as once; a used one stays."""
    invitation = lock(invitation)
    if invitation.accepted_at:
        raise StepNotAllowed("Inbjudan är redan använd.")
    if invitation.revoked_at is None:
        _revoke(invitation, actor=actor, reason="", at=at or timezone.now())
    return invitation


def withdraw(waiting, *, actor, reason, at):
    """Revoke several that nobody has answered, for a reason given as a code."""
    for old in waiting.select_for_update(of=["self"]):
        _revoke(old, actor=actor, reason=reason, at=at)


def _revoke(invitation, *, actor, reason, at):
    invitation.revoked_at = at
    invitation.save(update_fields=["revoked_at"])
    status_log.write(invitation, "revoke", actor=actor, reason=reason, from_state="open", to_state="revoked", at=at)
