"""For members: what an entity states about itself for the grounds that nobody examines beforehand."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from registry.eligibility import answers, reader
from registry.forms.eligibility import GROUND_FORMS
from registry.models import LegalEntity
from registry.reading.eligibility_page import told
from registry.services import eligibility
from registry.views.base import act, answer, member_organisation


def _entity(request, slug, uuid, *, edit=False):
    """The entity for a member of its organisation, once something about it has come in."""
    organisation = member_organisation(request, slug, edit=edit)
    entity = get_object_or_404(LegalEntity, organisation=organisation, uuid=uuid)
    if not LegalEntity.objects.handed_in().filter(pk=entity.pk).exists():
        raise Http404
    return entity


@require_safe
def ground_list(request, slug, uuid):
    """For which grounds the entity is eligible today, with what it states itself."""
    entity = _entity(request, slug, uuid)
    rules, verdicts = reader.ground_rules(), answers.of_entity(entity.pk, timezone.localdate())
    grounds = [
        {
            "provision": rule.provision,
            "name": rule.name,
            "verdict": told(verdicts[code], rule),
            "url": reverse("ground_statement", args=[slug, uuid, code]) if code in GROUND_FORMS else "",
        }
        for code, rule in rules.items()
    ]
    may_edit = request.role != "reader"
    return render(request, "registry/ground_list.html", {"entity": entity, "grounds": grounds, "may_edit": may_edit})


@require_http_methods(["GET", "POST"])
def ground_statement(request, slug, uuid, ground):
    """State the facts that one ground asks for, as of a day."""
    if ground not in GROUND_FORMS:
        raise Http404
    entity = _entity(request, slug, uuid, edit=True)
    form = GROUND_FORMS[ground](
        request.POST if request.method == "POST" else None, initial={"holds_on": timezone.localdate()}
    )
    if form.is_valid():
        return act(
            request,
            lambda: eligibility.state_ground(entity, ground, actor=request.user, **form.cleaned_data),
            done="Uppgifterna är sparade. De visas som era egna.",
            to=reverse("ground_list", args=[slug, uuid]),
        )
    context = {"entity": entity, "rule": reader.ground_rules()[ground]}
    return answer(request, "registry/ground_statement.html", context, form)
