"""What has happened to a supplier under contract: the buyer's page with its answer, and the supplier's own page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.contracts import ConcernAnswerForm
from procurement.models import Contract, ContractConcern
from procurement.reading import concerns as reading
from procurement.reading import contracts
from procurement.services import contract_watch
from procurement.views.base import buyer_page, carried_out
from procurement.views.contract_work import own_contract
from registry.views.base import answer, member_organisation
from registry.wording import capitalised

PER_PAGE = 50


@buyer_page
@require_http_methods(["GET", "POST"])
def contract_concern(request, pk, concern):
    """What has happened, since when and from which source, and the authority's answer."""
    held = own_contract(request, pk)
    row = get_object_or_404(held.concerns.select_related("contract__authority", "end"), pk=concern)
    form = ConcernAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(
        form, lambda: contract_watch.answer(row, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Svaret är sparat. Era kollegor ser det.")
        return redirect("contract_work", held.pk)
    context = {
        "contract": held,
        "concern": row,
        "facts": reading.facts(row, timezone.localdate()),
        "answers": reading.answers(row),
    }
    return answer(request, "procurement/contract_concern.html", context, form)


@require_safe
def supplier_contract_list(request, slug):
    """The organisation's contracts that run, with what their buyers have been told to look at."""
    organisation = member_organisation(request, slug)
    today = timezone.localdate()
    mine = ContractConcern.objects.visible_to(request.user).standing().in_order()
    running = Contract.objects.running(today).filter(legal_entity__organisation=organisation)
    found = contracts.with_card(running).prefetch_related(Prefetch("concerns", queryset=mine))
    page = Paginator(found.order_by("ends_by", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "page": page,
        "headers": [{"label": label} for label in ("Avtal", "Slutar", "Att titta på")],
        "rows": [_row(contracts.card(row, today)) for row in page],
        "concerns": _concerns(page, today),
    }
    return render(request, "procurement/supplier_contract_list.html", context)


def _row(found):
    standing = list(found.row.concerns.all())
    return [
        {
            "text": found.row.title,
            "url": found.row.get_absolute_url(),
            "small": f"{found.row.authority}, {found.row.supplier_name}",
        },
        {"text": capitalised(found.ending.words), "small": contracts.end_note(found.ending)},
        {"text": ", ".join(dict.fromkeys(row.get_kind_display() for row in standing)) or "–"},
    ]


def _concerns(page, today):
    """What has happened, as rows.html takes it: once, however many contracts it is about."""
    seen = {}
    for contract in page:
        for row in contract.concerns.all():
            seen.setdefault((row.kind, row.key, contract.supplier_name), row)
    return [
        {
            "label": f"{row.get_kind_display()}, {supplier}",
            "note": f"{reading.when(row)}. {reading.ABOUT[row.kind]}",
            "aside": reading.stage(row, today)[0],
        }
        for (_, _, supplier), row in seen.items()
    ]
