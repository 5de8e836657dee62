"""One application as its organisation sees it: task list, status, completion, comment, withdrawal, decision."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.models import Application
from registry.models.applications import CompletionReason, Judgement, State
from registry.models.members import Role
from registry.services import applications, review
from tests.factories import (
    add_member,
    assess_all,
    make_entity,
    make_pdf,
    make_submitted,
    make_under_review,
    make_upload,
    make_user,
    owner_of,
)

pytestmark = pytest.mark.django_db

PERSONAL_NUMBER = "811228-9874"


def at(case, name="application"):
    return reverse(name, args=[case.uuid])


def text(response):
    return response.content.decode()


def signed_in(client, case):
    client.force_login(owner_of(case.legal_entity.organisation))
    return client


def two_weeks_on():
    return timezone.localdate() + timedelta(days=14)


@pytest.fixture
def asked():
    """A case in which an officer asks for more."""
    case = make_under_review()
    review.request_completion(
        case,
        actor=case.officer,
        reasons=[CompletionReason.PURPOSE],
        message="Skriv vad som menas med omsorg.",
        due_on=two_weeks_on(),
    )
    case.refresh_from_db()
    return case


@pytest.fixture
def heard():
    """A case in which the applicant may comment on what speaks against it."""
    case = make_under_review()
    review.communicate(
        case, actor=case.officer, text="Kommunen utser hela styrelsen.", due_on=timezone.localdate() + timedelta(days=7)
    )
    case.refresh_from_db()
    return case


def approved():
    case = make_under_review()
    assess_all(case)
    review.approve(case, actor=case.officer, reasons="Alla krav är uppfyllda.", provisions=["2022:900 2 §"])
    case.refresh_from_db()
    return case


EVERY = [
    "application",
    "application_completion",
    "application_comment",
    "application_withdraw",
    "application_decision",
]


@pytest.mark.parametrize("name", EVERY)
def test_a_stranger_does_not_learn_that_the_page_exists(client, name):
    case = approved()
    client.force_login(make_user())

    assert client.get(at(case, name)).status_code == 404
    assert client.post(at(case, name)).status_code == 404


@pytest.mark.parametrize("name", ["application_completion", "application_comment", "application_withdraw"])
def test_a_reader_may_not_act(client, name):
    case = make_submitted()
    client.force_login(add_member(case.legal_entity.organisation, Role.READER))

    assert client.get(at(case, name)).status_code == 403


def test_a_reader_sees_where_the_case_is_and_no_buttons(client):
    case = make_submitted()
    client.force_login(add_member(case.legal_entity.organisation, Role.READER))

    response = client.get(at(case))

    assert "Vi har fått er ansökan" in text(response)
    assert at(case, "application_withdraw") not in text(response)


def test_a_reader_sees_what_a_draft_lacks_without_a_way_to_change_it(client):
    case = make_entity().applications.get()
    client.force_login(add_member(case.legal_entity.organisation, Role.READER))

    page = text(client.get(at(case)))

    assert "Inte börjad" in page
    assert at(case, "application_purpose") not in page


def test_a_draft_lists_every_task_and_what_is_missing(client):
    case = make_entity().applications.get()

    page = text(signed_in(client, case).get(at(case)))

    assert "Ni har gjort tre av elva uppgifter" in page
    assert at(case, "application_owners") in page
    assert reverse("organisation_contact", args=[case.legal_entity.organisation.slug]) in page
    assert "Inte börjad" in page


def test_a_finished_draft_leads_to_handing_in(client):
    case = make_entity(ready=True).applications.get()

    page = text(signed_in(client, case).get(at(case)))

    assert "Alla elva uppgifter är klara" in page
    assert applications.organisation_url(case.legal_entity.organisation) in page


def test_the_task_list_asks_the_database_a_fixed_number_of_times(client, django_assert_max_num_queries):
    case = make_entity(ready=True).applications.get()
    signed_in(client, case)

    with django_assert_max_num_queries(16):
        client.get(at(case))


def test_a_case_that_came_in_says_whose_turn_it_is_and_what_comes_next(client):
    case = make_submitted()

    page = text(signed_in(client, case).get(at(case)))

    assert case.case_number in page
    assert "Bollen är hos oss." in page
    assert "En handläggare tar ärendet" in page
    assert "Ansökan kom in" in page
    assert at(case, "application_withdraw") in page


def test_the_officers_own_work_is_not_shown_before_the_decision(client):
    case = make_under_review()
    assess_all(case, Judgement.UNDECIDED)

    page = text(signed_in(client, case).get(at(case)))

    assert "Handläggaren tog ärendet" in page
    assert "Ett krav bedömdes" not in page


# --- Completion ---


def test_a_request_for_completion_shows_reasons_message_last_day_and_open_tasks(client, asked):
    page = text(signed_in(client, asked).get(at(asked, "application_completion")))

    assert "Syftet är oklart" in page
    assert "Skriv vad som menas med omsorg." in page
    assert at(asked, "application_purpose") in page
    assert at(asked, "application_completion") in text(client.get(at(asked)))


def test_statements_are_open_during_completion_and_lead_back_to_it(client, asked):
    response = signed_in(client, asked).post(
        at(asked, "application_purpose"), {"purpose_text": "Att ge äldre omsorg.", "purpose_clause": "2 §"}
    )

    assert response.url == at(asked, "application_completion")
    asked.legal_entity.refresh_from_db()
    assert asked.legal_entity.purpose_text == "Att ge äldre omsorg."


def test_the_answer_is_sent_with_its_files(client, asked):
    signed_in(client, asked)
    client.post(at(asked, "application_completion"), {"answer": "Här är", "file": make_upload(), "keep": "1"})
    asked.refresh_from_db()
    assert asked.state == State.COMPLETION_REQUESTED
    assert "Här är" in text(client.get(at(asked, "application_completion")))

    response = client.post(
        at(asked, "application_completion"),
        {"answer": "Här är svaret.", "file": make_upload("Ett protokoll om omsorg.", "protokoll.pdf"), "send": "1"},
        follow=True,
    )

    asked.refresh_from_db()
    assert asked.state == State.SUBMITTED
    request = asked.completion_requests.get()
    assert request.answer == "Här är svaret."
    assert {file.filename for file in request.documents.all()} == {"stadgar.pdf", "protokoll.pdf"}
    assert "Svaret är skickat" in text(response)
    assert "protokoll.pdf" in text(response)


def test_an_answer_without_words_is_not_sent(client, asked):
    response = signed_in(client, asked).post(at(asked, "application_completion"), {"answer": "", "send": "1"})

    assert response.status_code == 422
    assert '<a href="#id_answer">Skriv ert svar.</a>' in text(response)


def test_a_file_is_taken_out_of_the_answer(client, asked):
    signed_in(client, asked)
    client.post(at(asked, "application_completion"), {"answer": "", "file": make_upload(), "keep": "1"})
    document = asked.completion_requests.get().documents.get()

    client.post(at(asked, "application_completion"), {"remove": str(document.uuid)})

    assert not asked.completion_requests.get().documents.exists()


def test_a_sixth_file_is_refused_in_words(client, asked):
    signed_in(client, asked)
    for number in range(6):
        upload = make_upload(content=make_pdf(f"Underlag nummer {number} om omsorgen."), name=f"{number}.pdf")
        response = client.post(
            at(asked, "application_completion"), {"answer": "", "file": upload, "keep": "1"}, follow=True
        )

    assert "högst fem filer" in text(response)
    assert asked.completion_requests.get().documents.count() == 5


@pytest.mark.parametrize("button", ["keep", "send"])
def test_a_personal_number_in_an_answer_is_neither_kept_nor_shown(client, asked, button, caplog):
    response = signed_in(client, asked).post(
        at(asked, "application_completion"), {"answer": f"Kim {PERSONAL_NUMBER}", button: "1"}
    )

    assert response.status_code == 422
    assert PERSONAL_NUMBER not in text(response) + caplog.text
    assert asked.completion_requests.get().answer == ""


def test_a_refused_file_keeps_the_answer_that_was_typed(client, asked):
    response = signed_in(client, asked).post(
        at(asked, "application_completion"),
        {"answer": "Långt svar", "file": make_upload(content=b"nej"), "send": "1"},
    )

    assert response.status_code == 422
    assert "Långt svar" in text(response)
    assert "Filen är inte en PDF" in text(response)


def test_nothing_to_complete_leads_to_the_case_with_a_word(client):
    case = make_submitted()

    response = signed_in(client, case).post(at(case, "application_completion"), {"answer": "Hej"}, follow=True)

    assert response.redirect_chain == [(at(case), 302)]
    assert "ingen begäran att svara på" in text(response)


# --- Comment ---


def test_what_speaks_against_is_shown_and_answered(client, heard):
    signed_in(client, heard)
    assert "Ni får yttra er innan vi beslutar" in text(client.get(at(heard)))
    assert "Kommunen utser hela styrelsen." in text(client.get(at(heard, "application_comment")))

    response = client.post(at(heard, "application_comment"), {"answer": "Det stämmer inte."}, follow=True)

    assert heard.communications.get().answer == "Det stämmer inte."
    assert "Yttrandet är skickat" in text(response)
    assert "Bollen är hos oss." in text(response)


def test_an_empty_comment_is_refused(client, heard):
    response = signed_in(client, heard).post(at(heard, "application_comment"), {"answer": " "})

    assert response.status_code == 422
    assert "Skriv ert yttrande." in text(response)


def test_a_personal_number_in_a_comment_is_refused(client, heard):
    response = signed_in(client, heard).post(at(heard, "application_comment"), {"answer": PERSONAL_NUMBER})

    assert response.status_code == 422
    assert PERSONAL_NUMBER not in text(response)


def test_a_second_comment_finds_nothing_to_answer(client, heard):
    signed_in(client, heard).post(at(heard, "application_comment"), {"answer": "Ett."})

    response = client.post(at(heard, "application_comment"), {"answer": "Två."}, follow=True)

    assert "inget att yttra sig över" in text(response)
    assert heard.communications.get().answer == "Ett."


# --- Withdrawal ---


def test_withdrawal_asks_first_and_then_closes_the_case(client):
    case = make_submitted()
    signed_in(client, case)
    assert "Återkalla ansökan?" in text(client.get(at(case, "application_withdraw")))

    response = client.post(at(case, "application_withdraw"), follow=True)

    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    assert "Ni har återkallat ansökan" in text(response)


def test_a_decided_case_cannot_be_withdrawn_and_says_so(client):
    case = approved()

    response = signed_in(client, case).post(at(case, "application_withdraw"), follow=True)

    case.refresh_from_db()
    assert case.state == State.APPROVED
    assert "redan gått vidare" in text(response)


# --- Decision ---


def test_how_long_it_takes_is_told_while_it_takes_and_promises_no_right_that_only_an_authority_gives(client, settings):
    case = make_under_review()
    signed_in(client, case)

    settings.OPERATOR_IS_AUTHORITY = False
    goal = text(client.get(at(case)))
    settings.OPERATOR_IS_AUTHORITY = True
    right = text(client.get(at(case)))
    Application.objects.filter(pk=case.pk).update(state=State.WITHDRAWN, closed_at=timezone.now())
    closed = text(client.get(at(case)))

    assert "Vårt mål är att besluta inom sex månader." in goal
    assert "kan ni begära att ärendet avgörs" not in goal
    assert "kan ni begära att ärendet avgörs" in right
    assert "Så länge tar det" not in closed


def test_the_decision_gives_reasons_paragraphs_letter_and_review(client):
    case = approved()

    page = text(signed_in(client, case).get(at(case, "application_decision")))

    assert "Ansökan om verifiering godkänns" in page
    assert "Alla krav är uppfyllda." in page
    assert "https://www.riksdagen.se/" in page
    assert case.decision.letter.get_absolute_url() in page
    assert "tre veckor" in page


def test_acknowledging_the_decision_starts_three_weeks(client):
    case = approved()

    response = signed_in(client, case).post(at(case, "application_decision"), follow=True)

    case.decision.refresh_from_db()
    assert case.decision.served_on == timezone.localdate()
    assert case.decision.review_until >= timezone.localdate() + timedelta(days=21)
    assert "Sista dag är" in text(response)


def test_a_second_acknowledgement_changes_nothing(client):
    case = approved()
    signed_in(client, case).post(at(case, "application_decision"))
    case.decision.refresh_from_db()
    until = case.decision.review_until

    client.post(at(case, "application_decision"))

    case.decision.refresh_from_db()
    assert case.decision.review_until == until


def test_a_reader_reads_the_decision_but_does_not_acknowledge_it(client):
    case = approved()
    client.force_login(add_member(case.legal_entity.organisation, Role.READER))

    assert client.get(at(case, "application_decision")).status_code == 200
    assert client.post(at(case, "application_decision")).status_code == 403


def test_no_decision_no_page(client):
    case = make_submitted()

    assert signed_in(client, case).get(at(case, "application_decision")).status_code == 404
