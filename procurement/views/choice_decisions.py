"""An application to a choice system, for the authority's officers: read it, approve or refuse it, contract, end."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.choice_providers import ApproveForm, ChoiceContractForm, ChoiceEndForm, RefuseForm
from procurement.legality.deadlines import correction_due
from procurement.models.choice_providers import ApplicationState
from procurement.reading import choices
from procurement.services import choice_applications
from procurement.views.base import buyer_page, carried_out, received_application
from registry.eligibility import words
from registry.models.eligibility import Answer
from registry.views.base import answer
from registry.wording import day_in_words

ALL_MET = "Ni uppfyller alla krav, och det finns inget skäl att utesluta er."


def verdict(application):
    """The answer about eligibility as it was when they applied, as verdict.html takes it, or None."""
    if not application.answer:
        return None
    return {
        "answer": application.get_answer_display(),
        "tone": words.TONES[Answer(application.answer)],
        "sentences": application.answer_reasons,
    }


def told(application):
    """The decision and what came of it, as summary_list.html takes it."""
    contract = application.contract
    rows = [
        ("Kom in", day_in_words(application.received_at)),
        ("Besked senast", day_in_words(application.decide_by)),
        ("Beslut", day_in_words(application.decided_at) if application.decided_at else ""),
        ("Skäl", application.reasons),
        ("Underrättad", day_in_words(application.notified_on) if application.notified_on else ""),
        ("Rättelse senast", day_in_words(application.correction_until) if application.correction_until else ""),
        ("Avtalet gäller från", day_in_words(contract.starts_on) if contract and contract.starts_on else ""),
        ("Avtalets sista dag", day_in_words(application.ended_on) if application.ended_on else ""),
        ("Varför avtalet avslutas", application.end_reason),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


@buyer_page
@require_safe
def choice_application(request, pk, application):
    """What the applicant says, what the portal knows of it, and what may be decided."""
    held = received_application(request, pk, application)
    units = held.units.standing().select_related("municipality")
    context = {
        "system": held.system,
        "application": held,
        "tone": choices.APPLICATION_TONES[ApplicationState(held.state)],
        "told": told(held),
        "verdict": verdict(held),
        "units": [{"label": unit.name, "note": str(unit.municipality)} for unit in units],
        "actions": _actions(held),
        "events": choices.history(held.events.all()),
    }
    return render(request, "procurement/choice_application.html", context)


def _actions(held):
    def lead(label, view, note="", kind=""):
        return {"label": label, "url": reverse(view, args=[held.system_id, held.pk]), "note": note, "kind": kind}

    if held.state == ApplicationState.SUBMITTED:
        note = "Alla som uppfyller kraven ska godkännas."
        return [
            lead("Godkänn", "choice_application_approve", note=note),
            lead("Godkänn inte", "choice_application_refuse", kind="secondary"),
        ]
    if held.state == ApplicationState.APPROVED:
        return [lead("Lägg in avtalet", "choice_application_contract", note="Ingå avtal utan dröjsmål.")]
    if held.state == ApplicationState.CONTRACTED:
        return [lead("Avsluta avtalet", "choice_application_end", kind="secondary")]
    return []


def _decide(request, held, form, step, *, done, template, **context):
    """A decision's form: carried out, back to the application; else the form again."""
    if form.is_valid() and carried_out(form, lambda: step(held, actor=request.user, **form.cleaned_data)):
        messages.success(request, done)
        return redirect("choice_application", held.system_id, held.pk)
    return answer(request, template, {"system": held.system, "application": held, **context}, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def choice_application_approve(request, pk, application):
    """Approve, with reasons."""
    held = received_application(request, pk, application)
    form = ApproveForm(
        request.POST if request.method == "POST" else None,
        initial={"reasons": ALL_MET},
        is_uncertain=held.is_uncertain,
    )
    return _decide(
        request,
        held,
        form,
        choice_applications.approve,
        done=f"{held.legal_entity} är godkänd och får veta det.",
        template="procurement/choice_application_approve.html",
        verdict=verdict(held),
    )


@buyer_page
@require_http_methods(["GET", "POST"])
def choice_application_refuse(request, pk, application):
    """Refuse, with reasons and how rättelse is sought."""
    held = received_application(request, pk, application)
    form = RefuseForm(request.POST if request.method == "POST" else None)
    return _decide(
        request,
        held,
        form,
        choice_applications.refuse,
        done=f"{held.legal_entity} är inte godkänd. De får veta skälen och hur de söker rättelse.",
        template="procurement/choice_application_refuse.html",
        correction=correction_due(timezone.localdate()).day,
    )


@buyer_page
@require_http_methods(["GET", "POST"])
def choice_application_contract(request, pk, application):
    """Put in the contract as it was signed."""
    held = received_application(request, pk, application)
    form = ChoiceContractForm(request.POST if request.method == "POST" else None)
    return _decide(
        request,
        held,
        form,
        choice_applications.contract,
        done=f"Avtalet med {held.legal_entity} är inlagt.",
        template="procurement/choice_application_contract.html",
    )


@buyer_page
@require_http_methods(["GET", "POST"])
def choice_application_end(request, pk, application):
    """The contract's last day."""
    held = received_application(request, pk, application)
    form = ChoiceEndForm(request.POST if request.method == "POST" else None)
    return _decide(
        request,
        held,
        form,
        choice_applications.end,
        done=f"Avtalet med {held.legal_entity} avslutas.",
        template="procurement/choice_application_end.html",
    )
