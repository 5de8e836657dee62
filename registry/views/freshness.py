"""The link "stämmer fortfarande", and the case officers' list of services that nobody has confirmed."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from registry import freshness
from registry.models import ConfirmationLink, Notification, Organisation, Service
from registry.services import freshness as service
from registry.services.entitlements import organisations_with_conflict
from registry.tokens import hash_of
from registry.views.base import officer_page
from registry.wording import day_in_words
from registry.workflow import StepNotAllowed

GONE = 410


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def services_confirm(request, token):
    """Show what the link is about; a POST confirms. A GET changes nothing: scanners of mail open every link."""
    links = ConfirmationLink.objects.select_related("organisation", "user")
    link = get_object_or_404(links, token_sha256=hash_of(token))
    refusal, confirmed = service.refusal(link), 0
    if request.method == "POST" and not refusal:
        try:
            confirmed = service.confirm(link)
        except StepNotAllowed as too_late:
            refusal = str(too_late)
    # A link that is refused tells nothing: who holds it may have left, and some services are still drafts.
    found = service.services_of(link.organisation) if not refusal else Service.objects.none()
    found = found.select_related("area", "legal_entity")
    context = {
        "organisation": link.organisation,
        "refusal": refusal,
        "has_left": refusal == service.NO_LONGER_MEMBER,
        "confirmed": confirmed,
        "headers": [{"label": "Tjänst"}, {"label": "Utförs av"}, {"label": "Bekräftad"}],
        "rows": [
            [{"text": str(row.area)}, {"text": str(row.legal_entity)}, {"text": day_in_words(row.confirmed_on)}]
            for row in found.order_by("area__position", "legal_entity__sort_key", "pk")
        ],
    }
    response = render(request, "registry/services_confirm.html", context, status=GONE if refusal else 200)
    # Not "no-referrer": then browsers send "Origin: null", which the check against forged requests refuses.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


@officer_page
@require_safe
def unconfirmed_list(request):
    """Organisations that have not answered for fourteen months: somebody should call them."""
    page = Paginator(service.unconfirmed(freshness.TASK), 25).get_page(request.GET.get("page"))
    shown = list(page)
    organisations = Organisation.everything.in_bulk([pk for pk, _, _ in shown])
    asked = dict(
        Notification.objects.filter(
            kind__in=[service.FIRST, service.SECOND], once__in=[f"{pk}-{oldest:%Y-%m}" for pk, oldest, _ in shown]
        )
        .order_by("created_at")
        .values_list("once", "created_at")
    )
    conflicts, today = organisations_with_conflict(request.user), timezone.localdate()
    context = {
        "page": page,
        "headers": [
            {"label": "Organisation"},
            {"label": "Senast bekräftad"},
            {"label": "Tjänster", "number": True},
            {"label": "Senaste brevet"},
            {"label": "Kontakt"},
        ],
        "rows": [
            _row(organisations[pk], oldest, services, asked.get(f"{pk}-{oldest:%Y-%m}"), conflicts, today)
            for pk, oldest, services in shown
        ],
    }
    return render(request, "registry/unconfirmed_list.html", context)


def _row(organisation, oldest, services, asked_at, conflicts, today):
    return [
        {
            "text": str(organisation),
            "url": reverse("organisation", args=[organisation.slug]),
            "small": "Du är jävig" if organisation.pk in conflicts else "",
        },
        {"text": day_in_words(oldest), "small": freshness.words(oldest, today)},
        {"text": services, "number": True},
        {"text": day_in_words(timezone.localdate(asked_at)) if asked_at else "Inget brev har gått"},
        {"text": organisation.phone or organisation.email or "Uppgift saknas"},
    ]
