"""The bulk check: what its answers cost, and the page with them, for lists of different lengths."""

import statistics
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.demo_numbers import demo_organisation_number
from registry.models import LegalEntity, ReservationGround
from registry.models.eligibility import Ground
from registry.number_lists import from_text
from registry.reading.checks import answers_for

LENGTHS = (1, 100, 5_000)
MOST_MILLISECONDS = 3_000  # for the answers of the longest list
ROUNDS = 3


@dataclass
class Checked:
    """Milliseconds are medians: reading the pasted list, its answers, and the whole page over it."""

    rows: int
    known: int
    queries: int
    reading: float
    answers: float
    page: float
    body: int


def measure_checks():
    """Check lists of each length, of numbers that the portal has and then of others."""
    return [_measure(length) for length in LENGTHS]


def _measure(length):
    numbers = _numbers(length)
    text, today = "\n".join(numbers), timezone.localdate()
    ground = ReservationGround.objects.get(code=Ground.LOU_19_25A)
    reading = _median(lambda: from_text(text))
    lines = from_text(text)
    answers_for(lines, ground, today)
    answers = _median(lambda: answers_for(lines, ground, today))
    with CaptureQueriesContext(connection) as captured:
        content = answers_for(lines, ground, today)
        queries = len(captured)  # now: the next request forgets them
    client = Client(SERVER_NAME="127.0.0.1", HTTP_HOST=f"127.0.0.1:{settings.PORT}")
    asked = {"nummer": text, "datum": today.isoformat(), "grund": ground.code}
    answered = client.post(reverse("eligibility_check"), asked)
    if answered.status_code != 200:
        raise RuntimeError(f"The check answered {answered.status_code}")
    page = _median(lambda: client.post(reverse("eligibility_check"), asked))
    known = sum(1 for row in content["rows"] if row["url"])
    return Checked(length, known, queries, reading, answers, page, len(answered.content))


def _numbers(length):
    """Numbers spread over what stands in the database, filled up with numbers that nobody has."""
    known = LegalEntity.objects.exclude(organisation_number=None).order_by("organisation_number")
    found = list(known.values_list("organisation_number", flat=True)[: length * 20])
    chosen = found[:: max(1, len(found) // length)][:length]
    others = (demo_organisation_number(serial) for serial in range(999_999, 0, -1))
    taken = set(chosen)
    while len(chosen) < length:
        if (number := next(others)) not in taken:
            chosen.append(number)
    return chosen


def _median(work):
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)
