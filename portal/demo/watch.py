"""The watch over suppliers in the demonstration: one night sixteen days ago and last night."""

from django.utils import timezone

from portal.demo.families import ago
from procurement.services import contract_watch


def watched_suppliers():
    """Let the watch notice what has happened to the suppliers of the demo's contracts. Once is as good as twice."""
    contract_watch.watch(at=ago(16))
    contract_watch.watch(at=timezone.now())
