"""Load registry/data into the database. Run after each upgrade; running it twice changes nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from registry.models.reference import (
    County,
    FeeRate,
    LegalForm,
    LegalProvision,
    Municipality,
    Region,
    ReservationGround,
    ServiceArea,
    TargetGroup,
)
from registry.reference_files import read_rows, save_rows, upsert

DATA = Path(__file__).resolve().parent.parent.parent / "data"

# File, model, the columns that say which row it is. In the order that foreign keys ask for.
TABLES = [
    ("counties", County, ["code"]),
    ("regions", Region, ["county"]),
    ("municipalities", Municipality, ["code"]),
    ("legal_forms", LegalForm, ["code"]),
    ("service_areas", ServiceArea, ["slug"]),
    ("target_groups", TargetGroup, ["slug"]),
    ("fees", FeeRate, ["kind", "valid_from"]),
    ("legal_provisions", LegalProvision, ["code"]),
    ("reservation_grounds", ReservationGround, ["code"]),
]


class Command(BaseCommand):
    help = (
        "Loads counties, municipalities, legal forms, service areas, fees and paragraphs from registry/data. "
        "Adds and updates; never deletes. Rows that no file has are named."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--data", type=Path, default=DATA, help="folder to read, registry/data unless told otherwise"
        )

    def handle(self, *, data, **options):
        with transaction.atomic():
            for name, model, key in TABLES:
                rows = read_rows(data / f"{name}.csv", model)
                if model is ServiceArea:
                    rows = save_parents_first(rows, key)
                strangers = save_rows(rows, model, key)
                self.stdout.write(f"{name}: {len(rows)}")
                for stranger in strangers:
                    self.stdout.write(f"  kept, but not in the file: {stranger}")


def save_parents_first(rows, key):
    """Save the first level, then let the second point at it: the file names a parent by its slug."""
    upsert([row for row in rows if row.parent_id is None], ServiceArea, key)
    ids = dict(ServiceArea.objects.values_list("slug", "id"))
    for row in rows:
        if row.parent_id is not None:
            if row.parent_id not in ids:
                raise CommandError(f"service_areas.csv: {row.slug} has a parent that is not in the file")
            row.parent_id = ids[row.parent_id]
    return rows
