"""Partnerships on pages of the register, which knows nothing of procurement."""

from django import template
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from procurement.models import Partnership, PartnershipDecision
from procurement.reading.partnerships import standing

register = template.Library()
MOST = 20


@register.simple_tag
def partnerships_of(**party):
    """The decided partnerships with such a party, newest first, as components/rows.html takes them. One query."""
    today = timezone.localdate()
    decisions = PartnershipDecision.objects.filter(partnership=OuterRef("pk")).order_by("-number")
    rows = Partnership.objects.decided_with(**party).defer("search_terms", "decided_words", "background")
    rows = rows.annotate(decided_title=Subquery(decisions.values("text__title")[:1]))
    return [
        {"url": row.get_absolute_url(), "label": row.decided_title, "note": standing(row, today)[0]}
        for row in rows.order_by("-decided_on", "-pk")[:MOST]
    ]
