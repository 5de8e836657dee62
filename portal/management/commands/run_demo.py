"""Serves the portal with invented data. Called by bin/demo."""

import signal
import subprocess
import sys
import threading
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

USERS = {
    "foretradare@demo.example": "företräder en familj med sex juridiska personer",
    "ny@demo.example": "har ingen organisation ännu",
    "upphandlare@demo.example": "upphandlare i Göteborgs kommun",
    "politiker@demo.example": "förtroendevald i Göteborgs kommun",
    "handlaggare@demo.example": "handläggare",
    "admin@demo.example": "administratör",
}
PASSWORD = "demo-portalen-2026"
PREPARATIONS = [
    ("Databasen", ["migrate"]),
    ("Grunddata", ["load_reference_data"]),
    ("Påhittade uppgifter", ["seed_demo"]),
    ("Filer", ["collectstatic", "--no-input"]),
]


class Command(BaseCommand):
    help = "Prepares the database with invented data, then runs worker and web server until Ctrl-C or TERM."

    def add_arguments(self, parser):
        parser.add_argument("--workers", type=int, default=2, help="web processes (2)")

    def handle(self, *, workers, **options):
        if not settings.DEMO:
            raise CommandError("Set DEMO=1: the demo has known passwords.")
        for what, command in PREPARATIONS:
            self.stdout.write(f"{what} …")
            self.stdout.flush()
            call_command(*command, verbosity=0)
        self.serve(
            [sys.executable, "manage.py", "run_worker"],
            [
                sys.executable,
                "-m",
                "granian",
                "--interface",
                "wsgi",
                "--workers",
                str(workers),
                "--blocking-threads",
                "4",
            ]
            + [
                "--host",
                settings.HOST,
                "--port",
                str(settings.PORT),
                "--log-level",
                "warning",
                "portal.wsgi:application",
            ],
        )

    def serve(self, *commands):
        """Run the commands until one of them ends or somebody stops us, then stop them all."""
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda number, frame: stopped.set())
        # In sessions of their own: Ctrl-C reaches this process alone, which stops them in order.
        children = [subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True) for command in commands]
        try:
            self.present()
            while not stopped.wait(0.5):
                if ended := [child for child in children if child.poll() is not None]:
                    raise CommandError(f"{' '.join(ended[0].args[1:4])} ended with status {ended[0].returncode}.")
        finally:
            for child in children:
                child.terminate()
            deadline = time.monotonic() + 15
            for child in children:
                try:
                    child.wait(timeout=max(0.1, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()

    def present(self):
        width = max(map(len, USERS))
        lines = [f"  {address:{width}}  {who}" for address, who in USERS.items()]
        self.stdout.write(
            "\n".join(
                [
                    "",
                    f"Portalen: {settings.SITE_URL}",
                    f"Logga in med lösenordet {PASSWORD} som",
                    *lines,
                    f"E-post hamnar i {settings.MAIL_DIR}. Avsluta med Ctrl-C.",
                    "",
                ]
            )
        )
        self.stdout.flush()
