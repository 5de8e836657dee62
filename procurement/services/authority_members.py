"""An authority's people: invite, accept, change role, end. It always keeps an administrator.

Only a case officer can end the last administrator's membership, and make a colleague administrator instead.
"""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from procurement import email_domains
from procurement.models import AuthorityChange, AuthorityInvitation, AuthorityMembership
from procurement.services.entitlements import require_administrator, require_officer
from registry import notifications, status_log
from registry.services import invitations
from registry.workflow import StepNotAllowed, lock

Role = AuthorityMembership.Role
PATH = "/upphandlare/inbjudan/"


def administrators_of(authority):
    """The people who invite and end, each once."""
    return (
        get_user_model()
        .objects.filter(is_active=True, authority_memberships__in=authority.memberships.administering())
        .distinct()
        .order_by("pk")
    )


@transaction.atomic
def invite(authority, *, actor, email, role, at=None):
    """Offer a role to an address; the mail holds the only copy of the token. Returns (invitation, token).

    Officers and administrators have an address in one of the authority's domains; those elected may have any.
    """
    require_administrator(actor, authority)
    authority = lock(authority)
    at = at or timezone.now()
    email = email.lower()
    if refusal := address_refusal(email, role, authority):
        raise StepNotAllowed(refusal)
    if authority.memberships.active().filter(user__email=email).exists():
        raise StepNotAllowed("Personen är redan med i myndigheten.")
    invitation = AuthorityInvitation(authority=authority, email=email, role=role)
    token = invitations.send(invitation, beside=authority.invitations, actor=actor, at=at)
    context = {"invitation": invitation, "inviter": actor}
    notifications.mail(email, "procurement/invitation", context, url=f"{PATH}{token}/")
    return invitation, token


def address_refusal(email, role, authority):
    """Why an address may not have the role, in words; empty when it may."""
    return "" if role == Role.POLITICIAN else email_domains.refusal(email, authority)


def accept(token, *, actor, verified_emails, at=None):
    """Take the role that the letter offers. Raises as `accept_by_address` does."""
    invitation = invitations.by_token(AuthorityInvitation, token)
    return accept_by_address(invitation, actor=actor, verified_emails=verified_emails, at=at)


@transaction.atomic
def accept_by_address(invitation, *, actor, verified_emails, at=None):
    """Take the offered role. Only the invited address may, and only with that address verified.

    Raises `StepNotAllowed` when the invitation is used, revoked or too old, or when the address is no longer in one of
    the authority's domains; `NotEntitled` for another address.
    """
    at = at or timezone.now()
    authority = lock(invitation.authority)
    invitation = invitations.hold(invitation, verified_emails=verified_emails, at=at)
    if address_refusal(invitation.email, invitation.role, authority):
        raise StepNotAllowed(invitations.NO_LONGER_VALID)
    if not authority.memberships.active().filter(user=actor).exists():
        give_role(authority, actor, invitation.role, actor=actor, reason="invitation", at=at)
    return invitations.use(invitation, actor=actor, at=at)


@transaction.atomic
def revoke(invitation, *, actor, at=None):
    """Take an offer back."""
    require_administrator(actor, invitation.authority)
    return invitations.take_back(invitation, actor=actor, at=at)


@transaction.atomic
def change_role(membership, *, actor, role, verified_emails):
    """Give a colleague another role. `verified_emails` are the colleague's.

    Raises `StepNotAllowed` for the last administrator, and when somebody elected would buy without an address in one of
    the authority's domains.
    """
    authority = lock(membership.authority)
    require_administrator(actor, authority)
    membership = _standing(membership)
    if membership.role == Role.ADMINISTRATOR and role != Role.ADMINISTRATOR:
        _require_another_administrator(authority, membership)
    is_new_buyer = membership.role == Role.POLITICIAN and role != Role.POLITICIAN
    if is_new_buyer and not _has_address(authority, verified_emails):
        raise StepNotAllowed(
            "Personen har ingen bekräftad adress i era registrerade e-postdomäner. Be personen lägga till den först."
        )
    return _give_other_role(membership, role, actor=actor)


@transaction.atomic
def end(membership, *, actor, at=None):
    """End a membership: an administrator ends anyone's, everybody may leave. Never the last administrator."""
    authority = lock(membership.authority)
    leaving = membership.user_id == actor.pk
    if not leaving:
        require_administrator(actor, authority)
    membership = _standing(membership)
    if membership.role == Role.ADMINISTRATOR:
        _require_another_administrator(authority, membership)
    return _close(membership, "leave" if leaving else "remove", actor=actor, at=at or timezone.now())


@transaction.atomic
def end_for_authority(membership, *, actor, reason, at=None):
    """A case officer ends somebody's membership, also the last administrator's: who has left can hand over to nobody.

    Invitations that the person sent, and that nobody has answered, end too. Case officers read the `reason`, and the
    person may.
    """
    authority = lock(membership.authority)
    require_officer(actor, authority)
    membership = _standing(membership)
    at = at or timezone.now()
    _note(membership, AuthorityChange.Action.MEMBER_END, reason, actor=actor, at=at)
    sent = authority.invitations.filter(invited_by=membership.user_id, accepted_at=None, revoked_at=None)
    invitations.withdraw(sent, actor=actor, reason="inviter_ended", at=at)
    return _close(membership, "remove", actor=actor, reason="case_officer", at=at)


@transaction.atomic
def appoint(membership, *, actor, reason, verified_emails, at=None):
    """A case officer makes one of the authority's people its administrator, who is told. `verified_emails` are theirs.

    Raises `StepNotAllowed` for somebody without an address in one of the authority's domains.
    """
    authority = lock(membership.authority)
    require_officer(actor, authority)
    membership = _standing(membership)
    if membership.role == Role.ADMINISTRATOR:
        raise StepNotAllowed("Personen är redan administratör.")
    if not _has_address(authority, verified_emails):
        raise StepNotAllowed(
            "Personen har ingen bekräftad adress i myndighetens e-postdomäner. Registrera domänen, eller välj en annan."
        )
    at = at or timezone.now()
    _note(membership, AuthorityChange.Action.APPOINT, reason, actor=actor, at=at)
    _give_other_role(membership, Role.ADMINISTRATOR, actor=actor, reason="case_officer", at=at)
    page = f"/upphandlare/myndighet/{authority.slug}/personer/"
    notifications.notify([membership.user], "procurement/appointed", {"authority": authority}, url=page)
    return membership


def give_role(authority, user, role, *, actor, reason, at):
    """Let somebody in who is not a member. The caller holds the authority's lock and has asked who may."""
    membership = AuthorityMembership(authority=authority, user=user, role=role, created_at=at)
    membership.full_clean()
    membership.save()
    status_log.write(membership, "join", actor=actor, reason=reason, to_state=role, at=at)
    return membership


def _standing(membership):
    """The membership, locked. The caller holds the authority's lock."""
    held = lock(membership)
    if held.ended_at:
        raise StepNotAllowed("Uppdraget är redan avslutat.")
    return held


def _has_address(authority, verified_emails):
    return any(email_domains.belongs(email, authority) for email in verified_emails)


def _give_other_role(membership, role, *, actor, reason="", at=None):
    before, membership.role = membership.role, role
    membership.full_clean()
    membership.save(update_fields=["role"])
    status_log.write(membership, "change_role", actor=actor, reason=reason, from_state=before, to_state=role, at=at)
    return membership


def _close(membership, how, *, actor, at, reason=""):
    membership.ended_at, membership.ended_by = at, actor
    membership.full_clean()
    membership.save(update_fields=["ended_at", "ended_by"])
    status_log.write(membership, how, actor=actor, reason=reason, from_state=membership.role, to_state="ended", at=at)
    return membership


def _note(membership, action, reason, *, actor, at):
    change = AuthorityChange(
        authority_id=membership.authority_id,
        membership=membership,
        action=action,
        reason=reason,
        actor=actor,
        created_at=at,
    )
    change.full_clean()
    change.save()


def _require_another_administrator(authority, membership):
    if not authority.memberships.administering().exclude(pk=membership.pk).exists():
        raise StepNotAllowed("Myndigheten måste ha minst en administratör. Gör en kollega till administratör först.")
