"""What Kammarkollegiet's register says about an entity: entered by hand by a case officer, with source and day."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from registry.case_filters import EntityFilter
from registry.forms.case_officer import DeregistrationForm, OfficialCheckForm
from registry.forms.official import CorrectionForm
from registry.models import LegalEntity, OfficialRegistration
from registry.reading.standing import two_facts
from registry.services import official
from registry.services.entitlements import organisations_with_conflict
from registry.validators import format_organisation_number
from registry.views.base import act, answer, officer_entity, officer_page
from registry.wording import day_in_words
from registry.workflow import StepNotAllowed

TONES = {"registered": "success", "not_registered": "", "gone": "warning", "unknown": "warning"}


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


@officer_page
@require_http_methods(["GET", "POST"])
def official_record(request, uuid):
    """Note what the register said on a day, beside every earlier check and period."""
    entity = officer_entity(request, uuid)
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
    known = OfficialRegistration.everything.filter(legal_entity=entity).select_related("recorded_by", "superseded_by")
    everything = list(known.order_by("-period", "-pk"))
    registrations = [row for row in everything if row.superseded_at is None]
    context = {
        "entity": entity,
        **two_facts(entity),
        "registrations": [_registration_row(row, entity) for row in registrations],
        "superseded_headers": [{"label": "Så stod det"}, {"label": "Från och till"}, {"label": "Varför det ersattes"}],
        "superseded": [_superseded_row(row) for row in everything if row.superseded_at],
        "standing": next((row for row in registrations if row.deregistration_decided_on is None), None),
        "check_headers": [
            {"label": "Kontrollerad"},
            {"label": "Svar"},
            {"label": "Källa"},
            {"label": "Vem"},
        ],
        "checks": [
            _check_row(check)
            for check in entity.official_checks.select_related("checked_by", "register_import")
            .defer("register_import__difference")
            .order_by("-checked_on", "-pk")
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


def _registration_row(row, entity):
    begun = day_in_words(row.period.lower)
    correct = {"url": reverse("official_correction", args=[entity.uuid, row.pk]), "action": f"perioden från {begun}"}
    who = f"Källa: {row.source}. {row.recorded_by}."
    if row.deregistration_decided_on is None:
        return {"key": f"Från {begun}", "value": "Registrerad", "note": who, **correct}
    bound = f"Värdeöverföringar är begränsade till och med {day_in_words(row.bound_until)}."
    ended = f"Från {begun} till {day_in_words(row.deregistration_decided_on)}"
    return {"key": ended, "value": "Avregistrerad", "note": f"{bound} {who}", **correct}


def _superseded_row(row):
    """What stood, from when until when the portal held it to be true, and why it does no longer."""
    ended = row.deregistration_decided_on
    words = f"Registrerad från {day_in_words(row.period.lower)}"
    words += f", avregistrerad {day_in_words(ended)}" if ended else ""
    recorded, superseded = timezone.localdate(row.recorded_at), timezone.localdate(row.superseded_at)
    return [
        {"text": words, "small": f"Källa: {row.source}"},
        {"text": f"{day_in_words(recorded)} till {day_in_words(superseded)}"},
        {"text": row.superseded_reason, "small": str(row.superseded_by)},
    ]


def _check_row(check):
    undone = check.register_import is not None and check.register_import.undone_at is not None
    note = "Räknas inte: inläsningen är ångrad" if undone else check.note
    return [
        {"text": day_in_words(check.checked_on)},
        {"tag": check.get_result_display(), "tone": "" if undone else TONES[check.result], "small": note},
        {"text": check.source},
        {"text": str(check.checked_by)},
    ]


@officer_page
@require_http_methods(["GET", "POST"])
def official_deregistration(request, uuid):
    """Note Kammarkollegiet's decision to deregister. The page says until when value transfers stay limited."""
    entity = officer_entity(request, uuid)
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


@officer_page
@require_http_methods(["GET", "POST"])
def official_correction(request, uuid, pk):
    """Put an error in a period right. What stood is kept, with the reason."""
    entity = officer_entity(request, uuid)
    registration = get_object_or_404(entity.official_registrations, pk=pk)
    initial = {
        "outcome": "days",
        "registered_from": registration.period.lower,
        "deregistered_on": registration.deregistration_decided_on,
    }
    form = CorrectionForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        answered = _carry_out(
            request,
            form,
            lambda: official.correct(registration, actor=request.user, **form.correction),
            "Registreringen är rättad. Det som stod finns kvar som ersatt.",
            reverse("official_record", args=[uuid]),
        )
        if answered:
            return answered
    context = {
        "entity": entity,
        "registration": registration,
        "happens": [
            "Den publika sidan visar de rätta dagarna genast.",
            "Vad som stod förut, till när och varför det rättades sparas.",
            "Den som frågar om en dag som har varit får se både vad som gällde och vad vi visste då.",
        ],
        "obstacles": [],
    }
    return answer(request, "registry/official_correction.html", context, form)
