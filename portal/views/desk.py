"""Mina sidor: what waits for the person who is signed in."""

from django.contrib import messages
from django.db.models import Count, F, Min, OuterRef, Q, Subquery
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from portal.services.entitlements import places_of
from procurement.models import AuthorityInvitation, AuthorityRequest, ContractingAuthority
from registry import notifications
from registry.access import is_case_officer
from registry.models import Application, Claim, Invitation, Organisation
from registry.models.applications import OPEN, State
from registry.models.members import Role
from registry.views.invitations import verified_addresses

LATEST = 20
COUNCILS = (ContractingAuthority.Kind.MUNICIPALITY, ContractingAuthority.Kind.REGION)


def desk(request):
    """What waits for me, newest and most pressing first. Posting marks the messages as read."""
    if request.method == "POST":
        if notifications.mark_read(request.user):
            messages.success(request, "Alla meddelanden är markerade som lästa.")
        return redirect("desk")
    user = request.user
    inbox = list(user.notifications.order_by(F("read_at").desc(nulls_first=True), "-created_at", "-pk")[:LATEST])
    memberships = list(
        user.memberships.active().select_related("organisation").order_by("organisation__sort_key", "pk")
    )
    officer = is_case_officer(user)
    authorities = list(
        user.authority_memberships.active().select_related("authority").order_by("authority__name", "pk")
    )
    context = {
        "organisations": [_organisation_row(row) for row in _counted(memberships)],
        "invitations": [*_invitations(user, Invitation), *_invitations(user, AuthorityInvitation)],
        "claims": [_claim_row(claim) for claim in user.claims.select_related("organisation").order_by("-received_at")],
        "inbox": inbox,
        "unread": user.notifications.unread().count(),
        "is_officer": officer,
        "may_take_shift": user.is_superuser,
        "authorities": authorities,
        "has_council": bool(authorities) and places_of(user).exists(),
        "is_asked": any(row.authority.kind in COUNCILS for row in authorities),
        "authority_requests": _authority_requests(user),
        "is_new": not (memberships or authorities or officer or user.is_superuser),
    }
    return render(request, "portal/desk.html", context)


def _counted(memberships):
    """The memberships with what is going on in each organisation, in one query."""
    cases = Q(entities__applications__state__in=OPEN)
    due = (
        Application.objects.filter(
            legal_entity__organisation=OuterRef("pk"),
            state=State.COMPLETION_REQUESTED,
            completion_requests__answered_at=None,
        )
        .values("legal_entity__organisation")
        .annotate(first=Min("completion_requests__due_on"))
        .values("first")
    )
    counts = Organisation.everything.filter(pk__in=[row.organisation_id for row in memberships]).annotate(
        drafts=Count("entities__applications", filter=Q(entities__applications__state=State.DRAFT), distinct=True),
        cases=Count("entities__applications", filter=cases, distinct=True),
        due_on=Subquery(due),
    )
    by_id = {organisation.pk: organisation for organisation in counts}
    for row in memberships:
        row.organisation = by_id[row.organisation_id]
        yield row


def _organisation_row(membership):
    organisation = membership.organisation
    parts = [
        _number(organisation.drafts, "utkast", "utkast"),
        _number(organisation.cases, "ärende prövas", "ärenden prövas"),
    ]
    return {
        "organisation": organisation,
        "role": Role(membership.role).label,
        "state": ", ".join(filter(None, parts)) or "Inget väntar",
        "due_on": organisation.due_on,
        "overdue": bool(organisation.due_on and organisation.due_on < timezone.localdate()),
    }


def _number(number, one, several):
    return f"{number} {one if number == 1 else several}" if number else ""


def _invitations(user, model):
    """Open invitations to one of the user's addresses, as the page takes them."""
    is_authority = model is AuthorityInvitation
    group = "authority" if is_authority else "organisation"
    open_ones = model.objects.open().filter(email__in=verified_addresses(user)).select_related(group, "invited_by")
    return [
        {
            "url": reverse("authority_invitation_take" if is_authority else "invitation_take", args=[row.pk]),
            "group": getattr(row, group),
            "role": row.get_role_display(),
            "invited_by": row.invited_by,
            "expires_at": row.expires_at,
        }
        for row in open_ones.order_by("expires_at", "pk")
    ]


def _authority_requests(user):
    rows = user.authority_requests.select_related("authority").order_by("-asked_at", "-pk")
    return [
        {
            "url": row.get_absolute_url(),
            "label": f"Uppdrag för {row.authority_name}",
            "aside": AuthorityRequest.State(row.state).label,
        }
        for row in rows
    ]


def _claim_row(claim):
    return {
        "url": claim.get_absolute_url(),
        "label": f"Anspråk på {claim.organisation}",
        "note": claim.case_number,
        "aside": Claim.State(claim.state).label,
    }
