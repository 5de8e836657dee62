"""The public list and page: search, filters, order, files, the calendar, and how many queries they ask."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.services import awards, procurements
from registry.models import Municipality, ServiceArea
from registry.search.labels import fresh_labels
from registry.wording import day_in_words
from tests.factories import load_reference_data, make_entity, make_submitted, make_user
from tests.procurement.factories import buyer_of, make_awarded, make_closed, make_planned, make_published, make_tender

pytestmark = pytest.mark.django_db
LIST = "/upphandlingar/"


@pytest.fixture(autouse=True)
def names():
    load_reference_data()
    fresh_labels()


def shown(client, query=""):
    return client.get(LIST + query).content.decode()


def test_the_list_shows_what_is_shown_and_no_plan_of_anybody(client):
    make_published(title="Annonserat boende")
    make_planned(title="Hemlig plan")

    page = shown(client)

    assert "Annonserat boende" in page
    assert "Hemlig plan" not in page
    assert "En upphandling" in page


@pytest.mark.parametrize("words", ["boend", "boende älv", "ÄLVSTRANDEN", "trygga"])
def test_it_is_searched_by_the_beginnings_of_words_in_title_and_summary(client, words):
    make_published(title="Boende vid Älvstranden", summary="Trygga hem.")
    make_published(title="Något annat", summary="Utan det.")

    page = shown(client, f"?q={words}")

    assert "Älvstranden" in page
    assert "Något annat" not in page


def test_filters_narrow_by_service_place_ground_state_and_authority(client):
    area = ServiceArea.objects.get(slug="hemtjanst")
    wanted = make_published(
        title="Den rätta",
        ground="lou-19-25a",
        municipalities=[Municipality.objects.get(code="1480")],
        lot={"service_area": area},
    )
    make_published(title="Den andra")

    for query in (
        "tjanst=hemtjanst",
        "kommun=Göteborg",
        "kommun=1480",
        "lan=14",
        "grund=lou-19-25a",
        f"myndighet={wanted.authority.name}",
        "lage=published&tjanst=hemtjanst",
    ):
        page = shown(client, f"?{query}")
        assert "Den rätta" in page, query
        assert "Den andra" not in page, query
    assert "Den rätta" not in shown(client, "?grund=att-bekrafta")
    assert "Den rätta" not in shown(client, "?lan=01")


def test_a_place_that_is_none_is_named_and_a_personnummer_is_refused(client):
    assert "Vi känner inte till kommunen ”Grönköping”" in shown(client, "?kommun=Grönköping")

    refused = client.get(LIST + "?q=811228-9874")
    assert refused.status_code == 422
    assert "811228" not in refused.content.decode()


def test_by_last_day_only_those_that_are_open_are_listed_the_soonest_first(client):
    now = timezone.now()
    make_published(title="Slutar sent", at=now, days=60)
    make_published(title="Slutar snart", at=now, days=10)
    make_published(title="Har slutat", at=now - timedelta(days=90))

    page = shown(client, "?sort=slutar")

    assert page.index("Slutar snart") < page.index("Slutar sent")
    assert "Har slutat" not in page


def test_the_list_asks_four_queries_at_most_however_long(client):
    for _ in range(2):
        make_published()
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(LIST)
    buyer = make_user(buyer=True)
    for _ in range(6):
        make_published(buyer)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST + "?sort=rubrik&tjanst=hemtjanst&grund=ingen")
    with CaptureQueriesContext(connection) as all_of_them:
        client.get(LIST)

    assert len(few) == len(all_of_them) <= 4
    assert len(many) <= 4


def test_files_hold_the_same_rows(client):
    make_published(title="I filen", ground="lou-19-25a")
    make_planned(title="Inte i filen")

    rows = json.loads(b"".join(client.get("/upphandlingar.json").streaming_content))

    assert [(row["title"], row["grounds"]) for row in rows] == [("I filen", ["LOU 19 kap. 25 a §"])]
    assert client.get("/upphandlingar.xlsx").status_code == 200


def test_the_page_says_what_where_when_why_and_links_to_the_notice(client):
    procurement = make_published(
        ground="lou-19-25a",
        whole_country=True,
        contact_email="upphandling@provkommun.example",
        at=timezone.now(),
    )

    page = client.get(procurement.get_absolute_url()).content.decode()

    for text in (
        "Ett boende för äldre.",
        "Hela landet",
        "9\u00a0000\u00a0000",
        "24 månader",
        "85311100",
        "Reserverad upphandling",
        "Fler äldre behöver en plats nära hemmet.",
        "Kan den reserveras?",
        "Kontrollerat för hand.",
        'href="https://annonser.example/PROV-1"',
        "upphandling@provkommun.example",
        "Upphandlingen annonserades",
    ):
        assert text in page, text


def test_a_plan_that_is_not_shown_is_nobodys_but_the_authoritys(client):
    procurement = make_planned()
    url = procurement.get_absolute_url()
    stranger = client.get(url).status_code
    client.force_login(buyer_of(procurement))
    own = client.get(url)

    assert (stranger, own.status_code) == (404, 200)
    assert "Bara ni ser planen" in own.content.decode()


def test_the_days_go_into_a_calendar(client):
    procurement = make_published()

    response = client.get(reverse("procurement_calendar", args=[procurement.pk]))

    text = response.content.decode()
    assert response["Content-Type"].startswith("text/calendar")
    assert f"DTSTART;VALUE=DATE:{timezone.localtime(procurement.closes_at):%Y%m%d}" in text
    assert f"UID:upphandling-{procurement.pk}-anbud@" in text


def test_a_question_is_asked_on_the_page_and_an_empty_one_is_refused(client):
    procurement = make_published(at=timezone.now())
    client.force_login(make_user())
    url = reverse("procurement_ask", args=[procurement.pk])

    refused = client.post(url, {"text": ""})
    asked = client.post(url, {"text": "Hur många platser?"})

    assert refused.status_code == 422
    assert asked.status_code == 302
    assert procurement.questions.get().text == "Hur många platser?"


def test_a_question_too_late_is_refused_in_words_and_not_lost(client):
    procurement = make_published()
    procurements.close(procurement, actor=buyer_of(procurement), at=procurement.closes_at)
    client.force_login(make_user())

    page = client.post(reverse("procurement_ask", args=[procurement.pk]), {"text": "För sent?"})

    assert page.status_code == 422
    assert "Det går inte längre att ställa frågor." in page.content.decode()
    assert "För sent?" in page.content.decode()


def test_the_page_tells_of_the_review_and_of_the_standstill_that_the_court_prolonged(client):
    tender = make_tender(make_closed(), make_submitted(make_entity(ready=True)).legal_entity)
    decision = make_awarded(tender)
    procurement, actor = decision.procurement, buyer_of(decision.procurement)
    facts = {"court": "Förvaltningsrätten", "case_number": "1-26", "filed_on": decision.sent_on}
    ruled = timezone.localdate()
    until = ruled + timedelta(days=14)

    review = awards.note_review(procurement, actor=actor, **facts)
    reviewed = client.get(procurement.get_absolute_url()).content.decode()
    awards.settle_review(review, actor=actor, outcome="stands", decided_on=ruled, standstill_until=until)
    settled = client.get(procurement.get_absolute_url()).content.decode()
    client.force_login(actor)
    desk = client.get("/upphandlare/upphandlingar/").content.decode()

    assert "Avtal får inte ingås så länge domstolen prövar den" in reviewed
    assert "Avtalsspärren gäller" not in reviewed
    assert f"Avtalsspärren gäller till och med {day_in_words(until)}" in settled
    assert f"Avtalsspärr till {day_in_words(until)}" in desk


def test_a_cancelled_procurement_has_no_days_to_come(client):
    procurement = make_published(at=timezone.now(), questions_until=timezone.localdate() + timedelta(days=9))
    procurements.cancel(procurement, actor=buyer_of(procurement), reason="Behovet är borta.")

    page = client.get(procurement.get_absolute_url()).content.decode()
    calendar = client.get(f"/upphandlingar/{procurement.pk}.ics").content.decode()

    assert "Annonserad" in page
    assert "Anbud senast" not in page
    assert "Sista dag för frågor" not in page
    assert "Anbud senast" not in calendar


def test_a_review_that_is_over_keeps_its_court_and_case_number_on_the_page(client):
    tender = make_tender(make_closed(), make_submitted(make_entity(ready=True)).legal_entity)
    decision = make_awarded(tender)
    procurement, actor = decision.procurement, buyer_of(decision.procurement)
    facts = {"court": "Förvaltningsrätten i Prov", "case_number": "77-26", "filed_on": decision.sent_on}
    review = awards.note_review(procurement, actor=actor, **facts)
    awards.settle_review(review, actor=actor, outcome="stands", decided_on=timezone.localdate())

    page = client.get(procurement.get_absolute_url()).content.decode()

    assert "Förvaltningsrätten i Prov, mål 77-26" in page
    assert "Tilldelningen överprövas." not in page


def test_the_page_says_in_plain_words_who_may_take_part(client):
    page = client.get(make_published(ground="lou-19-25a").get_absolute_url()).content.decode()

    assert "Får delta: idéburna organisationer." in page
