"""Who may take a step for an authority. Services ask here first, whatever the page has asked already."""

from registry.workflow import NotEntitled


def require_buyer(actor, authority):
    """Procurement officers and the authority's administrators. Raises `NotEntitled`."""
    if not actor.authority_memberships.buying().filter(authority=authority).exists():
        raise NotEntitled("Bara myndighetens upphandlare kan göra detta.")
