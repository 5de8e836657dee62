"""The directory of contacts as everybody reads it, as organisations fill it, and as the authority corrects it."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.demo import contacts as demo
from portal.models import ContactNote, FunctionContact
from portal.reading import contacts as reading
from portal.reading.own_figures import own_figures
from portal.reading.places import governed
from registry.models import Organisation, ServiceArea
from tests.factories import add_member, add_to_authority, make_organisation, make_user, owner_of
from tests.portal.board import an_asker
from tests.portal.contacts import FACTS, an_authority, put_in, say
from tests.portal.views.test_board import body

pytestmark = pytest.mark.django_db
TYPED = {
    "function": "procurement", "service_area": "", "unit": "", "email": "upphandling@provkommun.example", "phone": "",
    "page_url": "", "source": "kommunens webbplats", "source_url": "", "seen_on": "2026-11-03",
}  # fmt: skip


@pytest.fixture
def authority():
    return an_authority(name="Göteborgs kommun", slug="goteborgs-kommun-prov")


@pytest.fixture
def organisation():
    return an_asker("Exempelhemmet")


def page_of(authority):
    return reverse("authority_contacts", args=[authority.slug])


# --- Everybody ---


def test_an_authority_without_contacts_says_so(client, authority):
    text = client.get(page_of(authority)).text

    assert "Ingen har lagt in någon kontakt än" in text
    assert page_of(authority) in client.get(authority.get_absolute_url()).text


def test_everybody_reads_whose_word_it_is_and_of_which_day(client, authority, organisation):
    put_in(authority, organisation)
    say(authority, function="registrar", email="registrator@provkommun.example")
    put_in(authority, organisation, function="law", seen_on=timezone.localdate() - timedelta(days=400))

    text = client.get(page_of(authority)).text

    day = "3\u00a0november 2026"
    assert f"Enligt Exempelhemmet, kommunens webbplats, {day}, inte bekräftad av myndigheten" in text
    assert f"Enligt myndigheten, {day}" in text
    assert text.count("kan vara inaktuell") == 1
    assert text.index("Upphandling") < text.index("Juridik") < text.index("Registrator")
    assert 'href="mailto:upphandling@provkommun.example"' in text
    assert 'href="tel:0313650000"' in text
    assert "påhittad" not in text


def test_the_letter_about_the_law_is_one_link_away(client, authority, organisation):
    area = ServiceArea.objects.services().first()
    put_in(authority, organisation, function="service_area", service_area=area)

    text = client.get(page_of(authority)).text

    letter = f"/kommuner/1480-goteborg/underlag/?tjanst={area.slug}&amp;for=tjanstepersoner"
    assert letter in text and "Skriv till dem: brev om lagen" in text
    assert client.get(letter.replace("&amp;", "&")).status_code == 200


def test_the_page_of_the_place_shows_its_own_authoritys(client, authority, organisation):
    put_in(authority, organisation)
    put_in(an_authority("1280"), organisation, email="annan@provkommun.example")

    text = client.get("/kommuner/1480-goteborg/").text

    section = text[text.index('id="kontakter"') :]
    assert "upphandling@provkommun.example" in section and page_of(authority) in section
    assert "annan@provkommun.example" not in text
    assert "/kommuner/1480-goteborg/underlag/?for=tjanstepersoner" in section


def test_the_page_of_the_place_tells_the_same_as_the_authoritys_own(authority, organisation):
    area = ServiceArea.objects.services().first()
    put_in(authority, organisation, function="service_area", service_area=area, is_invented=True)
    put_in(authority, organisation, seen_on=timezone.localdate() - timedelta(days=400))
    say(authority, function="committee", unit="Äldrenämnden")

    asked = reading.of_authority(authority)
    counted = own_figures(governed()["1480"]).authority
    fetched = reading.fetched(counted, timezone.localdate())

    def told(directory):
        return [(row.contact.pk, row.name, row.standing, row.marks, row.in_short) for row in directory.rows]

    assert told(fetched) == told(asked) and len(asked.rows) == 3
    assert [model_to_dict(row.contact) for row in fetched.rows] == [model_to_dict(row.contact) for row in asked.rows]


def test_no_person_is_named_and_who_is_no_longer_shown_has_no_name(client, authority, organisation):
    person = owner_of(organisation)
    person.name = "Särskilda Personen"
    person.save(update_fields=["name"])
    row = put_in(authority, organisation)
    client.force_login(person)
    Organisation.everything.filter(pk=organisation.pk).update(published_at=None)
    client.logout()

    text = client.get(page_of(authority)).text + body(client.get(reverse("contact_list_file", args=["csv"])))

    assert row.email in text
    assert "Särskilda Personen" not in text and person.email not in text and "Exempelhemmet" not in text
    assert "en organisation som inte visas" in text


def test_the_history_tells_what_happened_and_not_what_stood_there(client, authority, organisation):
    put_in(authority, organisation, email="fel.funktion@provkommun.example", unit="Inköp")
    say(authority)

    text = client.get(page_of(authority)).text

    assert "Exempelhemmet lade in en kontakt" in text
    assert "Myndighetens egen kontakt tog över" in text
    assert "fel.funktion@provkommun.example" not in text


# --- The country ---


def test_the_list_is_narrowed_by_place_function_service_and_whose_word(client, authority, organisation):
    area = ServiceArea.objects.services().select_related("parent").first()
    put_in(authority, organisation)
    put_in(authority, organisation, function="service_area", service_area=area)
    say(an_authority("1280", name="Malmö kommun"), function="law")
    say(an_authority("0014", name="Västra Götalandsregionen"), function="committee", unit="Sjukhusnämnden")

    def found(query):
        rows = json.loads(body(client.get(f"/kommuner/kontakter.json{query}")))
        return [(row["authority"], row["function"]) for row in rows]

    assert [function for name, function in found("") if name == "Göteborgs kommun"] == ["Upphandling", "Verksamhet"]
    assert [function for _, function in found("?sort=funktion")] == ["Upphandling", "Juridik", "Verksamhet", "Nämnd"]
    assert found("?q=malmö") == [("Malmö kommun", "Juridik")]
    assert found("?q=sjukhus") == [("Västra Götalandsregionen", "Nämnd")]
    assert len(found("?lan=14")) == 3
    assert found("?funktion=law") == [("Malmö kommun", "Juridik")]
    assert found(f"?omrade={area.parent.slug}") == [("Göteborgs kommun", "Verksamhet")]
    assert found("?slag=region") == [("Västra Götalandsregionen", "Nämnd")]
    assert len(found("?ord=myndighet")) == 2 and len(found("?ord=organisation")) == 2
    text = client.get("/kommuner/kontakter/?lan=14").text
    assert "3 kontakter" in text and page_of(authority) in text
    assert "Nämnd: Sjukhusnämnden" in text and "Inte bekräftad" in text
    assert "Ingen kontakt stämmer" in client.get("/kommuner/kontakter/?q=finns-inte").text


def test_a_file_tells_whose_word_it_is(client, authority, organisation):
    put_in(authority, organisation)

    row = json.loads(body(client.get("/kommuner/kontakter.json")))[0]

    assert row["according_to"] == "Exempelhemmet" and row["confirmed"] is False
    assert row["county"] == "Västra Götalands län" and row["seen_on"] == "2026-11-03"
    assert row["url"].endswith(page_of(authority))
    for kind in ("csv", "xlsx"):
        assert FACTS["email"] in body(client.get(f"/kommuner/kontakter.{kind}"))


@pytest.mark.parametrize("path", ["/kommuner/kontakter/", "/kommuner/kontakter.csv", ""])
def test_more_contacts_ask_no_more_of_the_database(client, authority, organisation, path):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            body(client.get(path or page_of(authority)))
        return len(asked)

    put_in(authority, organisation)
    client.get(path or page_of(authority))
    few = queries()
    for number in range(8):
        put_in(authority, an_asker(), function="committee", unit=f"Nämnd {number}")
        say(an_authority("1280", name=f"Provkommun {number}, Malmö"))

    assert queries() == few


# --- Organisations ---


def test_an_organisation_puts_in_a_contact_and_corrects_anothers(client, authority, organisation):
    client.force_login(owner_of(organisation))
    other = put_in(authority, an_asker(), function="law")
    assert reverse("own_contact_add", args=[organisation.slug, authority.slug]) in client.get(page_of(authority)).text

    saved = client.post(reverse("own_contact_add", args=[organisation.slug, authority.slug]), TYPED)
    change = reverse("own_contact_change", args=[organisation.slug, other.pk])
    form = client.get(change).text
    client.post(change, {**TYPED, "function": "law", "email": "juridik@provkommun.example"})

    assert saved.url == page_of(authority)
    assert 'value="https://provkommun.example/inkop"' in form
    emails = FunctionContact.objects.standing().filter(organisation=organisation).values_list("email", flat=True)
    assert sorted(emails) == ["juridik@provkommun.example", "upphandling@provkommun.example"]
    assert "juridik@provkommun.example" in client.get(reverse("own_contacts", args=[organisation.slug])).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"function": ""}, "Välj en funktion."),
        ({"function": "service_area"}, "Välj vilken verksamhet det är."),
        ({"function": "committee"}, "Skriv vad nämnden heter."),
        ({"email": ""}, "Skriv minst ett sätt att nå dem"),
        ({"email": "anna.svensson@provkommun.example"}, "Skriv funktionens adress"),
        ({"phone": "ring mig"}, "Skriv telefonnumret med siffror"),
        ({"page_url": "http://provkommun.example"}, "börjar med https://"),
        ({"source": ""}, "Skriv var uppgiften står"),
        ({"seen_on": "2999-01-01"}, "Välj i dag eller en dag som har varit."),
    ],
)
def test_a_contact_that_is_wrong_is_refused_with_what_to_do(client, authority, organisation, wrong, words):
    client.force_login(owner_of(organisation))

    page = client.post(
        reverse("own_contact_add", args=[organisation.slug, authority.slug]), {**TYPED, "unit": "", **wrong}
    )

    assert page.status_code == 422 and words in page.text and "<title>Fel: " in page.text
    assert TYPED["seen_on"] in page.text or "seen_on" in wrong
    assert not FunctionContact.objects.exists()


def test_the_authoritys_own_word_is_closed_to_organisations(client, authority, organisation):
    own = say(authority)
    client.force_login(owner_of(organisation))

    page = client.get(reverse("own_contact_change", args=[organisation.slug, own.pk]))
    added = client.post(reverse("own_contact_add", args=[organisation.slug, authority.slug]), TYPED)

    assert page.status_code == 403
    assert added.status_code == 422 and "Myndigheten har själv sagt" in added.text


def test_an_organisation_that_nobody_sees_puts_in_nothing(client, authority):
    hidden = make_organisation()
    client.force_login(owner_of(hidden))

    assert client.get(reverse("own_contact_add", args=[hidden.slug, authority.slug])).status_code == 403
    assert "Ni kan inte lägga till kontakter än" in client.get(reverse("own_contacts", args=[hidden.slug])).text


def test_an_organisation_takes_its_own_away_and_not_anothers(client, authority, organisation):
    row, other = put_in(authority, organisation), put_in(authority, an_asker(), function="law")
    client.force_login(owner_of(organisation))

    refused = client.post(reverse("own_contact_remove", args=[organisation.slug, other.pk]))
    page = client.post(reverse("own_contact_remove", args=[organisation.slug, row.pk]))

    assert refused.status_code == 404 and page.status_code == 302
    assert FunctionContact.objects.standing().get() == other


# --- The authority ---


def test_the_authority_confirms_corrects_adds_and_removes(client, authority, organisation):
    row = put_in(authority, organisation)
    client.force_login(authority.officer)
    change = reverse("authority_contact_change", args=[authority.slug, row.pk])
    page = client.get(page_of(authority)).text
    assert "Bekräfta eller rätta" in page and "Skriv till dem" not in page
    assert reverse("authority_contacts", args=[authority.slug]) in client.get("/mina-sidor/").text
    assert "Stämmer kontakten?" in client.get(change).text

    client.post(change, TYPED)
    client.post(reverse("authority_contact_add", args=[authority.slug]), {**TYPED, "function": "law"})

    own = FunctionContact.objects.standing().get(function="procurement")
    assert own.is_the_authoritys and own.replaces == row and own.source == ""
    client.post(reverse("authority_contact_remove", args=[authority.slug, own.pk]))
    assert FunctionContact.objects.standing().get().function == "law"


def test_the_authority_answers_for_an_address_that_looks_like_a_persons(client, authority):
    client.force_login(authority.officer)
    address, typed = reverse("authority_contact_add", args=[authority.slug]), {**TYPED, "email": "bo.ek@prov.example"}

    refused = client.post(address, typed)
    taken = client.post(address, {**typed, "is_function_address": "on"})

    assert refused.status_code == 422 and "Detta är en funktionsadress" in refused.text
    assert taken.status_code == 302
    assert FunctionContact.objects.get().is_function_address


def test_politicians_do_not_correct_and_others_find_nothing(client, authority, organisation):
    row = put_in(authority, organisation)
    address = reverse("authority_contact_change", args=[authority.slug, row.pk])

    client.force_login(add_to_authority(authority, make_user(), "politician"))
    assert client.post(address, TYPED).status_code == 403
    client.force_login(an_authority("1280").officer)
    assert client.post(address, TYPED).status_code == 404
    client.force_login(add_member(organisation, "reader"))
    own = reverse("own_contact_change", args=[organisation.slug, row.pk])
    assert client.post(own, TYPED).status_code == 403


# --- The demonstration ---


def test_what_is_made_up_says_so_wherever_it_stands(client, authority, organisation, settings):
    put_in(authority, organisation, is_invented=True)

    pages = [page_of(authority), "/kommuner/kontakter/", "/kommuner/1480-goteborg/", "/kommuner/kontakter.csv"]

    assert ["påhittad" in body(client.get(path)) or "Påhittad" in body(client.get(path)) for path in pages] == [
        True
    ] * 4
    assert json.loads(body(client.get("/kommuner/kontakter.json")))[0]["invented"] is True
    settings.DEMO = True
    assert put_in(authority, organisation, function="law").is_invented


def test_the_demonstration_tells_its_story_once(organisation):
    class World:
        people = {"upphandlare": an_authority(slug="goteborgs-kommun").officer}

    demo.contacts_and_log(World)
    demo.contacts_and_log(World)

    rows = FunctionContact.objects.all()
    assert [row.is_invented for row in rows] == [True] * 4
    assert {row.may_be_old(timezone.localdate()) for row in rows} == {True, False}
    assert ContactNote.objects.count() == 3
