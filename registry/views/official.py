"""What Kammarkollegiet's register says about an entity: entered by hand by a case officer, with source and day."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from registry.case_filters import EntityFilter
from registry.forms.case_officer import DeregistrationForm, OfficialCheckForm
from registry.models import LegalEntity
from registry.reading.standing import two_facts
from registry.services import official
from registry.services.entitlements import has_conflict, organisations_with_conflict
from registry.validators import format_organisation_number
from registry.views.base import act, answer, officer_page
from registry.wording import day_in_words
from registry.workflow import StepNotAllowed

CONFLICT = "Du är jävig i den här organisationen. En annan handläggare tar det."
TONES = {"registered": "success", "not_registered": "", "unknown": "warning"}


@officer_page
@require_safe
def officer_entity_list(request):
    """Every legal entity that has been handed in, by name or number, so that an officer finds the one to check."""
    path = reverse("officer_entity_list")
    chosen = EntityFilter(request.GET, path=path)
    entities = LegalEntity.objects.filter(organisation__published_at__isnull=False).select_related(
        "organisation", "legal_form"
    )
    page = Paginator(chosen.apply(entities), 25).get_page(request.GET.get("page"))
    conflicts = organisations_with_conflict(request.user)
    context = {
        "filter": chosen,
        "path": path,
        "page": page,
        "headers": [{"label": "Juridisk person"}, {"label": "Juridisk form"}, {"label": "Hör till"}],
        "rows": [_entity_row(entity, conflicts) for entity in page],
    }
    return answer(request, "registry/officer_entity_list.html", context, chosen)


def _entity_row(entity, conflicts):
    conflict = entity.organisation_id in conflicts
    number = entity.organisation_number
    return [
        {
            "text": str(entity),
            "url": "" if conflict else reverse("official_record", args=[entity.uuid]),
            "small": format_organisation_number(number) if number else entity.identifier,
        },
        {"text": str(entity.legal_form or "Uppgift saknas")},
        {"text": str(entity.organisation), "small": "Du är jävig" if conflict else ""},
    ]


def _entity(request, uuid):
    """The entity for an officer without jäv; 403 with it."""
    entity = get_object_or_404(
        LegalEntity.objects.filter(organisation__published_at__isnull=False).select_related("organisation"), uuid=uuid
    )
    if has_conflict(request.user, entity.organisation):
        raise PermissionDenied(CONFLICT)
    return entity


@officer_page
@require_http_methods(["GET", "POST"])
def official_record(request, uuid):
    """Note what the register said on a day, beside every earlier check and period."""
    entity = _entity(request, uuid)
    form = OfficialCheckForm(
        request.POST if request.method == "POST" else None, initial={"checked_on": timezone.localdate()}
    )
    if form.is_valid():
        done = "Kontrollen är antecknad."
        here = reverse("official_record", args=[uuid])
        answered = _carry_out(
            request, form, lambda: official.record_check(entity, actor=request.user, **form.cleaned_data), done, here
        )
        if answered:
            return answered
    registrations = list(entity.official_registrations.select_related("recorded_by").order_by("-period"))
    context = {
        "entity": entity,
        **two_facts(entity),
        "registrations": [_registration_row(row) for row in registrations],
        "standing": next((row for row in registrations if row.deregistration_decided_on is None), None),
        "check_headers": [
            {"label": "Kontrollerad"},
            {"label": "Svar"},
            {"label": "Källa"},
            {"label": "Vem"},
        ],
        "checks": [
            _check_row(check)
            for check in entity.official_checks.select_related("checked_by").order_by("-checked_on", "-pk")
        ],
    }
    return answer(request, "registry/official_record.html", context, form)


def _carry_out(request, form, step, done, to):
    """Take the step; what contradicts an earlier period is said on the form, and nothing typed is lost."""
    try:
        return act(request, _or_raise(step), done=done, to=to)
    except Contradiction as contradiction:
        form.add_error(None, str(contradiction))
        return None


class Contradiction(Exception):
    """What was typed does not agree with what is noted already."""


def _or_raise(step):
    def tried():
        try:
            return step()
        except StepNotAllowed as refusal:
            raise Contradiction(str(refusal)) from refusal
        except ValidationError as refusal:
            raise Contradiction(" ".join(refusal.messages)) from refusal

    return tried


def _registration_row(row):
    begun = day_in_words(row.period.lower)
    if row.deregistration_decided_on is None:
        return {"key": f"Från {begun}", "value": "Registrerad", "note": f"Källa: {row.source}. {row.recorded_by}."}
    return {
        "key": f"Från {begun} till {day_in_words(row.deregistration_decided_on)}",
        "value": "Avregistrerad",
        "note": f"Värdeöverföringar är begränsade till och med {day_in_words(row.bound_until)}. "
        f"Källa: {row.source}. {row.recorded_by}.",
    }


def _check_row(check):
    return [
        {"text": day_in_words(check.checked_on)},
        {"tag": check.get_result_display(), "tone": TONES[check.result], "small": check.note},
        {"text": check.source},
        {"text": str(check.checked_by)},
    ]


@officer_page
@require_http_methods(["GET", "POST"])
def official_deregistration(request, uuid):
    """Note Kammarkollegiet's decision to deregister. The page says until when value transfers stay limited."""
    entity = _entity(request, uuid)
    registration = get_object_or_404(entity.official_registrations, deregistration_decided_on=None)
    form = DeregistrationForm(request.POST if request.method == "POST" else None, registration=registration)
    here = reverse("official_record", args=[uuid])
    if form.is_valid():
        answered = _carry_out(
            request,
            form,
            lambda: official.record_deregistration(registration, actor=request.user, **form.cleaned_data),
            "Avregistreringen är antecknad.",
            here,
        )
        if answered:
            return answered
    context = {
        "entity": entity,
        "registration": registration,
        "happens": [
            "Den publika sidan visar dagen för beslutet, och att det är Kammarkollegiets.",
            "Gränsen för värdeöverföringar räknas fem år från beslutet.",
            "Vår egen verifiering ändras inte.",
        ],
        "obstacles": [],
    }
    return answer(request, "registry/official_deregistration.html", context, form)
