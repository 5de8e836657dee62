"""Yearly statements for case officers: which wait to be read, what each says, and the judgement."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from registry.forms.transfers import StatementJudgementForm
from registry.models import AnnualStatement, CriterionJudgement
from registry.services import annual_statements
from registry.services.entitlements import organisations_with_conflict
from registry.views.annual_statements import read_statement
from registry.views.base import act, answer, officer_page, refuse_conflict
from registry.wording import day_in_words


@officer_page
@require_safe
def annual_statement_queue(request):
    """Statements that nobody has judged, the oldest first; with `?alla=1` all, the newest first."""
    everything = request.GET.get("alla") == "1"
    rows = (
        AnnualStatement.objects.standing().select_related("legal_entity__organisation").prefetch_related("judgements")
    )
    if everything:
        rows = rows.order_by("-submitted_at", "-pk")
    else:
        rows = rows.filter(judgements=None).order_by("submitted_at", "pk")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    conflicts = organisations_with_conflict(request.user)
    context = {
        "page": page,
        "everything": everything,
        "headers": [{"label": label} for label in ("Juridisk person", "Räkenskapsår", "Kom in", "Innehåll", "Läge")],
        "rows": [_row(row, row.legal_entity.organisation_id in conflicts) for row in page],
    }
    return render(request, "registry/annual_statement_queue.html", context)


def _row(statement, conflict):
    lines = statement.content["transfers"]
    flagged = sum(line["outcome"] == "flagged" for line in lines)
    unknown = sum(line["outcome"] == "unknown" for line in lines)
    tags = [(f"{flagged} till oregistrerad", "danger")] * bool(flagged) + [(f"{unknown} okänt", "warning")] * bool(
        unknown
    )
    content = "Inga värdeöverföringar" if statement.is_nil else f"{len(lines)} antecknade"
    judged = max(statement.judgements.all(), key=lambda row: row.pk, default=None)
    state = (
        [("Uppfyllt", "success") if judged.is_met else ("Inte uppfyllt", "danger")]
        if judged
        else [("Att läsa", "info")]
    )
    return [
        {
            "text": str(statement.legal_entity),
            "url": "" if conflict else reverse("annual_statement_review", args=[statement.case_number]),
            "small": f"{statement.case_number}, {statement.legal_entity.organisation}",
        },
        {"text": annual_statements.period(statement)},
        {"text": day_in_words(timezone.localdate(statement.submitted_at))},
        {"tags": tags} if tags else {"text": content},
        {"tags": state + [("Du är jävig", "danger")] * conflict},
    ]


@officer_page
@require_http_methods(["GET", "POST"])
def annual_statement_review(request, case_number):
    """One statement, and the judgement of the criterion on value transfers."""
    statement = get_object_or_404(
        AnnualStatement.objects.handed_in().select_related("legal_entity__organisation", "replaces"),
        case_number=case_number,
    )
    refuse_conflict(request, statement.legal_entity.organisation, others="läser årsuppgiften")
    later = AnnualStatement.objects.handed_in().filter(replaces=statement).first()
    initial = {"evidence": f"Årsuppgift {statement.case_number} för {annual_statements.period(statement)}"}
    form = StatementJudgementForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        facts = form.cleaned_data
        return act(
            request,
            lambda: annual_statements.judge(
                statement,
                actor=request.user,
                is_met=facts["outcome"] == "met",
                evidence=facts["evidence"],
                comment=facts["comment"],
            ),
            done="Bedömningen är sparad. Organisationen har fått veta.",
            to=reverse("annual_statement_review", args=[case_number]),
        )
    until = day_in_words(annual_statements.next_due(statement))
    context = {
        **read_statement(statement),
        "replaced_by": later,
        "judgements": [_judgement(row) for row in _judgements(statement)],
        "happens": [
            "De som företräder organisationen får din bedömning med e-post.",
            f"Är kravet uppfyllt gäller det till och med {until}, när nästa årsuppgift ska vara inne.",
            "Bedömningen räknas när någon frågar om behörighet enligt LOU 19 kap. 25 a § eller LOV 1 kap. 2 a §.",
            "Vet du inte än: bedöm inte. Då är svaret fortfarande okänt.",
        ],
        "obstacles": [],
    }
    return answer(request, "registry/annual_statement_review.html", context, form)


def _judgements(statement):
    return CriterionJudgement.objects.filter(statement=statement).select_related("officer").order_by("-pk")


def _judgement(row):
    until = f" till och med {day_in_words(row.holds_until)}" if row.holds_until else ""
    return {
        "key": day_in_words(timezone.localdate(row.judged_at)),
        "value": "Uppfyllt" if row.is_met else "Inte uppfyllt",
        "note": f"Gäller från {day_in_words(row.holds_from)}{until}. {row.evidence}. {row.comment} {row.officer}.",
    }
