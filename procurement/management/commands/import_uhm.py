"""Reads Upphandlingsmyndigheten's statistics into procurements and contracts."""

from pathlib import Path

from django.core.management.base import CommandError

from procurement import uhm
from procurement.management.commands._imports import ImportCommand
from procurement.services import uhm_import
from registry.workflow import NotEntitled


class Command(ImportCommand):
    help = "Reads a file of procurements or of contracts (.csv or .csv.gz). Reading it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        self.add_common_arguments(parser)

    def handle(self, *, file, actor, dry_run, refused, **options):
        self.begin()
        path = Path(file)
        try:
            total = sum(1 for _ in uhm.open_table(path)[1])
            imported, rows = uhm_import.import_file(
                path,
                actor=self.actor(actor),
                dry_run=dry_run,
                progress=lambda count: self.progress(count, total),
            )
        except (NotEntitled, uhm.UnreadableTable) as refusal:
            raise CommandError(str(refusal)) from None
        self.finish(imported, rows, dry_run=dry_run, refused_path=refused)
