"""Who is told what about a choice system: the applicant's own editors, and the authority's own officers."""

from django.urls import reverse

from procurement.models.choice_providers import GOING
from procurement.services.messages import buyers_of, editors_of
from registry import notifications


def tell_applicant(application, what):
    """One message to each who may act for the applicant."""
    organisation = application.legal_entity.organisation
    notifications.notify(
        editors_of([organisation.pk]),
        f"procurement/{what}",
        {"application": application, "system": application.system},
        url=reverse("own_choice_application", args=[organisation.slug, application.pk]),
    )


def tell_buyers(application, what):
    """One message to each procurement officer of the system's authority."""
    notifications.notify(
        buyers_of(application.system.authority),
        f"procurement/{what}",
        {"application": application, "system": application.system},
        url=reverse("choice_application", args=[application.system_id, application.pk]),
    )


def tell_providers(system, what, **context):
    """One message to each who acts for somebody that applies or provides."""
    organisations = system.applications.filter(state__in=GOING).values("legal_entity__organisation")
    notifications.notify(
        editors_of(organisations),
        f"procurement/{what}",
        {"system": system, **context},
        url=system.get_absolute_url(),
    )
