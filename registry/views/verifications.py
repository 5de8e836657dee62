"""The organisation's answer before its verification may end."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from registry.forms.follow_up import HearingAnswerForm
from registry.models import Verification
from registry.models.members import Role
from registry.services import verifications
from registry.views.base import act, answer, member_organisation


@require_http_methods(["GET", "POST"])
def verification_answer(request, slug, pk):
    """What speaks for ending the verification, and what the organisation says to it. Readers read."""
    organisation = member_organisation(request, slug)
    held = get_object_or_404(
        Verification.objects.filter(
            legal_entity__organisation=organisation, end_warned_at__isnull=False
        ).select_related("legal_entity", "application"),
        pk=pk,
    )
    is_open = held.state in verifications.ACTIVE
    if request.method == "POST" and request.role == Role.READER:
        raise PermissionDenied("Du kan läsa men inte svara. Be en ägare att ge dig en annan roll.")
    if request.method == "POST" and not is_open:
        messages.error(request, "Beslutet är redan fattat. Det du skrev sparades inte.")
    may_answer = is_open and request.role != Role.READER
    form = _form(request, held) if may_answer else None
    if form is not None and form.is_valid():
        return act(
            request,
            lambda: verifications.answer(held, actor=request.user, text=form.cleaned_data["text"]),
            done="Tack, vi har fått ert yttrande. Ni kan ändra det tills vi har beslutat.",
            to=request.path,
        )
    context = {
        "organisation": organisation,
        "verification": held,
        "entity": held.legal_entity,
        "is_open": is_open,
        "may_answer": may_answer,
    }
    return answer(request, "registry/verification_answer.html", context, form)


def _form(request, held):
    return HearingAnswerForm(request.POST if request.method == "POST" else None, initial={"text": held.end_answer})
