"""Dialogue for the host: write a meeting, look it over and announce it, invite, answer, cancel, and write notes.

Each page is there twice: under an organisation's pages and under an authority's.
"""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.forms.dialogue import InviteForm, MeetingForm, NotesForm, typed_before
from portal.forms.targets import ReasonForm
from portal.models import Meeting, MeetingState, as_party
from portal.reading import dialogue as reading
from portal.reading import dialogue_host as host_reading
from portal.services import dialogue, dialogue_parties
from procurement.forms.dialogue import AnswerForm
from procurement.models import ContractingAuthority
from procurement.views.base import carried_out, data_of
from registry.models import Organisation
from registry.views.base import act, answer, member_organisation

READ_AND_SENT = require_http_methods(["GET", "POST"])
UNSEEN = "Träffar visas för alla. Skicka först in en ansökan, så att er organisation också visas."


def _organisation(request, slug):
    """The organisation for somebody who may host in its name; 403 while nobody can see it."""
    organisation = member_organisation(request, slug, edit=True)
    if organisation.published_at is None:
        raise PermissionDenied(UNSEEN)
    return organisation


def _authority(request, slug):
    """The authority for anyone who acts for it, its politicians too."""
    rows = ContractingAuthority.objects.filter(memberships__in=request.user.authority_memberships.active())
    return get_object_or_404(rows, slug=slug)


def host_pages(name, methods=READ_AND_SENT):
    """Make a page of the host's: two views, own_… and authority_…, which find the host, and its meeting by pk."""

    def both(view):
        return tuple(_of_kind(view, f"{kind}_{name}", methods, find) for kind, find in FINDERS.items())

    return both


FINDERS = {"own": _organisation, "authority": _authority}


def _of_kind(view, name, methods, find):
    @methods
    @wraps(view)
    def page(request, slug, **parts):
        party = find(request, slug)
        if "pk" in parts:
            parts["row"] = _meeting(party, parts.pop("pk"))
        return view(request, party, **parts)

    page.__name__ = page.__qualname__ = name
    return page


def _meeting(party, pk):
    found = reading.told(Meeting.objects.filter(pk=pk, **as_party(party)).select_related("created_by"))
    if not found or host_reading.is_discarded(found[0].meeting):
        raise Http404
    return found[0]


def _back(party, row):
    """What the pages of one meeting share."""
    return {
        "party": party,
        "row": row,
        "meeting": row.meeting,
        "work_url": reading.host_url("meeting_work", row.meeting),
    }


@host_pages("meeting_list", require_safe)
def meeting_list(request, party):
    """Our meetings: drafts, to come, and past."""
    context = {
        "party": party,
        "groups": host_reading.groups(party),
        "create_url": reading.hosts_url("meeting_create", party),
        "is_organisation": isinstance(party, Organisation),
    }
    return render(request, "portal/meeting_host_list.html", context)


@host_pages("meeting_create")
def meeting_create(request, party):
    """A new meeting on one page. It is saved as a draft and looked over before it is announced."""
    form = MeetingForm(
        data_of(request), procurements=dialogue.procurements_of(party), initial=host_reading.first_typed(party)
    )
    made = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(dialogue.create(party, actor=request.user, **form.facts))
    ):
        return redirect(reading.host_url("meeting_work", made[0]))
    context = {"party": party, "back_url": reading.hosts_url("meeting_list", party)}
    return answer(request, "portal/meeting_form.html", context, form)


@host_pages("meeting_change")
def meeting_change(request, party, row):
    """Write it anew."""
    meeting = row.meeting
    known = [*dialogue.procurements_of(party), *([meeting.procurement] if meeting.procurement_id else [])]
    form = MeetingForm(data_of(request), procurements=dict.fromkeys(known), initial=typed_before(meeting))
    if form.is_valid() and carried_out(form, lambda: dialogue.change(meeting, actor=request.user, **form.facts)):
        messages.success(request, "Ändringen är sparad.")
        return redirect(reading.host_url("meeting_work", meeting))
    context = _back(party, row) | {"back_url": reading.host_url("meeting_work", meeting)}
    return answer(request, "portal/meeting_form.html", context, form)


@host_pages("meeting_work", require_safe)
def meeting_work(request, party, row):
    """The meeting as the host works with it. A draft is looked over here, as everybody will see it."""
    context = _back(party, row) | {
        "summary": reading.summary(row),
        "actions": host_reading.actions(row),
        "links": host_reading.links(row),
        "coming": host_reading.coming(row.meeting),
        "invited": host_reading.invited(row.meeting),
        "waiting": host_reading.waiting(row.meeting),
        "questions": reading.questions(row.meeting),
        "events": reading.history(row.meeting, for_host=True),
        "procurement": reading.procurement_of(row.meeting),
        "list_url": reading.hosts_url("meeting_list", party),
        "is_draft": row.meeting.state == MeetingState.DRAFT,
    }
    return render(request, "portal/meeting_work.html", context)


@host_pages("meeting_announce", require_POST)
def meeting_announce(request, party, row):
    """Show it to everybody."""
    return act(
        request,
        lambda: dialogue.announce(row.meeting, actor=request.user),
        done="Träffen är annonserad och visas för alla. Bjud in dem som ni vill ska komma.",
        to=reading.host_url("meeting_work", row.meeting),
    )


@host_pages("meeting_discard")
def meeting_discard(request, party, row):
    """Ask, and then throw the draft away."""
    if row.meeting.state != MeetingState.DRAFT:
        raise Http404
    if request.method == "POST":
        return act(
            request,
            lambda: dialogue.discard(row.meeting, actor=request.user),
            done="Utkastet är borta.",
            to=reading.hosts_url("meeting_list", party),
        )
    return render(request, "portal/meeting_discard.html", _back(party, row))


@host_pages("meeting_cancel")
def meeting_cancel(request, party, row):
    """Why it will not be held."""
    form = ReasonForm(data_of(request))
    if form.is_valid() and carried_out(
        form, lambda: dialogue.cancel(row.meeting, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Träffen är inställd. De som är anmälda får ett brev.")
        return redirect(reading.host_url("meeting_work", row.meeting))
    return answer(request, "portal/meeting_cancel.html", _back(party, row), form)


@host_pages("meeting_invite")
def meeting_invite(request, party, row):
    """Whom to ask to come."""
    form = InviteForm(data_of(request), suggested=host_reading.suggested(row.meeting))
    new = []
    if form.is_valid() and carried_out(
        form, lambda: new.extend(dialogue_parties.invite(row.meeting, form.parties, actor=request.user))
    ):
        messages.success(request, f"Inbjudan är skickad till {host_reading.in_a_row_of(new)}.")
        return redirect(reading.host_url("meeting_work", row.meeting))
    context = _back(party, row) | {"invited": host_reading.invited(row.meeting)}
    return answer(request, "portal/meeting_invite.html", context, form)


@host_pages("meeting_answer")
def meeting_answer(request, party, row, question):
    """Answer a question, to everybody."""
    asked = get_object_or_404(row.meeting.questions.select_related("organisation", "authority"), pk=question)
    form = AnswerForm(data_of(request), initial={"wording": asked.text})
    if form.is_valid() and carried_out(
        form, lambda: dialogue_parties.answer(asked, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Svaret visas för alla. Den som frågade får ett brev.")
        return redirect(reading.host_url("meeting_work", row.meeting))
    return answer(request, "portal/meeting_answer.html", _back(party, row) | {"question": asked}, form)


@host_pages("meeting_notes")
def meeting_notes(request, party, row):
    """What was said."""
    form = NotesForm(data_of(request), initial={"text": row.meeting.notes})
    if form.is_valid() and carried_out(
        form, lambda: dialogue.write_notes(row.meeting, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Anteckningarna visas för alla.")
        return redirect(reading.host_url("meeting_work", row.meeting))
    return answer(request, "portal/meeting_notes.html", _back(party, row), form)


own_meeting_list, authority_meeting_list = meeting_list
own_meeting_create, authority_meeting_create = meeting_create
own_meeting_change, authority_meeting_change = meeting_change
own_meeting_work, authority_meeting_work = meeting_work
own_meeting_announce, authority_meeting_announce = meeting_announce
own_meeting_discard, authority_meeting_discard = meeting_discard
own_meeting_cancel, authority_meeting_cancel = meeting_cancel
own_meeting_invite, authority_meeting_invite = meeting_invite
own_meeting_answer, authority_meeting_answer = meeting_answer
own_meeting_notes, authority_meeting_notes = meeting_notes
