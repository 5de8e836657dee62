"""The criteria assistant: the facts of Alingsås, good examples, every answer turned, and what always holds."""

import re
from urllib.parse import parse_qsl

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from procurement.models import PartnershipCriterion
from procurement.partnership_criteria import ALTERNATIVES, Outcome, assess
from procurement.partnership_questions import GROUPS, LIST_OF_SOURCES, NO, QUESTIONS, UNKNOWN, YES, Answer, Colour
from procurement.routes import walk

GRAVITY = list(Outcome)  # worst first
RED = {key for key, question in QUESTIONS.items() if question.colour == Colour.RED}
ALL_GOOD = {key: question.speaks_for for key, question in QUESTIONS.items()}
ANSWERS = st.fixed_dictionaries({}, optional={key: st.sampled_from(list(Answer)) for key in QUESTIONS})
A_SOURCE = re.compile(r"\d+ (?:a )?kap\. \d+|HFD \d{4} ref\. \d+|bild \d+|SKR 2017|riktlinjer")

# HFD 2020 ref. 15, 2 to 4: a care home that had been procured before, a yearly sum and more for more places, a coherent
# chain of care, home care within the choice system, disputes in court.
ALINGSAS = {
    "betalning": YES,
    "plikt": YES,
    "vardkedja": YES,
    "samma": YES,
    "volym": YES,
    "marknad": YES,
    "vinst": NO,
    "initiativ": NO,
}
# Slides 22, 23 and 25 of the presentation of 2016, all of them met.
HOUSE_FOR_WOMEN = ALL_GOOD
CULTURE_IN_THE_SUBURB = ALL_GOOD | {"initiativ": NO}  # which slide 22 allows


def opposite(answer):
    return NO if answer == YES else YES


def test_alingsas_looks_like_a_contract():
    found = assess(ALINGSAS)

    assert found.outcome == Outcome.LOOKS_LIKE_CONTRACT
    assert {flag.key for flag in found.red_flags} == {"betalning", "vardkedja", "samma", "volym"}
    assert all("HFD 2020 ref. 15" in flag.source for flag in found.red_flags)


@pytest.mark.parametrize("fact", ["betalning", "vardkedja", "samma", "volym", "detaljer"])
def test_each_fact_of_the_case_is_red_on_its_own(fact):
    found = assess(ALL_GOOD | {fact: YES})

    assert found.outcome == Outcome.LOOKS_LIKE_CONTRACT
    assert [flag.key for flag in found.flags] == [fact]


def test_that_there_is_no_profit_does_not_help():
    with_profit, without = (assess(ALINGSAS | {"vinst": answer}) for answer in (YES, NO))

    assert with_profit.red_flags == without.red_flags
    assert without.outcome == Outcome.LOOKS_LIKE_CONTRACT


@pytest.mark.parametrize("example", [HOUSE_FOR_WOMEN, CULTURE_IN_THE_SUBURB], ids=["house", "culture"])
def test_good_examples_get_no_red_flag_and_no_permission(example):
    found = assess(example)

    assert found.outcome == Outcome.NO_RED_FLAGS
    assert found.flags == found.open_questions == ()
    assert "inget besked om att det är tillåtet" in found.outcome.lead


def test_no_outcome_says_ok():
    for outcome in Outcome:
        assert not re.search(r"\bok\b|godkän|tillåtet\.$", f"{outcome.label} {outcome.lead}", re.IGNORECASE)
        assert outcome.tone != "success"


@pytest.mark.parametrize("key", QUESTIONS)
def test_one_answer_turned(key):
    question = QUESTIONS[key]

    found = assess(ALL_GOOD | {key: opposite(question.speaks_for)})

    assert [flag.key for flag in found.flags] == ([key] if question.colour else [])
    expected = {
        Colour.RED: Outcome.LOOKS_LIKE_CONTRACT,
        Colour.AMBER: Outcome.TO_CLEAR_UP,
        None: Outcome.NO_RED_FLAGS,
    }
    assert found.outcome == expected[question.colour]
    assert key not in {row.key for row in found.supports}


@pytest.mark.parametrize("key", QUESTIONS)
@pytest.mark.parametrize("missing", [False, True], ids=["unknown", "missing"])
def test_unknown_is_open_and_never_no(key, missing):
    answers = ALL_GOOD | {key: UNKNOWN}
    if missing:
        del answers[key]

    found = assess(answers)

    assert found.flags == ()
    assert [row.key for row in found.open_questions] == ([key] if QUESTIONS[key].colour else [])
    assert found.outcome == (Outcome.TO_CLEAR_UP if QUESTIONS[key].colour else Outcome.NO_RED_FLAGS)


def test_without_answers_everything_is_to_be_cleared_up_and_red_questions_come_first():
    found = assess({})

    assert found.outcome == Outcome.TO_CLEAR_UP
    assert {row.key for row in found.open_questions[: len(RED)]} == RED


@given(ANSWERS, st.sampled_from(sorted(RED)))
def test_a_red_fact_never_makes_it_better(answers, key):
    before = assess(answers).outcome
    after = assess(answers | {key: opposite(QUESTIONS[key].speaks_for)}).outcome

    assert after == Outcome.LOOKS_LIKE_CONTRACT
    assert GRAVITY.index(after) <= GRAVITY.index(before)


@given(ANSWERS, st.sampled_from(sorted(QUESTIONS)))
def test_a_worse_answer_never_makes_it_better(answers, key):
    good = QUESTIONS[key].speaks_for
    gravity = [GRAVITY.index(assess(answers | {key: answer}).outcome) for answer in (good, UNKNOWN, opposite(good))]

    assert gravity == sorted(gravity, reverse=True)


@given(ANSWERS)
def test_no_red_flags_needs_an_answer_to_every_question_that_may_carry_one(answers):
    found = assess(answers)

    if found.outcome == Outcome.NO_RED_FLAGS:
        assert all(answers.get(key) == QUESTIONS[key].speaks_for for key in RED)
    told = {row.key for row in (*found.flags, *found.open_questions, *found.supports)}
    assert told | {key for key, row in QUESTIONS.items() if row.colour is None} == set(QUESTIONS)


@given(ANSWERS)
def test_what_is_no_question_or_no_answer_changes_nothing(answers):
    strange = {"okänd": YES} | {key: "kanske" for key in QUESTIONS if key not in answers}

    assert assess(answers | strange) == assess(answers)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_every_question_names_a_source_and_fits_its_column(question):
    assert question.text.endswith("?") and question.help and question.support
    assert question.sources and all(A_SOURCE.search(row.label) for row in question.sources)
    assert bool(question.colour) == bool(question.flag)
    assert len(question.key) <= PartnershipCriterion._meta.get_field("key").max_length


def test_keys_are_unique():
    assert len(QUESTIONS) == sum(len(group.questions) for group in GROUPS)


@pytest.mark.parametrize("outcome", Outcome)
def test_each_outcome_offers_ways_that_lead_somewhere(outcome):
    assert ALTERNATIVES[outcome]
    for way in ALTERNATIVES[outcome]:
        assert way.text and A_SOURCE.search(way.source.label)
        assert reverse(way.view)
        given_answers = dict(parse_qsl(way.query))
        taken = {question.key: option.value for question, option in walk(given_answers).steps}
        assert taken == given_answers if way.view == "route_chooser" else not way.query


def test_the_list_of_sources_has_the_whole_title_of_each():
    cited = {source.title for question in QUESTIONS.values() for source in question.sources}

    assert cited == {source.title for source in LIST_OF_SOURCES}
