"""The lots of a plan: facts, CPV codes by code or by words, and the ground with what the law says of it."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from procurement.forms.lots import NONE, GroundForm, LotForm
from procurement.legality.check import of_lot
from procurement.models import CpvCode, Legal
from procurement.reading.words import LEGAL_TONES
from procurement.services import procurements
from procurement.views.base import buyer_page, carried_out, own_lot, own_procurement
from registry.validators import contains_personal_number
from registry.views.base import act, answer

MOST_CODES = 30
LONGEST_WORDS = 80


@buyer_page
@require_http_methods(["GET", "POST"])
def lot_add(request, pk):
    """One more lot."""
    held = own_procurement(request, pk)
    form = LotForm(request.POST if request.method == "POST" else None)
    made = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(procurements.add_lot(held, actor=request.user, **form.cleaned_data))
    ):
        return redirect("lot_cpv", pk, made[0].number)
    return answer(request, "procurement/lot_add.html", {"procurement": held}, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def lot(request, pk, number):
    """A lot's title, service, value and length."""
    held = own_lot(request, pk, number)
    names = LotForm.base_fields
    initial = {name: getattr(held, name) for name in names if name != "service_area"}
    initial |= {"service_area": held.service_area.slug if held.service_area else ""}
    form = LotForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and carried_out(
        form, lambda: procurements.change_lot(held, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Anbudsområdet är sparat.")
        return redirect("procurement_work", pk)
    return answer(request, "procurement/lot.html", {"procurement": held.procurement, "lot": held}, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def lot_remove(request, pk, number):
    """Ask before a lot is taken away."""
    held = own_lot(request, pk, number)
    if request.method == "POST":
        return act(
            request,
            lambda: procurements.remove_lot(held, actor=request.user),
            done="Anbudsområdet är borttaget.",
            to=reverse("procurement_work", args=[pk]),
        )
    return render(request, "procurement/lot_remove.html", {"procurement": held.procurement, "lot": held})


@buyer_page
@require_http_methods(["GET", "POST"])
def lot_cpv(request, pk, number):
    """The lot's CPV codes. One searches by code or by words; each hit has a button."""
    held = own_lot(request, pk, number)
    typed = " ".join(request.GET.get("q", "")[:LONGEST_WORDS].replace("\x00", " ").split())
    refused = contains_personal_number(typed)
    here = reverse("lot_cpv", args=[pk, number])
    if request.method == "POST":
        codes = _changed(held, request.POST)
        return act(
            request,
            lambda: procurements.change_lot(held, actor=request.user, cpv=(codes or [""])[0], more_cpv=codes[1:]),
            done="Koderna är sparade.",
            to=here,
        )
    names = dict(CpvCode.objects.filter(code__in=held.codes).values_list("code", "name"))
    context = {
        "procurement": held.procurement,
        "lot": held,
        "here": here,
        "typed": "" if refused else typed,
        "refused": refused,
        "codes": [(code, names.get(code, "")) for code in held.codes],
        "hits": [] if refused else _hits(typed, held.codes),
        "most": MOST_CODES,
    }
    return render(request, "procurement/lot_cpv.html", context, status=422 if refused else 200)


def _changed(held, data):
    """The codes after the button that was pressed: added last, put first or taken away. Unknown ones change nothing."""
    codes = held.codes
    if code := CpvCode.objects.filter(code=data.get("add", "")[:8]).values_list("code", flat=True).first():
        return codes if code in codes else [*codes, code]
    if (first := data.get("first", "")) in codes:
        return [first, *(code for code in codes if code != first)]
    return [code for code in codes if code != data.get("remove")]


def _hits(typed, taken):
    """Codes that begin with what was typed, or whose names hold every word of it."""
    if not typed:
        return []
    digits = typed.replace("-", "").replace(" ", "")
    if digits.isdigit():
        found = Q(code__startswith=digits[:8])
    else:
        found = Q()
        for word in typed.split():
            found &= Q(name__icontains=word)
    return list(CpvCode.objects.filter(found).exclude(code__in=taken).order_by("code")[:MOST_CODES])


@buyer_page
@require_http_methods(["GET", "POST"])
def lot_ground(request, pk, number):
    """The ground, and what the law says of it. The answer is for what is saved; confirming is a button of its own."""
    held = own_lot(request, pk, number)
    here = reverse("lot_ground", args=[pk, number])
    if request.method == "POST" and "confirm" in request.POST:
        if held.ground and of_lot(held).answer == Legal.NO:
            messages.error(
                request, "Lagen tillåter inte reservationen. Läs skälen, och välj en annan grund eller ingen."
            )
            return redirect(here)
        return act(
            request,
            lambda: procurements.change_lot(held, actor=request.user, ground_confirmed=True),
            done="Grunden är bekräftad.",
            to=reverse("procurement_work", args=[pk]),
        )
    form = GroundForm(request.POST if request.method == "POST" else None, initial={"ground": held.ground or NONE})
    if form.is_valid() and carried_out(
        form, lambda: procurements.change_lot(held, actor=request.user, ground=form.cleaned_data["ground"])
    ):
        return redirect(here) if form.cleaned_data["ground"] else redirect("procurement_work", pk)
    context = {"procurement": held.procurement, "lot": held, "check": _told(held) if held.ground else None}
    return answer(request, "procurement/lot_ground.html", context, form)


def _told(held):
    """The answer as the page shows it, with the notice's code and sentence."""
    check = of_lot(held)
    return {
        "verdict": {
            "answer": check.answer.label,
            "tone": LEGAL_TONES[check.answer],
            "sentences": [f"{row.text} ({row.provision})" for row in check.findings],
        },
        "look_up": [row for row in check.findings if row.look_up],
        "may": check.answer != Legal.NO,
        "code": check.notice_code,
        "sentence": check.notice_sentence,
        "note": check.notice_note,
    }
