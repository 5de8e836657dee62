"""The criteria assistant: open to all without a trace, and for a partnership, where the answers are kept."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.partnership_criteria import CriteriaForm, PartnershipCriteriaForm
from procurement.partnership_criteria import assess
from procurement.partnership_questions import LIST_OF_SOURCES, QUESTIONS
from procurement.reading import partnership_assessment
from procurement.services import partnership_criteria as criteria
from procurement.views.base import carried_out
from procurement.views.partnership_base import own_partnership
from registry.views.base import answer


@login_not_required
@require_safe
def partnership_criteria(request):
    """Questions in, flags out. The answers stand in the address, and nowhere else."""
    asked = request.GET.keys() & QUESTIONS.keys()
    form = CriteriaForm(request.GET if asked or "svara" in request.GET else None)
    context = {"form": form, "assessment": None, "given": [], "sources": LIST_OF_SOURCES}
    if form.is_bound and form.is_valid():
        answers = form.answers
        context["assessment"] = assess(answers)
        context["given"] = [
            {"key": question.text, "value": answers[key].label if key in answers else "Inget svar"}
            for key, question in QUESTIONS.items()
        ]
    return answer(request, "procurement/partnership_criteria.html", context, form)


@require_http_methods(["GET", "POST"])
def partnership_criteria_answer(request, pk):
    """The parties' answers, and what they look like."""
    partnership = own_partnership(request, pk, edit=True)
    form = PartnershipCriteriaForm(request.POST if request.method == "POST" else None, kept=partnership.criteria.all())
    if form.is_valid() and carried_out(
        form, lambda: criteria.answer(partnership, actor=request.user, answers=form.answers)
    ):
        messages.success(request, "Svaren är sparade.")
        return redirect("partnership_criteria_answer", partnership.pk)
    kept = partnership_assessment.of_partnership(partnership) if partnership.criteria.exists() else None
    context = {"partnership": partnership, "assessment": kept}
    return answer(request, "procurement/partnership_criteria_answer.html", context, form)
