"""A case, and the steps a case officer takes with it."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.models import (
    Application,
    ApplicationEvent,
    Assessment,
    ConflictOfInterest,
    Decision,
    JournalEntry,
    Notification,
)
from registry.models.applications import Judgement, State
from registry.reading.dossier import page_of
from registry.services import applications, changes, documents, review
from registry.working_days import next_working_day
from tests.factories import (
    add_member,
    assess_all,
    make_entity,
    make_submitted,
    make_under_review,
    make_upload,
    make_user,
    make_verified,
    owner_of,
)
from tests.registry.views.officers import sign_in

pytestmark = pytest.mark.django_db
TO_OFFICERS = [
    "case_take_over",
    "case_completion",
    "case_communicate",
    "case_approve",
    "case_reject",
    "case_dismiss",
    "case_hand_over",
    "case_conflict",
]


@pytest.fixture
def officer(client):
    user = make_user(officer=True, name="Robin Prov")
    sign_in(client, user)
    return user


@pytest.fixture
def case(officer):
    return make_under_review(officer)


def url(name, case, *more):
    return reverse(name, args=[case.case_number, *more])


def in_two_weeks():
    return next_working_day(timezone.localdate() + timedelta(days=14))


def applicant_of(case):
    return owner_of(case.legal_entity.organisation)


def judgement(slug, **answers):
    return {f"{slug}-{name}": value for name, value in answers.items()}


def ask(case):
    return review.request_completion(
        case, actor=case.officer, reasons=["purpose"], message="Visa var syftet står.", due_on=in_two_weeks()
    )


def communicate(case, due_on=None):
    return review.communicate(case, actor=case.officer, text="Syftet är delat.", due_on=due_on or in_two_weeks())


def test_the_page_shows_what_is_stated_and_where_it_stands(client, case):
    page = client.get(url("case", case))

    assert page.status_code == 200
    assert "Föreningen har till ändamål att ge äldre en trygg omsorg." in page.text
    assert "Är syftet enbart allmännyttigt? Ja." in page.text
    assert case.legal_entity.governing_document.get_absolute_url() in page.text
    assert "Kim Exempel" in page.text
    assert "Hemtjänst" in page.text
    assert "dag 1 hos oss" in page.text


@pytest.mark.parametrize(
    ("clause", "page"),
    [("2 §, sidan 3", 3), ("s. 12", 12), ("sid 4, 1 §", 4), ("sida 7", 7), ("2 §", None), ("", None)],
)
def test_a_page_that_the_clause_mentions_is_opened(clause, page):
    assert page_of(clause) == page


def test_the_link_leads_to_the_page(client, officer):
    case = make_under_review(officer, make_entity(ready=True))
    type(case.legal_entity).objects.filter(pk=case.legal_entity_id).update(purpose_clause="2 §, sidan 3")

    page = client.get(url("case", case))

    assert "#page=3" in page.text


def test_a_foundation_has_a_requirement_that_is_not_tried(client, officer):
    case = make_under_review(officer, make_entity(ready=True, form="72"))

    page = client.get(url("case", case))

    assert "Prövas inte" in page.text
    assert "Villkoret gäller inte stiftelser." in page.text
    assert client.post(url("case_assess", case, "upplosning"), {}).status_code == 404


def test_strangers_and_members_find_nothing(client):
    case = make_under_review()
    organisation = case.legal_entity.organisation
    for user in (make_user(), owner_of(organisation)):
        client.force_login(user)

        assert client.get(url("case", case)).status_code == 404
        assert client.post(url("case_take", case)).status_code == 404


def test_an_officer_with_jav_gets_403_everywhere(client, officer):
    case = make_submitted()
    add_member(case.legal_entity.organisation, "reader", officer)

    assert client.get(url("case", case)).status_code == 403
    assert client.post(url("case_take", case)).status_code == 403
    for name in TO_OFFICERS:
        page = client.get(url(name, case))
        assert page.status_code == 403, name
    assert "Du är jävig i den här organisationen" in page.text


def test_a_draft_is_no_case(client, officer):
    entity = make_entity(ready=True)
    draft = entity.applications.get()

    assert draft.case_number is None
    assert client.get("/handlaggning/arenden/None/").status_code == 404


@pytest.mark.parametrize("name", TO_OFFICERS)
def test_each_step_says_what_happens_before_it_does(client, case, name):
    page = client.get(url(name, case))

    assert page.status_code == 200
    assert "Det här händer" in page.text
    case.refresh_from_db()
    assert case.state == State.UNDER_REVIEW


# Taking


def test_taking_a_case(client, officer):
    case = make_submitted()

    page = client.post(url("case_take", case), follow=True)

    case.refresh_from_db()
    assert (case.state, case.officer) == (State.UNDER_REVIEW, officer)
    assert "Ärendet är ditt." in page.text


def test_taking_what_somebody_else_has_taken_is_explained(client, officer):
    case = make_under_review()

    page = client.post(url("case_take", case), follow=True)

    assert "Någon annan hann före" in page.text
    case.refresh_from_db()
    assert case.officer != officer


def test_taking_over_tells_the_former_officer(client, officer):
    former = make_user(officer=True)
    case = make_under_review(former)

    client.post(url("case_take_over", case), {"note": "Alex är sjuk."})

    case.refresh_from_db()
    assert case.officer == officer
    assert Notification.objects.filter(user=former, kind="case_taken_over").exists()
    assert case.events.last().note == "Alex är sjuk."


# Judging


def test_a_judgement_is_saved_by_itself(client, officer, case):
    answers = judgement("syfte", judgement="met", evidence="Stadgar, 2 §", comment="")

    page = client.post(url("case_assess", case, "syfte"), answers, follow=True)

    row = Assessment.objects.get(application=case)
    assert (row.requirement, row.judgement, row.officer) == ("purpose", "met", officer)
    assert "är sparad" in page.text


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "Välj en bedömning."),
        ({"judgement": "met"}, "Skriv vilket underlag som visar att kravet är uppfyllt."),
        ({"judgement": "not_met", "evidence": "Stadgar"}, "Skriv skälen till bedömningen."),
    ],
)
def test_a_refused_judgement_comes_back_with_what_was_typed(client, case, answers, words):
    page = client.post(url("case_assess", case, "valfard"), judgement("valfard", comment="", **answers))

    assert page.status_code == 422
    assert words in page.text
    assert "<title>Fel:" in page.text
    assert not Assessment.objects.exists()


def test_a_personnummer_in_a_judgement_is_refused_and_not_repeated(client, case):
    answers = judgement("syfte", judgement="met", evidence="Kim, 811228-9874")

    page = client.post(url("case_assess", case, "syfte"), answers)

    assert page.status_code == 422
    assert "811228" not in page.text


def test_earlier_judgements_stay_on_the_page(client, case):
    for value in (Judgement.UNDECIDED, Judgement.MET):
        review.assess(case, "purpose", actor=case.officer, judgement=value, evidence="2 §", comment="Läst.")

    page = client.get(url("case", case))

    assert "Tidigare bedömningar (1)" in page.text
    assert "Kan inte bedömas än" in page.text


def test_only_the_cases_own_officer_judges(client, officer):
    case = make_under_review()

    page = client.get(url("case", case))
    after = client.post(
        url("case_assess", case, "syfte"), judgement("syfte", judgement="met", evidence="2 §"), follow=True
    )

    assert "Spara bedömningen" not in page.text
    assert "Ta över det först" in after.text
    assert not Assessment.objects.exists()


# Completion


def test_the_message_starts_from_what_is_in_doubt(client, case):
    review.assess(case, "dissolution", actor=case.officer, judgement="undecided", comment="Saknas.")

    page = client.get(url("case_completion", case))

    assert "Visa var i stadgarna det står vad som händer med tillgångarna" in page.text


def test_the_chosen_reasons_fill_in_the_message_and_keep_what_was_typed(client, case):
    answers = {"reasons": ["welfare"], "message": "Hej Kim!", "due_on": "2031-01-02", "fill": "1"}

    page = client.post(url("case_completion", case), answers)

    assert page.status_code == 200
    assert "Hej Kim!" in page.text
    assert "Beskriv vilken välfärd" in page.text
    assert "2031-01-02" in page.text
    assert not case.completion_requests.exists()


def test_asking_for_completion_stops_the_clock_and_tells_the_applicant(client, case):
    answers = {"reasons": ["purpose"], "message": "Visa var syftet står.", "due_on": str(in_two_weeks())}

    client.post(url("case_completion", case), answers)

    case.refresh_from_db()
    assert case.state == State.COMPLETION_REQUESTED
    assert case.waiting_since is not None
    assert Notification.objects.filter(user=applicant_of(case), kind="completion_requested").exists()


def test_a_refused_completion_keeps_what_was_typed(client, case):
    yesterday = timezone.localdate() - timedelta(days=1)

    page = client.post(url("case_completion", case), {"message": "Visa syftet.", "due_on": str(yesterday)})

    assert page.status_code == 422
    assert "Välj minst ett skäl." in page.text
    assert "Välj en dag efter i dag." in page.text
    assert "Visa syftet." in page.text


def test_a_last_day_is_a_working_day(client, case):
    answers = {"reasons": ["purpose"], "message": "Visa.", "due_on": "2026-12-25"}
    day = timezone.localdate()
    christmas = (
        day.replace(month=12, day=25) if day < day.replace(month=12, day=24) else day.replace(day.year + 1, 1, 1)
    )

    page = client.post(url("case_completion", case), {**answers, "due_on": str(christmas)})

    assert page.status_code == 422
    assert "Dagen är ledig. Välj en arbetsdag." in page.text


# Deciding


def test_approval_waits_and_says_for_what(client, case):
    page = client.get(url("case", case))
    confirm = client.get(url("case_approve", case))
    after = client.post(url("case_approve", case), {"reasons": "Allt väl."}, follow=True)

    assert "Kan inte göras än. Bedöm först som uppfyllt" in page.text
    assert "Det går inte än." in confirm.text
    assert "Bedöm kravet" in after.text
    assert not Decision.objects.exists()


def test_approval_verifies_and_leaves_a_decision_to_read(client, case):
    assess_all(case)

    page = client.post(url("case_approve", case), {"reasons": "Alla krav är uppfyllda."}, follow=True)

    case.refresh_from_db()
    assert case.state == State.APPROVED
    assert case.decision.provisions == ["2022:900 2 §", "2022:900 3 §"]
    assert "Beslut: godkänd" in page.text
    assert case.decision.letter.get_absolute_url() in page.text
    assert "Spara bedömningen" not in page.text
    assert "Nästa steg" not in page.text


def test_the_reasons_are_prefilled_from_the_judgements(client, case):
    assess_all(case)

    page = client.get(url("case_approve", case))

    assert "Enbart allmännyttigt syfte: uppfyllt. Underlag: Stadgar 2 §." in page.text


def test_a_refusal_needs_a_failed_requirement_and_communication(client, case):
    page = client.get(url("case_reject", case))

    assert "Bedöm minst ett krav som inte uppfyllt." in page.text
    assert "Kommunicera först" in page.text


def test_a_refusal_without_reasons_or_provisions_is_refused(client, case):
    assess_all(case, Judgement.NOT_MET)
    communicate(case)
    applications.answer_communication(case, actor=applicant_of(case), answer="Nej.")

    page = client.post(url("case_reject", case), {"reasons": ""})

    assert page.status_code == 422
    assert "Skriv skälen. De blir en del av beslutet." in page.text
    assert "Välj minst en bestämmelse." in page.text


def test_a_refusal_is_decided_with_reasons_and_provisions(client, case):
    assess_all(case, Judgement.NOT_MET)
    communicate(case)
    applications.answer_communication(case, actor=applicant_of(case), answer="Nej.")

    page = client.post(
        url("case_reject", case), {"reasons": "Syftet är delat.", "provisions": ["2022:900 2 §"]}, follow=True
    )

    case.refresh_from_db()
    assert case.state == State.REJECTED
    assert "Beslut: avslag" in page.text
    assert JournalEntry.objects.filter(case_number=case.case_number, subject="Beslut: avslag").exists()


def test_communication_is_sent_with_a_last_day(client, case):
    client.post(url("case_communicate", case), {"text": "Syftet är delat.", "due_on": str(in_two_weeks())})

    assert case.communications.get().text == "Syftet är delat."
    page = client.get(url("case", case))
    assert "Kommunicering inför beslut" in page.text
    assert "Vänta på sökandens svar" in page.text


def test_dismissing_waits_for_the_last_day(client, case):
    request = ask(case)
    waiting = client.get(url("case_dismiss", case))
    type(request).objects.filter(pk=request.pk).update(due_on=timezone.localdate() - timedelta(days=1))

    client.post(url("case_dismiss", case), {"reasons": "Inget kom in.", "provisions": ["2017:900 20 §"]})

    assert "Vänta till sista dagen att komplettera har gått" in waiting.text
    case.refresh_from_db()
    assert case.state == State.DISMISSED


def test_handing_over_puts_the_case_back_with_a_note(client, case):
    refused = client.post(url("case_hand_over", case), {"note": ""})
    client.post(url("case_hand_over", case), {"note": "Jag går på semester."})

    assert refused.status_code == 422
    case.refresh_from_db()
    assert (case.state, case.officer) == (State.SUBMITTED, None)


@pytest.mark.parametrize("waiting", [False, True])
def test_declaring_jav_leaves_the_case_to_others(client, officer, case, waiting):
    if waiting:
        ask(case)

    client.post(url("case_conflict", case), {"reason": "Min bror sitter i styrelsen."})

    assert ConflictOfInterest.objects.filter(officer=officer).exists()
    case.refresh_from_db()
    assert case.officer is None
    assert client.get(url("case", case)).status_code == 403
    sign_in(client, make_user(officer=True))
    step = "case_take_over" if waiting else "case_take"
    client.post(url(step, case), {"note": "Tar över efter jäv."})
    case.refresh_from_db()
    assert case.officer is not None


# Changes


def noticed(officer, proposed, **more):
    entity = make_verified(make_entity(ready=True), officer)
    actor = owner_of(entity.organisation)
    change = changes.start(entity, actor=actor)
    changes.save(change, proposed, actor=actor, **more)
    change.refresh_from_db()
    case = changes.submit(change, actor=actor)
    return review.take_case(case, actor=officer)


def test_a_change_shows_old_and_new_with_the_words_marked(client, officer):
    case = noticed(officer, {"purpose_text": "Föreningen har till ändamål att ge <b>alla</b> en trygg omsorg."})

    page = client.get(url("case", case))

    assert "<del>" in page.text
    assert "<ins>&lt;b&gt;alla&lt;/b&gt;</ins>" in page.text
    assert "Verifierat" in page.text
    assert "Anmält" in page.text
    assert "Behöver bedömas om" in page.text
    assert "Påverkas inte av ändringen." in page.text
    assert "Anmälan om ändring kom in" in page.text


def test_new_statutes_show_both_documents(client, officer):
    entity = make_verified(make_entity(ready=True), officer)
    old, actor = entity.governing_document, owner_of(entity.organisation)
    new = documents.store(
        make_upload("Nya stadgar. 2 § Föreningens ändamål är att ge äldre och barn omsorg."),
        "governing",
        organisation=entity.organisation,
        legal_entity=entity,
        actor=actor,
    )
    change = changes.start(entity, actor=actor)
    changes.save(change, {}, actor=actor, governing_document=new)
    change.refresh_from_db()
    case = review.take_case(changes.submit(change, actor=actor), actor=officer)

    page = client.get(url("case", case))

    assert old.get_absolute_url() in page.text
    assert new.get_absolute_url() in page.text


def test_a_seat_is_compared_by_name(client, officer):
    case = noticed(officer, {"seat_id": "0180"})

    page = client.get(url("case", case))

    assert "Stockholm" in page.text
    assert "0180" not in page.text


def test_a_new_address_needs_no_new_judgement(client, officer):
    case = noticed(officer, {"own_address": True, "street": "Nya gatan 2", "postal_code": "411 01", "city": "Göteborg"})

    client.post(url("case_approve", case), {"reasons": "Adressen är ny."})

    case.refresh_from_db()
    case.legal_entity.refresh_from_db()
    assert case.state == State.APPROVED
    assert case.legal_entity.street == "Nya gatan 2"


def test_a_new_purpose_is_judged_anew(client, officer):
    case = noticed(officer, {"purpose_text": "Föreningen driver också ett bageri."})

    client.post(url("case_approve", case), {"reasons": "Väl."})

    case.refresh_from_db()
    assert case.state == State.UNDER_REVIEW


# Promises that the database keeps


def test_every_event_has_an_actor(client, officer, case):
    ask(case)
    applications.answer_completion(case, actor=applicant_of(case), answer="Se 2 §.")
    client.post(url("case_take", case))
    assess_all(case)
    client.post(url("case_approve", case), {"reasons": "Alla krav är uppfyllda."})

    actions = list(case.events.values_list("action", flat=True))

    assert actions[0] == "submit"
    assert actions[-1] == "approve"
    assert not ApplicationEvent.objects.filter(actor=None).exists()


@pytest.mark.parametrize(
    ("facts", "promise"),
    [
        ({"outcome": "approved", "reasons": ""}, "decision_has_reasons"),
        ({"outcome": "dismissed", "reasons": "Nej."}, "decision_refusal_cites_provisions"),
    ],
)
def test_a_decision_written_without_the_form_is_stopped(facts, promise):
    case = make_under_review()

    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Decision.objects.create(application=case, decided_by=case.officer, **facts)


def test_a_judgement_written_without_the_form_is_stopped():
    case = make_under_review()

    with pytest.raises(IntegrityError, match="assessment_met_on_evidence"), transaction.atomic():
        Assessment.objects.create(application=case, requirement="purpose", judgement="met", officer=case.officer)


def test_a_case_under_review_always_has_an_officer():
    case = make_under_review()

    with pytest.raises(IntegrityError, match="application_reviewed_by_someone"), transaction.atomic():
        Application.objects.filter(pk=case.pk).update(officer=None)


def test_the_number_of_queries_does_not_grow_with_the_case(client, case):
    client.get(url("case", case))
    with CaptureQueriesContext(connection) as few:
        client.get(url("case", case))
    for _ in range(3):
        assess_all(case)
        ask(case)
        applications.answer_completion(case, actor=applicant_of(case), answer="Se 2 §.")
        review.take_case(case, actor=case.officer)
        make_entity(case.legal_entity.organisation, ready=True)

    with CaptureQueriesContext(connection) as many:
        client.get(url("case", case))

    assert len(many) <= len(few) + 1  # the documents of all answers, fetched at once when there are any


@pytest.mark.django_db(transaction=True)
def test_two_officers_press_take_at_the_same_moment(read_only_get):
    case = make_submitted()
    clients = [sign_in(read_only_get(), make_user(officer=True)) for _ in range(2)]
    start, pages = threading.Barrier(2), []

    def press(client):
        try:
            start.wait()
            pages.append(client.post(url("case_take", case), follow=True).text)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum("Ärendet är ditt." in text for text in pages) == 1
    assert sum("Någon annan hann före" in text for text in pages) == 1
    assert case.events.filter(action="take").count() == 1
