"""One application for its organisation: what is left to do, where it stands, and the answers it asks for."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from registry.forms.answers import CommentForm, CompletionForm
from registry.models import Application, Decision, Document, LegalProvision
from registry.models.applications import State
from registry.models.members import Role
from registry.readiness import entity_tasks, family_tasks
from registry.services import applications, completions, letters
from registry.services.case_words import standing, timeline
from registry.views.base import act, answer, member_application
from registry.views.statements import document_row, law, saved, store_with_form


def application(request, uuid):
    """A draft is a list of what is done and what is left; after that the page says where the case is."""
    case = member_application(request, uuid)
    if case.is_draft:
        return redirect("change", case.uuid) if case.is_change else _task_list(request, case)
    decision = Decision.objects.filter(application=case).select_related("letter").first()
    may_act = request.role != Role.READER
    context = {
        "application": case,
        "entity": case.legal_entity,
        "organisation_url": applications.organisation_url(case.legal_entity.organisation),
        "standing": standing(case),
        "events": timeline(case),
        "decision": decision,
        "actions": _actions(case, decision) if may_act else [],
        "links": _links(case) if may_act else [],
        "answered": case.completion_requests.exclude(answered_at=None).prefetch_related("documents"),
        "communications": case.communications.exclude(answered_at=None),
    }
    return answer(request, "registry/application_status.html", context)


def _task_list(request, case):
    case = applications.prefetched(Application.objects.all()).get(pk=case.pk)
    organisation = case.legal_entity.organisation
    tasks, common = entity_tasks(case), family_tasks(organisation)
    may_act = request.role != Role.READER
    context = {
        "application": case,
        "entity": case.legal_entity,
        "organisation": organisation,
        "organisation_url": applications.organisation_url(organisation),
        "tasks": [_drawn(task, leads=may_act) for task in tasks],
        "common": [_drawn(task, leads=may_act) for task in common],
        "done": sum(task.done for task in [*tasks, *common]),
        "total": len(tasks) + len(common),
        "ready": all(task.done for task in [*tasks, *common]),
    }
    return answer(request, "registry/application.html", context)


def _drawn(task, *, leads=True):
    """A task as the list draws it. It leads nowhere for those who only read."""
    url = task.url if leads else ""
    return {"name": task.label, "url": url, "status": task.status, "tone": task.tone, "note": task.hint}


def _actions(case, decision):
    """The steps that the applicant may take now, the most urgent first."""
    if case.state == State.COMPLETION_REQUESTED:
        return [{"label": "Komplettera ansökan", "url": reverse("application_completion", args=[case.uuid])}]
    if case.state == State.UNDER_REVIEW and case.communications.filter(answered_at=None).exists():
        return [{"label": "Yttra er", "url": reverse("application_comment", args=[case.uuid])}]
    if decision is not None:
        return [{"label": "Läs beslutet", "url": reverse("application_decision", args=[case.uuid])}]
    return []


def _links(case):
    if not case.is_open:
        return []
    what = "anmälan" if case.is_change else "ansökan"
    return [{"label": f"Återkalla {what}", "url": reverse("application_withdraw", args=[case.uuid])}]


def application_completion(request, uuid):
    """What the officer asks for, and the answer to it. Text and files are kept until the answer is sent."""
    case = member_application(request, uuid, edit=True)
    asked = case.completion_requests.filter(answered_at=None).first()
    if case.state != State.COMPLETION_REQUESTED or asked is None:
        messages.info(request, "Det finns ingen begäran att svara på just nu.")
        return redirect(case)
    if "remove" in request.POST:
        return _leave_out(request, case, asked)
    sending = "send" in request.POST
    form = CompletionForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        sending=sending,
        initial={"answer": asked.answer},
    )
    if form.is_bound and form.is_valid() and (done := _completion_kept(request, case, form, sending)):
        return done
    entity = case.legal_entity
    context = {
        "application": case,
        "entity": entity,
        "asked": asked,
        "documents": [{**document_row(document), "uuid": document.uuid} for document in asked.documents.all()],
        "tasks": [] if case.is_change else [_drawn(task) for task in entity_tasks(case)],
        "late": asked.due_on < timezone.localdate(),
        "law": law("2017:900 20 §"),
    }
    return answer(request, "registry/application_completion.html", context, form)


def _leave_out(request, case, asked):
    chosen = request.POST["remove"]
    document = next((row for row in asked.documents.all() if str(row.uuid) == chosen), None)
    if document is None:
        raise Http404
    if saved(request, lambda: completions.leave_out(case, document, actor=request.user)):
        messages.success(request, f"{document.filename} skickas inte med.")
    return redirect("application_completion", case.uuid)


def _completion_kept(request, case, form, sending):
    """Keep text and file, and send them when asked. None when the file was refused."""
    document = store_with_form(request, form, case.legal_entity, Document.Kind.ANSWER)
    if form.errors:
        return None
    text = form.cleaned_data["answer"]
    here = redirect("application_completion", case.uuid)
    if not saved(request, lambda: completions.keep(case, actor=request.user, answer=text, document=document)):
        return here
    if not sending:
        messages.success(request, "Svaret är sparat. Det är inte skickat än.")
        return here
    files = list(case.completion_requests.get(answered_at=None).documents.all())
    return act(
        request,
        lambda: applications.answer_completion(case, actor=request.user, answer=text, documents=files),
        done="Svaret är skickat. Handläggaren har fått veta det.",
        to=case.get_absolute_url(),
    )


def application_comment(request, uuid):
    """What speaks against approval, and the applicant's word on it before anything is decided."""
    case = member_application(request, uuid, edit=True)
    sent = case.communications.filter(answered_at=None).last()
    if case.state != State.UNDER_REVIEW or sent is None:
        messages.info(request, "Det finns inget att yttra sig över just nu.")
        return redirect(case)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["answer"]
        return act(
            request,
            lambda: applications.answer_communication(case, actor=request.user, answer=text),
            done="Yttrandet är skickat. Handläggaren har fått veta det.",
            to=case.get_absolute_url(),
        )
    context = {"application": case, "entity": case.legal_entity, "sent": sent, "law": law("2017:900 25 §")}
    return answer(request, "registry/application_comment.html", context, form)


def application_withdraw(request, uuid):
    """Ask before the application is taken back, and take it back."""
    case = member_application(request, uuid, edit=True)
    if request.method == "POST":
        return act(
            request,
            lambda: applications.withdraw(case, actor=request.user),
            done="Ansökan är återkallad. Ärendet är avslutat utan beslut.",
            to=case.get_absolute_url(),
        )
    if not case.is_open:
        messages.info(request, "Ärendet kan inte återkallas: det är inte inskickat eller redan avslutat.")
        return redirect(case)
    return answer(request, "registry/application_withdraw.html", {"application": case, "entity": case.legal_entity})


def application_decision(request, uuid):
    """The decision: outcome, reasons, paragraphs, letter, and how to have it tried again.

    A POST says that the organisation has taken part of it. From that day three weeks run.
    """
    case = member_application(request, uuid, edit=request.method == "POST")
    decision = Decision.objects.filter(application=case).select_related("letter", "decided_by").first()
    if decision is None:
        raise Http404
    if request.method == "POST":
        return act(
            request,
            lambda: applications.acknowledge(decision, actor=request.user),
            done="Tack. Vi har antecknat att ni har tagit del av beslutet.",
            to=request.path,
        )
    context = {
        "application": case,
        "entity": case.legal_entity,
        "decision": decision,
        "heading": letters.heading(decision),
        "meaning": letters.what_it_means(decision),
        "provisions": LegalProvision.objects.filter(code__in=decision.provisions),
        "review": letters.how_to_ask_for_review(),
        "documents": [document_row(decision.letter)] if decision.letter else [],
        "may_act": request.role != Role.READER,
    }
    return answer(request, "registry/application_decision.html", context)
