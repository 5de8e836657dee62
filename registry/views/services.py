"""The services of one legal entity: what, where and for whom. Its own statement, which nobody verifies."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from registry.forms.services import AreaForm, ServiceForm, places_in_words
from registry.services import offerings
from registry.views.base import act, answer
from registry.views.statements import go_on, law, own_case, saved


def application_services(request, uuid):
    """The list of services. A POST confirms that all of them still hold, or goes on to the next task."""
    case = own_case(request, uuid)
    entity = case.legal_entity
    may_change = offerings.may_change(entity)
    services = _listed(entity)
    if request.method == "POST":
        if not may_change:
            messages.error(request, offerings.LOCKED)
            return redirect(request.path)
        if case.is_editable:
            return go_on(request, case, "application_services")
        return act(
            request,
            lambda: [offerings.confirm(service, actor=request.user) for service in services],
            done="Tack. Tjänsterna är bekräftade i dag.",
            to=request.path,
        )
    context = {
        "application": case,
        "entity": entity,
        "services": [(service, service_in_words(service)) for service in services],
        "may_change": may_change,
        "law": law("2022:900 3 §"),
    }
    return answer(request, "registry/application_services.html", context)


def _listed(entity):
    """The entity's services of today in a fixed number of queries."""
    found = entity.services.filter(ended_on=None).select_related("area", "legal_entity__organisation")
    return list(found.prefetch_related("municipalities", "target_groups").order_by("area__position", "pk"))


def service_in_words(service):
    """The service as rows to read."""
    places = "Hela landet" if service.whole_country else ", ".join(str(place) for place in service.municipalities.all())
    rows = [{"key": "Var", "value": places}]
    if groups := ", ".join(str(group) for group in service.target_groups.all()):
        rows.append({"key": "För vilka", "value": groups})
    if service.capacity:
        rows.append({"key": "Omfattning", "value": f"{service.capacity} {service.get_capacity_unit_display()}"})
    permit = ", ".join(filter(None, [service.get_permit_display(), service.permit_authority, service.permit_reference]))
    rows.append({"key": "Tillstånd", "value": permit})
    if service.description:
        rows.append({"key": "Kort om tjänsten", "value": service.description})
    return rows


def _open_case(request, uuid):
    """The case and whether its services can be changed; says why when they cannot."""
    case = own_case(request, uuid)
    may_change = offerings.may_change(case.legal_entity)
    if not may_change:
        messages.error(request, offerings.LOCKED)
    return case, may_change


def service_add(request, uuid):
    """Add a service in two steps: which it is, then where, for whom and with which permit."""
    case, may_change = _open_case(request, uuid)
    if not may_change:
        return redirect("application_services", uuid)
    entity = case.legal_entity
    taken = entity.services.filter(ended_on=None).values("area")
    choice = AreaForm(request.GET if "tjanst" in request.GET else None, taken=taken)
    context = {"application": case, "entity": entity}
    if not (choice.is_bound and choice.is_valid()):
        return answer(request, "registry/service_add.html", {**context, "area": None, "law": None}, choice)
    area = choice.cleaned_data["tjanst"]
    form = ServiceForm(request.POST if request.method == "POST" else None, area=area)
    if form.is_bound and form.is_valid():
        facts, places, groups = form.facts, form.cleaned_data["municipalities"], form.cleaned_data["target_groups"]
        added = saved(
            request,
            lambda: offerings.add(entity, area, facts, municipalities=places, target_groups=groups, actor=request.user),
        )
        if added:
            messages.success(request, f"{area} är tillagd.")
        return redirect("application_services", uuid)
    return answer(request, "registry/service_add.html", {**context, "area": area, "law": None}, form)


def _service(case, number):
    services = case.legal_entity.services.filter(ended_on=None).select_related("area", "legal_entity__organisation")
    return get_object_or_404(services, pk=number)


def service_change(request, uuid, number):
    """Change where, for whom, how much and with which permit."""
    case, may_change = _open_case(request, uuid)
    if not may_change:
        return redirect("application_services", uuid)
    service = _service(case, number)
    form = ServiceForm(request.POST if request.method == "POST" else None, area=service.area, initial=_initial(service))
    if form.is_bound and form.is_valid():
        facts, places, groups = form.facts, form.cleaned_data["municipalities"], form.cleaned_data["target_groups"]
        if saved(
            request,
            lambda: offerings.change(service, facts, municipalities=places, target_groups=groups, actor=request.user),
        ):
            messages.success(request, f"{service.area} är sparad.")
        return redirect("application_services", uuid)
    context = {
        "application": case,
        "entity": case.legal_entity,
        "service": service,
        "area": service.area,
        "law": None,
    }
    return answer(request, "registry/service_change.html", context, form)


def _initial(service):
    columns = ("description", "capacity", "capacity_unit", "permit", "permit_authority", "permit_reference")
    return {
        **{name: getattr(service, name) for name in columns},
        "permit_valid_until": service.permit_valid_until,
        "whole_country": "country" if service.whole_country else "places",
        "municipalities": places_in_words(service.municipalities.all()),
        "target_groups": [group.pk for group in service.target_groups.all()],
    }


def service_remove(request, uuid, number):
    """Ask before a service is taken away, and take it away."""
    case, may_change = _open_case(request, uuid)
    if not may_change:
        return redirect("application_services", uuid)
    service = _service(case, number)
    if request.method == "POST":
        done = f"{service.area} är borttagen."
        there = ("application_services", uuid)
        if saved(request, lambda: offerings.end(service, actor=request.user)):
            messages.success(request, done)
        return redirect(*there)
    context = {"application": case, "entity": case.legal_entity, "service": service, "rows": service_in_words(service)}
    return answer(request, "registry/service_remove.html", context)
