"""Follow-up of the portal's own verification: asked, reminded, answered, and what the public sees meanwhile."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.models import FollowUpCase, JournalEntry, SampleDraw, StatusLog, Verification
from registry.sampling import draw
from registry.services import follow_up, verifications
from registry.services.review import suggested_due_date
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_member, make_user, make_verified, owner_of

pytestmark = pytest.mark.django_db
LIST = "/handlaggning/uppfoljning/"
MISSING = "Svar på portalens fråga saknas."


@pytest.fixture
def officer():
    return make_user(officer=True)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def asked(officer, entity=None, *, cause="signal", days=14):
    verification = (entity or make_verified()).verifications.get()
    return follow_up.open_case(
        verification, actor=officer, cause=cause, question="Är styrelsen densamma?", due_on=in_days(days)
    )


def owner(case):
    return owner_of(case.verification.legal_entity.organisation)


def later(days):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def told(mailoutbox):
    return sorted(address for letter in mailoutbox for address in letter.to)


def test_a_question_reaches_those_who_may_answer_and_nobody_else(mailoutbox, officer):
    entity = make_verified()
    editor = add_member(entity.organisation, "editor")
    add_member(entity.organisation, "reader")
    former = add_member(entity.organisation, "owner")
    former.memberships.update(ended_at=timezone.now(), ended_by=former)
    mailoutbox.clear()

    case = asked(officer, entity)

    assert told(mailoutbox) == sorted([owner(case).email, editor.email])
    assert "Är styrelsen densamma?" in mailoutbox[0].body
    assert JournalEntry.objects.filter(case_number=case.case_number).count() == 1
    assert StatusLog.objects.filter(subject="followupcase", action="open", reason="signal").exists()


def test_the_answer_reaches_the_officer_and_closes_when_it_holds(mailoutbox, officer):
    case = asked(officer)
    mailoutbox.clear()

    case = follow_up.answer(case, actor=owner(case), text="Ja, det är den.")
    assert told(mailoutbox) == [officer.email]
    case = follow_up.close(case, actor=officer, conclusion="Allt stämmer.")

    assert case.state == "closed"
    assert [event.action for event in case.events.all()] == ["open", "answer", "close"]
    assert case.verification.state == Verification.State.VERIFIED


def test_one_reminder_a_week_before_and_none_to_those_who_answered(mailoutbox, officer):
    silent, answered = asked(officer), asked(officer)
    follow_up.answer(answered, actor=owner(answered), text="Ja.")
    mailoutbox.clear()

    assert follow_up.remind() == 0
    with later(7):
        assert follow_up.remind() == 1
        assert follow_up.remind() == 0

    assert told(mailoutbox) == [owner(silent).email]


def test_a_missing_answer_is_public_until_it_comes(client, officer):
    case = asked(officer)
    page = case.verification.legal_entity.organisation.get_absolute_url()
    assert MISSING not in client.get(page).text

    with later(14):
        assert follow_up.lapse() == 0
    with later(15):
        assert follow_up.lapse() == 1
        assert follow_up.lapse() == 0
        assert follow_up.remind() == 0
    assert MISSING in client.get(page).text
    assert "Verifieringen gäller." in client.get(page).text

    follow_up.answer(case, actor=owner(case), text="Förlåt, ja.")

    assert MISSING not in client.get(page).text


def test_ending_the_verification_after_hearing_ends_the_follow_up(officer):
    case = asked(officer)
    held = case.verification
    with pytest.raises(StepNotAllowed, match="yttra sig först"):
        verifications.end_by_decision(held, actor=officer, ground="wrong_information", reasons="Fel uppgifter.")
    held = verifications.warn(held, actor=officer, text="Inget svar.", answer_by=in_days(14))

    with later(15):
        verifications.end_by_decision(held, actor=officer, ground="wrong_information", reasons="Fel uppgifter.")

    case.refresh_from_db()
    assert case.state == "ended"
    assert case.conclusion == "Fel uppgifter."
    with pytest.raises(StepNotAllowed):
        follow_up.answer(case, actor=owner(case), text="Vänta.")


def test_one_follow_up_at_a_time_of_what_holds(officer):
    case = asked(officer)

    with pytest.raises(StepNotAllowed, match="pågår redan"):
        asked(officer, case.verification.legal_entity)
    verifications.end_on_request(case.verification, actor=owner(case))
    with pytest.raises(StepNotAllowed, match="har upphört"):
        asked(officer, case.verification.legal_entity)
    with pytest.raises(StepNotAllowed, match="efter i dag"):
        asked(officer, days=0)
    with pytest.raises(StepNotAllowed, match="dras"):
        asked(officer, cause="sample")


def test_only_officers_without_jav_ask_and_only_editors_answer(officer):
    entity = make_verified()
    insider = make_user(officer=True)
    add_member(entity.organisation, "reader", insider)
    with pytest.raises(NotEntitled):
        asked(insider, entity)
    with pytest.raises(NotEntitled):
        asked(make_user(), entity)
    case = asked(officer, entity)
    for stranger in (make_user(), insider):
        with pytest.raises(NotEntitled):
            follow_up.answer(case, actor=stranger, text="x")
        with pytest.raises(NotEntitled):
            follow_up.close(case, actor=stranger, conclusion="x")
    with pytest.raises(NotEntitled):
        follow_up.draw_sample(actor=make_user(), share=Decimal(5), seed="x", question="?", due_on=in_days(14))


def test_a_sample_can_be_drawn_again_by_anyone(officer):
    for _ in range(4):
        make_verified()
    busy = asked(officer)

    sample = follow_up.draw_sample(
        actor=officer, share=Decimal("50"), seed="Dagens lottorad", question="Stämmer allt?", due_on=in_days(14)
    )

    assert busy.verification.pk not in sample.drawn_from
    assert len(sample.drawn_from) == 4
    assert len(sample.drawn) == 2
    assert draw(sample.drawn_from, Decimal("50"), "Dagens lottorad") == sample.drawn
    assert set(sample.follow_ups.values_list("verification", flat=True)) == {*sample.drawn}
    assert not FollowUpCase.objects.exclude(pk=busy.pk).exclude(cause="sample").exists()


def test_a_sample_rests_on_its_list_share_and_seed_alone():
    numbers = list(range(1, 201))

    assert draw(numbers, 10, "a") == draw(numbers, 10, "a")
    assert draw(numbers, 10, "a") != draw(numbers, 10, "b")
    assert draw(sorted(numbers, reverse=True), 10, "a") == draw(numbers, 10, "a")[::-1]
    assert set(draw(numbers, 5, "a")) < set(draw(numbers, 10, "a"))
    assert len(draw(numbers, 1, "a")) == 2
    assert len(draw([1, 2], Decimal("0.01"), "a")) == 1


def test_the_pages_lead_from_question_to_conclusion(client, officer):
    entity = make_verified()
    verification = entity.verifications.get()
    client.force_login(officer)
    question = {"cause": "signal", "question": "Är styrelsen densamma?", "due_on": "2020-01-01"}
    refused = client.post(f"/handlaggning/verifieringar/{verification.pk}/folj-upp/", question)
    assert refused.status_code == 422
    assert "Välj en dag efter i dag." in refused.text
    due = str(suggested_due_date())
    page = client.post(
        f"/handlaggning/verifieringar/{verification.pk}/folj-upp/", {**question, "due_on": due}, follow=True
    )
    case = FollowUpCase.objects.get()
    assert str(entity) in page.text
    client.force_login(owner(case))
    hub = f"/min-organisation/{entity.organisation.slug}/uppfoljning/{case.case_number}/"
    assert client.post(hub, {"text": ""}).status_code == 422
    assert "Tack, vi har fått ert svar." in client.post(hub, {"text": "Ja."}, follow=True).text
    assert client.post(hub, {"text": "Igen"}).status_code == 200
    client.force_login(officer)
    here = f"{LIST}{case.case_number}/"
    assert "Ja." in client.get(here).text
    assert client.post(here, {"conclusion": ""}).status_code == 422

    page = client.post(here, {"conclusion": "Allt stämmer."}, follow=True)

    assert "Uppföljningen är avslutad." in page.text
    assert "Avsluta uppföljningen" not in page.text


def test_readers_read_and_strangers_find_nothing(client, officer):
    case = asked(officer)
    organisation = case.verification.legal_entity.organisation
    hub = f"/min-organisation/{organisation.slug}/uppfoljning/{case.case_number}/"
    client.force_login(add_member(organisation, "reader"))
    assert "Skicka svaret" not in client.get(hub).text
    assert client.post(hub, {"text": "x"}).status_code == 403

    client.force_login(make_user())

    assert client.get(hub).status_code == 404
    assert client.get(LIST).status_code == 404


def test_a_sample_is_drawn_on_its_page(client, officer):
    client.force_login(officer)
    make_verified()
    answers = {"share": "100", "seed": "frö", "question": "Stämmer det?", "due_on": str(suggested_due_date())}
    assert client.post(f"{LIST}stickprov/", {**answers, "share": "0"}).status_code == 422

    page = client.post(f"{LIST}stickprov/", answers, follow=True)

    assert "Stickprovet är draget" in page.text
    assert "1 av 1" in page.text
    assert SampleDraw.objects.get().seed == "frö"


def test_the_list_has_as_many_queries_for_many(client, officer):
    client.force_login(officer)

    def queries(count):
        for _ in range(count):
            asked(officer)
        client.get(LIST)
        with CaptureQueriesContext(connection) as run:
            client.get(LIST)
        return len(run)

    assert queries(1) == queries(3)
