"""Writes anew all that search reads. Needed after load_reference_data has changed names, and harmless otherwise."""

import time

from django.core.management.base import BaseCommand

from registry.services import search_index


class Command(BaseCommand):
    help = "Writes all search rows and their counts anew from the register, in one transaction. Readers see no half."

    def handle(self, *, verbosity, **options):
        start = time.monotonic()
        number = search_index.rebuild()
        if verbosity:
            self.stdout.write(f"{number} organisations in {time.monotonic() - start:.1f} s.")
