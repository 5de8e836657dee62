"""A case, and the steps a case officer takes with it. Each step has a page that says what happens and who is told."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.forms.case_officer import (
    CommunicationForm,
    CompletionForm,
    ConflictForm,
    JudgementForm,
    NoteForm,
    ReasonsForm,
    RefusalForm,
    completion_message,
)
from registry.models.applications import CompletionReason, Judgement, Requirement, State
from registry.reading import dossier, standing
from registry.reading.next_steps import next_steps, rare_steps
from registry.services import changes, officers, review
from registry.views.base import act, answer, officer_case, officer_page
from registry.wording import day_in_words

GET_OR_POST = ["GET", "POST"]
# The reason for completion that goes with a requirement that is not met.
REASON_FOR = {
    Requirement.PURPOSE: CompletionReason.PURPOSE,
    Requirement.WELFARE: CompletionReason.WELFARE,
    Requirement.PUBLIC_CONTROL: CompletionReason.OWNERSHIP,
    Requirement.DISSOLUTION: CompletionReason.DISSOLUTION,
}


def _url(case):
    return reverse("case", args=[case.case_number])


def _data(request):
    return request.POST if request.method == "POST" else None


@officer_page
@require_safe
def case(request, case_number):
    """Everything about the case on one page."""
    return _case_page(request, officer_case(request, case_number))


@require_POST
@officer_page
def case_assess(request, case_number, requirement):
    """Save the judgement of one requirement. When it is refused, the case comes back with that form open."""
    held = officer_case(request, case_number)
    name = dossier.SLUGS.get(requirement)
    if name is None or name not in review.required(held.legal_entity):
        raise Http404
    form = JudgementForm(request.POST, prefix=requirement)
    if not form.is_valid():
        return _case_page(request, held, refused=(name, form))
    return act(
        request,
        lambda: review.assess(held, name, actor=request.user, **form.cleaned_data),
        done=f"Bedömningen av ”{Requirement(name).label}” är sparad.",
        to=f"{_url(held)}#{requirement}",
    )


def _case_page(request, case, refused=None):
    entity = case.legal_entity
    documents = dossier.documents_of(entity)
    rows = dossier.requirement_rows(case, documents)
    mine = case.state == State.UNDER_REVIEW and case.officer_id == request.user.pk
    if mine or refused:
        _add_forms(rows, case, refused)
    events = list(case.events.select_related("actor"))
    context = {
        "case": case,
        "entity": entity,
        "state_tone": dossier.STATE_TONES[case.state],
        "flags": dossier.flags(case),
        "day": dossier.days_with_us(case, case.closed_at),
        "requirements": rows,
        "notice": case.change_notice if case.is_change else None,
        "comparison": _compared(case),
        "actions": next_steps(case, request.user),
        "links": rare_steps(case, request.user),
        "decision": getattr(case, "decision", None) if not case.is_open else None,
        "exchanges": dossier.exchanges(case),
        **standing.two_facts(entity),
        "verification": entity.verifications.in_force().first(),
        "steps": dossier.timeline((event for event in events if event.action != "assess"), case),
        "whole_log": dossier.timeline(events, case),
        "family": dossier.family_rows(case),
        "documents": dossier.document_rows(documents),
        "owners": dossier.owner_rows(entity),
        "services": dossier.service_rows(entity),
        "signatories": dossier.signatory_rows(entity),
        "contact": getattr(entity.organisation, "contact_person", None),
    }
    return answer(request, "registry/case.html", context, refused and refused[1])


def _add_forms(rows, case, refused):
    current = review.judgements(case)
    for row in rows:
        if row.tag == "Prövas inte":
            continue
        if refused and row.requirement == refused[0]:
            row.form, row.judged = refused[1], False
            continue
        last = current.get(row.requirement)
        initial = {"evidence": row.source}
        if last and last.application_id == case.pk:
            initial = {"judgement": last.judgement, "evidence": last.evidence, "comment": last.comment}
        row.form = JudgementForm(initial=initial, prefix=row.slug)


def _compared(case):
    """What a notice changes: texts with their words marked, and documents beside each other."""
    if not case.is_change:
        return []
    rows = []
    for label, old, new in changes.comparison(case.change_notice):
        is_document = label == "Stadgar"
        rows.append({"label": label, "old": old, "new": new, "is_document": is_document})
    return rows


@require_POST
@officer_page
def case_take(request, case_number):
    """Take a case from the queue."""
    held = officer_case(request, case_number)
    return act(
        request,
        lambda: review.take_case(held, actor=request.user),
        done="Ärendet är ditt. Bedöm kraven ett i taget.",
        to=_url(held),
    )


@officer_page
@require_http_methods(GET_OR_POST)
def case_take_over(request, case_number):
    """Go on with a case that another officer has, or that lost its officer."""
    held = officer_case(request, case_number)
    form = NoteForm(_data(request))
    if form.is_valid():
        reason = form.cleaned_data["note"]
        return act(
            request,
            lambda: review.take_over(held, actor=request.user, reason=reason),
            done="Ärendet är ditt.",
            to=_url(held),
        )
    told = f"{held.officer} får ett meddelande med din förklaring." if held.officer_id else ""
    happens = ["Du blir handläggare. Det som är bedömt och skickat står kvar.", told]
    return _step_page(request, "case_take_over", held, form, happens)


@officer_page
@require_http_methods(GET_OR_POST)
def case_completion(request, case_number):
    """Ask the applicant for more. The message can be filled in from the chosen reasons before it is sent."""
    held = officer_case(request, case_number)
    form = CompletionForm(_data(request), initial=None if request.method == "POST" else _completion_initial(held))
    if request.method == "POST" and "fill" in request.POST:
        form = CompletionForm(initial=_filled_in(form))
    elif form.is_valid():
        return act(
            request,
            lambda: review.request_completion(held, actor=request.user, **form.cleaned_data),
            done="Begäran om komplettering är skickad. Klockan står still tills sökanden svarar.",
            to=_url(held),
        )
    happens = [
        "Sökanden får skälen och din text med e-post och på sin sida.",
        "Uppgifterna låses upp, så att sökanden kan rätta dem.",
        "Klockan står still hos oss tills svaret kommer.",
        "Har inget svar kommit efter sista dagen kan du avvisa.",
    ]
    return _step_page(request, "case_completion", held, form, happens)


def _completion_initial(case):
    current = review.judgements(case)
    doubtful = [name for name, row in current.items() if row.judgement != Judgement.MET]
    reasons = [REASON_FOR[name] for name in doubtful]
    return {"reasons": reasons, "message": completion_message(reasons), "due_on": review.suggested_due_date()}


def _filled_in(form):
    """What was sent, with the sentences of the chosen reasons added. Nothing typed is lost."""
    form.full_clean()  # takes personnummer out of what is shown again
    data = form.data
    reasons = [value for value in data.getlist("reasons") if value in CompletionReason.values]
    message = completion_message(reasons, data.get("message", ""))
    return {"reasons": reasons, "message": message, "due_on": data.get("due_on", "")}


@officer_page
@require_http_methods(GET_OR_POST)
def case_communicate(request, case_number):
    """Send what speaks against approval, before a refusal."""
    held = officer_case(request, case_number)
    form = CommunicationForm(_data(request), initial=_communication_initial(held))
    if form.is_valid():
        return act(
            request,
            lambda: review.communicate(held, actor=request.user, **form.cleaned_data),
            done="Sökanden har fått veta vad som talar emot, och kan svara.",
            to=_url(held),
        )
    happens = [
        "Sökanden får din text med e-post och på sin sida, och kan svara.",
        "Du kan avslå när svaret har kommit, eller när sista dagen har gått.",
        "Du kan fortfarande godkänna, om svaret ändrar din bedömning.",
    ]
    return _step_page(request, "case_communicate", held, form, happens)


def _communication_initial(case):
    rows = [row for row in review.judgements(case).values() if row.judgement == Judgement.NOT_MET]
    return {"text": _listed(rows), "due_on": review.suggested_due_date()}


def _listed(judgements):
    """Judgements as running text, one paragraph each."""
    return "\n\n".join(f"{row.get_requirement_display()}: {row.comment or row.evidence}" for row in judgements)


@officer_page
@require_http_methods(GET_OR_POST)
def case_approve(request, case_number):
    """Confirm an approval. The page says what it changes before the button is pressed."""
    held = officer_case(request, case_number)
    form = ReasonsForm(_data(request), initial={"reasons": _approval_reasons(held)})
    if form.is_valid():
        provisions = ["2022:900 2 §", "2022:900 3 §"] + (["2022:900 5 §"] if held.is_change else [])
        return act(
            request,
            lambda: review.approve(held, actor=request.user, provisions=provisions, **form.cleaned_data),
            done="Beslutet är fattat: godkänt. Brevet är skickat till sökanden.",
            to=_url(held),
        )
    happens = [
        "De nya uppgifterna ersätter de gamla på den publika sidan."
        if held.is_change
        else "Den juridiska personen blir verifierad i portalen från i dag, och syns så för alla.",
        "Stadgarna blir offentliga, om filen går att läsa och saknar personnummer.",
        "Sökanden får beslutet som brev i PDF, med skälen och hur man begär omprövning.",
        "Beslutet skrivs i diariet och kan inte ändras.",
        "Kammarkollegiets register ändras inte.",
    ]
    return _step_page(request, "case_approve", held, form, happens, review.why_not_approve(held))


def _approval_reasons(case):
    lines = ["Vi har prövat kraven i 2 och 3 §§ lagen (2022:900) om registrering av idéburna organisationer."]
    if case.is_change:
        lines = ["Vi har prövat den anmälda ändringen mot 2 och 3 §§ lagen (2022:900)."]
    current = review.judgements(case)
    for requirement in review.required(case.legal_entity):
        row = current.get(requirement)
        if row:
            lines.append(f"{row.get_requirement_display()}: uppfyllt. Underlag: {row.evidence}.")
    return "\n".join([*lines, "Alla krav är uppfyllda."])


@officer_page
@require_http_methods(GET_OR_POST)
def case_reject(request, case_number):
    """Confirm a refusal, with reasons and provisions."""
    held = officer_case(request, case_number)
    current = review.judgements(held).values()
    failed = [row for row in current if row.judgement == Judgement.NOT_MET]
    form = RefusalForm(_data(request), initial={"reasons": _listed(failed), "provisions": _provisions_for(failed)})
    if form.is_valid():
        return act(
            request,
            lambda: review.reject(held, actor=request.user, **form.cleaned_data),
            done="Beslutet är fattat: avslag. Brevet är skickat till sökanden.",
            to=_url(held),
        )
    return _step_page(request, "case_reject", held, form, _refusal_happens(held), review.why_not_reject(held))


@officer_page
@require_http_methods(GET_OR_POST)
def case_dismiss(request, case_number):
    """Confirm that the case is dismissed: it stayed incomplete, and is not tried."""
    held = officer_case(request, case_number)
    asked = held.completion_requests.last()
    initial = {"provisions": ["2017:900 20 §"]}
    if asked:
        initial["reasons"] = (
            f"Vi begärde komplettering {day_in_words(timezone.localdate(asked.requested_at))}, "
            f"med svar senast {day_in_words(asked.due_on)}. "
            "Det som saknas har inte kommit in, och utan det kan vi inte pröva ansökan."
        )
    form = RefusalForm(_data(request), initial=initial)
    if form.is_valid():
        return act(
            request,
            lambda: review.dismiss(held, actor=request.user, **form.cleaned_data),
            done="Beslutet är fattat: avvisat. Brevet är skickat till sökanden.",
            to=_url(held),
        )
    return _step_page(request, "case_dismiss", held, form, _refusal_happens(held), review.why_not_dismiss(held))


def _provisions_for(judgements):
    """The provisions that failed requirements stand in."""
    codes = {"2022:900 2 §" if row.requirement == Requirement.PURPOSE else "2022:900 3 §" for row in judgements}
    return sorted(codes)


def _refusal_happens(case):
    stands = "Det som var verifierat gäller som förut." if case.is_change else "Den juridiska personen verifieras inte."
    return [
        stands,
        "Sökanden får beslutet som brev i PDF, med skälen, bestämmelserna och hur man begär omprövning.",
        "Beslutet skrivs i diariet och kan inte ändras.",
        "Sökanden kan ansöka på nytt när som helst.",
    ]


@officer_page
@require_http_methods(GET_OR_POST)
def case_hand_over(request, case_number):
    """Put the case back in the queue for somebody else."""
    held = officer_case(request, case_number)
    form = NoteForm(_data(request))
    if form.is_valid():
        return act(
            request,
            lambda: review.hand_over(held, actor=request.user, **form.cleaned_data),
            done="Ärendet ligger i kön igen. Din anteckning står under Händelser.",
            to=reverse("case_list"),
        )
    happens = [
        "Ärendet läggs i kön utan handläggare.",
        "Det som är bedömt står kvar.",
        "Sökanden får inget meddelande.",
    ]
    return _step_page(request, "case_hand_over", held, form, happens)


@officer_page
@require_http_methods(GET_OR_POST)
def case_conflict(request, case_number):
    """Declare jäv in the organisation. It cannot be taken back here, and the officer sees the case no more."""
    held = officer_case(request, case_number)
    form = ConflictForm(_data(request))
    organisation = held.legal_entity.organisation
    if form.is_valid():
        return act(
            request,
            lambda: officers.declare_conflict(request.user, organisation, actor=request.user, **form.cleaned_data),
            done=f"Du har anmält jäv i {organisation}. Dina ärenden där ligger i kön igen.",
            to=reverse("case_list"),
        )
    happens = [
        f"Du kan inte längre öppna eller handlägga något ärende om {organisation}.",
        "Dina öppna ärenden där läggs tillbaka i kön.",
        "Skälet sparas. Sökanden får inget meddelande.",
    ]
    return _step_page(request, "case_conflict", held, form, happens)


def _step_page(request, name, case, form, happens, obstacles=()):
    """A step's page: its form, what happens, and what stands in the way."""
    context = {
        "case": case,
        "entity": case.legal_entity,
        "happens": [line for line in happens if line],
        "obstacles": obstacles,
    }
    return answer(request, f"registry/{name}.html", context, form)
