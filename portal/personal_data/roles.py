"""Whom a person acts for, and has been asked to act for."""

from portal.personal_data.kept import CASES, Kept, labelled
from procurement.models import (
    AuthorityInvitation,
    AuthorityMembership,
)
from registry.models import (
    ContactPerson,
    Invitation,
)
from registry.models.members import Role


def roles(user, addresses):
    """Memberships, invitations, and being somebody's contact."""
    yield Kept(
        "memberships",
        "Uppdrag i organisationer",
        "För att bara rätt personer ska kunna ändra.",
        "Uppdraget avslutas när du vill. Att du hade det står kvar. " + CASES,
        False,
        labelled(
            user.memberships.order_by("pk").values("organisation__name", "role", "created_at", "ended_at"), role=Role
        ),
    )
    yield Kept(
        "authority_memberships",
        "Uppdrag hos myndigheter",
        "För att bara rätt personer ska se och ändra hos myndigheten.",
        "Så länge uppdraget varar. Att du hade det står kvar.",
        False,
        labelled(
            user.authority_memberships.order_by("pk").values("authority__name", "role", "created_at", "ended_at"),
            role=AuthorityMembership.Role,
        ),
    )
    yield Kept(
        "invitations",
        "Inbjudningar till din adress",
        "För att du ska kunna ta emot en roll.",
        "Adressen tas bort när du raderar kontot.",
        True,
        labelled(
            Invitation.objects.filter(email__in=addresses)
            .order_by("pk")
            .values("organisation__name", "email", "role", "created_at", "accepted_at", "revoked_at"),
            role=Role,
        ),
    )
    yield Kept(
        "authority_invitations",
        "Inbjudningar till myndigheter",
        "För att du ska kunna ta emot ett uppdrag.",
        "Adressen tas bort när du raderar kontot.",
        True,
        labelled(
            AuthorityInvitation.objects.filter(email__in=addresses)
            .order_by("pk")
            .values("authority__name", "email", "role", "created_at", "accepted_at", "revoked_at"),
            role=AuthorityMembership.Role,
        ),
    )
    yield Kept(
        "contact_person",
        "Kontaktperson",
        "För att handläggaren ska kunna nå organisationen.",
        "Tills organisationen byter kontaktperson. Be en ägare att göra det.",
        False,
        list(
            ContactPerson.objects.filter(email__in=addresses)
            .order_by("pk")
            .values("organisation__name", "name", "title", "email", "phone")
        ),
    )
