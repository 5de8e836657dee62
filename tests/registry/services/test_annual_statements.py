"""The yearly statement: written, handed in as it stands, corrected by a new one, judged by a case officer."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from registry.models import AnnualStatement, CriterionJudgement, JournalEntry, StatusLog
from registry.services import annual_statements, transfers
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import (
    add_member,
    make_entity,
    make_registered,
    make_statement,
    make_submitted,
    make_transfer,
    make_user,
    make_verified,
    owner_of,
)

pytestmark = pytest.mark.django_db
LAST_YEAR = timezone.localdate().year - 1


@pytest.fixture
def entity():
    return make_registered(make_submitted().legal_entity, date(2023, 3, 1))


def start(entity, year=LAST_YEAR, **facts):
    return make_statement(entity, year, hand_in=False, **facts)


def hand_in(statement):
    return annual_statements.submit(statement, actor=owner_of(statement.legal_entity.organisation))


def test_nothing_to_tell_is_told_in_one_step(entity, mailoutbox):
    mailoutbox.clear()

    statement = make_statement(entity, LAST_YEAR)

    assert statement.content["transfers"] == []
    assert statement.case_number.startswith("IP-")
    assert JournalEntry.objects.get(case_number=statement.case_number).subject == f"Årsuppgift för {LAST_YEAR}"
    assert [letter.to for letter in mailoutbox] == [[owner_of(entity.organisation).email]]
    assert statement.case_number in mailoutbox[0].subject
    log = StatusLog.objects.get(subject="annualstatement", from_state="draft")
    assert (log.action, log.to_state, log.actor_id) == ("hand_in", "handed_in", owner_of(entity.organisation).pk)


def test_a_receipt_goes_to_those_who_may_hand_in_and_to_nobody_else(entity, mailoutbox):
    reader = add_member(entity.organisation, "reader")
    mailoutbox.clear()

    make_statement(entity, LAST_YEAR)

    assert reader.email not in [address for letter in mailoutbox for address in letter.to]


def test_the_years_transfers_are_frozen_with_what_was_known_of_each_recipient(entity):
    sister = make_registered(
        make_submitted(make_entity(entity.organisation, ready=True)).legal_entity, date(2023, 1, 1)
    )
    day = date(LAST_YEAR, 5, 2)
    make_transfer(entity, to="entity", recipient=sister, on=day, amount=72_000)
    make_transfer(entity, to="persons", on=day)
    make_transfer(entity, to="foreign", name="Nordisk Hjelp", on=day)
    make_transfer(entity, to="organisation", name="Bolaget", on=day, businesslike=True)
    make_transfer(entity, on=date(LAST_YEAR - 1, 5, 2))  # another year

    statement = hand_in(start(entity, is_nil=False))

    told = [(line["name"], line["outcome"]) for line in statement.content["transfers"]]
    assert told == [
        (str(sister), "allowed"),
        ("Privatpersoner", "flagged"),
        ("Nordisk Hjelp", "unknown"),
        ("Bolaget", "businesslike"),
    ]
    assert statement.content["transfers"][0]["amount"] == 72_000


def test_what_was_handed_in_stands_though_the_transfer_is_struck_out(entity):
    gift = make_transfer(entity, on=date(LAST_YEAR, 5, 2))
    statement = hand_in(start(entity, is_nil=False))

    transfers.withdraw(gift, actor=owner_of(entity.organisation))

    statement.refresh_from_db()
    assert [line["id"] for line in statement.content["transfers"]] == [gift.pk]
    assert transfers.statement_with(gift) == statement


def test_the_database_refuses_to_change_what_was_handed_in(entity):
    statement = make_statement(entity, LAST_YEAR)

    with pytest.raises(DatabaseError, match="Lämna en ny"), transaction.atomic():
        AnnualStatement.objects.filter(pk=statement.pk).update(is_nil=False)


def test_what_is_ticked_and_what_is_recorded_must_agree(entity):
    with pytest.raises(StepNotAllowed, match="Ni har svarat ja"):
        hand_in(start(entity, is_nil=False))
    make_transfer(entity, on=date(LAST_YEAR, 5, 2))
    with pytest.raises(StepNotAllowed, match="Ni har svarat nej"):
        hand_in(
            annual_statements.save(
                AnnualStatement.objects.get(),
                actor=owner_of(entity.organisation),
                year_begins=date(LAST_YEAR, 1, 1),
                year_ends=date(LAST_YEAR, 12, 31),
                is_nil=True,
            )
        )


def test_a_businesslike_dealing_alone_is_still_nothing_to_tell(entity):
    make_transfer(entity, on=date(LAST_YEAR, 5, 2), businesslike=True)

    assert make_statement(entity, LAST_YEAR).is_nil


def test_a_year_that_has_not_ended_is_not_handed_in(entity):
    with pytest.raises(StepNotAllowed, match="inte slutat"):
        hand_in(start(entity, timezone.localdate().year))


def test_impossible_and_overlapping_years_are_refused(entity):
    with pytest.raises(StepNotAllowed, match="slutar efter"):
        start(entity, year_ends=date(LAST_YEAR - 1, 12, 31))
    with pytest.raises(StepNotAllowed, match="högst 18 månader"):
        start(entity, year_begins=date(LAST_YEAR - 1, 6, 30))
    make_statement(entity, LAST_YEAR)
    with pytest.raises(StepNotAllowed, match="finns redan"):
        start(entity, year_begins=date(LAST_YEAR, 7, 1), year_ends=date(LAST_YEAR + 1, 6, 30))


def test_a_year_of_eighteen_months_is_taken(entity):
    first = date(LAST_YEAR - 1, 7, 1)

    assert start(entity, year_begins=first).year_begins == first


def test_a_correction_replaces_and_the_first_stays(entity):
    first = make_statement(entity, LAST_YEAR)
    make_transfer(entity, on=date(LAST_YEAR, 5, 2))
    owner = owner_of(entity.organisation)

    correction = annual_statements.correct(first, actor=owner)
    assert annual_statements.correct(first, actor=owner) == correction  # asked for twice, begun once
    assert list(AnnualStatement.objects.standing()) == [first]
    annual_statements.save(
        correction, actor=owner, year_begins=first.year_begins, year_ends=first.year_ends, is_nil=False
    )
    hand_in(correction)

    assert list(AnnualStatement.objects.standing()) == [correction]
    assert AnnualStatement.objects.handed_in().count() == 2
    assert JournalEntry.objects.filter(subject__startswith="Rättad årsuppgift").exists()
    with pytest.raises(StepNotAllowed, match="redan rättad"):
        annual_statements.correct(first, actor=owner)


def test_a_draft_may_be_thrown_away_and_a_statement_may_not(entity):
    annual_statements.discard(start(entity), actor=owner_of(entity.organisation))
    assert not AnnualStatement.objects.exists()

    with pytest.raises(StepNotAllowed, match="redan lämnad"):
        annual_statements.discard(make_statement(entity, LAST_YEAR), actor=owner_of(entity.organisation))


def test_a_verified_one_that_is_not_registered_may_hand_in_and_others_may_not():
    assert make_statement(make_verified(), LAST_YEAR).is_submitted

    with pytest.raises(StepNotAllowed, match="registrerad"):
        start(make_submitted().legal_entity)


def test_readers_and_strangers_hand_nothing_in(entity):
    draft = start(entity)

    for user in (add_member(entity.organisation, "reader"), make_user(), make_user(officer=True)):
        with pytest.raises(NotEntitled):
            annual_statements.submit(draft, actor=user)


def test_drafts_are_seen_by_members_alone(entity):
    draft = start(entity)
    officer, member = make_user(officer=True), owner_of(entity.organisation)

    assert list(AnnualStatement.objects.visible_to(member)) == [draft]
    assert not AnnualStatement.objects.visible_to(officer).exists()
    assert not AnnualStatement.objects.visible_to(make_user()).exists()


def judge(statement, officer=None, **facts):
    told = {"is_met": True, "evidence": "Årsuppgiften", **facts}
    return annual_statements.judge(statement, actor=officer or make_user(officer=True), **told)


def test_a_judgement_holds_until_the_next_statement_is_due(entity, mailoutbox):
    statement = make_statement(entity, LAST_YEAR)
    add_member(entity.organisation, "reader")
    mailoutbox.clear()

    judgement = judge(statement)

    assert judgement.criterion == "transfers"
    assert judgement.holds_until == date(LAST_YEAR + 2, 6, 30)
    assert judgement.statement == statement
    assert [letter.to for letter in mailoutbox] == [[owner_of(entity.organisation).email]]
    assert StatusLog.objects.filter(subject="annualstatement", action="judge", to_state="met").exists()


def test_a_judgement_is_told_to_those_who_may_act_and_to_nobody_else(entity, mailoutbox):
    reader, gone, editor = (add_member(entity.organisation, role) for role in ("reader", "editor", "editor"))
    entity.organisation.memberships.filter(user=gone).update(
        ended_at=timezone.now(), ended_by=owner_of(entity.organisation)
    )
    statement = make_statement(entity, LAST_YEAR)
    mailoutbox.clear()

    judge(statement)

    told = {address for letter in mailoutbox for address in letter.to}
    assert told == {owner_of(entity.organisation).email, editor.email}
    assert not told & {reader.email, gone.email}


def test_not_met_needs_reasons_and_has_no_end(entity):
    statement = make_statement(entity, LAST_YEAR)

    with pytest.raises(StepNotAllowed, match="Skriv skälen"):
        judge(statement, is_met=False)

    assert judge(statement, is_met=False, comment="Gåva till ett bolag.").holds_until is None


def test_only_the_statement_that_stands_is_judged_and_never_by_a_member(entity):
    first = make_statement(entity, LAST_YEAR)
    officer = make_user(officer=True)
    add_member(entity.organisation, "reader", officer)
    with pytest.raises(NotEntitled, match="jävig"):
        judge(first, officer)

    hand_in(annual_statements.correct(first, actor=owner_of(entity.organisation)))

    with pytest.raises(StepNotAllowed, match="ersatt"):
        judge(first)
    with pytest.raises(NotEntitled):
        judge(first, owner_of(entity.organisation))
    assert not CriterionJudgement.objects.exists()


def test_a_broken_year_is_named_by_its_days(entity):
    statement = start(entity, year_begins=date(LAST_YEAR - 1, 7, 1), year_ends=date(LAST_YEAR, 6, 30))

    assert annual_statements.period(statement) == f"{LAST_YEAR - 1}-07-01–{LAST_YEAR}-06-30"
    assert annual_statements.next_due(statement) == date(LAST_YEAR + 1, 12, 31)


def test_years_are_handed_in_one_after_the_other():
    entity = make_registered(make_submitted().legal_entity, date(2023, 3, 1))
    arrived = timezone.now() - timedelta(days=3 * 366)
    entity.applications.update(received_at=arrived)

    with pytest.raises(StepNotAllowed, match="först"):
        start(entity, LAST_YEAR)
