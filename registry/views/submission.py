"""Check the whole family's answers, hand them in, and the receipt."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from registry.forms.submission import SubmitForm
from registry.readiness import family_tasks, tasks_left
from registry.services import applications
from registry.views.answers import entity_answers, family_answers
from registry.views.base import answer, in_words, member_organisation
from registry.workflow import StepNotAllowed


def organisation_check(request, slug):
    """Everything that was answered, what is missing, and the button."""
    organisation = member_organisation(request, slug, edit=True)
    drafts = list(_drafts(organisation))
    if not drafts:
        messages.error(request, "Det finns inget att skicka in. Någon kan redan ha gjort det: se ärendena här.")
        return redirect("organisation_family", slug)
    left = {draft.pk: tasks_left(draft) for draft in drafts}
    common_left = [task for task in family_tasks(organisation) if not task.done]
    form = SubmitForm(request.POST if request.method == "POST" else None, drafts=drafts, left=left)
    missing = _missing(common_left, drafts, left)
    if form.is_bound and common_left:
        form.add_error(None, "Gör klart det som är gemensamt för organisationen först.")
    if form.is_valid():
        try:
            submission = applications.submit(organisation, form.chosen, actor=request.user)
        except StepNotAllowed as refusal:
            messages.error(request, in_words(refusal))
            return redirect("organisation_family", slug)
        except applications.NotReady as refusal:  # a colleague cleared an answer meanwhile
            form.add_error(None, "Något saknas sedan en kollega ändrade. Läs svaren igen.")
            missing = [_link(task, application) for application, task in refusal.tasks]
        else:
            return redirect("organisation_receipt", slug, submission.pk)
    context = {
        "form": form,
        "organisation": organisation,
        "common": family_answers(organisation),
        "entities": [{"entity": draft.legal_entity, "answers": entity_answers(draft)} for draft in drafts],
        "missing": missing,
        "ready": sum(not tasks for tasks in left.values()),
    }
    return answer(request, "registry/organisation_check.html", context, form)


def _drafts(organisation):
    return (
        applications.drafts_of(organisation)
        .select_related("legal_entity__seat", "legal_entity__organisation__contact_person")
        .prefetch_related(
            "legal_entity__ownerships__owner",
            "legal_entity__services__area",
            "legal_entity__services__municipalities",
        )
    )


def _missing(common_left, drafts, left):
    links = [_link(task) for task in common_left]
    return links + [_link(task, draft) for draft in drafts for task in left[draft.pk]]


def _link(task, application=None):
    whose = application.legal_entity if application else "hela organisationen"
    return {"url": task.url, "text": f"{task.label}, {whose}"}


@require_safe
def organisation_receipt(request, slug, submission_id):
    """What came in, with the number of each case."""
    organisation = member_organisation(request, slug)
    submission = get_object_or_404(organisation.submissions.select_related("submitted_by"), pk=submission_id)
    cases = submission.applications.select_related("legal_entity").order_by("case_number")
    context = {
        "organisation": organisation,
        "submission": submission,
        "rows": [{"key": case.case_number, "value": str(case.legal_entity)} for case in cases],
    }
    return render(request, "registry/organisation_receipt.html", context)
