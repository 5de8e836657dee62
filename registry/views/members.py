"""Those who represent the organisation in the portal: who they are, inviting, roles, leaving."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from registry.forms.members import InviteForm, RoleForm
from registry.models import Invitation
from registry.models.members import Role
from registry.services import members
from registry.tokens import hash_of
from registry.views.base import act, answer, member_organisation
from registry.views.invitations import accept_page, take, verified_addresses
from registry.workflow import StepNotAllowed


@require_safe
def member_list(request, slug):
    """Everybody with a role, and the invitations that nobody has answered."""
    organisation = member_organisation(request, slug)
    now = timezone.now()
    context = {
        "organisation": organisation,
        "memberships": organisation.memberships.active().select_related("user").order_by("created_at", "pk"),
        "invitations": [
            {"invitation": row, "expired": row.expires_at <= now}
            for row in organisation.invitations.filter(accepted_at=None, revoked_at=None).order_by("created_at", "pk")
        ],
        "may_manage": request.role == Role.OWNER,
    }
    return render(request, "registry/member_list.html", context)


def member_invite(request, slug):
    """Send an invitation to an e-mail address."""
    organisation = member_organisation(request, slug, own=True)
    form = InviteForm(request.POST if request.method == "POST" else None, initial={"role": Role.EDITOR})
    if form.is_valid():
        try:
            invitation, _ = members.invite(organisation, actor=request.user, **form.cleaned_data)
        except StepNotAllowed as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"Vi har skickat en inbjudan till {invitation.email}.")
            return redirect("member_list", slug)
    return answer(request, "registry/member_invite.html", {"form": form, "organisation": organisation}, form)


def invitation_revoke(request, slug, invitation_id):
    """Take an invitation back."""
    organisation = member_organisation(request, slug, own=True)
    invitation = get_object_or_404(organisation.invitations, pk=invitation_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return act(
        request,
        lambda: members.revoke(invitation, actor=request.user),
        done=f"Inbjudan till {invitation.email} gäller inte längre.",
        to=reverse("member_list", args=[slug]),
    )


def member_role(request, slug, membership_id):
    """Give a colleague another role."""
    organisation = member_organisation(request, slug, own=True)
    membership = get_object_or_404(organisation.memberships.active().select_related("user"), pk=membership_id)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": membership.role})
    if form.is_valid():
        try:
            changed = members.change_role(membership, actor=request.user, role=form.cleaned_data["role"])
        except StepNotAllowed as refusal:
            form.add_error("role", str(refusal))
        else:
            role = changed.get_role_display().lower()
            messages.success(request, f"{membership.user} är nu {role}.")
            return redirect("member_list", slug)
    context = {"form": form, "organisation": organisation, "membership": membership}
    return answer(request, "registry/member_role.html", context, form)


def member_remove(request, slug, membership_id):
    """Ask before somebody is removed, or leaves. The last owner stays."""
    organisation = member_organisation(request, slug)
    membership = get_object_or_404(organisation.memberships.active().select_related("user"), pk=membership_id)
    leaving = membership.user_id == request.user.pk
    if not leaving:
        member_organisation(request, slug, own=True)
    refusal = ""
    if request.method == "POST":
        try:
            members.remove(membership, actor=request.user)
        except StepNotAllowed as refused:
            refusal = str(refused)
        else:
            done = f"Du har lämnat {organisation}." if leaving else f"{membership.user} är borttagen."
            messages.success(request, done)
            return redirect("desk") if leaving else redirect("member_list", slug)
    context = {"organisation": organisation, "membership": membership, "leaving": leaving, "refusal": refusal}
    return render(request, "registry/member_remove.html", context, status=422 if refusal else 200)


@never_cache
def invitation_accept(request, token):
    """Say what the invitation is about, and take it."""
    known = Invitation.objects.select_related("organisation", "invited_by")
    invitation = get_object_or_404(known, token_hash=hash_of(token))
    return accept_page(
        request,
        invitation,
        group=invitation.organisation,
        accept=partial(members.accept, token),
        welcome=_welcome,
        template="registry/invitation_accept.html",
    )


def invitation_take(request, invitation_id):
    """Take an invitation from one's own page."""
    known = Invitation.objects.select_related("organisation").filter(email__in=verified_addresses(request.user))
    invitation = get_object_or_404(known, pk=invitation_id)
    return take(request, invitation, accept=members.accept_by_address, welcome=_welcome)


def _welcome(request, invitation):
    messages.success(request, f"Välkommen till {invitation.organisation}.")
    return redirect("organisation_family", invitation.organisation.slug)
