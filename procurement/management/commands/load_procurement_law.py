"""Load procurement/data into the database. Run after each upgrade; running it twice changes nothing."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from procurement.legality.sets import fresh_statutes
from procurement.models import AidCeiling, CpvCode, CpvRange, LegalThreshold
from procurement.models.law import cpv_validator
from registry.reference_files import read_rows, save_rows

DATA = Path(__file__).resolve().parent.parent.parent / "data"

# File, model, the columns that say which row it is.
TABLES = [
    ("cpv_ranges", CpvRange, ["cpv_set", "first", "last", "is_left_out", "valid_from"]),
    ("thresholds", LegalThreshold, ["law", "kind", "valid_from"]),
    ("aid_ceilings", AidCeiling, ["rule", "valid_from"]),
]
# One statement for close to ten thousand rows; a name that is the same is not written again.
SAVE_CODES = """
  insert into procurement_cpvcode (code, name) select * from unnest(%s::text[], %s::text[])
  on conflict (code) do update set name = excluded.name where procurement_cpvcode.name <> excluded.name
"""


class Command(BaseCommand):
    help = (
        "Loads CPV codes, the statutes' lists of them, thresholds and ceilings for aid from procurement/data. "
        "Adds and updates; never deletes. Rows that no file has are named."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--data", type=Path, default=DATA, help="folder to read, procurement/data unless told otherwise"
        )

    def handle(self, *, data, **options):
        with transaction.atomic():
            names = read_codes(data / "cpv_codes.csv")
            self.tell("cpv_codes", names, save_codes(names))
            for name, model, key in TABLES:
                rows = read_rows(data / f"{name}.csv", model)
                if model is LegalThreshold:
                    keep_filled_in(rows)
                self.tell(name, rows, save_rows(rows, model, key))
        fresh_statutes()

    def tell(self, name, rows, strangers):
        self.stdout.write(f"{name}: {len(rows)}")
        for stranger in strangers:
            self.stdout.write(f"  kept, but not in the file: {stranger}")


def keep_filled_in(rows):
    """An amount that an administrator has filled in stays where the file has none."""
    known = {(row.law, row.kind, row.valid_from): row.sek for row in LegalThreshold.objects.all()}
    for row in rows:
        if row.sek is None:
            row.sek = known.get((row.law, row.kind, row.valid_from))


def read_codes(path):
    """{code: name}. Read without building objects: there are many. A wrong row stops everything, with its line."""
    names = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            code, name = row["code"], row["name"]
            if not cpv_validator.regex.match(code) or not 0 < len(name) <= 300 or code in names:
                raise CommandError(f"{path.name}, line {line}: {code} {name}")
            names[code] = name
    return names


def save_codes(names):
    """Insert or update the codes; returns what the table holds beside them."""
    with connection.cursor() as cursor:
        cursor.execute(SAVE_CODES, [list(names), list(names.values())])
    if CpvCode.objects.count() == len(names):
        return []
    return [kept for kept in CpvCode.objects.all() if kept.code not in names]
