"""Serves the portal with invented data. Called by bin/demo."""

import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
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
    ("Upphandlingens regler", ["load_procurement_law"]),
    ("Myndigheter", ["load_authorities"]),
    ("Platser och nyckeltal", ["load_figures"]),
    ("Vägledning", ["load_guidance"]),
    ("Påhittade uppgifter", ["seed_demo"]),
]

WEB_SERVER = [
    *("--blocking-threads", "4"),
    *("--host", settings.HOST, "--port", str(settings.PORT)),
    *("--log-level", "warning", "--no-access-log"),  # an access log would hold what people searched for
    "portal.wsgi:application",
]


class Command(BaseCommand):
    help = "Prepares the database with invented data, then runs worker and web server until Ctrl-C or TERM."

    def add_arguments(self, parser):
        parser.add_argument("--workers", type=int, default=2, help="web processes (2)")

    def handle(self, *, workers, **options):
        if not settings.DEMO:
            raise CommandError("Set DEMO=1: the demo has known passwords.")
        files = None if static_files_are_fresh() else subprocess.Popen(manage("collectstatic", "--no-input", "-v0"))
        for what, command in PREPARATIONS:
            self.say(f"{what} …")
            call_command(*command, verbosity=0)
        if files and files.wait():
            raise CommandError("collectstatic failed.")
        self.serve(
            manage("run_worker"),
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(workers), *WEB_SERVER],
        )

    def serve(self, *commands):
        """Run the commands until one of them ends or somebody stops us, then stop them all."""
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda number, frame: stopped.set())
        # In sessions of their own: Ctrl-C reaches this process alone, which stops them in order.
        children = [subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True) for command in commands]
        presented = False
        try:
            while not stopped.wait(0.1):
                if not presented and answers(settings.HOST, settings.PORT):
                    presented = True
                    self.present()
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
        self.say(
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

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()


def manage(*arguments):
    """The command line of one of Django's commands."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]


def static_files_are_fresh():
    """Whether all static files have been collected since they were last changed, or the packages were."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if not manifest.exists():
        return False
    sources = [storage.path(name) for finder in get_finders() for name, storage in finder.list([])]
    collected = manifest.stat().st_mtime
    return all(Path(path).stat().st_mtime <= collected for path in [*sources, settings.BASE_DIR / "requirements.lock"])


def answers(host, port):
    """Whether the web server takes connections yet."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True
