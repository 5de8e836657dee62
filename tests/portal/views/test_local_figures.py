"""The pages and files of organisations' own figures: for everybody, and for those who count."""

import csv
import io
import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import personal_data
from portal.demo import local_figures as demo
from portal.models import LocalMeasure, LocalParticipant, LocalValue
from portal.reading import brief as brief_reading
from portal.reading.places import governed
from portal.services import local_figures
from registry.models import Organisation, ServiceArea
from registry.models.members import Role
from tests.factories import add_member, make_organisation, owner_of
from tests.portal.board import a_place, an_asker
from tests.portal.figures import HEADLINE, make_values
from tests.portal.local_figures import a_measure, give, given, joined

pytestmark = pytest.mark.django_db
PLACE = "/kommuner/1480-goteborg/"
LIST = "/kommuner/egna-siffror/"
START = {
    "place": "1480",
    "name": "Nattplatser",
    "definition": "Sängar.",
    "unit": "places",
    "own_unit": "",
    "is_stock": "nej",
    "may_overlap": "nej",
    "overlap": "",
    "service_area": "",
}


@pytest.fixture
def measure():
    return a_measure()


def body(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with ZipFile(BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8-sig", "replace")


def page(client, measure):
    return client.get(measure.get_absolute_url()).text


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        body(client.get(path))
    return len(asked)


# --- Everybody ---


def test_a_page_tells_what_is_counted_by_whom_with_every_source(client, measure):
    other = joined(measure)
    give(measure, y2023=38, y2024=40)
    give(measure, other, y2023=4)

    text = page(client, measure)

    assert "inte officiell statistik" in text and "Bäddade sängar i egna lokaler." in text
    assert "42\u00a0platser" in text and "minst 40\u00a0platser" in text
    assert f"saknas från {other.name}" in text
    assert text.count("Egen liggare") == 3
    assert "Exempelhuset lade in 2023 och 2024" in text
    assert "påhitt" not in text.lower()


def test_a_page_without_numbers_says_so(client, measure):
    text = page(client, measure)

    assert "Ingen har lagt in någon siffra än." in text and "chart__picture" not in text
    assert client.get(f"{PLACE}egna-siffror/{measure.pk}.svg").status_code == 404
    assert body(client.get(f"{PLACE}egna-siffror/{measure.pk}.json")).strip("[] \n") == ""


def test_the_picture_is_a_file_too_and_says_whose_it_is(client, measure):
    give(measure, y2023=38, y2024=40)

    text, file = page(client, measure), client.get(f"{PLACE}egna-siffror/{measure.pk}.svg")

    assert "chart__picture" in text and f"egna-siffror/{measure.pk}.svg" in text
    assert "inte officiell statistik" in file.text and "38" in file.text


def test_small_numbers_stand_nowhere_but_on_the_own_page(client):
    measure = a_measure(unit="persons", name="Gäster")
    other = joined(measure)
    give(measure, y2023=3, y2024=411)
    give(measure, other, y2023=97013, y2024=98)
    give(measure, y2023=2)

    for address in (
        measure.get_absolute_url(),
        *(f"{PLACE}egna-siffror/{measure.pk}.{kind}" for kind in ("csv", "xlsx", "json")),
    ):
        text = body(client.get(address))
        assert "färre än 5" in text.replace("\\u00e4", "ä")
        assert "minst 97\u00a0013" in text.replace("\\u00a0", "\u00a0")
        assert not any(told in text.replace("\u00a0", "") for told in ("97014", "97015", "97016", "97017"))
    client.force_login(owner_of(measure.started_by))
    assert "visas som färre än 5" in client.get(reverse("own_local_figures", args=[measure.started_by.slug])).text


def test_another_places_measure_is_not_found_and_another_spelling_leads_there(client, measure):
    assert client.get(f"/kommuner/1280-malmo/egna-siffror/{measure.pk}/").status_code == 404
    assert client.get(f"/kommuner/1480-gbg/egna-siffror/{measure.pk}/").url == measure.get_absolute_url()
    assert client.get(f"{PLACE}egna-siffror/999999/").status_code == 404


def test_no_person_is_named_and_who_is_hidden_has_no_name(client, measure):
    person = owner_of(measure.started_by)
    person.name = "Särskilda Personen"
    person.save(update_fields=["name"])
    invited = an_asker("Föreningen som bara är inbjuden")
    local_figures.invite(measure, invited, actor=person)
    give(measure, y2024=40)
    Organisation.everything.filter(pk=measure.started_by_id).update(published_at=None)

    for address in (measure.get_absolute_url(), LIST, f"{LIST[:-1]}.csv", PLACE):
        text = body(client.get(address))
        assert "Särskilda Personen" not in text and "Exempelhuset" not in text, address
        assert invited.name not in text
        assert "En organisation som inte visas" in text, address


def test_a_replaced_one_leads_to_the_new_one_and_back(client, measure):
    give(measure, y2024=40)
    facts = {name: getattr(measure, name) for name in local_figures.FACTS} | {"definition": "Annat", "name": "Nya"}
    new = local_figures.replace(measure, actor=owner_of(measure.started_by), **facts)
    give(new, y2024=50)

    assert new.get_absolute_url() in page(client, measure) and measure.get_absolute_url() in page(client, new)
    assert "40\u00a0platser" not in page(client, new)
    assert "Natthärbärgets" not in client.get(LIST).text


# --- Beside official figures, never among them ---


def test_the_place_page_has_them_in_a_frame_of_their_own(client, measure):
    assert "Ingen organisation har lagt in egna siffror här än." in client.get(PLACE).text
    give(measure, y2024=4077)

    text = client.get(PLACE).text

    assert "De är inte officiell statistik." in text
    assert text.count("4\u00a0077") == 1
    assert text.index("own-figures") < text.index("4\u00a0077") and measure.get_absolute_url() in text


def test_official_charts_tables_and_files_hold_none_of_them(client, measure):
    make_values(HEADLINE, "1480", {2023: 2.4, 2024: 3.9})
    before = {kind: body(client.get(f"{PLACE}{kind}")) for kind in ("varden.csv", "andel.csv", "andel.svg")}

    give(measure, y2023=4071, y2024=4077)

    assert {kind: body(client.get(f"{PLACE}{kind}")) for kind in before} == before
    for text in (body(client.get("/kommuner.csv")), body(client.get("/kommuner/karta.csv"))):
        assert "4077" not in text
    own = body(client.get(f"{PLACE}egna-siffror/{measure.pk}.csv"))
    assert "4077" in own and HEADLINE not in own and "3.9" not in own


def test_the_place_page_asks_no_more_when_more_is_counted(client, measure):
    give(measure, y2024=1)
    few = queries_of(client, PLACE)
    for number in range(3):
        more = a_measure(an_asker(), name=f"Siffra {number}")
        joined(more)
        give(more, y2023=1, y2024=2)

    assert queries_of(client, PLACE) == few


# --- The list ---


def test_the_list_is_narrowed_by_words_county_area_and_unit(client, measure):
    give(measure, y2024=40)
    service = ServiceArea.objects.get(slug="aldre-dag")
    other = a_measure(an_asker(), a_place("1280"), name="Timmar i fixartjänsten", unit="hours", service_area=service)
    give(other, y2024=900)
    region = a_measure(an_asker(), a_place("0014"), name="Samtal på natten", unit="other", own_unit="samtal")
    give(region, y2024=77)
    a_measure(an_asker(), a_place("1280"), name="Utan siffror")

    def found(query):
        return [row["measure"] for row in json.loads(body(client.get(f"{LIST[:-1]}.json{query}")))]

    assert found("") == ["Natthärbärgets sängar", "Timmar i fixartjänsten", "Samtal på natten"]
    assert found("?q=malm") == found("?lan=12") == found("?enhet=hours") == ["Timmar i fixartjänsten"]
    assert found("?omrade=omsorg") == ["Timmar i fixartjänsten"]
    assert found("?plats=region") == ["Samtal på natten"]
    assert found("?sort=-namn")[0] == "Timmar i fixartjänsten"
    text = client.get(f"{LIST}?lan=12").text
    assert "En egen siffra" in text and "900\u00a0timmar" in text
    assert "stämmer med det du valt" in client.get(f"{LIST}?q=finns-inte").text


def test_the_empty_list_says_how_one_begins(client):
    assert "Ingen har lagt in egna siffror än" in client.get(LIST).text


@pytest.mark.parametrize("path", [LIST, f"{LIST[:-1]}.csv"])
def test_the_list_asks_no_more_when_it_is_longer(client, measure, path):
    give(measure, y2024=1)
    few = queries_of(client, path)
    for number in range(3):
        give(a_measure(an_asker(), name=f"Siffra {number}"), y2023=1, y2024=2)

    assert queries_of(client, path) == few


# --- Those who count ---


def test_an_organisation_begins_puts_in_several_years_and_takes_one_back(client):
    organisation = an_asker("Exempelhuset")
    a_place()
    client.force_login(owner_of(organisation))
    assert "Ni räknar inget än" in client.get(reverse("own_local_figures", args=[organisation.slug])).text

    begun = client.post(reverse("own_local_figure_start", args=[organisation.slug]), START)
    form = client.get(begun.url).text
    saved = client.post(
        begun.url,
        {"value_2024": "1 240", "as_of_2024": "2024-12-31", "value_2023": "900", "as_of_2023": "2023-12-31",
         "source": "Årsredovisning"},
    )  # fmt: skip

    assert 'value="2024-12-31"' in form
    assert saved.url == reverse("own_local_figures", args=[organisation.slug])
    text = client.get(saved.url).text
    assert "1\u00a0240" in text and "Årsredovisning" in text
    row = LocalValue.objects.get(year=2023)
    client.post(reverse("own_local_figure_take_back", args=[organisation.slug, row.measure_id, row.pk]))
    row.refresh_from_db()
    assert row.closed == "taken_back"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"place": ""}, "Välj i listan."),
        ({"name": ""}, "Skriv vad siffran heter."),
        ({"definition": ""}, "Skriv vad som räknas."),
        ({"unit": "other"}, "Skriv vad ni räknar"),
        ({"may_overlap": "ja"}, "Skriv hur samma sak kan räknas av flera."),
        ({"is_stock": ""}, "Välj om det räknas en viss dag"),
    ],
)
def test_a_refused_beginning_answers_422_and_loses_nothing(client, wrong, words):
    organisation = an_asker()
    a_place()
    client.force_login(owner_of(organisation))

    response = client.post(reverse("own_local_figure_start", args=[organisation.slug]), {**START, **wrong})

    assert response.status_code == 422
    assert "<title>Fel: " in response.text and words in response.text
    assert "Nattplatser" in response.text or "name" in wrong
    assert not LocalMeasure.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Skriv minst en siffra."),
        ({"value_2024": "-3"}, "som ett helt tal"),
        ({"value_2024": "tre"}, "som ett helt tal"),
        ({"value_2024": "3", "as_of_2024": ""}, "Skriv dagen för 2024"),
        ({"value_2024": "3", "as_of_2024": "2023-12-31"}, "Välj en dag 2024 eller senare."),
        ({"value_2024": "3", "source": ""}, "Skriv var siffrorna kommer från"),
        ({"value_2024": "3", "source_url": "http://x.example/"}, "https://"),
        ({"value_2024": "3", "source": "19121212-1212"}, "Ta bort personnumret"),
    ],
)
def test_refused_numbers_answer_422_and_lose_nothing(client, measure, sent, words):
    client.force_login(owner_of(measure.started_by))
    address = reverse("own_local_figure_numbers", args=[measure.started_by.slug, measure.pk])

    response = client.post(
        address, {"as_of_2024": "2024-12-31", "value_2023": "", "source": "Vår egen liggare", **sent}
    )

    assert response.status_code == 422 and words in response.text
    assert "Vår egen liggare" in response.text or "source" in sent
    assert not LocalValue.objects.exists()


def test_who_was_overtaken_is_told_what_stands(client, measure):
    organisation = measure.started_by
    client.force_login(owner_of(organisation))
    address = reverse("own_local_figure_numbers", args=[organisation.slug, measure.pk])
    give(measure, y2024=41)  # while the page stood open

    response = client.post(
        address, {"value_2024": "99", "as_of_2024": "2024-12-31", "seen_2024": "", "source": "Liggare"}
    )

    assert response.status_code == 422
    assert "Någon annan har ändrat siffran för 2024" in response.text
    assert "2024: 41 platser" in response.text and 'value="99"' in response.text
    assert LocalValue.objects.standing().get().value == 41


def test_a_year_that_stands_is_not_emptied_by_an_empty_box(client, measure):
    [row] = give(measure, y2024=41)
    client.force_login(owner_of(measure.started_by))

    response = client.post(
        reverse("own_local_figure_numbers", args=[measure.started_by.slug, measure.pk]),
        {"value_2024": "", "as_of_2024": "2024-12-31", "seen_2024": row.pk, "source": "Liggare"},
    )

    assert response.status_code == 422 and "ta tillbaka den" in response.text


def test_a_source_alone_is_corrected_for_the_years_that_have_it(client, measure):
    give(measure, y2023=38, y2024=40)
    local_figures.give(
        measure,
        [given(2022, 30, source="Årsredovisning")],
        organisation=measure.started_by,
        actor=owner_of(measure.started_by),
    )
    client.force_login(owner_of(measure.started_by))
    address = reverse("own_local_figure_numbers", args=[measure.started_by.slug, measure.pk])
    shown = client.get(address).context["form"]
    sent = {bound.html_name: bound.value() or "" for bound in shown}

    same = client.post(address, sent)
    saved = client.post(address, sent | {"source": "Ny liggare"})

    assert same.status_code == 422 and "Skriv minst en siffra" in same.text
    assert saved.status_code == 302
    standing = LocalValue.objects.standing().order_by("year").values_list("year", "value", "source")
    assert list(standing) == [(2022, 30, "Årsredovisning"), (2023, 38, "Ny liggare"), (2024, 40, "Ny liggare")]


def test_older_years_are_asked_for_when_wanted(client, measure):
    client.force_login(owner_of(measure.started_by))
    address = reverse("own_local_figure_numbers", args=[measure.started_by.slug, measure.pk])

    assert "value_2012" not in client.get(address).text
    assert "value_2012" in client.get(f"{address}?fran=2012").text
    assert "value_1999" not in client.get(f"{address}?fran=1200").text
    assert client.get(f"{address}?fran=²²²²").status_code == 200


def test_others_are_asked_by_name_and_answer(client, measure):
    other = an_asker("Föreningen Påhittade Grannar")
    starter = measure.started_by
    client.force_login(owner_of(starter))
    address = reverse("own_local_figure_invite", args=[starter.slug, measure.pk])

    near = client.post(address, {"organisation": "Påhittade"})
    assert near.status_code == 422 and "Menade ni Föreningen Påhittade Grannar?" in near.text
    client.post(address, {"organisation": "föreningen påhittade grannar"})
    assert "Inbjuden" in client.get(address).text
    assert client.post(address, {"organisation": other.name}).status_code == 422

    client.force_login(owner_of(other))
    asked = reverse("own_local_figure_answer", args=[other.slug, measure.pk])
    assert "Bäddade sängar" in client.get(asked).text
    client.post(asked, {})
    assert LocalParticipant.objects.get(organisation=other).state == "invited"
    client.post(asked, {"svar": "ja"})
    assert LocalParticipant.objects.get(organisation=other).state == "in"
    assert "Lägg in siffror för" in page(client, measure)


def test_the_letter_leads_on_when_the_invitation_is_answered_or_taken_back(client, measure):
    joined_one, taken_back, stranger = joined(measure), an_asker(), an_asker()
    part = local_figures.invite(measure, taken_back, actor=owner_of(measure.started_by))
    local_figures.uninvite(part, actor=owner_of(measure.started_by))

    for organisation in (joined_one, taken_back):
        client.force_login(owner_of(organisation))
        response = client.get(reverse("own_local_figure_answer", args=[organisation.slug, measure.pk]), follow=True)
        assert response.redirect_chain == [(reverse("own_local_figures", args=[organisation.slug]), 302)]
        assert "Inbjudan är redan besvarad eller tillbakatagen." in response.text

    client.force_login(owner_of(stranger))
    assert client.get(reverse("own_local_figure_answer", args=[stranger.slug, measure.pk])).status_code == 404


def test_who_leaves_says_what_becomes_of_the_numbers(client, measure):
    other = joined(measure)
    give(measure, other, y2024=7)
    client.force_login(owner_of(other))
    address = reverse("own_local_figure_leave", args=[other.slug, measure.pk])

    assert client.post(address, {}).status_code == 422
    client.post(address, {"takes_back": "nej"})

    assert LocalValue.objects.standing().filter(organisation=other).exists()
    assert f"{other.name} (har lämnat)" in page(client, measure)


def test_who_began_closes_with_a_reason_and_replaces(client, measure):
    starter, other = measure.started_by, joined(measure)
    client.force_login(owner_of(other))
    for name in ("own_local_figure_close", "own_local_figure_replace", "own_local_figure_invite"):
        assert client.get(reverse(name, args=[other.slug, measure.pk])).status_code == 403
    client.force_login(owner_of(starter))

    same = client.post(
        reverse("own_local_figure_replace", args=[starter.slug, measure.pk]),
        {**START, "name": measure.name, "definition": measure.definition},
    )
    assert same.status_code == 422 and "samma sak som förut" in same.text
    assert client.post(reverse("own_local_figure_close", args=[starter.slug, measure.pk]), {}).status_code == 422
    client.post(reverse("own_local_figure_close", args=[starter.slug, measure.pk]), {"reason": "Huset är stängt."})
    assert "Huset är stängt." in page(client, measure)


def test_who_may_not_count_is_told_why(client, measure):
    organisation, hidden = measure.started_by, make_organisation()
    client.force_login(add_member(organisation, Role.READER))
    assert client.get(reverse("own_local_figures", args=[organisation.slug])).status_code == 200
    assert client.get(reverse("own_local_figure_start", args=[organisation.slug])).status_code == 403

    client.force_login(owner_of(hidden))
    assert "Ni kan inte lägga in siffror än." in client.get(reverse("own_local_figures", args=[hidden.slug])).text
    assert client.get(reverse("own_local_figure_start", args=[hidden.slug])).status_code == 403
    assert client.get(reverse("own_local_figures", args=[organisation.slug])).status_code == 404


def test_the_own_page_asks_no_more_when_more_is_counted(client, measure):
    organisation = measure.started_by
    client.force_login(owner_of(organisation))
    address = reverse("own_local_figures", args=[organisation.slug])
    give(measure, y2024=1)
    few = queries_of(client, address)
    for number in range(3):
        give(a_measure(organisation, name=f"Siffra {number}"), y2023=1, y2024=2)

    assert queries_of(client, address) == few


# --- The brief ---


def told(service=None):
    places = governed()
    return brief_reading.brief(places["1480"], places, service=service)


def test_the_brief_cites_them_apart_and_says_whose_they_are(measure):
    without = told()
    other = joined(measure)
    give(measure, y2024=40)
    give(measure, other, y2024=16)

    found = told()

    [row] = [row for row in found.statements if row.topic.startswith("Organisationernas egna siffror")]
    assert "som inte är officiell statistik" in row.sentence and "56\u00a0platser" in row.sentence
    assert "Egen liggare" in row.source and row.caveat.startswith("Räknar bäddade sängar")
    assert [kept for kept in found.statements if kept is not row] == list(without.statements)
    assert found.version != without.version and found.chart == without.chart
    assert told().version == found.version
    give(measure, y2024=41)
    assert told().version != found.version


def test_the_brief_about_a_service_cites_only_what_is_of_it(measure):
    give(measure, y2024=40)
    service = ServiceArea.objects.get(slug="aldre-dag")

    assert not any("egna siffror" in row.topic for row in told(service).statements)
    mine = a_measure(an_asker(), name="Dagplatser", service_area=service, unit="persons")
    give(mine, y2024=3)
    [row] = [row for row in told(service).statements if "egna siffror" in row.topic]
    assert "färre än 5\u00a0personer" in row.sentence


def test_ten_who_overlap_fit_in_the_brief(measure):
    wide = a_measure(an_asker("Å" * 80), name="Ö" * 90, may_overlap=True, overlap="Ja", definition="Ä " * 400)
    for _ in range(9):
        give(wide, joined(wide), y2024=1_000_000)

    [row] = [row for row in told().statements if "egna siffror" in row.topic]
    assert len(row.sentence) < 600 and "till" in row.sentence


# --- Made up ---


def test_what_is_made_up_says_so_on_every_page_and_in_every_file(client):
    an_asker(), an_asker()
    a_place()

    demo.own_figures(None)
    demo.own_figures(None)

    assert LocalMeasure.objects.count() == 3 and not LocalMeasure.objects.filter(is_invented=False).exists()
    addresses = [LIST, f"{LIST[:-1]}.csv", f"{LIST[:-1]}.xlsx", PLACE, f"{PLACE}underlag/"]
    for row in LocalMeasure.objects.select_related("place"):
        base = row.get_absolute_url()[:-1]
        addresses += [f"{base}/", f"{base}.csv", f"{base}.json"]
        if row.unit != "persons":
            addresses.append(f"{base}.svg")
    for address in addresses:
        assert "påhitt" in body(client.get(address)).lower(), address


@pytest.mark.parametrize("name", ["numbers", "invite", "replace", "close", "take_back", "uninvite"])
def test_what_is_made_up_says_so_where_it_is_worked_on(client, name):
    measure = a_measure(is_invented=True)
    value, actor = give(measure, y2024=40)[0], owner_of(measure.started_by)
    part = local_figures.invite(measure, an_asker(), actor=actor)
    client.force_login(actor)

    more = {"take_back": [value.pk], "uninvite": [part.pk]}.get(name, [])
    text = client.get(reverse(f"own_local_figure_{name}", args=[measure.started_by.slug, measure.pk, *more])).text

    assert f"{measure.name} (påhittad), {measure.place}" in text


def test_letters_about_what_is_made_up_say_so(mailoutbox):
    joined(a_measure(is_invented=True))

    assert len(mailoutbox) == 2
    assert all("(påhittad)" in letter.subject and "(påhittad)" in letter.body for letter in mailoutbox)


def test_every_row_of_a_file_says_that_it_is_not_official(client, measure):
    give(measure, y2024=40)

    rows = list(csv.DictReader(io.StringIO(body(client.get(f"{PLACE}egna-siffror/{measure.pk}.csv"))), delimiter=";"))

    assert rows and {row["Officiell statistik"] for row in rows} == {"nej, organisationernas egna uppgifter"}


# --- What is kept about a person ---


def test_a_person_finds_what_they_have_put_in(measure):
    give(measure, y2024=40)

    kept = {row.key: row.rows for row in personal_data.about(owner_of(measure.started_by))}

    assert [row["value"] for row in kept["local_figures"]] == [40]
    assert len(kept["local_measures"]) == 2
    assert {"start", "give"} <= {row["action"] for row in kept["events"]}
