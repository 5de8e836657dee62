"""What Kammarkollegiet's register says, entered by hand by a case officer, with source and day."""

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from registry.models import OfficialCheck, OfficialRegistration
from registry.services import search_index
from registry.services.entitlements import require_officer
from registry.workflow import StepNotAllowed, lock


@transaction.atomic
def record_check(entity, *, actor, result, source, checked_on=None, registered_from=None, note=""):
    """Note what the register said on a day. "Registered" opens a period, from `registered_from`, if none is open.

    "Not registered" and "unknown" close nothing: a period ends by Kammarkollegiet's decision alone.
    Raises `StepNotAllowed` when the answer contradicts an open period.
    """
    require_officer(actor, entity.organisation)
    entity = lock(entity)
    checked_on = checked_on or timezone.localdate()
    standing = entity.official_registrations.filter(deregistration_decided_on=None).first()
    if checked_on > timezone.localdate() or (registered_from and registered_from > checked_on):
        raise StepNotAllowed("Ingen dag får ligga i framtiden, och registreringen börjar före kontrollen.")
    if result == OfficialCheck.Result.NOT_REGISTERED and standing is not None:
        raise StepNotAllowed("Den juridiska personen står som registrerad. Anteckna beslutet om avregistrering först.")
    check = OfficialCheck(
        legal_entity=entity, checked_on=checked_on, result=result, source=source, note=note, checked_by=actor
    )
    check.full_clean()
    check.save()
    if result == OfficialCheck.Result.REGISTERED and standing is None:
        registration = OfficialRegistration(
            legal_entity=entity, period=DateRange(registered_from or checked_on, None), source=source, recorded_by=actor
        )
        registration.full_clean()
        registration.save()
    search_index.refresh(entity.organisation)
    return check


@transaction.atomic
def record_deregistration(registration, *, actor, decided_on, source):
    """Note Kammarkollegiet's decision to deregister. The limit on value transfers holds five years from it."""
    require_officer(actor, registration.legal_entity.organisation)
    registration = lock(registration)
    if registration.deregistration_decided_on is not None:
        raise StepNotAllowed("Avregistreringen är redan antecknad.")
    if not registration.period.lower <= decided_on <= timezone.localdate():
        raise StepNotAllowed("Avregistreringen beslutades efter att registreringen började, och senast i dag.")
    registration.deregistration_decided_on = decided_on
    registration.period = DateRange(registration.period.lower, decided_on, "[]")
    registration.full_clean()
    registration.save(update_fields=["deregistration_decided_on", "period"])
    check = OfficialCheck(
        legal_entity=registration.legal_entity,
        checked_on=timezone.localdate(),
        result=OfficialCheck.Result.NOT_REGISTERED,
        source=source,
        note="Avregistrerad",
        checked_by=actor,
    )
    check.full_clean()
    check.save()
    search_index.refresh(registration.legal_entity.organisation)
    return registration
