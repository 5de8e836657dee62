"""Snapshots of what was stated about an entity: handed in, completed, verified, changed."""

from django.db.models import Max
from django.utils import timezone

from registry.models import EntityRevision, Ownership

FIELDS = [
    "name", "organisation_number", "country", "foreign_register", "foreign_number", "legal_form_id", "seat_id",
    "purpose_text", "purpose_clause", "purpose_exclusive", "dissolution_text", "dissolution_clause", "public_control",
    "public_control_note", "welfare_runs", "welfare_text",
]  # fmt: skip


def content_of(entity, at=None):
    """Everything stated about the entity, as JSON. No persons: signatories and contacts are left out."""
    at = at or timezone.localdate()
    document = entity.governing_document
    return {
        **{field: getattr(entity, field) for field in FIELDS},
        "address": entity.address_lines,
        "governing_document": document
        and {"uuid": str(document.uuid), "sha256": document.sha256, "adopted_on": str(document.adopted_on or "")},
        "owners": [
            {
                "kind": row.kind,
                "owner": row.get_kind_display() if row.kind == Ownership.Kind.PERSONS else row.owner_label,
                "owner_id": row.owner_id,
                "share": row.share and str(row.share),
                "votes": row.votes and str(row.votes),
                "appoints_board": row.appoints_board,
            }
            for row in entity.ownerships.filter(period__contains=at).select_related("owner").order_by("pk")
        ],
        "services": [
            {
                "area": service.area_id,
                "whole_country": service.whole_country,
                "municipalities": sorted(place.pk for place in service.municipalities.all()),
                "target_groups": sorted(group.pk for group in service.target_groups.all()),
                "capacity": service.capacity,
                "capacity_unit": service.capacity_unit,
                "permit": service.permit,
                "permit_reference": service.permit_reference,
            }
            for service in entity.services.filter(ended_on=None)
            .prefetch_related("municipalities", "target_groups")
            .order_by("area")
        ],
    }


def record(entity, cause, *, actor, at=None):
    """Keep what is stated about the entity now as its next revision. Call with the entity's case locked."""
    last = entity.revisions.aggregate(last=Max("number"))["last"] or 0
    return EntityRevision.objects.create(
        legal_entity=entity,
        number=last + 1,
        cause=cause,
        content=content_of(entity),
        recorded_by=actor,
        recorded_at=at or timezone.now(),
    )
