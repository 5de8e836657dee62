"""The award, its review by a court, and the contracts."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from procurement.forms.tenders import AwardForm, ConcludeForm, ReviewForm, SettleForm, TermsForm
from procurement.models import Tender
from procurement.models.procurements import State
from procurement.services import awards
from procurement.views.base import buyer_page, carried_out, own_procurement
from registry.views.base import answer


@buyer_page
@require_http_methods(["GET", "POST"])
def procurement_award(request, pk):
    """Decide who wins each lot. What stands in the way is said in words, one line each."""
    held = own_procurement(request, pk)
    lots = list(held.lots.all())
    tenders = list(
        Tender.objects.visible_to(request.user)
        .filter(lot__procurement=held, removed_at=None, role=Tender.Role.TENDERER)
        .select_related("lot")
    )
    form = AwardForm(
        request.POST if request.method == "POST" else None,
        lots=lots,
        tenders=tenders,
        is_framework=held.is_framework,
    )
    if form.is_valid():
        hindrances = awards.award_hindrances(held, [row for row, _, _ in form.winners])
        for text in hindrances:
            form.add_error(None, text)
        if not hindrances and carried_out(form, lambda: _award(held, form, request.user)):
            messages.success(request, "Tilldelningen är beslutad. Vinnarna visas för alla.")
            return redirect("procurement_work", pk)
    empty = [lot for lot in lots if not form.by_lot[lot.pk]]
    return answer(request, "procurement/procurement_award.html", {"procurement": held, "empty": empty}, form)


def _award(held, form, actor):
    given = form.cleaned_data
    return awards.award(
        held,
        form.winners,
        actor=actor,
        decided_on=given["decided_on"],
        sent_on=given["sent_on"],
        reasons=given["reasons"],
        electronically=given["how"],
    )


@buyer_page
@require_http_methods(["GET", "POST"])
def procurement_review(request, pk):
    """Note that a court reviews the award."""
    held = own_procurement(request, pk)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, lambda: awards.note_review(held, actor=request.user, **form.cleaned_data)):
        messages.success(request, "Överprövningen är antecknad. Avtal får inte ingås så länge.")
        return redirect("procurement_work", pk)
    return answer(request, "procurement/procurement_review.html", {"procurement": held}, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def procurement_settle(request, pk):
    """Note how the review ended. Without a review that is open there is nothing to settle."""
    held = own_procurement(request, pk)
    review = get_object_or_404(held.reviews.select_related("procurement__authority"), outcome="")
    form = SettleForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(
        form, lambda: awards.settle_review(review, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Utfallet är antecknat.")
        return redirect("procurement_work", pk)
    return answer(request, "procurement/procurement_settle.html", {"procurement": held, "review": review}, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def procurement_conclude(request, pk):
    """Make the contracts, one with each winner, when the standstill is over."""
    held = own_procurement(request, pk)
    decision = get_object_or_404(held.awards, superseded_at=None)
    winners = list(decision.winners.select_related("tender__lot").order_by("tender__lot__number", "rank", "pk"))
    data = request.POST if request.method == "POST" else None
    form = ConcludeForm(data)
    parts = [(row, TermsForm(data, prefix=f"avtal{row.pk}", initial=_usual(held, row))) for row in winners]
    forms = [form, *(part for _, part in parts)]
    if [one for one in forms if one.is_valid()] == forms:  # each is asked, so that each says what is wrong
        terms = {row.pk: part.cleaned_data for row, part in parts}
        if carried_out(
            form,
            lambda: awards.conclude(held, actor=request.user, signed_on=form.cleaned_data["signed_on"], terms=terms),
        ):
            messages.success(request, "Avtalen finns nu bland era avtal.")
            return redirect("procurement_work", pk)
    context = {
        "procurement": held,
        "form": form,
        "parts": parts,
        "error_forms": forms,
        "first": None if held.state == State.UNDER_REVIEW else awards.first_contract_day(held),
    }
    return answer(request, "procurement/procurement_conclude.html", context, *forms)


def _usual(held, winner):
    return {"starts_on": held.starts_on, "value": winner.tender.price}
