"""Are we ready? What to prepare for one notice, and the general guide to a first tender."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from procurement import first_tender
from procurement.forms.readiness import ReadyForm
from procurement.models import Interest, Procurement, ReadyTick
from procurement.models.readiness import ReadyItem
from procurement.reading import notice, ready
from procurement.ready_items import own_days
from procurement.services import readiness as service
from procurement.services.dialogue import TAKES_INTEREST
from procurement.views.base import carried_out
from registry.models import LegalEntity
from registry.models.members import Role
from registry.views.base import answer, member_organisation


@require_http_methods(["GET", "POST"])
def readiness(request, slug, pk):
    """What the portal knows, with its evidence, and what the organisation ticks itself. Nobody else sees it."""
    organisation = member_organisation(request, slug, edit=request.method == "POST")
    shown = Procurement.objects.visible_to(request.user).select_related("authority")
    held = get_object_or_404(shown, pk=pk)
    units = _units(organisation)
    unit = _chosen(request, held, units)
    standing = ReadyTick.objects.standing().filter(organisation=organisation, procurement=held)
    ticks = list(standing.select_related("ticked_by"))
    form = ReadyForm(request.POST if request.method == "POST" else None, ticks=ticks)
    if form.is_valid() and carried_out(
        form,
        lambda: service.write(
            organisation, held, form.cleaned_data["done"], actor=request.user, seen=form.cleaned_data["seen"]
        ),
    ):
        messages.success(request, "Listan är sparad.")
        return redirect(request.get_full_path())
    today = timezone.localdate()
    context = {
        "organisation": organisation,
        "procurement": held,
        "unit": unit,
        "others": [{"label": row.name, "url": f"{request.path}?enhet={row.uuid}"} for row in units if row is not unit],
        "items": ready.known(unit, held) if unit else [],
        "steps": notice.steps(_days(held, today), today),
        "ticked": f"{len(ticks)} av {len(ReadyItem)}",
        "boxes": _boxes(ticks),
        "may_edit": request.role != Role.READER and held.state in TAKES_INTEREST,
    }
    return answer(request, "procurement/readiness.html", context, form)


def _units(organisation):
    rows = LegalEntity.objects.filter(organisation=organisation).select_related("organisation", "governing_document")
    return list(rows.order_by("sort_key", "pk"))


def _chosen(request, held, units):
    """The entity that the address names, else the one that has shown interest, else the first."""
    asked = request.GET.get("enhet", "")
    standing = Interest.objects.standing().filter(procurement=held, legal_entity__in=units)
    interested = set(standing.values_list("legal_entity", flat=True))
    named = next((row for row in units if str(row.uuid) == asked), None)
    return named or next((row for row in units if row.pk in interested), units[0] if units else None)


def _days(held, today):
    """The notice's own days, and the portal's advice counted from them."""
    closes = timezone.localdate(held.closes_at) if held.closes_at else None
    advice = [notice.Day("rad", day, f"Råd: {text}") for day, text in own_days(closes, held.questions_until, today)]
    return sorted([*notice.days(held), *advice], key=lambda row: row.day)


def _boxes(ticks):
    """The boxes for those who may only read."""
    who = {row.item: row for row in ticks}
    return [
        {
            "key": item.label,
            "value": f"Kryssat av {who[item].ticked_by}" if item in who else "Inte kryssat",
        }
        for item in ReadyItem
    ]


@login_not_required
@require_safe
def first_tender_guide(request):
    """What a notice is, what to prepare half a year ahead, answers to learn from, and the words of both sides."""
    glossary = reverse("glossary")
    context = {
        "guide": first_tender,
        "words": [
            [
                {"text": row.buyer},
                {"text": row.own},
                {"text": row.meaning},
                {"text": "Läs mer", "url": f"{glossary}#{row.slug}"},
            ]
            for row in first_tender.WORDS
        ],
        "headers": [{"label": label} for label in ("Köparen säger", "Vi säger", "Det betyder", "Ordlistan")],
    }
    return render(request, "procurement/first_tender_guide.html", context)
