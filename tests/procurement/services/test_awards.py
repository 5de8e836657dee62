"""Tenderers, award, standstill, review by a court, contract."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from procurement.models import Contract, CourtReview, Tender
from procurement.models.procurements import State
from procurement.services import awards, contracts
from registry.demo_numbers import demo_organisation_number
from registry.models import ServiceArea
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import make_entity, make_registered, make_submitted, make_user, owner_of
from tests.procurement.factories import buyer_of, make_awarded, make_closed, make_contract, make_published, make_tender

pytestmark = pytest.mark.django_db


def an_entity():
    return make_submitted(make_entity(ready=True)).legal_entity


@pytest.fixture
def tender():
    return make_tender(make_closed(ground="lou-19-25a"), an_entity(), serves=True)


def conclude(procurement, day):
    return awards.conclude(procurement, actor=buyer_of(procurement), signed_on=day, terms={})


def test_a_tender_keeps_the_answer_of_the_day_it_was_asked():
    entity = an_entity()
    procurement = make_closed(ground="lou-19-25a")
    make_registered(entity, date(2024, 1, 1))

    tender = make_tender(procurement, entity)

    assert tender.legal_entity == entity
    assert tender.answer in {"registered", "unknown"}
    assert tender.reasons


def test_a_tenderer_that_the_portal_does_not_know_is_unknown_and_not_refused():
    procurement = make_closed(ground="lou-19-25a")
    number = demo_organisation_number(987_654)

    [tender] = awards.register_tenders(
        procurement.lots.get(), [(number, "Okänd förening")], actor=buyer_of(procurement)
    )

    assert (tender.answer, tender.name, tender.legal_entity) == ("unknown", "Okänd förening", None)


def test_tenders_are_for_the_procurements_own_officers_alone(tender):
    buyer = buyer_of(tender.lot.procurement)
    others = [
        make_user(buyer=True),
        make_user(politician=True),
        make_user(officer=True),
        owner_of(tender.legal_entity.organisation),
    ]

    assert Tender.objects.visible_to(buyer).contains(tender)
    assert not any(Tender.objects.visible_to(user).exists() for user in others)
    for user in others:
        with pytest.raises(NotEntitled):
            awards.remove_tender(tender, actor=user)


def test_tenders_are_not_put_in_before_the_time_is_out():
    procurement = make_published()

    with pytest.raises(StepNotAllowed, match="anbudstiden är slut"):
        awards.register_tenders(
            procurement.lots.get(), [(demo_organisation_number(5), "A")], actor=buyer_of(procurement)
        )


def test_nobody_wins_under_25_a_without_a_reasoning_about_purpose():
    tender = make_tender(make_closed(ground="lou-19-25a"), an_entity())

    with pytest.raises(StepNotAllowed, match="hjälper till att nå tjänstens mål"):
        make_awarded(tender)


def test_nobody_wins_under_25_a_whose_purpose_does_not_serve_the_service():
    tender = make_tender(make_closed(ground="lou-19-25a"), an_entity(), serves=False)

    with pytest.raises(StepNotAllowed, match="inte hjälper"):
        make_awarded(tender)


def make_partner(tender, role=Tender.Role.PARTNER):
    """Somebody under the tender, in the role."""
    actor = buyer_of(tender.lot.procurement)
    listed = [(demo_organisation_number(987_640), "Partnerföreningen")]
    [partner] = awards.register_tenders(tender.lot, listed, actor=actor, role=role, lead=tender)
    return partner


def test_no_joint_tender_wins_under_25_a_before_each_members_purpose_is_judged(tender):
    partner = make_partner(tender)
    actor = buyer_of(tender.lot.procurement)
    texts = {"purpose": "Äldre ska ha det bra.", "reasoning": "Boendet är just det."}

    unwritten = awards.award_hindrances(tender.lot.procurement, [tender])
    awards.reason_about_purpose(partner, actor=actor, serves=False, **texts)
    with pytest.raises(StepNotAllowed, match="Partnerföreningen inte hjälper"):
        make_awarded(tender)
    awards.reason_about_purpose(partner, actor=actor, serves=True, **texts)

    assert unwritten == ["Skriv hur syftet hos Partnerföreningen hjälper till att nå tjänstens mål."]
    assert make_awarded(tender).winners.get().tender == tender


def test_subcontractors_and_partners_that_were_removed_need_no_reasoning(tender):
    make_partner(tender, Tender.Role.SUBCONTRACTOR)
    awards.remove_tender(make_partner(tender), actor=buyer_of(tender.lot.procurement))

    assert awards.award_hindrances(tender.lot.procurement, [tender]) == []


def test_who_got_the_same_service_within_three_years_is_refused_in_one_sentence():
    entity = an_entity()
    procurement = make_closed(ground="lou-19-25")
    make_contract(
        buyer_of(procurement),
        supplier_number=entity.organisation_number,
        signed_on=date(2025, 6, 1),
        service_area=ServiceArea.objects.get(slug="aldre-dag"),
    )
    procurement.lots.update(service_area=ServiceArea.objects.get(slug="aldre-dag"))
    Contract.objects.update(ground="lou-19-25")

    hindrances = awards.award_hindrances(procurement, [make_tender(procurement, entity)])

    assert hindrances == [f"{entity.name} har redan fått kontrakt för samma tjänst de senaste tre åren."]


def test_a_partner_that_got_the_same_service_within_three_years_is_refused_by_name():
    procurement = make_closed(ground="lou-19-25")
    tender = make_tender(procurement, an_entity())
    partner = make_partner(tender)
    area = ServiceArea.objects.get(slug="aldre-dag")
    make_contract(
        buyer_of(procurement),
        supplier_number=partner.organisation_number,
        signed_on=date(2025, 6, 1),
        service_area=area,
    )
    procurement.lots.update(service_area=area)
    Contract.objects.update(ground="lou-19-25")

    hindrances = awards.award_hindrances(procurement, [tender])

    assert hindrances == ["Partnerföreningen har redan fått kontrakt för samma tjänst de senaste tre åren."]


def test_nobody_joins_a_tender_that_has_been_awarded():
    tender = make_tender(make_closed(ground="lou-19-25"), an_entity())
    make_awarded(tender)

    with pytest.raises(StepNotAllowed, match="tilldelat"):
        make_partner(tender)


def test_a_partner_in_an_awarded_tender_stays_there():
    tender = make_tender(make_closed(ground="lou-19-25"), an_entity())
    partner = make_partner(tender)
    make_awarded(tender)

    with pytest.raises(StepNotAllowed, match="står kvar"):
        awards.remove_tender(partner, actor=buyer_of(tender.lot.procurement))


def a_framework():
    procurement = make_closed(ground="lou-19-25a", is_framework=True)
    return procurement, [make_tender(procurement, an_entity(), serves=True) for _ in range(2)]


def decide(procurement, winners, **days):
    day = procurement.closed_at.date() + timedelta(days=7)
    facts = {"decided_on": day, "sent_on": day, "reasons": "Bäst kvalitet.", **days}
    return awards.award(procurement, winners, actor=buyer_of(procurement), **facts)


def test_each_of_several_winners_in_a_framework_has_a_rank_or_a_key():
    procurement, (first, second) = a_framework()

    with pytest.raises(StepNotAllowed, match=f"Ange rangordning eller fördelningsnyckel för {second.name}"):
        decide(procurement, [(first, 1, ""), (second, None, "")])
    with pytest.raises(StepNotAllowed, match="Två kan inte ha rangordning 1 på samma område"):
        decide(procurement, [(first, 1, ""), (second, 1, "")])
    decision = decide(procurement, [(first, 1, ""), (second, None, "Närmast boendet")])

    assert decision.winners.count() == 2


def test_the_only_winner_in_a_framework_needs_neither_rank_nor_key():
    procurement, (first, _) = a_framework()

    assert decide(procurement, [(first, None, "")]).winners.get().tender == first


def test_only_a_framework_has_several_winners():
    procurement = make_closed(ground="lou-19-25a")
    tenders = [make_tender(procurement, an_entity(), serves=True) for _ in range(2)]

    hindrances = awards.award_hindrances(procurement, tenders)

    assert any("Bara ett ramavtal" in text for text in hindrances)


def test_no_contract_during_the_standstill_even_past_the_services(tender):
    decision = make_awarded(tender)
    procurement = decision.procurement
    last = decision.standstill_until

    with pytest.raises(StepNotAllowed, match="tidigast"):
        conclude(procurement, last)
    with pytest.raises(IntegrityError, match="avtalsspärren"), transaction.atomic():
        Contract.objects.create(
            authority=procurement.authority,
            title="För tidigt",
            supplier_name="A",
            origin="award",
            procurement=procurement,
            award=decision.winners.get(),
            signed_on=last,
            created_by=buyer_of(procurement),
        )

    [contract] = conclude(procurement, last + timedelta(days=1))
    assert (contract.supplier_name, contract.ground) == (tender.name, "lou-19-25a")


def test_the_signing_day_is_never_set_back_into_the_standstill(tender):
    decision = make_awarded(tender)
    last = decision.standstill_until
    [contract] = conclude(decision.procurement, last + timedelta(days=3))
    actor = buyer_of(decision.procurement)

    for day in (None, last, decision.sent_on):
        with pytest.raises(ValidationError, match="Avtalsspärren gällde"):
            contracts.change(contract, actor=actor, signed_on=day)
    changed = contracts.change(contract, actor=actor, signed_on=last + timedelta(days=1), title="Rätt dag")

    assert (changed.signed_on, changed.title) == (last + timedelta(days=1), "Rätt dag")


def test_the_database_holds_the_standstill_when_a_contract_is_changed(tender):
    decision = make_awarded(tender)
    last = decision.standstill_until
    [contract] = conclude(decision.procurement, last + timedelta(days=1))
    row = Contract.objects.filter(pk=contract.pk)

    for facts in (
        {"signed_on": None},
        {"signed_on": last},
        {"origin": "manual", "signed_on": last},
        {"origin": "manual"},
        {"award": None, "origin": "import"},
    ):
        with pytest.raises(IntegrityError, match="tilldelning|avtalsspärren"), transaction.atomic():
            row.update(**facts)
    with pytest.raises(IntegrityError, match="avtalsspärren"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update procurement_contract set signed_on = %s where id = %s", [last, contract.pk])

    assert row.update(signed_on=last + timedelta(days=2), title="Rättat") == 1


def test_a_contract_by_hand_does_not_become_an_award_in_the_standstill(tender):
    decision = make_awarded(tender)
    contract = make_contract(buyer_of(decision.procurement), signed_on=decision.sent_on)

    with pytest.raises(IntegrityError, match="avtalsspärren"), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(
            origin="award", procurement=decision.procurement, award=decision.winners.get()
        )


def test_no_contract_while_a_court_reviews(tender):
    decision = make_awarded(tender)
    actor = buyer_of(decision.procurement)
    review = awards.note_review(
        decision.procurement,
        actor=actor,
        court="Förvaltningsrätten i Göteborg",
        case_number="1234-26",
        filed_on=decision.sent_on,
    )
    late = decision.standstill_until + timedelta(days=90)

    with pytest.raises(StepNotAllowed, match="En domstol överprövar"):
        conclude(decision.procurement, late)

    awards.settle_review(
        review, actor=actor, outcome=CourtReview.Outcome.STANDS, decided_on=late, standstill_until=late
    )
    with pytest.raises(StepNotAllowed, match="tidigast"):
        conclude(decision.procurement, late)
    assert len(conclude(decision.procurement, late + timedelta(days=1))) == 1


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(CourtReview.Outcome.REEVALUATE, State.CLOSED), (CourtReview.Outcome.REDO, State.CANCELLED)],
)
def test_a_court_can_undo_the_award(tender, outcome, state):
    decision = make_awarded(tender)
    procurement, actor = decision.procurement, buyer_of(decision.procurement)
    facts = {"court": "Förvaltningsrätten", "case_number": "1-26", "filed_on": decision.sent_on}
    review = awards.note_review(procurement, actor=actor, **facts)

    awards.settle_review(review, actor=actor, outcome=outcome, decided_on=decision.standstill_until)

    procurement.refresh_from_db()
    decision.refresh_from_db()
    assert procurement.state == state
    assert decision.superseded_at is not None


def test_no_award_is_dated_before_the_time_for_tenders_was_out(tender):
    procurement = tender.lot.procurement
    closed = localdate(procurement.closes_at)
    early = closed - timedelta(days=60)

    with pytest.raises(StepNotAllowed, match="Anbudstiden gick ut"):
        decide(procurement, [(tender, None, "")], decided_on=early, sent_on=early)

    assert decide(procurement, [(tender, None, "")], decided_on=closed, sent_on=closed).standstill_until > closed


def test_a_new_award_is_not_dated_before_the_court_asked_for_it(tender):
    decision = make_awarded(tender)
    procurement, actor = decision.procurement, buyer_of(decision.procurement)
    facts = {"court": "Förvaltningsrätten", "case_number": "1-26", "filed_on": decision.sent_on}
    review = awards.note_review(procurement, actor=actor, **facts)
    ruled = decision.sent_on + timedelta(days=100)
    awards.settle_review(review, actor=actor, outcome=CourtReview.Outcome.REEVALUATE, decided_on=ruled)

    with pytest.raises(StepNotAllowed, match="Domstolen avgjorde målet"):
        decide(procurement, [(tender, None, "")], decided_on=decision.decided_on, sent_on=decision.sent_on)

    assert decide(procurement, [(tender, None, "")], decided_on=ruled, sent_on=ruled).standstill_until > ruled


def test_a_prolonged_standstill_does_not_end_before_the_court_ruled(tender):
    decision = make_awarded(tender)
    procurement, actor = decision.procurement, buyer_of(decision.procurement)
    facts = {"court": "Förvaltningsrätten", "case_number": "1-26", "filed_on": decision.sent_on}
    review = awards.note_review(procurement, actor=actor, **facts)
    ruled = decision.sent_on + timedelta(days=100)

    with pytest.raises(ValidationError, match="inte sluta före"):
        awards.settle_review(
            review,
            actor=actor,
            outcome=CourtReview.Outcome.STANDS,
            decided_on=ruled,
            standstill_until=ruled - timedelta(days=1),
        )


def test_no_contract_on_25_is_longer_than_three_years_whatever_is_written_later():
    procurement = make_closed(ground="lou-19-25", lot={"cpv": "85311300", "months": 36})
    decision = make_awarded(make_tender(procurement, an_entity()))
    procurement, actor = decision.procurement, buyer_of(decision.procurement)
    signed, starts = decision.standstill_until + timedelta(days=1), date(2026, 9, 1)
    terms = {"starts_on": starts, "ends_on": date(2029, 9, 1)}
    facts = {"actor": actor, "signed_on": signed}

    with pytest.raises(StepNotAllowed, match="högst tre år"):
        awards.conclude(procurement, terms={decision.winners.get().pk: terms}, **facts)
    last = {"starts_on": starts, "ends_on": date(2029, 8, 31)}
    [contract] = awards.conclude(procurement, terms={decision.winners.get().pk: last}, **facts)

    with pytest.raises(StepNotAllowed, match="högst tre år"):
        contracts.change(contract, actor=actor, ends_on=None, is_open_ended=True)
    option = contracts.add_option(contract, actor=actor, months=1)
    with pytest.raises(StepNotAllowed, match="högst tre år"):
        contracts.decide_option(option, actor=actor, used=True, decided_on=starts)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_award_at_once_one_is_refused():
    tender = make_tender(make_closed(ground="lou-19-25a"), an_entity(), serves=True)
    outcomes, barrier = [], threading.Barrier(2)

    def decide():
        try:
            barrier.wait(10)
            make_awarded(tender)
            outcomes.append("awarded")
        except StepNotAllowed:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(outcomes) == ["awarded", "refused"]
    assert tender.lot.procurement.awards.count() == 1
