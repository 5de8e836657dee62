"""Who is told what about a choice system: the applicant's own editors, and the authority's own officers."""

from django.contrib.auth import get_user_model
from django.urls import reverse

from procurement.models.choice_providers import GOING
from registry import notifications
from registry.models import Membership


def editors_of(organisations):
    """Those who may act for any of the organisations, each once."""
    editing = Membership.objects.editing().filter(organisation__in=organisations)
    return get_user_model().objects.filter(is_active=True, memberships__in=editing).distinct().order_by("pk")


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
    buyers = application.system.authority.memberships.buying().values("user")
    notifications.notify(
        get_user_model().objects.filter(is_active=True, pk__in=buyers).order_by("pk"),
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
