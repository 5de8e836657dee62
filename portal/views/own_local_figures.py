"""An organisation's own figures: what it counts, alone and with others, and the numbers year by year."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.forms.local_figures import (
    CloseForm,
    InviteForm,
    LeaveForm,
    MeasureForm,
    NumbersForm,
    StartForm,
    years_for,
)
from portal.models import LocalMeasure, LocalParticipant, LocalValue, Place
from portal.models.local_figures import FIRST_YEAR, ParticipantState
from portal.reading import local_figure_page
from portal.reading import local_figures as reading
from portal.reading import own_local_figures as own
from portal.services import local_figures
from procurement.views.base import carried_out, data_of
from registry.models.members import Role
from registry.views.base import act, answer, member_organisation

UNSEEN = "Siffrorna visas för alla. Skicka först in en ansökan, så att er organisation också visas."
ONLY_STARTER = "Bara den organisation som började räkna kan göra detta. Hör av er till dem."


def _counting(request, slug):
    """The organisation for somebody who may count in its name; 403 while nobody can see it."""
    organisation = member_organisation(request, slug, edit=True)
    if organisation.published_at is None:
        raise PermissionDenied(UNSEEN)
    return organisation


def _part(request, slug, pk, *states, last=False):
    """The organisation's own part in a measure, in one of the states; 404 without one. It may have had several."""
    organisation = _counting(request, slug)
    rows = LocalParticipant.objects.select_related("measure__place", "measure__started_by", "organisation")
    rows = rows.filter(organisation=organisation, measure=pk, state__in=states).order_by("-pk")
    return get_object_or_404(rows[:1] if last else rows)


def _started(request, slug, pk):
    """A measure that goes on, for the organisation that began it; 403 for the others who count."""
    part = _part(request, slug, pk, ParticipantState.IN)
    if part.measure.started_by_id != part.organisation_id:
        raise PermissionDenied(ONLY_STARTER)
    return get_object_or_404(LocalMeasure.objects.open().select_related("place", "started_by"), pk=pk)


@require_safe
def own_local_figures(request, slug):
    """What we count, invitations first."""
    organisation = member_organisation(request, slug)
    rows = own.of_organisation(organisation)
    context = {
        "organisation": organisation,
        "invited": [row for row in rows if row.is_invited],
        "rows": [row for row in rows if not row.is_invited],
        "is_invented": any(row.measure.is_invented for row in rows),
        "may_edit": request.role != Role.READER and organisation.published_at is not None,
        "is_unseen": organisation.published_at is None,
        "unseen": UNSEEN,
    }
    return render(request, "portal/own_local_figures.html", context)


@require_http_methods(["GET", "POST"])
def own_local_figure_start(request, slug):
    """Begin to count something."""
    organisation = _counting(request, slug)
    form = StartForm(data_of(request), initial={"place": request.GET.get("plats", "")})
    if form.is_valid():
        given = dict(form.cleaned_data)
        place = Place.objects.get(pk=given.pop("place"))
        made = []
        if carried_out(
            form,
            lambda: made.append(local_figures.start(place, organisation=organisation, actor=request.user, **given)),
        ):
            messages.success(request, "Nu kan ni lägga in siffror.")
            return redirect("own_local_figure_numbers", slug, made[0].pk)
    return answer(request, "portal/own_local_figure_start.html", {"organisation": organisation}, form)


@require_http_methods(["GET", "POST"])
def own_local_figure_replace(request, slug, pk):
    """Count something else from now on."""
    measure = _started(request, slug, pk)
    initial = {name: getattr(measure, name) for name in local_figures.FACTS}
    initial |= {name: "ja" if initial[name] else "nej" for name in ("is_stock", "may_overlap")}
    initial["service_area"] = measure.service_area.slug if measure.service_area else ""
    form = MeasureForm(data_of(request), initial=initial)
    if form.is_valid():
        made = []
        if carried_out(
            form, lambda: made.append(local_figures.replace(measure, actor=request.user, **form.cleaned_data))
        ):
            messages.success(request, "Den nya räkningen har börjat. Den gamla står kvar med sina egna siffror.")
            return redirect("own_local_figure_numbers", slug, made[0].pk)
    context = {"organisation": measure.started_by, "measure": measure}
    return answer(request, "portal/own_local_figure_replace.html", context, form)


@require_http_methods(["GET", "POST"])
def own_local_figure_numbers(request, slug, pk):
    """Our numbers, several years at once."""
    part = _part(request, slug, pk, ParticipantState.IN)
    measure = part.measure
    values = LocalValue.objects.standing().filter(measure=measure, organisation=part.organisation)
    standing = {row.year: row for row in values}
    years = years_for(standing, request.GET.get("fran", ""))
    form = NumbersForm(data_of(request), measure=measure, standing=standing, years=years)
    if form.is_valid() and carried_out(
        form,
        lambda: local_figures.give(measure, form.numbers, organisation=part.organisation, actor=request.user),
    ):
        messages.success(request, "Siffrorna är sparade och visas för alla, med organisationens namn.")
        return redirect("own_local_figures", slug)
    context = {
        "organisation": part.organisation,
        "measure": measure,
        "url": measure.get_absolute_url(),
        "standing": sorted(standing.values(), key=lambda row: -row.year),
        "earlier": max(years[0] - 6, FIRST_YEAR) if years[0] > FIRST_YEAR else None,
    }
    return answer(request, "portal/own_local_figure_numbers.html", context, form)


@require_http_methods(["GET", "POST"])
def own_local_figure_take_back(request, slug, pk, value):
    """Ask, and then take back one year's number."""
    organisation = _counting(request, slug)
    rows = LocalValue.objects.standing().select_related("measure__place", "organisation")
    row = get_object_or_404(rows, measure=pk, organisation=organisation, pk=value)
    if request.method == "POST":
        back = reverse("own_local_figures", args=[slug])
        return act(
            request,
            lambda: local_figures.take_back(row, actor=request.user),
            done=f"Siffran för {row.year} är tillbakatagen.",
            to=back,
        )
    return render(request, "portal/own_local_figure_take_back.html", {"value": row, "measure": row.measure})


@require_http_methods(["GET", "POST"])
def own_local_figure_invite(request, slug, pk):
    """Ask others to count the same."""
    measure = _started(request, slug, pk)
    form = InviteForm(data_of(request))
    if form.is_valid() and carried_out(
        form, lambda: local_figures.invite(measure, form.cleaned_data["organisation"], actor=request.user)
    ):
        messages.success(request, f"{form.cleaned_data['organisation']} har fått en inbjudan.")
        return redirect("own_local_figure_invite", slug, pk)
    parts = measure.participants.exclude(organisation=measure.started_by).select_related("organisation")
    context = {"organisation": measure.started_by, "measure": measure, "parts": list(parts)}
    return answer(request, "portal/own_local_figure_invite.html", context, form)


@require_http_methods(["GET", "POST"])
def own_local_figure_uninvite(request, slug, pk, part):
    """Ask, and then take back an invitation."""
    measure = _started(request, slug, pk)
    rows = measure.participants.filter(state=ParticipantState.INVITED).select_related("measure", "organisation")
    row = get_object_or_404(rows, pk=part)
    if request.method == "POST":
        return act(
            request,
            lambda: local_figures.uninvite(row, actor=request.user),
            done=f"Inbjudan till {row.organisation} är tillbakatagen.",
            to=reverse("own_local_figure_invite", args=[slug, pk]),
        )
    context = {"organisation": measure.started_by, "measure": measure, "part": row}
    return render(request, "portal/own_local_figure_uninvite.html", context)


@require_http_methods(["GET", "POST"])
def own_local_figure_answer(request, slug, pk):
    """Yes or no to counting together."""
    part = _part(request, slug, pk, *ParticipantState, last=True)
    if part.state != ParticipantState.INVITED:
        messages.error(request, local_figures.ANSWERED)
        return redirect("own_local_figures", slug)
    if request.POST.get("svar") in ("ja", "nej"):
        says_yes = request.POST["svar"] == "ja"
        step = local_figures.accept if says_yes else local_figures.decline
        return act(
            request,
            lambda: step(part, actor=request.user),
            done="Ni är med. Lägg in era siffror." if says_yes else "Ni har tackat nej.",
            to=reverse("own_local_figures", args=[slug]),
        )
    told = reading.told(reading.shown(LocalMeasure.objects.select_related("service_area")).get(pk=pk))
    context = {
        "organisation": part.organisation,
        "measure": part.measure,
        "told": told,
        "facts": local_figure_page.facts(told),
    }
    return render(request, "portal/own_local_figure_answer.html", context)


@require_http_methods(["GET", "POST"])
def own_local_figure_leave(request, slug, pk):
    """Count no more with the others, and say what becomes of our numbers."""
    part = _part(request, slug, pk, ParticipantState.IN)
    form = LeaveForm(data_of(request))
    if form.is_valid() and carried_out(
        form, lambda: local_figures.leave(part, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Ni har lämnat räkningen.")
        return redirect("own_local_figures", slug)
    context = {"organisation": part.organisation, "measure": part.measure}
    return answer(request, "portal/own_local_figure_leave.html", context, form)


@require_http_methods(["GET", "POST"])
def own_local_figure_close(request, slug, pk):
    """Ask why, and then count no more."""
    measure = _started(request, slug, pk)
    form = CloseForm(data_of(request))
    if form.is_valid() and carried_out(
        form, lambda: local_figures.close(measure, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Räkningen är avslutad. Siffrorna står kvar med skälet.")
        return redirect("own_local_figures", slug)
    context = {"organisation": measure.started_by, "measure": measure}
    return answer(request, "portal/own_local_figure_close.html", context, form)
