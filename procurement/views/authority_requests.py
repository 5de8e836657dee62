"""Asking to act for an authority: find it, ask, follow what comes of it."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from procurement.filters import authority_matches
from procurement.forms.authority_people import AskForm, AskNewForm
from procurement.models import AuthorityRequest, ContractingAuthority
from procurement.services import authority_requests
from registry.access import is_case_officer
from registry.validators import contains_personal_number
from registry.views.base import act, answer
from registry.views.invitations import verified_addresses
from registry.workflow import StepNotAllowed

MOST_FOUND = 20
STEPS = {
    "ask": "Begäran kom in",
    authority_requests.PLACE.action: authority_requests.PLACE.label,
    authority_requests.APPROVE.action: authority_requests.APPROVE.label,
    authority_requests.REFUSE.action: authority_requests.REFUSE.label,
    authority_requests.WITHDRAW.action: authority_requests.WITHDRAW.label,
}


@require_safe
def authority_ask(request):
    """Find the authority one works for, or go on to type it."""
    text = request.GET.get("q", "").strip()[:200]
    if contains_personal_number(text):
        text = ""
    found = []
    if text:
        matching = ContractingAuthority.objects.filter(authority_matches(text)).order_by("sort_key", "pk")
        found = [
            {"url": reverse("authority_ask_for", args=[row.slug]), "label": row.name, "aside": row.get_kind_display()}
            for row in matching[: MOST_FOUND + 1]
        ]
    context = {"text": text, "found": found[:MOST_FOUND], "more": len(found) > MOST_FOUND}
    return render(request, "procurement/authority_ask.html", context)


@require_http_methods(["GET", "POST"])
def authority_ask_for(request, slug):
    """Ask for an authority that is in the list."""
    authority = get_object_or_404(ContractingAuthority, slug=slug)
    if authority.memberships.active().filter(user=request.user).exists():
        messages.info(request, f"Du är redan med i {authority}.")
        return redirect("authority_people", slug)
    waiting = authority.requests.waiting().filter(asker=request.user).first()
    if waiting is not None:
        messages.info(request, "Du har redan en begäran som väntar. Här är den.")
        return redirect(waiting)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        addresses=sorted(verified_addresses(request.user)),
        authority=authority,
    )
    if form.is_valid():
        asked = _ask(request, form, authority=authority)
        if asked is not None:
            return redirect(asked)
    context = {"authority": authority, "has_administrator": authority.memberships.administering().exists()}
    return answer(request, "procurement/authority_ask_for.html", context, form)


@require_http_methods(["GET", "POST"])
def authority_ask_new(request):
    """Ask for an authority that is not in the list."""
    form = AskNewForm(
        request.POST if request.method == "POST" else None,
        addresses=sorted(verified_addresses(request.user)),
        initial={"name": request.GET.get("namn", "")[:200]},
    )
    if form.is_valid():
        asked = _ask(request, form, typed=form.typed())
        if asked is not None:
            return redirect(asked)
    return answer(request, "procurement/authority_ask_new.html", {}, form)


def _ask(request, form, **about):
    """The request, or None when it was refused: then the form says why."""
    try:
        with transaction.atomic():
            asked = authority_requests.ask(
                actor=request.user,
                email=form.cleaned_data["email"],
                position=form.cleaned_data["position"],
                verified_emails=verified_addresses(request.user),
                **about,
            )
    except StepNotAllowed as refusal:
        form.add_error(None, str(refusal))
        return None
    except IntegrityError:  # pressed twice at the same moment
        form.add_error(None, "Du har redan en begäran som väntar. Den finns på Mina sidor.")
        return None
    messages.success(request, "Vi har tagit emot din begäran. En handläggare läser den.")
    return asked


@require_http_methods(["GET", "POST"])
def authority_request(request, uuid):
    """What the asker sees: state, what has happened, and the way to take it back."""
    asked = get_object_or_404(AuthorityRequest.objects.visible_to(request.user).select_related("authority"), uuid=uuid)
    if asked.asker_id != request.user.pk and is_case_officer(request.user):
        return redirect("authority_request_review", uuid)
    if request.method == "POST":
        return act(
            request,
            lambda: authority_requests.withdraw(asked, actor=request.user),
            done="Du har tagit tillbaka begäran.",
            to=asked.get_absolute_url(),
        )
    is_waiting = asked.state == AuthorityRequest.State.ASKED
    context = {"asked": asked, "events": events_of(asked, is_waiting=is_waiting), "is_waiting": is_waiting}
    return render(request, "procurement/authority_request.html", context)


def events_of(asked, *, is_waiting):
    """What has happened to a request, as timeline.html takes it, without names."""
    events = [
        {
            "when": event.created_at,
            "text": STEPS.get(event.action, event.action),
            "kind": "portal" if event.action == authority_requests.APPROVE.action else "",
        }
        for event in asked.events.all()
    ]
    if is_waiting:
        events.append({"when": "Sedan", "text": "En handläggare ser om adressen hör till myndigheten, och beslutar."})
    return events
