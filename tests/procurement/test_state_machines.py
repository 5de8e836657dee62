"""From where each step may be taken, machine by machine. The table is written by hand: the code has to agree with it."""

from types import SimpleNamespace

import pytest

from procurement.models.choice_providers import ApplicationState
from procurement.models.choice_systems import ChoiceState
from procurement.models.joint_bids import GroupState, MemberState
from procurement.models.partnerships import PartnershipState
from procurement.models.procurements import State
from procurement.services import (
    awards,
    choice_applications,
    choice_systems,
    joint_bids,
    partnership_parties,
    partnerships,
    procurements,
)
from registry import workflow
from registry.workflow import Step, StepNotAllowed

WRITING = "initiative dialogue renegotiation"
# What the machine is: its states, and by action the states that the step leaves and the one that it leads to.
MACHINES = {
    "procurement": (
        State,
        [procurements, awards],
        {
            "show_plan": ("planned", None),
            "open_dialogue": ("planned", "dialogue"),
            "publish": ("planned dialogue", "published"),
            "prolong": ("published", None),
            "correct": ("published", None),
            "close": ("published", "closed"),
            "cancel": ("planned dialogue published closed awarded under_review", "cancelled"),
            "award": ("closed", "awarded"),
            "note_review": ("awarded", "under_review"),
            "award_stands": ("under_review", "awarded"),
            "reevaluate": ("under_review", "closed"),
            "redo": ("under_review", "cancelled"),
            "conclude": ("awarded", "contracted"),
        },
    ),
    "choice system": (
        ChoiceState,
        [choice_systems],
        {
            "open": ("decided", "open"),
            "change": ("open changed", "changed"),
            "wind_up": ("open changed", "closing"),
            "close": ("closing", "closed"),
        },
    ),
    "provider application": (
        ApplicationState,
        [choice_applications],
        {
            "approve": ("submitted", "approved"),
            "refuse": ("submitted", "refused"),
            "contract": ("approved", "contracted"),
            "end": ("contracted", "ended"),
            "withdraw": ("submitted approved", "withdrawn"),
        },
    ),
    "partnership": (
        PartnershipState,
        [partnerships, partnership_parties],
        {
            "send_to_review": ("dialogue renegotiation", "legal_review"),
            "send_back": ("legal_review", "dialogue"),
            "decide": ("legal_review", "decided"),
            "activate": ("decided", "active"),
            "begin_follow_up": ("active", "follow_up"),
            "note_result": ("follow_up", "active"),
            "renegotiate": ("active follow_up", "renegotiation"),
            "keep": ("renegotiation", "active"),
            "end": (
                "initiative dialogue legal_review decided active follow_up renegotiation",
                "ended",
            ),
            "join": (WRITING, None),
            "decline": (WRITING, None),
            "add_party": (WRITING, None),
            "remove_party": (WRITING, None),
            "agree": (f"{WRITING} legal_review", None),
        },
    ),
    "joint bid": (GroupState, [joint_bids], {"dissolve_joint_bid": ("gathering", "dissolved")}),
    "member of a joint bid": (
        MemberState,
        [joint_bids],
        {
            "join_joint_bid": ("invited", "in"),
            "decline_joint_bid": ("invited", "declined"),
            "lapse_joint_bid": ("invited", "lapsed"),
            "rejoin_joint_bid": ("declined", "in"),
            "withdraw_joint_bid": ("invited declined", "withdrawn"),
            "leave_joint_bid": ("in", "left"),
        },
    ),
}


def steps_of(states, modules):
    """The steps that the modules hold between those states, by action."""
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Step)]
    return {step.action: step for step in found if isinstance(step.sources[0], states)}


@pytest.fixture
def held_as_it_is(monkeypatch):
    """A case that is not in the database: nothing to lock."""
    monkeypatch.setattr(workflow, "lock", lambda case: case)


@pytest.mark.parametrize("states, modules, table", MACHINES.values(), ids=MACHINES)
def test_the_steps_of_the_machine_are_those_of_the_table(states, modules, table):
    steps = steps_of(states, modules)

    told = {action: (set(step.sources), step.target) for action, step in steps.items()}

    assert told == {action: (set(sources.split()), target) for action, (sources, target) in table.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("states, modules, table", MACHINES.values(), ids=MACHINES)
def test_no_step_is_taken_from_a_state_outside_the_table(held_as_it_is, states, modules, table):
    taken = []
    for action, step in steps_of(states, modules).items():
        for state in set(states.values) - set(table[action][0].split()):
            case = SimpleNamespace(state=state)
            with pytest.raises(StepNotAllowed), workflow.take(step, case, actor=None):
                taken.append((action, state))
            assert case.state == state

    assert taken == []
