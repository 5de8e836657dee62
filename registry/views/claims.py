"""The claimant's side: ask to represent an organisation that is here already, and follow the case."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from registry.access import is_case_officer
from registry.forms.members import ClaimForm
from registry.models import Claim, Organisation
from registry.services import claims
from registry.views.base import act, answer
from registry.workflow import StepNotAllowed

LABELS = {
    "submit": "Anspråket kom in",
    claims.APPROVE.action: claims.APPROVE.label,
    claims.REJECT.action: claims.REJECT.label,
    claims.WITHDRAW.action: claims.WITHDRAW.label,
}


def claim_create(request, slug):
    """Ask to represent an organisation, with a fullmakt or a protokoll."""
    organisation = get_object_or_404(Organisation.public, slug=slug)
    if organisation.memberships.active().filter(user=request.user).exists():
        messages.info(request, f"Du företräder redan {organisation}.")
        return redirect("organisation_family", slug)
    waiting = organisation.claims.waiting().filter(claimant=request.user).first()
    if waiting is not None:
        messages.info(request, "Du har redan ett anspråk som prövas. Här är det.")
        return redirect("claim", waiting.case_number)
    form = ClaimForm(
        request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None
    )
    if form.is_valid():
        claim = _submit(organisation, form, request.user)
        if claim is not None:
            messages.success(request, f"Vi har tagit emot ditt anspråk. Ärendenumret är {claim.case_number}.")
            return redirect("claim", claim.case_number)
    return answer(request, "registry/claim_create.html", {"form": form, "organisation": organisation}, form)


def _submit(organisation, form, actor):
    """The claim with its evidence, or None when something was refused: then neither is kept."""
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            evidence = form.store(typed["kind"], organisation=organisation, actor=actor, is_claim_evidence=True)
            if evidence is None:
                return None
            return claims.submit(
                organisation,
                actor=actor,
                position=typed["position"],
                explanation=typed["explanation"],
                evidence=evidence,
            )
    except StepNotAllowed as refusal:
        form.add_error(None, str(refusal))
    except IntegrityError:
        form.add_error(None, "Du har redan ett anspråk som prövas.")
    except ValidationError as refusal:
        form.add_error(None, refusal.message_dict.get(NON_FIELD_ERRORS, refusal.messages))
    return None


def claim(request, case_number):
    """What the claimant sees: state, what has happened, and the way to take it back."""
    found = get_object_or_404(
        Claim.objects.visible_to(request.user).select_related("organisation", "evidence"), case_number=case_number
    )
    if found.claimant_id != request.user.pk and is_case_officer(request.user):
        return redirect("claim_review", case_number)
    here = reverse("claim", args=[case_number])
    if request.method == "POST":
        return act(
            request,
            lambda: claims.withdraw(found, actor=request.user),
            done="Du har tagit tillbaka anspråket.",
            to=here,
        )
    decided = {Claim.State.APPROVED: "portal"}
    events = [
        {
            "when": event.created_at,
            "text": LABELS.get(event.action, event.action),
            "kind": decided.get(event.to_state, ""),
        }
        for event in found.events.all()
    ]
    is_waiting = found.state == Claim.State.SUBMITTED
    if is_waiting:
        events.append({"when": "Sedan", "text": "En handläggare läser ditt underlag och beslutar."})
    context = {"claim": found, "events": events, "is_waiting": is_waiting}
    return render(request, "registry/claim.html", context)
