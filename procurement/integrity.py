"""What procurement adds to the nightly checks of `check_data`."""

from datetime import timedelta

from django.utils import timezone

from procurement.models import EvidencePack, EvidenceSeal
from procurement.services import evidence
from registry.integrity import check


@check
def evidence_packs_are_whole():
    """The file of each sealed evidence pack is there, unchanged, and is what the database would make again."""
    for seal in EvidenceSeal.objects.select_related("pack").order_by("pk").iterator(chunk_size=10):
        if fault := evidence.fault_of(seal):
            yield f"bevispaket {seal.pack_id}: {fault}"


@check
def evidence_packs_get_sealed():
    """No evidence pack has waited for its seal for more than a day."""
    late = EvidencePack.objects.exclude(state=EvidencePack.State.SEALED)
    for pk in late.filter(asked_at__lt=timezone.now() - timedelta(days=1)).values_list("pk", flat=True):
        yield f"bevispaket {pk}: är inte förseglat"
