"""Who may take a step for an authority. Services ask here first, whatever the page has asked already."""

from registry.services.entitlements import require_duty
from registry.workflow import NotEntitled


def require_buyer(actor, authority):
    """Procurement officers and the authority's administrators. Raises `NotEntitled`."""
    if not actor.authority_memberships.buying().filter(authority=authority).exists():
        raise NotEntitled("Bara myndighetens upphandlare kan göra detta.")


def require_administrator(actor, authority):
    """The authority's administrators invite, change roles and end. Raises `NotEntitled`."""
    if not actor.authority_memberships.administering().filter(authority=authority).exists():
        raise NotEntitled("Bara en administratör kan göra detta. Be en av era administratörer.")


def has_conflict(officer, authority):
    """Jäv: the case officer acts or has acted for the authority (2017:900, 16 §)."""
    return officer.authority_memberships.filter(authority=authority).exists()


def require_officer(actor, authority):
    """Refuse anyone who is not a case officer now, and officers with jäv at the authority. Raises `NotEntitled`."""
    require_duty(actor)
    if authority is not None and has_conflict(actor, authority):
        raise NotEntitled("Du är jävig i den här myndigheten. En annan handläggare tar det.")
