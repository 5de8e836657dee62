"""Those who act for an authority: who they are, inviting, roles, ending. Mirrors the organisations' pages."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from procurement import email_domains
from procurement.forms.authority_people import AuthorityInviteForm, AuthorityRoleForm
from procurement.models import AuthorityInvitation, AuthorityMembership, ContractingAuthority
from procurement.services import authority_members
from registry.tokens import hash_of
from registry.views.base import act, answer
from registry.views.invitations import accept_page, take, verified_addresses
from registry.workflow import StepNotAllowed

Role = AuthorityMembership.Role
ONLY_ADMINISTRATORS = "Bara en administratör kan göra detta. Be en av era administratörer."


def _authority(request, slug, *, manage=False):
    """The authority for one of its people. 404 for strangers, 403 for those who may not manage."""
    authority = get_object_or_404(
        ContractingAuthority.objects.filter(memberships__in=request.user.authority_memberships.active()), slug=slug
    )
    request.role = authority.memberships.active().get(user=request.user).role
    if manage and request.role != Role.ADMINISTRATOR:
        raise PermissionDenied(ONLY_ADMINISTRATORS)
    return authority


def _membership(authority, pk):
    return get_object_or_404(authority.memberships.active().select_related("user"), pk=pk)


@require_safe
def authority_people(request, slug):
    """Everybody with a role, and the invitations that nobody has answered."""
    authority = _authority(request, slug)
    now = timezone.now()
    context = {
        "authority": authority,
        "memberships": authority.memberships.active().select_related("user").order_by("created_at", "pk"),
        "invitations": [
            {"invitation": row, "expired": row.expires_at <= now}
            for row in authority.invitations.filter(accepted_at=None, revoked_at=None).order_by("created_at", "pk")
        ],
        "domains": [email_domains.shown(domain) for domain in authority.email_domains],
        "may_manage": request.role == Role.ADMINISTRATOR,
        "has_administrator": authority.memberships.administering().exists(),
    }
    return render(request, "procurement/authority_people.html", context)


@require_http_methods(["GET", "POST"])
def authority_invite(request, slug):
    """Send an invitation to an e-mail address."""
    authority = _authority(request, slug, manage=True)
    form = AuthorityInviteForm(
        request.POST if request.method == "POST" else None, authority=authority, initial={"role": Role.OFFICER}
    )
    if form.is_valid():
        try:
            invitation, _ = authority_members.invite(authority, actor=request.user, **form.cleaned_data)
        except StepNotAllowed as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"Vi har skickat en inbjudan till {invitation.email}.")
            return redirect("authority_people", slug)
    context = {"authority": authority, "domains": [email_domains.shown(domain) for domain in authority.email_domains]}
    return answer(request, "procurement/authority_invite.html", context, form)


def authority_invitation_revoke(request, slug, invitation_id):
    """Take an invitation back."""
    authority = _authority(request, slug, manage=True)
    invitation = get_object_or_404(authority.invitations, pk=invitation_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return act(
        request,
        lambda: authority_members.revoke(invitation, actor=request.user),
        done=f"Inbjudan till {invitation.email} gäller inte längre.",
        to=reverse("authority_people", args=[slug]),
    )


@require_http_methods(["GET", "POST"])
def authority_role(request, slug, membership_id):
    """Give a colleague another role."""
    authority = _authority(request, slug, manage=True)
    membership = _membership(authority, membership_id)
    form = AuthorityRoleForm(request.POST if request.method == "POST" else None, initial={"role": membership.role})
    if form.is_valid():
        try:
            changed = authority_members.change_role(
                membership,
                actor=request.user,
                role=form.cleaned_data["role"],
                verified_emails=verified_addresses(membership.user),
            )
        except StepNotAllowed as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, f"{membership.user} är nu {changed.get_role_display().lower()}.")
            return redirect("authority_people", slug)
    context = {"authority": authority, "membership": membership}
    return answer(request, "procurement/authority_role.html", context, form)


@require_http_methods(["GET", "POST"])
def authority_end(request, slug, membership_id):
    """Ask before somebody's membership is ended, or one leaves. The last administrator stays."""
    authority = _authority(request, slug)
    membership = _membership(authority, membership_id)
    leaving = membership.user_id == request.user.pk
    if not leaving and request.role != Role.ADMINISTRATOR:
        raise PermissionDenied(ONLY_ADMINISTRATORS)
    refusal = ""
    if request.method == "POST":
        try:
            authority_members.end(membership, actor=request.user)
        except StepNotAllowed as refused:
            refusal = str(refused)
        else:
            done = f"Du har lämnat {authority}." if leaving else f"Uppdraget för {membership.user} är avslutat."
            messages.success(request, done)
            return redirect("desk") if leaving else redirect("authority_people", slug)
    context = {"authority": authority, "membership": membership, "leaving": leaving, "refusal": refusal}
    return render(request, "procurement/authority_end.html", context, status=422 if refusal else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def authority_invitation_accept(request, token):
    """Say what the invitation is about, and take it."""
    known = AuthorityInvitation.objects.select_related("authority", "invited_by")
    invitation = get_object_or_404(known, token_hash=hash_of(token))
    return accept_page(
        request,
        invitation,
        group=invitation.authority,
        accept=partial(authority_members.accept, token),
        welcome=_welcome,
        template="procurement/authority_invitation_accept.html",
    )


def authority_invitation_take(request, invitation_id):
    """Take an invitation from one's own page."""
    known = AuthorityInvitation.objects.select_related("authority").filter(email__in=verified_addresses(request.user))
    invitation = get_object_or_404(known, pk=invitation_id)
    return take(request, invitation, accept=authority_members.accept_by_address, welcome=_welcome)


def _welcome(request, invitation):
    messages.success(request, f"Välkommen till {invitation.authority}.")
    return redirect("authority_people", invitation.authority.slug)
