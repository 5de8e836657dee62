"""Partnerships on pages of the register, which knows nothing of procurement."""

from django import template
from django.utils import timezone

from procurement.models import Partnership
from procurement.reading.partnerships import standing

register = template.Library()
MOST = 20


@register.simple_tag
def partnerships_of(**party):
    """The decided partnerships with such a party, newest first, as components/rows.html takes them. One query."""
    today = timezone.localdate()
    rows = Partnership.objects.decided_with(**party).defer("search_terms", "decided_words", "background")
    return [
        {"url": row.get_absolute_url(), "label": row.title, "note": standing(row, today)[0]}
        for row in rows.order_by("-decided_on", "-pk")[:MOST]
    ]
