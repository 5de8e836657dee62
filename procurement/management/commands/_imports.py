"""What the commands that import share."""

import csv
import resource
import time
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from procurement.services import imports

WIDTH = 30


class ImportCommand(BaseCommand):
    """Reads in, shows how far it has come, and says what came of it."""

    def add_common_arguments(self, parser):
        parser.add_argument("--actor", metavar="EMAIL", help="the case officer who answers for this; else the server")
        parser.add_argument("--dry-run", action="store_true", help="read everything and store nothing")
        parser.add_argument("--refused", metavar="PATH", help="write what was not taken to this file, as CSV")

    def actor(self, email):
        return find_actor(email)

    def begin(self):
        self.started, self.shown = time.monotonic(), ""

    def progress(self, count, total):
        """One line that is written over: [####....] 12 000 av 18 421."""
        share = min(count / total, 1) if total else 1
        bar = "#" * round(share * WIDTH)
        if bar != self.shown:
            self.shown = bar
            self.stderr.write(f"\r[{bar:.<{WIDTH}}] {count} av {total}", ending="")
            self.stderr.flush()

    def finish(self, imported, refused, *, dry_run, refused_path):
        if self.shown:
            self.stderr.write("")
        self.stdout.write(
            f"Nya: {imported.new_count}. Ändrade: {imported.changed_count}. Oförändrade: {imported.unchanged_count}. "
            f"Avvisade: {imported.refused_count}. Med varning: {imported.warned_count}."
        )
        if refused_path:
            write_refused(refused_path, refused)
            self.stdout.write(f"De avvisade står i {refused_path}.")
        else:
            for row in refused[:20]:
                self.stdout.write(f"  {row.file_name}{f', rad {row.line}' if row.line else ''}: {row.reason}")
            if len(refused) > 20:
                self.stdout.write(f"  … och {len(refused) - 20} till. Ange --refused för att få alla i en fil.")
        seconds = time.monotonic() - self.started
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        self.stdout.write(f"{seconds:.1f} sekunder, högst {megabytes} MB minne.")
        self.stdout.write("Ingenting är sparat." if dry_run else f"Import {imported.pk} är klar.")


def find_actor(email):
    """The user with the address, or the account that stands for the server's command line."""
    if not email:
        return imports.system_actor()
    actor = get_user_model().objects.filter(email=email.lower(), is_active=True).first()
    if actor is None:
        raise CommandError("Ingen användare har den adressen.")
    return actor


def write_refused(path, refused):
    """What was not taken, as CSV: where and why, never what stood there."""
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["fil", "rad", "uppgift", "skäl"])
            writer.writerows([row.file_name, row.line or "", row.field, row.reason] for row in refused)
    except OSError:
        raise CommandError("Filen för avvisade rader går inte att skriva.") from None
