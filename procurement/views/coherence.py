"""Contracts that could be procured together, for the authority's officers (N14)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.contracts import KeepApartForm
from procurement.services import coherence
from procurement.views.base import buyer_page, carried_out
from procurement.views.contract_work import own_contract
from registry.views.base import answer
from registry.wording import day_in_words


@buyer_page
@require_safe
def contract_together(request):
    """Every suggestion, with the rule that found it and what speaks against it."""
    context = {
        "rule": coherence.RULE,
        "counter_argument": coherence.COUNTER_ARGUMENT,
        "headers": [{"label": label} for label in ("Avtal", "Och", "Tjänst", "Ert svar")],
        "rows": [_row(found) for found in coherence.suggestions(request.authorities)],
        "kept_apart": [
            {"label": str(row), "note": row.reason, "aside": day_in_words(timezone.localdate(row.decided_at))}
            for row in coherence.kept_apart(request.authorities)
        ],
    }
    return render(request, "procurement/contract_together.html", context)


def _row(found):
    def cell(contract):
        ends = f"Slutar {day_in_words(contract.ends_on)}"
        return {"text": contract.title, "url": reverse("contract_work", args=[contract.pk]), "small": ends}

    return [
        cell(found.first),
        cell(found.second),
        {"text": str(found.first.service_area)},
        {"text": "Ta bort förslaget", "url": reverse("contract_keep_apart", args=found.pair)},
    ]


@buyer_page
@require_http_methods(["GET", "POST"])
def contract_keep_apart(request, first, second):
    """Put a suggestion aside, with a reason."""
    if first >= second:
        raise Http404
    pair = own_contract(request, first), own_contract(request, second)
    form = KeepApartForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(
        form, lambda: coherence.keep_apart(*pair, actor=request.user, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, "Förslaget är borttaget.")
        return redirect("contract_together")
    return answer(request, "procurement/contract_keep_apart.html", {"first": pair[0], "second": pair[1]}, form)
