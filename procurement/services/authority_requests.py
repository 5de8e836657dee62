"""Somebody asks to act for an authority; a case officer approves, refuses, or first adds what is missing."""

from django.db import transaction
from django.utils import timezone

from procurement import email_domains
from procurement.models import AuthorityMembership, AuthorityRequest
from procurement.services import authorities
from procurement.services.authority_members import administrators_of, give_role
from procurement.services.entitlements import require_officer
from registry import notifications, status_log
from registry.workflow import NotEntitled, Step, StepNotAllowed, lock, take

State = AuthorityRequest.State
Role = AuthorityMembership.Role
APPROVE = Step("approve", "Begäran godkändes", sources=(State.ASKED,), target=State.APPROVED)
REFUSE = Step("refuse", "Begäran avslogs", sources=(State.ASKED,), target=State.REFUSED)
WITHDRAW = Step("withdraw", "Begäran togs tillbaka", sources=(State.ASKED,), target=State.WITHDRAWN)
PLACE = Step("place", "Myndigheten pekades ut", sources=(State.ASKED,), target=None)
FOLDER = "procurement"


def address_refusal(email, authority):
    """Why that address may not ask, in words; empty when it may.

    An authority without registered domains, or one that is not here yet, takes any address of a domain that is not
    open to all: the case officer looks at the domain before anything is approved.
    """
    if email_domains.is_open_to_all(email_domains.domain_of(email)):
        return "Vem som helst kan ha en sådan adress. Använd din adress i arbetet."
    if authority is not None and authority.email_domains:
        return email_domains.refusal(email, authority)
    return ""


@transaction.atomic
def ask(*, actor, email, position, verified_emails, authority=None, typed=None, at=None):
    """Ask to act for an authority, or for one that `typed` names. Its administrators are told at once."""
    at = at or timezone.now()
    email = email.lower()
    if email not in verified_emails:
        raise NotEntitled("Bekräfta adressen först, på sidan E-postadresser.")
    if authority is not None:
        authority = lock(authority)
        if authority.memberships.active().filter(user=actor).exists():
            raise StepNotAllowed("Du är redan med i myndigheten.")
    if AuthorityRequest.objects.waiting().filter(asker=actor, authority=authority).exists():
        raise StepNotAllowed("Du har redan en begäran som väntar. Den finns på Mina sidor.")
    if refusal := address_refusal(email, authority):
        raise StepNotAllowed(refusal)
    asked = AuthorityRequest(
        authority=authority, asker=actor, email=email, position=position, asked_at=at, **(typed or {})
    )
    asked.full_clean()
    asked.save()
    asked.events.create(action="ask", actor=actor, from_state="", to_state=asked.state, created_at=at)
    status_log.write(asked, "ask", actor=actor, to_state=asked.state, at=at)
    notifications.notify([actor], f"{FOLDER}/request_received", {"asked": asked}, url=asked.get_absolute_url())
    if authority is not None:
        page = f"/upphandlare/myndighet/{authority.slug}/personer/"
        notifications.notify(administrators_of(authority), f"{FOLDER}/request_made", {"asked": asked}, url=page)
    return asked


@transaction.atomic
def withdraw(asked, *, actor, at=None):
    """The asker takes it back."""
    if asked.asker_id != actor.pk:
        raise NotEntitled("Bara den som har bett om uppdraget kan ta tillbaka det.")
    with take(WITHDRAW, asked, actor=actor, at=at) as held:
        pass
    return held


@transaction.atomic
def place(asked, *, actor, name, kind, organisation_number, at=None):
    """Say which authority a request is about, when the asker did not find it; adds it when it is not here."""
    _require_other(asked, actor)
    if asked.authority is not None:
        raise StepNotAllowed("Begäran gäller redan en myndighet.")
    authority, _ = authorities.register(
        actor=actor, name=name, kind=kind, organisation_number=organisation_number, at=at
    )
    if AuthorityRequest.objects.waiting().filter(asker=asked.asker, authority=authority).exists():
        raise StepNotAllowed(f"Personen har redan en begäran om {authority}. Avslå den ena.")
    with take(PLACE, asked, actor=actor, note=str(authority), at=at) as held:
        held.authority = authority
    return held


@transaction.atomic
def approve(asked, *, actor, role, reasons="", at=None):
    """The asker gets the role. The address must lie in a domain that is registered for the authority.

    The first one becomes administrator: somebody must be able to invite the others.
    """
    _require_other(asked, actor)
    if asked.authority is None:
        raise StepNotAllowed("Ange först vilken myndighet begäran gäller.")
    at = at or timezone.now()
    authority = lock(asked.authority)
    if authority.memberships.active().filter(user=asked.asker).exists():
        raise StepNotAllowed("Personen är redan med i myndigheten. Avslå begäran.")
    if not asked.asker.emailaddress_set.filter(email__iexact=asked.email, verified=True).exists():
        raise StepNotAllowed("Personen har tagit bort adressen från sitt konto. Avslå begäran.")
    if not email_domains.belongs(asked.email, authority):
        raise StepNotAllowed("Registrera e-postdomänen först, eller avslå.")
    if role != Role.ADMINISTRATOR and not authority.memberships.administering().exists():
        raise StepNotAllowed("Myndigheten har ingen administratör. Den första måste bli det.")
    with take(APPROVE, asked, actor=actor, note=reasons, at=at) as held:
        held.decided_at, held.decided_by, held.reasons, held.role = at, actor, reasons, role
        give_role(authority, held.asker, role, actor=actor, reason="request", at=at)
    others = administrators_of(authority).exclude(pk=held.asker_id)
    page = f"/upphandlare/myndighet/{authority.slug}/personer/"
    notifications.notify([held.asker], f"{FOLDER}/request_decided", {"asked": held}, url=held.get_absolute_url())
    notifications.notify(others, f"{FOLDER}/request_gave_a_role", {"asked": held}, url=page)
    return held


@transaction.atomic
def refuse(asked, *, actor, reasons, at=None):
    """The asker may not act for the authority; the reasons say why."""
    _require_other(asked, actor)
    with take(REFUSE, asked, actor=actor, note=reasons, at=at) as held:
        held.decided_at, held.decided_by, held.reasons = at or timezone.now(), actor, reasons
    notifications.notify([held.asker], f"{FOLDER}/request_decided", {"asked": held}, url=held.get_absolute_url())
    return held


def _require_other(asked, actor):
    require_officer(actor, asked.authority)
    if asked.asker_id == actor.pk:
        raise NotEntitled("Du kan inte pröva din egen begäran.")
