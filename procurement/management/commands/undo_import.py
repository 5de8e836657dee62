"""Takes an import of notices or statistics back."""

from django.core.management.base import BaseCommand, CommandError

from procurement.management.commands._imports import find_actor
from procurement.models import ProcurementImport
from procurement.services import import_undo
from registry.workflow import NotEntitled, StepNotAllowed


class Command(BaseCommand):
    help = "Undoes an import: what it made goes from every page, what it changed is as it was."

    def add_arguments(self, parser):
        parser.add_argument("id", type=int)
        parser.add_argument("--actor", metavar="EMAIL", help="the case officer who answers for this; else the server")
        parser.add_argument("--reason", default="Ångrad från kommandoraden", help="why")

    def handle(self, *, actor, reason, **options):
        imported = ProcurementImport.objects.filter(pk=options["id"]).first()
        if imported is None:
            raise CommandError("Det finns ingen import med det id:t.")
        try:
            kept = import_undo.undo(imported, actor=find_actor(actor), reason=reason)
        except (NotEntitled, StepNotAllowed) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Import {imported.pk} är ångrad.")
        if kept:
            self.stdout.write("Någon har arbetat vidare med de här. De är kvar:")
        for row in kept:
            self.stdout.write(f"  {row['slag']} {row['id']}: {row['rubrik']}")
