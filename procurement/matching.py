"""Which matters suit an organisation, and who gives what a lot is about: the service, where it is given."""

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


def giving(lot):
    """The rows of who gives the lot's service, wherever. An area with services under it is given by who gives those."""
    if lot.service_area_id is None:
        return Service.objects.none()
    area = Q(area=lot.service_area_id) | Q(area__parent=lot.service_area_id)
    return Service.objects.filter(area, ended_on=None)


def giving_there(lot, places):
    """Those of them that give it in one of the places, or anywhere when the procurement names no place."""
    services = giving(lot)
    if lot.procurement.whole_country or not places:
        return services
    there = Service.municipalities.through.objects.filter(service=OuterRef("pk"), municipality__in=places)
    return services.filter(Q(whole_country=True) | Exists(there))
