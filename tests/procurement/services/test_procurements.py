"""A procurement from plan to closed, and what stops it on the way."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from procurement.models import Lot, Procurement, ProcurementEvent, ReservationReasons
from procurement.models.procurements import State
from procurement.reading import words, work
from procurement.services import dialogue, procurements
from procurement.versions import version_of
from registry.models import StatusLog
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import make_entity, make_submitted, make_user, owner_of
from tests.procurement.factories import NOTICE, REASONS, SPRING, buyer_of, make_planned, make_published

pytestmark = pytest.mark.django_db


def publish(procurement, **facts):
    common = {"notice": NOTICE | {"sent_on": SPRING.date()}, "closes_at": SPRING + timedelta(days=30), "at": SPRING}
    return procurements.publish(procurement, actor=buyer_of(procurement), **{**common, **facts})


def test_a_plan_is_seen_by_the_authority_alone_until_it_is_shown():
    procurement = make_planned()
    buyer = buyer_of(procurement)
    colleague_elsewhere = make_user(buyer=True)

    seen = [Procurement.objects.visible_to(user).contains(procurement) for user in (buyer, colleague_elsewhere)]
    procurements.show_plan(procurement, actor=buyer)

    assert seen == [True, False]
    assert Procurement.objects.visible_to(colleague_elsewhere).contains(procurement)
    assert Procurement.objects.shown().contains(procurement)


def test_only_the_authoritys_buyers_may_take_a_step():
    procurement = make_planned()

    for stranger in (make_user(), make_user(politician=True), make_user(buyer=True), make_user(officer=True)):
        with pytest.raises(NotEntitled):
            procurements.open_dialogue(procurement, actor=stranger)


def test_a_reserved_procurement_is_not_published_without_reasons():
    procurement = make_planned(ground="lou-19-25a")

    with pytest.raises(StepNotAllowed, match="varför upphandlingen reserveras"):
        publish(procurement)

    procurements.write_reasons(procurement, actor=buyer_of(procurement), **REASONS)
    assert publish(procurement, looked_up="Läst på.").state == State.PUBLISHED


def test_a_reservation_that_the_law_forbids_is_not_published():
    procurement = make_planned(ground="lou-19-25a", lot={"cpv": "45000000"})
    procurements.write_reasons(procurement, actor=buyer_of(procurement), **REASONS)

    with pytest.raises(StepNotAllowed, match="Lagen tillåter inte"):
        publish(procurement, looked_up="Läst på.")


def test_the_day_of_the_notice_decides_which_rules_the_check_goes_by():
    procurement = make_planned(ground="lou-19-25a")
    procurements.write_reasons(procurement, actor=buyer_of(procurement), **REASONS)

    with pytest.raises(StepNotAllowed, match="Lagen tillåter inte"):
        publish(procurement, notice=NOTICE | {"sent_on": date(2022, 6, 1)}, looked_up="Läst på.")


def test_a_reservation_whose_ground_nobody_confirmed_is_not_published():
    procurement = make_planned(ground="lou-19-25a", lot={"ground_confirmed": False})
    procurements.write_reasons(procurement, actor=buyer_of(procurement), **REASONS)

    with pytest.raises(StepNotAllowed, match="Bekräfta grunden"):
        publish(procurement, looked_up="Läst på.")


def test_the_check_of_the_law_is_kept_with_each_reserved_lot():
    procurement = make_published(ground="lou-19-25a")

    record = procurement.lots.get().legality_records.get()

    assert record.answer in {"yes", "open"}
    assert record.findings


def test_what_is_published_carries_its_notice_even_past_the_forms():
    procurement = make_published()

    with pytest.raises(IntegrityError, match="procurement_notice_before_publication"), transaction.atomic():
        Procurement.objects.filter(pk=procurement.pk).update(notice_url="")


def test_a_published_procurement_cannot_be_rewritten():
    procurement = make_published()

    with pytest.raises(StepNotAllowed, match="annonserad"):
        procurements.change(procurement, actor=buyer_of(procurement), title="Något annat")


def test_the_proposed_ground_of_an_imported_notice_is_confirmed_after_publication():
    procurement = make_published(ground="lou-19-25a")
    buyer, lot = buyer_of(procurement), procurement.lots.get()
    Procurement.objects.filter(pk=procurement.pk).update(origin="eforms")
    Lot.objects.filter(pk=lot.pk).update(ground_confirmed=False)
    procurement.refresh_from_db()
    offered = work.actions(procurement)

    with pytest.raises(StepNotAllowed, match="annonserad"):
        procurements.change_lot(lot, actor=buyer, title="Något annat")
    procurements.change_lot(lot, actor=buyer, ground="lou-19-25")
    lot = procurements.change_lot(lot, actor=buyer, ground_confirmed=True)

    assert (lot.ground, lot.ground_confirmed) == ("lou-19-25", True)
    assert StatusLog.objects.filter(subject="procurement", action="settle_ground", actor_id=buyer.pk).count() == 2
    assert offered[0]["label"].startswith("Bekräfta grunden")
    assert not [row for row in work.actions(procurement) if row["label"].startswith("Bekräfta")]
    with pytest.raises(StepNotAllowed, match="annonserad"):
        procurements.change_lot(lot, actor=buyer, ground="")


def test_the_time_for_tenders_cannot_be_closed_early():
    procurement = make_published()
    actor = buyer_of(procurement)

    with pytest.raises(StepNotAllowed):
        procurements.close(procurement, actor=actor, at=procurement.closes_at - timedelta(minutes=1))

    assert procurements.close(procurement, actor=actor, at=procurement.closes_at).state == State.CLOSED


def test_a_cancelled_procurement_has_reasons():
    procurement = make_published()

    with pytest.raises(ValidationError):
        procurements.cancel(procurement, actor=buyer_of(procurement), reason="")

    assert procurements.cancel(procurement, actor=buyer_of(procurement), reason="Inga anbud.").state == State.CANCELLED


def test_three_years_are_the_most_under_19_25_even_past_the_forms():
    lot = make_planned(ground="lou-19-25").lots.get()

    with pytest.raises(IntegrityError, match="lot_19_25_at_most_three_years"), transaction.atomic():
        Lot.objects.filter(pk=lot.pk).update(months=30, extension_months=7)

    assert Lot.objects.filter(pk=lot.pk).update(months=30, extension_months=6) == 1


def test_the_last_lot_stays():
    procurement = make_planned()

    with pytest.raises(StepNotAllowed, match="minst ett"):
        procurements.remove_lot(procurement.lots.get(), actor=buyer_of(procurement))


def test_a_procurement_is_reserved_when_one_of_its_lots_is():
    procurement = make_planned()
    actor = buyer_of(procurement)
    lot = procurements.add_lot(procurement, actor=actor, title="Korttid", ground="lou-19-25a")
    procurement.refresh_from_db()
    before = procurement.is_reserved

    procurements.remove_lot(lot, actor=actor)

    procurement.refresh_from_db()
    assert (before, procurement.is_reserved) == (True, False)


@pytest.mark.parametrize("model", [ProcurementEvent, ReservationReasons])
def test_what_was_written_about_a_procurement_stands(model):
    procurement = make_published(ground="lou-19-25a")

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(procurement=procurement)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all().delete()


def test_who_is_interested_is_told_and_nobody_else(mailoutbox, django_capture_on_commit_callbacks):
    procurement = make_published()
    interested, gone, silent = (make_submitted(make_entity(ready=True)).legal_entity for _ in range(3))
    dialogue.show_interest(procurement, interested, actor=owner_of(interested.organisation))
    taken_back = dialogue.show_interest(procurement, gone, actor=owner_of(gone.organisation))
    dialogue.withdraw_interest(taken_back, actor=owner_of(gone.organisation))

    with django_capture_on_commit_callbacks(execute=True):
        procurements.prolong(
            procurement, actor=buyer_of(procurement), closes_at=SPRING + timedelta(days=60), note="Helger", at=SPRING
        )

    told = {address for mail in mailoutbox for address in mail.to if "Ny sista dag" in mail.subject}
    assert told == {owner_of(interested.organisation).email}
    assert owner_of(silent.organisation).email not in told


def test_interest_is_seen_by_the_buyers_and_the_organisation_alone():
    procurement = make_published()
    entity = make_submitted(make_entity(ready=True)).legal_entity
    interest = dialogue.show_interest(procurement, entity, actor=owner_of(entity.organisation))

    sees = {
        name: type(interest).objects.visible_to(user).exists()
        for name, user in {
            "buyer": buyer_of(procurement),
            "owner": owner_of(entity.organisation),
            "other buyer": make_user(buyer=True),
            "politician": make_user(politician=True),
            "officer": make_user(officer=True),
        }.items()
    }

    assert sees == {"buyer": True, "owner": True, "other buyer": False, "politician": False, "officer": False}


def test_an_answer_goes_to_everybody_and_stands():
    procurement = make_published()
    question = dialogue.ask(procurement, "Hur många platser?", actor=make_user(), at=SPRING)

    dialogue.answer(question, "Tolv.", actor=buyer_of(procurement), at=SPRING)

    assert procurement.questions.answered().get().answer == "Tolv."
    with pytest.raises(StepNotAllowed):
        dialogue.answer(question, "Fjorton.", actor=buyer_of(procurement))
    with pytest.raises(IntegrityError), transaction.atomic():
        procurement.questions.update(answer="Fjorton.")


def test_a_corrected_notice_is_shown_and_told_with_what_has_changed(mailoutbox, django_capture_on_commit_callbacks):
    procurement = make_published(estimated_value=9_000_000)
    interested, _silent = (make_submitted(make_entity(ready=True)).legal_entity for _ in range(2))
    dialogue.show_interest(procurement, interested, actor=owner_of(interested.organisation))
    new = {"summary": "Ett boende för äldre, med trädgård.", "notice_id": "PROV-1-R1", "estimated_value": 1}

    with django_capture_on_commit_callbacks(execute=True):
        procurements.correct(procurement, actor=buyer_of(procurement), note="Trädgården ingår.", at=SPRING, **new)

    procurement.refresh_from_db()
    event = procurement.events.last()
    told = [(mail.to[0], mail.body) for mail in mailoutbox if "Ändrad annons" in mail.subject]
    assert (procurement.summary, procurement.notice_id) == (new["summary"], "PROV-1-R1")
    assert procurement.estimated_value == 9_000_000
    assert (event.action, event.note, event.created_at) == ("correct", "Trädgården ingår.", SPRING)
    assert words.history([event])[0]["note"] == "Trädgården ingår."
    assert [address for address, _ in told] == [owner_of(interested.organisation).email]
    assert "Trädgården ingår." in told[0][1]


def test_a_notice_is_corrected_only_while_tenders_may_come_in_and_with_words():
    procurement = make_published()
    new = {"note": "Ny adress.", "contact_email": "ny@provstad.example"}

    with pytest.raises(StepNotAllowed, match="Anbudstiden är slut"):
        procurements.correct(procurement, actor=buyer_of(procurement), at=procurement.closes_at, **new)
    with pytest.raises(StepNotAllowed, match="Skriv vad som har ändrats"):
        procurements.correct(procurement, actor=buyer_of(procurement), at=SPRING, **new | {"note": " "})
    with pytest.raises(StepNotAllowed, match="is planned"):
        planned = make_planned()
        procurements.correct(planned, actor=buyer_of(planned), at=SPRING, **new)
    with pytest.raises(NotEntitled):
        procurements.correct(procurement, actor=make_user(buyer=True), at=SPRING, **new)

    procurement.refresh_from_db()
    assert procurement.contact_email == ""


def test_a_correction_does_not_undo_what_a_colleague_has_saved_meanwhile():
    procurement = make_published()
    seen = version_of(procurements.correctable(procurement))
    first = {"contact_email": "ny@provstad.example", "note": "Ny adress.", "at": SPRING}
    procurements.correct(procurement, actor=buyer_of(procurement), seen=seen, **first)

    with pytest.raises(StepNotAllowed, match="Någon annan har rättat"):
        procurements.correct(
            procurement,
            actor=buyer_of(procurement),
            seen=seen,
            contact_email="",
            summary="Nytt.",
            note="Ny.",
            at=SPRING,
        )

    procurement.refresh_from_db()
    assert procurement.contact_email == "ny@provstad.example"


def test_the_time_for_tenders_is_not_shortened_after_the_notice():
    procurement = make_published()
    stood = procurement.closes_at

    with pytest.raises(StepNotAllowed, match="kan inte kortas"):
        procurements.prolong(
            procurement, actor=buyer_of(procurement), closes_at=SPRING + timedelta(days=3), note="Fort", at=SPRING
        )

    procurement.refresh_from_db()
    assert procurement.closes_at == stood


def test_a_frameworks_ceiling_is_not_under_its_estimated_value():
    framework = {"is_framework": True, "estimated_value": 9_000_000}
    procurement = make_planned(**framework, ceiling_value=9_000_000)
    actor = buyer_of(procurement)

    with pytest.raises(ValidationError, match="Takvolymen kan inte vara lägre"):
        procurements.change(procurement, actor=actor, ceiling_value=8_999_999)
    with pytest.raises(ValidationError, match="Takvolymen kan inte vara lägre"):
        procurements.create(procurement.authority, actor=actor, title="Prov", ceiling_value=1, **framework)

    procurement.refresh_from_db()
    assert procurement.ceiling_value == 9_000_000
