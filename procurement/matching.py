"""Which matters suit an organisation: those for a service that it gives, where it gives it."""

from django.db.models import Exists, OuterRef, Q

from registry.models import Service


def suits(organisation, places, *, anywhere=None):
    """The condition on rows with a `service_area`: the organisation gives the service in one of their places.

    `places` are the rows' own municipalities (with `OuterRef`). `anywhere` is when the place does not matter.
    """
    services = Service.objects.filter(legal_entity__organisation=organisation, ended_on=None)
    served = Service.municipalities.through.objects.filter(
        service__in=services, service__area=OuterRef(OuterRef("service_area"))
    )
    there = Exists(places.filter(municipality__in=served.values("municipality")))
    everywhere = services.filter(whole_country=True).values("area")
    here = Q(service_area__in=everywhere) | there
    if anywhere is not None:
        here |= anywhere
    return Q(service_area__in=services.values("area")) & here
