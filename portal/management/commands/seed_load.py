"""Fills the register with invented organisations, to be measured."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.load.fill import MOST, Filler, next_serial
from portal.load.world import PROPORTIONS, World
from registry.models import Municipality
from registry.services import search_index


class Command(BaseCommand):
    help = (
        "Adds invented legal entities, with organisations, services, cases, verifications and register answers, by "
        f"COPY. Goes on after the last invented number, so that it may be run again. {PROPORTIONS}"
    )

    def add_arguments(self, parser):
        parser.add_argument("--entities", type=int, required=True, help="how many to add, up to 1 000 000 in all")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same entities (1)")

    def handle(self, *, entities, seed, verbosity, **options):
        if settings.PRODUCTION:
            raise CommandError("Invented organisations have no place in a real portal.")
        if not Municipality.objects.exists():
            raise CommandError("Run load_reference_data first.")
        first = next_serial()
        if entities < 1 or first + entities > MOST:
            raise CommandError(f"There are numbers for {MOST - first} more.")
        begun = time.monotonic()
        for done in Filler(World(seed)).fill(first, entities):
            self.tell(verbosity, f"{done} of {entities} entities, {time.monotonic() - begun:.0f} s")
        number = search_index.rebuild()
        self.tell(verbosity, f"{number} organisations can be found, {time.monotonic() - begun:.0f} s in all")

    def tell(self, verbosity, text):
        if verbosity:
            self.stdout.write(text)
            self.stdout.flush()
