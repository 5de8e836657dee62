"""The steps that everybody sees: publish, new last days, cancel."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from procurement.forms.procurements import CancelForm, CorrectForm, ProlongForm, PublishForm
from procurement.legality.check import of_lot
from procurement.models import Legal
from procurement.services import procurements
from procurement.versions import version_of
from procurement.views.base import buyer_page, carried_out, data_of, own_procurement
from registry.views.base import answer


@buyer_page
@require_http_methods(["GET", "POST"])
def procurement_publish(request, pk):
    """The notice is out: link to it and show everything."""
    held = own_procurement(request, pk)
    checks = [(lot, of_lot(lot)) for lot in held.lots.exclude(ground="")]
    still_open = [row for _, check in checks for row in check.findings if row.look_up and row.answer == Legal.OPEN]
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        is_open=any(check.answer == Legal.OPEN for _, check in checks),
    )
    if form.is_valid():
        given = form.cleaned_data
        facts = {"closes_at": form.closes_at, "questions_until": given["questions_until"]}
        facts["looked_up"] = given.get("looked_up", "")
        if carried_out(form, lambda: procurements.publish(held, actor=request.user, notice=form.notice, **facts)):
            messages.success(request, "Upphandlingen är annonserad och visas för alla.")
            return redirect("procurement_work", pk)
    context = {
        "procurement": held,
        "hindrances": procurements.publication_hindrances(held) if held.is_before_notice else [],
        "look_up": still_open,
        "sentences": [(lot, check) for lot, check in checks if check.notice_sentence],
    }
    return answer(request, "procurement/procurement_publish.html", context, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def procurement_prolong(request, pk):
    """New last days."""
    held = own_procurement(request, pk)
    initial = {"questions_until": held.questions_until}
    if held.closes_at:
        closes = timezone.localtime(held.closes_at)
        initial |= {"closes_on": closes.date(), "closes_time": f"{closes:%H:%M}"}
    form = ProlongForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        facts = {"closes_at": form.closes_at, "questions_until": given["questions_until"], "note": given["note"]}
        if carried_out(form, lambda: procurements.prolong(held, actor=request.user, **facts)):
            messages.success(request, "Tiden är ändrad. De som har visat intresse har fått veta det.")
            return redirect("procurement_work", pk)
    return answer(request, "procurement/procurement_prolong.html", {"procurement": held}, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def procurement_correct(request, pk):
    """Show what a changed notice says, with what has changed."""
    held = own_procurement(request, pk)
    stands = procurements.correctable(held)
    form = CorrectForm(data_of(request), initial=stands, stands=version_of(stands))
    if form.is_valid() and carried_out(
        form, lambda: procurements.correct(held, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Annonsen är rättad. De som har visat intresse har fått veta det.")
        return redirect("procurement_work", pk)
    return answer(request, "procurement/procurement_correct.html", {"procurement": held}, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def procurement_cancel(request, pk):
    """Cancel, with reasons for everybody to read."""
    held = own_procurement(request, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(
        form, lambda: procurements.cancel(held, actor=request.user, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, "Upphandlingen är avbruten. De som har visat intresse har fått veta det.")
        return redirect("procurement_work", pk)
    return answer(request, "procurement/procurement_cancel.html", {"procurement": held}, form)
