"""Who may sign for a legal entity. Names only, never published."""

from django.db import transaction

from registry.models import Signatory
from registry.services.applications import touch
from registry.services.entitlements import require_editor
from registry.workflow import StepNotAllowed, lock


@transaction.atomic
def set_signatories(application, rows, *, actor):
    """Replace those who sign for the entity. `rows` is a list of dicts with the columns of `Signatory`."""
    entity = application.legal_entity
    require_editor(actor, entity.organisation)
    case = lock(application)
    if not case.is_editable or case.is_change:
        raise StepNotAllowed("Uppgifterna är låsta medan ansökan prövas.")
    entity.signatories.all().delete()
    people = []
    for facts in rows:
        person = Signatory(legal_entity=entity, **facts)
        person.full_clean()
        person.save()
        people.append(person)
    touch(case)
    return people
