"""The directory of contacts: put in, corrected, confirmed and taken away. A row never changes; another takes its place.

Organisations put in what they have read somewhere. When the authority itself says how a function is reached, that
takes the place of what organisations have said of the same function, and only the authority changes it from then on.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.models import FunctionContact
from portal.services.entitlements import require_asker
from procurement.models import AuthorityMembership, ContractingAuthority
from procurement.services.entitlements import require_buyer
from procurement.services.messages import buyers_of
from registry import notifications, status_log
from registry.workflow import StepNotAllowed, lock

FACTS = ["function", "service_area", "unit", "email", "phone", "page_url", "source", "source_url", "seen_on"]
THEIRS = "Myndigheten har själv sagt hur man når den här funktionen. Skriv till den om något är fel."
STANDING, CLOSED = "standing", "closed"


@transaction.atomic
def add(authority, *, actor, organisation=None, is_invented=False, at=None, **facts):
    """Put in a contact, for an organisation or, without one, for the authority itself. Returns the row."""
    _require(actor, authority, organisation)
    authority = _hold(authority)
    return _put_in(authority, organisation, actor, is_invented, at or timezone.now(), facts)


@transaction.atomic
def correct(contact, *, actor, organisation=None, at=None, **facts):
    """Say anew what a contact is: the old row is closed and kept. The authority confirms by saying the same again.

    An organisation may correct what organisations have put in, its own or another's, and nothing else.
    """
    _require(actor, contact.authority, organisation)
    authority = _hold(contact.authority)
    held = _standing(contact)
    if organisation and held.is_the_authoritys:
        raise StepNotAllowed(THEIRS)
    at = at or timezone.now()
    if _is_said_already(held, organisation, facts):
        raise StepNotAllowed("Det här står redan. Ändra det som är nytt.")
    _close(held, actor, "correct", at)
    return _put_in(authority, organisation, actor, held.is_invented, at, facts, replaces=held)


@transaction.atomic
def remove(contact, *, actor, organisation=None, at=None):
    """Take the contact out of the directory. The authority may take any of its contacts, an organisation its own."""
    _require(actor, contact.authority, organisation)
    _hold(contact.authority)
    held = _standing(contact)
    if organisation and held.organisation_id != organisation.pk:
        raise StepNotAllowed("Bara den som har lagt in kontakten, eller myndigheten, kan ta bort den.")
    _close(held, actor, "remove", at or timezone.now())
    return held


# --- The clock ---


def tell(at=None):
    """Daily: tell each authority's people that somebody else has put in contacts for it. Returns how many were told.

    One letter a day to each, however many rows. What an authority without people has been given is told to the first
    who comes.
    """
    at = at or timezone.now()
    waiting = FunctionContact.objects.untold().order_by().values("authority").distinct()
    authorities = ContractingAuthority.objects.filter(
        pk__in=waiting, memberships__in=AuthorityMembership.objects.buying()
    ).distinct()
    return sum(_tell(authority, at) for authority in authorities.order_by("pk"))


@transaction.atomic
def _tell(authority, at):
    authority = _hold(authority)
    rows = list(FunctionContact.objects.untold().filter(authority=authority).select_related("organisation"))
    people = list(buyers_of(authority))
    day = timezone.localdate(at)
    told_today = FunctionContact.objects.filter(authority=authority, told_at__date=day).exists()
    if not rows or not people or told_today:
        return 0
    FunctionContact.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=at)
    context = {"authority": authority, "number": len(rows)}
    once = f"{authority.pk}-{day}"
    url = f"/myndigheter/{authority.slug}/kontakter/"
    return len(notifications.notify(people, "portal/contacts_entered", context, url=url, once=once))


# --- What the steps share ---


def _require(actor, authority, organisation):
    if organisation:
        require_asker(actor, organisation)
    else:
        require_buyer(actor, authority)


def _hold(authority):
    """One at a time at each authority: else two would put in the same function side by side."""
    return ContractingAuthority.objects.select_for_update(no_key=True).get(pk=authority.pk)


def _standing(contact):
    held = lock(contact)
    if held.closed_at:
        raise StepNotAllowed("Någon annan hann före: kontakten är redan rättad eller borttagen. Läs in sidan igen.")
    return held


def _is_said_already(held, organisation, facts):
    same = held.organisation_id == (organisation.pk if organisation else None)
    return same and all(getattr(held, name) == facts[name] for name in FACTS)


def _put_in(authority, organisation, actor, is_invented, at, facts, replaces=None):
    if facts["seen_on"] > timezone.localdate(at):
        raise StepNotAllowed("Dagen kan inte ligga efter i dag.")
    new = FunctionContact(
        authority=authority,
        organisation=organisation,
        replaces=replaces,
        is_invented=is_invented or settings.DEMO,
        entered_at=at,
        entered_by=actor,
        **facts,
    )
    same = FunctionContact.objects.standing().same_as(new)
    if organisation is None:
        for row in same.filter(organisation__isnull=False):
            _close(lock(row), actor, "outdo", at)
    elif same.filter(organisation=None).exists():
        raise StepNotAllowed(THEIRS)
    new.full_clean()
    new.save()
    action = "confirm" if organisation is None and replaces and not replaces.is_the_authoritys else "enter"
    status_log.write(new, action, actor=actor, to_state=STANDING, at=at)
    return new


def _close(held, actor, action, at):
    held.closed_at = at
    held.save(update_fields=["closed_at"])
    status_log.write(held, action, actor=actor, from_state=STANDING, to_state=CLOSED, at=at)
