"""The digests of the days that are over. The worker does the same after midnight."""

from django.core.management.base import BaseCommand

from registry.services import log_digest


class Command(BaseCommand):
    help = "Makes the digest of each day of the status log that is over and has none. Safe to run again."

    def handle(self, *, verbosity, **options):
        made = log_digest.close_days()
        if verbosity:
            self.stdout.write(f"{len(made)} dagar stängda.")
