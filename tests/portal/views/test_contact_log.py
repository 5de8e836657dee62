"""The log of contacts: its pages, its file, who gets in, and where else its notes are shown."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.models import ContactNote, Place
from tests.factories import add_member, make_organisation, make_user, owner_of
from tests.portal.board import a_place, an_asker, ask
from tests.portal.contacts import an_authority, write
from tests.portal.views.test_board import body

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TYPED = {
    "place": "1480", "met": "politician", "met_on": "2026-11-03", "way": "meeting", "text": "Rad ett\nRad två",
    "next_step": "Skicka PM", "next_step_on": "2027-01-15",
}  # fmt: skip


@pytest.fixture
def organisation():
    return an_asker("Exempelhemmet")


def log_of(organisation, query=""):
    return reverse("contact_log", args=[organisation.slug]) + query


def page_of(name, note):
    return reverse(name, args=[note.organisation.slug, note.pk])


def test_an_empty_log_says_what_it_is_for(client, organisation):
    client.force_login(owner_of(organisation))

    assert "Loggen är tom" in client.get(log_of(organisation)).text
    family = client.get(reverse("organisation_family", args=[organisation.slug])).text
    assert log_of(organisation) in family and reverse("own_contacts", args=[organisation.slug]) in family


def test_a_note_is_written_and_its_lines_are_kept(client, organisation):
    client.force_login(add_member(organisation, "editor"))
    address = reverse("contact_note_add", args=[organisation.slug])
    assert '<option value="1280" selected>' in client.get(f"{address}?plats=1280").text

    saved = client.post(address, TYPED)

    text = client.get(log_of(organisation)).text
    assert saved.url == log_of(organisation)
    assert "Rad ett<br>Rad två" in text and "Förtroendevald, möte, 3\u00a0november 2026" in text
    assert "Skicka PM" in text and "15\u00a0januari 2027" in text


def test_a_note_of_an_authority_begins_at_its_contacts(client, organisation):
    authority = an_authority(name="Provbolaget", kind="company", municipality=None)
    client.force_login(owner_of(organisation))
    address = f"{reverse('contact_note_add', args=[organisation.slug])}?myndighet={authority.slug}"
    assert address in unescape(client.get(reverse("authority_contacts", args=[authority.slug])).text)

    client.post(address, TYPED)

    assert ContactNote.objects.get().about == authority
    assert client.get(f"{address}-finns-inte").status_code == 404


def test_a_place_and_its_authority_are_told_apart_in_the_filter(client, organisation):
    place = a_place()
    authority = an_authority(name=place.name)
    write(organisation, place=place)
    write(organisation, place=None, authority=authority)
    client.force_login(owner_of(organisation))

    text = client.get(log_of(organisation)).text

    assert f"{place.name}, som myndighet" in text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"place": ""}, "Välj i listan."),
        ({"met": ""}, "Välj vem ni mötte."),
        ({"met_on": "2999-01-01"}, "Välj i dag eller en dag som har varit."),
        ({"way": ""}, "Välj hur ni möttes."),
        ({"text": " "}, "Skriv vad som sades."),
        ({"text": "x" * 2001}, "2000"),
        ({"text": "Ring 811228-9874"}, "Ta bort personnumret."),
        ({"next_step": ""}, "Skriv vad nästa steg är, eller ta bort dagen."),
        ({"next_step_on": "2026-11-02"}, "Nästa steg kan inte ligga före kontakten."),
    ],
)
def test_a_note_that_is_wrong_is_refused_and_nothing_typed_is_lost(client, organisation, wrong, words):
    client.force_login(owner_of(organisation))

    page = client.post(reverse("contact_note_add", args=[organisation.slug]), {**TYPED, **wrong})

    assert page.status_code == 422 and words in page.text and "<title>Fel: " in page.text
    assert ("Rad ett" in page.text) == ("text" not in wrong)
    assert not ContactNote.objects.exists()


def test_a_note_is_changed_done_opened_and_thrown_away(client, organisation):
    note = write(organisation, next_step="Ring", next_step_on=TODAY + timedelta(days=4))
    client.force_login(owner_of(organisation))
    page = client.get(page_of("contact_note_change", note)).text
    assert 'value="Ring"' in page and "Skrevs av" in page

    client.post(page_of("contact_note_change", note), {**TYPED, "next_step": "Ring upp"})
    client.post(page_of("contact_note_finish", note))
    assert "Klart" in client.get(log_of(organisation)).text
    client.post(page_of("contact_note_reopen", note))
    assert "Ändrat: vem ni mötte, vad som sades" in client.get(page_of("contact_note_change", note)).text
    assert "går inte att få tillbaka" in client.get(page_of("contact_note_remove", note)).text
    client.post(page_of("contact_note_remove", note))

    assert not ContactNote.objects.exists()
    assert client.get(page_of("contact_note_finish", note)).status_code == 405


def test_nobody_else_sees_or_touches_it(client, organisation):
    note, other = write(organisation), make_organisation()
    crossed = reverse("contact_note_change", args=[other.slug, note.pk])
    client.force_login(owner_of(other))
    assert client.get(crossed).status_code == client.post(crossed, TYPED).status_code == 404
    for who in (owner_of(other), make_user(officer=True), make_user(admin=True)):
        client.force_login(who)
        assert client.get(log_of(organisation)).status_code == 404
        assert client.get(reverse("contact_log_file", args=[organisation.slug, "csv"])).status_code == 404
        assert client.post(page_of("contact_note_remove", note)).status_code == 404
    client.force_login(add_member(organisation, "reader"))
    text = client.get(log_of(organisation)).text
    assert note.text in text and "Gör något" not in text
    assert client.get(page_of("contact_note_change", note)).status_code == 403
    assert client.post(page_of("contact_note_finish", note)).status_code == 403

    assert ContactNote.objects.get() == note


def test_open_steps_come_first_and_the_log_is_narrowed(client, organisation):
    region = Place.objects.get(pk="0014") if Place.objects.exists() else a_place("0014")
    write(organisation, text="utan steg")
    write(organisation, text="sent steg", next_step="Ring", next_step_on=TODAY + timedelta(days=30), place=region)
    write(organisation, text="tidigt steg", next_step="Skriv", next_step_on=TODAY + timedelta(days=2), met="law")
    client.force_login(owner_of(organisation))

    def found(query=""):
        text = client.get(log_of(organisation, query)).text
        words = [word for word in ("tidigt steg", "sent steg", "utan steg") if word in text]
        return sorted(words, key=text.index)

    assert found() == ["tidigt steg", "sent steg", "utan steg"]
    assert found("?lage=kvar") == ["tidigt steg", "sent steg"]
    assert found("?lage=utan") == ["utan steg"]
    assert found("?lage=forsenat") == found("?lage=klart") == []
    assert found("?mott=law") == ["tidigt steg"]
    assert found("?plats=0014") == ["sent steg"]
    assert found("?q=sent") == ["sent steg"]


def test_the_file_holds_the_organisations_notes_and_no_others(client, organisation):
    write(organisation, text="=våra ord")
    write(make_organisation(), text="andras ord")
    client.force_login(add_member(organisation, "reader"))

    for kind in ("csv", "xlsx"):
        text = body(client.get(reverse("contact_log_file", args=[organisation.slug, kind])))
        assert "våra ord" in text and "andras ord" not in text
        assert "Upphandling" in text and "2026-11-03" in text
    assert client.get(log_of(organisation).rstrip("/") + ".json").status_code == 404


def test_more_notes_ask_no_more_of_the_database(client, organisation):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(log_of(organisation))
        return len(asked)

    client.force_login(owner_of(organisation))
    write(organisation)
    client.get(log_of(organisation))
    few = queries()
    for number in range(8):
        write(organisation, actor=add_member(organisation, "editor"), next_step=f"Steg {number}")
        write(organisation, authority=an_authority("1280", name=f"Bolag {number}", kind="company"))

    assert queries() == few


def test_the_board_shows_the_last_contacts_with_the_place_to_the_organisation_alone(client, organisation):
    ask(a_place(), organisation)
    write(organisation, text="Gamla ord", met_on=TODAY - timedelta(days=90))
    write(organisation, text="Nya ord", met_on=TODAY - timedelta(days=1))
    write(organisation, text="Ord om en annan plats", place=a_place("1280"))
    write(make_organisation(), text="Andras ord")
    client.force_login(owner_of(organisation))

    board = client.get(reverse("own_board", args=[organisation.slug])).text
    note = client.get(reverse("own_board_note", args=[organisation.slug, "1480", "spridning"])).text
    client.logout()
    public = client.get("/kommuner/1480-goteborg/fragor/").text

    add = f"{reverse('contact_note_add', args=[organisation.slug])}?plats=1480"
    assert "Nya ord" in board and add in board
    assert "Gamla ord" not in board and "annan plats" not in board and "Andras ord" not in board
    assert note.index("Nya ord") < note.index("Gamla ord") and add in note
    assert "annan plats" not in note
    assert "Nya ord" not in public


def test_a_contact_with_the_places_own_authority_is_a_contact_with_the_place(client, organisation):
    ask(a_place(), organisation)
    write(organisation, text="Ord med bolaget", authority=an_authority(name="Bolaget", kind="company"))
    write(organisation, text="Ord med kommunen", authority=an_authority(), met_on=TODAY - timedelta(days=3))
    client.force_login(owner_of(organisation))

    board = client.get(reverse("own_board", args=[organisation.slug])).text
    note = client.get(reverse("own_board_note", args=[organisation.slug, "1480", "spridning"])).text

    assert "Ord med kommunen" in board and "Ord med kommunen" in note
    assert "Ord med bolaget" not in board + note
