"""How long applications take here (N30), read from the events of the cases. Only applications for verification.

The time with the applicant is left out, as `Application.resume_clock` counts it: from the first question (a request for
completion, or communication before a refusal) until the answer, or until the case ends. A month is that in which the
step ended. Months and days are Swedish.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from math import ceil
from statistics import median

from django.db.models import Q
from django.utils import timezone

from registry.models import Application, ApplicationEvent, CompletionRequest
from registry.models.applications import CompletionReason, State

FEWEST = 5  # fewer cases than this say nothing of how long it takes
MONTHS = 12
DECIDED = (State.APPROVED, State.REJECTED, State.DISMISSED)
ENDED = (*DECIDED, State.WITHDRAWN)
QUESTIONS = ("request_completion", "communicate")
ANSWERS = ("answer", "comment")
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Spread:
    """How long something took, in days. `median` and `ninetieth` are None when fewer than FEWEST were counted.

    `ninetieth`: nine in ten took at most so long. It is the least of the values of which that is true.
    """

    count: int
    median: float | None
    ninetieth: float | None


@dataclass(frozen=True)
class Period:
    """One month, or all twelve. `starts_on` is its first day."""

    starts_on: date
    is_whole: bool
    taking: Spread
    examining: Spread
    altogether: Spread
    outcomes: dict
    sent_back: int

    @property
    def closed(self):
        return sum(self.outcomes.values())

    def share(self, number):
        """So many of those that were closed, in whole percent; None when they are too few."""
        return round(100 * number / self.closed) if self.closed >= FEWEST else None


@dataclass(frozen=True)
class Waiting:
    """Open cases that wait for the same: how many, and how long they have been with us, in days."""

    label: str
    count: int
    median: float | None
    oldest: float | None


@dataclass(frozen=True)
class Report:
    """Everything the page tells. `reasons` are (label, number of cases), the most common first."""

    at: datetime
    whole: Period
    months: tuple
    queue: tuple
    reasons: tuple


class History:
    """A case as its events tell it: when it came in, was taken and ended, and when the ball was elsewhere."""

    def __init__(self, events):
        self.received = self.taken = self.ended = None
        self.state, self.waits, self.sent_back = "", [], False
        asked = None
        for action, at, state in events:
            self.state = state
            if action == "submit":
                self.received = at
            elif action == "take":
                self.taken = self.taken or at
            elif action in QUESTIONS:
                asked = asked or at
                self.sent_back = self.sent_back or action == "request_completion"
            if state in ENDED:
                self.ended = self.ended or at
            if asked and (action in ANSWERS or state in ENDED):
                self.waits.append((asked, at))
                asked = None
        self.asked = asked

    @property
    def is_decided(self):
        return self.state in DECIDED

    def days(self, start, end):
        """The days between two moments in which the case was with us."""
        waits = [*self.waits, (self.asked, end)] if self.asked else self.waits
        away = sum((max(min(b, end) - max(a, start), timedelta()) for a, b in waits), timedelta())
        return (end - start - away) / A_DAY


def report(at=None):
    """The last twelve months, the present one included, and the queue as it stands. Two queries."""
    at = at or timezone.now()
    starts = _months(timezone.localdate(at))
    since = _midnight(starts[0])
    recent = Q(application__closed_at=None) | Q(application__closed_at__gte=since)
    cases = histories(recent, at)
    ended = {pk: case for pk, case in cases.items() if case.ended and case.ended >= since}
    bounds = [*map(_midnight, starts), None]
    months = tuple(
        _period(cases.values(), start, end, is_whole=end is not None and end <= at)
        for start, end in zip(bounds, bounds[1:], strict=False)
    )
    whole = _period(cases.values(), since, None, is_whole=True)
    return Report(at, whole, months, _queue(cases.values(), at), _reasons(ended))


def histories(recent, at):
    """Each case that had come in, by its id. `recent` is a Q about events that narrows which cases are read."""
    events = (
        ApplicationEvent.objects.filter(recent, application__kind=Application.Kind.VERIFICATION, created_at__lte=at)
        .order_by("application_id", "created_at", "pk")
        .values_list("application_id", "action", "created_at", "to_state")
    )
    return {
        pk: case
        for pk, rows in groupby(events.iterator(chunk_size=5_000), key=lambda row: row[0])
        if (case := History(row[1:] for row in rows)).received
    }


def _period(cases, start, end, *, is_whole):
    def within(moment):
        return moment is not None and start <= moment and (end is None or moment < end)

    closed = [case for case in cases if within(case.ended)]
    decided = [case for case in closed if case.is_decided]
    return Period(
        timezone.localdate(start),
        is_whole,
        spread([case.days(case.received, case.taken) for case in cases if within(case.taken)]),
        spread([case.days(case.taken, case.ended) for case in decided if case.taken]),
        spread([case.days(case.received, case.ended) for case in decided]),
        {state: sum(case.state == state for case in closed) for state in ENDED},
        sum(case.sent_back for case in closed),
    )


def spread(days):
    """Median and ninetieth percentile of so many days; neither when they are too few."""
    days = sorted(days)
    if len(days) < FEWEST:
        return Spread(len(days), None, None)
    return Spread(len(days), median(days), days[ceil(0.9 * len(days)) - 1])


def _queue(cases, at):
    groups = {"Väntar på en handläggare": [], "Prövas": [], "Väntar på sökanden": []}
    for case in cases:
        if case.ended:
            continue
        taken = "Prövas" if case.state == State.UNDER_REVIEW else "Väntar på en handläggare"
        label = "Väntar på sökanden" if case.asked else taken
        groups[label].append(case.days(case.received, at))
    return tuple(
        Waiting(label, len(days), spread(days).median, max(days, default=None)) for label, days in groups.items()
    )


def _reasons(ended):
    counted = dict.fromkeys(CompletionReason.values, 0)
    asked = CompletionRequest.objects.filter(application__in=list(ended)).values_list("application_id", "reasons")
    for _, reason in {(pk, reason) for pk, reasons in asked for reason in reasons}:
        counted[reason] += 1
    rows = [(CompletionReason(reason).label, number) for reason, number in counted.items() if number]
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))


def _months(today):
    """The first days of the last twelve months, the oldest first."""
    number = today.year * 12 + today.month - MONTHS
    return [date((number + add) // 12, (number + add) % 12 + 1, 1) for add in range(MONTHS)]


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))
