"""The two facts in words: every answer, and never a no from silence."""

from datetime import date, timedelta

import pytest

from registry.eligibility import known as rules
from registry.eligibility.rules import register_on
from registry.eligibility.words import register_sentence
from registry.reading.facts import (
    Case,
    Check,
    FamilyCount,
    Known,
    PortalPeriod,
    RegisterPeriod,
    count_family,
    family_portal_fact,
    family_register_fact,
    portal_fact,
    register_fact,
)

TODAY = date(2026, 11, 21)
MARCH, JUNE = date(2025, 3, 12), date(2026, 6, 30)
VERIFIED = Known(periods=(PortalPeriod(MARCH),))
EXAMINED = Known(cases=(Case(date(2026, 11, 2), "submitted"),))
ENDED = Known(periods=(PortalPeriod(MARCH, JUNE, ground="på egen begäran"),))
REGISTERED = Known(registered=(RegisterPeriod(MARCH),), checks=(Check(date(2026, 11, 18), "registered"),))
NOT_REGISTERED = Known(checks=(Check(date(2026, 11, 18), "not_registered"),))
SILENT = Known(checks=(Check(date(2026, 11, 18), "unknown"),))


def words(fact):
    return fact.shape, fact.text, fact.note.replace("\u00a0", " ")


def test_a_verified_entity():
    assert words(portal_fact(VERIFIED, TODAY)) == (
        "portal-verified",
        "Verifierad i portalen",
        "sedan 12 mars 2025",
    )


def test_while_a_change_is_examined_it_is_still_verified():
    known = Known(periods=(PortalPeriod(MARCH, change_noticed=True),))

    assert words(portal_fact(known, TODAY))[0::2] == ("portal-verified", "sedan 12 mars 2025, en ändring prövas")


def test_an_entity_whose_application_is_examined():
    assert words(portal_fact(EXAMINED, TODAY)) == ("portal-waiting", "Prövas nu", "ansökan kom in 2 november 2026")


def test_an_ended_verification_tells_day_and_ground():
    assert words(portal_fact(ENDED, TODAY)) == (
        "portal-ended",
        "Verifieringen har upphört",
        "30 juni 2026, på egen begäran",
    )


def test_a_verification_holds_from_its_first_day_and_is_told_as_ended_on_its_last():
    assert portal_fact(ENDED, MARCH).shape == "portal-verified"
    assert portal_fact(ENDED, JUNE - timedelta(days=1)).shape == "portal-verified"
    assert portal_fact(ENDED, JUNE).shape == "portal-ended"
    assert portal_fact(ENDED, MARCH - timedelta(days=1)).shape == "portal-none"


def test_a_new_application_after_an_ended_verification_tells_both():
    known = Known(periods=ENDED.periods, cases=EXAMINED.cases)

    assert words(portal_fact(known, TODAY))[2] == (
        "ansökan kom in 2 november 2026, tidigare verifiering upphörde 30 juni 2026"
    )


@pytest.mark.parametrize(
    ("state", "said"), [("rejected", "avslogs"), ("dismissed", "avvisades"), ("withdrawn", "återkallades")]
)
def test_a_refused_application_is_told_as_it_ended(state, said):
    known = Known(cases=(Case(MARCH, state, JUNE),))

    assert words(portal_fact(known, TODAY)) == (
        "portal-none",
        "Inte verifierad i portalen",
        f"ansökan {said} 30 juni 2026",
    )


def test_registered_is_told_with_the_day_it_was_checked():
    assert words(register_fact(REGISTERED, TODAY)) == (
        "register-yes",
        "Registrerad hos Kammarkollegiet",
        "sedan 12 mars 2025, kontrollerad 18 november 2026",
    )


def test_not_registered_is_told_with_the_day_it_was_checked():
    assert words(register_fact(NOT_REGISTERED, TODAY))[0::2] == ("register-no", "kontrollerad 18 november 2026")


def test_a_silent_source_is_unknown_and_never_no():
    assert words(register_fact(SILENT, TODAY))[0::2] == ("register-unknown", "källan svarade inte 18 november 2026")


def test_no_check_at_all_is_unknown():
    assert words(register_fact(Known(), TODAY))[0::2] == ("register-unknown", "inte kontrollerat än")


def test_a_later_silence_does_not_undo_a_registration():
    known = Known(registered=REGISTERED.registered, checks=(*REGISTERED.checks, Check(TODAY, "unknown")))

    assert words(register_fact(known, TODAY))[0::2] == (
        "register-yes",
        "sedan 12 mars 2025, kontrollerad 18 november 2026, källan svarade inte 21 november 2026",
    )


def test_a_deregistered_entity_tells_the_day_of_the_decision():
    known = Known(registered=(RegisterPeriod(MARCH, JUNE),), checks=(Check(JUNE, "not_registered"),))

    assert words(register_fact(known, TODAY)) == (
        "register-ended",
        "Registreringen hos Kammarkollegiet har upphört",
        "avregistrerad 30 juni 2026, begränsningen av värdeöverföringar gäller till och med 30 juni 2031, "
        "kontrollerad 30 juni 2026",
    )


@pytest.mark.parametrize("on, told", [(date(2031, 6, 30), True), (date(2031, 7, 1), False)])
def test_the_limit_on_transfers_is_told_until_its_last_day(on, told):
    known = Known(registered=(RegisterPeriod(MARCH, JUNE),))

    assert ("begränsningen" in register_fact(known, on).note) is told


def test_silence_after_a_deregistration_is_unknown():
    known = Known(registered=(RegisterPeriod(MARCH, JUNE),), checks=(Check(TODAY, "unknown"),))

    assert register_fact(known, TODAY).shape == "register-unknown"


@pytest.mark.parametrize(
    ("registered", "said_too"),
    [((), ""), ((RegisterPeriod(MARCH, JUNE),), ", avregistrerad 30 juni 2026")],
    ids=["never registered", "deregistered"],
)
def test_a_register_at_odds_with_itself_is_unknown(registered, said_too):
    known = Known(registered=registered, checks=(Check(TODAY, "registered"),))

    assert words(register_fact(known, TODAY)) == (
        "register-unknown",
        "Okänt om registrerad hos Kammarkollegiet",
        f"svarade 21 november 2026 att den är registrerad, men portalen har ingen registrering antecknad då{said_too}",
    )


def test_the_fact_and_the_verdict_find_a_register_at_odds_alike():
    period, check = RegisterPeriod(MARCH, JUNE), Check(TODAY, "registered")
    judged = rules.Known(
        registered=(rules.RegisterPeriod(MARCH, JUNE),), checks=(rules.RegisterCheck(TODAY, "registered"),)
    )

    fact = register_fact(Known(registered=(period,), checks=(check,)), TODAY)
    told = register_sentence(register_on(judged, TODAY, rules.Limits(45, 365)))

    for said in (fact.note, told):
        assert "svarade 21 november 2026 att den är registrerad, men portalen har ingen" in said.replace("\u00a0", " ")


def test_a_check_made_later_says_nothing_about_a_day_before_it():
    assert register_fact(NOT_REGISTERED, MARCH).shape == "register-unknown"


def test_a_family_counts_its_entities():
    known = Known(periods=VERIFIED.periods, registered=REGISTERED.registered, checks=REGISTERED.checks)
    silent = Known(cases=EXAMINED.cases, checks=(Check(date(2026, 11, 18), "unknown"),))
    family = count_family([known, known, VERIFIED, silent], TODAY)

    assert words(family_portal_fact(family)) == (
        "portal-verified",
        "3 av 4 juridiska personer är verifierade i portalen",
        "En prövas nu. Senaste beslut 12 mars 2025.",
    )
    assert words(family_register_fact(family)) == (
        "register-yes",
        "2 av 4 är registrerade hos Kammarkollegiet",
        "Kontrollerat 18 november 2026. För två är svaret okänt.",
    )


def test_when_all_are_verified_it_says_all():
    assert family_portal_fact(count_family([VERIFIED] * 3, TODAY)).text == (
        "Alla 3 juridiska personer är verifierade i portalen"
    )


def test_a_family_of_one_keeps_the_entitys_own_words():
    family = count_family([VERIFIED], TODAY)

    assert family_portal_fact(family) == portal_fact(VERIFIED, TODAY)
    assert family_register_fact(family) == register_fact(VERIFIED, TODAY)


def test_a_family_checked_on_several_days_tells_both():
    other = Known(checks=(Check(MARCH, "not_registered"),))

    assert words(family_register_fact(count_family([NOT_REGISTERED, other], TODAY))) == (
        "register-no",
        "Ingen är registrerad hos Kammarkollegiet",
        "Kontrollerat mellan 12 mars 2025 och 18 november 2026.",
    )


def test_a_family_in_which_nobody_is_known_to_be_registered_is_not_told_as_a_no():
    assert family_register_fact(count_family([NOT_REGISTERED, SILENT], TODAY)).shape == "register-unknown"
    assert (
        family_register_fact(count_family([SILENT, SILENT], TODAY)).text == "Okänt om registrerad hos Kammarkollegiet"
    )
    assert family_register_fact(FamilyCount()).shape == "register-unknown"


def test_a_family_whose_verifications_have_all_ended():
    assert words(family_portal_fact(count_family([ENDED, ENDED], TODAY))) == (
        "portal-ended",
        "Verifieringen har upphört",
        "Den sista upphörde 30 juni 2026.",
    )


def test_a_family_that_is_examined():
    assert words(family_portal_fact(count_family([EXAMINED, EXAMINED], TODAY))) == (
        "portal-waiting",
        "Ingen är verifierad i portalen än",
        "Två prövas nu. Senaste ansökan kom in 2 november 2026.",
    )
