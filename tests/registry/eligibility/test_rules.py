"""The rule of eligibility: its whole truth table, and the promises that must hold for anything that is known."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.eligibility.known import GroundRule, Judged, Known, Limits, RegisterCheck, RegisterPeriod, Stated
from registry.eligibility.rules import Source, judge, register_on
from registry.models.eligibility import Answer, Criterion, Ground

DAY = date(2026, 3, 14)
LIMITS = Limits(register_days=45, statement_days=365)
RULES = {
    Ground.LOU_19_25A: GroundRule("lou-19-25a", "LOU 19 kap. 25 a §", date(2023, 1, 1)),
    Ground.LOU_19_25: GroundRule("lou-19-25", "LOU 19 kap. 25 §", date(2022, 2, 1)),
    Ground.LOU_4_18: GroundRule("lou-4-18", "LOU 4 kap. 18 §", date(2022, 2, 1), least_share=30),
    Ground.LOV_1_2A: GroundRule("lov-1-2a", "LOV 1 kap. 2 a §", date(2023, 1, 1)),
}
IDEBURNA = [Ground.LOU_19_25A, Ground.LOV_1_2A]
REGISTERED = RegisterPeriod(date(2024, 1, 1))


def ago(days):
    return DAY - timedelta(days=days)


def known_source(source, *, registered):
    """Facts that put the register in this state about an entity that is, or is not, registered."""
    answer = "registered" if registered else "not_registered"
    checks = {
        Source.FRESH: [RegisterCheck(ago(3), answer)],
        Source.STALE: [RegisterCheck(ago(46), answer)],
        Source.FAILED: [RegisterCheck(ago(3), answer), RegisterCheck(ago(1), "unknown")],
        Source.SILENT: [],
        Source.GONE: [RegisterCheck(ago(40), answer), RegisterCheck(ago(3), "gone")],
        Source.AT_ODDS: [RegisterCheck(ago(3), "registered")],
    }[source]
    return {"registered": (REGISTERED,) if registered else (), "checks": tuple(checks)}


def judged(criterion, is_met, first=date(2025, 5, 1), **facts):
    return Judged(criterion, is_met, first, first, evidence="Stadgar 2 §", **facts)


def expected(states, source, *, registered):
    """The answer, told once more in a table's words: what a reader of the law would say."""
    if registered and source == Source.FRESH:
        return Answer.REGISTERED
    if states == (True, True, True):
        return Answer.EVIDENCED
    answered = source == Source.FRESH or (source == Source.GONE and not registered)
    return Answer.NOT_MET if False in states and answered else Answer.UNKNOWN


@pytest.mark.parametrize("ground", IDEBURNA)
@pytest.mark.parametrize(
    ("source", "registered"),
    [pair for pair in product(Source, [True, False]) if pair != (Source.AT_ODDS, True)],
)
def test_the_whole_truth_table(ground, registered, source):
    for states in product([True, False, None], repeat=3):
        rows = [judged(item, met) for item, met in zip(Criterion, states, strict=True) if met is not None]
        known = Known(**known_source(source, registered=registered), judged=tuple(rows))

        verdict = judge(known, RULES[ground], DAY, LIMITS)

        assert verdict.answer == expected(states, source, registered=registered), (states, source, registered)
        assert verdict.is_contradicted == (verdict.answer == Answer.REGISTERED and False in states)
        assert tuple(row.is_met for row in verdict.findings) == states


@pytest.mark.parametrize("source", [Source.STALE, Source.FAILED, Source.SILENT])
def test_no_combination_with_a_broken_source_is_a_no(source):
    for registered, states in product([True, False], product([True, False, None], repeat=3)):
        rows = [judged(item, met) for item, met in zip(Criterion, states, strict=True) if met is not None]

        verdict = judge(
            Known(**known_source(source, registered=registered), judged=tuple(rows)), RULES["lou-19-25a"], DAY, LIMITS
        )

        assert verdict.answer in (Answer.EVIDENCED, Answer.UNKNOWN)


@pytest.mark.parametrize("ground", IDEBURNA)
def test_before_the_ground_was_law_there_is_no_verdict(ground):
    known = Known(
        registered=(RegisterPeriod(date(2022, 1, 1)),), checks=(RegisterCheck(date(2022, 12, 31), "registered"),)
    )

    assert judge(known, RULES[ground], date(2022, 12, 31), LIMITS).answer == Answer.NO_VERDICT
    assert judge(known, RULES[ground], date(2023, 1, 1), LIMITS).answer == Answer.REGISTERED


def test_registration_is_no_answer_for_the_other_grounds():
    known = Known(**known_source(Source.FRESH, registered=True), judged=tuple(judged(item, True) for item in Criterion))

    assert judge(known, RULES["lou-19-25"], DAY, LIMITS).answer == Answer.UNKNOWN
    assert judge(known, RULES["lou-4-18"], DAY, LIMITS).answer == Answer.UNKNOWN


@pytest.mark.parametrize(
    "facts, answer",
    [
        ({"reinvests": True, "governance": "staff"}, Answer.STATED),
        ({"reinvests": True, "governance": "users"}, Answer.STATED),
        ({"reinvests": True, "governance": "none"}, Answer.UNKNOWN),
        ({"reinvests": False, "governance": "staff_owned"}, Answer.UNKNOWN),
    ],
)
def test_what_is_stated_for_25_is_repeated_when_it_says_enough(facts, answer):
    known = Known(stated=(Stated("lou-19-25", ago(10), **facts),))

    assert judge(known, RULES["lou-19-25"], DAY, LIMITS).answer == answer


@pytest.mark.parametrize(
    "total, part, integrates, answer",
    [
        (10, 3, False, Answer.STATED),
        (100, 29, False, Answer.UNKNOWN),
        (100, 30, False, Answer.STATED),
        (7, 2, False, Answer.UNKNOWN),
        (7, 0, True, Answer.STATED),
    ],
)
def test_thirty_percent_is_counted_in_persons(total, part, integrates, answer):
    stated = Stated("lou-4-18", ago(10), integrates=integrates, headcount=total, headcount_target=part)

    assert judge(Known(stated=(stated,)), RULES["lou-4-18"], DAY, LIMITS).answer == answer


def test_a_statement_grows_old_on_its_day():
    known = Known(stated=(Stated("lou-19-25", DAY, governance="staff", reinvests=True),))

    verdict = judge(known, RULES["lou-19-25"], DAY, LIMITS)

    assert verdict.changes_on == DAY + timedelta(days=366)
    assert judge(known, RULES["lou-19-25"], verdict.changes_on, LIMITS).answer == Answer.UNKNOWN


def test_the_latest_word_counts_and_nothing_older_after_it():
    refused = judged(Criterion.PURPOSE, False, date(2024, 1, 1))
    met = judged(Criterion.PURPOSE, True, date(2025, 1, 1), end=date(2026, 1, 1))
    known = Known(judged=(met, refused), checks=(RegisterCheck(DAY, "not_registered"),))

    answers = {
        day: judge(known, RULES["lou-19-25a"], day, LIMITS).findings[0].is_met
        for day in (date(2024, 6, 1), date(2025, 6, 1), DAY)
    }

    assert list(answers.values()) == [False, True, None]


def test_of_two_judgements_about_the_same_day_the_later_one_counts():
    wrong = Judged(
        "transfers", False, date(2025, 1, 1), date(2025, 2, 1), evidence="Årsuppgift", comment="Fel mottagare"
    )
    right = Judged("transfers", True, date(2025, 1, 1), date(2025, 3, 1), evidence="Rättad årsuppgift")

    verdict = judge(Known(judged=(right, wrong)), RULES["lou-19-25a"], DAY, LIMITS)

    assert verdict.findings[1].judged == right


def test_the_day_of_the_decision_to_deregister_is_the_first_day_without():
    known = Known(
        registered=(RegisterPeriod(date(2024, 1, 1), date(2026, 1, 15)),),
        checks=(RegisterCheck(DAY, "not_registered"),),
    )

    answers = [judge(known, RULES["lou-19-25a"], day, LIMITS).answer for day in (date(2026, 1, 14), date(2026, 1, 15))]

    assert answers == [Answer.REGISTERED, Answer.UNKNOWN]


def test_a_later_confirmation_shows_the_days_before_it_too():
    known = Known(registered=(REGISTERED,), checks=(RegisterCheck(DAY, "registered"),))

    assert judge(known, RULES["lou-19-25a"], date(2024, 6, 1), LIMITS).answer == Answer.REGISTERED


def test_a_complete_list_tells_of_those_who_are_not_in_it():
    known = Known(lists=(ago(5),), judged=(judged(Criterion.PURPOSE, False),))

    assert judge(known, RULES["lou-19-25a"], DAY, LIMITS).answer == Answer.NOT_MET


def test_a_check_that_failed_in_the_morning_and_answered_in_the_afternoon_has_answered():
    known = Known(
        registered=(REGISTERED,), checks=(RegisterCheck(DAY, "unknown", 1), RegisterCheck(DAY, "registered", 2))
    )

    assert register_on(known, DAY, LIMITS).source == Source.FRESH


def test_an_answer_that_no_period_bears_out_gives_no_no():
    judged_no = (judged(Criterion.PURPOSE, False),)
    checks = (RegisterCheck(ago(3), "registered"),)
    ended = (RegisterPeriod(date(2023, 5, 1), date(2024, 5, 1)),)

    for lists, answer in [((), Answer.UNKNOWN), ((ago(5),), Answer.UNKNOWN), ((ago(1),), Answer.NOT_MET)]:
        for registered in ((), ended):
            known = Known(registered, checks, lists, judged_no)
            assert judge(known, RULES["lou-19-25a"], DAY, LIMITS).answer == answer


def test_an_answer_before_the_decision_to_deregister_does_not_speak_against_it():
    period = RegisterPeriod(date(2024, 1, 1), ago(2))
    known = Known((period,), (RegisterCheck(ago(3), "registered"),), judged=(judged(Criterion.PURPOSE, False),))

    assert judge(known, RULES["lou-19-25a"], DAY, LIMITS).answer == Answer.NOT_MET


def test_a_list_that_tells_unclearly_of_an_entity_gives_no_no():
    judged_no = (judged(Criterion.PURPOSE, False),)
    known = Known(lists=(ago(5),), checks=(RegisterCheck(ago(5), "unknown"),), judged=judged_no)

    assert judge(known, RULES["lou-19-25a"], DAY, LIMITS).answer == Answer.UNKNOWN


def test_a_judgement_made_today_about_an_earlier_day_is_heard():
    met = Judged("purpose", True, date(2026, 1, 1), date(2026, 1, 1))
    not_met = Judged("purpose", False, date(2025, 1, 1), date(2026, 3, 1), evidence="Nya stadgar", comment="Vinst")

    assert judge(Known(judged=(met, not_met)), RULES["lou-19-25a"], DAY, LIMITS).findings[0].is_met is False


def test_a_judgement_about_a_time_that_has_gone_takes_nothing_from_a_later_one():
    not_met = Judged("transfers", False, date(2026, 1, 1), date(2026, 1, 1))
    last_year = Judged("transfers", True, date(2025, 1, 1), date(2026, 3, 1), end=date(2026, 1, 1))

    assert judge(Known(judged=(not_met, last_year)), RULES["lou-19-25a"], DAY, LIMITS).findings[1].is_met is False


days = st.dates(date(2022, 6, 1), date(2027, 6, 1))
periods = st.builds(
    lambda first, length: RegisterPeriod(first, length and first + timedelta(days=length)),
    days,
    st.none() | st.integers(1, 900),
)
checks = st.builds(
    RegisterCheck, days, st.sampled_from(["registered", "not_registered", "gone", "unknown"]), st.integers(0, 9)
)
words = st.builds(
    lambda criterion, met, first, length, late: Judged(criterion, met, first, first + timedelta(days=late), length and first + timedelta(days=length)),
    st.sampled_from(list(Criterion)), st.booleans(), days, st.none() | st.integers(1, 900), st.integers(0, 60),
)  # fmt: skip
everything = st.builds(
    Known,
    registered=st.lists(periods, max_size=1).map(tuple),
    checks=st.lists(checks, max_size=4).map(tuple),
    lists=st.lists(days, max_size=2).map(tuple),
    judged=st.lists(words, max_size=5).map(tuple),
    stated=st.lists(
        st.builds(Stated, st.just("lou-19-25"), days, st.sampled_from(["staff", "none"]), st.booleans()), max_size=2
    ).map(tuple),
)


@given(everything, st.sampled_from(list(RULES.values())), days)
def test_the_answer_stands_until_the_day_it_says(known, rule, on):
    verdict = judge(known, rule, on, LIMITS)
    until = min(verdict.changes_on or on + timedelta(days=500), on + timedelta(days=500))
    sampled = {on + timedelta(days=step) for step in range(0, (until - on).days, 17)} | {until - timedelta(days=1)}

    assert {judge(known, rule, day, LIMITS).answer for day in sampled} == {verdict.answer}


@given(everything, days)
def test_a_no_always_rests_on_a_judgement_and_a_register_that_answered(known, on):
    verdict = judge(known, RULES["lou-19-25a"], on, LIMITS)

    if verdict.answer == Answer.NOT_MET:
        assert verdict.failed
        assert verdict.register.source == Source.FRESH or verdict.register.source == Source.GONE
        assert any(not row.is_met and row.first <= on for row in known.judged)


@given(everything, days, st.randoms())
def test_the_order_of_what_is_known_does_not_matter(known, on, random):
    shuffled = Known(
        known.registered, tuple(random.sample(known.checks, len(known.checks))), known.lists,
        tuple(random.sample(known.judged, len(known.judged))), known.stated,
    )  # fmt: skip

    for rule in RULES.values():
        assert judge(shuffled, rule, on, LIMITS).answer == judge(known, rule, on, LIMITS).answer
