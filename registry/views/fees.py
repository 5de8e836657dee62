"""What registration at Kammarkollegiet costs: for anyone, and for one's own family."""

from django.contrib.auth.decorators import login_not_required
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.fees import family_fee
from registry.forms.fees import FeeForm
from registry.models import FeeRate
from registry.models.applications import State
from registry.views.base import answer, member_organisation

USUAL_YEARS = 3


@login_not_required
@require_safe
def fee_calculator(request):
    """Reckon for so many legal entities and so many years."""
    return _page(request, "registry/fee_calculator.html", entities=1)


@require_safe
def organisation_fee(request, slug):
    """The same, beginning with the legal entities of the family that apply or are verified."""
    organisation = member_organisation(request, slug)
    applying = [state for state in State if state != State.WITHDRAWN]
    entities = organisation.entities.filter(applications__state__in=applying).distinct().count()
    return _page(request, "registry/organisation_fee.html", entities=max(entities, 1), organisation=organisation)


def _page(request, template, *, entities, **context):
    start = {"entities": entities, "years": USUAL_YEARS}
    form = FeeForm({**start, **request.GET.dict()} if request.GET.keys() & start.keys() else None, initial=start)
    asked = start if not form.is_bound else form.cleaned_data if form.is_valid() else None
    fee = family_fee(registered_on=timezone.localdate(), rates=FeeRate.objects.all(), **asked) if asked else None
    return answer(request, template, {"form": form, "fee": fee, **context}, form)
