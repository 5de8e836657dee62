"""Is the log of statuses as it was written?"""

import csv
import json
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from registry.models import LogDigest
from registry.services import log_digest


class Command(BaseCommand):
    help = (
        "Computes the digest of every day anew from the rows of the status log. Names the first day on which a row or "
        "a digest was changed, added or taken away, and ends with status 1."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--against", metavar="FILE", type=Path, help="a copy of /diarium/kontrollsummor.csv or .json saved earlier"
        )

    def handle(self, *, verbosity, against, **options):
        fault = log_digest.verify(_published(against) if against else None)
        if fault:
            raise CommandError(f"{fault.day}: {fault.text}")
        if verbosity:
            days = LogDigest.objects.count()
            self.stdout.write(f"Loggen är orörd: {days} dagar kontrollerade.")


def _published(path):
    """Day to digest, from a saved copy. Raises `CommandError` when it is something else."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".json":
            return {date.fromisoformat(row["day"]): row["sha256"] for row in json.loads(text)}
        rows = csv.DictReader(text.splitlines(), delimiter=";")
        return {date.fromisoformat(row["Dag"]): row["Kontrollsumma"] for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{path} är ingen sparad kopia av kontrollsummorna.") from error
