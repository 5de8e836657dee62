"""Does the work in the background."""

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app


class Command(BaseCommand):
    help = (
        "Runs queued tasks and timed jobs until it is told to stop (TERM or Ctrl-C), after finishing what it has begun."
    )

    def add_arguments(self, parser):
        parser.add_argument("--until-empty", action="store_true", help="stop when nothing is left to do now")
        parser.add_argument("--concurrency", type=int, default=2, help="tasks at the same time (2)")

    def handle(self, *, until_empty, concurrency, **options):
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(
                wait=not until_empty,
                concurrency=concurrency,
                delete_jobs="successful",
                shutdown_graceful_timeout=20,
            )
