"""Kammarkollegiet's list: proposed, accepted, undone. What was known is never lost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.eligibility import answers
from registry.integrity import verdicts_are_as_the_rule_says
from registry.models import (
    OfficialCheck,
    OfficialRegistration,
    RegisterImport,
    RegisterListing,
    SearchCard,
    StatusLog,
)
from registry.models.eligibility import Answer
from registry.reading.standing import two_facts
from registry.services import eligibility, official, organisations, register_adoption, register_import
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import make_entity, make_submitted, make_user, owner_of
from tests.registry.register_lists import carry_out, days_ago, lines, propose, row

pytestmark = pytest.mark.django_db
UNKNOWN = "802000-1239;Okänd förening;2024-01-15;"


@pytest.fixture
def officer():
    return make_user(officer=True)


@pytest.fixture
def few(settings):
    """Let one of a handful vanish without a question: the guard has tests of its own."""
    settings.OFFICIAL_REGISTER_GUARD = 60


@pytest.fixture
def entity():
    return make_submitted().legal_entity


def make_registered(count, officer):
    """Entities that the list of a month ago had, and the lines about them."""
    entities = [make_submitted().legal_entity for _ in range(count)]
    rows = [row(one) for one in entities]
    carry_out(lines(*rows), actor=officer, on=days_ago(30))
    return entities, rows


def test_nothing_changes_before_somebody_accepts(officer, entity):
    proposed = propose(lines(row(entity), UNKNOWN), actor=officer)

    assert proposed.state == "proposed"
    assert proposed.difference["new"] == [[entity.organisation_number, entity.name, "2024-01-15", ""]]
    assert proposed.difference["unknown_new"][0][0] == "8020001239"
    assert not OfficialRegistration.objects.exists()
    assert not OfficialCheck.objects.exists()
    assert not RegisterListing.objects.exists()


def test_accepting_writes_periods_checks_unknown_numbers_and_search(officer, entity):
    accepted = carry_out(lines(row(entity), UNKNOWN), actor=officer)

    registration = OfficialRegistration.objects.get()
    check = OfficialCheck.objects.get()
    assert registration.period.lower == date(2024, 1, 15)
    assert registration.register_import == check.register_import == accepted
    assert check.result == "registered"
    assert check.checked_on == accepted.list_date
    assert RegisterListing.objects.get().organisation_number == "8020001239"
    assert SearchCard.objects.get(pk=entity.organisation_id).card["register"]["shape"] == "register-yes"
    assert two_facts(entity)["register"].shape == "register-yes"
    assert set(StatusLog.objects.filter(subject="registerimport").values_list("action", flat=True)) == {
        "propose",
        "accept",
    }


def test_the_same_file_twice_changes_nothing(officer, entity):
    content = lines(row(entity), UNKNOWN)
    accepted = carry_out(content, actor=officer)

    again = propose(content, actor=officer)

    assert again == accepted
    assert again.state == "accepted"
    assert RegisterImport.objects.count() == OfficialRegistration.everything.count() == 1
    with pytest.raises(StepNotAllowed, match="Någon annan hann före"):
        register_import.accept(again, actor=officer)


def test_the_same_list_a_later_day_is_a_new_answer_and_no_change(officer, entity):
    content = lines(row(entity), UNKNOWN)
    carry_out(content, actor=officer, on=days_ago(10))

    carry_out(content, actor=officer)

    assert OfficialRegistration.everything.count() == 1
    assert RegisterListing.everything.count() == 1
    assert OfficialCheck.objects.count() == 2


def test_another_first_day_supersedes_what_stood(officer, entity):
    official.record_check(entity, actor=officer, result="registered", source="Webben")

    carry_out(lines(row(entity, "2024-01-15")), actor=officer, reason="Dagen är rättad")

    assert OfficialRegistration.objects.get().period.lower == date(2024, 1, 15)
    assert (
        OfficialRegistration.everything.get(superseded_at__isnull=False).superseded_reason == "Ändrade dagar i listan"
    )


def test_a_decision_to_deregister_ends_the_period_and_binds_for_five_years(officer, few):
    (one, *_), rows = make_registered(3, officer)

    carry_out(lines(row(one, decided="2026-02-01"), *rows[1:]), actor=officer)

    registration = one.official_registrations.get()
    assert registration.deregistration_decided_on == date(2026, 2, 1)
    assert registration.bound_until == date(2031, 2, 1)
    assert two_facts(one)["register"].shape == "register-ended"


def test_one_that_is_gone_from_the_list_keeps_its_period_and_says_so(officer, few):
    (gone, *_), rows = make_registered(3, officer)

    carry_out(lines(*rows[1:]), actor=officer)

    assert gone.official_registrations.get().deregistration_decided_on is None
    assert gone.official_checks.latest("pk").result == "gone"
    fact = two_facts(gone)["register"]
    assert fact.text == "Finns inte kvar i listan hos Kammarkollegiet"
    assert fact.shape == "register-unknown"
    card = SearchCard.objects.get(pk=gone.organisation_id).card
    assert card["register"]["text"] == "Finns inte kvar i listan hos Kammarkollegiet"


def test_one_that_comes_back_is_registered_again(officer, few):
    (gone, *_), rows = make_registered(3, officer)
    carry_out(lines(*rows[1:]), actor=officer, on=days_ago(10))

    found = carry_out(lines(*rows, UNKNOWN), actor=officer)

    assert found.difference["back"] == [[gone.organisation_number, gone.name]]
    assert two_facts(gone)["register"].shape == "register-yes"


def test_more_than_five_percent_vanishing_asks_a_person_by_name(officer):
    _, rows = make_registered(10, officer)
    proposed = propose(lines(*rows[:6]), actor=officer)

    with pytest.raises(StepNotAllowed, match="40.* skulle försvinna"):
        register_import.accept(proposed, actor=officer)
    assert not OfficialCheck.objects.filter(result="gone").exists()

    accepted = register_import.accept(proposed, actor=officer, reason="Kammarkollegiet har bekräftat det per telefon.")

    assert accepted.settled_by == officer
    assert "telefon" in accepted.settled_reason
    assert OfficialCheck.objects.filter(result="gone").count() == 4
    assert OfficialRegistration.objects.in_force().count() == 10


def test_all_days_moved_asks_a_person_too(officer):
    entities, _ = make_registered(3, officer)

    with pytest.raises(StepNotAllowed, match="andra dagar"):
        carry_out(lines(*[row(one, "2025-05-05") for one in entities]), actor=officer)


def test_an_older_list_than_the_last_is_refused(officer, entity):
    carry_out(lines(row(entity)), actor=officer, on=days_ago(5))

    refused = propose(lines(row(entity), UNKNOWN), actor=officer, on=days_ago(6))

    assert refused.state == "refused"
    assert "äldre än den senaste" in refused.problem


def test_an_old_file_under_a_new_day_asks_a_person(officer, entity):
    old = lines(row(entity))
    carry_out(old, actor=officer, on=days_ago(20))
    carry_out(lines(row(entity), UNKNOWN), actor=officer, on=days_ago(10))

    proposed = propose(old, actor=officer)

    assert "samma fil som listan för" in proposed.problem
    with pytest.raises(StepNotAllowed, match="samma fil"):
        register_import.accept(proposed, actor=officer)


def test_a_proposal_that_waited_too_long_cannot_overtake_a_newer_list(officer, entity):
    waiting = propose(lines(row(entity)), actor=officer, on=days_ago(5))
    carry_out(lines(row(entity), UNKNOWN), actor=officer)

    with pytest.raises(StepNotAllowed, match="nyare lista"):
        register_import.accept(waiting, actor=officer)


def test_what_was_entered_meanwhile_makes_the_difference_stale_until_it_is_counted_anew(officer, entity):
    proposed = propose(lines(row(entity)), actor=officer)
    official.record_check(
        entity, actor=officer, result="registered", source="Webben", registered_from=date(2024, 1, 15)
    )

    with pytest.raises(StepNotAllowed, match="Räkna om"):
        register_import.accept(proposed, actor=officer)

    proposed = register_import.recount(proposed, actor=officer)
    assert proposed.difference["new"] == []
    register_import.accept(proposed, actor=officer)
    assert OfficialRegistration.everything.count() == 1


def test_a_refused_row_leaves_its_entity_alone(officer):
    (unclear, misspelt, *_), rows = make_registered(45, officer)
    broken = [f"{unclear.organisation_number};{unclear.name};okänt;", f"802000-1230;{misspelt.name};2024-01-15;"]

    accepted = carry_out(lines(*broken, *rows[2:]), actor=officer)

    assert len(accepted.difference["refused"]) == 2
    assert accepted.difference["gone"] == []
    assert not OfficialCheck.objects.filter(result="gone").exists()
    assert unclear.official_checks.latest("pk").result == OfficialCheck.Result.UNKNOWN


def test_undoing_puts_back_what_stood_and_its_answers_count_no_more(officer, few):
    (ended, gone, *_), rows = make_registered(4, officer)
    by_hand = ended.official_registrations.get()
    newer = carry_out(lines(row(ended, decided="2026-02-01"), UNKNOWN, *rows[2:]), actor=officer)

    left = register_import.undo(newer, actor=officer, reason="Fel fil")

    assert left == 0
    restored = ended.official_registrations.get()
    assert restored.pk != by_hand.pk
    assert (restored.period, restored.register_import) == (by_hand.period, by_hand.register_import)
    assert two_facts(ended)["register"].shape == two_facts(gone)["register"].shape == "register-yes"
    assert gone.official_checks.filter(result="gone").exists()
    assert not gone.official_checks.standing().filter(result="gone").exists()
    assert not RegisterListing.objects.exists()
    card = SearchCard.objects.get(pk=gone.organisation_id).card
    assert card["register"]["shape"] == "register-yes"
    assert "Fel fil" in RegisterImport.objects.get(pk=newer.pk).undone_reason


def test_what_was_known_before_the_undoing_can_still_be_told(officer, entity):
    accepted = carry_out(lines(row(entity)), actor=officer)
    before = timezone.now()
    register_import.undo(accepted, actor=officer, reason="Fel fil")

    assert OfficialCheck.objects.standing(before).count() == 1
    assert OfficialCheck.objects.standing().count() == 0
    assert OfficialRegistration.everything.as_known(before).count() == 1
    assert not OfficialRegistration.objects.exists()


def test_undoing_one_by_one_leads_back_to_the_beginning(officer, few):
    (one, *_), rows = make_registered(3, officer)
    first = RegisterImport.objects.get()
    second = carry_out(lines(row(one, "2024-02-02"), UNKNOWN, *rows[1:]), actor=officer)

    with pytest.raises(StepNotAllowed, match="senare först"):
        register_import.undo(first, actor=officer, reason="Fel")
    register_import.undo(second, actor=officer, reason="Fel")
    assert one.official_registrations.get().period.lower == date(2024, 1, 15)
    register_import.undo(first, actor=officer, reason="Fel")

    assert not OfficialRegistration.objects.exists()
    assert two_facts(one)["register"].shape == "register-unknown"
    with pytest.raises(StepNotAllowed, match="Bara en genomförd"):
        register_import.undo(first, actor=officer, reason="Fel")


def test_what_somebody_entered_afterwards_survives_the_undoing(officer, few):
    (one, *_), rows = make_registered(3, officer)
    newer = carry_out(lines(row(one, "2024-02-02"), *rows[1:]), actor=officer)
    official.record_deregistration(
        one.official_registrations.get(), actor=officer, decided_on=date(2026, 3, 1), source="Beslut"
    )

    left = register_import.undo(newer, actor=officer, reason="Fel fil")

    assert left == 1
    assert one.official_registrations.get().deregistration_decided_on == date(2026, 3, 1)


def test_an_undone_file_may_be_read_again(officer, entity):
    content = lines(row(entity))
    register_import.undo(carry_out(content, actor=officer), actor=officer, reason="Fel")

    carry_out(content, actor=officer)

    assert OfficialRegistration.objects.count() == 1


def test_an_entity_that_comes_to_the_portal_goes_on_from_the_list(officer):
    entity = make_entity(ready=True)
    accepted = carry_out(lines(row(entity, "2024-03-03")), actor=officer)
    assert not entity.official_registrations.exists()

    make_submitted(entity)

    registration = entity.official_registrations.get()
    assert registration.period.lower == date(2024, 3, 3)
    assert registration.register_import == accepted
    assert entity.official_checks.get().checked_on == accepted.list_date
    assert not RegisterListing.objects.exists()
    assert propose(lines(row(entity, "2024-03-03"), UNKNOWN), actor=officer).difference["new"] == []


def test_a_number_that_leaves_the_list_and_comes_back_is_told_of_in_between(officer):
    others = [f"{one.organisation_number};X;2024-01-15;" for one in [make_entity() for _ in range(25)]]
    carry_out(lines(UNKNOWN, *others), actor=officer, on=days_ago(20))
    carry_out(lines(*others), actor=officer, on=days_ago(10))
    assert RegisterListing.objects.get(organisation_number="8020001239").gone_on == days_ago(10)

    carry_out(lines(*others, UNKNOWN), actor=officer)

    assert RegisterListing.objects.get(organisation_number="8020001239").gone_on is None


def test_discarding_changes_nothing_and_is_final(officer, entity):
    proposed = register_import.discard(propose(lines(row(entity)), actor=officer), actor=officer)

    assert proposed.state == "discarded"
    with pytest.raises(StepNotAllowed):
        register_import.accept(proposed, actor=officer)


def test_only_case_officers_may_do_any_of_this(officer, entity):
    proposed = propose(lines(row(entity)), actor=officer)
    for stranger in (make_user(), owner_of(entity.organisation), make_user(admin=True)):
        for step in (register_import.accept, register_import.discard, register_import.recount):
            with pytest.raises(NotEntitled):
                step(proposed, actor=stranger)
        with pytest.raises(NotEntitled):
            propose(lines(UNKNOWN), actor=stranger)
        with pytest.raises(NotEntitled):
            register_import.undo(proposed, actor=stranger, reason="x")


def test_a_personnummer_in_the_list_is_kept_nowhere(officer, entity):
    rows = [f"{make_entity().organisation_number};X;2024-01-15;" for _ in range(25)]

    accepted = carry_out(lines("811228-9874;Kim Exempel;2024-01-15;", row(entity), *rows), actor=officer)

    text = str(accepted.difference) + accepted.source + accepted.problem
    assert "811228" not in text and "Kim Exempel" not in text
    assert accepted.difference["refused"] == [[2, "Numret eller namnet liknar ett personnummer. Raden är inte sparad."]]


def test_the_number_of_queries_does_not_grow_with_the_list(officer):
    def queries(count):
        entities = [make_submitted().legal_entity for _ in range(count)]
        proposed = propose(lines(*[row(one) for one in entities], UNKNOWN), actor=officer)
        with CaptureQueriesContext(connection) as asked:
            register_import.accept(proposed, actor=officer, reason="Provet har inga äldre")
        register_import.undo(RegisterImport.objects.get(pk=proposed.pk), actor=officer, reason="Prov")
        return len(asked)

    queries(1)
    few = queries(2)

    assert queries(12) <= few + 1  # the words of search are folded when many wait


def test_a_list_from_tomorrow_is_refused(officer, entity):
    refused = propose(lines(row(entity)), actor=officer, on=timezone.localdate() + timedelta(days=1))

    assert "inte har varit" in refused.problem


# --- Never a false no, whatever the order of things ---


def answer(entity):
    return answers.of_entity(entity.pk, timezone.localdate())["lou-19-25a"].answer


def judge_as_not_met(entity, officer):
    eligibility.judge_criterion(
        entity, "purpose", actor=officer, is_met=False, evidence="Stadgarna 2 §", comment="Syftet är delat."
    )


def carry_out_with_others(*rows, officer, on):
    """A list long enough to be trusted."""
    others = [f"{one.organisation_number};X;2024-01-15;" for one in [make_entity() for _ in range(25)]]
    return carry_out(lines(*rows, *others), actor=officer, on=on, reason="Prov")


def test_a_list_that_is_undone_leaves_no_no_where_somebody_saw_a_registration(officer, entity):
    accepted = carry_out(lines(row(entity)), actor=officer, on=days_ago(3))
    official.record_check(entity, actor=officer, result="registered", source="Webbplatsen", checked_on=days_ago(1))
    judge_as_not_met(entity, officer)

    register_import.undo(accepted, actor=officer, reason="Fel fil")

    assert answer(entity) == Answer.UNKNOWN
    assert list(verdicts_are_as_the_rule_says()) == []


def test_a_row_that_could_not_be_read_is_remembered_by_who_comes_later(officer):
    entity = make_entity(ready=True)
    carry_out_with_others(row(entity, first="2024-13-45"), officer=officer, on=days_ago(2))

    make_submitted(entity)
    judge_as_not_met(entity, officer)

    assert answer(entity) == Answer.UNKNOWN
    carry_out_with_others(officer=officer, on=days_ago(1))
    assert answer(entity) == Answer.NOT_MET


def test_a_row_refused_for_a_personnummer_beside_the_number_says_no_no(officer, entity):
    judge_as_not_met(entity, officer)
    number = entity.organisation_number

    carry_out_with_others(f"{number};Stiftelsen 811228-9874;2024-01-15;", officer=officer, on=days_ago(1))

    assert answer(entity) == Answer.UNKNOWN


def test_undoing_gives_back_what_the_earlier_list_said_of_one_that_came_since(officer):
    entity = make_entity(ready=True)
    carry_out_with_others(row(entity, first="2024-01-01"), officer=officer, on=days_ago(5))
    later = carry_out_with_others(row(entity, first="2024-02-01"), officer=officer, on=days_ago(3))
    make_submitted(entity)

    register_import.undo(later, actor=officer, reason="Fel fil")

    assert entity.official_registrations.get().period.lower == date(2024, 1, 1)
    assert answer(entity) == Answer.REGISTERED
    assert list(verdicts_are_as_the_rule_says()) == []


def test_taking_up_an_earlier_list_reads_no_list_as_a_whole(officer, entity):
    carry_out_with_others(row(entity), "802000-1239;Stiftelsen;okänt;", officer=officer, on=days_ago(5))
    coming = make_entity(ready=True)
    carry_out_with_others(row(coming), officer=officer, on=days_ago(3))

    with CaptureQueriesContext(connection) as asked:
        make_submitted(coming)
        register_adoption.adopt_again(timezone.now())

    assert coming.official_registrations.exists()
    assert not [query for query in asked.captured_queries if '"difference",' in query["sql"]]


def test_who_left_the_list_before_it_was_handed_in_is_not_registered_by_an_old_one(officer):
    entity = make_entity(ready=True)
    carry_out_with_others(row(entity), officer=officer, on=days_ago(5))
    make_submitted(make_entity(entity.organisation, ready=True))
    carry_out_with_others(officer=officer, on=days_ago(1))

    make_submitted(entity)

    assert answer(entity) == Answer.UNKNOWN
    assert entity.official_checks.latest("pk").result == OfficialCheck.Result.GONE


def test_a_number_typed_in_a_draft_takes_nothing_from_what_the_list_says(officer, entity):
    number = "8020001239"
    typed = organisations.add_entity(
        entity.organisation,
        {"name": "Någon annans", "organisation_number": number, "legal_form": entity.legal_form},
        actor=owner_of(entity.organisation),
        applies=False,
    )

    carry_out_with_others(UNKNOWN, officer=officer, on=days_ago(1))

    (said,) = answers.check([number], "lou-19-25a", timezone.localdate())
    assert (said.name, said.verdict.answer) == ("Okänd förening", Answer.REGISTERED)
    assert not typed.official_registrations.exists()


def test_what_an_officer_has_noted_keeps_an_entity_from_being_taken_away(officer, entity):
    draft = make_entity(entity.organisation)
    official.record_check(draft, actor=officer, result="unknown", source="Webbplatsen")

    with pytest.raises(StepNotAllowed, match="antecknat uppgifter"):
        organisations.remove_entity(draft, actor=owner_of(entity.organisation))
