"""Load portal/data/guidance into the database. Run after each upgrade; running it twice changes nothing."""

from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.services import guidance

DATA = Path(__file__).resolve().parent.parent.parent / "data" / "guidance"
NEEDED = {"title", "lead", "kind", "position", "reviewed_on"}
KNOWN = NEEDED | {"language", "source"}
EDGE = "---\n"


class Command(BaseCommand):
    help = (
        "Loads the pages of guidance from portal/data/guidance. A page that an editor has changed is never "
        "overwritten: it is named. Pages that no file has are left as they are."
    )

    def add_arguments(self, parser):
        parser.add_argument("--data", type=Path, default=DATA, help="folder to read, portal/data/guidance")

    def handle(self, *, data, verbosity, **options):
        done = {}
        with transaction.atomic():
            for path in sorted(data.glob("*.md")):
                try:
                    outcome = guidance.load(read_page(path))
                except (ValidationError, ValueError) as error:
                    raise CommandError(f"{path.name}: {error}") from error
                done[outcome] = done.get(outcome, 0) + 1
                if outcome == "kept":
                    self.stderr.write(f"{path.stem}: kept, an editor has changed the page. Compare it with the file.")
        if verbosity:
            self.stdout.write(", ".join(f"{outcome}: {count}" for outcome, count in sorted(done.items())) or "no files")


def read_page(path):
    """What a file says, as `guidance.load` takes it. The file's name is the page's. Raises ValueError."""
    head, body = _parts(path.read_text(encoding="utf-8"))
    facts = {"slug": path.stem, "language": "sv", "sources": "", "is_published": True, "body": body.strip() + "\n"}
    sources = []
    for line in head.splitlines():
        key, colon, value = line.partition(":")
        if not colon or key not in KNOWN:
            raise ValueError(f"no such line: {line}")
        if key == "source":
            sources.append(value.strip())
        else:
            facts[key] = value.strip()
    if missing := NEEDED - facts.keys():
        raise ValueError(f"missing: {', '.join(sorted(missing))}")
    return facts | {
        "sources": "\n".join(sources),
        "position": int(facts["position"]),
        "reviewed_on": date.fromisoformat(facts["reviewed_on"]),
    }


def _parts(text):
    """What stands between the two edges, and what follows them."""
    before, edge, rest = text.partition(EDGE)
    head, second, body = rest.partition(EDGE)
    if before or not edge or not second:
        raise ValueError("the file does not begin with lines between --- and ---")
    return head, body
