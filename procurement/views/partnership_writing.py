"""The pages on which both sides write a partnership's agreement, one heading each."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.partnerships import (
    TEXT_FORMS,
    AboutForm,
    AddPartyForm,
    CommitmentForm,
    FollowUpDayForm,
    GoalForm,
    PrinciplesForm,
)
from procurement.models import PartnershipCommitment
from procurement.partnership_readiness import HEADINGS
from procurement.partnership_text import text_of
from procurement.reading import agreement
from procurement.services import partnership_parties, partnership_writing
from procurement.versions import version_of
from procurement.views.base import carried_out, data_of
from procurement.views.partnership_base import YES_GONE, own_partnership, page_of_form
from registry.forms.services import places_in_words
from registry.views.base import act, answer
from registry.wording import day_in_words, kronor

LABELS = {slug: label for slug, label, _ in HEADINGS}


@require_http_methods(["GET", "POST"])
def partnership_about(request, pk):
    """What it is about, and where. Stands once it is decided."""
    held = own_partnership(request, pk, edit=True)
    initial = {
        "title": held.title,
        "service_area": held.service_area.slug,
        "where": "country" if held.whole_country else "places",
        "municipalities": places_in_words(held.municipalities.all()),
        "target_groups": [group.slug for group in held.target_groups.all()],
    }
    form = AboutForm(data_of(request), initial=initial)
    return page_of_form(
        request,
        held,
        form,
        lambda _: partnership_writing.write_about(held, actor=request.user, **form.facts),
        done="Sparat.",
        template="partnership_about",
    )


@require_http_methods(["GET", "POST"])
def partnership_text(request, pk, heading):
    """One heading of the agreement."""
    if heading not in TEXT_FORMS:
        raise Http404
    held = own_partnership(request, pk, edit=True)
    kind = TEXT_FORMS[heading]
    written = {name: getattr(held, name) for name in kind.base_fields if name in partnership_writing.TEXTS}
    form = kind(data_of(request), initial=written, stands=version_of(written))
    return page_of_form(
        request,
        held,
        form,
        lambda given: partnership_writing.write_text(held, actor=request.user, **given),
        done="Sparat.",
        template="partnership_text",
        label=LABELS[heading],
        heading=heading,
    )


@require_http_methods(["GET", "POST"])
def partnership_principles(request, pk):
    """The six principles, a sentence each."""
    held = own_partnership(request, pk, edit=True)
    written = dict(held.principles.values_list("principle", "sentence"))
    form = PrinciplesForm(data_of(request), initial=written, stands=version_of(written))
    return page_of_form(
        request,
        held,
        form,
        lambda given: partnership_writing.write_principles(held, given, actor=request.user, seen=given.pop("seen")),
        done="Sparat.",
        template="partnership_principles",
    )


@require_http_methods(["GET", "POST"])
def partnership_goals(request, pk):
    """The goals: those that are there, one more to add."""
    held = own_partnership(request, pk, edit=True)
    if removed := _removed(request):
        goal = get_object_or_404(held.goals.select_related("partnership"), pk=removed)
        return _take_away(
            request, pk, "partnership_goals", lambda: partnership_writing.remove_goal(goal, actor=request.user)
        )
    form = GoalForm(data_of(request))
    return page_of_form(
        request,
        held,
        form,
        lambda given: partnership_writing.add_goal(held, actor=request.user, **given),
        done="Målet är tillagt.",
        template="partnership_goals",
        to="partnership_goals",
        rows=[
            {"pk": row.pk, "title": row.goal, "note": row.indicator, "may_go": held.is_being_written}
            for row in held.goals.all()
        ],
    )


@require_http_methods(["GET", "POST"])
def partnership_commitments(request, pk):
    """What each party brings, year by year, and one more row for one's own party."""
    held = own_partnership(request, pk, edit=True)
    if removed := _removed(request):
        rows = PartnershipCommitment.objects.filter(party__partnership=held).select_related(
            "party__partnership", "party__authority", "party__legal_entity__organisation"
        )
        row = get_object_or_404(rows, pk=removed)
        return _take_away(
            request,
            pk,
            "partnership_commitments",
            lambda: partnership_writing.remove_commitment(row, actor=request.user),
        )
    own = {str(party.pk): party for party in request.parties if party.joined_at}
    others = held.parties.exclude(legal_entity=None).select_related("authority", "legal_entity").order_by("pk")
    recipients = {str(party.pk): party for party in others}
    year = held.starts_on.year if held.starts_on else None
    form = CommitmentForm(
        data_of(request), own=list(own.values()), recipients=list(recipients.values()), first_year=year
    )

    def step(given):
        party, recipient = own[given.pop("party")], recipients.get(given.pop("recipient", ""))
        return partnership_writing.add_commitment(party, actor=request.user, recipient=recipient, **given)

    rows = PartnershipCommitment.objects.filter(party__partnership=held).select_related(
        "party__authority", "party__legal_entity", "recipient__authority", "recipient__legal_entity"
    )
    return page_of_form(
        request,
        held,
        form,
        step,
        done="Åtagandet är tillagt.",
        template="partnership_commitments",
        to="partnership_commitments",
        table=agreement.sums(text_of(held)),
        rows=[_commitment(row, held.is_being_written and str(row.party_id) in own) for row in rows],
    )


def _commitment(row, may_go):
    worth = kronor(row.amount) if row.amount is not None else "ej värderat"
    to = f" Till {row.recipient}." if row.recipient else ""
    return {
        "pk": row.pk,
        "title": f"{row.year}: {row.description}",
        "note": f"{row.party}. {row.get_kind_display()}, {worth}.{to}",
        "may_go": may_go,
    }


@require_http_methods(["GET", "POST"])
def partnership_follow_ups(request, pk):
    """The days of follow-up: those planned and done, one more to plan."""
    held = own_partnership(request, pk, edit=True)
    if removed := _removed(request):
        row = get_object_or_404(held.follow_ups.select_related("partnership"), pk=removed)
        return _take_away(
            request,
            pk,
            "partnership_follow_ups",
            lambda: partnership_writing.cancel_follow_up(row, actor=request.user),
        )
    form = FollowUpDayForm(data_of(request))
    return page_of_form(
        request,
        held,
        form,
        lambda given: partnership_writing.plan_follow_up(held, actor=request.user, **given),
        done="Uppföljningen är planerad.",
        template="partnership_follow_ups",
        to="partnership_follow_ups",
        rows=[_follow_up(row, held.is_being_written) for row in held.follow_ups.all()],
    )


def _follow_up(row, may_go):
    return {
        "pk": row.pk,
        "title": day_in_words(row.planned_on),
        "note": _follow_up_note(row),
        "may_go": may_go and not row.performed_on,
    }


def _follow_up_note(row):
    if row.is_proposed:
        return "Föreslagen. Visas för alla när den nya texten är beslutad."
    return f"Genomförd {day_in_words(row.performed_on)}" if row.performed_on else "Planerad"


@require_http_methods(["GET", "POST"])
def partnership_party_list(request, pk):
    """Who takes part, who is asked, and others to ask."""
    held = own_partnership(request, pk, edit=True)
    if removed := _removed(request):
        row = get_object_or_404(
            held.parties.select_related("partnership", "authority", "legal_entity__organisation"), pk=removed
        )
        return act(
            request,
            lambda: partnership_parties.remove_party(row, actor=request.user),
            done=f"Inbjudan till {row} är tillbakatagen.",
            to=reverse("partnership_party_list", args=[pk]),
        )
    form = AddPartyForm(data_of(request))
    if form.is_valid() and carried_out(form, lambda: _add_parties(held, form.cleaned_data, request.user)):
        messages.success(request, "Inbjudan är skickad.")
        return redirect("partnership_party_list", pk)
    parties = held.parties.select_related("authority", "legal_entity")
    rows = [
        {
            "pk": party.pk,
            "title": str(party),
            "note": f"Gick med {day_in_words(party.joined_at)}" if party.joined_at else "Inbjuden, har inte svarat",
            "may_go": held.is_being_written and party.joined_at is None,
        }
        for party in parties
    ]
    return answer(request, "procurement/partnership_party_list.html", {"partnership": held, "rows": rows}, form)


def _add_parties(held, given, actor):
    with transaction.atomic():  # all are asked, or none
        for authority in given["authorities"]:
            partnership_parties.add_party(held, actor=actor, authority=authority)
        for entity in given["entities"]:
            partnership_parties.add_party(held, actor=actor, legal_entity=entity)


@require_safe
def partnership_whole(request, pk):
    """The whole text as it is being written, for the parties."""
    held = own_partnership(request, pk)
    context = {"partnership": held, "chapters": agreement.chapters(text_of(held))}
    return render(request, "procurement/partnership_whole.html", context)


def _removed(request):
    """The number of the row whose button "Ta bort" was pressed, or nothing."""
    typed = request.POST.get("remove", "") if request.method == "POST" else ""
    return int(typed[:12]) if typed.isdecimal() and typed.isascii() else 0


def _take_away(request, pk, page, step):
    told = []
    response = act(request, lambda: told.append(step()), done="Raden är borttagen.", to=reverse(page, args=[pk]))
    if told and told[0]:
        messages.info(request, YES_GONE)
    return response
