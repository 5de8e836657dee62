"""Procurements as an organisation sees them: those that match its services, and its interest in them."""

from django.contrib import messages
from django.db.models import OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.dialogue import InterestForm
from procurement.matching import suits
from procurement.models import Interest, Lot, Procurement
from procurement.models.procurements import State
from procurement.reading import joint_bids as joint_reading
from procurement.reading import words
from procurement.services import dialogue
from procurement.views.base import carried_out
from registry.models import LegalEntity
from registry.models.members import Role
from registry.views.base import act, answer, member_organisation
from registry.wording import day_in_words

MOST_SHOWN = 100
OWN_HEADERS = ("Upphandling", "Läge", "Anbud senast", "Förbered", "Samarbete", "Intresse")


def matching(organisation):
    """Procurements one may still be interested in, with a lot for a service that the organisation gives there."""
    places = Procurement.municipalities.through.objects.filter(procurement=OuterRef("procurement"))
    lots = Lot.objects.filter(suits(organisation, places, anywhere=Q(procurement__whole_country=True)))
    return Procurement.objects.shown().filter(state__in=dialogue.TAKES_INTEREST, pk__in=lots.values("procurement"))


@require_safe
def supplier_procurement_list(request, slug):
    """What the organisation is interested in, and what matches its services and places."""
    organisation = member_organisation(request, slug)
    interests = list(
        Interest.objects.standing()
        .visible_to(request.user)
        .filter(legal_entity__organisation=organisation)
        .select_related("procurement__authority", "legal_entity")
        .order_by("-shown_at", "-pk")
    )
    taken = {row.procurement_id for row in interests}
    found = matching(organisation).select_related("authority").defer("search_terms").order_by("closes_at", "-pk")
    may_edit = request.role != Role.READER
    context = {
        "organisation": organisation,
        "headers": [{"label": label} for label in ("Upphandling", "Läge", "Anbud senast", *["Intresse"] * may_edit)],
        "own_headers": [{"label": label} for label in OWN_HEADERS],
        "rows": [_row(row, organisation, may_edit) for row in found[:MOST_SHOWN] if row.pk not in taken],
        "interests": [_interest(row, organisation, may_edit) for row in interests],
        "bids": [_bid(row, state, organisation) for row, state in joint_reading.of_organisation(organisation)],
    }
    return render(request, "procurement/supplier_procurement_list.html", context)


def _facts(row):
    closes = day_in_words(timezone.localdate(row.closes_at)) if row.closes_at else "–"
    return [
        {"text": row.title, "url": row.get_absolute_url(), "small": str(row.authority)},
        {"tag": row.get_state_display(), "tone": words.TONES[State(row.state)]},
        {"text": closes},
    ]


def _row(row, organisation, may_edit):
    show = {"text": "Visa intresse", "url": reverse("interest_show", args=[organisation.slug, row.pk])}
    return [*_facts(row), *[show] * may_edit]


def _interest(row, organisation, may_edit):
    address = [organisation.slug, row.procurement_id]
    ready = {"text": "Är vi redo?", "url": reverse("readiness", args=address)}
    partner = {"text": "Hitta partner", "url": reverse("partner_list", args=address)}
    own = {"text": str(row.legal_entity)}
    if may_edit:
        own["text"], own["small"] = "Ta tillbaka", str(row.legal_entity)
        own["url"] = reverse("interest_withdraw", args=[organisation.slug, row.procurement_id, row.pk])
    return [*_facts(row.procurement), ready, partner, own]


def _bid(bid, state, organisation):
    """A joint bid as rows.html takes it."""
    return {
        "label": bid.procurement.title,
        "url": reverse("joint_bid", args=[organisation.slug, bid.pk]),
        "note": f"{bid.lead} håller ihop. {bid.procurement.authority}",
        "aside": state,
    }


def _shown(request, pk):
    return get_object_or_404(Procurement.objects.visible_to(request.user).select_related("authority"), pk=pk)


@require_http_methods(["GET", "POST"])
def interest_show(request, slug, pk):
    """Show interest for one of the organisation's legal entities. Only the buyer's officers see it."""
    organisation = member_organisation(request, slug, edit=True)
    held = _shown(request, pk)
    units = {
        str(unit.pk): unit
        for unit in LegalEntity.objects.handed_in().filter(organisation=organisation).order_by("sort_key", "pk")
    }
    initial = {"entity": next(iter(units))} if len(units) == 1 else {}
    form = InterestForm(request.POST if request.method == "POST" else None, entities=units.values(), initial=initial)
    if form.is_valid():
        given = dict(form.cleaned_data)
        unit = units[given.pop("entity")]
        if carried_out(form, lambda: dialogue.show_interest(held, unit, actor=request.user, **given)):
            messages.success(request, "Upphandlarna ser att ni är intresserade. Ni får veta när något händer.")
            return redirect("supplier_procurement_list", slug)
    context = {"organisation": organisation, "procurement": held, "units": units}
    return answer(request, "procurement/interest_show.html", context, form)


@require_http_methods(["GET", "POST"])
def interest_withdraw(request, slug, pk, interest):
    """Ask before the interest is taken back."""
    organisation = member_organisation(request, slug, edit=True)
    row = get_object_or_404(
        Interest.objects.standing().select_related("procurement", "legal_entity__organisation"),
        legal_entity__organisation=organisation,
        procurement=pk,
        pk=interest,
    )
    if request.method == "POST":
        return act(
            request,
            lambda: dialogue.withdraw_interest(row, actor=request.user),
            done="Intresset är tillbakataget.",
            to=reverse("supplier_procurement_list", args=[slug]),
        )
    context = {"organisation": organisation, "procurement": row.procurement, "interest": row}
    return render(request, "procurement/interest_withdraw.html", context)
