"""An authority's contracts for its officers: the list, one contract's desk, and each thing that is done with it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from procurement import radar
from procurement.forms.contracts import (
    CallOffForm,
    ContractForm,
    DecideOptionForm,
    EndEarlyForm,
    FillInEndForm,
    OptionForm,
    PerformFollowUpForm,
    PlanFollowUpForm,
    initial_of,
)
from procurement.models import Contract, ContractConcern
from procurement.reading import concerns
from procurement.reading import contracts as reading
from procurement.services import contracts
from procurement.views.base import buyer_page, carried_out, chosen_authority
from procurement.views.lists import BoundedPaginator
from registry.views.base import answer
from registry.wording import capitalised, day_in_words

PER_PAGE = 50
TO_LOOK_AT = "att-titta-pa"


def own_contract(request, pk):
    """A contract of one of the person's authorities; 404 for any other, and for one whose import was undone."""
    shown = Contract.objects.shown().filter(authority__in=request.authorities)
    return get_object_or_404(shown.select_related("authority", "service_area").defer("search_terms"), pk=pk)


def _data(request):
    return request.POST if request.method == "POST" else None


def _page(request, held, form, step, done, template, **context):
    """A page that takes one step with the contract and leads back to its desk."""
    if form.is_valid() and carried_out(form, lambda: step(form.cleaned_data)):
        messages.success(request, done)
        return redirect("contract_work", held.pk)
    return answer(request, f"procurement/{template}.html", {"contract": held, **context}, form)


@buyer_page
@require_safe
def buyer_contract_list(request):
    """My authorities' contracts: those whose end nobody has filled in first, then by the day they end."""
    today = timezone.localdate()
    only_concerns = request.GET.get("visa") == TO_LOOK_AT
    shown = Contract.objects.shown().filter(authority__in=request.authorities)
    to_look_at = ContractConcern.objects.to_look_at(today).filter(contract__in=shown)
    flagged = set(to_look_at.values_list("contract", flat=True))
    if only_concerns:
        shown = shown.filter(pk__in=flagged)
    unknown = shown.filter(ends_on=None, ended_on=None, is_open_ended=False).order_by("pk")
    known = shown.exclude(ends_on=None, ended_on=None, is_open_ended=False).order_by("-ends_by", "pk")
    page = BoundedPaginator(known, PER_PAGE, read=reading.with_card).get_page(request.GET.get("page"))
    cards = [reading.card(row, today) for row in page]
    context = {
        "page": page,
        "headers": [{"label": label} for label in ("Avtal", "Slutar", "Sista dag att påverka", "Leverantören")],
        "unknown": [_row(reading.card(row, today), flagged) for row in reading.with_card(unknown)[:PER_PAGE]],
        "going": [_row(found, flagged) for found in cards if found.row.ends_by >= today],
        "ended": [_row(found, flagged) for found in cards if found.row.ends_by < today],
        "flagged": len(flagged),
        "only_concerns": only_concerns,
        "to_look_at": TO_LOOK_AT,
    }
    return render(request, "procurement/buyer_contract_list.html", context)


def _row(found, flagged):
    return [
        {
            "text": found.row.title,
            "url": reverse("contract_work", args=[found.row.pk]),
            "small": f"{found.row.authority}, {found.row.supplier_name}",
        },
        {"text": capitalised(found.ending.words), "small": reading.end_note(found.ending)},
        {"text": found.to_influence},
        {"tag": "Att titta på", "tone": "warning"} if found.row.pk in flagged else {"text": "–"},
    ]


@buyer_page
@require_http_methods(["GET", "POST"])
def contract_add(request):
    """Put in a contract by hand."""
    form = ContractForm(_data(request), authorities=request.authorities)
    if form.is_valid():
        chosen = form.cleaned_data.get("authority")
        authority = chosen_authority(request, chosen)
        made = []
        if carried_out(form, lambda: made.append(contracts.add(authority, actor=request.user, **form.facts))):
            messages.success(request, "Avtalet är inlagt och visas för alla.")
            return redirect("contract_work", made[0].pk)
    return answer(request, "procurement/contract_add.html", {}, form)


@buyer_page
@require_safe
def contract_work(request, pk):
    """The desk of one contract: what there is to do, its options, call-offs and follow-ups."""
    held = own_contract(request, pk)
    today = timezone.localdate()
    options = list(held.options.all())
    ending = radar.ending(held, options, on=today)
    calls, sentence = reading.call_offs(held, list(held.call_offs.all())) if held.is_framework else ([], "")
    still_open = radar.still_open(options)
    context = {
        "contract": held,
        "ending": capitalised(ending.words),
        "note": reading.end_note(ending),
        "actions": _actions(held, still_open),
        "options": reading.options(options),
        "concerns": concerns.on_contract(held.concerns.in_order(), today),
        "call_offs": calls,
        "call_off_sentence": sentence,
        "follow_ups": [_follow_up(held, row) for row in held.follow_ups.all()],
        "steps": radar.next_time(held, ending.last_day, on=today),
        "what_next": "" if held.ended_on else radar.NOT_ADVERTISED.get(held.origin, ("", ""))[1],
        "is_over": held.ended_on is not None,
        "today": today,
    }
    return render(request, "procurement/contract_work.html", context)


def _actions(held, still_open):
    """What there is to do, the most pressing first."""
    if held.ended_on:
        return []

    def to(name, label, *more):
        return {"label": label, "url": reverse(name, args=[held.pk, *more])}

    actions = [to("contract_end", "Fyll i slutdatum")] if held.end_is_unknown else []
    if still_open and held.ends_on:
        first = still_open[0]
        actions.append(to("contract_option", f"Avgör option {first.position}", first.position))
    if held.is_framework:
        actions.append(to("contract_call_off", "Lägg in ett avrop"))
    actions.append(to("contract_follow_up_add", "Planera en uppföljning"))
    if not held.is_open_ended:
        actions.append(to("contract_option_add", "Lägg in en option"))
    actions.append(to("contract_facts", "Ändra uppgifter"))
    actions.append({**to("contract_end_early", "Avsluta i förtid"), "kind": "danger"})
    return actions


def _follow_up(held, row):
    done = row.performed_on
    names = dict(row.Kind.choices)
    return {
        "url": "" if done else reverse("contract_follow_up", args=[held.pk, row.pk]),
        "label": ", ".join(names[kind] for kind in row.kinds),
        "note": row.result if done else "Skriv resultatet när den är genomförd.",
        "aside": f"Genomförd {day_in_words(done)}" if done else f"Planerad {day_in_words(row.planned_on)}",
    }


@buyer_page
@require_http_methods(["GET", "POST"])
def contract_facts(request, pk):
    """Correct what the contract says."""
    held = own_contract(request, pk)
    form = ContractForm(_data(request), initial=initial_of(held), contract=held)
    return _page(
        request,
        held,
        form,
        lambda _: contracts.change(held, actor=request.user, **form.facts),
        "Uppgifterna är sparade.",
        "contract_facts",
    )


@buyer_page
@require_http_methods(["GET", "POST"])
def contract_end(request, pk):
    """Fill in the end that nobody knew."""
    held = own_contract(request, pk)
    form = FillInEndForm(_data(request))
    return _page(
        request,
        held,
        form,
        lambda _: contracts.fill_in_end(held, actor=request.user, **form.end),
        "Slutdatumet är ifyllt.",
        "contract_end",
    )


@buyer_page
@require_http_methods(["GET", "POST"])
def contract_option_add(request, pk):
    """Note an option."""
    held = own_contract(request, pk)
    form = OptionForm(_data(request))
    return _page(
        request,
        held,
        form,
        lambda given: contracts.add_option(held, actor=request.user, **given),
        "Optionen är inlagd.",
        "contract_option_add",
    )


@buyer_page
@require_http_methods(["GET", "POST"])
def contract_option(request, pk, position):
    """Use an option, or let it go."""
    held = own_contract(request, pk)
    option = get_object_or_404(held.options, position=position)
    form = DecideOptionForm(_data(request))
    return _page(
        request,
        held,
        form,
        lambda given: contracts.decide_option(option, actor=request.user, **given),
        "Optionen är avgjord.",
        "contract_option",
        option=option,
        longer=radar.prolonged(held.ends_on, option.months) if held.ends_on else None,
    )


@buyer_page
@require_http_methods(["GET", "POST"])
def contract_call_off(request, pk):
    """Note a call-off, within the ceiling."""
    held = own_contract(request, pk)
    form = CallOffForm(_data(request))
    return _page(
        request,
        held,
        form,
        lambda given: contracts.call_off(held, actor=request.user, **given),
        "Avropet är inlagt.",
        "contract_call_off",
        sentence=reading.call_offs(held, list(held.call_offs.all()))[1],
    )


@buyer_page
@require_http_methods(["GET", "POST"])
def contract_follow_up_add(request, pk):
    """Plan a follow-up."""
    held = own_contract(request, pk)
    form = PlanFollowUpForm(_data(request))
    return _page(
        request,
        held,
        form,
        lambda given: contracts.plan_follow_up(held, actor=request.user, **given),
        "Uppföljningen är planerad och visas för alla.",
        "contract_follow_up_add",
    )


@buyer_page
@require_http_methods(["GET", "POST"])
def contract_follow_up(request, pk, follow_up):
    """Write what a follow-up showed."""
    held = own_contract(request, pk)
    row = get_object_or_404(held.follow_ups.select_related("contract__authority"), pk=follow_up)
    form = PerformFollowUpForm(_data(request))
    return _page(
        request,
        held,
        form,
        lambda given: contracts.perform_follow_up(row, actor=request.user, **given),
        "Resultatet är sparat och visas för alla.",
        "contract_follow_up",
        follow_up=row,
    )


@buyer_page
@require_http_methods(["GET", "POST"])
def contract_end_early(request, pk):
    """Note that the contract ended before its time."""
    held = own_contract(request, pk)
    form = EndEarlyForm(_data(request))
    return _page(
        request,
        held,
        form,
        lambda given: contracts.end_early(held, actor=request.user, **given),
        "Avtalet är avslutat.",
        "contract_end_early",
    )
