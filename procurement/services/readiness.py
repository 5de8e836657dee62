"""The boxes of "Är vi redo?": ticked and unticked by those who may act for the organisation."""

from django.db import transaction
from django.utils import timezone

from procurement.models import ReadyTick
from procurement.models.readiness import ReadyItem
from procurement.services.dialogue import TAKES_INTEREST
from registry import status_log
from registry.services.entitlements import require_editor
from registry.workflow import StepNotAllowed, lock


@transaction.atomic
def write(organisation, procurement, items, *, actor, seen=None, at=None):
    """Let exactly these boxes be ticked. Who ticked one, and when, stands until the tick is taken away.

    `seen` are those that the person saw ticked: what colleagues have ticked or unticked since is left as it is.
    """
    require_editor(actor, organisation)
    at = at or timezone.now()
    organisation = lock(organisation)  # two who save at once wait for each other
    if procurement.withdrawn_at or procurement.state not in TAKES_INTEREST:
        raise StepNotAllowed("Anbudstiden är slut. Listan går inte att ändra.")
    wanted = {ReadyItem(item) for item in items}
    standing = {
        row.item: row for row in ReadyTick.objects.standing().filter(organisation=organisation, procurement=procurement)
    }
    known = standing.keys() if seen is None else {ReadyItem(item) for item in seen}
    for item in sorted(standing.keys() & (known - wanted)):
        row = standing[item]
        row.unticked_at, row.unticked_by = at, actor
        row.save(update_fields=["unticked_at", "unticked_by"])
        status_log.write(row, "untick_ready", actor=actor, from_state="ticked", to_state="unticked", at=at)
    for item in sorted(wanted - known - standing.keys()):
        row = ReadyTick(organisation=organisation, procurement=procurement, item=item, ticked_at=at, ticked_by=actor)
        row.full_clean()
        row.save()
        status_log.write(row, "tick_ready", actor=actor, to_state="ticked", at=at)
