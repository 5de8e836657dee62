"""A joint bid for those who are in it or asked to be: the group, its file, answering, the own part, leaving, ending."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement.forms.joint_bids import AnswerForm, NeedForm, PartForm
from procurement.models import JointBid
from procurement.models.joint_bids import MemberState
from procurement.reading import joint_bids as reading
from procurement.services import joint_bids
from procurement.views.base import carried_out
from registry import exports
from registry.models.members import Role
from registry.validators import format_organisation_number
from registry.views.base import act, answer, member_organisation
from registry.wording import day_in_words

ONLY_LEAD = "Bara den som håller ihop gruppen kan göra detta. Hör av er till dem."
COLUMNS = [
    exports.Column("name", "Juridisk person"),
    exports.Column("number", "Organisationsnummer"),
    exports.Column("role", "Roll"),
    exports.Column("answer", "Behörighet"),
    exports.Column("reasons", "Skäl"),
    exports.Column("part", "Gör"),
    exports.Column("service", "Tjänst"),
    exports.Column("amounts", "Omfattning"),
]


def own_bid(request, slug, pk, *, edit=False):
    """(organisation, group, how the organisation stands to it). 404 for a group that it has nothing to do with."""
    organisation = member_organisation(request, slug, edit=edit)
    bids = JointBid.objects.select_related("procurement__authority", "lot__service_area", "lead__organisation")
    bid = get_object_or_404(bids.concerning(organisation), pk=pk)
    return organisation, bid, reading.seen_by(bid, organisation)


def led_bid(request, slug, pk):
    """The same, for those who may change a group that their organisation leads; 403 for its other members."""
    organisation, bid, seen = own_bid(request, slug, pk, edit=True)
    if seen.role == "member":
        raise PermissionDenied(ONLY_LEAD)
    if seen.role != "lead":
        raise Http404
    return organisation, bid, seen


def _own_row(rows, pk):
    """One of the organisation's own rows; 404 for any other."""
    row = next((row for row in rows if row.pk == pk), None)
    if row is None:
        raise Http404
    return row


@require_safe
def joint_bid(request, slug, bid):
    """The group: whole for those who are in, what is asked for those who are asked, and a line for the others."""
    organisation, held, seen = own_bid(request, slug, bid)
    context = {
        "organisation": organisation,
        "bid": held,
        "procurement": held.procurement,
        "seen": seen,
        "standstill": reading.standstill(held),
        "may_edit": request.role != Role.READER and seen.is_open,
    }
    if seen.is_inside or seen.role == "invited":
        context |= _told(held)
    if seen.is_inside:
        context |= _inside(held, context["members"])
    if seen.role == "lead":
        context["invitations"] = _invitations(slug, held, context["may_edit"])
    return render(request, "procurement/joint_bid.html", context)


def _told(bid):
    """What is told of those who are in, to them and to those who are asked."""
    members = reading.taking_part(bid)
    verdict = reading.verdict(bid, members)
    headers = [{"label": label} for label in ("Juridisk person", "Behörighet", "Gör", "Omfattning")]
    rows = [
        [
            {
                "text": str(member),
                "url": member.legal_entity.get_absolute_url(),
                "small": _number(member) + (", håller ihop gruppen" if member.is_lead else ""),
            },
            _answer_cell(verdict, member),
            {"text": member.part or "–", "small": str(member.service_area or "")},
            {"text": reading.amounts_text(member, bid.get_unit_display()) or "Inget antal angett"},
        ]
        for member in members
    ]
    reasons = [(str(row), verdict.members[row.legal_entity_id]) for row in members] if verdict else []
    return {"members": members, "headers": headers, "rows": rows, "verdict": verdict, "reasons": reasons}


def _number(member):
    number = member.legal_entity.organisation_number
    return format_organisation_number(number) if number else ""


def _answer_cell(verdict, member):
    if verdict is None:
        return {"text": "–"}
    own = verdict.members[member.legal_entity_id]
    return {"tag": own["answer"], "tone": own["tone"]}


def _inside(bid, members):
    return {
        "waiting": reading.waiting_text(bid),
        "capacity": reading.capacity(bid, members, list(bid.procurement.municipalities.order_by("sort_key"))),
        "events": reading.history(bid, members),
    }


def _invitations(slug, bid, may_edit):
    return [
        {
            "label": str(row),
            "state": text,
            "withdraw": reverse("joint_bid_withdraw", args=[slug, bid.pk, row.pk])
            if may_edit and reading.may_answer(row)
            else "",
        }
        for row, text in reading.invitations(bid)
    ]


@require_safe
def joint_bid_file(request, slug, bid, kind):
    """Those who are in, as a file. Of those who are not, nothing."""
    _, held, seen = own_bid(request, slug, bid)
    if not seen.is_inside:
        raise Http404
    members = reading.taking_part(held)
    verdict = reading.verdict(held, members)
    rows = [_file_row(held, member, verdict) for member in members]
    return exports.export(rows, COLUMNS, kind, filename=f"gemensamt-anbud-{held.pk}")


def _file_row(bid, member, verdict):
    own = verdict.members[member.legal_entity_id] if verdict else {"answer": "", "sentences": ()}
    return {
        "name": str(member),
        "number": _number(member),
        "role": "Håller ihop gruppen" if member.is_lead else "Med",
        "answer": own["answer"],
        "reasons": " ".join(own["sentences"]),
        "part": member.part,
        "service": str(member.service_area or ""),
        "amounts": reading.amounts_text(member, bid.get_unit_display()),
    }


def _amounts(bid, member):
    rows = bid.amounts.filter(member=member)
    return [(row.municipality_id, row.amount) for row in rows]


def _part_form(form_class, request, bid, member):
    initial = {"part": member.part, "service_area": member.service_area.slug if member.service_area else ""}
    return form_class(
        request.POST if request.method == "POST" else None,
        places=list(bid.procurement.municipalities.order_by("sort_key")),
        unit=bid.get_unit_display(),
        amounts=_amounts(bid, member),
        initial=initial,
    )


@require_http_methods(["GET", "POST"])
def joint_bid_answer(request, slug, bid, member):
    """Yes or no to an invitation, and a change of mind after a no. Otherwise the group's page says how it stands."""
    organisation, held, seen = own_bid(request, slug, bid, edit=True)
    asked = held.members.select_related("legal_entity__organisation").filter(legal_entity__organisation=organisation)
    row = _own_row(asked, member)
    if row not in [*seen.waiting, *seen.declined]:
        return redirect("joint_bid", slug, bid)
    form = _part_form(AnswerForm, request, held, row)
    if form.is_valid():
        if form.is_yes:
            taken = carried_out(form, lambda: joint_bids.accept(row, actor=request.user, **form.given))
        else:
            stands = row.state == MemberState.DECLINED
            taken = stands or carried_out(form, lambda: joint_bids.decline(row, actor=request.user))
        if taken:
            no = f"Ni har tackat nej. Ingen annan får veta det. Ni kan ändra er till {day_in_words(row.answer_by)}."
            messages.success(request, "Ni är med." if form.is_yes else no)
            return redirect(*(("joint_bid", slug, bid) if form.is_yes else ("supplier_procurement_list", slug)))
    context = {"organisation": organisation, "bid": held, "member": row, **_told(held)}
    return answer(request, "procurement/joint_bid_answer.html", context, form)


@require_http_methods(["GET", "POST"])
def joint_bid_part(request, slug, bid, member):
    """What one of the organisation's own would do."""
    organisation, held, seen = own_bid(request, slug, bid, edit=True)
    row = _own_row(seen.parts, member)
    form = _part_form(PartForm, request, held, row)
    if form.is_valid() and carried_out(form, lambda: joint_bids.write_part(row, actor=request.user, **form.given)):
        messages.success(request, "Er del är sparad.")
        return redirect("joint_bid", slug, bid)
    context = {"organisation": organisation, "bid": held, "member": row}
    return answer(request, "procurement/joint_bid_part.html", context, form)


@require_http_methods(["GET", "POST"])
def joint_bid_need(request, slug, bid):
    """What the notice asks for, as the lead has read it."""
    organisation, held, _ = led_bid(request, slug, bid)
    form = NeedForm(
        request.POST if request.method == "POST" else None,
        places=list(held.procurement.municipalities.order_by("sort_key")),
        amounts=_amounts(held, None),
        initial={"unit": held.unit},
    )
    if form.is_valid() and carried_out(
        form,
        lambda: joint_bids.write_need(held, actor=request.user, unit=form.cleaned_data["unit"], amounts=form.amounts),
    ):
        messages.success(request, "Det som annonsen ber om är sparat.")
        return redirect("joint_bid", slug, bid)
    return answer(request, "procurement/joint_bid_need.html", {"organisation": organisation, "bid": held}, form)


@require_POST
def joint_bid_withdraw(request, slug, bid, member):
    """Take back an invitation that waits."""
    _, held, _ = led_bid(request, slug, bid)
    asked = held.members.filter(is_lead=False).select_related("bid__lead__organisation", "legal_entity")
    row = get_object_or_404(asked, pk=member)
    return act(
        request,
        lambda: joint_bids.withdraw(row, actor=request.user),
        done=f"Inbjudan till {row} är tillbakadragen.",
        to=reverse("joint_bid", args=[slug, bid]),
    )


@require_http_methods(["GET", "POST"])
def joint_bid_leave(request, slug, bid, member):
    """Ask before one of the organisation's own leaves the group."""
    organisation, held, seen = own_bid(request, slug, bid, edit=True)
    rows = held.members.filter(is_lead=False, legal_entity__organisation=organisation)
    row = _own_row(rows.select_related("legal_entity__organisation"), member)
    if request.method == "POST":
        return act(
            request,
            lambda: joint_bids.leave(row, actor=request.user),
            done=f"{row} har lämnat gruppen.",
            to=reverse("supplier_procurement_list", args=[slug]),
        )
    if row not in seen.parts:
        return redirect("joint_bid", slug, bid)
    context = {"organisation": organisation, "bid": held, "member": row, "procurement": held.procurement}
    return render(request, "procurement/joint_bid_leave.html", context)


@require_http_methods(["GET", "POST"])
def joint_bid_dissolve(request, slug, bid):
    """Ask before the group is dissolved."""
    organisation, held, _ = led_bid(request, slug, bid)
    if request.method == "POST":
        return act(
            request,
            lambda: joint_bids.dissolve(held, actor=request.user),
            done="Gruppen är upplöst.",
            to=reverse("supplier_procurement_list", args=[slug]),
        )
    others = held.members.filter(state=MemberState.IN, is_lead=False).count()
    context = {"organisation": organisation, "bid": held, "procurement": held.procurement, "others": others}
    return render(request, "procurement/joint_bid_dissolve.html", context)
