"""Choice systems as an organisation sees them: those that match, its applications, its units."""

from django.contrib import messages
from django.db.models import OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.choice_providers import ApplyForm, UnitForm
from procurement.matching import suits
from procurement.models import ChoiceSystem, ChoiceUnit, ProviderApplication
from procurement.models.choice_providers import GOING, ApplicationState
from procurement.models.choice_systems import ChoiceState
from procurement.reading import choices
from procurement.services import choice_applications
from procurement.views.base import carried_out
from procurement.views.choice_decisions import told, verdict
from registry.models import LegalEntity, Municipality
from registry.models.members import Role
from registry.views.base import act, answer, member_organisation
from registry.wording import day_in_words

MOST_SHOWN = 100


def matching(organisation):
    """Open systems for a service that the organisation gives there."""
    places = ChoiceSystem.municipalities.through.objects.filter(choicesystem=OuterRef("pk"))
    return ChoiceSystem.objects.open().filter(suits(organisation, places))


@require_safe
def supplier_choice_system_list(request, slug):
    """The organisation's applications, and the open systems that match its services and places."""
    organisation = member_organisation(request, slug)
    applications = list(
        ProviderApplication.objects.filter(legal_entity__organisation=organisation)
        .select_related("system__authority", "legal_entity")
        .order_by("-received_at", "-pk")
    )
    found = matching(organisation).select_related("authority").order_by("sort_key", "pk")
    may_edit = request.role != Role.READER
    context = {
        "organisation": organisation,
        "headers": [{"label": label} for label in ("Valfrihetssystem", "Läge", *["Sök"] * may_edit)],
        "rows": [_row(row, organisation, may_edit) for row in found[:MOST_SHOWN]],
        "own_headers": [{"label": label} for label in ("Ansökan", "Läge", "Besked senast")],
        "applications": [_application(row, organisation) for row in applications],
    }
    return render(request, "procurement/supplier_choice_system_list.html", context)


def _row(row, organisation, may_edit):
    cells = [
        {"text": row.title, "url": row.get_absolute_url(), "small": str(row.authority)},
        {"tag": row.get_state_display(), "tone": choices.TONES[ChoiceState(row.state)]},
    ]
    return cells + [{"text": "Sök", "url": reverse("choice_apply", args=[organisation.slug, row.pk])}] * may_edit


def _application(row, organisation):
    return [
        {
            "text": row.system.title,
            "url": reverse("own_choice_application", args=[organisation.slug, row.pk]),
            "small": f"{row.legal_entity}. {row.system.authority}",
        },
        {"tag": row.get_state_display(), "tone": choices.APPLICATION_TONES[ApplicationState(row.state)]},
        {"text": day_in_words(row.decide_by) if row.state == ApplicationState.SUBMITTED else "–"},
    ]


@require_http_methods(["GET", "POST"])
def choice_apply(request, slug, pk):
    """Apply with what the portal knows already."""
    organisation = member_organisation(request, slug, edit=True)
    held = get_object_or_404(ChoiceSystem.objects.shown().select_related("authority"), pk=pk)
    found = (
        LegalEntity.objects.handed_in().filter(organisation=organisation).select_related("organisation", "legal_form")
    )
    units = {str(unit.pk): unit for unit in found.order_by("sort_key", "pk")}
    initial = {"entity": next(iter(units))} if len(units) == 1 else {}
    form = ApplyForm(request.POST if request.method == "POST" else None, entities=units.values(), initial=initial)
    if form.is_valid():
        unit = units[form.cleaned_data["entity"]]
        made = []
        if carried_out(
            form,
            lambda: made.append(
                choice_applications.apply(held, unit, actor=request.user, message=form.cleaned_data["message"])
            ),
        ):
            messages.success(request, "Ansökan är skickad. Lägg gärna in era enheter redan nu.")
            return redirect("own_choice_application", slug, made[0].pk)
    context = {
        "organisation": organisation,
        "system": held,
        "units": [(unit, choice_applications.facts_of(unit)) for unit in units.values()],
    }
    return answer(request, "procurement/choice_apply.html", context, form)


def _own(request, slug, application, *, edit=False):
    organisation = member_organisation(request, slug, edit=edit)
    rows = ProviderApplication.objects.select_related("system__authority", "legal_entity__organisation", "contract")
    return organisation, get_object_or_404(rows, legal_entity__organisation=organisation, pk=application)


@require_safe
def own_choice_application(request, slug, application):
    """The organisation's own application: where it is, the decision with its reasons, and the units."""
    organisation, held = _own(request, slug, application)
    may_edit = request.role != Role.READER and held.state in GOING
    units = held.units.standing().select_related("municipality")
    context = {
        "organisation": organisation,
        "system": held.system,
        "application": held,
        "tone": choices.APPLICATION_TONES[ApplicationState(held.state)],
        "told": told(held),
        "verdict": verdict(held),
        "units": [
            {
                "label": unit.name,
                "note": str(unit.municipality),
                "url": reverse("choice_unit", args=[slug, held.pk, unit.pk]) if may_edit else "",
            }
            for unit in units
        ],
        "may_edit": may_edit,
        "may_withdraw": may_edit and held.state in choice_applications.WITHDRAW.sources,
        "events": choices.history(held.events.all()),
    }
    return render(request, "procurement/own_choice_application.html", context)


@require_http_methods(["GET", "POST"])
def own_choice_application_withdraw(request, slug, application):
    """Ask before the application is taken back."""
    organisation, held = _own(request, slug, application, edit=True)
    if request.method == "POST":
        return act(
            request,
            lambda: choice_applications.withdraw(held, actor=request.user),
            done="Ansökan är tillbakatagen.",
            to=reverse("supplier_choice_system_list", args=[slug]),
        )
    context = {"organisation": organisation, "system": held.system, "application": held}
    return render(request, "procurement/own_choice_application_withdraw.html", context)


def _places(system):
    """Where the system is; everywhere when it does not say."""
    return list(system.municipalities.order_by("sort_key")) or list(Municipality.objects.order_by("sort_key"))


@require_http_methods(["GET", "POST"])
def choice_unit_add(request, slug, application):
    """One more unit."""
    organisation, held = _own(request, slug, application, edit=True)
    form = UnitForm(request.POST if request.method == "POST" else None, places=_places(held.system))
    if form.is_valid() and carried_out(
        form, lambda: choice_applications.add_unit(held, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Enheten är tillagd.")
        return redirect("own_choice_application", slug, held.pk)
    context = {"organisation": organisation, "system": held.system, "application": held}
    return answer(request, "procurement/choice_unit_add.html", context, form)


def _unit(request, slug, application, unit):
    organisation, held = _own(request, slug, application, edit=True)
    units = ChoiceUnit.objects.standing().select_related("application__legal_entity__organisation")
    return organisation, held, get_object_or_404(units, application=held, pk=unit)


@require_http_methods(["GET", "POST"])
def choice_unit(request, slug, application, unit):
    """A unit's facts."""
    organisation, held, row = _unit(request, slug, application, unit)
    initial = {name: getattr(row, name) for name in choice_applications.UNIT_FACTS}
    initial["municipality"] = row.municipality_id
    form = UnitForm(request.POST if request.method == "POST" else None, places=_places(held.system), initial=initial)
    if form.is_valid() and carried_out(
        form, lambda: choice_applications.change_unit(row, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Uppgifterna är sparade.")
        return redirect("own_choice_application", slug, held.pk)
    context = {"organisation": organisation, "system": held.system, "application": held, "unit": row}
    return answer(request, "procurement/choice_unit.html", context, form)


@require_http_methods(["GET", "POST"])
def choice_unit_remove(request, slug, application, unit):
    """Ask before a unit is taken away."""
    organisation, held, row = _unit(request, slug, application, unit)
    if request.method == "POST":
        return act(
            request,
            lambda: choice_applications.close_unit(row, actor=request.user),
            done=f"{row} är borttagen.",
            to=reverse("own_choice_application", args=[slug, held.pk]),
        )
    context = {"organisation": organisation, "system": held.system, "application": held, "unit": row}
    return render(request, "procurement/choice_unit_remove.html", context)
