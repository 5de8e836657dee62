"""Who may act for a municipality or a region. Services ask here first, whatever the page has asked already."""

from django.db.models import Q

from portal.models import Place
from procurement.models import AuthorityMembership, ContractingAuthority
from registry.models import Organisation
from registry.services.entitlements import require_editor
from registry.workflow import NotEntitled

Kind = ContractingAuthority.Kind
COUNCIL_ROLES = [AuthorityMembership.Role.POLITICIAN, AuthorityMembership.Role.ADMINISTRATOR]
EVERY_ROLE = AuthorityMembership.Role.values


def places_of(user, *, roles=COUNCIL_ROLES):
    """The places whose own authority the person acts for now, in one of the roles. Companies have no council."""
    if not user.is_authenticated:
        return Place.objects.none()
    rows = user.authority_memberships.active().filter(role__in=roles)
    municipalities = rows.filter(authority__kind=Kind.MUNICIPALITY).values("authority__municipality")
    regions = rows.filter(authority__kind=Kind.REGION).values("authority__region")
    return Place.objects.filter(Q(municipality__in=municipalities) | Q(region__in=regions))


def require_council(actor, place):
    """Elected persons and administrators of the place's own authority. Raises `NotEntitled`."""
    if not places_of(actor).filter(pk=place.pk).exists():
        raise NotEntitled("Bara förtroendevalda och administratörer i kommunen eller regionen kan göra detta.")


def authority_for(actor, place):
    """The place's own authority, for which the person acts now in any role. Raises `NotEntitled` for others."""
    theirs = ContractingAuthority.objects.filter(pk__in=actor.authority_memberships.active().values("authority"))
    found = theirs.filter(**place.own_authority).order_by("pk").first()
    if found is None:
        raise NotEntitled("Bara den som har ett uppdrag i kommunen eller regionen kan svara.")
    return found


def require_asker(actor, organisation):
    """Owners and editors of an organisation that everybody can see. Raises `NotEntitled`."""
    require_shown(actor, organisation, "Frågorna visas för alla.")


def require_shown(actor, organisation, why):
    """The same, for something else that everybody reads: `why` says what. Raises `NotEntitled`."""
    require_editor(actor, organisation)
    if not Organisation.public.filter(pk=organisation.pk).exists():
        raise NotEntitled(f"{why} Skicka först in en ansökan, så att organisationen också visas.")


def parties_of(user):
    """The organisations and authorities in whose name the person may host, sign up and ask. Two queries."""
    if not user.is_authenticated:
        return []
    organisations = Organisation.public.filter(pk__in=user.memberships.editing().values("organisation"))
    authorities = ContractingAuthority.objects.filter(pk__in=user.authority_memberships.active().values("authority"))
    return [*organisations.order_by("sort_key", "pk"), *authorities.order_by("sort_key", "pk")]


def require_party(actor, party):
    """Who may act in dialogue for the organisation or the authority: its politicians too. Raises `NotEntitled`."""
    if isinstance(party, Organisation):
        require_shown(actor, party, "Träffar visas för alla.")
    elif not actor.authority_memberships.active().filter(authority=party).exists():
        raise NotEntitled("Bara den som har ett uppdrag hos myndigheten kan göra detta.")
