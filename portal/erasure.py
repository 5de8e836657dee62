"""A person asks to be erased (GDPR article 17): what can go goes at once, the rest loses its name but keeps its row."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from portal.models import ContactNote, CouncilNote, MeetingSignUp, ReadMark
from portal.personal_data import addresses_of
from procurement.models import AuthorityInvitation, AuthorityRequest, ContractingAuthority
from procurement.services import authority_members
from registry import status_log
from registry.access import forget, is_case_officer
from registry.models import Claim, Decision, Invitation, Mail, Organisation
from registry.models.members import Role
from registry.services import invitations, members
from registry.workflow import NotEntitled, StepNotAllowed

NO_NAME = "Raderad person"


def obstacles(user):
    """What must be done before the account can be erased, in words. Empty when nothing must."""
    left = [
        f"Du är enda ägaren av {organisation}. Gör en kollega till ägare först."
        for organisation in Organisation.everything.filter(
            memberships__user=user, memberships__role=Role.OWNER, memberships__ended_at=None
        ).order_by("sort_key")
        if organisation.memberships.owning().count() == 1
    ]
    if Claim.objects.filter(claimant=user, state=Claim.State.SUBMITTED).exists():
        left.append("Du har ett anspråk som prövas. Ta tillbaka det, eller vänta på beslutet.")
    if is_case_officer(user) or user.is_staff or user.is_superuser:
        left.append("Du är handläggare eller administratör. Be en administratör ta bort rollen först.")
    left += [
        f"Du är enda administratör för {authority}. Gör en kollega till administratör först."
        for authority in ContractingAuthority.objects.filter(
            memberships__in=user.authority_memberships.administering()
        ).order_by("sort_key")
        if authority.memberships.administering().count() == 1
    ]
    if AuthorityRequest.objects.waiting().filter(asker=user).exists():
        left.append("Du har bett om ett uppdrag hos en myndighet. Ta tillbaka begäran, eller vänta på beslutet.")
    return left


@transaction.atomic
def erase(user, *, actor, at=None):
    """Close the account and take away everything that names the person, as far as it may be taken away.

    A name in a decision that the person made stays (2017:900, 31 §). Raises `StepNotAllowed` with what stands in the
    way, `NotEntitled` for anybody but the person.
    """
    if actor != user:
        raise NotEntitled("Var och en raderar sitt eget konto.")
    at = at or timezone.now()
    user = get_user_model().objects.select_for_update().get(pk=user.pk)
    if left := obstacles(user):
        raise StepNotAllowed(" ".join(left))
    addresses = addresses_of(user)
    for membership in user.memberships.active():
        members.remove(membership, actor=user, at=at)
    for membership in user.authority_memberships.active():
        authority_members.end(membership, actor=user, at=at)
    for asked in AuthorityRequest.objects.filter(asker=user):
        asked.email = f"raderad-{asked.pk}@raderad.invalid"
        asked.save(update_fields=["email"])
    status_log.write(user, "erase", actor=user, from_state="active", to_state="erased", at=at)
    CouncilNote.objects.filter(user=user).delete()
    ReadMark.objects.filter(user=user).delete()
    ContactNote.objects.filter(written_by=user).update(written_by=None)  # the organisation's, so it stays
    MeetingSignUp.objects.filter(user=user, wants_contact=True).update(wants_contact=False)
    _forget_messages(user, addresses, at)
    _forget_ways_in(user)
    user.email = f"raderad-{user.pk}@raderad.invalid"
    if not Decision.objects.filter(decided_by=user).exists():
        user.name = NO_NAME
    user.is_active = False
    user.last_login = None
    user.set_unusable_password()
    user.save(update_fields=["email", "name", "is_active", "last_login", "password"])
    user.groups.clear()
    forget(user)
    return user


def _forget_messages(user, addresses, at):
    user.notifications.all().delete()
    Mail.objects.filter(recipient__in=addresses).delete()
    for model in (Invitation, AuthorityInvitation):
        invited = model.objects.filter(email__in=addresses)
        invitations.withdraw(invited.filter(accepted_at=None, revoked_at=None), actor=user, reason="erase", at=at)
        for invitation in invited.select_for_update():
            invitation.email = f"raderad-{invitation.pk}@raderad.invalid"
            invitation.save(update_fields=["email"])


def _forget_ways_in(user):
    sessions = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=list(sessions.values_list("session_key", flat=True))).delete()
    sessions.delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
