"""Dialogue as everybody reads it, as those who come use it, and as hosts work with it."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from portal import erasure, personal_data
from portal.demo import dialogue as demo
from portal.forms.dialogue import InviteForm
from portal.models import Meeting, MeetingInvitation, MeetingQuestion, MeetingSignUp, MeetingState
from portal.reading import dialogue as reading
from portal.reading import dialogue_host as host_reading
from portal.services import dialogue, dialogue_parties
from registry.models import Membership, Organisation
from tests.factories import add_member, make_entity, make_user, owner_of
from tests.portal.board import a_place, an_asker
from tests.portal.dialogue import (
    a_draft,
    a_meeting,
    a_past_meeting,
    an_authority,
    answer,
    as_typed,
    ask,
    at_noon,
    person_of,
    sign_up,
)
from tests.procurement.factories import make_planned

pytestmark = pytest.mark.django_db
LINK = "https://moten.example/rum"
PAGE = "/dialog/"


@pytest.fixture
def host():
    return an_authority(name="Provstads kommun")[0]


@pytest.fixture
def asker():
    return an_asker("Exempelhemmet")


def body(response):
    assert response.status_code == 200
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode("utf-8-sig")


def as_person(client, person):
    client.force_login(person)
    return client


def page_of(client, meeting):
    return body(client.get(meeting.get_absolute_url()))


def event_of(response):
    return Calendar.from_ical(response.content).walk("VEVENT")[0]


# --- Everybody ---


def test_everybody_reads_when_where_how_accessible_and_in_numbers_who_comes(client, host, asker):
    meeting = a_meeting(host, seats=10, url=LINK, agenda="Fika\nFrågor", starts_at=at_noon(20))
    sign_up(meeting, asker, 3)

    text = page_of(client, meeting)

    assert "klockan\u00a012.00–14.00" in text
    assert "Stadshuset, Storgatan 1, och på webben" in text and "Ramp vid entrén och hörslinga." in text
    assert "7 av 10 kvar" in text and "En organisation eller myndighet, 3 personer" in text
    assert "Fika<br>Frågor" in text and "Provstads kommun" in text
    assert "Exempelhemmet" not in text and LINK not in text
    assert "De som är anmälda ser länken här" in text


def test_names_and_link_are_for_the_host_and_those_who_come(client, host, asker):
    meeting, other = a_meeting(host, url=LINK), an_asker("Grannarna")
    sign_up(meeting, asker, 2)
    sign_up(meeting, other)

    for person in (owner_of(other), person_of(host)):
        text = page_of(as_person(client, person), meeting)
        assert "Exempelhemmet" in text and LINK in text
    for person in (make_user(), owner_of(an_asker()), add_member(asker, "reader")):
        text = page_of(as_person(client, person), meeting)
        assert "Grannarna" not in text and LINK not in text


@pytest.mark.parametrize(("organisations", "folded"), [(3, False), (4, True)])
def test_who_acts_for_many_gets_the_list_before_their_names(client, organisations, folded):
    person = make_user()
    for _ in range(organisations):
        Membership.objects.create(organisation=an_asker(), user=person, role="owner")
    client.force_login(person)

    text = client.get("/dialog/").text

    assert text.count("/traffar/ny/") == organisations
    assert ("<summary>Bjud in till en träff</summary>" in text) == folded


def test_a_draft_is_nobodys_page_but_the_hosts(client, host, asker):
    draft = a_draft(host)
    assert client.get(draft.get_absolute_url()).status_code == 404
    as_person(client, owner_of(asker))
    for name in ("meeting", "meeting_calendar", "meeting_sign_up", "meeting_ask"):
        assert client.get(reverse(name, args=[draft.pk])).status_code == 404

    assert "Bara ni ser utkastet." in page_of(as_person(client, person_of(host)), draft)


def test_a_discarded_draft_and_a_host_that_is_no_longer_shown_have_no_page(client, asker):
    meeting, draft = a_meeting(asker), a_draft(asker)
    dialogue.discard(draft, actor=owner_of(asker))
    Organisation.everything.filter(pk=asker.pk).update(published_at=None)

    assert client.get(meeting.get_absolute_url()).status_code == 404
    assert "Provträff" not in body(client.get(PAGE))
    as_person(client, owner_of(asker))
    assert client.get(reading.host_url("meeting_work", draft)).status_code == 403


def test_a_cancelled_meeting_says_why_and_the_one_who_is_told_of_a_full_one_whom_to_write_to(client, host, asker):
    cancelled, full = a_meeting(host), a_meeting(host, seats=1)
    dialogue.cancel(cancelled, actor=person_of(host), reason="Lokalen är stängd.")
    sign_up(full, asker)

    text = page_of(client, cancelled)
    assert "Lokalen är stängd." in text and "Inställd" in text and "Anmäl er" not in text
    text = page_of(client, full)
    assert "Alla platser är tagna." in text and "mailto:dialog@kommunen.example" in text and "Anmäl er" not in text


def test_answers_are_everybodys_without_who_asked_and_the_rest_the_askers_alone(client, host, asker):
    meeting = a_meeting(host)
    answer(ask(meeting, asker, "Vilka tider går bra?"), "Kvällar.")
    ask(meeting, asker, "Vad kostar lokalen?")

    text = page_of(client, meeting)
    assert "Vilka tider går bra?" in text and "Kvällar." in text
    assert "Exempelhemmet" not in text and "Vad kostar lokalen?" not in text
    assert "Vad kostar lokalen?" in page_of(as_person(client, owner_of(asker)), meeting)
    assert "Vad kostar lokalen?" not in page_of(as_person(client, owner_of(an_asker())), meeting)
    work = body(as_person(client, person_of(host)).get(reading.host_url("meeting_work", meeting)))
    assert "Vad kostar lokalen?" in work and "Exempelhemmet" in work


def test_a_meeting_about_a_procurement_leads_there_while_it_is_shown(client, asker):
    planned = make_planned(plan_shown_at=None)
    planned.plan_shown_at = timezone.now()
    planned.save(update_fields=["plan_shown_at"])
    meeting = a_meeting(planned.authority, procurement=planned)

    assert f"{planned.get_absolute_url()}#fragor" in page_of(client, meeting)
    as_person(client, owner_of(asker))
    assert reverse("procurement_ask", args=[planned.pk]) in body(client.get(reverse("meeting_ask", args=[meeting.pk])))
    type(planned).objects.filter(pk=planned.pk).update(plan_shown_at=None)
    assert str(planned) not in page_of(client, meeting)


def test_what_has_happened_is_told_but_the_old_notes_are_the_hosts(client, host):
    meeting, person = a_past_meeting(host), person_of(host)
    dialogue.write_notes(meeting, actor=person, text="Fel ord stod här.")
    dialogue.write_notes(meeting, actor=person, text="Vi talade om tider.\n<b>Och pris</b>.")

    text = page_of(client, meeting)

    assert "Vi talade om tider.<br>&lt;b&gt;Och pris" in text and "Anteckningarna rättades" in text
    assert "Fel ord stod här." not in text
    work = body(as_person(client, person).get(reading.host_url("meeting_work", meeting)))
    assert "Fel ord stod här." in work


def test_what_is_invented_says_so_wherever_it_is_shown(client, host):
    meeting = a_meeting(host, title="Framtidens hemtjänst", is_invented=True)
    shown = "Framtidens hemtjänst (påhittad)"

    assert shown in page_of(client, meeting) and shown in body(client.get(PAGE))
    assert "påhittad" in body(client.get("/dialog.csv"))
    assert event_of(client.get("/dialog.ics"))["summary"] == shown
    assert shown in body(client.get("/kommuner/1480-goteborg/"))


# --- The list ---


def test_the_next_meeting_stands_first_and_the_past_last_and_all_can_be_narrowed(client, host, asker):
    later = a_meeting(host, title="Senare", starts_at=at_noon(30))
    past = a_past_meeting(host, title="Förra", kind="council")
    older = a_past_meeting(host, title="Äldre", days=50)
    area = host_reading.Service._meta.get_field("area").related_model.objects.welfare_areas().first()
    soon = a_meeting(asker, title="Snart", place=a_place("0014"), kind="open_house", services=[area])
    a_draft(host, title="Utkastet")

    def found(query=""):
        return [row["title"] for row in json.loads(body(client.get(f"/dialog.json{query}")))]

    assert found() == [row.title for row in (soon, later, past, older)]
    assert found("?tid=kommande") == ["Snart", "Senare"]
    assert found("?tid=tidigare") == ["Förra", "Äldre"]
    assert found("?plats=0014") == found("?slag=open_house") == found(f"?tjanst={area.slug}") == ["Snart"]
    assert found("?q=exempelhemmet") == ["Snart"]
    assert found("?lan=14") == found()
    assert found("?lan=12") == []
    assert "Ingen träff stämmer" in body(client.get("/dialog/?lan=12"))
    assert "Västra Götalandsregionen" in body(client.get("/dialog/?plats=0014"))


def test_an_empty_list_and_a_filter_that_makes_no_sense_say_what_to_do(client):
    a_place()
    assert "Ingen träff är annonserad än" in body(client.get(PAGE))

    assert client.get("/dialog/?plats=811228-9874").status_code == 422
    assert "811228" not in client.get("/dialog/?plats=811228-9874").text


def test_the_list_the_files_and_the_page_ask_the_same_however_many_there_are(client, host):
    def asked():
        counts = []
        for path in (PAGE, "/dialog.csv", "/dialog.ics", "/kommuner/1480-goteborg/"):
            with CaptureQueriesContext(connection) as queries:
                body(client.get(path))
            counts.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
        return counts

    sign_up(a_meeting(host))
    asked()
    few = asked()
    for _ in range(6):
        sign_up(a_meeting(host))

    assert asked() == few
    assert few[-1] <= 12


def test_a_place_tells_its_three_next_meetings_and_leads_to_all(client, host):
    for days in (40, 10, 30, 20):
        a_meeting(host, title=f"Om {days} dagar", starts_at=at_noon(days))
    a_past_meeting(host, title="Har varit")
    dialogue.cancel(a_meeting(host, title="Inställda", starts_at=at_noon(5)), actor=person_of(host), reason="Sjukdom.")

    text = body(client.get("/kommuner/1480-goteborg/"))

    places = [text.index(f"Om {days} dagar") for days in (10, 20, 30)]
    assert places == sorted(places)
    assert "Om 40 dagar" not in text and "Har varit" not in text and "Inställda" not in text
    assert "/dialog/?plats=1480" in text
    assert "Ingen träff är annonserad här just nu." in body(client.get("/kommuner/1280-malmo/"))


# --- Calendars ---


def test_a_calendar_holds_swedish_time_and_the_same_entry_when_it_moves_and_is_cancelled(client, host):
    summer = timezone.datetime(timezone.localdate().year + 1, 7, 1, 12, tzinfo=timezone.get_default_timezone())
    meeting = a_meeting(host, starts_at=summer, url=LINK)
    path = reverse("meeting_calendar", args=[meeting.pk])
    first = client.get(path)
    one = event_of(first)

    facts = {name: getattr(meeting, name) for name in dialogue.FACTS}
    later = {"starts_at": summer + timedelta(hours=1), "ends_at": summer + timedelta(hours=3)}
    dialogue.change(meeting, actor=person_of(host), **facts | later)
    two = event_of(client.get(path))
    dialogue.cancel(meeting, actor=person_of(host), reason="Sjukdom.")
    three = event_of(client.get(path))

    assert b"DTSTART;TZID=Europe/Stockholm:" in first.content and b"BEGIN:VTIMEZONE" in first.content
    assert one.start == summer and two.start == summer + timedelta(hours=1)
    assert len({one["uid"], two["uid"], three["uid"]}) == 1
    assert [int(row["sequence"]) for row in (one, two, three)] == [0, 1, 2]
    assert [str(row["status"]) for row in (one, two, three)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert b"moten.example" not in first.content
    assert b"moten.example" in as_person(client, person_of(host)).get(path).content


def test_the_lists_calendar_holds_what_is_to_come_in_the_choice(client, host):
    a_past_meeting(host, title="Har varit")
    a_meeting(host, title="Kommer")
    a_meeting(host, title="Annat", kind="council")

    found = Calendar.from_ical(client.get("/dialog.ics?slag=market").content).walk("VEVENT")

    assert [str(row["summary"]) for row in found] == ["Kommer"]


# --- Those who come ---


def test_a_secretary_signs_up_with_one_press_and_one_number_changes_it_and_leaves(client, host, asker):
    meeting = a_meeting(host)
    as_person(client, owner_of(asker))
    path = reverse("meeting_sign_up", args=[meeting.pk])
    assert "Anmäl Exempelhemmet" in body(client.get(path))

    client.post(path, {"persons": "2"})
    row = MeetingSignUp.objects.get()
    assert (row.persons, row.wants_contact) == (2, False)
    assert 'value="2"' in body(client.get(path))
    client.post(path, {"persons": "4", "wants_contact": "on"})
    row.refresh_from_db()
    assert (row.persons, row.wants_contact) == (4, True)
    client.post(reverse("meeting_leave", args=[meeting.pk, row.pk]))

    assert not MeetingSignUp.objects.standing().exists()


def test_who_acts_for_several_says_for_whom(client, host, asker):
    other, meeting = an_asker("Grannarna"), a_meeting(host)
    add_member(other, "editor", owner_of(asker))
    as_person(client, owner_of(asker))
    path = reverse("meeting_sign_up", args=[meeting.pk])

    assert client.post(path, {"persons": "1"}).status_code == 422
    client.post(path, {"persons": "1", "party": f"organisation-{other.pk}"})

    assert MeetingSignUp.objects.get().party == other


@pytest.mark.parametrize("typed", ["0", "", "fem", "51", "19121212-1212"])
def test_a_number_that_is_none_is_refused_and_nothing_is_lost(client, host, asker, typed):
    path = reverse("meeting_sign_up", args=[a_meeting(host).pk])

    page = as_person(client, owner_of(asker)).post(path, {"persons": typed, "wants_contact": "on"})

    assert page.status_code == 422 and "<title>Fel: " in page.text
    assert "checked" in page.text and "1912" not in page.text
    assert not MeetingSignUp.objects.exists()


def test_the_last_seat_that_went_is_refused_with_whom_to_write_to(client, host, asker):
    meeting = a_meeting(host, seats=2)
    sign_up(meeting)
    path = reverse("meeting_sign_up", args=[meeting.pk])

    page = as_person(client, owner_of(asker)).post(path, {"persons": "2"})

    assert page.status_code == 422
    assert "bara en plats kvar" in page.text and "dialog@kommunen.example" in page.text


def test_who_represents_nobody_is_told_what_to_do_and_readers_leave_for_nobody(client, host, asker):
    meeting = a_meeting(host)
    row = sign_up(meeting, asker)
    as_person(client, make_user())
    assert "Registrera er organisation" in body(client.get(reverse("meeting_sign_up", args=[meeting.pk])))
    assert "du företräder ingen" in body(client.get(reverse("meeting_ask", args=[meeting.pk])))
    client.post(reverse("meeting_sign_up", args=[meeting.pk]), {"persons": "1"})

    for person in (make_user(), add_member(asker, "reader")):
        response = as_person(client, person).post(reverse("meeting_leave", args=[meeting.pk, row.pk]))
        assert response.status_code == 404

    assert MeetingSignUp.objects.standing().count() == 1


def test_a_question_is_asked_and_one_without_words_refused(client, host, asker):
    meeting = a_meeting(host)
    as_person(client, owner_of(asker))
    path = reverse("meeting_ask", args=[meeting.pk])

    assert client.post(path, {"text": " "}).status_code == 422
    client.post(path, {"text": "Får vi delta tillsammans?"})

    assert MeetingQuestion.objects.get().party == asker


# --- Hosts ---


@pytest.mark.parametrize("kind", ["own", "authority"])
def test_a_host_writes_on_one_page_looks_it_over_and_announces(client, host, asker, kind):
    party = asker if kind == "own" else host
    as_person(client, person_of(party))
    assert "inte bjudit in" in body(client.get(reverse(f"{kind}_meeting_list", args=[party.slug])))

    page = client.post(reverse(f"{kind}_meeting_create", args=[party.slug]), as_typed(last_day=""), follow=True)
    meeting = Meeting.objects.get()
    assert "Så här kommer träffen att se ut" in page.text and meeting.party == party
    client.post(reading.host_url("meeting_change", meeting), as_typed(title="Ny rubrik"))
    page = client.post(reading.host_url("meeting_announce", meeting), follow=True)

    assert "Träffen är annonserad" in page.text
    assert Meeting.objects.shown().get().title == "Ny rubrik"
    assert "Ny rubrik" in body(client.get(reverse(f"{kind}_meeting_list", args=[party.slug])))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"day": "2020-01-01"}, "inte har varit"),
        ({"ends": "12.00"}, "sluta efter"),
        ({"address": ""}, "Skriv en adress, en länk eller båda."),
        ({"url": "http://osaker.example"}, "https://"),
        ({"seats": "0"}, "Skriv antalet platser"),
        ({"last_day": "2199-01-01"}, "kan inte ligga efter träffen"),
        ({"accessibility": ""}, "hur tillgänglig"),
        ({"place": "0000"}, "Rubrik"),
        ({"about": "Ring 19121212-1212"}, "Ta bort personnumret"),
    ],
)
def test_a_form_that_was_filled_in_wrong_says_what_and_keeps_the_rest(client, host, typed, told):
    as_person(client, person_of(host))

    page = client.post(reverse("authority_meeting_create", args=[host.slug]), as_typed(title="Min rubrik", **typed))

    assert page.status_code == 422 and told in page.text and "<title>Fel: " in page.text
    assert "Min rubrik" in page.text and not Meeting.objects.exists()


def test_the_next_meeting_begins_with_what_the_host_typed_last(client, host):
    a_draft(host, accessibility="Teckenspråkstolk finns.", about="Bara denna gång.")

    text = body(as_person(client, person_of(host)).get(reverse("authority_meeting_create", args=[host.slug])))

    assert "Teckenspråkstolk finns." in text and "dialog@kommunen.example" in text
    assert "Bara denna gång." not in text


def test_the_last_day_lasts_until_it_ends_and_the_form_shows_what_was_typed(client, host):
    as_person(client, person_of(host))
    day = timezone.localdate() + timedelta(days=10)
    client.post(reverse("authority_meeting_create", args=[host.slug]), as_typed(last_day=f"{day}", seats="25"))
    meeting = Meeting.objects.get()

    local = timezone.localtime(meeting.sign_up_until)
    assert (local.date(), local.hour, meeting.seats) == (day, 23, 25)
    text = body(client.get(reading.host_url("meeting_change", meeting)))
    assert f'value="{day}"' in text and 'value="13.00"' in text and 'value="25"' in text


def test_an_authority_chooses_among_its_own_plans_that_are_shown(client):
    planned, hidden = make_planned(title="Visad plan"), make_planned(title="Annans plan")
    type(planned).objects.filter(pk__in=[planned.pk, hidden.pk]).update(plan_shown_at=timezone.now())
    as_person(client, person_of(planned.authority))
    path = reverse("authority_meeting_create", args=[planned.authority.slug])

    text = body(client.get(path))
    assert "Visad plan" in text and "Annans plan" not in text
    assert client.post(path, as_typed(procurement=str(hidden.pk))).status_code == 422
    client.post(path, as_typed(procurement=str(planned.pk)))

    assert Meeting.objects.get().procurement == planned


def test_those_who_fit_are_suggested_and_others_are_found_by_name(client, host):
    near, far = an_asker("Nära omsorg"), an_asker("Längre bort")
    make_entity(near, ready=True)
    meeting = a_meeting(host)

    assert near in host_reading.suggested(meeting) and far not in host_reading.suggested(meeting)
    assert host not in host_reading.suggested(meeting)
    path = reading.host_url("meeting_invite", meeting)
    as_person(client, person_of(host))
    page = client.post(path, {"names": "längre bor"})
    assert page.status_code == 422 and "Menar ni Längre bort?" in page.text
    assert client.post(path, {"names": ""}).status_code == 422
    client.post(path, {"names": "längre bort", "chosen": [f"organisation-{near.pk}"]})

    assert {row.party for row in MeetingInvitation.objects.all()} == {near, far}
    assert near not in host_reading.suggested(meeting)


def test_two_of_the_same_name_are_not_guessed_between():
    an_asker("Samma namn")
    an_asker("Samma namn")

    form = InviteForm({"names": "Samma namn"}, suggested=[])

    assert "Flera heter" in form.errors["names"][0]


def test_the_host_answers_cancels_and_notes(client, host, asker):
    meeting, past = a_meeting(host), a_past_meeting(host)
    question = ask(meeting, asker)
    sign_up(meeting, asker, wants_contact=True)
    as_person(client, person_of(host))
    work = body(client.get(reading.host_url("meeting_work", meeting)))
    assert owner_of(asker).email in work

    answer_path = reading.host_url("meeting_answer", meeting, question.pk)
    assert client.post(answer_path, {"wording": "Fråga", "text": ""}).status_code == 422
    client.post(answer_path, {"wording": "Får man delta tillsammans?", "text": "Ja."})
    assert client.post(answer_path, {"wording": "Igen", "text": "Nej."}).status_code == 422
    assert client.post(reading.host_url("meeting_cancel", meeting), {"reason": ""}).status_code == 422
    client.post(reading.host_url("meeting_cancel", meeting), {"reason": "Sjukdom."})
    client.post(reading.host_url("meeting_notes", past), {"text": "Vi talade."})

    assert MeetingQuestion.objects.get().answer == "Ja."
    assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.CANCELLED
    assert "Vi talade." in page_of(client, past)


def test_a_draft_is_discarded_after_a_question(client, host):
    draft = a_draft(host)
    as_person(client, person_of(host))
    path = reading.host_url("meeting_discard", draft)
    assert "Vill ni kasta utkastet?" in body(client.get(path))

    client.post(path)

    assert client.get(reading.host_url("meeting_work", draft)).status_code == 404
    assert client.get(reading.host_url("meeting_discard", a_meeting(host))).status_code == 404


def test_another_hosts_meeting_is_not_found_under_ones_own(client, host, asker):
    meeting = a_meeting(host)
    as_person(client, owner_of(asker))

    assert client.get(reverse("own_meeting_work", args=[asker.slug, meeting.pk])).status_code == 404


def test_the_host_page_asks_the_same_however_many_come(client, host):
    meeting = a_meeting(host)
    as_person(client, person_of(host))

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(reading.host_url("meeting_work", meeting))
            client.get(meeting.get_absolute_url())
        return len(queries)

    for _ in range(2):
        sign_up(meeting, wants_contact=True)
        ask(meeting)
    asked()
    few = asked()
    for _ in range(5):
        party = an_asker()
        dialogue_parties.invite(meeting, [party], actor=person_of(host))
        sign_up(meeting, party)
        ask(meeting, party)

    assert asked() <= few


# --- What is kept of a person ---


def test_a_person_reads_what_is_kept_and_who_is_erased_is_contacted_by_nobody(host, asker):
    meeting, editor = a_meeting(host), add_member(asker, "editor")
    sign_up(meeting, asker, actor=editor, wants_contact=True)
    ask(meeting, asker, actor=editor)

    kept = {kind.key: kind.rows for kind in personal_data.about(editor)}
    assert kept["meeting_sign_ups"][0]["persons"] == 1 and len(kept["meeting_questions"]) == 1
    assert len({kind.key: kind.rows for kind in personal_data.about(meeting.created_by)}["meetings"]) == 1
    erasure.erase(editor, actor=editor)

    assert not MeetingSignUp.objects.get().wants_contact


# --- The demonstration ---


def test_the_demonstration_has_every_state_and_says_that_it_is_invented(client, host):
    class World:
        people = {name: person_of(host) for name in ("upphandlare", "politiker")}

    type(host).objects.filter(slug="goteborgs-kommun").delete()
    type(host).objects.filter(pk=host.pk).update(slug="goteborgs-kommun")
    an_asker()
    an_asker()
    demo.meetings(World)
    demo.meetings(World)

    assert set(Meeting.objects.values_list("state", flat=True)) == set(MeetingState.values)
    assert Meeting.objects.count() == 6 and all(Meeting.objects.values_list("is_invented", flat=True))
    assert body(client.get(PAGE)).count("(påhittad)") == 5
    assert "Fullbokad" in body(client.get(PAGE))
