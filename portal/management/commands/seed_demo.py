"""Fills the database with the demonstration's invented world."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.demo import figures, people, stories
from portal.demo.families import World
from registry.models import Mail, Municipality, Organisation
from registry.services import log_digest


class Command(BaseCommand):
    help = "Makes the demo's people and organisations. Safe to run again: what is there is left alone."

    def add_arguments(self, parser):
        parser.add_argument("--verified", type=int, default=16, help="verified families, at least 16 (16)")

    def handle(self, *, verbosity, verified, **options):
        if not settings.DEMO and not settings.TESTING:
            raise CommandError("Set DEMO=1: the demo has known passwords.")
        if not Municipality.objects.exists():
            raise CommandError("Run load_reference_data first.")
        with transaction.atomic():
            world = World(people.ensure_all())
            if not Organisation.everything.filter(name="Exempelhemmet").exists():
                already = set(Mail.objects.values_list("pk", flat=True))
                stories.tell(world, verified)
                # The past was told today: its letters are not sent once more.
                Mail.objects.exclude(pk__in=already).delete()
            figures.invent()
        log_digest.close_days()
        if verbosity:
            self.stdout.write(f"{len(world.made)} organisations made, {Organisation.everything.count()} in all.")
