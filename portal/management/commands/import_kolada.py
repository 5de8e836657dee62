"""Reads figures from Kolada's API, or from saved answers of it."""

import csv
import re
import time
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.kolada.answers import FIRST_YEAR, LAST_YEAR, UnreadableAnswer
from portal.kolada.client import BASE, SourceDown
from portal.services import kolada_import
from portal.services.kolada_import import Asked
from portal.services.kolada_writer import TooMuchLost
from registry.workflow import NotEntitled, StepNotAllowed

YEARS_BACK = 20
SHOWN = 20


class Command(BaseCommand):
    help = (
        "Reads the values of measures from Kolada. All of it is written, or nothing. A reading that was cut off goes "
        "on where it stopped when the command is run again; reading the same again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--as", dest="email", required=True, help="e-mail of the person who answers for this")
        parser.add_argument("--file", dest="files", nargs="+", default=[], metavar="FILE", help="saved answers (JSON)")
        parser.add_argument("--indicators", metavar="N00120,…", help="all of the portal's unless told otherwise")
        parser.add_argument("--years", metavar="2005-2025", help=f"else this year and the {YEARS_BACK} before")
        parser.add_argument("--base-url", default=BASE, metavar="URL", help=f"{BASE} unless told otherwise")
        parser.add_argument("--dry-run", action="store_true", help="read everything and store nothing")
        parser.add_argument("--restart", action="store_true", help="throw away a reading that was cut off")
        parser.add_argument("--accept-loss", action="store_true", help="write although many values would be gone")
        parser.add_argument("--refused", metavar="PATH", help="write the rows that were not taken to this file, as CSV")

    def handle(self, *, email, files, indicators, years, base_url, dry_run, restart, accept_loss, refused, **options):
        actor = get_user_model().objects.filter(email=email.lower(), is_active=True).first()
        if actor is None:
            raise CommandError("Ingen användare har den adressen.")
        codes = tuple(sorted({*indicators.split(",")})) if indicators else kolada_import.everything_ours()
        asked = Asked(
            codes=codes,
            years=years_of(years) if years or not files else None,
            base=base_url.rstrip("/"),
            files=tuple(files),
        )
        self.began = time.monotonic()
        try:
            outcome = kolada_import.run(
                asked,
                actor=actor,
                restart=restart,
                accept_loss=accept_loss,
                dry_run=dry_run,
                progress=self.progress,
            )
        except (NotEntitled, StepNotAllowed, SourceDown, UnreadableAnswer, TooMuchLost) as refusal:
            raise CommandError(str(refusal)) from None
        except KeyboardInterrupt:
            raise CommandError(kolada_import.CUT_OFF) from None
        self.tell(outcome, refused)

    def progress(self, pages, values):
        self.stderr.write(f"Sida {pages}: {values} värden lästa")

    def tell(self, outcome, refused_path):
        """The summary: what changed, what the source says of its measures, what was not taken and why."""
        written = outcome.written
        if outcome.resumed_pages:
            self.stdout.write(f"Fortsatte efter {outcome.resumed_pages} sidor som redan var lästa.")
        self.stdout.write(
            f"Nya: {written.new}. Ändrade: {written.changed}. Oförändrade: {written.unchanged}. "
            f"Borttagna av källan: {written.taken_back}. Avvisade rader: {len(written.refused)}."
        )
        if written.changes_nothing:
            self.stdout.write("Inga värden är ändrade.")
        for code, ours, theirs in written.renamed:
            self.stdout.write(f"Nytt namn hos källan: {code} hette ”{ours}”, heter ”{theirs}”. Mäter det samma sak?")
        self._name("Finns inte hos källan längre, värdena står kvar", written.gone)
        self._name("Har inga värden hos källan för de åren", written.without_values)
        self._name("Har fått riktiga värden i stället för påhittade", written.invented_removed)
        self._name("Har fortfarande bara påhittade värden", written.still_invented)
        self._count("Platser som portalen inte känner", written.unknown_places)
        self._count("Nyckeltal som inte är begärda", written.unknown_codes)
        self._count("Värden med anmärkning från källan", written.statuses)
        if written.outside:
            self.stdout.write(f"Värden för andra år än de begärda: {written.outside}")
        if written.repeated:
            self.stdout.write(f"Värden som källan ger flera gånger, lika: {written.repeated}")
        self._refused(written.refused, refused_path)
        seconds = time.monotonic() - self.began
        self.stdout.write(f"{written.values} värden på {seconds:.1f} sekunder.")
        self.stdout.write(f"Inläsning {outcome.run.pk} är klar." if outcome.run else "Ingenting är sparat.")

    def _name(self, heading, codes):
        if codes:
            self.stdout.write(f"{heading}: {', '.join(codes)}")

    def _count(self, heading, counts):
        if counts:
            told = [f"{name} ({count})" for name, count in sorted(counts.items())]
            more = f" och {len(told) - SHOWN} till" if len(told) > SHOWN else ""
            self.stdout.write(f"{heading}: {', '.join(told[:SHOWN])}{more}")

    def _refused(self, rows, path):
        if path:
            write_refused(path, rows)
            self.stdout.write(f"De avvisade raderna står i {path}.")
            return
        for where, reason in rows[:SHOWN]:
            self.stdout.write(f"  {where}: {reason}")
        if len(rows) > SHOWN:
            self.stdout.write(f"  … och {len(rows) - SHOWN} till. Ange --refused för att få alla i en fil.")


def years_of(text):
    """(first, last) of "2005-2025" or "2020". Without a text the last twenty years and this one."""
    if not text:
        this = timezone.localdate().year
        return this - YEARS_BACK, this
    match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text, re.ASCII)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        raise CommandError("Skriv åren så här: --years 2005-2025.")
    return first, last


def write_refused(path, rows):
    """The rows that were not taken, as CSV: where and why."""
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["rad", "skäl"])
            writer.writerows(rows)
    except OSError:
        raise CommandError("Filen för avvisade rader går inte att skriva.") from None
