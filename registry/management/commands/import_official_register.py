"""Reads Kammarkollegiet's list from a file or an https address, shows what it changes, and carries it out when told."""

from datetime import date

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from registry.models import RegisterImport
from registry.register_file import UnreadableFile
from registry.services import register_import
from registry.validators import format_organisation_number
from registry.workflow import NotEntitled, StepNotAllowed

HEADINGS = {
    "new": "Nya registreringar",
    "changed": "Ändrade dagar",
    "deregistered": "Avregistrerade",
    "gone": "Finns inte kvar i listan",
    "back": "Tillbaka i listan",
    "unknown_new": "Nya nummer som inte finns i portalen",
    "unknown_changed": "Ändrade nummer som inte finns i portalen",
    "unknown_gone": "Nummer utanför portalen som inte finns kvar",
    "by_hand": "Måste rättas för hand",
}
SHOWN = 20


class Command(BaseCommand):
    help = "Reads Kammarkollegiet's list (CSV). Nothing changes until --accept, or until a case officer accepts it."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="a file, or an address that begins with https://")
        parser.add_argument("--as", dest="email", required=True, help="e-mail of the case officer who answers for this")
        parser.add_argument("--list-date", type=date.fromisoformat, help="the day the list holds for: 2026-11-22")
        parser.add_argument("--reason", default="", help="why a doubtful list is accepted, or why one is undone")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--dry-run", action="store_true", help="show the difference and store nothing")
        for verb in ("accept", "discard", "undo", "recount"):
            what.add_argument(f"--{verb}", type=int, metavar="ID", help=f"{verb} a list that was read")

    def handle(self, *, file, email, list_date, reason, dry_run, **options):
        self.actor = get_user_model().objects.filter(email=email.lower(), is_active=True).first()
        if self.actor is None:
            raise CommandError("Ingen användare har den adressen.")
        chosen = [verb for verb in ("accept", "discard", "undo", "recount") if options[verb] is not None]
        if bool(file) == bool(chosen):
            raise CommandError("Ange en fil, eller --accept, --discard, --undo eller --recount med ett id.")
        try:
            if chosen:
                self.decide(chosen[0], options[chosen[0]], reason)
            elif dry_run:
                self.show(file, list_date)
            else:
                self.propose(file, list_date)
        except (StepNotAllowed, NotEntitled, UnreadableFile) as refusal:
            raise CommandError(str(refusal)) from None

    def show(self, file, list_date):
        """Print the difference; store nothing."""
        register_import.require_duty(self.actor)
        fetched, day, listed, difference = register_import.read(file, list_date=list_date, progress=self.progress)
        refused = [[row.line, row.reason] for row in listed.refused]
        odd = register_import.doubts(difference, fetched.sha256)
        self.print_difference(day, listed.row_count, difference.groups, refused, odd)
        self.stdout.write("Ingenting är sparat.")

    def propose(self, file, list_date):
        found = register_import.propose(file, actor=self.actor, list_date=list_date, progress=self.progress)
        if found.state == RegisterImport.State.REFUSED:
            raise CommandError(f"Inläsning {found.pk}: {found.problem}")
        if found.state == RegisterImport.State.ACCEPTED:
            self.stdout.write(f"Listan är redan genomförd som inläsning {found.pk}. Ingenting ändras.")
            return
        kept = found.difference
        odd = [found.problem] if found.problem else []
        self.print_difference(found.list_date, found.row_count, kept, kept["refused"], odd)
        self.stdout.write(
            f"Inläsning {found.pk} väntar. Ingenting ändras förrän den är genomförd (--accept {found.pk})."
        )

    def decide(self, verb, pk, reason):
        imported = RegisterImport.objects.filter(pk=pk).first()
        if imported is None:
            raise CommandError("Det finns ingen inläsning med det id:t.")
        if verb == "undo":
            if not reason:
                raise CommandError("Skriv varför med --reason.")
            by_hand = register_import.undo(imported, actor=self.actor, reason=reason)
            self.stdout.write(f"Inläsning {pk} är ångrad. {by_hand} har ändrats för hand efteråt och står kvar.")
            return
        step = getattr(register_import, verb)
        step(imported, actor=self.actor, **({"reason": reason} if verb == "accept" else {}))
        done = {"accept": "genomförd", "discard": "förkastad", "recount": "omräknad"}[verb]
        self.stdout.write(f"Inläsning {pk} är {done}.")

    def progress(self, count):
        self.stderr.write(f"{count} rader lästa …")

    def print_difference(self, day, row_count, groups, refused, doubts):
        self.stdout.write(f"Listan gäller {day} och har {row_count} rader.")
        for name, heading in HEADINGS.items():
            lines = groups[name]
            self.stdout.write(f"{heading}: {len(lines)}")
            for number, *rest in lines[:SHOWN]:
                words = " ".join(str(part) for part in rest if part)
                self.stdout.write(f"    {format_organisation_number(number)} {words}")
            if len(lines) > SHOWN:
                self.stdout.write(f"    … och {len(lines) - SHOWN} till")
        self.stdout.write(f"Rader som inte går att läsa: {len(refused)}")
        for line, reason in refused[:SHOWN]:
            self.stdout.write(f"    rad {line}: {reason}")
        for doubt in doubts:
            self.stdout.write(f"OBS: {doubt}")
