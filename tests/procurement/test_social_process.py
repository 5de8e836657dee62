"""The eight steps of the source, and when one of them is late."""

from datetime import date

import pytest

from procurement import social_process
from procurement.social_process import PROCESS, is_late

TODAY = date(2026, 11, 22)


def test_there_are_eight_steps_in_order_each_with_questions_and_roles():
    assert [step.number for step in PROCESS] == list(range(1, 9))
    assert len({step.key for step in PROCESS}) == 8
    assert all(step.questions and step.roles for step in PROCESS)


def test_every_role_of_the_source_takes_part_somewhere():
    roles = {value for name, value in vars(social_process).items() if name.isupper() and isinstance(value, str)}

    assert {role for step in PROCESS for role in step.roles} == roles - {social_process.SOURCE}


@pytest.mark.parametrize(
    ("due_on", "done_on", "late"),
    [
        (None, None, False),
        (date(2026, 11, 21), None, True),
        (TODAY, None, False),
        (date(2026, 11, 21), date(2026, 11, 22), False),
        (None, TODAY, False),
    ],
)
def test_a_step_is_late_when_its_day_has_gone_and_it_is_not_done(due_on, done_on, late):
    assert is_late(due_on, done_on, TODAY) is late
