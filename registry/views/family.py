"""The member's own organisation: start it, see how it stands, and type what is common to the family."""

import copy

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from registry.forms.family import CommonForm, ContactForm, OrganisationCreateForm
from registry.models import (
    Application,
    ContactPerson,
    FollowUpCase,
    LegalEntity,
    OfficialCheck,
    Ownership,
    Verification,
)
from registry.models.applications import State
from registry.models.members import Role
from registry.readiness import family_tasks, tasks_left
from registry.reading import standing
from registry.services import organisations
from registry.services.follow_up import WAITING
from registry.services.verifications import ACTIVE
from registry.views.answers import owner_words
from registry.views.base import answer, member_organisation
from registry.workflow import StepNotAllowed


def organisation_create(request):
    """Start an organisation, unless one much like it is here already."""
    form = OrganisationCreateForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        try:
            organisation = _create(form.cleaned_data, actor=request.user)
        except StepNotAllowed as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{organisation} finns nu här. Lägg till era juridiska personer.")
            return redirect("organisation_family", organisation.slug)
    known = [form.taken_by] if form.taken_by else form.alike
    roles = dict(request.user.memberships.active().values_list("organisation", "role"))
    alike = [{"organisation": organisation, "ours": organisation.pk in roles} for organisation in known]
    return answer(request, "registry/organisation_create.html", {"form": form, "alike": alike}, form)


@transaction.atomic
def _create(typed, *, actor):
    facts = {name: typed[name] for name in ("name", "lead", "seat")}
    organisation = organisations.create(actor=actor, **facts)
    if typed["organisation_number"]:
        entity = {"name": typed["name"], "organisation_number": typed["organisation_number"]}
        organisations.add_entity(organisation, entity, actor=actor)
    return organisation


@require_safe
def organisation_family(request, slug):
    """The hub: what is common, every legal entity with its state, and what is missing."""
    organisation = member_organisation(request, slug)
    rows = [_row(entity, organisation) for entity in family_entities(organisation)]
    drafts = [row for row in rows if row["is_draft"]]
    context = {
        "organisation": organisation,
        "may_edit": request.role != Role.READER,
        "may_end": request.role == Role.OWNER,
        "tasks": [task_row(task) for task in family_tasks(organisation)],
        "rows": rows,
        "drafts": len(drafts),
        "ready": sum(not row["left"] for row in drafts),
        "common_left": [task for task in family_tasks(organisation) if not task.done],
    }
    return render(request, "registry/organisation_family.html", context)


def family_entities(organisation):
    """The family's legal entities with all that their state is read from, in a fixed number of queries."""
    owners = Ownership.objects.select_related("owner")
    waiting = FollowUpCase.objects.filter(state__in=WAITING)
    return (
        LegalEntity.objects.filter(organisation=organisation)
        .select_related("legal_form", "seat")
        .prefetch_related(
            "applications__completion_requests",
            Prefetch("ownerships", owners),
            "services",
            "signatories",
            Prefetch("verifications", Verification.objects.prefetch_related(Prefetch("follow_ups", waiting))),
            "official_registrations",
            Prefetch("official_checks", OfficialCheck.objects.standing()),
        )
        .order_by("sort_key", "pk")
    )


def task_row(task):
    """A task as the component task_list.html takes it."""
    return {
        "name": task.label,
        "url": task.url,
        "status": task.status,
        "tone": "" if task.done else "neutral",
        "note": "" if task.done else task.hint,
    }


def _row(entity, organisation):
    entity.organisation = organisation
    case = standing.current_case(entity)
    is_draft = case is not None and case.is_draft and not case.is_change
    if case is not None:
        case.legal_entity = entity
    verified = standing.is_verified(entity)
    held = next((row for row in entity.verifications.all() if row.state in ACTIVE), None)
    due = [request.due_on for request in case.completion_requests.all() if not request.answered_at] if case else []
    return {
        "entity": entity,
        "case": case,
        "is_draft": is_draft,
        "is_begun_notice": case is not None and case.is_draft and case.is_change,
        "tone": standing.TONES[case.state] if case else "",
        "left": tasks_left(case) if is_draft else [],
        "due_on": min(due) if due else None,
        "hearing": held if held and held.end_warned_at else None,
        "questions": held.follow_ups.all() if held else [],
        "owners": owner_words(entity),
        **standing.two_facts(entity),
        "is_verified": verified,
        "is_handed_in": any(row.state != State.DRAFT for row in entity.applications.all()),
        "services_of": _application_of_services(entity) if verified else None,
        "may_change": verified and not (case and (case.is_draft or case.is_open)),
        "may_apply": not verified and not (case and (case.is_draft or case.is_open)),
        "may_remove": not verified and all(row.state == State.DRAFT for row in entity.applications.all()),
    }


def _application_of_services(entity):
    """The application whose pages lead to the services, which the entity changes itself once it is verified."""
    approved = [
        row
        for row in entity.applications.all()
        if row.kind == Application.Kind.VERIFICATION and row.state == State.APPROVED
    ]
    return max(approved, key=lambda row: row.created_at, default=None)


def organisation_common(request, slug):
    """What is common to the family: what it does, its seat and address, and how it is reached."""
    organisation = member_organisation(request, slug, edit=True)
    # A copy: a refused form writes into its instance, and the page names the organisation as it is.
    form = CommonForm(request.POST if request.method == "POST" else None, instance=copy.copy(organisation))
    if form.is_valid():
        organisations.describe(organisation, form.cleaned_data, actor=request.user)
        messages.success(request, "Uppgifterna om organisationen är sparade.")
        return redirect("organisation_family", slug)
    return answer(request, "registry/organisation_common.html", {"form": form, "organisation": organisation}, form)


def organisation_contact(request, slug):
    """Whom case officers call."""
    organisation = member_organisation(request, slug, edit=True)
    present = ContactPerson.objects.filter(organisation=organisation).first()
    form = ContactForm(request.POST if request.method == "POST" else None, instance=present)
    if form.is_valid():
        organisations.set_contact_person(organisation, form.cleaned_data, actor=request.user)
        messages.success(request, "Kontaktpersonen är sparad.")
        return redirect("organisation_family", slug)
    return answer(request, "registry/organisation_contact.html", {"form": form, "organisation": organisation}, form)
