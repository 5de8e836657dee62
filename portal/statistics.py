"""The portal's own figures: one function each, on a day. A figure names its unit, its source and its day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from registry.models import Application, Municipality, OfficialRegistration, Organisation, Verification

OWN_SOURCE = "portalen"
KAMMARKOLLEGIET = "Kammarkollegiets register, som våra handläggare har läst det"


@dataclass(frozen=True)
class Figure:
    """A number with what one must know to use it. `note` says what it does not cover."""

    value: int
    unit: str
    source: str
    day: date
    note: str = ""


def _verified(at):
    """Verifications that hold on the day. On the day one ends it is told as ended, here as on the profile."""
    tomorrow = at + timedelta(days=1)
    return Verification.objects.in_force(at).filter(Q(period__upper_inf=True) | Q(period__endswith__gt=tomorrow))


def verified_by_county(at=None):
    """Organisations with at least one verified legal entity, per county of their seat.

    A county without any is 0; organisations without a seat stand under "".
    """
    at = at or timezone.localdate()
    organisations = Organisation.public.filter(pk__in=_verified(at).values("legal_entity__organisation"))
    counted = organisations.order_by().values_list("seat__county").annotate(Count("pk"))
    return {county or "": number for county, number in counted}


def verified_organisations(at=None, *, by_county=None):
    """Organisations with at least one verified legal entity. Give `by_county` when it is counted already."""
    at = at or timezone.localdate()
    by_county = verified_by_county(at) if by_county is None else by_county
    return Figure(sum(by_county.values()), "organisationer", OWN_SOURCE, at)


def registered_entities(at=None):
    """Legal entities in the portal that stand in Kammarkollegiet's register, as far as we know."""
    at = at or timezone.localdate()
    standing = OfficialRegistration.objects.in_force(at).filter(
        Q(deregistration_decided_on=None) | Q(deregistration_decided_on__gt=at),
        legal_entity__organisation__published_at__isnull=False,
    )
    note = "Bara de som finns i portalen. Okänt räknas inte med."
    return Figure(standing.count(), "juridiska personer", KAMMARKOLLEGIET, at, note)


def applications_under_review(at=None):
    """Applications for verification that had come in and were not closed on the day."""
    at = at or timezone.localdate()
    waiting = Application.objects.filter(
        Q(closed_at=None) | Q(closed_at__date__gt=at),
        kind=Application.Kind.VERIFICATION,
        received_at__date__lte=at,
    )
    return Figure(waiting.count(), "ansökningar", OWN_SOURCE, at)


def municipalities_served(at=None):
    """Municipalities in which a verified legal entity says that it works now. Whole-country services are left out."""
    at = at or timezone.localdate()
    served = Municipality.objects.filter(
        services__ended_on=None, services__legal_entity__in=_verified(at).values("legal_entity")
    ).distinct()
    note = "Tjänster i hela landet är inte med. Organisationernas egna uppgifter."
    return Figure(served.count(), "kommuner", OWN_SOURCE, at, note)
