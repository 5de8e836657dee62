"""The family's legal entities: add many at once or one by one, take one away, start an application."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from registry.forms.family_entities import EntityForm, PasteForm
from registry.services import applications, organisations
from registry.views.base import act, answer, member_organisation
from registry.workflow import StepNotAllowed

ANOTHER_WAS_FIRST = "Någon annan lade nyss till ett av numren. Kontrollera raderna igen."


def entities_add(request, slug):
    """Paste a column of numbers: see what becomes of each row, then add those that hold."""
    organisation = member_organisation(request, slug, edit=True)
    form = PasteForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if form.is_valid():
        wants_to_save = request.POST.get("step") == "save"
        if wants_to_save and form.is_as_checked:
            added = _add(organisation, form, request.user)
            if added is not None:
                messages.success(request, f"Vi har lagt till {_counted(len(added))}.")
                return redirect("organisation_family", slug)
        elif wants_to_save:
            form.add_error("lines", "Raderna har ändrats sedan du kontrollerade dem. Läs utfallet och lägg till igen.")
        elif form.refused:
            form.add_error("lines", _refused_in_words(len(form.refused)))
    context = {
        "form": form,
        "organisation": organisation,
        "outcome": [_cells(line) for line in form.rows],
        "accepted": len(form.accepted),
        "button": f"Lägg till {_counted(len(form.accepted))}",
    }
    return answer(request, "registry/entities_add.html", context, form)


def _add(organisation, form, actor):
    try:
        return organisations.add_entities(
            organisation, form.rows, actor=actor, legal_form=form.cleaned_data["legal_form"]
        )
    except (IntegrityError, ValidationError):  # the numbers were free a moment ago
        form.add_error("lines", ANOTHER_WAS_FIRST)
        return None


def _counted(number):
    return "en juridisk person" if number == 1 else f"{number} juridiska personer"


def _refused_in_words(number):
    rows = "En rad" if number == 1 else f"{number} rader"
    return f"{rows} kan inte läggas till. Rätta dem och kontrollera igen, eller lägg till de andra utan dem."


def _cells(line):
    typed = f"{line.number[:6]}-{line.number[6:]}" if line.number else line.text
    outcome = {"text": line.refused} if line.refused else {"tag": "Läggs till", "tone": "success"}
    return [
        {"text": f"Rad\u00a0{line.row}"},
        {"text": typed, "nowrap": bool(line.number)},
        {"text": line.name or "–"},
        outcome,
    ]


def entity_add(request, slug):
    """Add one legal entity, also one without a number, from another country, or that does not apply."""
    organisation = member_organisation(request, slug, edit=True)
    form = EntityForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if form.is_valid():
        entity = _add_one(organisation, form, request.user)
        if entity is not None:
            messages.success(request, f"{entity} är tillagd.")
            return redirect("organisation_family", slug)
    return answer(request, "registry/entity_add.html", {"form": form, "organisation": organisation}, form)


def _add_one(organisation, form, actor):
    applies = form.cleaned_data["applies"] == "yes"
    try:
        return organisations.add_entity(organisation, form.facts, actor=actor, applies=applies)
    except IntegrityError:
        form.add_error(None, "Någon annan lade nyss till samma nummer.")
    except ValidationError as refusal:
        for name, texts in refusal.message_dict.items():
            form.add_error(name if name != NON_FIELD_ERRORS and name in form.fields else None, texts)
    return None


def entity_remove(request, slug, uuid):
    """Ask before an entity that was added by mistake is taken away."""
    organisation = member_organisation(request, slug, edit=True)
    entity = get_object_or_404(organisation.entities, uuid=uuid)
    if request.method != "POST":
        return render(request, "registry/entity_remove.html", {"organisation": organisation, "entity": entity})
    return act(
        request,
        lambda: organisations.remove_entity(entity, actor=request.user),
        done=f"{entity} är borttagen.",
        to=reverse("organisation_family", args=[slug]),
    )


def application_start(request, slug, uuid):
    """Start an application for an entity that has none."""
    organisation = member_organisation(request, slug, edit=True)
    entity = get_object_or_404(organisation.entities, uuid=uuid)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        application = applications.start_draft(entity, actor=request.user)
    except StepNotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("organisation_family", slug)
    return redirect("application", application.uuid)
