"""The case officers' queue."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.case_filters import CaseFilter
from registry.models import Application
from registry.services import applications, review
from tests.factories import (
    add_member,
    make_entity,
    make_organisation,
    make_submitted,
    make_under_review,
    make_user,
    owner_of,
)
from tests.registry.views.officers import sign_in

pytestmark = pytest.mark.django_db
QUEUE = "/handlaggning/"


@pytest.fixture
def officer(client):
    user = make_user(officer=True, name="Robin Prov")
    sign_in(client, user)
    return user


def shift_back(case, **ago):
    Application.objects.filter(pk=case.pk).update(received_at=timezone.now() - timedelta(**ago))


def ask(case):
    return review.request_completion(
        case,
        actor=case.officer,
        reasons=["purpose"],
        message="Visa var syftet står.",
        due_on=timezone.localdate() + timedelta(days=14),
    )


def test_an_open_case_is_shown_with_state_age_and_a_link(client, officer):
    case = make_submitted()
    shift_back(case, days=11)

    page = client.get(QUEUE)

    assert page.status_code == 200
    assert f'href="/handlaggning/arenden/{case.case_number}/"' in page.text
    assert "Inskickad" in page.text
    assert page.context["rows"][0][4]["text"] == 12


def test_strangers_and_members_find_no_queue(client):
    organisation = make_organisation()
    for user in (make_user(), owner_of(organisation), add_member(organisation, "reader")):
        client.force_login(user)

        assert client.get(QUEUE).status_code == 404


def test_an_administrator_off_duty_is_shown_the_way_to_the_role(client):
    sign_in(client, make_user(admin=True))

    page = client.get(QUEUE)

    assert page.status_code == 403
    assert "Ta handläggarens roll" in page.text
    assert f'href="{reverse("officer_shift")}"' in page.text


def test_a_case_with_jav_has_no_link_and_says_so(client, officer):
    case = make_submitted()
    add_member(case.legal_entity.organisation, "reader", officer)

    page = client.get(QUEUE)

    assert "Du är jävig" in page.text
    assert f"/handlaggning/arenden/{case.case_number}/" not in page.text
    assert case.case_number in page.text


def test_flags_are_words(client, officer):
    late = make_under_review(officer)
    waiting = make_under_review(officer)
    ask(waiting)
    answered = make_under_review(officer)
    ask(answered)
    applications.answer_completion(answered, actor=owner_of(answered.legal_entity.organisation), answer="Se 2 §.")
    shift_back(late, days=200)

    page = client.get(QUEUE)

    for words in ("Sex månader hos oss", "Väntar på sökanden", "Sökanden har svarat"):
        assert f">{words}</span>" in page.text


@pytest.mark.parametrize("flag", ["six_months", "answered", "waiting", "late"])
def test_each_flag_narrows_the_queue(client, officer, flag):
    late = make_under_review(officer)
    waiting = make_under_review(officer)
    request = ask(waiting)
    answered = make_under_review(officer)
    ask(answered)
    applications.answer_completion(answered, actor=owner_of(answered.legal_entity.organisation), answer="Se 2 §.")
    shift_back(late, days=200)
    if flag == "late":
        type(request).objects.filter(pk=request.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    wanted = {"six_months": late, "answered": answered, "waiting": waiting, "late": waiting}[flag]

    page = client.get(QUEUE, {"flag": flag})

    assert [case.pk for case in page.context["page"]] == [wanted.pk]


def test_mine_nobodys_and_a_colleagues(client, officer):
    mine = make_under_review(officer)
    colleague = make_user(officer=True, name="Alex Test")
    theirs = make_under_review(colleague)
    nobodys = make_submitted()

    shown = {
        value: [case.pk for case in client.get(QUEUE, {"assignee": value}).context["page"]]
        for value in ("mine", "none", str(colleague.pk))
    }

    assert shown == {"mine": [mine.pk], "none": [nobodys.pk], str(colleague.pk): [theirs.pk]}


def test_text_finds_case_number_name_and_number(client, officer):
    case = make_submitted(make_entity(ready=True, name="Föreningen Gläntan"))
    make_submitted()
    number = case.legal_entity.organisation_number

    for text in (case.case_number.lower(), "gläntan", number, f"{number[:6]}-{number[6:]}", f"16{number}"):
        page = client.get(QUEUE, {"q": text})

        assert [row.pk for row in page.context["page"]] == [case.pk], text


def test_a_personnummer_in_the_search_is_refused_and_not_repeated(client, officer):
    page = client.get(QUEUE, {"q": "811228-9874"})

    assert page.status_code == 422
    assert "811228" not in page.text
    assert "<title>Fel:" in page.text


def test_what_is_chosen_can_be_taken_away_one_by_one(client, officer):
    make_submitted()

    page = client.get(QUEUE, {"state": ["submitted", "under_review"], "q": "Exempel", "page": "1"})

    chosen = {row["label"]: row["url"] for row in page.context["filter"].chosen()}
    assert chosen["Under prövning"] == "/handlaggning/?q=Exempel&state=submitted"
    assert chosen["”Exempel”"] == "/handlaggning/?state=submitted&state=under_review"


def test_nonsense_in_the_address_is_left_out(client, officer):
    case = make_submitted()

    page = client.get(QUEUE, {"state": "banan", "assignee": "0 or 1", "sort": "password", "page": "x"})

    assert page.status_code == 200
    assert [row.pk for row in page.context["page"]] == [case.pk]


def test_the_longest_with_us_comes_first_until_another_order_is_chosen(client, officer):
    young, old = make_submitted(), make_submitted()
    shift_back(young, days=2)
    shift_back(old, days=40)

    standard = client.get(QUEUE)
    turned = client.get(QUEUE, {"sort": "received"})
    latest = client.get(QUEUE, {"sort": "-received"})

    assert [row.pk for row in standard.context["page"]] == [old.pk, young.pk]
    assert [row.pk for row in turned.context["page"]] == [old.pk, young.pk]
    assert [row.pk for row in latest.context["page"]] == [young.pk, old.pk]
    assert 'aria-sort="descending"' in standard.text


def test_decided_cases_are_found_by_their_state_only(client, officer):
    case = make_submitted()
    applications.withdraw(case, actor=owner_of(case.legal_entity.organisation))

    assert client.get(QUEUE).context["page"].paginator.count == 0
    assert client.get(QUEUE, {"state": "withdrawn"}).context["page"].paginator.count == 1


def test_quick_views_say_how_many(client, officer):
    make_under_review(officer)
    make_submitted()

    page = client.get(QUEUE)

    assert "Alla öppna (2)" in page.text
    assert "Mina (1)" in page.text
    assert "Ingen handläggare (1)" in page.text


def test_an_empty_queue_and_an_empty_choice_say_different_things(client, officer):
    assert "Kön är tom" in client.get(QUEUE).text
    assert "Inget ärende stämmer" in client.get(QUEUE, {"q": "finns inte"}).text


def test_twenty_five_on_a_page(client, officer):
    organisation = make_organisation()
    for _ in range(27):
        make_entity(organisation, ready=True)
    applications.submit(organisation, list(applications.drafts_of(organisation)), actor=owner_of(organisation))

    page = client.get(QUEUE)

    assert len(page.context["page"]) == 25
    assert 'href="?page=2"' in page.text


def test_the_number_of_queries_does_not_grow_with_the_queue(client, officer):
    for _ in range(2):
        make_submitted()
    client.get(QUEUE)
    with CaptureQueriesContext(connection) as few:
        client.get(QUEUE)
    for _ in range(6):
        make_submitted()
        make_under_review(make_user(officer=True))

    with CaptureQueriesContext(connection) as many:
        client.get(QUEUE)

    assert len(many) == len(few)


def test_thousands_of_closed_cases_cost_the_queue_nothing():
    """The open ones are found by index, so that years of decided cases are never read."""
    case, now = make_submitted(), timezone.now()
    Application.objects.bulk_create(
        Application(
            legal_entity=case.legal_entity,
            created_by=case.created_by,
            state="withdrawn",
            case_number=f"IP-2020-{number:05}",
            received_at=now,
            closed_at=now,
        )
        for number in range(5000)
    )
    chosen = CaseFilter({}, path=QUEUE, officer=make_user(officer=True))

    with connection.cursor() as cursor:
        cursor.execute("analyze registry_application")
    plan = chosen.apply(Application.objects.for_queue()).explain()

    assert "Seq Scan on registry_application" not in plan
    assert "Index" in plan
