"""A procurement's plan, for the authority's officers: the list, the task list, facts, reasons, the market."""

from django.contrib import messages
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Greatest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement.forms.procurements import CreateForm, FactsForm, ReasonsForm
from procurement.models import AwardDecision, CourtReview, Procurement, Tender
from procurement.models.evidence import SEALED_IN
from procurement.models.procurements import ENDED, State
from procurement.reading import market, packs, words, work
from procurement.services import procurements
from procurement.views.base import buyer_page, carried_out, chosen_authority, own_procurement
from procurement.views.lists import BoundedPaginator
from registry.forms.services import places_in_words
from registry.views.base import act, answer
from registry.wording import day_in_words

PER_PAGE = 50


@buyer_page
@require_safe
def buyer_procurement_list(request):
    """My authorities' procurements, those that go on first, each with what it needs next."""
    shown = Procurement.objects.filter(authority__in=request.authorities, withdrawn_at=None)
    order = [When(state=state, then=Value(place)) for place, state in enumerate(State.values)]
    rows = shown.order_by(Case(*order, output_field=IntegerField()), "closes_at", "-pk")
    page = BoundedPaginator(rows, PER_PAGE, read=_with_next_step).get_page(request.GET.get("page"))
    several = len(request.authorities) > 1
    context = {
        "page": page,
        "authorities": request.authorities,
        "headers": [{"label": label} for label in ("Upphandling", "Läge", "Gör detta härnäst")],
        "going": [_row(row, several) for row in page if row.state not in ENDED],
        "ended": [_row(row, several) for row in page if row.state in ENDED],
    }
    return render(request, "procurement/buyer_procurement_list.html", context)


def _with_next_step(queryset):
    """With what tells what a procurement needs next."""
    decision = AwardDecision.objects.filter(procurement=OuterRef("pk"), superseded_at=None)
    prolonged = CourtReview.objects.filter(procurement=OuterRef("pk")).exclude(standstill_until=None)
    return (
        queryset.select_related("authority")
        .annotate(
            waiting=Count("questions", filter=Q(questions__answered_at=None)),
            tendered=Exists(Tender.objects.filter(lot__procurement=OuterRef("pk"), removed_at=None)),
            standstill_until=Greatest(
                Subquery(decision.values("standstill_until")[:1]),
                Subquery(prolonged.order_by("-standstill_until").values("standstill_until")[:1]),
            ),
        )
        .defer("search_terms")
    )


def _row(row, several):
    return [
        {
            "text": row.title,
            "url": reverse("procurement_work", args=[row.pk]),
            "small": str(row.authority) if several else "",
        },
        {"tag": row.get_state_display(), "tone": words.TONES[State(row.state)]},
        {"text": work.next_step(row) or "–"},
    ]


@buyer_page
@require_http_methods(["GET", "POST"])
def procurement_create(request):
    """Begin to plan a procurement."""
    form = CreateForm(request.POST if request.method == "POST" else None, authorities=request.authorities)
    if form.is_valid():
        chosen = form.cleaned_data.get("authority")
        authority = chosen_authority(request, chosen)
        made = []
        if carried_out(
            form,
            lambda: made.append(procurements.create(authority, actor=request.user, title=form.cleaned_data["title"])),
        ):
            return redirect("procurement_work", made[0].pk)
    return answer(request, "procurement/procurement_create.html", {}, form)


@buyer_page
@require_safe
def procurement_work(request, pk):
    """The desk of one procurement: the plan as a task list until the notice, then what there is to do."""
    held = own_procurement(request, pk)
    lots = list(held.lots.select_related("service_area"))
    for lot in lots:
        lot.procurement = held
    counts = {
        "waiting": held.questions.filter(answered_at=None).count(),
        "interested": held.interests.standing().count(),
        "social_terms": held.social_terms.count(),
    }
    context = {
        "procurement": held,
        "tone": words.TONES[State(held.state)],
        "plan": work.tasks(held, lots) if held.is_before_notice else None,
        "actions": work.actions(held),
        "events": words.history(held.events.all()),
        "weighs": held.state in (State.CLOSED, State.AWARDED, State.UNDER_REVIEW),
        "may_seal": held.state in SEALED_IN,
        "packs": packs.rows(packs.packs_of(held)),
        **counts,
    }
    return render(request, "procurement/procurement_work.html", context)


@buyer_page
@require_http_methods(["GET", "POST"])
def procurement_facts(request, pk):
    """What is to be bought, where, when and for how much."""
    held = own_procurement(request, pk)
    places = list(held.municipalities.all())
    initial = {name: getattr(held, name) for name in procurements.FACTS if name != "whole_country"}
    initial |= {"municipalities": places_in_words(places)}
    if held.whole_country or places:
        initial["where"] = "country" if held.whole_country else "places"
    form = FactsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and carried_out(form, lambda: procurements.change(held, actor=request.user, **form.facts)):
        messages.success(request, "Uppgifterna är sparade.")
        return redirect("procurement_work", pk)
    return answer(request, "procurement/procurement_facts.html", {"procurement": held}, form)


@buyer_page
@require_http_methods(["GET", "POST"])
def procurement_reasons(request, pk):
    """Why it is reserved, in versions: the latest to go on from, the earlier ones to compare with."""
    held = own_procurement(request, pk)
    versions = list(held.reservation_reasons.select_related("written_by"))
    names = list(ReasonsForm.base_fields)
    initial = {name: getattr(versions[-1], name) for name in names} if versions else {}
    form = ReasonsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and carried_out(
        form, lambda: procurements.write_reasons(held, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Skälen är sparade som en ny version.")
        return redirect("procurement_work", pk)
    context = {"procurement": held, "changes": _changes(versions, form)}
    return answer(request, "procurement/procurement_reasons.html", context, form)


def _changes(versions, form):
    """Each version against the one before it, the latest first, as diff.html takes it: only texts that differ."""
    return [
        {
            "title": f"{_version(after)} av {after.written_by}",
            "texts": [
                {"label": field.label, "before": getattr(before, name), "after": getattr(after, name)}
                for name, field in form.fields.items()
                if getattr(before, name) != getattr(after, name)
            ],
            "before_title": _version(before),
            "after_title": _version(after),
        }
        for before, after in reversed(list(zip(versions, versions[1:], strict=False)))
    ]


def _version(row):
    return f"Version {day_in_words(row.written_at)}"


@buyer_page
@require_safe
def procurement_market(request, pk):
    """Would anyone bid? The search's own numbers for each lot."""
    held = own_procurement(request, pk)
    places = list(held.municipalities.order_by("code"))
    lots = list(held.lots.select_related("service_area"))
    for lot in lots:
        lot.procurement = held
    context = {
        "procurement": held,
        "markets": [(lot, market.of_lot(lot, places)) for lot in lots],
        "interested": held.interests.standing().count(),
        "places": places,
        "search": reverse("organisation_list"),
    }
    return render(request, "procurement/procurement_market.html", context)


@buyer_page
@require_POST
def procurement_show_plan(request, pk):
    """Let everybody see the plan."""
    held = own_procurement(request, pk)
    return act(
        request,
        lambda: procurements.show_plan(held, actor=request.user),
        done="Planen visas för alla.",
        to=reverse("procurement_work", args=[pk]),
    )


@buyer_page
@require_POST
def procurement_open_dialogue(request, pk):
    """Begin the early dialogue."""
    held = own_procurement(request, pk)
    return act(
        request,
        lambda: procurements.open_dialogue(held, actor=request.user),
        done="Den tidiga dialogen har börjat. Alla kan läsa planen och fråga.",
        to=reverse("procurement_work", args=[pk]),
    )


@buyer_page
@require_POST
def procurement_close(request, pk):
    """Close the time for tenders, when it is over and the clock has not done it yet."""
    held = own_procurement(request, pk)
    return act(
        request,
        lambda: procurements.close(held, actor=request.user),
        done="Anbudstiden är stängd.",
        to=reverse("procurement_work", args=[pk]),
    )
