"""Asks the addresses that pages lead to whether they still answer, and keeps what came (N25)."""

import time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal import link_asking
from portal.models import CheckedLink, GovernanceDocument, Target
from procurement.models import LocalCompact

TRIES = 3  # days without an answer before a page says so
PAUSE = 1.0  # seconds between two questions; the hosts of municipalities are not ours to wear out


def check_all(*, ask=link_asking.ask, pause=time.sleep, at=None):
    """Ask every address on a page, one at a time. Returns how many were asked. The demonstration calls nobody."""
    if settings.DEMO:
        return 0
    urls = _shown()
    CheckedLink.objects.exclude(url__in=urls).delete()
    for number, url in enumerate(urls):
        if number:
            pause(PAUSE)
        note(url, ask(url), at=at or timezone.now())
    return len(urls)


@transaction.atomic
def note(url, answer, *, at):
    """Keep what an address answered. Several failures on one day count once."""
    today = timezone.localdate(at)
    row = CheckedLink.objects.select_for_update().filter(url=url).first() or CheckedLink(url=url)
    is_new_day = row.asked_at is None or timezone.localdate(row.asked_at) < today
    if answer.is_there:
        row.answered_at, row.silent_since, row.silent_days = at, None, 0
    elif row.silent_since is None:
        row.silent_since, row.silent_days = today, 1
    elif is_new_day:
        row.silent_days += 1
    row.asked_at, row.got = at, answer.words[:40]
    row.save(update_fields=["answered_at", "silent_since", "silent_days", "asked_at", "got"] if row.pk else None)
    return row


def _shown():
    """The addresses of what stands, invented ones apart: those lead nowhere on purpose."""
    documents = GovernanceDocument.objects.standing().filter(is_invented=False).values_list("url", flat=True)
    decisions = Target.objects.standing().filter(is_invented=False).exclude(decision_url="")
    compacts = LocalCompact.objects.shown().values_list("url", flat=True)
    return sorted({*documents, *compacts, *decisions.values_list("decision_url", flat=True)})
