"""What procurement does in the background."""

from django.tasks import task


@task
def seal_evidence_pack(pack_id):
    """Make and seal the ZIP of an evidence pack."""
    from procurement.services import evidence  # which itself enqueues this task

    evidence.seal(pack_id)
