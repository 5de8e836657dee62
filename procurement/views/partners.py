"""Looking for partners: who else looks, beginning a group, finding somebody and asking."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement import partners
from procurement.forms.joint_bids import BeginForm, FindPartnerForm, InviteForm
from procurement.models import Interest, Procurement
from procurement.reading import joint_bids as reading
from procurement.services import dialogue, joint_bids
from procurement.views.base import carried_out
from procurement.views.joint_bids import led_bid
from registry.models.members import Role
from registry.validators import format_organisation_number
from registry.views.base import act, answer, member_organisation


def _shown(request, pk):
    return get_object_or_404(Procurement.objects.visible_to(request.user).select_related("authority"), pk=pk)


@require_safe
def partner_list(request, slug, pk):
    """Others who look for partners about the procurement, shown to those alone who look themselves."""
    organisation = member_organisation(request, slug)
    held = _shown(request, pk)
    own = Interest.objects.standing().filter(procurement=held, legal_entity__organisation=organisation)
    gathers = joint_bids.is_open(held)
    context = {
        "organisation": organisation,
        "procurement": held,
        "has_interest": own.exists(),
        "is_seeking": own.filter(wants_partners=True).exists(),
        "others": _rows(partners.also_looking(held, organisation)) if held.state in dialogue.TAKES_INTEREST else [],
        "takes_interest": held.state in dialogue.TAKES_INTEREST,
        "gathers": gathers,
        "bids": [
            {"label": str(bid), "url": reverse("joint_bid", args=[slug, bid.pk]), "note": bid.lot or "", "aside": state}
            for bid, state in reading.of_organisation(organisation)
            if bid.procurement_id == held.pk
        ],
        "may_edit": request.role != Role.READER,
    }
    return render(request, "procurement/partner_list.html", context)


def _rows(interests):
    return [
        {
            "label": row.legal_entity.name,
            "url": row.legal_entity.organisation.get_absolute_url(),
            "note": _where(row.legal_entity),
        }
        for row in interests
    ]


def _where(entity):
    number = entity.organisation_number
    return ", ".join(filter(None, [number and format_organisation_number(number), str(entity.seat or "")]))


@require_POST
def partner_seek(request, slug, pk):
    """Say that the organisation looks for partners, or that it no longer does."""
    organisation = member_organisation(request, slug, edit=True)
    held = _shown(request, pk)
    wanted = request.POST.get("wanted") == "ja"
    return act(
        request,
        lambda: dialogue.seek_partners(held, organisation, actor=request.user, wanted=wanted),
        done="Andra som också söker samarbete ser er nu." if wanted else "Ni syns inte längre för andra.",
        to=reverse("partner_list", args=[slug, pk]),
    )


@require_http_methods(["GET", "POST"])
def joint_bid_begin(request, slug, pk):
    """Begin a group for one of the lots, held together by an entity that has shown interest."""
    organisation = member_organisation(request, slug, edit=True)
    held = _shown(request, pk)
    lots = {str(lot.pk): lot for lot in held.lots.select_related("service_area")}
    leads = {str(row.pk): row for row in joint_bids.may_lead(held, organisation).order_by("sort_key", "pk")}
    initial = {"unit": "places"}
    if len(lots) == 1:
        [(initial["lot"], lot)] = lots.items()
        initial["service_area"] = lot.service_area.slug if lot.service_area else ""
    if len(leads) == 1:
        initial["lead"] = next(iter(leads))
    places = list(held.municipalities.order_by("sort_key"))
    data = request.POST if request.method == "POST" else None
    form = BeginForm(data, lots=lots.values(), leads=leads.values(), places=places, initial=initial)
    if form.is_valid():
        chosen, made = form.cleaned_data, []
        if carried_out(
            form,
            lambda: made.append(
                joint_bids.begin(
                    lots[chosen["lot"]], leads[chosen["lead"]], actor=request.user, unit=chosen["unit"], **form.given
                )
            ),
        ):
            messages.success(request, "Gruppen finns. Bjud in dem som ni vill lämna anbud med.")
            return redirect("joint_bid_find", slug, made[0].pk)
    context = {
        "organisation": organisation,
        "procurement": held,
        "gathers": joint_bids.is_open(held),
        "may_begin": bool(leads),
    }
    return answer(request, "procurement/joint_bid_begin.html", context, form)


@require_safe
def joint_bid_find(request, slug, bid):
    """Find somebody to ask: also looking, giving the service there, or by name or number."""
    organisation, held, seen = led_bid(request, slug, bid)
    form = FindPartnerForm(request.GET)
    found, looking = partners.Found([]), []
    if not seen.is_open:
        return redirect("joint_bid", slug, bid)
    if form.is_valid():
        try:
            found = partners.find(held, form.cleaned_data["q"])
        except ValidationError as refusal:
            form.add_error("q", refusal.messages)
        if not form.cleaned_data.get("q"):
            looking = _looking(held, organisation)
    typed = form.cleaned_data.get("q", "") if form.is_valid() else ""
    context = {
        "organisation": organisation,
        "bid": held,
        "typed": typed,
        "found": [_candidate(slug, held, entity) for entity in found.entities],
        "advice": found.advice,
        "more": found.more,
        "looking": [_candidate(slug, held, entity) for entity in looking],
    }
    return answer(request, "procurement/joint_bid_find.html", context, form)


def _looking(bid, organisation):
    """Of those who look for partners too, the ones that can be asked."""
    entities = partners.also_looking(bid.procurement, organisation).values("legal_entity")
    return list(partners.can_be_asked(bid).filter(pk__in=entities))


def _candidate(slug, bid, entity):
    family = entity.organisation.name
    return {
        "label": entity.name,
        "url": reverse("joint_bid_invite", args=[slug, bid.pk, entity.uuid]),
        "note": ", ".join(filter(None, [_where(entity), family if family != entity.name else ""])),
    }


@require_http_methods(["GET", "POST"])
def joint_bid_invite(request, slug, bid, uuid):
    """Ask one legal entity to be in."""
    organisation, held, seen = led_bid(request, slug, bid)
    entity = get_object_or_404(joint_bids.may_be_invited().select_related("organisation"), uuid=uuid)
    area = held.lot.service_area if held.lot else None
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        places=list(held.procurement.municipalities.order_by("sort_key")),
        unit=held.get_unit_display(),
        initial={"service_area": area.slug if area else ""},
    )
    if form.is_valid() and carried_out(form, lambda: joint_bids.invite(held, entity, actor=request.user, **form.given)):
        ours = entity.organisation_id == held.lead.organisation_id
        messages.success(request, f"{entity} är {'med' if ours else 'inbjuden'}.")
        return redirect("joint_bid", slug, bid)
    context = {"organisation": organisation, "bid": held, "entity": entity, "is_open": seen.is_open}
    return answer(request, "procurement/joint_bid_invite.html", context, form)
