"""What Kammarkollegiet's register says: entered by hand by a case officer, with source and day.

Nothing is overwritten. A deregistration and a correction supersede the row that stood, so that what was known on a past
day can still be told.
"""

from datetime import timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from registry import status_log
from registry.models import OfficialCheck, OfficialRegistration
from registry.services import search_index
from registry.services.entitlements import require_officer
from registry.workflow import StepNotAllowed, lock


@transaction.atomic
def record_check(entity, *, actor, result, source, checked_on=None, registered_from=None, note="", at=None):
    """Note what the register said on a day. "Registered" opens a period, from `registered_from`, if none is open.

    "Not registered" and "unknown" close nothing: a period ends by Kammarkollegiet's decision alone.
    Raises `StepNotAllowed` when the answer contradicts an open period.
    """
    require_officer(actor, entity.organisation)
    entity, at = lock(entity), at or timezone.now()
    today = timezone.localdate(at)
    checked_on = checked_on or today
    standing = entity.official_registrations.filter(deregistration_decided_on=None).first()
    if checked_on > today or (registered_from and registered_from > checked_on):
        raise StepNotAllowed("Ingen dag får ligga i framtiden, och registreringen börjar före kontrollen.")
    if result == OfficialCheck.Result.NOT_REGISTERED and standing is not None:
        raise StepNotAllowed("Den juridiska personen står som registrerad. Anteckna beslutet om avregistrering först.")
    check = note_check(entity, actor=actor, result=result, source=source, checked_on=checked_on, note=note, at=at)
    if result == OfficialCheck.Result.REGISTERED and standing is None:
        register(entity, registered_from or checked_on, actor=actor, source=source, at=at)
    search_index.refresh(entity.organisation)
    return check


@transaction.atomic
def record_deregistration(registration, *, actor, decided_on, source, at=None):
    """Note Kammarkollegiet's decision to deregister. The limit on value transfers holds five years from it."""
    require_officer(actor, registration.legal_entity.organisation)
    registration, at = _locked(registration), at or timezone.now()
    if registration.superseded_at or registration.deregistration_decided_on is not None:
        raise StepNotAllowed("Avregistreringen är redan antecknad.")
    if not registration.period.lower <= decided_on <= timezone.localdate(at):
        raise StepNotAllowed("Avregistreringen beslutades efter att registreringen började, och senast i dag.")
    ended = supersede(
        registration,
        actor=actor,
        reason="Avregistrerad",
        period=until(registration.period.lower, decided_on),
        deregistration_decided_on=decided_on,
        source=source,
        at=at,
    )
    note_check(
        registration.legal_entity,
        actor=actor,
        result=OfficialCheck.Result.NOT_REGISTERED,
        source=source,
        checked_on=timezone.localdate(at),
        note="Avregistrerad",
        at=at,
    )
    search_index.refresh(registration.legal_entity.organisation)
    return ended


@transaction.atomic
def correct(registration, *, actor, reason, source, registered_from=None, deregistered_on=None, at=None):
    """Put an error right: new days for a period, or none at all when it never was one. What stood is kept.

    Returns the row that holds now, or None when the period is struck out. Raises `StepNotAllowed` when the days are
    impossible, or somebody else was first.
    """
    require_officer(actor, registration.legal_entity.organisation)
    registration, at = _locked(registration), at or timezone.now()
    if registration.superseded_at:
        raise StepNotAllowed("Uppgiften är redan ersatt. Läs sidan på nytt.")
    latest = deregistered_on or registered_from
    if latest and latest > timezone.localdate(at):
        raise StepNotAllowed("Ingen dag får ligga i framtiden.")
    if registered_from and deregistered_on and deregistered_on < registered_from:
        raise StepNotAllowed("Avregistreringen kan inte ligga före registreringen.")
    if registered_from is None:
        _retire(registration, actor, reason, at)
        held = None
    else:
        period = until(registered_from, deregistered_on)
        held = supersede(
            registration,
            actor=actor,
            reason=reason,
            period=period,
            deregistration_decided_on=deregistered_on,
            source=source,
            at=at,
        )
    search_index.refresh(registration.legal_entity.organisation)
    return held


def note_check(entity, *, actor, result, source, checked_on, note="", register_import=None, at=None):
    """Keep one answer of the register. In the caller's transaction."""
    check = OfficialCheck(
        legal_entity=entity,
        checked_on=checked_on,
        result=result,
        source=source,
        note=note,
        checked_by=actor,
        register_import=register_import,
        recorded_at=at or timezone.now(),
    )
    check.full_clean()
    check.save()
    return check


def register(entity, first_day, *, actor, source, decided_on=None, register_import=None, at=None):
    """Open a period for an entity, or note one that has ended by a decision. In the caller's transaction."""
    at = at or timezone.now()
    registration = OfficialRegistration(
        legal_entity=entity,
        period=until(first_day, decided_on),
        deregistration_decided_on=decided_on,
        source=source,
        recorded_by=actor,
        register_import=register_import,
        recorded_at=at,
    )
    registration.full_clean()
    registration.save()
    status_log.write(registration, "register", actor=actor, to_state="registered", at=at)
    return registration


def supersede(registration, *, actor, reason, period, deregistration_decided_on, source, register_import=None, at=None):
    """Put a new row in the place of one that stood. In the caller's transaction, with the row locked."""
    at = at or timezone.now()
    _retire(registration, actor, reason, at)
    held = OfficialRegistration(
        legal_entity=registration.legal_entity,
        period=period,
        deregistration_decided_on=deregistration_decided_on,
        source=source,
        recorded_by=actor,
        register_import=register_import,
        recorded_at=at,
    )
    held.full_clean()
    held.save()
    stands = "deregistered" if deregistration_decided_on else "registered"
    status_log.write(held, "replace", actor=actor, to_state=stands, at=at)
    return held


def until(first, decided_on):
    """The days of a registration: the day of the decision to deregister is the first without, but one day stays."""
    return DateRange(first, decided_on and max(decided_on, first + timedelta(days=1)))


def _locked(registration):
    """The row as it stands, with its entity locked first: everything that writes about the register does so in turn."""
    lock(registration.legal_entity)
    return lock(registration)


def _retire(registration, actor, reason, at):
    registration.superseded_at, registration.superseded_by = at, actor
    registration.superseded_reason = reason
    registration.save(update_fields=["superseded_at", "superseded_by", "superseded_reason"])
    status_log.write(registration, "supersede", actor=actor, from_state="registered", to_state="superseded", at=at)
