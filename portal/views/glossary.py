"""The portal's words, explained."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.glossary import terms_in_order


@login_not_required
@require_safe
def glossary(request):
    """All words in Swedish order, each with an anchor of its own."""
    return render(request, "portal/glossary.html", {"terms": terms_in_order()})
