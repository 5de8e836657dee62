"""What the register's pages share: fetching with the right to see, the right to act, and answering a refusal."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from registry.access import is_case_officer, role_in
from registry.models import Application, LegalEntity, Organisation
from registry.models.members import Role
from registry.services.entitlements import has_conflict
from registry.workflow import NotEntitled, StepNotAllowed


def member_organisation(request, slug, *, edit=False, own=False):
    """The organisation for one of its members. 404 for strangers, 403 for a member whose role is not enough."""
    organisation = get_object_or_404(Organisation.everything.of_member(request.user), slug=slug)
    request.role = role_in(request.user, organisation)
    if own and request.role != Role.OWNER:
        raise PermissionDenied("Bara en ägare kan göra detta. Be en av era ägare.")
    if edit and request.role == Role.READER:
        raise PermissionDenied("Du kan läsa men inte ändra. Be en ägare att ge dig en annan roll.")
    return organisation


def member_entity(request, uuid, *, edit=False):
    """The legal entity for a member of its organisation."""
    entity = get_object_or_404(LegalEntity.objects.select_related("organisation", "legal_form"), uuid=uuid)
    member_organisation(request, entity.organisation.slug, edit=edit)
    return entity


def member_application(request, uuid, *, edit=False):
    """The application for a member of its organisation."""
    application = get_object_or_404(
        Application.objects.select_related(
            "legal_entity__organisation", "legal_entity__legal_form", "legal_entity__governing_document", "officer"
        ),
        uuid=uuid,
    )
    member_organisation(request, application.legal_entity.organisation.slug, edit=edit)
    return application


def officer_page(view):
    """Only for case officers on duty. Strangers get 404; an administrator off duty 403, with the way to the role."""

    @wraps(view)
    def page(request, *args, **kwargs):
        if is_case_officer(request.user):
            return view(request, *args, **kwargs)
        if request.user.is_superuser:
            raise PermissionDenied("Ta handläggarens roll först. Den gäller en timme och skälet loggas.")
        raise Http404

    return page


def officer_case(request, case_number):
    """The case for an officer without jäv; 403 with it. `request.conflict` says so on pages that only warn."""
    case = get_object_or_404(
        Application.objects.exclude(case_number=None).select_related(
            "legal_entity__organisation", "legal_entity__legal_form", "legal_entity__governing_document", "officer"
        ),
        case_number=case_number,
    )
    refuse_conflict(request, case.legal_entity.organisation)
    return case


def officer_entity(request, uuid):
    """A legal entity of a public organisation, for an officer without jäv; 403 with it."""
    entity = get_object_or_404(
        LegalEntity.objects.filter(organisation__published_at__isnull=False).select_related("organisation"), uuid=uuid
    )
    refuse_conflict(request, entity.organisation, others="tar det")
    return entity


def refuse_conflict(request, organisation, *, others="tar ärendet"):
    """403 for an officer with jäv in the organisation, with what other officers do instead."""
    if has_conflict(request.user, organisation):
        raise PermissionDenied(f"Du är jävig i den här organisationen. En annan handläggare {others}.")


def act(request, step, *, done, to):
    """Carry out a step for a page: `step` is called, its refusal is shown as a message, and the person goes on to `to`.

    Somebody else may have been first: then nothing has happened, and the message says so.
    """
    try:
        step()
    except StepNotAllowed as refusal:
        messages.error(request, in_words(refusal))
        return redirect(to)
    except NotEntitled as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    messages.success(request, done)
    return redirect(to)


def in_words(refusal):
    """A refusal as the person should read it. The workflow's own words are for the log."""
    text = str(refusal)
    if ": " in text and text.split(": ")[0].isidentifier():
        return "Någon annan hann före: ärendet har redan gått vidare. Läs vad som hänt innan du fortsätter."
    return text


def answer(request, template, context, *forms):
    """The page; 422 when a form on it was refused."""
    refused = any(form is not None and form.is_bound and not form.is_valid() for form in forms)
    if forms and "form" not in context:
        context = {"form": forms[0], **context}
    return render(request, template, context, status=422 if refused else 200)
