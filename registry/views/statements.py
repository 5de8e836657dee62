"""The applicant's answers about one legal entity, one page for each thing that is asked."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from registry.forms import statements
from registry.models import Application, Document, LegalProvision
from registry.models.applications import State
from registry.readiness import entity_tasks
from registry.services import applications, organisations, signatories, statutes
from registry.statutes_assistant import Hint
from registry.validators import mask_personal_numbers
from registry.views.base import answer, in_words, member_application
from registry.workflow import NotEntitled, StepNotAllowed

CLAUSES = {"application_purpose": "purpose", "application_dissolution": "dissolution"}
HINT_TITLES = {"purpose": "Syftet i filen", "dissolution": "Tillgångar vid upplösning i filen"}
HINT_TONES = {Hint.LIKELY: "info", Hint.MISSING: "warning", Hint.QUESTION: "warning"}
LOCKED = "Uppgifterna är låsta medan ansökan prövas. Ingenting sparades."


def own_case(request, uuid):
    """The application for verification, for those who may change it. Notices of change have a page of their own."""
    case = member_application(request, uuid, edit=True)
    if case.is_change:
        raise Http404
    return case


def law(code):
    """The paragraph that a page leans on, in our words and with its address."""
    return LegalProvision.objects.filter(code=code).first()


def saved(request, step):
    """Carry out a saving step. False, with the reason as a message, when the case has gone on meanwhile."""
    try:
        step()
    except StepNotAllowed as refusal:
        messages.error(request, in_words(refusal))
        return False
    except NotEntitled as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return True


def go_on(request, case, name):
    """To the next task that is not done, or to the list when asked; under completion to the officer's questions."""
    if case.state == State.COMPLETION_REQUESTED:
        return redirect("application_completion", case.uuid)
    if "to_list" in request.POST:
        return redirect(case)
    tasks = entity_tasks(applications.prefetched(Application.objects.all()).get(pk=case.pk))
    here = next((place for place, task in enumerate(tasks) if task.name == name), 0)
    for task in tasks[here + 1 :] + tasks[:here]:
        if not task.done:
            return redirect(task.url)
    messages.success(request, f"Alla uppgifter om {case.legal_entity} är klara.")
    return redirect(case)


def locked_page(request, case, name, rows):
    """The answers to read, with the reason why they cannot be changed now. A POST is told so and changes nothing."""
    if request.method == "POST":
        messages.error(request, LOCKED)
        return redirect(request.path)
    task = next((task for task in entity_tasks(case) if task.name == name), None)
    context = {
        "application": case,
        "entity": case.legal_entity,
        "title": task.label if task else "Uppgifter",
        "rows": rows,
    }
    return answer(request, "registry/statement_locked.html", context)


def answers_of(form):
    """What a form would show, as rows to read: choices by their words, files by their names."""
    rows = []
    for field in form:
        value = field.value()
        choices = {str(key): words for key, words in getattr(field.field, "choices", [])}
        if field.kind != "file":
            rows.append({"key": field.label, "value": choices.get(str(value), "") if choices else value})
    return rows


def _page(request, uuid, form_class, provision, save=None, **context):
    """One page of columns of `LegalEntity`: show, refuse, save and go on.

    `save(case, form)` replaces the usual saving, for pages that take in a file too. It returns False when refused.
    """
    name = request.resolver_match.url_name
    case = own_case(request, uuid)
    if "use_text" in request.POST and case.is_editable and name in CLAUSES:
        return _with_quote(request, case, form_class, provision, **context)
    data = (request.POST, request.FILES) if request.method == "POST" and case.is_editable else (None, None)
    form = form_class(*data, instance=copy(case.legal_entity))
    if not case.is_editable:
        return locked_page(request, case, name, answers_of(form))
    save = save or (lambda case, form: applications.save_statement(case, form.cleaned_data, actor=request.user))
    if form.is_bound and form.is_valid():
        went = saved(request, lambda: save(case, form))
        if not form.errors:
            return go_on(request, case, name) if went else redirect(request.path)
    context = {
        "application": case,
        "entity": case.legal_entity,
        "form": form,
        "law": law(provision),
        **{key: value(case) for key, value in context.items()},
    }
    return answer(request, f"registry/{name}.html", context, form)


def application_entity(request, uuid):
    """Name, legal form, seat and address of the entity."""
    return _page(request, uuid, statements.EntityForm, "2022:900 4 §")


def application_purpose(request, uuid):
    """The purpose, word for word, and whether it stands alone."""
    return _page(request, uuid, statements.PurposeForm, "2022:900 2 §", **_read_in_file("purpose"))


def application_dissolution(request, uuid):
    """Where assets go in the end. Foundations are not asked (2022:900, 3 §)."""
    case = own_case(request, uuid)
    if case.legal_entity.is_foundation:
        messages.info(request, "Stiftelser behöver inte svara på vad som händer med tillgångarna vid upplösning.")
        return redirect(case)
    return _page(request, uuid, statements.DissolutionForm, "2022:900 3 §", **_read_in_file("dissolution"))


def application_control(request, uuid):
    """Whether the state, a region or a municipality decides."""
    return _page(request, uuid, statements.ControlForm, "2022:900 3 §")


def _read_in_file(kind):
    """What a page shows of what was read in the file: where the clause may stand, and what to think of it."""
    return {
        "suggested": lambda case: statutes.suggested_pages(case.legal_entity.governing_document, kind),
        "hint": lambda case: clause_hint(case.legal_entity, kind),
    }


def clause_hint(entity, kind):
    """What the statutes assistant says of a clause, as components/clause_hint.html takes it; None when nothing."""
    document = entity.governing_document
    found = statutes.hint_about(document, kind, is_foundation=entity.is_foundation)
    return found and {
        "title": HINT_TITLES[kind],
        "hint": str(found.hint),
        "tone": HINT_TONES[found.hint],
        "reasons": found.reasons,
        "page": found.page,
        "url": f"{document.get_absolute_url()}#page={found.page}",
        "text": found.text,
    }


def _with_quote(request, case, form_class, provision, **context):
    """The page again, with the clause from the file filled in and everything else as it was typed. Nothing is saved."""
    kind = CLAUSES[request.resolver_match.url_name]
    hint = clause_hint(case.legal_entity, kind)
    typed = {name: mask_personal_numbers(text, strict=True) for name, text in request.POST.items()}
    if hint and hint["text"]:
        typed[f"{kind}_text"] = hint["text"]
        typed[f"{kind}_clause"] = typed.get(f"{kind}_clause") or f"Sidan {hint['page']}"
        messages.info(request, "Texten ur filen är ifylld men inte sparad. Läs igenom den och spara.")
    form = form_class(initial=typed, instance=copy(case.legal_entity))
    page = {name: value(case) for name, value in context.items()}
    page |= {"application": case, "entity": case.legal_entity, "form": form, "law": law(provision)}
    return answer(request, f"registry/application_{kind}.html", page, form)


def application_welfare(request, uuid):
    """Welfare that the public pays for, and a paper that shows it."""

    def save(case, form):
        store_with_form(request, form, case.legal_entity, Document.Kind.WELFARE_EVIDENCE)
        if not form.errors:
            facts = {name: form.cleaned_data[name] for name in ("welfare_runs", "welfare_text")}
            applications.save_statement(case, facts, actor=request.user)

    return _page(request, uuid, statements.WelfareForm, "2022:900 3 §", save=save, documents=_welfare_evidence)


def _welfare_evidence(case):
    found = case.legal_entity.documents.filter(kind=Document.Kind.WELFARE_EVIDENCE).order_by("version")
    return [document_row(document) for document in found]


def document_row(document):
    """A document as the list of documents draws it."""
    return {
        "url": document.get_absolute_url(),
        "name": document.filename,
        "size": document.size,
        "note": document.get_kind_display(),
        "day": timezone.localdate(document.uploaded_at),
    }


def store_with_form(request, form, entity, kind, **facts):
    """Keep the form's file. Says so when the very same file was handed in before."""
    before = set(entity.documents.filter(kind=kind).values_list("pk", flat=True))
    document = form.store(kind, organisation=entity.organisation, actor=request.user, legal_entity=entity, **facts)
    if document and document.pk in before:
        messages.info(request, f"Filen är redan inlämnad som {document.filename}. Vi använder den.")
    return document


def application_statutes(request, uuid):
    """The governing document and the day it was adopted."""
    case = own_case(request, uuid)
    entity = case.legal_entity
    present = entity.governing_document
    word = entity.legal_form.governing_document if entity.legal_form else "stadgar"
    if not case.is_editable:
        rows = [
            {"key": word.capitalize(), "value": present and present.filename},
            {"key": "Antagna", "value": present and present.adopted_on},
        ]
        return locked_page(request, case, "application_statutes", rows)
    form = statements.StatutesForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        document_word=word,
        initial={"adopted_on": present and present.adopted_on},
    )
    if present:
        form.fields["file"].present = present_file(present)
    if form.is_bound and form.is_valid() and _statutes_kept(request, case, form):
        return go_on(request, case, "application_statutes")
    context = {
        "application": case,
        "entity": entity,
        "document_word": word,
        "suggested_purpose": statutes.suggested_pages(present, "purpose"),
        "suggested_dissolution": [] if entity.is_foundation else statutes.suggested_pages(present, "dissolution"),
        "hints": [hint for kind in CLAUSES.values() if (hint := clause_hint(entity, kind))],
        "law": law("2022:900 4 §"),
    }
    return answer(request, "registry/application_statutes.html", context, form)


def present_file(document):
    """A file that is handed in already, as the field shows it."""
    return {"url": document.get_absolute_url(), "name": document.filename, "size": document.size}


def _statutes_kept(request, case, form):
    chosen = form.cleaned_data["file"] if form.files.get("file") else None
    form.cleaned_data["file"] = chosen
    document = store_with_form(request, form, case.legal_entity, Document.Kind.GOVERNING)
    if form.errors:
        return False
    day = form.cleaned_data["adopted_on"]
    return saved(request, lambda: statutes.hand_in(case, document, day, actor=request.user))


def application_owners(request, uuid):
    """Who owns the entity or appoints its board."""
    case = own_case(request, uuid)
    entity = case.legal_entity
    current = entity.ownerships.filter(period__contains=timezone.localdate()).select_related("owner").order_by("pk")
    if not case.is_editable:
        rows = [{"key": row.owner_label, "value": ownership_in_words(row)} for row in current]
        return locked_page(request, case, "application_owners", rows)
    columns = ("kind", "owner", "owner_name", "share", "votes", "appoints_board")
    return _rows_page(
        request,
        case,
        statements.rows_of(statements.OwnerForm, statements.BaseOwnerFormSet, extra=_extra(request, current)),
        initial=[{name: getattr(row, name) for name in columns} for row in current],
        form_kwargs={"family": entity.organisation.entities.exclude(pk=entity.pk).order_by("sort_key")},
        save=lambda rows: _set_owners(case, rows, request.user),
    )


def _set_owners(case, rows, actor):
    organisations.set_owners(case.legal_entity, rows, actor=actor)
    applications.touch(case)


def ownership_in_words(row):
    """What an owner holds: shares, votes, the board."""
    parts = []
    if row.share is not None:
        parts.append(f"{row.share.normalize():f} procent av kapitalet".replace(".", ","))
    if row.votes is not None:
        parts.append(f"{row.votes.normalize():f} procent av rösterna".replace(".", ","))
    if row.appoints_board:
        parts.append("utser styrelsen")
    return ", ".join(parts) or "äger eller styr"


def application_signatories(request, uuid):
    """Who may sign for the entity. Shown to case officers, never published."""
    case = own_case(request, uuid)
    current = case.legal_entity.signatories.order_by("pk")
    if not case.is_editable:
        rows = [{"key": row.name, "value": row.get_rule_display(), "note": row.title} for row in current]
        return locked_page(request, case, "application_signatories", rows)
    return _rows_page(
        request,
        case,
        statements.rows_of(statements.SignatoryForm, statements.BaseSignatoryFormSet, extra=_extra(request, current)),
        initial=[{"name": row.name, "title": row.title, "rule": row.rule} for row in current],
        save=lambda rows: signatories.set_signatories(case, rows, actor=request.user),
    )


def _extra(request, current):
    return 1 if "ny" in request.GET or not current else 0


def _rows_page(request, case, formset_class, *, initial, save, form_kwargs=None):
    """A page of rows. One more row is asked for with a button: what was typed is saved first."""
    name = request.resolver_match.url_name
    formset = formset_class(
        request.POST if request.method == "POST" else None, initial=initial, form_kwargs=form_kwargs or {}
    )
    if formset.is_bound and formset.is_valid():
        rows = formset.rows
        if not saved(request, lambda: save(rows)):
            return redirect(request.path)
        if "add" in request.POST:
            return redirect(f"{request.path}?ny=1#rad-{len(rows) + 1}")
        return go_on(request, case, name)
    context = {"application": case, "entity": case.legal_entity, "law": law("2022:900 3 §")}
    return answer(request, f"registry/{name}.html", context, formset)
