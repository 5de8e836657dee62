"""Taking an invitation, whatever it is to: on the page that its letter leads to, or from one's own page."""

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render

from registry.workflow import NotEntitled, StepNotAllowed


def verified_addresses(user):
    """The addresses that the user has shown to be theirs, in lower case."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {address.lower() for address in addresses}


def accept_page(request, invitation, *, group, accept, welcome, template):
    """Say what the invitation to the group is about, and take it by `accept`; `welcome` answers whoever did."""
    mine = verified_addresses(request.user)
    state = invitation.state_for(mine)
    if request.method == "POST" and state == "open":
        try:
            accept(actor=request.user, verified_emails=mine)
        except (StepNotAllowed, NotEntitled):  # somebody took it back, or it was used, in this very moment
            invitation.refresh_from_db()
            state = invitation.state_for(mine)
        else:
            return welcome(request, invitation)
    context = {
        "invitation": invitation,
        "group": group,
        "state": state,
        "is_member": group.memberships.active().filter(user=request.user).exists(),
    }
    response = render(request, template, context, status=422 if request.method == "POST" else 200)
    # Not "no-referrer": then browsers send "Origin: null", which the check against forged requests refuses.
    response["Referrer-Policy"] = "same-origin"
    return response


def take(request, invitation, *, accept, welcome):
    """Take it from one's own page. The verified address is proof enough; the letter need not be found."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        accept(invitation, actor=request.user, verified_emails=verified_addresses(request.user))
    except StepNotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("desk")
    return welcome(request, invitation)
