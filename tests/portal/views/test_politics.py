"""The pages of targets, documents and those who are elected, as each reads them."""

import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal import erasure, personal_data
from portal.models import CouncilNote, GovernanceDocument, Place, ReadMark, Target
from portal.reading import council as council_reading
from portal.reading import governance as governance_reading
from portal.reading import targets as targets_reading
from portal.services import governance, notes, targets
from procurement.models import Contract
from registry.workflow import NotEntitled
from tests.factories import add_to_authority, make_authority
from tests.portal.politics import DOCUMENT, TARGET, make_council, make_document, make_place, make_row, make_target, tell

pytestmark = pytest.mark.django_db
MEASURE = {"title": "Idéburen äldreomsorg", "indicator": "N20056", "unit": "", "definition": "Andel av köpen."}
LEVELS = {"baseline_value": "2,5", "baseline_year": "2022", "target_value": "10", "target_year": "2030"}
DECISION = {"decided_by": "Kommunfullmäktige", "decided_on": "2023-03-12", "paragraph": "§ 14", "decision_url": ""}
WHICH = {"kind": "programme", "title": "Program", "version": "", "term_begins_in": "2026"}
ADOPTED = {"adopted_on": "2026-11-01", "paragraph": "", "url": "https://kommunen.example/program"}
CONTENT = {"mentions": "yes", "passage": "Idéburna ska få plats.", "follow_up_plan": ""}


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def politician(place):
    return make_council(place)


@pytest.fixture
def signed_in(client, politician):
    client.force_login(politician)
    return client


def carried(page):
    """What a page brings along unseen."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.content.decode())
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def go(client, address, *pages):
    """Fill in the pages one after the other; the last answer. None looks the last page over and sends it."""
    page = client.get(address)
    for typed in pages:
        page = client.post(address, {**carried(page), **(typed or {})})
    return page


def shown(place):
    """The place's pages by the slug that it has."""
    return [f"/kommuner/{place.code}-{place.slug}/{part}/" for part in ("mal", "styrdokument")]


def body(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with ZipFile(BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", "replace")


# --- A target, page by page ---


def test_a_politician_puts_in_a_target_page_by_page_and_looks_it_over(signed_in, place):
    address = reverse("target_add", args=[place.code])

    review = go(signed_in, address, MEASURE, {}, LEVELS, DECISION)

    assert "Kontrollera innan du sparar" in review.text
    assert "2,5" in review.text and "§ 14" in review.text
    assert not Target.objects.exists()
    saved = signed_in.post(address, carried(review))
    target = Target.objects.get()
    assert saved.status_code == 302
    assert (target.unit, str(target.baseline_value), target.place) == ("procent", "2.50", place)
    assert target.title in signed_in.get(saved.url).text


def test_a_refused_page_answers_422_and_loses_nothing(signed_in, place):
    address = reverse("target_add", args=[place.code])

    page = go(signed_in, address, MEASURE, {}, {**LEVELS, "target_year": "2020", "target_value": "sju"})

    assert page.status_code == 422
    assert "<title>Fel: " in page.text and "error-summary" in page.text
    assert 'value="sju"' in page.text and 'value="2,5"' in page.text
    assert carried(page)["definition"] == MEASURE["definition"]


def test_a_target_without_definition_is_refused_at_once(signed_in, place):
    page = go(signed_in, reverse("target_add", args=[place.code]), {**MEASURE, "definition": " "})

    assert page.status_code == 422
    assert "Ett mål som ingen vet hur man räknar går inte att följa." in page.text


def test_one_goes_back_from_the_last_page_changes_and_comes_back_to_it(signed_in, place):
    address = reverse("target_add", args=[place.code])
    review = go(signed_in, address, MEASURE, {}, LEVELS, DECISION)

    again = signed_in.post(address, {**carried(review), "till": "2"})
    assert 'name="target_value" value="10"' in again.text
    review = signed_in.post(address, {**carried(again), **LEVELS, "target_value": "12"})
    signed_in.post(address, carried(review))

    assert Target.objects.get().target_value == 12


def test_what_is_sent_past_the_pages_is_tried_all_the_same(signed_in, place):
    address = reverse("target_add", args=[place.code])

    for data in ({"steg": "4", "granskad": "ja"}, {"steg": "99"}, {"steg": "x"}, {"steg": "4", **MEASURE}):
        assert signed_in.post(address, data).status_code in (200, 422)

    assert not Target.objects.exists()


def test_what_the_service_refuses_stands_on_the_last_page(signed_in, place, politician):
    make_target(place, politician)
    address = reverse("target_add", args=[place.code])

    review = go(signed_in, address, MEASURE, {}, LEVELS, DECISION, None)

    assert review.status_code == 422
    assert "Ändra det i stället" in review.text
    assert Target.objects.count() == 1


def test_a_target_is_changed_replaced_and_ended_by_its_pages(signed_in, place, politician):
    target = make_target(place, politician)

    change = reverse("target_change", args=[target.pk])
    go(signed_in, change, {"title": "Nytt namn"}, {}, LEVELS, DECISION, None)
    replace = reverse("target_replace", args=[target.pk])
    own = {"title": "Nytt namn", "indicator": "eget", "unit": "platser", "definition": "Platser den 31 december."}
    go(signed_in, replace, own, {}, LEVELS, DECISION, None)
    new = Target.objects.get(replaces=target)
    end = signed_in.post(reverse("target_end", args=[new.pk]), {"reason": "Gavs upp."})

    target.refresh_from_db()
    new.refresh_from_db()
    assert (target.title, target.state, new.unit, new.state) == ("Nytt namn", "replaced", "platser", "ended")
    page = signed_in.get(end.url).text
    assert "Tidigare mål" in page and "Gavs upp." in page


# --- A document ---


def test_a_document_is_put_in_and_its_new_version_is_compared_with_the_old(signed_in, place, politician):
    go(signed_in, reverse("governance_document_add", args=[place.code]), {**WHICH, "term_begins_in": "2022"},
       {**ADOPTED, "adopted_on": "2023-02-01"}, CONTENT, None)  # fmt: skip
    old = GovernanceDocument.objects.get()
    address = reverse("governance_document_version", args=[old.pk])
    go(signed_in, address, WHICH, ADOPTED, {**CONTENT, "passage": "Idéburna ska få mer plats."}, None)

    new = GovernanceDocument.objects.get(replaces=old)
    page = signed_in.get(new.get_absolute_url()).text
    assert "Vad som är nytt" in page
    assert "<ins>" in page and "2022–2026" in page and "2026–2030" in page
    assert "Det finns en nyare version" in signed_in.get(old.get_absolute_url()).text


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ([{**WHICH, "term_begins_in": ""}], "Välj mandatperiod"),
        ([WHICH, {**ADOPTED, "url": "http://kommunen.example/"}], "börjar med https://"),
        ([WHICH, {**ADOPTED, "url": "https://namn:ord@kommunen.example/"}], "börjar med https://"),
        ([WHICH, ADOPTED, {**CONTENT, "passage": ""}], "Skriv av stället"),
        ([WHICH, ADOPTED, {**CONTENT, "mentions": "no"}], "ta bort texten"),
    ],
)
def test_a_document_that_does_not_hold_together_is_refused(signed_in, place, pages, words):
    page = go(signed_in, reverse("governance_document_add", args=[place.code]), *pages)

    assert page.status_code == 422
    assert words in page.text


def test_a_document_ends_with_a_reason(signed_in, place, politician):
    document = make_document(place, politician)
    address = reverse("governance_document_end", args=[document.pk])

    assert signed_in.post(address, {"reason": ""}).status_code == 422
    signed_in.post(address, {"reason": "Upphävdes."})

    document.refresh_from_db()
    assert document.state == "ended"


# --- Everybody ---


def test_an_empty_place_says_that_nothing_is_known_and_not_that_there_is_nothing(client, place):
    mal, styrdokument = shown(place)

    assert "Det kan finnas ändå" in client.get(mal).text
    page = client.get(styrdokument).text
    assert page.count("Portalen känner inte till något. Det kan finnas ändå.") == 6
    for role in ("Invånarnas företrädare", "Ägare", "Utförare", "Beställare"):
        assert f"<b>{role}.</b>" in page


def test_an_old_slug_leads_on_and_a_regions_pages_are_its_own(client, place):
    assert client.get("/kommuner/1480-fel/mal/").status_code == 301
    region = make_place("0014")
    assert client.get(f"/regioner/14-{region.slug}/mal/").status_code == 200
    assert client.get(f"/kommuner/0014-{region.slug}/mal/").status_code == 404
    assert client.get("/regioner/00-riket/mal/").status_code == 404


def test_what_is_invented_says_so_on_every_page_and_in_every_file(client, place, politician):
    target = make_target(place, politician, is_invented=True)
    type(target.indicator).objects.filter(pk=target.indicator_id).update(is_invented=True)
    tell(place, 2025, 4)
    document = make_document(place, politician, is_invented=True)
    mal, styrdokument = shown(place)
    client.force_login(politician)

    for address in (
        mal,
        styrdokument,
        document.get_absolute_url(),
        reverse("council"),
        "/kommuner/styrdokument/?q=göteb",
    ):
        assert "påhitta" in body(client.get(address)), address
    for kind in ("csv", "xlsx", "json"):
        for file in (mal.removesuffix("/") + f".{kind}", f"/kommuner/styrdokument.{kind}?q=göteb"):
            assert "påhitta" in body(client.get(file)), file
    page = client.get(mal).text
    caption = re.search(r"<figcaption>(.*?)</figcaption>", page, re.S)[1]
    assert "påhittade" in caption and "påhittade uppgifter" in re.search(r"<caption.*?</caption>", page)[0]
    assert page.count("(påhittat mål)") >= 2


def test_what_is_real_never_says_that_it_is_invented(client, place, politician):
    make_target(place, politician)
    make_document(place, politician)

    for address in shown(place):
        assert "påhitta" not in client.get(address).text


def test_the_list_tells_who_lacks_one(client, place, politician):
    make_document(place, politician)
    make_document(make_place("1280"), make_council(make_place("1280")), term_begins_in=2026)

    page = client.get("/kommuner/styrdokument/?lan=14&plats=municipality&lage=saknas").text
    due = client.get("/kommuner/styrdokument/?lage=beslutas-pa-nytt").text
    holds = client.get("/kommuner/styrdokument/?lage=galler&dokument=programme").text

    assert "Göteborg" not in page.split("<tbody")[1] and "Mölndal" in page
    assert "portalen känner inte till något hos någon" in page
    assert "Göteborg" in due and "Malmö" not in due.split("<tbody")[1]
    assert "Malmö" in holds and "Göteborg" not in holds.split("<tbody")[1]


def test_the_file_holds_the_rows_of_the_list(client, place, politician):
    make_document(place, politician)

    rows = client.get("/kommuner/styrdokument.json?lage=beslutas-pa-nytt").getvalue().decode()

    assert '"code": "1480"' in rows and rows.count('"code"') == 1


def test_every_place_with_a_council_stands_in_the_list_once(client, place):
    rows = client.get("/kommuner/styrdokument.json").getvalue().decode()

    assert rows.count('"code"') == Place.objects.governed().count() == 311


def test_the_number_of_queries_does_not_grow_with_the_documents(client, place, politician):
    make_row(place, by=politician)
    client.get("/kommuner/styrdokument/")
    with CaptureQueriesContext(connection) as few:
        client.get("/kommuner/styrdokument/")
    for other in Place.objects.municipalities().exclude(pk=place.pk)[:12]:
        make_row(other, by=politician)

    with CaptureQueriesContext(connection) as many:
        client.get("/kommuner/styrdokument/")

    assert len(many) == len(few) <= 4


# --- The elected person's own ---


def test_reading_marks_nothing_and_the_button_does(signed_in, place, politician):
    make_target(place, politician)

    first = signed_in.get(reverse("council"))
    assert "Målet lades in" in first.text
    assert not ReadMark.objects.exists()
    signed_in.post(reverse("council_read", args=[place.code]))

    assert "Målet lades in" not in signed_in.get(reverse("council")).text
    assert ReadMark.objects.get().user == politician


def test_only_what_is_newer_than_the_mark_is_new(place, politician):
    then = timezone.now() - timedelta(days=3)
    target = make_target(place, politician, at=then)
    mark = notes.mark_read(place, actor=politician, at=then + timedelta(hours=1))

    assert council_reading.news(place, mark).rows == ()
    targets.end(target, actor=politician, reason="Gavs upp.")
    tell(place, 2025, 4)

    labels = [row["label"] for row in council_reading.news(place, mark).rows]
    assert any(label.startswith("Målet avslutades") for label in labels)
    assert any(label.startswith("Nya siffror") for label in labels)


TODAY = date(2026, 11, 22)


def asked(place):
    told = targets_reading.of_place(place, TODAY)
    return council_reading.questions(place, told, governance_reading.of_place(place, TODAY), TODAY)


def test_each_fact_gives_its_question_with_a_source(place, politician):
    assert any("Har vi ett program" in row.text for row in asked(place))
    document = make_document(place, politician)
    make_document(place, politician, kind="procurement_policy", mentions="no", passage="")
    make_target(place, politician)
    tell(place, 2025, 3)
    make_target(place, politician, title="Eget mått", indicator=None, unit="platser")
    authority = politician.authority_memberships.get().authority
    Contract.objects.create(
        authority=authority, title="Avtal", supplier_name="X", origin="manual", created_by=politician
    )

    found = asked(place)

    for words in (
        "När beslutar vi om ett nytt program",
        "Varför nämner",
        "Vad gör nämnden för att nå målet Idéburen äldreomsorg",
        "Hur mäter vi målet Eget mått",
        "Hur säkrar vi allmänhetens insyn",
        "När följs avtalen upp",
        "Har vi en riktlinje för partnerskap",
    ):
        assert any(row.text.startswith(words) for row in found), words
    assert not any("Har vi ett program" in row.text for row in found)
    assert all(row.text.endswith("?") and row.fact and row.source for row in found)
    governance.new_version(document, actor=politician, **{**{k: v for k, v in DOCUMENT.items() if k != "kind"},
                           "term_begins_in": 2026, "adopted_on": TODAY})  # fmt: skip
    assert not any("nytt program" in row.text for row in asked(place))


def test_what_ends_with_the_term(place, politician):
    authority = politician.authority_memberships.get().authority
    facts = {"authority": authority, "supplier_name": "X", "origin": "manual", "created_by": politician}
    Contract.objects.create(title="Inom", ends_on=date(2030, 10, 14), **facts)
    Contract.objects.create(title="Efter", ends_on=date(2030, 10, 15), **facts)
    make_target(place, politician)
    make_target(place, politician, target_year=2031)
    make_document(place, politician, term_begins_in=2026)

    told = targets_reading.of_place(place, TODAY)
    ends = council_reading.ends_this_term(place, told, governance_reading.of_place(place, TODAY), TODAY)

    assert [row["label"] for row in ends.contracts] == ["Inom"]
    assert [row.target.target_year for row in ends.targets] == [2030]
    assert len(ends.documents) == 1
    assert ends.election == date(2030, 9, 8)


def test_a_note_is_its_writers_alone(client, place, politician):
    note = notes.write(place, actor=politician, text="Något hemligt.")
    colleague = make_council(place)
    client.force_login(colleague)

    assert "hemligt" not in client.get(reverse("council")).text
    for name in ("council_note", "council_note_remove"):
        assert client.post(reverse(name, args=[note.pk]), {"text": "x"}).status_code == 404
    with pytest.raises(NotEntitled):
        notes.rewrite(note, actor=colleague, text="x")
    with pytest.raises(NotEntitled):
        notes.remove(note, actor=colleague)
    assert CouncilNote.objects.get().text == "Något hemligt."


def test_a_note_is_written_rewritten_and_thrown_away(signed_in, place, politician):
    assert signed_in.post(reverse("council_note_add", args=[place.code]), {"text": " "}).status_code == 422
    signed_in.post(reverse("council_note_add", args=[place.code]), {"text": "Fråga om insynen."})
    note = CouncilNote.objects.get()
    signed_in.post(reverse("council_note", args=[note.pk]), {"text": "Fråga om uppföljningen."})
    assert "Fråga om uppföljningen." in signed_in.get(reverse("council")).text

    signed_in.post(reverse("council_note_remove", args=[note.pk]))

    assert not CouncilNote.objects.exists()


def test_notes_and_marks_are_told_to_the_person_and_erased_with_them(place, politician):
    notes.write(place, actor=politician, text="Något hemligt.")
    notes.mark_read(place, actor=politician)

    kept = {part.key: part for part in personal_data.about(politician)}
    assert kept["council_notes"].rows[0]["text"] == "Något hemligt."
    assert len(kept["read_marks"].rows) == 1
    erasure.erase(politician, actor=politician)

    assert not CouncilNote.objects.exists() and not ReadMark.objects.exists()


def test_who_sits_in_two_councils_chooses_and_an_officer_of_one_is_told_so(client, place, politician):
    region = make_place("0014")
    add_to_authority(make_authority(kind="region", region=region.region), politician, "politician")
    malmo = make_place("1280")
    add_to_authority(make_authority(kind="municipality", municipality=malmo.municipality), politician, "officer")
    client.force_login(politician)

    assert region.name in client.get(f"{reverse('council')}?plats=0014").text
    assert client.get(reverse("target_add", args=["0014"])).status_code == 200
    assert client.get(reverse("target_add", args=["1280"])).status_code == 403
    assert client.get(reverse("target_add", args=["0180"])).status_code == 404


def test_a_target_that_is_no_more_is_refused_in_words(signed_in, place, politician):
    target = make_target(place, politician)
    targets.end(target, actor=politician, reason="Gavs upp.")

    page = signed_in.post(reverse("target_end", args=[target.pk]), {"reason": "En gång till."})

    assert page.status_code == 422
    assert "Någon annan hann före" in page.text


def test_target_constants_are_whole():
    assert set(targets.FACTS) == set(TARGET) | {"indicator"}
