"""Tenders by organisation number, secret until award: who, what the portal answers of each, and their purpose."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.tenders import OthersForm, PurposeForm, TenderersForm
from procurement.models import Tender
from procurement.models.procurements import State
from procurement.services import awards
from procurement.views.base import buyer_page, carried_out, own_lot, own_procurement, own_tender
from registry.eligibility import words
from registry.models.eligibility import Answer, Ground
from registry.validators import format_organisation_number
from registry.views.base import act, answer
from registry.wording import day_in_words

HEADERS = ("Anbudsgivare", "Behörighet", "Syftet mot målet", "Ändra")


@buyer_page
@require_safe
def tender_list(request, pk):
    """Who has tendered for each lot, with the answer of the day it was asked."""
    held = own_procurement(request, pk)
    weighs = held.state == State.CLOSED
    lots = list(held.lots.all())
    rows = list(
        Tender.objects.visible_to(request.user)
        .filter(lot__procurement=held, removed_at=None)
        .select_related("lead", "legal_entity")
        .prefetch_related("purpose_reasonings", "awards")
    )
    context = {
        "procurement": held,
        "weighs": weighs,
        "may_add": held.state in awards.WEIGHED,
        "headers": [{"label": label} for label in HEADERS],
        "lots": [(lot, [_row(held, lot, row) for row in _in_order(rows, lot)]) for lot in lots],
    }
    return render(request, "procurement/tender_list.html", context)


def _in_order(rows, lot):
    """Each tenderer with those that stand under it after it."""
    for lead in [row for row in rows if row.lot_id == lot.pk and row.lead_id is None]:
        yield lead
        yield from [row for row in rows if row.lead_id == lead.pk]


def _row(held, lot, row):
    under = f"{row.get_role_display()}, hör till {row.lead}" if row.lead_id else ""
    name = {
        "text": row.name,
        "url": row.legal_entity.get_absolute_url() if row.legal_entity else "",
        "small": ", ".join(filter(None, [format_organisation_number(row.organisation_number), under])),
    }
    verdict = {
        "tag": words.SHORT[Answer(row.answer)],
        "tone": words.TONES[Answer(row.answer)],
        "small": f"Svar för {day_in_words(row.answered_on)}",
    }
    return [name, verdict, _purpose(held, lot, row), _change(held, row)]


def _purpose(held, lot, row):
    if not _needs_purpose(row, lot):
        return {"text": "–"}
    written = list(row.purpose_reasonings.all())
    text = "Inte prövat" if not written else "Hjälper" if written[-1].serves else "Hjälper inte"
    return {"text": text, "url": reverse("tender_purpose", args=[held.pk, row.pk])}


def _needs_purpose(row, lot):
    """Whoever would win: the tenderer, and those who tender together with it."""
    return lot.ground == Ground.LOU_19_25A and row.role in (Tender.Role.TENDERER, Tender.Role.PARTNER)


def _change(held, row):
    if held.state not in awards.WEIGHED or row.awards.all():
        return {"text": "–"}
    return {"text": f"Öppna {row.name}", "url": reverse("tender", args=[held.pk, row.pk])}


@buyer_page
@require_http_methods(["GET", "POST"])
def tender_add(request, pk, number):
    """Paste tenderers' numbers for a lot."""
    held = own_lot(request, pk, number)
    form = TenderersForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, lambda: awards.register_tenders(held, form.listed, actor=request.user)):
        messages.success(request, "Anbudsgivarna är inlagda. Bara ni ser dem.")
        return redirect("tender_list", pk)
    return answer(request, "procurement/tender_add.html", {"procurement": held.procurement, "lot": held}, form)


@buyer_page
@require_safe
def tender(request, pk, tender):
    """One tenderer: why the portal answers as it does, who stands under it, and what may be changed."""
    row = own_tender(request, pk, tender)
    context = {
        "procurement": row.lot.procurement,
        "tender": row,
        "verdict": {
            "answer": row.get_answer_display(),
            "tone": words.TONES[Answer(row.answer)],
            "sentences": row.reasons,
        },
        "others": [
            {"label": other.name, "note": other.get_role_display(), "url": reverse("tender", args=[pk, other.pk])}
            for other in row.others.filter(removed_at=None)
        ],
        "needs_purpose": _needs_purpose(row, row.lot),
        "reasoning": row.purpose_reasonings.last(),
    }
    return render(request, "procurement/tender.html", context)


@buyer_page
@require_http_methods(["GET", "POST"])
def tender_add_others(request, pk, tender):
    """Partners, subcontractors and those whose capacity is relied on, under a tenderer."""
    lead = own_tender(request, pk, tender)
    lead = lead.lead or lead
    form = OthersForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(
        form,
        lambda: awards.register_tenders(
            lead.lot, form.listed, actor=request.user, role=form.cleaned_data["role"], lead=lead
        ),
    ):
        messages.success(request, f"De är inlagda under {lead}.")
        return redirect("tender", pk, lead.pk)
    return answer(
        request, "procurement/tender_add_others.html", {"procurement": lead.lot.procurement, "lead": lead}, form
    )


@buyer_page
@require_http_methods(["GET", "POST"])
def tender_remove(request, pk, tender):
    """Ask before a row that was put there by mistake is taken away."""
    row = own_tender(request, pk, tender)
    if request.method == "POST":
        return act(
            request,
            lambda: awards.remove_tender(row, actor=request.user),
            done=f"{row} är borttagen.",
            to=reverse("tender_list", args=[pk]),
        )
    others = row.others.filter(removed_at=None).count()
    return render(
        request, "procurement/tender_remove.html", {"procurement": row.lot.procurement, "tender": row, "others": others}
    )


@buyer_page
@require_http_methods(["GET", "POST"])
def tender_purpose(request, pk, tender):
    """The tenderer's purpose beside the aim of the service, and the officer's reasoning in writing."""
    row = own_tender(request, pk, tender)
    verified = row.legal_entity.purpose_text if row.legal_entity else ""
    earlier = list(row.purpose_reasonings.select_related("written_by"))
    initial = {"purpose": earlier[-1].purpose if earlier else verified}
    if earlier:
        initial |= {"serves": "ja" if earlier[-1].serves else "nej", "reasoning": earlier[-1].reasoning}
    form = PurposeForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and carried_out(
        form, lambda: awards.reason_about_purpose(row, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Prövningen är sparad.")
        return redirect("tender_list", pk)
    context = {
        "procurement": row.lot.procurement,
        "tender": row,
        "verified": verified,
        "clause": row.legal_entity.purpose_clause if row.legal_entity else "",
        "earlier": earlier,
    }
    return answer(request, "procurement/tender_purpose.html", context, form)
