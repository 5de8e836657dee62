"""The legality check: a table of cases with their answers, and what always holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from procurement.legality.check import Legal, judge
from procurement.legality.facts import Amount, Earlier, Facts, Kind, Run, Statutes
from procurement.models import CpvRange
from procurement.models.law import Law
from registry.models.eligibility import Ground
from tests.procurement.legality import statute

IDEBURNA, SERVICE, SHELTERED, CHOICE = Ground.LOU_19_25A, Ground.LOU_19_25, Ground.LOU_4_18, Ground.LOV_1_2A
PRESENT, BEGAN_25A = date(2022, 2, 1), date(2023, 1, 1)
ELDERLY, SCHOOL, YOUTH, VET, CHILDREN, BRIDGES = "85311100", "80200000", "98133110", "85200000", "85311300", "45221111"


def runs(cpv_set, text, since):
    return [Run(cpv_set, first, last, False, since) for first, last in statute.ends(text)]


LAW = Statutes(
    (
        *runs("lou-19-25a", statute.LOU_19_25A, BEGAN_25A),
        *runs("lou-19-25", statute.LOU_19_25, PRESENT),
        *runs("lou-bilaga-2", statute.BILAGA_2, PRESENT),
        Run("lov", "85000000", "85323000", False, PRESENT),
        Run("lov", CHILDREN, CHILDREN, True, PRESENT),
    ),
    (
        Amount("lou", Kind.SPECIAL_SERVICES, 8_109_450, 750_000, date(2024, 1, 1), date(2025, 12, 31)),
        Amount("lou", Kind.SPECIAL_SERVICES, None, 750_000, date(2026, 1, 1)),
        Amount("lou", Kind.OTHER_SERVICES, 2_389_585, None, date(2024, 1, 1), date(2025, 12, 31)),
        Amount("lou", Kind.DIRECT_AWARD, 700_000, None, PRESENT),
        Amount("luf", Kind.SPECIAL_SERVICES, 10_812_600, 1_000_000, date(2024, 1, 1), date(2025, 12, 31)),
        Amount("luk", Kind.DIRECT_AWARD, 2_799_554, None, date(2022, 1, 1), date(2023, 12, 31)),
    ),
)
CARE_HOME = Facts(IDEBURNA, (ELDERLY,), date(2024, 5, 1), value=20_000_000, months=24)


def case(ground=IDEBURNA, *codes, **facts):
    return judge(replace(CARE_HOME, ground=ground, codes=codes or (ELDERLY,), **facts), LAW)


def words(check, answer=None):
    return " ".join(row.text for row in check.findings if answer is None or row.answer == answer)


@pytest.mark.parametrize(
    "ground, codes, facts, answer, code",
    [
        (IDEBURNA, (ELDERLY,), {}, Legal.YES, "res-pub-ser"),
        (IDEBURNA, (ELDERLY,), {"months": 36}, Legal.YES, "res-pub-ser"),
        (IDEBURNA, (ELDERLY,), {"months": 48}, Legal.YES, "none"),
        (IDEBURNA, (ELDERLY,), {"months": 24, "extension_months": 24}, Legal.YES, "none"),
        (IDEBURNA, (ELDERLY,), {"months": None}, Legal.YES, "none"),
        (IDEBURNA, (SCHOOL,), {}, Legal.YES, "none"),
        (IDEBURNA, (ELDERLY, SCHOOL), {}, Legal.YES, "none"),
        (IDEBURNA, (YOUTH,), {}, Legal.NO, "none"),
        (IDEBURNA, (ELDERLY, BRIDGES), {}, Legal.NO, "none"),
        (IDEBURNA, (VET,), {}, Legal.OPEN, "res-pub-ser"),
        (IDEBURNA, (ELDERLY,), {"value": None}, Legal.OPEN, "res-pub-ser"),
        (IDEBURNA, (ELDERLY,), {"day": date(2026, 3, 1)}, Legal.OPEN, "res-pub-ser"),
        (IDEBURNA, (ELDERLY,), {"value": 500_000}, Legal.YES, "res-pub-ser"),
        (IDEBURNA, (ELDERLY,), {"law": Law.LUF}, Legal.NO, "none"),
        (IDEBURNA, (ELDERLY,), {"law": Law.LUK}, Legal.NO, "none"),
        (IDEBURNA, (ELDERLY,), {"day": date(2022, 12, 31)}, Legal.NO, "none"),
        (SERVICE, (ELDERLY,), {}, Legal.YES, "res-pub-ser"),
        (SERVICE, (YOUTH,), {}, Legal.YES, "res-pub-ser"),
        (SERVICE, (SCHOOL,), {}, Legal.NO, "none"),
        (SERVICE, (ELDERLY,), {"months": 36}, Legal.YES, "res-pub-ser"),
        (SERVICE, (ELDERLY,), {"months": 37}, Legal.NO, "none"),
        (SERVICE, (ELDERLY,), {"months": 24, "extension_months": 13}, Legal.NO, "none"),
        (SERVICE, (ELDERLY,), {"months": None}, Legal.OPEN, "none"),
        (SERVICE, (ELDERLY,), {"months": None, "is_open_ended": True}, Legal.NO, "none"),
        (SERVICE, (ELDERLY,), {"law": Law.LUK}, Legal.NO, "none"),
        (SERVICE, (ELDERLY,), {"law": Law.LUF}, Legal.YES, "res-pub-ser"),
        (SHELTERED, (BRIDGES,), {}, Legal.YES, "res-ws"),
        (SHELTERED, (BRIDGES,), {"value": 900_000}, Legal.OPEN, "res-ws"),
        (SHELTERED, (ELDERLY,), {}, Legal.OPEN, "res-ws"),
        (SHELTERED, (BRIDGES,), {"law": Law.LUK, "day": date(2023, 5, 1)}, Legal.YES, "res-ws"),
        (CHOICE, (ELDERLY,), {}, Legal.YES, "none"),
        (CHOICE, (CHILDREN,), {}, Legal.NO, "none"),
        (CHOICE, ("85121100",), {}, Legal.OPEN, "none"),
        (CHOICE, (ELDERLY,), {"day": date(2022, 6, 1)}, Legal.NO, "none"),
    ],
)
def test_answers(ground, codes, facts, answer, code):
    check = case(ground, *codes, **facts)

    assert (check.answer, check.notice_code) == (answer, code), words(check)


def test_48_months_pass_the_law_and_are_refused_the_code_for_three_years():
    check = case(months=48)

    assert check.answer == Legal.YES
    assert "ingen gräns" in words(check)
    assert check.notice_code == "none"
    assert "BR-BT-00036-0150" in check.notice_note
    assert "19 kap. 25 a §" in check.notice_sentence


def test_a_code_outside_25_is_refused_the_code_of_the_notice_and_named():
    check = case(IDEBURNA, ELDERLY, SCHOOL)

    assert "80200000" in check.notice_note
    assert "BR-BT-00262-0200" in check.notice_note


@pytest.mark.parametrize("day, older", [(date(2022, 1, 31), True), (date(2022, 2, 1), False)])
def test_older_rules_get_a_link_and_no_verdict(day, older):
    check = case(SERVICE, day=day)

    assert check.is_older_rules is older
    if older:
        assert (check.answer, check.notice_code, check.notice_sentence) == (Legal.OPEN, "none", "")
        assert [row.url.startswith("https://www.upphandlingsmyndigheten.se/") for row in check.findings] == [True]


def test_a_mixed_purchase_is_told_to_divide_and_which_other_list_fits():
    assert "Dela upp köpet" in words(case(IDEBURNA, ELDERLY, BRIDGES))
    assert "Däremot finns den i listan i 19 kap. 25 §" in words(case(IDEBURNA, YOUTH))
    assert "Däremot finns den i listan i 19 kap. 25 a §" in words(case(SERVICE, SCHOOL))


def test_missing_codes_leave_it_open():
    check = judge(replace(CARE_HOME, codes=()), LAW)

    assert check.answer == Legal.OPEN
    assert "CPV-kod saknas" in words(check)


def test_a_missing_amount_is_never_reckoned_from_euro():
    check = case(day=date(2026, 3, 1), value=100)

    (finding,) = check.open_findings
    assert "saknar beloppet i kronor" in finding.text
    assert "750 000 euro" in finding.text.replace("\u00a0", " ")
    assert "2026" in finding.look_up


def test_the_amount_follows_the_day_of_the_notice_and_the_rules_the_day_of_the_start():
    check = case(day=date(2025, 12, 20), value_day=date(2026, 1, 10))

    assert check.answer == Legal.OPEN
    assert not check.is_older_rules


def test_below_the_limit_for_direct_award_it_says_so():
    below = words(case(value=8_109_449))

    assert "under gränsen för direktupphandling" in below
    assert "ska annonseras" in words(case(value=8_109_450))


def test_a_contract_without_end_is_valued_at_48_months():
    check = case(value=None, monthly_value=168_947, months=None, is_open_ended=True)

    assert "8 109 456 kr" in words(check).replace("\u00a0", " ")
    assert "ska annonseras" in words(check)
    assert check.answer == Legal.YES


def test_a_supplier_with_a_contract_within_three_years_is_named_and_barred():
    earlier = Earlier("Hemmet", "8020001239", date(2021, 5, 2))

    check = case(SERVICE, earlier=(earlier,))

    assert check.answer == Legal.OPEN
    assert check.barred == ("8020001239",)
    assert "Hemmet" in words(check)


def test_a_winner_who_is_barred_makes_it_a_no():
    earlier = Earlier("Hemmet", "8020001239", date(2023, 5, 2))

    check = case(SERVICE, earlier=(earlier,), winners=frozenset({"8020001239"}))

    assert check.answer == Legal.NO


@pytest.mark.parametrize("decided, is_barred", [(date(2021, 4, 30), False), (date(2021, 5, 1), True)])
def test_three_years_are_counted_to_the_day(decided, is_barred):
    check = case(SERVICE, earlier=(Earlier("Hemmet", "8020001239", decided),))

    assert bool(check.barred) is is_barred


def test_repeat_awards_are_nothing_to_25_a():
    assert case(earlier=(Earlier("Hemmet", "8020001239", date(2023, 5, 2)),)).barred == ()


def test_what_the_portal_cannot_know_of_earlier_contracts_is_said():
    (finding,) = [row for row in case(SERVICE, earlier=()).findings if "Inget sådant kontrakt" in row.text]

    assert "Portalen känner bara till avtal som finns här" in finding.look_up


facts = st.builds(
    Facts,
    ground=st.sampled_from(list(Ground)),
    codes=st.lists(st.sampled_from([ELDERLY, SCHOOL, YOUTH, VET, CHILDREN, BRIDGES, "85121100"]), unique=True).map(
        tuple
    ),
    day=st.dates(date(2018, 1, 1), date(2030, 1, 1)),
    law=st.sampled_from(list(Law)),
    value=st.none() | st.integers(0, 10**9),
    months=st.none() | st.integers(0, 120),
    extension_months=st.integers(0, 60),
    is_open_ended=st.booleans(),
)


@given(facts)
def test_whatever_the_facts_the_answer_follows_from_the_findings(facts):
    check = judge(facts, LAW)

    assert check.findings
    assert all(row.text.endswith(".") and row.provision for row in check.findings)
    assert all(row.look_up for row in check.open_findings)
    assert (check.answer == Legal.NO) == any(row.answer == Legal.NO for row in check.findings)
    assert (check.answer == Legal.YES) == all(row.answer == Legal.YES for row in check.findings)
    assert facts.day >= PRESENT or check.is_older_rules or facts.ground == CHOICE


@given(facts)
def test_the_code_for_public_services_is_given_only_where_eforms_takes_it(facts):
    check = judge(facts, LAW)

    if check.notice_code == "res-pub-ser":
        assert facts.ground in {IDEBURNA, SERVICE}
        assert all(statute.takes_in(statute.LOU_19_25, code) for code in facts.codes)
        assert 0 < facts.months + facts.extension_months <= 36
        assert not facts.is_open_ended
    assert (check.notice_sentence == "") == (check.answer == Legal.NO or check.is_older_rules)


@given(facts, st.integers(1, 60))
def test_a_longer_contract_never_turns_a_no_into_a_yes(facts, more):
    longer = replace(facts, extension_months=facts.extension_months + more)

    if judge(facts, LAW).answer == Legal.NO:
        assert judge(longer, LAW).answer == Legal.NO


@given(st.dates(BEGAN_25A, date(2035, 1, 1)), st.integers(0, 4000))
@example(date(2027, 3, 1), 1096)
@example(date(2027, 2, 28), 1095)
@example(date(2028, 2, 29), 1096)
def test_nobody_is_barred_by_a_contract_older_than_three_years(day, age):
    decided = day - timedelta(days=age)
    check = case(SERVICE, day=day, earlier=(Earlier("Hemmet", "8020001239", decided),))

    leap_day = (decided.month, decided.day) == (2, 29)
    three_years_on = decided.replace(year=decided.year + 3, day=28 if leap_day else decided.day)
    assert bool(check.barred) == (three_years_on >= day)


def test_every_set_is_one_that_the_law_has():
    assert {row.cpv_set for row in LAW.runs} == set(CpvRange.Set.values)


@pytest.mark.parametrize("day", [date(2015, 5, 1), date(2022, 1, 31), date(2022, 12, 31)])
def test_a_choice_system_before_its_ground_existed_is_told_the_first_day_and_lovs_own_source(day):
    check = case(CHOICE, ELDERLY, day=day)

    [told] = [row for row in check.findings if row.answer == Legal.NO]
    assert (check.answer, check.is_older_rules) == (Legal.NO, False)
    assert "1\u00a0januari 2023" in told.text
    assert "valfrihetssystem" in told.url
    assert "upphandlingsmyndigheten" not in told.url
    assert "Upphandlingen" not in told.text
