"""The follow-up board as everybody reads it, as organisations keep it, and as those who are asked answer it."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal import personal_data
from portal.demo import board as demo
from portal.models import BoardAsking, BoardCase, BoardState, BoardStatement, Place
from portal.reading import board as reading
from portal.reading.places import governed
from portal.services import board
from registry.models import Organisation
from registry.models.members import Role
from tests.factories import add_member, make_organisation, owner_of
from tests.portal.board import DONE, NOT_DONE, REGION, a_place, an_asker, answer, ask, note, somebody_of

pytestmark = pytest.mark.django_db
PAGE = "/kommuner/1480-goteborg/fragor/"
TOMORROW = timezone.localdate() + timedelta(days=1)
ASKED = {"place": "1480", "questions": ["spread", "target"], "asked_on": "2026-10-01", "way": "mail", "remind_on": ""}
SAYS = {"says": "done", "day": "2026-02-03", "evidence": "PM", "evidence_url": "", "words": ""}


@pytest.fixture
def place():
    return a_place()


@pytest.fixture
def asker():
    return an_asker("Exempelhemmet")


def body(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with ZipFile(BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", "replace")


# --- Everybody ---


@pytest.mark.parametrize(
    ("path", "who"), [(PAGE, "kommunen"), ("/regioner/14-vastra-gotalandsregionen/fragor/", "regionen")]
)
def test_a_place_that_nobody_has_asked_says_so(client, place, path, who):
    page = client.get(path)

    assert page.status_code == 200
    assert page.text.count("Inte frågad") >= 5
    assert f"Det säger inget om vad {who} har gjort" in page.text


def test_everybody_reads_who_asks_and_what_is_said_beside_each_other(client, place, asker):
    other = an_asker("Föreningen Påhittade Grannar")
    ask(place, asker, remind_on=TOMORROW)
    ask(place, other, way="meeting")
    note(place, asker)
    answer(place)

    text = client.get(PAGE).text

    assert "Uppgifterna går isär" in text
    assert "Ställda av Exempelhemmet och Föreningen Påhittade Grannar" in text
    assert DONE["evidence_url"] in text and NOT_DONE["words"] in text
    assert text.index("Svar från") < text.index(DONE["evidence_url"])
    assert "1\u00a0oktober 2026, möte" in text
    assert "påhittat" not in text


def test_no_person_is_named_and_who_is_no_longer_shown_has_no_name(client, place, asker):
    person = owner_of(asker)
    person.name = "Särskilda Personen"
    person.save(update_fields=["name"])
    ask(place, asker)
    note(place, asker)
    Organisation.everything.filter(pk=asker.pk).update(published_at=None)

    text = client.get(PAGE).text + body(client.get(reverse("board_list_file", args=["csv"])))

    assert "Särskilda Personen" not in text and person.email not in text
    assert "Exempelhemmet" not in text
    assert "En organisation som inte visas" in text


def test_the_history_tells_what_was_replaced_taken_back_and_withdrawn(client, place, asker):
    board.withdraw(ask(place, asker), actor=owner_of(asker))
    note(place, asker)
    said = note(place, asker, says="not_done")
    board.retract(said, actor=owner_of(asker))

    texts = [event["text"] for event in reading.history(place)]

    assert texts == [
        "Exempelhemmet frågade",
        "Exempelhemmet drog tillbaka sin fråga",
        "Exempelhemmet lämnade en uppgift: gjort",
        "Exempelhemmet lämnade en uppgift: inte gjort",
        "Exempelhemmet tog tillbaka sin uppgift",
    ]


def test_another_spelling_leads_to_the_page_and_another_code_to_none(client, place):
    assert client.get("/kommuner/1480-gbg/fragor/").url == PAGE
    assert client.get("/kommuner/9999-ingenstans/fragor/").status_code == 404
    assert client.get("/kommuner/0000-riket/fragor/").status_code == 404


def test_the_reader_takes_a_place_as_its_page_knows_it(place, asker):
    note(place, asker)

    told = reading.of_place(governed()["1480"])

    assert told.rows[0].state == BoardState.DONE
    assert reading.board_url(told.place) == PAGE
    assert reading.board_url(governed()[REGION]) == "/regioner/14-vastra-gotalandsregionen/fragor/"


# --- The country ---


def test_the_country_is_filtered_by_county_question_and_state(client, place, asker):
    note(place, asker)
    ask(a_place("1280"), asker)
    ask(a_place("0180"), asker, "target")

    def found(query):
        rows = json.loads(body(client.get(f"/kommuner/fragor.json{query}")))
        return [(row["code"], row["question"], row["state"]) for row in rows]

    spread = "Har de nya möjligheterna spridits internt?"
    assert len(found("")) == 311 * 5
    assert found("?lage=done") == [("1480", spread, "Gjort")]
    assert found("?lage=asked&fraga=spridning") == [("1280", spread, "Frågad, väntar på svar")]
    assert len(found("?lan=14&fraga=mal")) == 50
    assert found("?plats=region&lage=done") == []
    text = client.get("/kommuner/fragor/?lage=done").text
    assert "En kommun eller region, med uppgifter om 1" in text and PAGE in text
    assert "stämmer med det du valt" in client.get("/kommuner/fragor/?q=finns-inte").text


def test_the_country_counts_each_state(place, asker):
    note(place, asker)
    ask(a_place("1280"), asker)

    rows = reading.totals(reading.of_places(Place.objects.governed().select_related("county")))

    assert [cell["text"] for cell in rows[0]] == [
        "Har de nya möjligheterna spridits internt?", "309", "1", "1", "0", "0",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/kommuner/fragor/", "/kommuner/fragor.csv", "/kommuner/fragor.xlsx", PAGE])
def test_more_organisations_and_places_ask_no_more_of_the_database(client, asker, path):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            body(client.get(path))
        return len(asked)

    ask(a_place(), asker)
    answer(a_place())
    note(a_place(), asker)
    client.get(path)
    few = queries()
    for organisation in (an_asker(), an_asker()):
        for code in ("1480", "1280", "0180", REGION):
            ask(a_place(code), organisation, "spread", "target")
            note(a_place(code), organisation, "statistics")

    assert queries() == few


# --- Those who ask ---


def test_an_organisation_notes_what_it_has_asked_and_sees_what_waits(client, place, asker):
    client.force_login(owner_of(asker))
    home, address = reverse("own_board", args=[asker.slug]), reverse("own_board_ask", args=[asker.slug])
    assert "Ni har inte lagt in någon fråga än" in client.get(home).text
    form = client.get(f"{address}?plats=1480&fraga=mal").text
    assert '<option value="1480" selected>' in form

    saved = client.post(address, {**ASKED, "remind_on": TOMORROW.isoformat()})

    assert saved.url == home
    text = client.get(home).text
    assert "Två frågor väntar på svar" in text and "Exempelhemmet" in text
    assert BoardAsking.objects.filter(remind_on=TOMORROW).count() == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"place": ""}, "Välj i listan."),
        ({"questions": []}, "Välj minst en fråga."),
        ({"asked_on": "2999-01-01"}, "Välj i dag eller en dag som har varit."),
        ({"way": "pigeon"}, "pigeon"),
        ({"remind_on": "2026-09-01"}, "efter dagen då ni frågade"),
        ({"remind_on": "2026-10-02"}, "Välj en dag efter i dag"),
    ],
)
def test_a_refused_question_answers_422_and_loses_nothing(client, place, asker, wrong, words):
    client.force_login(owner_of(asker))

    page = client.post(reverse("own_board_ask", args=[asker.slug]), {**ASKED, **wrong})

    assert page.status_code == 422
    assert "<title>Fel: " in page.text and words in page.text
    assert "2026-10-01" in page.text or "asked_on" in wrong
    assert not BoardCase.objects.exists()


def test_what_was_asked_before_is_refused_on_the_page(client, place, asker):
    ask(place, asker, "target")
    client.force_login(owner_of(asker))

    page = client.post(reverse("own_board_ask", args=[asker.slug]), ASKED)

    assert page.status_code == 422
    assert "Ni har redan frågat: Finns ett mål för andelen?" in page.text


def test_an_organisation_says_changes_and_takes_back_what_it_knows(client, place, asker):
    client.force_login(owner_of(asker))
    address = reverse("own_board_note", args=[asker.slug, "1480", "spridning"])

    refused = client.post(address, {**SAYS, "evidence": ""})
    assert refused.status_code == 422 and "kräver underlag" in refused.text
    client.post(address, SAYS)
    assert 'value="PM"' in client.get(address).text
    client.post(address, {**SAYS, "says": "not_done"})

    statement = BoardStatement.objects.standing().get()
    assert (statement.says, statement.organisation) == ("not_done", asker)
    client.post(reverse("own_board_retract", args=[asker.slug, statement.pk]))
    assert not BoardStatement.objects.standing().exists()


@pytest.mark.parametrize(
    "link", ["http://kommunen.example/", "https://namn:ord@kommunen.example/", "javascript:alert(1)"]
)
def test_a_link_that_is_not_safe_is_refused(client, place, asker, link):
    client.force_login(owner_of(asker))
    address = reverse("own_board_note", args=[asker.slug, "1480", "spridning"])

    assert client.post(address, {**SAYS, "evidence_url": link}).status_code == 422
    assert not BoardStatement.objects.exists()


def test_an_organisation_chooses_another_day_and_withdraws(client, place, asker):
    row = ask(place, asker)
    client.force_login(owner_of(asker))
    address = reverse("own_board_remind", args=[asker.slug, row.pk])

    assert client.post(address, {"remind_on": "2026-01-01"}).status_code == 422
    client.post(address, {"remind_on": TOMORROW.isoformat()})
    row.refresh_from_db()
    assert row.remind_on == TOMORROW
    withdraw = reverse("own_board_withdraw", args=[asker.slug, row.pk])
    assert "Vill ni dra tillbaka frågan?" in client.get(withdraw).text
    client.post(withdraw)

    assert not BoardAsking.objects.standing().exists()
    assert client.get(withdraw).status_code == 404


def test_who_may_not_ask_is_told_why(client, place, asker):
    hidden = make_organisation()
    row = ask(place, asker)
    client.force_login(add_member(asker, Role.READER))
    assert client.get(reverse("own_board", args=[asker.slug])).status_code == 200
    assert client.get(reverse("own_board_ask", args=[asker.slug])).status_code == 403

    client.force_login(owner_of(hidden))
    assert "Ni kan inte fråga än." in client.get(reverse("own_board", args=[hidden.slug])).text
    assert client.get(reverse("own_board_ask", args=[hidden.slug])).status_code == 403
    assert client.get(reverse("own_board", args=[asker.slug])).status_code == 404

    other = an_asker()
    client.force_login(owner_of(other))
    for name in ("own_board_remind", "own_board_withdraw"):
        assert client.post(reverse(name, args=[other.slug, row.pk])).status_code == 404


def test_the_organisations_page_asks_no_more_when_it_has_asked_more(client, place, asker):
    client.force_login(owner_of(asker))

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("own_board", args=[asker.slug]))
        return len(asked)

    ask(place, asker)
    queries()
    few = queries()
    for code in ("1280", "0180", REGION):
        ask(a_place(code), asker, "spread", "target")
        note(a_place(code), asker, "statistics")

    assert queries() == few


# --- Those who answer ---


def test_a_politician_answers_beside_what_is_noted(client, place, asker):
    note(place, asker)
    client.force_login(somebody_of(place, "politician"))
    assert "Svara på frågorna" in client.get(PAGE).text
    address = reverse("board_answer", args=["1480", "spridning"])

    refused = client.post(address, {**SAYS, "words": ""})
    assert refused.status_code == 422 and "Skriv svaret med egna ord." in refused.text
    saved = client.post(address, {**SAYS, "says": "not_done", "words": "Inte än."})

    assert "Inte än." in client.get(saved.url).text
    assert BoardStatement.objects.standing().count() == 2
    assert BoardCase.objects.get().state == BoardState.DISPUTED


def test_another_places_people_and_other_authorities_do_not_answer(client, place):
    client.force_login(somebody_of(a_place("1280")))
    assert client.get(reverse("board_answer", args=["1480", "spridning"])).status_code == 404
    assert client.get(reverse("board_answer", args=["1280", "vader"])).status_code == 404

    person = somebody_of(place)
    person.authority_memberships.get().authority.__class__.objects.update(kind="state", municipality=None, region=None)
    client.force_login(person)
    assert client.get(reverse("board_answers")).status_code == 403


# --- Made up ---


def test_what_is_made_up_says_so_on_every_page_and_in_every_file(client, place, asker):
    other = an_asker()
    demo_world = type("World", (), {"people": {"politiker": somebody_of(place, "politician")}})

    demo.five_questions(demo_world)
    demo.five_questions(demo_world)

    states = set(BoardCase.objects.filter(place="1480").values_list("state", flat=True))
    assert states == set(BoardState) - {BoardState.NOT_ASKED}
    assert not BoardCase.objects.filter(is_invented=False).exists()
    client.force_login(owner_of(asker))
    for address in (
        PAGE,
        "/kommuner/fragor/?lage=done",
        "/kommuner/fragor.csv",
        "/kommuner/fragor.xlsx",
        "/kommuner/fragor.json",
        reverse("own_board", args=[asker.slug]),
        reverse("own_board_note", args=[asker.slug, "1480", "spridning"]),
    ):
        assert "påhittat" in body(client.get(address)).lower().replace("\\u00e5", "å"), address
    page = client.get(PAGE).text
    assert page.count("(påhittat)") >= 4 + len(reading.history(place))
    client.force_login(demo_world.people["politiker"])
    assert "påhittat" in client.get(reverse("board_answers")).text
    assert other.name in page


def test_all_that_is_put_in_during_a_demonstration_is_made_up(monkeypatch, place, asker):
    monkeypatch.setattr(settings, "DEMO", True)

    assert ask(place, asker).case.is_invented


# --- What is kept about a person ---


def test_a_person_finds_what_they_have_put_in(place, asker):
    ask(place, asker)
    note(place, asker)

    kept = {row.key: row.rows for row in personal_data.about(owner_of(asker))}

    assert [row["way"] for row in kept["board_askings"]] == ["E-post"]
    assert [row["says"] for row in kept["board_statements"]] == ["Gjort"]
    assert {"ask", "note"} <= {row["action"] for row in kept["events"]}
