"""For case officers: judge a criterion of eligibility beside an application."""

from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from registry.forms.eligibility import CriterionForm
from registry.reading import eligibility_page
from registry.services import eligibility
from registry.views.base import act, answer, officer_entity, officer_page
from registry.wording import day_in_words


@officer_page
@require_http_methods(["GET", "POST"])
def criterion_judge(request, uuid):
    """Judge one criterion from a day on, with what stands beside it."""
    entity = officer_entity(request, uuid)
    today = timezone.localdate()
    form = CriterionForm(request.POST if request.method == "POST" else None, initial={"holds_from": today})
    here = reverse("criterion_judge", args=[uuid])
    if form.is_valid():
        return act(
            request,
            lambda: eligibility.judge_criterion(entity, actor=request.user, **form.cleaned_data),
            done="Bedömningen är antecknad. Svaret om behörighet är räknat på nytt.",
            to=here,
        )
    judged = entity.criterion_judgements.select_related("officer").order_by("-judged_at", "-pk")
    context = {
        "entity": entity,
        "grounds": eligibility_page.blocks(entity.pk, today, today=today)[:1],
        "headers": [{"label": "Krav"}, {"label": "Bedömning"}, {"label": "Gäller"}, {"label": "Vem"}],
        "rows": [_row(row) for row in judged],
    }
    return answer(request, "registry/criterion_judge.html", context, form)


def _row(row):
    until = f" till {day_in_words(row.holds_until)}" if row.holds_until else ""
    return [
        {"text": row.get_criterion_display(), "small": row.evidence},
        {
            "tag": "Uppfyllt" if row.is_met else "Inte uppfyllt",
            "tone": "success" if row.is_met else "danger",
            "small": row.comment,
        },
        {"text": f"Från {day_in_words(row.holds_from)}{until}"},
        {"text": str(row.officer), "small": day_in_words(timezone.localdate(row.judged_at))},
    ]
