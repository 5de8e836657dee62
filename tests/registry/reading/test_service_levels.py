"""How long applications take: recomputed hour by hour from a script, by a second way of counting."""

import itertools
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Q
from django.utils import timezone

from registry.models import Application, ApplicationEvent, CompletionRequest, LegalEntity, Submission
from registry.reading import service_levels
from registry.services import applications, review
from tests.factories import assess_all, make_entity, make_organisation, make_user, make_verified, owner_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
HOUR = timedelta(hours=1)
FLOWS = {
    "approved": ["take", "approve"],
    "approved after completion": ["take", "request_completion", "answer", "take", "approve"],
    "approved after two completions": [
        "take", "request_completion", "answer", "take", "request_completion", "answer", "take", "approve",
    ],
    "rejected after comment": ["take", "communicate", "comment", "reject"],
    "rejected in silence": ["take", "communicate", "reject"],
    "asked while heard": ["take", "communicate", "request_completion", "answer", "take", "reject"],
    "dismissed": ["take", "request_completion", "dismiss"],
    "withdrawn": ["withdraw"],
    "withdrawn while completing": ["take", "request_completion", "withdraw"],
    "handed over": ["take", "hand_over", "take", "approve"],
    "in the queue": [],
    "taken": ["take"],
    "completing": ["take", "request_completion"],
    "heard": ["take", "communicate"],
}  # fmt: skip
STATE_AFTER = {
    "submit": "submitted", "take": "under_review", "hand_over": "submitted", "answer": "submitted",
    "request_completion": "completion_requested", "communicate": "under_review", "comment": "under_review",
    "approve": "approved", "reject": "rejected", "dismiss": "dismissed", "withdraw": "withdrawn",
}  # fmt: skip
serial = itertools.count(1)


@dataclass
class Scripted:
    """A case as it was written down: its steps with their moments, and why it was sent back."""

    steps: list
    reasons: list

    def at(self, *actions):
        return next((at for action, at in self.steps if action in actions), None)

    @property
    def ended(self):
        return self.at("approve", "reject", "dismiss", "withdraw")

    @property
    def state(self):
        return STATE_AFTER[self.steps[-1][0]]

    def hours_with_us(self, start, end):
        """Walk from hour to hour and ask at each where the ball is."""
        hours, moment = 0, start
        while moment < end:
            ball = "us"
            for action, at in self.steps:
                if at > moment:
                    break
                if action in ("request_completion", "communicate"):
                    ball = "applicant"
                elif action in ("answer", "comment"):
                    ball = "us"
            hours += ball == "us"
            moment += HOUR
        return hours


def make_script(number, seed):
    """So many cases of all flows, with steps on whole hours, before NOW."""
    dice, script = random.Random(seed), []
    for flow in itertools.islice(itertools.cycle(FLOWS.values()), number):
        at = (NOW - timedelta(days=dice.randrange(20, 420), hours=dice.randrange(24))).replace(minute=0)
        steps = [("submit", at)]
        for action in flow:
            at = at + timedelta(hours=dice.randrange(1, 300))
            steps.append((action, at))
        while steps[-1][1] > NOW:
            steps.pop()
        if steps:
            script.append(Scripted(steps, dice.sample(["purpose", "welfare", "other"], 2)))
    return script


def write(script):
    """Put the script in the database as rows."""
    organisation, user = make_organisation(), make_user(officer=True)
    for scripted in script:
        entity = LegalEntity.objects.create(organisation=organisation, name=f"Föreningen {next(serial)}")
        received, ended = scripted.at("submit"), scripted.ended
        case = Application.objects.create(
            legal_entity=entity,
            state=scripted.state,
            created_by=user,
            officer=user,
            submission=Submission.objects.create(organisation=organisation, submitted_by=user),
            case_number=f"IP-2026-{90_000 + next(serial)}",
            received_at=received,
            closed_at=ended,
            waiting_since=received if scripted.state == "completion_requested" else None,
        )
        for action, at in scripted.steps:
            ApplicationEvent.objects.create(
                application=case, action=action, actor=user, note="x", to_state=STATE_AFTER[action], created_at=at
            )
            if action == "request_completion":
                CompletionRequest.objects.filter(application=case, answered_at=None).update(
                    answered_at=at, answered_by=user
                )
                CompletionRequest.objects.create(
                    application=case, reasons=scripted.reasons, message="x", due_on=at.date(), requested_by=user
                )


def middle(values):
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def nine_in_ten(values):
    """The least value that at least nine in ten do not exceed."""
    return min(value for value in values if 10 * sum(other <= value for other in values) >= 9 * len(values))


def expected(hours):
    if len(hours) < 5:
        return (len(hours), None, None)
    return (len(hours), pytest.approx(middle(hours) / 24), pytest.approx(nine_in_ten(hours) / 24))


def told(spread):
    return (spread.count, spread.median, spread.ninetieth)


def in_month(at, month):
    return at is not None and (at.astimezone(STOCKHOLM).year, at.astimezone(STOCKHOLM).month) == month


@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_is_that_of_the_script(seed):
    script = make_script(84, seed)
    write(script)

    report = service_levels.report(NOW)

    assert len(report.months) == 12
    for period in report.months:
        check(period, script, (period.starts_on.year, period.starts_on.month))
    check(report.whole, script, None)


def check(period, script, month):
    first = datetime(2025, 12, 1, tzinfo=STOCKHOLM)

    def within(at):
        return in_month(at, month) if month else at is not None and at >= first

    closed = [case for case in script if within(case.ended)]
    decided = [case for case in closed if case.state != "withdrawn"]
    taken = [case for case in script if within(case.at("take"))]
    assert told(period.taking) == expected([case.hours_with_us(case.at("submit"), case.at("take")) for case in taken])
    assert told(period.examining) == expected([case.hours_with_us(case.at("take"), case.ended) for case in decided])
    assert told(period.altogether) == expected([case.hours_with_us(case.at("submit"), case.ended) for case in decided])
    assert period.closed == len(closed)
    assert period.sent_back == sum(case.at("request_completion") is not None for case in closed)
    for state, number in period.outcomes.items():
        assert number == sum(case.state == state for case in closed)


def test_the_queue_is_that_of_the_script():
    script = make_script(70, seed=3)
    write(script)

    queue = {group.label: group for group in service_levels.report(NOW).queue}

    waits = {"Väntar på en handläggare": [], "Prövas": [], "Väntar på sökanden": []}
    for case in script:
        if case.ended:
            continue
        asked = case.at("request_completion", "communicate") and not case.at("answer", "comment")
        label = "Väntar på sökanden" if asked else "Prövas" if case.state == "under_review" else None
        waits[label or "Väntar på en handläggare"].append(case.hours_with_us(case.at("submit"), NOW) / 24)
    for label, days in waits.items():
        assert queue[label].count == len(days)
        assert queue[label].oldest == (pytest.approx(max(days)) if days else None)
        assert queue[label].median == (pytest.approx(middle(days)) if len(days) >= 5 else None)


def test_the_reasons_are_counted_once_for_each_case():
    script = make_script(60, seed=4)
    write(script)
    first = datetime(2025, 12, 1, tzinfo=STOCKHOLM)

    reasons = dict(service_levels.report(NOW).reasons)

    sent_back = [case for case in script if case.ended and case.ended >= first and case.at("request_completion")]
    assert reasons["Syftet är oklart"] == sum("purpose" in case.reasons for case in sent_back)
    assert reasons["Annat"] == sum("other" in case.reasons for case in sent_back)


def test_four_cases_say_nothing_of_how_long_it_takes():
    assert told(service_levels.spread([1, 2, 3, 4])) == (4, None, None)
    assert told(service_levels.spread([5, 1, 4, 2, 3])) == (5, 3, 5)


def test_shares_of_few_are_missing_and_never_nought():
    report = service_levels.report(NOW)

    assert report.whole.closed == 0
    assert report.whole.share(0) is None
    assert all(group.oldest is None for group in report.queue)


def test_the_time_is_that_of_the_case_itself():
    """What the services write down gives the same time as the clock that the case keeps."""
    case = make_verified().applications.get()
    history = next(iter(service_levels.histories(Q(), timezone.now()).values()))

    assert history.days(history.received, history.ended) == pytest.approx(
        case.age_at(case.closed_at) / timedelta(days=1)
    )


def test_a_pause_is_left_out_as_the_case_leaves_it_out():
    start = timezone.now() - timedelta(days=40)
    entity, officer = make_entity(ready=True), make_user(officer=True)
    owner = owner_of(entity.organisation)
    case = entity.applications.get()
    applications.submit(entity.organisation, [case], actor=owner, at=start)
    review.take_case(case, actor=officer, at=start + timedelta(days=2))
    review.request_completion(
        case,
        actor=officer,
        reasons=["purpose"],
        message="Förklara.",
        due_on=timezone.localdate(),
        at=start + timedelta(days=3),
    )
    applications.answer_completion(case, actor=owner, answer="Så här.", at=start + timedelta(days=13))
    case = review.take_case(case, actor=officer, at=start + timedelta(days=14))
    assess_all(case)
    review.approve(case, actor=officer, reasons="Alla krav är uppfyllda.", at=start + timedelta(days=20))

    [history] = service_levels.histories(Q(), timezone.now()).values()

    case.refresh_from_db()
    assert history.days(history.received, history.ended) == pytest.approx(10)
    assert case.age_at(case.closed_at) == timedelta(days=10)
