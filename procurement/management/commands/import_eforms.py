"""Reads notices (eForms XML) into planned, published and awarded procurements."""

from django.core.management.base import CommandError

from procurement.management.commands._imports import ImportCommand
from procurement.services import eforms_import
from registry.workflow import NotEntitled


class Command(ImportCommand):
    help = "Reads eForms files, or all .xml in folders. A file that cannot be read is refused and the rest goes on."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="FILE", help="a file or a folder")
        self.add_common_arguments(parser)

    def handle(self, *, paths, actor, dry_run, refused, **options):
        if not eforms_import.files_of(paths):
            raise CommandError("Där finns inga filer att läsa.")
        self.begin()
        try:
            imported, rows = eforms_import.import_files(
                paths, actor=self.actor(actor), dry_run=dry_run, progress=self.progress
            )
        except NotEntitled as refusal:
            raise CommandError(str(refusal)) from None
        self.finish(imported, rows, dry_run=dry_run, refused_path=refused)
