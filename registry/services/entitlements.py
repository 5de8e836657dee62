"""Who may take a step. Services ask here first, whatever the page has asked already."""

from registry.access import is_case_officer
from registry.models import ConflictOfInterest
from registry.workflow import NotEntitled


def require_editor(actor, organisation):
    """Owners and editors may change things. Raises `NotEntitled`."""
    if not actor.memberships.editing().filter(organisation=organisation).exists():
        raise NotEntitled("Du kan läsa men inte ändra. Be en ägare att ge dig en annan roll.")


def require_owner(actor, organisation):
    """Owners invite, remove and end. Raises `NotEntitled`."""
    if not actor.memberships.owning().filter(organisation=organisation).exists():
        raise NotEntitled("Bara en ägare kan göra detta. Be en av era ägare.")


def has_conflict(officer, organisation):
    """Jäv: the officer is or was a member of the organisation, or has declared it (2017:900, 16 §)."""
    return (
        officer.memberships.filter(organisation=organisation).exists()
        or ConflictOfInterest.objects.filter(officer=officer, organisation=organisation).exists()
    )


def require_duty(actor):
    """Refuse anyone who is not a case officer now: for what concerns no single organisation. Raises `NotEntitled`."""
    if not is_case_officer(actor):
        raise NotEntitled("Bara handläggare får göra detta.")


def require_officer(actor, organisation):
    """Refuse anyone who is not a case officer now, and officers with jäv. Raises `NotEntitled`."""
    require_duty(actor)
    if has_conflict(actor, organisation):
        raise NotEntitled("Du är jävig i den här organisationen. En annan handläggare tar ärendet.")


def organisations_with_conflict(officer):
    """The ids of every organisation in which the officer has jäv, for lists: `has_conflict` in two queries."""
    declared = ConflictOfInterest.objects.filter(officer=officer).values_list("organisation", flat=True)
    return {*officer.memberships.values_list("organisation", flat=True), *declared}
