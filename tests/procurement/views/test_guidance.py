"""The public tools: the legality check, the deadline calculator and the route chooser."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import reverse
from icalendar import Calendar

from procurement.routes import LEAVES, QUESTIONS
from tests.procurement.test_routes import WAYS

pytestmark = pytest.mark.django_db
CARE_HOME = {"cpv": "85311100-4", "dag": "2024-05-01", "varde": "20 000 000", "manader": "48"}


def text_of(response):
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def test_the_index_leads_to_every_tool(client):
    page = text_of(client.get(reverse("guidance")))

    for name in ("route_chooser", "reservation_check", "deadline_calculator", "partnership_criteria", "statutes_guide"):
        assert f'href="{reverse(name)}"' in page


# The legality check.


def test_the_empty_form_says_nothing_of_the_law(client):
    response = client.get(reverse("reservation_check"))

    assert response.status_code == 200
    assert "legal-check" not in text_of(response)


def test_every_ground_gets_an_answer_with_paragraph_code_and_sentence(client):
    page = text_of(client.get(reverse("reservation_check"), CARE_HOME))

    assert page.count('class="legal-check stack') == 4
    assert "Äldreomsorg" in page
    assert "25 a § sätter ingen gräns" in page
    assert "<code>none</code>" in page
    assert "BR-BT-00036-0150" in page
    assert "Upphandlingen är reserverad enligt 19 kap. 25 a §" in page


def test_one_ground_may_be_asked_about(client):
    page = text_of(client.get(reverse("reservation_check"), CARE_HOME | {"grund": "lou-19-25", "manader": "24"}))

    assert page.count('class="legal-check stack') == 1
    assert "<code>res-pub-ser</code>" in page


def test_many_codes_are_pasted_with_and_without_check_digit(client):
    page = text_of(client.get(reverse("reservation_check"), CARE_HOME | {"cpv": "85311100-4, 85312100\n85311100"}))

    assert "För två CPV-koder" in page
    assert "Tjänster för dagcentrer" in page


def test_older_rules_are_linked_to_and_not_applied(client):
    page = text_of(client.get(reverse("reservation_check"), CARE_HOME | {"dag": "2022-01-31", "grund": "lou-19-25"}))

    assert "Äldre regler gäller" in page
    assert "regler-for-upphandlingar-paborjade-fore-1-februari-2022" in page


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"cpv": ""}, "Skriv minst en CPV-kod"),
        ({"cpv": "85311100 12345678"}, "Koden finns inte: 12345678"),
        ({"cpv": "vård"}, "Koden finns inte: vård"),
        ({"dag": "i går"}, "Skriv dagen som"),
        ({"dag": "1999-01-01"}, "från 2017 till 2099"),
        ({"lag": "lufs"}, "Välj en av lagarna"),
        ({"grund": "annat"}, "Välj en av grunderna"),
        ({"varde": "mycket"}, "Skriv värdet med siffror"),
        ({"manader": "-1"}, "Skriv antalet månader med siffror"),
        ({"tillsvidare": "on"}, "Ta bort månaderna"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_typed_is_lost(client, wrong, words):
    response = client.get(reverse("reservation_check"), CARE_HOME | wrong)

    page = text_of(response)
    assert response.status_code == 422
    assert words in page
    assert "<title>Fel: " in page
    assert "legal-check stack" not in page
    assert (CARE_HOME | wrong)["dag"] in page


@pytest.mark.parametrize("number", ["19121212-1212", "121212-1212", "19 121212 1212", "19121212 1212", "121212+1212"])
def test_a_personal_number_among_the_codes_is_refused_and_forgotten(client, number):
    response = client.get(reverse("reservation_check"), CARE_HOME | {"cpv": f"85311100 {number}"})

    assert response.status_code == 422
    assert "121212" not in text_of(response)


def test_a_check_asks_the_database_little_whatever_it_is_asked(client, django_assert_max_num_queries):
    codes = "85311100 85312100 85311300 80200000 79611000 98133110 85200000"

    for cpv in ("85311100", codes):
        with django_assert_max_num_queries(5):
            assert client.get(reverse("reservation_check"), CARE_HOME | {"cpv": cpv}).status_code == 200


# The deadline calculator.

SENT = {"underrattelse": "2026-11-04", "satt": "elektroniskt"}


def test_days_are_shown_as_a_list_and_as_a_picture(client):
    page = text_of(client.get(reverse("deadline_calculator"), SENT | {"avtal": "2026-11-17"}))

    assert "16 november 2026" in page
    assert "flyttad från 14 november 2026" in page
    assert page.count('class="day-line__dot"') == 5
    assert "LOU 20 kap. 1 §" in page


def test_the_calendar_file_opens_and_keeps_its_identities(client):
    first = client.get(reverse("deadline_calculator_file"), SENT)
    again = client.get(reverse("deadline_calculator_file"), SENT)

    events = Calendar.from_ical(first.content).walk("VEVENT")
    assert first["Content-Type"].startswith("text/calendar")
    assert [event["dtstart"].dt for event in events] == [date(2026, 11, 16), date(2026, 11, 16), date(2026, 11, 17)]
    uids = [str(event["uid"]) for event in events]
    assert len(set(uids)) == 3
    assert uids == [str(event["uid"]) for event in Calendar.from_ical(again.content).walk("VEVENT")]


@pytest.mark.parametrize("name", ["deadline_calculator", "deadline_calculator_file"])
@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"satt": "elektroniskt", "anbud": ""}, "Fyll i minst en dag"),
        ({"anbud": "31 maj"}, "Skriv dagen som"),
        ({"anbud": "2150-01-01"}, "från 2017 till 2099"),
        (SENT | {"sparr": "fem"}, "Skriv antalet dagar med siffror"),
    ],
)
def test_days_that_cannot_be_counted_are_refused(client, name, wrong, words):
    response = client.get(reverse(name), wrong)

    assert response.status_code == 422
    assert words in text_of(response)


# The route chooser.


def test_one_question_at_a_time_and_earlier_answers_stay_in_the_address(client):
    first = text_of(client.get(reverse("route_chooser")))
    second = text_of(client.get(reverse("route_chooser"), {"start": "nu", "svarar": "start"}))

    assert QUESTIONS["start"].text in first
    assert "fråga 1 av högst 8" in first
    assert QUESTIONS["vad"].text in second
    assert '<input type="hidden" name="start" value="nu">' in second
    assert "fraga=start" in second


@pytest.mark.parametrize("leaf", LEAVES)
def test_every_leaf_has_a_page_with_the_deciding_answers_and_an_example(client, leaf):
    answers, way = next((answers, way) for answers, way in WAYS if way.leaf.key == leaf)

    page = text_of(client.get(reverse("route_chooser"), answers))

    assert f"<h1>{way.leaf.title}</h1>" in page
    assert way.leaf.example[:40] in page
    assert all(option.label in page for _, option in way.deciding)


def test_going_back_keeps_the_answer_and_those_after_it(client):
    answers = {"start": "nu", "vad": "kop", "valja": "ja"}
    leaf = text_of(client.get(reverse("route_chooser"), answers))

    back = client.get(reverse("route_chooser"), answers | {"fraga": "vad"})

    assert "fraga=valja" in leaf
    page = text_of(back)
    assert QUESTIONS["vad"].text in page
    assert 'value="kop" id="id_vad_2" checked' in page or 'value="kop" checked' in page or "checked" in page
    assert '<input type="hidden" name="valja" value="ja">' in page


def test_a_kept_answer_that_is_not_offered_any_more_is_asked_anew(client):
    answers = {"start": "nu", "vad": "kop", "valja": "nej", "tjanst": "annat", "varde": "over", "vilka": "ideburna"}

    response = client.get(reverse("route_chooser"), answers)

    assert response.status_code == 200
    assert QUESTIONS["vilka"].text in text_of(response)


@pytest.mark.parametrize(
    "asked, words",
    [({"svarar": "start"}, "Välj ett svar"), ({"start": "snart"}, "Välj ett av svaren")],
)
def test_no_answer_and_a_strange_answer_are_refused(client, asked, words):
    response = client.get(reverse("route_chooser"), asked)

    assert response.status_code == 422
    assert words in text_of(response)


def test_what_began_earlier_gets_a_link_and_no_verdict(client):
    page = text_of(client.get(reverse("route_chooser"), {"start": "fore"}))

    assert "Äldre regler gäller" in page
    assert "Inget svar" in page
    assert LEAVES["aldre"].provisions[0][1] in page
    assert reverse("reservation_check") not in page.split("<main")[1].split("</main")[0]


def test_the_links_to_change_an_answer_lead_to_its_question(client):
    page = text_of(client.get(reverse("route_chooser"), {"start": "nu", "vad": "kop", "valja": "ja"}))
    links = [part.split('"')[0].replace("&amp;", "&") for part in page.split('href="')[1:]]

    asked = [dict(parse_qsl(urlsplit(link).query)).get("fraga") for link in links if "fraga=" in link]

    assert set(asked) == {"start", "vad", "valja"}
