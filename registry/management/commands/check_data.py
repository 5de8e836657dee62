"""Is what is kept whole?"""

from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import autodiscover_modules

from registry.integrity import CHECKS


class Command(BaseCommand):
    help = (
        "Checks the promises that no constraint can hold, and lists what breaks them. Ends with status 1 if any does."
    )

    def handle(self, *, verbosity, **options):
        autodiscover_modules("integrity")  # those of the other apps put themselves in the list
        wrong = 0
        for check in CHECKS:
            found = list(check())
            wrong += len(found)
            if verbosity:
                self.stdout.write(f"{'FEL' if found else 'ok ':3} {check.__doc__.splitlines()[0]}")
            for line in found:
                self.stderr.write(f"    {line}")
        if wrong:
            raise CommandError(f"{wrong} saker är fel.")
