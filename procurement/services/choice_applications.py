"""Applications to a choice system: apply, approve, refuse, make a contract, end it; and the provider's units.

LOV has its own rules for how a matter is handled: förvaltningslagen does not apply (1 kap. 3 §).
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from procurement.legality import deadlines
from procurement.models import ChoiceUnit, Contract, ProviderApplication
from procurement.models.choice_providers import GOING, ApplicationState
from procurement.services import choice_messages
from procurement.services.entitlements import require_buyer
from registry import status_log
from registry.eligibility import answers, reader, words
from registry.models import LegalEntity
from registry.models.eligibility import Ground
from registry.services.entitlements import require_editor
from registry.validators import format_organisation_number
from registry.wording import day_in_words
from registry.workflow import Step, StepNotAllowed, lock, take

APPROVE = Step("approve", "Ansökan godkändes", (ApplicationState.SUBMITTED,), ApplicationState.APPROVED)
REFUSE = Step("refuse", "Ansökan godkändes inte", (ApplicationState.SUBMITTED,), ApplicationState.REFUSED)
CONTRACT = Step("contract", "Avtal ingicks", (ApplicationState.APPROVED,), ApplicationState.CONTRACTED)
END = Step("end", "Avtalet avslutades", (ApplicationState.CONTRACTED,), ApplicationState.ENDED)
WITHDRAW = Step(
    "withdraw",
    "Ansökan togs tillbaka",
    (ApplicationState.SUBMITTED, ApplicationState.APPROVED),
    ApplicationState.WITHDRAWN,
)
UNIT_FACTS = ["name", "street", "municipality", "capacity", "languages", "profile", "opening", "contact"]


def facts_of(entity):
    """What the portal knows of the entity, as (label, text) rows: the applicant need not type it again."""
    organisation = entity.organisation
    services = entity.services.filter(ended_on=None).select_related("area").order_by("area__position")
    verification = entity.verifications.in_force().first()
    rows = [
        ("Juridisk person", entity.name),
        ("Organisationsnummer", format_organisation_number(entity.organisation_number)),
        ("Associationsform", str(entity.legal_form)),
        ("Organisation", organisation.name),
        ("Adress", ", ".join(filter(None, [organisation.street, organisation.postal_code, organisation.city]))),
        ("Ändamål", entity.purpose_text),
        ("Verifierad i portalen", "Ja" if verification else "Nej"),
    ]
    for service in services:
        permit = ", ".join(filter(None, [service.get_permit_display(), service.permit_reference]))
        rows.append((f"Tillstånd för {str(service.area).lower()}", permit))
    return [{"key": key, "value": value} for key, value in rows if value]


@transaction.atomic
def apply(system, entity, *, actor, message="", at=None):
    """Apply for an entity that has been handed in to the portal. The answer is due within the system's days."""
    require_editor(actor, entity.organisation)
    at = at or timezone.now()
    system = lock(system)
    if not system.is_open:
        raise StepNotAllowed("Systemet tar inte emot ansökningar.")
    if not LegalEntity.objects.handed_in().filter(pk=entity.pk).exists():
        raise StepNotAllowed("Skicka in er ansökan till portalen först. Då kan myndigheten se vilka ni är.")
    day = timezone.localdate(at)
    application = ProviderApplication(
        system=system,
        legal_entity=entity,
        message=message,
        facts=facts_of(entity),
        received_at=at,
        decide_by=day + timedelta(days=system.decision_time_days),
        submitted_by=actor,
        **(_eligibility(entity, day) if system.is_reserved else {}),
    )
    application.full_clean()
    application.save()
    status_log.write(application, "apply", actor=actor, to_state=application.state, at=at)
    choice_messages.tell_buyers(application, "choice_received")
    return application


def _eligibility(entity, day):
    """The portal's answer of the day, as it is kept. It decides nothing: unknown is not no."""
    [row] = answers.check([entity.organisation_number], Ground.LOV_1_2A, day)
    rule = reader.ground_rules()[Ground.LOV_1_2A]
    return {
        "answer": row.verdict.answer,
        "answered_on": day,
        "answer_reasons": list(words.reasons(row.verdict, rule)),
    }


@transaction.atomic
def approve(application, *, actor, reasons, looked_up="", at=None):
    """Approve. Everybody who meets the requirements is: there is nobody to compare with (LOV 8 kap. 1 §).

    In a reserved system where the portal's answer is no evidence, `looked_up` says what the officer found out.
    """
    require_buyer(actor, application.system.authority)
    at = at or timezone.now()
    with take(APPROVE, application, actor=actor, at=at) as case:
        if case.is_uncertain and not looked_up:
            raise StepNotAllowed("Portalen kan inte styrka behörigheten. Skriv vad ni själva har kontrollerat.")
        case.looked_up = looked_up
        _decide(case, actor, reasons, at)
    choice_messages.tell_applicant(case, "choice_approved")
    return case


@transaction.atomic
def refuse(application, *, actor, reasons, notified_on=None, at=None):
    """Refuse, with reasons and the last day to apply to the court for rättelse (LOV 8 kap. 2 §, 10 kap. 1-3 §§)."""
    require_buyer(actor, application.system.authority)
    at = at or timezone.now()
    with take(REFUSE, application, actor=actor, at=at) as case:
        _decide(case, actor, reasons, at)
        case.notified_on = notified_on or timezone.localdate(at)
        case.correction_until = deadlines.correction_due(case.notified_on).day
    choice_messages.tell_applicant(case, "choice_refused")
    return case


def _decide(case, actor, reasons, at):
    if not reasons.strip():
        raise StepNotAllowed("Skriv skälen till beslutet.")
    case.reasons, case.decided_at, case.decided_by = reasons, at, actor


@transaction.atomic
def withdraw(application, *, actor, at=None):
    """The applicant takes the application back, before there is a contract."""
    require_editor(actor, application.legal_entity.organisation)
    with take(WITHDRAW, application, actor=actor, at=at) as case:
        pass
    return case


@transaction.atomic
def contract(application, *, actor, signed_on, starts_on, at=None, **terms):
    """Make the contract, without delay after approval (LOV 8 kap. 3 §). It runs until somebody gives notice."""
    require_buyer(actor, application.system.authority)
    at = at or timezone.now()
    with take(CONTRACT, application, actor=actor, at=at) as case:
        received = timezone.localdate(case.received_at)
        if signed_on < received:
            raise StepNotAllowed(f"Ansökan kom in {day_in_words(received)}. Avtal kan inte ingås före det.")
        case.contract = _contract(case, actor, at, {"signed_on": signed_on, "starts_on": starts_on, **terms})
    choice_messages.tell_applicant(case, "choice_contracted")
    return case


def _contract(application, actor, at, terms):
    system, entity = application.system, application.legal_entity
    made = Contract(
        authority=system.authority,
        title=system.title,
        supplier_name=entity.name,
        supplier_number=entity.organisation_number,
        legal_entity=entity,
        service_area=system.service_area,
        ground=Ground.LOV_1_2A if system.is_reserved else "",
        origin=Contract.Origin.CHOICE_SYSTEM,
        is_open_ended=True,
        created_at=at,
        created_by=actor,
        **terms,
    )
    made.full_clean()
    made.save()
    made.municipalities.set(system.municipalities.all())
    status_log.write(made, "contract", actor=actor, to_state="running", at=at)
    return made


@transaction.atomic
def end(application, *, actor, ended_on, reason, at=None):
    """Note that the contract ends on a day. One that is still to come becomes the contract's last day."""
    require_buyer(actor, application.system.authority)
    at = at or timezone.now()
    with take(END, application, actor=actor, note=reason, at=at) as case:
        held = lock(case.contract)
        if held.starts_on and ended_on < held.starts_on:
            raise StepNotAllowed("Sista dagen kan inte ligga före avtalets första dag.")
        held.is_open_ended, held.ends_on = False, ended_on
        if ended_on <= timezone.localdate(at):
            held.ended_on, held.end_reason = ended_on, reason
        held.full_clean()
        held.save(update_fields=["is_open_ended", "ends_on", "ended_on", "end_reason"])
        status_log.write(held, "end", actor=actor, from_state="running", to_state="ended", at=at)
        case.ended_on, case.end_reason = ended_on, reason
    choice_messages.tell_applicant(case, "choice_ended")
    return case


@transaction.atomic
def add_unit(application, *, actor, at=None, **facts):
    """Add a unit that residents will compare once there is a contract."""
    application = _going(application, actor)
    unit = ChoiceUnit(application=application, changed_by=actor, changed_at=at or timezone.now(), **facts)
    unit.full_clean()
    unit.save()
    status_log.write(unit, "add_unit", actor=actor, to_state="standing", at=at)
    return unit


@transaction.atomic
def change_unit(unit, *, actor, at=None, **facts):
    """Write a unit's facts anew."""
    _going(unit.application, actor)
    unit = _standing(unit)
    for name in UNIT_FACTS:
        if name in facts:
            setattr(unit, name, facts[name])
    unit.changed_by, unit.changed_at = actor, at or timezone.now()
    unit.full_clean()
    unit.save(update_fields=[*UNIT_FACTS, "changed_by", "changed_at"])
    return unit


@transaction.atomic
def close_unit(unit, *, actor, at=None):
    """Take away a unit that there is no more."""
    _going(unit.application, actor)
    unit = _standing(unit)
    unit.closed_at = unit.changed_at = at or timezone.now()
    unit.changed_by = actor
    unit.save(update_fields=["closed_at", "changed_at", "changed_by"])
    status_log.write(unit, "close_unit", actor=actor, from_state="standing", to_state="closed", at=at)
    return unit


def _going(application, actor):
    require_editor(actor, application.legal_entity.organisation)
    application = lock(application)
    if application.state not in GOING:
        raise StepNotAllowed("Ansökan är avslutad. Enheterna går inte att ändra.")
    return application


def _standing(unit):
    unit = lock(unit)
    if unit.closed_at:
        raise StepNotAllowed("Enheten är redan borttagen.")
    return unit
