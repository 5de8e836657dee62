"""Services that nobody has confirmed for a year (N16): ask the owners, take their answer by a link, tell an officer."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef
from django.utils import timezone

from registry import freshness, notifications, status_log
from registry.calendar import months_later
from registry.models import (
    ConfirmationLink,
    LegalEntity,
    Notification,
    Organisation,
    SearchEntry,
    Service,
    Verification,
)
from registry.search.slots import FACETS
from registry.services import offerings, search_index
from registry.tokens import hash_of
from registry.workflow import StepNotAllowed, lock

VALID_FOR = timedelta(days=30)
BETWEEN = timedelta(days=21)  # the least time from the first letter to the second
FIRST, SECOND = "services_unconfirmed", "services_unconfirmed_again"
USED = "Länken är redan använd. Den fungerar en gång."
EXPIRED = "Länken har gått ut. Den gäller i 30 dagar."
NO_LONGER_MEMBER = (
    "Du företräder inte längre organisationen. Be en av dess ägare att logga in och bekräfta tjänsterna. "
    "Är du kvar i organisationen kan ägaren bjuda in dig på nytt."
)


def unconfirmed(months, at=None):
    """Public organisations whose oldest service was confirmed so many months ago or more, the oldest first.

    Only services of entities whose verification holds: nobody is asked about what the portal no longer vouches for.
    """
    on = timezone.localdate(at)
    holds = Verification.objects.in_force(on).filter(legal_entity=OuterRef("legal_entity"))
    services = (
        Service.objects.filter(Exists(holds), ended_on=None, legal_entity__organisation__published_at__isnull=False)
        .values("legal_entity__organisation")
        .annotate(oldest=Min("confirmed_on"), services=Count("pk"))
        .filter(oldest__lte=months_later(on, -months))
        .order_by("oldest", "legal_entity__organisation")
    )
    return services.values_list("legal_entity__organisation", "oldest", "services")


def ask_owners(at=None):
    """Daily: one letter to each owner after twelve months, one more after thirteen. Returns how many were written."""
    at = at or timezone.now()
    on, written = timezone.localdate(at), 0
    for pk, oldest, services in list(unconfirmed(freshness.ASK, at)):
        if not freshness.is_faded(oldest, on):
            continue
        with transaction.atomic():
            organisation = Organisation.everything.get(pk=pk)
            for membership in organisation.memberships.owning().filter(user__is_active=True).select_related("user"):
                written += _ask(organisation, membership.user, oldest, services, at)
    return written


def _ask(organisation, owner, oldest, services, at):
    """Write to an owner, if it is time. At most two letters about what was confirmed in one month."""
    once = f"{organisation.pk}-{oldest:%Y-%m}"
    first = Notification.objects.filter(user=owner, kind=FIRST, once=once).first()
    if first is None:
        return _write(FIRST, organisation, owner, oldest, services, once, at)
    late = freshness.has_passed(oldest, freshness.ASK_AGAIN, timezone.localdate(at))
    if late and first.created_at <= at - BETWEEN:
        return _write(SECOND, organisation, owner, oldest, services, once, at)
    return 0


def _write(kind, organisation, owner, oldest, services, once, at):
    """A row in the inbox without the link, and a letter with it: the link stands nowhere but in the letter."""
    context = {"organisation": organisation, "oldest": oldest, "services": services}
    here = f"/min-organisation/{organisation.slug}/"
    if not notifications.put_in_inbox(owner, kind, context, url=here, once=once, at=at):
        return 0
    link, token = make_link(organisation, owner, at=at)
    notifications.mail(owner.email, kind, {**context, "link": link}, url=f"/bekrafta/{token}/")
    return 1


def make_link(organisation, owner, *, at):
    """(link, token). Only the letter has the token."""
    token = secrets.token_urlsafe(32)
    link = ConfirmationLink.objects.create(
        organisation=organisation,
        user=owner,
        token_sha256=hash_of(token),
        sent_at=at,
        expires_at=at + VALID_FOR,
    )
    return link, token


def refusal(link, at=None):
    """Why the link can no longer be used, in words; empty when it can."""
    if link.used_at:
        return USED
    if link.expires_at <= (at or timezone.now()):
        return EXPIRED
    if not link.organisation.memberships.owning().filter(user=link.user, user__is_active=True).exists():
        return NO_LONGER_MEMBER
    return ""


def services_of(organisation):
    """The organisation's services of today."""
    return Service.objects.filter(legal_entity__organisation=organisation, ended_on=None)


@transaction.atomic
def confirm(link, *, at=None):
    """Say that every service of the organisation still holds: once, by the owner whom the link was sent to.

    Services of an entity whose application is being examined are locked, and left. Returns how many were confirmed.
    Raises `StepNotAllowed` for a link that is used or too old, or when all are locked.
    """
    at = at or timezone.now()
    link = lock(link)
    if why := refusal(link, at):
        raise StepNotAllowed(why)
    entities = LegalEntity.objects.filter(organisation=link.organisation).order_by("pk")
    entities = [entity for entity in entities.select_for_update(of=["self"]) if offerings.may_change(entity)]
    confirmed = services_of(link.organisation).filter(legal_entity__in=entities)
    number = confirmed.update(confirmed_on=timezone.localdate(at), confirmed_by=link.user)
    if not number:
        raise StepNotAllowed(offerings.LOCKED)
    link.used_at = at
    link.save(update_fields=["used_at"])
    status_log.write(link, "confirm", actor=link.user, from_state="sent", to_state="used", at=at)
    search_index.refresh(link.organisation)
    return number


def fade(at=None):
    """Nightly: draw the search rows anew of those who are confirmed in the last year, or count at all, no longer."""
    on = timezone.localdate(at)
    facet = FACETS["confirmed"]
    due = set()
    for value, months in ((freshness.LAST_YEAR, freshness.ASK), (freshness.EARLIER, freshness.HIDE)):
        old = Service.objects.filter(ended_on=None, confirmed_on__lte=months_later(on, -months))
        entries = SearchEntry.objects.filter(
            slots__contains=[facet.slot(value)], pk__in=old.values("legal_entity__organisation")
        )
        due.update(entries.values_list("pk", flat=True))
    return search_index.redraw_all(due)
