"""How a case officer ends a verification: the organisation is heard first, then comes the decision."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from registry.forms.case_officer import CommunicationForm, EndVerificationForm
from registry.models import Verification
from registry.services import review, verifications
from registry.views.base import act, answer, officer_page, refuse_conflict
from registry.wording import day_in_words

NARROW_GROUNDS = "Ett beslut till fördel för någon tas bara tillbaka på smala grunder (förvaltningslagen 37 §)."


def _verification(request, pk):
    """A verification that has not ended, for an officer without jäv; 403 with it."""
    held = get_object_or_404(
        Verification.objects.exclude(state=Verification.State.ENDED).select_related(
            "legal_entity__organisation", "application"
        ),
        pk=pk,
    )
    refuse_conflict(request, held.legal_entity.organisation, others="tar det")
    return held


def _case_url(verification):
    return reverse("case", args=[verification.application.case_number])


@officer_page
@require_http_methods(["GET", "POST"])
def verification_warn(request, pk):
    """Tell the organisation what speaks for ending, with time to answer."""
    held = _verification(request, pk)
    initial = {"due_on": review.suggested_due_date()}
    form = CommunicationForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["text"].label = "Vad talar för att verifieringen ska upphöra?"
    if form.is_valid():
        text, answer_by = form.cleaned_data["text"], form.cleaned_data["due_on"]
        return act(
            request,
            lambda: verifications.warn(held, actor=request.user, text=text, answer_by=answer_by),
            done="Organisationen har fått veta vad som talar emot, och kan yttra sig.",
            to=reverse("verification_end_by_decision", args=[pk]),
        )
    context = {
        "verification": held,
        "happens": [
            "De som företräder organisationen får din text med e-post, och en sida att yttra sig på.",
            "Du får veta när de har svarat.",
            "Verifieringen gäller tills du har beslutat.",
            "Du kan besluta när sista dagen har gått.",
            NARROW_GROUNDS,
        ],
        "obstacles": [],
    }
    return answer(request, "registry/verification_warn.html", context, form)


@officer_page
@require_http_methods(["GET", "POST"])
def verification_end_by_decision(request, pk):
    """End a verification by decision, with ground and reasons."""
    held = _verification(request, pk)
    form = EndVerificationForm(request.POST if request.method == "POST" else None, verification=held)
    if form.is_valid():
        return act(
            request,
            lambda: verifications.end_by_decision(held, actor=request.user, **form.cleaned_data),
            done="Verifieringen har upphört. Organisationen har fått skälen.",
            to=_case_url(held),
        )
    context = {
        "verification": held,
        "heard": _heard(held),
        "happens": [
            "Verifieringen slutar gälla i dag.",
            "Sidan finns kvar, med dagar och grund.",
            "De som företräder organisationen får skälen med e-post.",
            "Kammarkollegiets register ändras inte.",
            NARROW_GROUNDS,
        ],
        "obstacles": [],
    }
    return answer(request, "registry/verification_end_by_decision.html", context, form)


def _heard(verification):
    """Whether the organisation has been heard, in words."""
    if verification.end_warned_at is None:
        return (
            "Organisationen har inte fått yttra sig. Utan det kan du bara besluta på grunden att den juridiska "
            "personen inte finns längre."
        )
    day = day_in_words(verification.end_answer_by)
    if verification.end_answer_by >= timezone.localdate():
        return f"Organisationen kan svara till och med {day}. Vänta till dess, om den juridiska personen finns kvar."
    return f"Organisationen har fått yttra sig. Sista dagen var {day}."
