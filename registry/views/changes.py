"""After verification: notices of change, and the owner's own end of it."""

from copy import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from registry.forms.changes import PARTS, NoticeForm
from registry.models import Document, LegalEntity, Municipality
from registry.models.applications import State
from registry.services import applications, changes, verifications
from registry.views.base import act, answer, in_words, member_application, member_entity, member_organisation
from registry.views.statements import law, present_file, saved, store_with_form
from registry.workflow import StepNotAllowed


@require_POST
def change_start(request, uuid):
    """Open a notice of change, or go on with the draft."""
    entity = member_entity(request, uuid, edit=True)
    try:
        case = changes.start(entity, actor=request.user)
    except StepNotAllowed as refusal:
        messages.error(request, in_words(refusal))
        return redirect(applications.organisation_url(entity.organisation))
    return redirect("change", case.uuid)


@require_http_methods(["GET", "POST"])
def change_discard(request, uuid):
    """Ask, and throw a begun notice of change away."""
    case = _change_case(request, uuid)
    home = applications.organisation_url(case.legal_entity.organisation)
    if not case.is_draft:
        return redirect(case)
    if request.method == "POST":
        return act(request, lambda: changes.discard(case, actor=request.user), done="Utkastet är kastat.", to=home)
    context = {"application": case, "entity": case.legal_entity, "organisation_url": home}
    return render(request, "registry/change_discard.html", context)


def _change_case(request, uuid):
    case = member_application(request, uuid, edit=True)
    if not case.is_change:
        raise Http404
    return case


def change(request, uuid):
    """What is new. The fields hold what stands today; only what is written differently becomes part of the notice."""
    case = _change_case(request, uuid)
    if not case.is_editable:
        if request.method == "POST":
            messages.error(request, "Anmälan är låst medan den prövas. Ingenting sparades.")
        return redirect(case)
    entity, notice = case.legal_entity, case.change_notice
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    about = NoticeForm(
        *data,
        has_document=bool(notice.governing_document_id),
        initial={"effective_on": notice.effective_on, "message": notice.message},
    )
    if notice.governing_document:
        about.fields["file"].present = present_file(notice.governing_document)
    parts = [_part(label, form_class, entity, notice, data[0]) for label, form_class in _asked(entity)]
    every = [about, *(part["form"] for part in parts)]
    if about.is_bound:
        for part in parts:
            part["form"].is_valid()
            _refuse_emptied(part["form"], entity)
            part["open"] = part["open"] or not part["form"].is_valid()
        if not any(form.errors for form in every) and _kept(request, case, about, parts):
            return redirect("change_submit", case.uuid)
    context = {
        "application": case,
        "entity": entity,
        "organisation_url": applications.organisation_url(entity.organisation),
        "form": about,
        "error_forms": every,
        "parts": parts,
        "document_word": entity.legal_form.governing_document if entity.legal_form else "stadgar",
        "law": law("2022:900 5 §"),
    }
    return answer(request, "registry/change.html", context, *every)


def _asked(entity):
    """The parts that are asked about: foundations have no dissolution clause."""
    return [row for row in PARTS if not (entity.is_foundation and "dissolution_text" in row[1].base_fields)]


def _part(label, form_class, entity, notice, data):
    """One part of the form, filled with what stands or what was proposed before; open when it has a proposal."""
    asked = form_class.base_fields
    proposed = {name: value for name, value in notice.proposed.items() if name.removesuffix("_id") in asked}
    instance = copy(entity)
    for name, value in proposed.items():
        setattr(instance, name, value)
    return {"label": label, "form": form_class(data, instance=instance), "open": bool(proposed)}


ADDRESS = ("street", "postal_code", "city")


def _refuse_emptied(form, entity):
    """What is verified may be changed, but not taken away; and an address of its own is a whole address."""
    given = form.cleaned_data
    for name in form.fields:
        if name in ADDRESS:
            emptied = given.get("own_address") and not given.get(name)
        else:
            emptied = getattr(entity, name) and given.get(name) in ("", None)
        if emptied and name not in form.errors:
            form.add_error(name, "Skriv det som gäller nu. Det kan inte vara tomt.")


def _kept(request, case, about, parts):
    """Save the notice. False when the file was refused or the case has gone on."""
    about.cleaned_data["file"] = about.files.get("file") and about.cleaned_data["file"]
    day = about.cleaned_data["adopted_on"]
    document = store_with_form(request, about, case.legal_entity, Document.Kind.GOVERNING, adopted_on=day)
    if about.errors:
        return False
    if document and document.pk == case.legal_entity.governing_document_id:
        document = None  # the same file as the one that stands is nothing new
    proposed = {}
    for part in parts:
        proposed |= part["form"].cleaned_data
    if "seat" in proposed:
        seat = proposed.pop("seat")
        proposed["seat_id"] = seat and seat.pk
    return saved(
        request,
        lambda: changes.save(
            case,
            proposed,
            actor=request.user,
            effective_on=about.cleaned_data["effective_on"],
            message=about.cleaned_data["message"],
            governing_document=document,
            without_document=about.cleaned_data.get("without_document", False),
        ),
    )


def change_submit(request, uuid):
    """Old beside new, and the button that hands it in. Under completion the answer hands it in instead."""
    case = _change_case(request, uuid)
    if not case.is_editable:
        if request.method == "POST":
            messages.error(request, "Anmälan är redan inskickad.")
        return redirect(case)
    if request.method == "POST":
        if changes.is_empty(case.change_notice):
            messages.error(request, "Anmälan ändrar ingenting än. Fyll i det som är nytt.")
            return redirect("change", case.uuid)
        return act(
            request,
            lambda: changes.submit(case, actor=request.user),
            done="Anmälan är inskickad. Det som var verifierat gäller tills vi har beslutat.",
            to=case.get_absolute_url(),
        )
    context = {
        "application": case,
        "entity": case.legal_entity,
        "notice": case.change_notice,
        "comparison": comparison_in_words(case.change_notice),
        "completing": case.state == State.COMPLETION_REQUESTED,
        "law": law("2022:900 5 §"),
    }
    return answer(request, "registry/change_submit.html", context)


def comparison_in_words(notice):
    """Old and new as one reads them: {label, before, after} for each changed fact."""
    rows = [
        {
            "label": changes.FIELDS[name],
            "before": _shown(name, notice.replaced.get(name)),
            "after": _shown(name, value),
        }
        for name, value in notice.proposed.items()
    ]
    if notice.governing_document_id:
        old = notice.application.legal_entity.governing_document
        before, after = (document.filename if document else "Inget" for document in (old, notice.governing_document))
        rows.append({"label": "Styrande dokument", "before": before, "after": after})
    return rows


def _shown(name, value):
    """A stored value in words."""
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if not value:
        return "Inget"
    if name == "seat_id":
        return str(Municipality.objects.get(pk=value))
    choices = LegalEntity._meta.get_field(name).choices
    return dict(choices)[value] if choices else value


def verification_end(request, slug, uuid):
    """Ask the owner what ending means, and end the verification. Kammarkollegiet's register is another matter."""
    organisation = member_organisation(request, slug, own=True)
    entity = get_object_or_404(organisation.entities, uuid=uuid)
    held = entity.verifications.in_force().select_related("legal_entity__organisation").first()
    home = applications.organisation_url(organisation)
    if held is None:
        messages.info(request, f"{entity} är inte verifierad, så det finns inget att avsluta.")
        return redirect(home)
    if request.method == "POST":
        return act(
            request,
            lambda: verifications.end_on_request(held, actor=request.user),
            done=f"Verifieringen av {entity} har upphört.",
            to=home,
        )
    context = {
        "organisation": organisation,
        "organisation_url": home,
        "entity": entity,
        "verification": held,
        "registered": entity.official_registrations.in_force().exists(),
    }
    return answer(request, "registry/verification_end.html", context)
