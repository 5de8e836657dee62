"""Dialogue for those who come: sign up, change or leave, and ask. Whoever represents nobody is told what to do."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.forms.dialogue import MeetingQuestionForm, SignUpForm
from portal.models import Door, MeetingState, as_party
from portal.reading import dialogue as reading
from portal.services import dialogue_parties
from portal.services.entitlements import parties_of
from portal.views.dialogue import shown_meeting
from procurement.views.base import carried_out, data_of
from registry.views.base import act, answer


def _announced(request, pk):
    """The meeting, once everybody may see it, and whom the person may act for there: not the host."""
    row = shown_meeting(request, pk)
    if row.meeting.state == MeetingState.DRAFT:
        raise Http404
    return row, [party for party in parties_of(request.user) if party != row.host]


@require_http_methods(["GET", "POST"])
def meeting_sign_up(request, pk):
    """So many come from us. Who is signed up already changes the number here."""
    row, parties = _announced(request, pk)
    signed_up = {party: _sign_up(row.meeting, party) for party in parties}
    first = next((found for found in signed_up.values() if found), None)
    form = None
    if parties and row.door in (Door.OPEN, Door.FULL):
        form = SignUpForm(data_of(request), parties=parties, initial=_typed_before(first, parties))
        if form.is_valid() and carried_out(form, lambda: _carry_out(request, row.meeting, form, signed_up)):
            done = "Ändringen är sparad." if signed_up[form.chosen] else f"{form.chosen} är anmäld."
            messages.success(request, done)
            return redirect(row.url)
    context = {
        "row": row,
        "meeting": row.meeting,
        "parties": parties,
        "before": first,
        "is_full": row.door == Door.FULL and first is None,
    }
    return answer(request, "portal/meeting_sign_up.html", context, form)


def _sign_up(meeting, party):
    return meeting.sign_ups.standing().filter(**as_party(party)).first()


def _typed_before(sign_up, parties):
    if sign_up is None:
        return {"persons": 1}
    key = f"{sign_up.party._meta.model_name}-{sign_up.party.pk}"
    return {"party": key, "persons": sign_up.persons, "wants_contact": sign_up.wants_contact}


def _carry_out(request, meeting, form, signed_up):
    facts = {name: form.cleaned_data[name] for name in ("persons", "wants_contact")}
    if before := signed_up[form.chosen]:
        return dialogue_parties.change_sign_up(before, actor=request.user, **facts)
    return dialogue_parties.sign_up(meeting, form.chosen, actor=request.user, **facts)


@require_http_methods(["GET", "POST"])
def meeting_leave(request, pk, sign_up):
    """Ask, and then leave our seats to others."""
    row, parties = _announced(request, pk)
    held = row.meeting.sign_ups.standing().select_related("organisation", "authority").filter(pk=sign_up).first()
    if held is None or held.party not in parties:
        raise Http404
    if request.method == "POST":
        return act(
            request,
            lambda: dialogue_parties.leave(held, actor=request.user),
            done=f"{held.party} är avbokad.",
            to=row.url,
        )
    return render(request, "portal/meeting_leave.html", {"row": row, "meeting": row.meeting, "sign_up": held})


@require_http_methods(["GET", "POST"])
def meeting_ask(request, pk):
    """Ask the host something."""
    row, parties = _announced(request, pk)
    form = None
    if parties and row.takes_questions:
        form = MeetingQuestionForm(data_of(request), parties=parties)
        if form.is_valid() and carried_out(
            form,
            lambda: dialogue_parties.ask(row.meeting, form.chosen, actor=request.user, text=form.cleaned_data["text"]),
        ):
            messages.success(request, "Frågan är skickad till värden. Du får svaret i ett brev, och alla ser det här.")
            return redirect(row.url)
    context = {
        "row": row,
        "meeting": row.meeting,
        "parties": parties,
        "procurement": reading.procurement_of(row.meeting),
    }
    return answer(request, "portal/meeting_ask.html", context, form)
