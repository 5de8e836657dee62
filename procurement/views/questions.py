"""Questions to answer, and who is interested: for the authority's officers alone."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.dialogue import AnswerForm
from procurement.services import dialogue
from procurement.views.base import buyer_page, carried_out, own_procurement
from registry.views.base import answer
from registry.wording import day_in_words


@buyer_page
@require_safe
def question_list(request, pk):
    """Questions that wait, the oldest first, and those that are answered."""
    held = own_procurement(request, pk)
    rows = list(held.questions.defer("asked_by"))
    context = {
        "procurement": held,
        "waiting": [
            {
                "label": row.text,
                "url": reverse("question_answer", args=[pk, row.pk]),
                "aside": f"Ställdes {day_in_words(timezone.localdate(row.asked_at))}",
            }
            for row in rows
            if not row.answered_at
        ],
        "answered": [
            {"key": row.text, "value": row.answer, "note": day_in_words(timezone.localdate(row.answered_at))}
            for row in rows
            if row.answered_at
        ],
    }
    return render(request, "procurement/question_list.html", context)


@buyer_page
@require_http_methods(["GET", "POST"])
def question_answer(request, pk, question):
    """Answer one, to everybody, with the question so worded that nobody sees who asked."""
    held = own_procurement(request, pk)
    row = get_object_or_404(held.questions.select_related("procurement__authority"), pk=question)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"wording": row.text})
    if form.is_valid():
        given = form.cleaned_data
        if carried_out(form, lambda: dialogue.answer(row, given["text"], actor=request.user, wording=given["wording"])):
            messages.success(request, "Svaret visas för alla.")
            return redirect("question_list", pk)
    return answer(request, "procurement/question_answer.html", {"procurement": held, "question": row}, form)


@buyer_page
@require_safe
def interest_list(request, pk):
    """Who has shown interest and stands by it."""
    held = own_procurement(request, pk)
    rows = held.interests.standing().select_related("legal_entity__organisation").order_by("legal_entity__sort_key")
    context = {
        "procurement": held,
        "headers": [
            {"label": label} for label in ("Juridisk person", "Hälsning", "Söker samarbete", "Visade intresse")
        ],
        "rows": [
            [
                {
                    "text": str(row.legal_entity),
                    "url": row.legal_entity.get_absolute_url(),
                    "small": str(row.legal_entity.organisation),
                },
                {"text": row.note or "–"},
                {"text": "Ja" if row.wants_partners else "Nej"},
                {"text": day_in_words(timezone.localdate(row.shown_at))},
            ]
            for row in rows
        ],
    }
    return render(request, "procurement/interest_list.html", context)
