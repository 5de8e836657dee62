"""The administrator's hour as case officer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from registry.access import current_shift
from registry.forms.case_officer import ShiftForm
from registry.models import OfficerShift
from registry.services import officers
from registry.views.base import act, answer

SHOWN = 50


@require_http_methods(["GET", "POST"])
def officer_shift(request):
    """Take the case officer's role for one hour with a reason, or give it back. Everyone but administrators: 404."""
    if not request.user.is_superuser:
        raise Http404
    if request.method == "POST" and "end" in request.POST:
        officers.end_shift(request.user, actor=request.user)
        messages.success(request, "Du har lämnat handläggarens roll.")
        return redirect("officer_shift")
    form = ShiftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return act(
            request,
            lambda: officers.start_shift(request.user, actor=request.user, **form.cleaned_data),
            done="Du är handläggare i en timme.",
            to="case_list",
        )
    shifts = OfficerShift.objects.select_related("user").order_by("-started_at")[:SHOWN]
    context = {
        "shift": current_shift(request.user),
        "headers": [{"label": "Började"}, {"label": "Slutade"}, {"label": "Vem"}, {"label": "Skäl"}],
        "shifts": shifts,
    }
    return answer(request, "registry/officer_shift.html", context, form)
