"""The yearly statement, as the organisation writes it, checks it, hands it in and reads it again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.forms.transfers import StatementForm
from registry.models import AnnualStatement
from registry.models.members import Role
from registry.reading import statements
from registry.reading.family_words import KINDS, OUTCOMES, STATES, TONES, readable_number
from registry.reading.statement_text import for_kammarkollegiet
from registry.services import annual_statements
from registry.views.base import act, answer, member_organisation
from registry.wording import day_in_words, kronor
from registry.workflow import StepNotAllowed


@require_safe
def annual_statement_list(request, slug):
    """Each entity's years: handed in, begun, due or overdue."""
    organisation = member_organisation(request, slug)
    today = timezone.localdate()
    entities = statements.entities_to_state(organisation.entities.order_by("sort_key", "pk"))
    drafts = {}
    for row in AnnualStatement.objects.filter(legal_entity__organisation=organisation, submitted_at=None):
        drafts.setdefault(row.legal_entity_id, []).append(row)
    may_edit = request.role != Role.READER
    context = {
        "organisation": organisation,
        "may_edit": may_edit,
        "families": [
            _entity(statements.duty(entity, today), drafts.get(entity.pk, []), organisation, today, may_edit=may_edit)
            for entity in entities
        ],
    }
    return render(request, "registry/annual_statement_list.html", context)


def _entity(held, drafts, organisation, today, *, may_edit):
    rows = [_draft(row, organisation, may_edit=may_edit) for row in drafts]
    begun = {row.year_begins for row in drafts}
    for year in reversed(held.years):
        if not year.is_handed_in and year.begins not in begun:
            rows.append(_owed(year, today))
    for row in sorted(held.entity.standing_statements, key=lambda row: row.year_begins, reverse=True):
        url = reverse("annual_statement", args=[organisation.slug, row.pk])
        rows.append(
            {
                "url": url,
                "label": annual_statements.period(row),
                "note": f"Lämnad {day_in_words(timezone.localdate(row.submitted_at))}, {row.case_number}",
                "aside": "Lämnad",
            }
        )
    waits = statements.suggested_year(held, today) if statements.may_state(held, today) else None
    start = reverse("annual_statement_start", args=[organisation.slug, held.entity.uuid])
    return {
        "entity": held.entity,
        "rows": rows,
        "owes": held.is_bound,
        "may_state": statements.may_state(held, today),
        "start_url": start if waits and waits[0] not in begun else "",
    }


def _draft(row, organisation, *, may_edit):
    name = "annual_statement_check" if may_edit else ""
    return {
        "url": reverse(name, args=[organisation.slug, row.pk]) if name else "",
        "label": annual_statements.period(row),
        "note": "Rättelse som inte är lämnad" if row.replaces_id else "Påbörjad, inte lämnad",
        "aside": "Utkast",
    }


def _owed(year, today):
    label = f"{year.begins.year}" if year.ends.year == year.begins.year else f"{year.begins}–{year.ends}"
    last = f"Lämna senast {day_in_words(year.due_on)}"
    if year.is_overdue(today):
        return {"label": label, "note": "Har inte kommit in", "due": f"Sista dagen var {day_in_words(year.due_on)}"}
    if year.ends >= today:
        return {"label": label, "note": "Året pågår", "aside": last}
    return {"label": label, "note": "Har inte kommit in", "due": last}


@require_http_methods(["GET", "POST"])
def annual_statement_start(request, slug, uuid):
    """Begin a statement: which year, and whether any value was transferred."""
    organisation = member_organisation(request, slug, edit=True)
    entity = get_object_or_404(statements.entities_to_state(organisation.entities.all()), uuid=uuid)
    held = statements.duty(entity)
    if not statements.may_state(held):
        raise Http404
    suggested = statements.suggested_year(held)
    initial = dict(zip(("year_begins", "year_ends"), suggested, strict=True)) if suggested else {}
    form = StatementForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            statement = annual_statements.start(entity, actor=request.user, **form.facts)
        except StepNotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("annual_statement_check", slug, statement.pk)
    context = {"form": form, "organisation": organisation, "entity": entity, "owes": held.is_bound}
    return answer(request, "registry/annual_statement_start.html", context, form)


def _draft_of(request, slug, pk):
    """The draft for one who may write on it; a statement that is handed in is read on its own page."""
    organisation = member_organisation(request, slug, edit=True)
    statement = get_object_or_404(
        AnnualStatement.objects.select_related("legal_entity__organisation", "replaces"),
        legal_entity__organisation=organisation,
        pk=pk,
    )
    return organisation, statement


@require_http_methods(["GET", "POST"])
def annual_statement_change(request, slug, pk):
    """Change the year or the answer of a draft."""
    organisation, statement = _draft_of(request, slug, pk)
    if statement.is_submitted:
        return redirect("annual_statement", slug, pk)
    initial = {
        "year_begins": statement.year_begins,
        "year_ends": statement.year_ends,
        "has_transfers": "no" if statement.is_nil else "yes",
        "note": statement.note,
    }
    form = StatementForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            annual_statements.save(statement, actor=request.user, **form.facts)
        except StepNotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("annual_statement_check", slug, pk)
    context = {"form": form, "organisation": organisation, "entity": statement.legal_entity, "statement": statement}
    return answer(request, "registry/annual_statement_start.html", context, form)


@require_http_methods(["GET", "POST"])
def annual_statement_check(request, slug, pk):
    """The year's transfers with what is known of each recipient; from here it is handed in or thrown away."""
    organisation, statement = _draft_of(request, slug, pk)
    if statement.is_submitted:
        return redirect("annual_statement", slug, pk)
    if request.method == "POST":
        return _settle(request, statement, slug)
    today = timezone.localdate()
    lines = annual_statements.lines_of(statement, today)
    context = {
        "organisation": organisation,
        "entity": statement.legal_entity,
        "statement": statement,
        "period": annual_statements.period(statement),
        "obstacle": annual_statements.obstacle_to(statement, lines, today),
        **tables(lines),
    }
    return render(request, "registry/annual_statement_check.html", context)


def _settle(request, statement, slug):
    if request.POST.get("gor") == "kasta":
        return act(
            request,
            lambda: annual_statements.discard(statement, actor=request.user),
            done="Utkastet är borta.",
            to=reverse("annual_statement_list", args=[slug]),
        )
    return act(
        request,
        lambda: annual_statements.submit(statement, actor=request.user),
        done="Årsuppgiften är lämnad. Ni har fått ett kvitto med e-post.",
        to=reverse("annual_statement_check", args=[slug, statement.pk]),
    )


@require_safe
def annual_statement(request, slug, pk):
    """A statement as it was handed in, and the text for Kammarkollegiet."""
    organisation = member_organisation(request, slug)
    statement = get_object_or_404(
        AnnualStatement.objects.handed_in().select_related("legal_entity__organisation", "replaces", "submitted_by"),
        legal_entity__organisation=organisation,
        pk=pk,
    )
    later = AnnualStatement.objects.filter(replaces=statement).first()
    context = {
        "organisation": organisation,
        "may_edit": request.role != Role.READER,
        "replaced_by": later if later and later.is_submitted else None,
        "correction": later if later and not later.is_submitted else None,
        **read_statement(statement),
    }
    return render(request, "registry/annual_statement.html", context)


@require_POST
def annual_statement_correct(request, slug, pk):
    """Begin a statement that replaces one that stands."""
    organisation, statement = _draft_of(request, slug, pk)
    try:
        correction = annual_statements.correct(statement, actor=request.user)
    except StepNotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("annual_statement_list", organisation.slug)
    return redirect("annual_statement_check", slug, correction.pk)


def read_statement(statement):
    """What a handed-in statement says, for its own page and the case officer's."""
    content = statement.content
    number = content["entity"]["number"]
    return {
        "statement": statement,
        "entity": statement.legal_entity,
        "period": annual_statements.period(statement),
        "summary": [
            {"key": "Juridisk person", "value": content["entity"]["name"], "note": readable_number(number)},
            {
                "key": "Räkenskapsår",
                "value": f"{day_in_words(statement.year_begins)} till {day_in_words(statement.year_ends)}",
            },
            {"key": "Lämnad", "value": day_in_words(timezone.localdate(statement.submitted_at))},
            {"key": "Ärende", "value": statement.case_number},
            {"key": "Värdeöverföringar", "value": "Inga" if statement.is_nil else _total(content["transfers"])},
        ],
        "kammarkollegiet": for_kammarkollegiet(content),
        **tables(content["transfers"]),
    }


def _total(lines):
    transfers = [line for line in lines if not line["businesslike"]]
    return f"{len(transfers)} st, {kronor(sum(line['amount'] for line in transfers))}"


def tables(lines):
    """The lines of a statement as two tables: transfers of value, and businesslike dealings for themselves."""
    headers = [{"label": label} for label in ("Mottagare", "Dag", "Belopp", "Slag", "Mottagaren den dagen")]
    return {
        "headers": headers,
        "business_headers": headers[:4],
        "transfers": [_line(line) for line in lines if not line["businesslike"]],
        "businesslike": [_line(line)[:4] for line in lines if line["businesslike"]],
    }


def _line(line):
    state = STATES[line["recipient_state"]]
    return [
        {"text": line["name"], "small": readable_number(line["number"])},
        {"text": line["on"]},
        {"text": kronor(line["amount"])},
        {"text": KINDS[line["kind"]], "small": line.get("what", "")},
        {"tag": OUTCOMES[line["outcome"]], "tone": TONES[line["outcome"]], "small": state},
    ]
