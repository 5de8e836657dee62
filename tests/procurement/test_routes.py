"""The decision table of ways to work together, covered completely."""

import itertools

import pytest

from procurement.routes import FIRST, LEAVES, MOST_QUESTIONS, QUESTIONS, walk


def every_way(answers=None):
    """All ways from the first question to a leaf, as (answers, walk)."""
    answers = answers or {}
    found = walk(answers)
    if found.leaf:
        yield answers, found
        return
    for option in found.question.offered(answers):
        yield from every_way({**answers, found.question.key: option.value})


WAYS = list(every_way())


def test_every_way_ends_in_one_leaf_after_at_most_eight_questions():
    assert all(way.leaf and way.question is None for _, way in WAYS)
    assert max(len(way.steps) for _, way in WAYS) <= MOST_QUESTIONS
    assert all(len({question.key for question, _ in way.steps}) == len(way.steps) for _, way in WAYS)


def test_every_leaf_and_every_answer_is_reached():
    assert {way.leaf.key for _, way in WAYS} == set(LEAVES)
    taken = {(question.key, option.value) for _, way in WAYS for question, option in way.steps}
    assert taken == {(question.key, option.value) for question in QUESTIONS.values() for option in question.options}


def test_every_combination_of_answers_reaches_exactly_one_leaf_or_the_question_it_could_not_answer():
    ends = {}
    for values in itertools.product(
        *([option.value for option in question.options] for question in QUESTIONS.values())
    ):
        answers = dict(zip(QUESTIONS, values, strict=True))
        found = walk(answers)
        path = tuple((question.key, option.value) for question, option in found.steps)
        ends.setdefault(path, set()).add(found.leaf.key if found.leaf else found.question.key)
        if found.question:  # an answer that the earlier ones do not allow
            assert answers[found.question.key] not in {row.value for row in found.question.offered(answers)}

    assert all(len(reached) == 1 for reached in ends.values())
    whole = {tuple((question.key, option.value) for question, option in way.steps) for _, way in WAYS}
    assert whole <= set(ends)


@pytest.mark.parametrize("leaf", LEAVES.values(), ids=lambda leaf: leaf.key)
def test_a_leaf_has_an_example_paragraphs_steps_and_deciding_answers(leaf):
    ways = [way for _, way in WAYS if way.leaf is leaf]

    assert leaf.example and leaf.steps and leaf.provisions
    assert all(way.deciding for way in ways)
    assert all(set(leaf.decides) <= {question.key for question, _ in way.steps} for way in ways)


def test_what_began_before_february_2022_gets_no_verdict():
    found = walk({"start": "fore"})

    assert found.leaf.key == "aldre"
    assert not found.leaf.gives_verdict
    assert found.leaf.provisions[0][1].startswith("https://")


@pytest.mark.parametrize(
    "answers, leaf",
    [
        ("start=nu vad=stod motprestation=nej", "bidrag"),
        ("start=nu vad=ihop marknad=nej bidrar=ja", "iop"),
        ("start=nu vad=kop valja=ja", "lov"),
        ("start=nu vad=stod motprestation=ja valja=nej tjanst=bada varde=under", "direkt"),
        ("start=nu vad=kop valja=nej tjanst=bada varde=over vilka=ideburna", "25a"),
        ("start=nu vad=ihop marknad=ja valja=nej tjanst=bara25 varde=over vilka=medstyrda", "25"),
        ("start=nu vad=ihop marknad=nej bidrar=nej valja=nej tjanst=annat varde=over vilka=integration", "418"),
        ("start=nu vad=kop valja=nej tjanst=annat varde=over vilka=alla", "vanlig"),
    ],
)
def test_known_ways(answers, leaf):
    assert walk(dict(pair.split("=") for pair in answers.split())).leaf.key == leaf


@pytest.mark.parametrize(
    "service, offered",
    [
        ("bada", ["ideburna", "medstyrda", "integration", "alla"]),
        ("bara25a", ["ideburna", "integration", "alla"]),
        ("bara25", ["medstyrda", "integration", "alla"]),
        ("annat", ["integration", "alla"]),
    ],
)
def test_only_grounds_that_the_service_allows_are_offered(service, offered):
    assert [row.value for row in QUESTIONS["vilka"].offered({"start": "nu", "tjanst": service})] == offered


def test_what_began_in_2022_is_not_offered_the_ground_that_came_in_2023():
    offered = QUESTIONS["vilka"].offered({"start": "2022", "tjanst": "bada"})

    assert [row.value for row in offered] == ["medstyrda", "integration", "alla"]


def test_the_first_question_comes_first_and_unknown_answers_are_asked_again():
    assert walk({}).question.key == FIRST
    assert walk({"start": "påhittat"}).question.key == FIRST
