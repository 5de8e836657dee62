"""A choice system, for the authority's officers: the list, the desk, facts, price list, opening and end."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement.forms.choice_systems import (
    ChoiceCreateForm,
    ChoiceFactsForm,
    ChoiceOpenForm,
    PriceForm,
    WindUpForm,
)
from procurement.models import ChoiceSystem
from procurement.models.choice_providers import ApplicationState
from procurement.models.choice_systems import TAKES_APPLICATIONS, ChoiceState
from procurement.reading import choices
from procurement.services import choice_systems
from procurement.views.base import buyer_page, carried_out, chosen_authority, own_choice_system
from procurement.views.choice_systems import legality
from registry.forms.services import places_in_words
from registry.views.base import act, answer
from registry.wording import day_in_words, kronor

PER_PAGE = 50


@buyer_page
@require_safe
def buyer_choice_system_list(request):
    """My authorities' choice systems, those that go on first, with how many applications wait."""
    order = [When(state=state, then=Value(place)) for place, state in enumerate(ChoiceState.values)]
    waiting = Q(applications__state=ApplicationState.SUBMITTED)
    providing = Q(applications__state=ApplicationState.CONTRACTED)
    rows = (
        ChoiceSystem.objects.filter(authority__in=request.authorities)
        .select_related("authority")
        .annotate(
            place=Case(*order, output_field=IntegerField()),
            waiting=Count("applications", filter=waiting),
            providing=Count("applications", filter=providing),
        )
        .order_by("place", "sort_key", "pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    several = len(request.authorities) > 1
    context = {
        "page": page,
        "headers": [{"label": label} for label in ("Valfrihetssystem", "Läge", "Väntar på beslut", "Utförare")],
        "rows": [_row(row, several) for row in page],
    }
    return render(request, "procurement/buyer_choice_system_list.html", context)


def _row(row, several):
    return [
        {
            "text": row.title,
            "url": reverse("choice_system_work", args=[row.pk]),
            "small": str(row.authority) if several else "",
        },
        {"tag": row.get_state_display(), "tone": choices.TONES[ChoiceState(row.state)]},
        {"text": str(row.waiting or "–")},
        {"text": str(row.providing or "–")},
    ]


@buyer_page
@require_http_methods(["GET", "POST"])
def choice_system_create(request):
    """Put in a system that has been decided on."""
    form = ChoiceCreateForm(request.POST if request.method == "POST" else None, authorities=request.authorities)
    if form.is_valid():
        given = dict(form.cleaned_data)
        chosen = given.pop("authority", None)
        authority = chosen_authority(request, chosen)
        made = []
        if carried_out(form, lambda: made.append(choice_systems.create(authority, actor=request.user, **given))):
            return redirect("choice_system_work", made[0].pk)
    return answer(request, "procurement/choice_system_create.html", {}, form)


@buyer_page
@require_safe
def choice_system_work(request, pk):
    """The desk of one system: what is left before it opens, who has applied, what to do next."""
    held = own_choice_system(request, pk)
    applications = held.applications.select_related("legal_entity").order_by("received_at", "pk")
    context = {
        "system": held,
        "tone": choices.TONES[ChoiceState(held.state)],
        "missing": choice_systems.hindrances(held) if held.state == ChoiceState.DECIDED else [],
        "legality": legality(held) if held.is_reserved else None,
        "headers": [{"label": label} for label in ("Sökande", "Läge", "Kom in", "Besked senast")],
        "applications": [_application(row) for row in applications],
        "actions": _actions(held),
        "events": choices.history(held.events.all()),
    }
    return render(request, "procurement/choice_system_work.html", context)


def _application(row):
    return [
        {"text": row.legal_entity.name, "url": reverse("choice_application", args=[row.system_id, row.pk])},
        {"tag": row.get_state_display(), "tone": choices.APPLICATION_TONES[ApplicationState(row.state)]},
        {"text": day_in_words(row.received_at)},
        {"text": day_in_words(row.decide_by) if row.state == ApplicationState.SUBMITTED else "–"},
    ]


def _actions(held):
    """What may be done now, as action_panel.html takes it."""

    def lead(label, view, note="", kind=""):
        return {"label": label, "url": reverse(view, args=[held.pk]), "note": note, "kind": kind}

    facts = lead("Ändra uppgifterna", "choice_system_facts", kind="secondary")
    prices = lead("Prislista", "choice_price_list", kind="secondary")
    if held.state == ChoiceState.DECIDED:
        if choice_systems.hindrances(held):
            waits = {"label": "Öppna systemet", "note": "När det som saknas är ifyllt."}
            return [lead("Fyll i uppgifterna", "choice_system_facts"), prices, waits]
        return [lead("Öppna systemet", "choice_system_open"), facts, prices]
    information = lead("Information till invånare", "choice_information", note="Det som saknas för varje utförare.")
    if held.state in TAKES_APPLICATIONS:
        facts["note"] = "Annonsera ändringen först."
        return [information, facts, prices, lead("Avveckla systemet", "choice_system_wind_up", kind="secondary")]
    if held.state == ChoiceState.CLOSING:
        close = {"label": "Avsluta systemet", "post": reverse("choice_system_close", args=[held.pk])}
        return [close | {"note": "När alla avtal är avslutade.", "kind": "secondary"}, information]
    return []


@buyer_page
@require_http_methods(["GET", "POST"])
def choice_system_facts(request, pk):
    """Everything about the system. An open one is changed, with the day of the new notice."""
    held = own_choice_system(request, pk)
    initial = {name: getattr(held, name) for name in choice_systems.FACTS}
    initial |= {
        "service_area": held.service_area.slug,
        "municipalities": places_in_words(held.municipalities.all()),
        "cpv_codes": "\n".join(held.cpv_codes),
    }
    is_open = held.state != ChoiceState.DECIDED
    form = ChoiceFactsForm(request.POST if request.method == "POST" else None, initial=initial, is_open=is_open)
    step = choice_systems.change if is_open else choice_systems.edit
    if form.is_valid() and carried_out(form, lambda: step(held, actor=request.user, **form.cleaned_data)):
        messages.success(
            request, "Ändringen är sparad. Utförarna får veta det." if is_open else "Uppgifterna är sparade."
        )
        return redirect("choice_system_work", pk)
    return answer(request, "procurement/choice_system_facts.html", {"system": held, "is_open": is_open}, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def choice_price_list(request, pk):
    """The price list: rows that hold and rows to come, one more to add, and those that may still be taken away."""
    held = own_choice_system(request, pk)
    removed = request.POST.get("remove", "")
    if removed.isdecimal():
        price = get_object_or_404(held.prices.select_related("system__authority"), pk=int(removed[:12]))
        return act(
            request,
            lambda: choice_systems.remove_price(price, actor=request.user),
            done="Raden är borttagen.",
            to=reverse("choice_price_list", args=[pk]),
        )
    form = PriceForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(
        form, lambda: choice_systems.add_price(held, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Raden är tillagd.")
        return redirect("choice_price_list", pk)
    rows = [
        (
            price,
            f"{kronor(price.amount)} per {price.get_unit_display()} från {day_in_words(price.valid_from)}",
            not choice_systems.price_refusal(held, price.valid_from),
        )
        for price in held.prices.all()
    ]
    return answer(request, "procurement/choice_price_list.html", {"system": held, "rows": rows}, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def choice_system_open(request, pk):
    """Open, with the link to the notice on the national site."""
    held = own_choice_system(request, pk)
    form = ChoiceOpenForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(
        form, lambda: choice_systems.open_system(held, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Systemet är öppet. Alla ser det, och organisationer kan söka.")
        return redirect("choice_system_work", pk)
    context = {"system": held, "missing": choice_systems.hindrances(held)}
    return answer(request, "procurement/choice_system_open.html", context, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def choice_system_wind_up(request, pk):
    """Begin to wind up."""
    held = own_choice_system(request, pk)
    form = WindUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(
        form, lambda: choice_systems.wind_up(held, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Systemet tar inte längre emot ansökningar. Utförarna får veta det.")
        return redirect("choice_system_work", pk)
    return answer(request, "procurement/choice_system_wind_up.html", {"system": held}, form)


@buyer_page
@require_POST
def choice_system_close(request, pk):
    """End a system that is wound up."""
    held = own_choice_system(request, pk)
    return act(
        request,
        lambda: choice_systems.close(held, actor=request.user),
        done="Systemet är avslutat.",
        to=reverse("choice_system_work", args=[pk]),
    )


@buyer_page
@require_safe
def choice_information(request, pk):
    """What the information to residents still lacks, provider by provider (LOV 9 kap. 1 §)."""
    held = own_choice_system(request, pk)
    table = choices.lacking(choices.providers(held))
    return render(request, "procurement/choice_information.html", {"system": held, "table": table})
