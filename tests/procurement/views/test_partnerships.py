"""Partnerships on pages: the working pages of both sides, the public register and its files, överenskommelser."""

import json
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.forms.partnership_parties import authorities_field
from procurement.models import (
    LocalCompact,
    Partnership,
    PartnershipCommitment,
    PartnershipDecision,
    PartnershipEvent,
    PartnershipParty,
)
from procurement.partnership_text import text_of
from procurement.reading import local_compacts as compact_reading
from procurement.reading.partnership_register import COLUMNS
from procurement.services import local_compacts, partnership_parties, partnerships
from registry.models import Municipality
from tests.factories import add_member, add_to_authority, make_authority, make_user, owner_of
from tests.procurement.partnership_factories import (
    editor_of,
    entity_party,
    known_entity,
    make_active,
    make_decided,
    make_dialogue,
    make_initiative,
    make_reviewed,
    make_written,
    officer_of,
    public_party,
)

pytestmark = pytest.mark.django_db
WRITING_PAGES = [
    "partnership_about",
    "partnership_principles",
    "partnership_goals",
    "partnership_commitments",
    "partnership_follow_ups",
    "partnership_party_list",
    "partnership_end",
]


def page(name, partnership, *args):
    return reverse(name, args=[partnership.pk, *args])


def queries_of(client, path):
    client.get(path)  # what is kept between requests is warm
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_both_sides_find_it_and_work_on_one_page(client):
    partnership = make_dialogue(title="Mötesplats Provgatan")
    slug = entity_party(partnership).legal_entity.organisation.slug

    for person, path in (
        (editor_of(partnership), reverse("supplier_partnership_list", args=[slug])),
        (officer_of(partnership), reverse("buyer_partnership_list")),
    ):
        client.force_login(person)
        assert "Mötesplats Provgatan" in client.get(path).content.decode()
        work = client.get(page("partnership_work", partnership)).content.decode()
        assert "Skriv bakgrund och behov." in work
        assert "Båda sidor skriver." in work


def test_strangers_find_nothing_and_politicians_may_not_before_the_decision(client):
    partnership = make_dialogue()
    politician = make_user()
    add_to_authority(public_party(partnership).authority, politician, "politician")

    answers = {}
    for who, person in (("stranger", make_user(buyer=True)), ("politician", politician)):
        client.force_login(person)
        answers[who] = [
            client.get(page(name, partnership)).status_code for name in ("partnership_work", "partnership_about")
        ]
        assert client.get(partnership.get_absolute_url()).status_code == 404

    assert answers == {"stranger": [404, 404], "politician": [403, 403]}


def test_a_reader_reads_but_does_not_change(client):
    partnership = make_written()
    client.force_login(add_member(entity_party(partnership).legal_entity.organisation, "reader"))

    work = client.get(page("partnership_work", partnership))

    assert work.status_code == 200
    assert "Gör detta härnäst" not in work.content.decode()
    assert {client.get(page(name, partnership)).status_code for name in WRITING_PAGES} == {403}
    assert client.get(page("partnership_agree", partnership, entity_party(partnership).pk)).status_code == 403


def test_who_is_asked_reads_joins_and_only_then_writes(client):
    partnership = make_initiative()
    client.force_login(officer_of(partnership))
    join = page("partnership_join", partnership, public_party(partnership).pk)

    before = client.get(page("partnership_about", partnership)).status_code
    work = client.get(page("partnership_work", partnership)).content.decode()
    asked = client.get(join)
    client.post(join)

    partnership.refresh_from_db()
    assert before == 403
    assert "Gå med för" in work
    assert asked.status_code == 200
    assert partnership.state == "dialogue"
    assert {client.get(page(name, partnership)).status_code for name in WRITING_PAGES} == {200}


def test_nobody_joins_by_the_address_of_the_other_side(client):
    partnership = make_initiative()
    client.force_login(editor_of(partnership))

    answer = client.post(page("partnership_join", partnership, public_party(partnership).pk))

    assert answer.status_code == 403
    assert public_party(partnership).joined_at is None


def test_an_organisation_starts_one_by_the_authoritys_name(client):
    entity, authority = known_entity(), make_authority("Provköpings kommun")
    client.force_login(entity.organisation.memberships.owning().get().user)
    path = reverse("supplier_partnership_start", args=[entity.organisation.slug])
    data = {
        "title": "Läxhjälp",
        "entity": entity.pk,
        "others": "provköpings kommun",
        "service_area": "unga-fritid",
        "where": "places",
        "municipalities": "Göteborg",
    }

    wrong = client.post(path, {**data, "others": "Provköping"})
    started = client.post(path, data)

    assert wrong.status_code == 422
    assert "Menade ni Provköpings kommun?" in wrong.content.decode()
    partnership = Partnership.objects.get()
    assert started.url == page("partnership_work", partnership)
    assert public_party(partnership).authority == authority


def test_an_authority_starts_one_by_organisation_number(client):
    entity, buyer = known_entity(), make_user(buyer=True)
    client.force_login(buyer)
    data = {
        "title": "Läxhjälp",
        "others": entity.organisation_number,
        "service_area": "unga-fritid",
        "where": "country",
    }

    answer = client.post(reverse("buyer_partnership_start"), data)

    partnership = Partnership.objects.get()
    assert answer.url == page("partnership_work", partnership)
    assert partnership.whole_country
    assert entity_party(partnership).legal_entity == entity


def test_the_pages_of_the_text_save_and_say_that_the_yeses_are_gone(client):
    partnership = make_written()
    party = public_party(partnership)
    PartnershipParty.objects.filter(pk=party.pk).update(agreed_at=timezone.now(), agreed_by=party.joined_by)
    client.force_login(editor_of(partnership))

    saved = client.post(
        page("partnership_text", partnership, "vardegrund"), {"common_values": "Vi litar på varandra."}, follow=True
    )
    goal = client.post(page("partnership_goals", partnership), {"goal": "Fler vänner", "indicator": "Enkät"})
    wrong = client.post(
        page("partnership_text", partnership, "avtalstid"), {"starts_on": "2027-01-01", "ends_on": "2026-01-01"}
    )

    partnership.refresh_from_db()
    assert "alla parters ja är tillbakatagna" in saved.content.decode()
    assert partnership.common_values == "Vi litar på varandra."
    assert goal.status_code == 302
    assert wrong.status_code == 422
    assert client.get(page("partnership_text", partnership, "finns-inte")).status_code == 404


def test_a_commitment_is_added_and_taken_away(client):
    partnership = make_written()
    client.force_login(officer_of(partnership))
    path = page("partnership_commitments", partnership)
    party = public_party(partnership)
    data = {"party": party.pk, "year": partnership.starts_on.year, "kind": "money", "description": "Hyra", "amount": ""}

    without_amount = client.post(path, data)
    client.post(path, {**data, "amount": "90 000", "recipient": entity_party(partnership).pk})
    shown = client.get(path).content.decode()
    row = PartnershipCommitment.objects.get(description="Hyra")
    client.post(path, {"remove": row.pk})
    others = client.post(path, {"remove": PartnershipCommitment.objects.get(kind="volunteers").pk})

    assert "Ange hur många kronor." in without_amount.content.decode()
    assert "690\u00a0000\u00a0kr" in shown
    assert not PartnershipCommitment.objects.filter(pk=row.pk).exists()
    assert others.status_code == 403  # what the other side brings is its own


def test_the_page_of_the_yes_shows_the_text_and_refuses_one_that_has_changed(client):
    partnership = make_written()
    client.force_login(editor_of(partnership))
    path = page("partnership_agree", partnership, entity_party(partnership).pk)

    read = client.get(path).content.decode()
    stale = client.post(path, {"seen": (partnership.changed_at - timedelta(seconds=1)).isoformat()})
    given = client.post(path, {"seen": partnership.changed_at.isoformat()})

    assert "Många äldre är ensamma." in read
    assert partnership.changed_at.isoformat() in read
    assert stale.status_code == 422
    assert "Texten har ändrats sedan du läste den." in stale.content.decode()
    assert given.status_code == 302
    assert entity_party(partnership).agreed_at


def test_only_the_authority_comes_to_the_pages_of_review_and_decision(client):
    partnership = make_reviewed()
    client.force_login(editor_of(partnership))

    names = ["partnership_review", "partnership_send_back", "partnership_decide", "partnership_activate"]

    assert {client.get(page(name, partnership)).status_code for name in names} == {403}


def test_the_authority_decides_and_signs_on_pages(client):
    partnership = make_reviewed()
    client.force_login(officer_of(partnership))
    today = timezone.localdate().isoformat()
    decision = {
        "decision_body": "Socialnämnden",
        "decided_on": today,
        "reference": "SN 2026/9",
        "not_a_contract": "Båda bidrar.",
        "aid": "none",
        "aid_reasons": "Ingen påverkan på handeln.",
    }

    client.post(page("partnership_decide", partnership), decision)
    client.post(page("partnership_activate", partnership), {"signed_on": today})

    partnership.refresh_from_db()
    assert partnership.state == "active"
    work = client.get(page("partnership_work", partnership)).content.decode()
    assert "Börja följa upp" in work
    assert "Nästa uppföljning är planerad" in work


def test_everybody_reads_it_from_the_decision_on_without_its_beginnings(client):
    partnership = make_active(title="Mötesplats Provgatan")
    PartnershipEvent.objects.create(
        partnership=partnership, action="decline", actor=editor_of(partnership), note="Hemliga kommunen: Nej tack."
    )

    public = client.get(partnership.get_absolute_url()).content.decode()

    for words in ("Mötesplats Provgatan", "Många äldre är ensamma.", "600\u00a0000\u00a0kr", "SN 2026/12", "Gäller"):
        assert words in public
    assert public_party(partnership).authority.get_absolute_url() in public
    assert "Hemliga" not in public
    assert "Vi har bedömt svaren." not in public  # the answer to the flags is between the parties


def test_the_public_page_keeps_to_what_was_decided_while_it_is_renegotiated(client):
    partnership = make_active()
    partnerships.renegotiate(partnership, actor=editor_of(partnership), reason="Internt skäl.")
    Partnership.objects.filter(pk=partnership.pk).update(background="Hemligt utkast.")

    public = client.get(partnership.get_absolute_url()).content.decode()
    listed = client.get(reverse("partnership_list"), {"q": "hemligt"}).content.decode()

    assert "Många äldre är ensamma." in public
    assert "Det du läser är det som gäller." in public
    assert "Hemligt" not in public
    assert "Internt" not in public
    assert "Inget partnerskap stämmer" in listed


def decided_rows(count, *, area="aldre-dag", places=("1480",), authority=None):
    """Decided partnerships as plain rows, from one that went the whole way."""
    model = make_decided()
    text = text_of(model)
    made = []
    for number in range(count):
        row = Partnership.objects.get(pk=model.pk)
        row.pk, row.title, row.decided_words = None, f"Partnerskap {number}", text["background"]
        row._state.adding = True
        row.save()
        place = places[number % len(places)]
        row.municipalities.set([place])
        PartnershipParty.objects.create(
            partnership=row,
            authority=authority or public_party(model).authority,
            added_by=row.created_by,
            added_at=row.created_at,
        )
        known = {**text, "title": row.title, "municipalities": [{"code": place, "name": place}]}
        PartnershipDecision.objects.create(
            partnership=row,
            number=1,
            decision_body="Nämnden",
            decided_on=row.decided_on,
            reference="1",
            text=known,
            noted_by=row.created_by,
        )
        PartnershipEvent.objects.create(partnership=row, action="decide", actor=row.created_by)
        made.append(row)
    return made


def test_the_register_costs_the_same_for_many_as_for_few(client):
    decided_rows(1)
    few = (
        queries_of(client, reverse("partnership_list")),
        queries_of(client, reverse("partnership_list_file", args=["json"])),
    )
    decided_rows(9)

    many = (
        queries_of(client, reverse("partnership_list")),
        queries_of(client, reverse("partnership_list_file", args=["json"])),
    )

    assert many == few


def test_the_own_lists_cost_the_same_for_many_as_for_few(client):
    buyer = make_user(buyer=True)
    authority = buyer.authority_memberships.get().authority
    client.force_login(buyer)
    decided_rows(1, authority=authority)
    few = queries_of(client, reverse("buyer_partnership_list"))
    decided_rows(6, authority=authority)

    assert queries_of(client, reverse("buyer_partnership_list")) == few


def test_ninety_four_are_counted_by_municipality(client):
    places = [place.pk for place in Municipality.objects.order_by("pk")[:4]]
    decided_rows(94, places=places)

    counts = [
        len(json.loads(b"".join(client.get(f"/partnerskap.json?kommun={code}").streaming_content))) for code in places
    ]
    everything = json.loads(b"".join(client.get("/partnerskap.json").streaming_content))

    assert counts == [24, 24, 23, 23]
    assert len(everything) == 95  # and the one that they are copies of


def test_a_row_of_the_open_data_has_the_promised_columns_and_kinds(client):
    partnership = make_active()

    [row] = json.loads(b"".join(client.get("/partnerskap.json").streaming_content))

    assert list(row) == [column.name for column in COLUMNS]
    assert row["public_parties"] == [public_party(partnership).authority.name]
    assert row["ideburna_numbers"] == [entity_party(partnership).legal_entity.organisation_number]
    assert (row["public_money"], row["public_total"], row["public_unvalued"]) == (600_000, 600_000, 0)
    assert (row["ideburna_volunteers"], row["ideburna_total"], row["ideburna_unvalued"]) == (None, None, 1)
    assert row["programme_url"] == "https://provkommun.example/program"
    assert row["follow_ups_planned"] == [str(timezone.localdate() + timedelta(days=180))]
    assert row["in_force"] is True
    assert row["municipality_codes"] == ["1480"]
    assert row["url"].endswith(partnership.get_absolute_url())


def suits(value, described):
    """Whether a value is of one of the types that the schema allows for it."""
    kinds = described["type"] if isinstance(described["type"], list) else [described["type"]]
    types = {"string": str, "integer": int, "boolean": bool, "array": list, "null": type(None)}
    return type(value) in [types[kind] for kind in kinds]


def test_the_open_data_keeps_to_its_schema(client):
    make_active()
    schema = client.get(reverse("partnership_schema")).json()["items"]

    [row] = json.loads(b"".join(client.get("/partnerskap.json").streaming_content))

    assert set(schema["required"]) == set(schema["properties"]) == set(row)
    assert [name for name, value in row.items() if not suits(value, schema["properties"][name])] == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_register_is_a_table_too(client, kind):
    make_decided()

    answer = client.get(f"/partnerskap.{kind}")

    assert answer.status_code == 200
    assert len(b"".join(answer.streaming_content)) > 300


def test_the_register_is_narrowed_by_what_holds_service_and_authority(client):
    active, decided = make_active(title="Det som gäller"), make_decided(title="Det som väntar")

    def titles(query):
        return {
            row["title"] for row in json.loads(b"".join(client.get(f"/partnerskap.json?{query}").streaming_content))
        }

    assert titles("galler=nu") == {"Det som gäller"}
    assert titles("galler=senare") == {"Det som väntar"}
    assert titles("galler=slut") == set()
    assert titles("tjanst=hemtjanst") == set()
    assert titles("tjanst=aldre-dag") == {"Det som gäller", "Det som väntar"}
    assert titles(f"myndighet={public_party(active).authority.slug}") == {"Det som gäller"}
    assert titles(f"q={entity_party(decided).legal_entity.name}") == {"Det som väntar"}


def test_a_buyer_puts_in_an_överenskommelse_and_takes_it_away(client):
    client.force_login(make_user(buyer=True))
    path = reverse("buyer_local_compact_list")
    data = {
        "title": "Överenskommelsen i Prov",
        "parties": "Kommunen och 34 föreningar",
        "decided_on": "2020-05-01",
        "valid_until": "2019-01-01",
        "url": "https://prov.example/lok",
    }

    wrong = client.post(path, data)
    client.post(path, {**data, "valid_until": ""})
    listed = client.get(reverse("local_compact_list")).content.decode()
    [row] = json.loads(b"".join(client.get(reverse("local_compact_list_file", args=["json"])).streaming_content))
    client.post(reverse("local_compact_remove", args=[LocalCompact.objects.get().pk]))

    assert wrong.status_code == 422
    assert "34 föreningar" in listed
    assert (row["title"], row["decided_on"], row["valid_until"]) == ("Överenskommelsen i Prov", "2020-05-01", None)
    assert "34 föreningar" not in client.get(reverse("local_compact_list")).content.decode()
    assert LocalCompact.objects.get().removed_at


def test_an_överenskommelse_tells_its_history_and_a_removed_one_to_its_own_authority_alone(client):
    buyer = make_user(buyer=True, name="Kim Upphandlare")
    compact = local_compacts.add(
        buyer.authority_memberships.get().authority,
        actor=buyer,
        title="Överenskommelsen i Prov",
        decided_on=timezone.localdate(),
        url="https://prov.example/lok",
    )
    page = compact.get_absolute_url()

    shown = client.get(page).text
    local_compacts.remove(compact, actor=buyer)
    strangers = [client.get(page).status_code]
    client.force_login(make_user(buyer=True))
    strangers.append(client.get(page).status_code)
    client.force_login(buyer)
    removed = client.get(page).text

    assert "Överenskommelsen lades in" in shown
    assert "Kim" not in shown
    assert "togs bort ur listan" not in shown
    assert strangers == [404, 404]
    assert removed.index("Överenskommelsen lades in") < removed.index("Överenskommelsen togs bort ur listan")
    assert page in client.get(reverse("buyer_local_compact_list")).text


def test_an_överenskommelse_from_before_the_log_was_put_in_on_the_day_of_its_row(client):
    buyer = make_user(buyer=True)
    compact = LocalCompact.objects.create(
        authority=buyer.authority_memberships.get().authority,
        title="Den gamla",
        decided_on=date(2020, 5, 1),
        url="https://prov.example/lok",
        noted_by=buyer,
    )

    local_compacts.remove(compact, actor=buyer)

    assert [event["text"] for event in compact_reading.history(compact)] == [
        "Överenskommelsen lades in",
        "Överenskommelsen togs bort ur listan",
    ]


def test_who_was_asked_in_while_it_is_renegotiated_is_offered_to_step_out_and_not_to_end_it(client):
    partnership = make_active()
    editor, entity = editor_of(partnership), known_entity()
    partnerships.renegotiate(partnership, actor=editor, reason="Vi vill bli fler.")
    added = partnership_parties.add_party(partnership, actor=editor, legal_entity=entity)
    partnership_parties.join(added, actor=owner_of(entity.organisation))
    leave = reverse("partnership_decline", args=[partnership.pk, added.pk])
    end, keep = (reverse(name, args=[partnership.pk]) for name in ("partnership_end", "partnership_keep"))

    pages = []
    for actor in (owner_of(entity.organisation), editor):
        client.force_login(actor)
        pages.append(client.get(reverse("partnership_work", args=[partnership.pk])).content.decode())

    assert [[url in page for url in (leave, end, keep)] for page in pages] == [
        [True, False, False],
        [False, True, True],
    ]


def test_a_list_of_thousands_of_names_is_refused_without_looking_for_any(django_assert_num_queries):
    field = authorities_field("Vilken myndighet?")

    with django_assert_num_queries(0), pytest.raises(ValidationError) as refusal:
        field.clean("\n".join(f"Okänd myndighet {number}" for number in range(2_000)))

    assert refusal.value.messages == ["Skriv högst 10 parter."]


def sent(page, **typed):
    """What a browser sends from the page: what was typed, and which text the page began from, where it says."""
    found = re.search(r'name="seen" value="(\w+)"', page.content.decode())
    return typed | ({"seen": found[1]} if found else {})


@pytest.mark.parametrize(
    ("name", "args", "field"),
    [("partnership_text", ["bakgrund"], "background"), ("partnership_principles", [], "openness")],
)
def test_nobody_writes_over_what_the_other_side_saved_meanwhile(client, name, args, field):
    partnership = make_dialogue()
    url = reverse(name, args=[partnership.pk, *args])
    client.force_login(editor_of(partnership))
    mine = sent(client.get(url), **{field: "Föreningens ord."})
    client.force_login(officer_of(partnership))
    client.post(url, sent(client.get(url), **{field: "Kommunens ord."}))

    client.force_login(editor_of(partnership))
    refused = client.post(url, mine)
    saved = client.get(url).content.decode()
    again = client.post(url, sent(refused, **{field: "Bådas ord."}))

    assert refused.status_code == 422
    assert [words in refused.content.decode() for words in ("Någon annan har ändrat", "Föreningens ord.")] == [True] * 2
    assert "Kommunens ord." in saved
    assert again.status_code == 302
    assert "Bådas ord." in client.get(url).content.decode()


def test_the_same_words_sent_twice_are_saved_once_and_refused_never(client):
    partnership = make_dialogue()
    urls = [reverse("partnership_text", args=[partnership.pk, "bakgrund"])]
    urls += [reverse("partnership_principles", args=[partnership.pk])]
    client.force_login(editor_of(partnership))

    answers = []
    for url, field in zip(urls, ("background", "openness"), strict=True):
        typed = sent(client.get(url), **{field: "Föreningens ord."})
        answers += [client.post(url, typed).status_code for _ in range(2)]

    assert answers == [302] * 4


def test_who_is_invited_is_told_to_answer_first_and_gets_the_way_there(client):
    partnership = make_initiative()
    waiting = partnership.parties.get(joined_at=None)
    person = officer_of(partnership) if waiting.is_public else owner_of(waiting.legal_entity.organisation)
    client.force_login(person)

    told = client.get(page("partnership_work", partnership)).content.decode()

    assert "Ni är inbjudna" in told
    assert "Svara på inbjudan innan ni börjar skriva" in told
    assert "Ni kan börja skriva redan nu" not in told
    assert page("partnership_join", partnership, waiting.pk) in told
