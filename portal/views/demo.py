"""What only the demonstration has."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from registry.models import Mail

MOST_LETTERS = 50


@login_not_required
@require_safe
@never_cache
def demo_mail(request):
    """The latest letters, so that a newcomer can read the code that was mailed. A real portal has no such page."""
    if not settings.DEMO:
        raise Http404
    return render(
        request, "portal/demo_mail.html", {"letters": Mail.objects.order_by("-created_at", "-pk")[:MOST_LETTERS]}
    )
