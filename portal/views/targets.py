"""Targets: what everybody reads of a place's, and the pages on which its council's people keep them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.forms.targets import (
    OWN,
    ReasonForm,
    TargetDecisionForm,
    TargetLevelsForm,
    TargetMeasureForm,
    TargetNameForm,
    TargetServicesForm,
)
from portal.models import Target
from portal.models.targets import TargetState
from portal.reading import targets as reading
from portal.reading.addresses import place_files, targets_url
from portal.services import targets
from portal.services.entitlements import places_of
from portal.views.council_base import council_page, own, own_place, walked
from portal.views.place_pages import place_pages
from portal.views.steps import Page, Walk
from procurement.views.base import carried_out, data_of
from registry import exports
from registry.views.base import answer

COLUMNS = [
    exports.Column("id", "Id"),
    exports.Column("place", "Kommun eller region"),
    exports.Column("title", "Mål"),
    exports.Column("definition", "Vad som räknas"),
    exports.Column("unit", "Enhet"),
    exports.Column("baseline", "Utgångsläge"),
    exports.Column("baseline_year", "Utgångslägets år"),
    exports.Column("goal", "Målets värde"),
    exports.Column("goal_year", "Målår"),
    exports.Column("outcome", "Utfall"),
    exports.Column("outcome_year", "Utfallets år"),
    exports.Column("source", "Utfallets källa"),
    exports.Column("standing", "Läge"),
    exports.Column("state", "Gäller målet"),
    exports.Column("ending", "Avtal som slutar före målåret"),
    exports.Column("ending_yearly", "Deras kända värde per år (kr)"),
    exports.Column("ending_unvalued", "Avtal med okänt värde"),
    exports.Column("decision", "Beslut"),
    exports.Column("decision_url", "Länk till beslutet"),
    exports.Column("invented", "Påhittat"),
]
DECISION = Page("Beslutet", TargetDecisionForm)
LEVELS = Page("Utgångsläge och mål", TargetLevelsForm)
SERVICES = Page("Tjänster", TargetServicesForm)


# --- Open to all ---


def _page(request, place):
    """A place's targets against their outcomes."""
    context = {
        "place": place,
        "targets": reading.of_place(place),
        "events": reading.events(place),
        "may_act": places_of(request.user).filter(pk=place.pk).exists(),
        "files": place_files("targets_file", place),
    }
    return render(request, "portal/targets.html", context)


def _file(request, place, *, file):
    """The same as a file."""
    found = reading.of_place(place)
    rows = (_cells(row) for row in (*found.standing, *found.former))
    return exports.export(rows, COLUMNS, file, filename=f"mal-{place.slug}")


municipality_targets, region_targets = place_pages(_page, "targets")
municipality_targets_file, region_targets_file = place_pages(_file, "targets_file")


def _cells(row):
    target, outcome = row.target, row.outcome
    return {
        "id": target.pk,
        "place": str(target.place),
        "title": reading.marked(target),
        "definition": target.definition,
        "unit": target.unit,
        "baseline": _number(target.baseline_value),
        "baseline_year": target.baseline_year,
        "goal": _number(target.target_value),
        "goal_year": target.target_year,
        "outcome": _number(outcome.value) if outcome else reading.MISSING,
        "outcome_year": outcome.year if outcome else None,
        "source": row.source,
        "standing": row.standing.label,
        "state": TargetState(target.state).label,
        "ending": row.ending.number,
        "ending_yearly": row.ending.yearly if row.ending.number > row.ending.unvalued else None,
        "ending_unvalued": row.ending.unvalued,
        "decision": row.decision,
        "decision_url": target.decision_url,
        "invented": _invented(target),
    }


def _number(value):
    return None if value is None else float(value)


def _invented(target):
    told = [reading.INVENTED] if target.is_invented else []
    if target.indicator and target.indicator.is_invented:
        told.append("påhittat utfall")
    return ", ".join(told)


# --- The council's own ---


@council_page
@require_http_methods(["GET", "POST"])
def target_add(request, code):
    """A new target, one thing a page."""
    place = own_place(request, code)
    measure = Page("Vad målet gäller", TargetMeasureForm, {"place": place})
    walk = Walk(request, [measure, SERVICES, LEVELS, DECISION])
    if walk.is_ready and carried_out(walk.form, lambda: targets.add(place, actor=request.user, **walk.facts)):
        messages.success(request, "Målet är sparat och visas för alla.")
        return redirect(targets_url(place))
    return walked(request, walk, "portal/target_add.html", place=place)


@council_page
@require_http_methods(["GET", "POST"])
def target_change(request, pk):
    """Change what a target is called, its levels and its decision; what it counts stands."""
    target = own(request, Target.objects.all(), pk)
    pages = [Page("Vad målet heter", TargetNameForm), SERVICES, LEVELS, DECISION]
    walk = Walk(request, pages, _initial(target))
    if walk.is_ready and carried_out(walk.form, lambda: targets.change(target, actor=request.user, **walk.facts)):
        messages.success(request, "Målet är ändrat. Det som gällde förut står i historiken.")
        return redirect(targets_url(target.place))
    return walked(request, walk, "portal/target_change.html", target=target, place=target.place)


@council_page
@require_http_methods(["GET", "POST"])
def target_replace(request, pk):
    """A target that counts something else takes this one's place."""
    target = own(request, Target.objects.all(), pk)
    measure = Page("Vad det nya målet räknar", TargetMeasureForm, {"place": target.place})
    walk = Walk(request, [measure, SERVICES, LEVELS, DECISION], _initial(target))
    if walk.is_ready and carried_out(walk.form, lambda: targets.replace(target, actor=request.user, **walk.facts)):
        messages.success(request, "Det nya målet är sparat. Det gamla står kvar som ersatt, med sin egen serie.")
        return redirect(targets_url(target.place))
    return walked(request, walk, "portal/target_replace.html", target=target, place=target.place)


@council_page
@require_http_methods(["GET", "POST"])
def target_end(request, pk):
    """Ask why a target ends, and end it."""
    target = own(request, Target.objects.all(), pk)
    form = ReasonForm(data_of(request))
    if form.is_valid() and carried_out(form, lambda: targets.end(target, actor=request.user, **form.cleaned_data)):
        messages.success(request, "Målet är avslutat. Det står kvar med skälet.")
        return redirect(targets_url(target.place))
    return answer(request, "portal/target_end.html", {"target": target, "place": target.place}, form)


def _initial(target):
    """What stands now, as the pages show it."""
    initial = {name: getattr(target, name) for name in targets.FACTS}
    for name in ("baseline_value", "target_value"):
        if initial[name] is not None:
            initial[name] = f"{initial[name].normalize():f}".replace(".", ",")
    initial["indicator"] = target.indicator_id or OWN
    initial["services"] = list(target.services.values_list("slug", flat=True))
    return initial
