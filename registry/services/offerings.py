"""What an entity does, where and for whom: its own statement, which it adds, changes, confirms and ends itself.

Locked while an application is examined, since the officer then judges what was handed in. Otherwise changes show at
once, in the register too: nobody verifies them.
"""

from django.db import transaction
from django.utils import timezone

from registry import status_log
from registry.models import Application, Service
from registry.models.applications import State
from registry.services import search_index
from registry.services.entitlements import require_editor
from registry.workflow import StepNotAllowed, lock

LOCKED = "Tjänsterna är låsta medan ansökan prövas."
EXAMINED = [State.SUBMITTED, State.UNDER_REVIEW]


def may_change(entity):
    """Whether no application of the entity is being examined right now."""
    return not entity.applications.filter(kind=Application.Kind.VERIFICATION, state__in=EXAMINED).exists()


def _open(entity, actor):
    """Lock the entity for a change. Raises `NotEntitled` and `StepNotAllowed`."""
    require_editor(actor, entity.organisation)
    entity = lock(entity)
    if not may_change(entity):
        raise StepNotAllowed(LOCKED)
    return entity


def _current(service):
    service = lock(service)
    if service.ended_on is not None:
        raise StepNotAllowed("Tjänsten är redan borttagen.")
    return service


def _save(service, facts, municipalities, target_groups, actor):
    for name, value in facts.items():
        setattr(service, name, value)
    service.confirmed_on, service.confirmed_by = timezone.localdate(), actor
    service.full_clean()
    service.save()
    service.municipalities.set([] if service.whole_country else municipalities)
    service.target_groups.set(target_groups)
    _refresh(service.legal_entity)
    return service


def _refresh(entity):
    if entity.organisation.published_at is not None:
        search_index.refresh(entity.organisation)


@transaction.atomic
def add(entity, area, facts, *, municipalities, target_groups, actor):
    """Say that the entity runs a service. `facts` are columns of `Service`. Raises `StepNotAllowed` for a double."""
    entity = _open(entity, actor)
    if entity.services.filter(area=area, ended_on=None).exists():
        raise StepNotAllowed("Tjänsten finns redan. Ändra den i stället.")
    service = _save(Service(legal_entity=entity, area=area), facts, municipalities, target_groups, actor)
    status_log.write(service, "add", actor=actor, to_state="current")
    return service


@transaction.atomic
def change(service, facts, *, municipalities, target_groups, actor):
    """Say something else about the service. That confirms it as well."""
    _open(service.legal_entity, actor)
    return _save(_current(service), facts, municipalities, target_groups, actor)


@transaction.atomic
def confirm(service, *, actor):
    """Say that what stands about the service still holds today."""
    _open(service.legal_entity, actor)
    service = _current(service)
    service.confirmed_on, service.confirmed_by = timezone.localdate(), actor
    service.save(update_fields=["confirmed_on", "confirmed_by"])
    _refresh(service.legal_entity)
    return service


@transaction.atomic
def end(service, *, actor):
    """Say that the entity no longer runs the service. The row stays, with its last day."""
    _open(service.legal_entity, actor)
    service = _current(service)
    service.ended_on = timezone.localdate()
    service.save(update_fields=["ended_on"])
    status_log.write(service, "end", actor=actor, from_state="current", to_state="ended")
    _refresh(service.legal_entity)
    return service
