"""Who tenders, who is interested and who asked is told to nobody before award; after it, who won and no more."""

import re

import pytest
from django.urls import reverse

from procurement.services import awards, dialogue, procurements
from registry.demo_numbers import demo_organisation_number
from registry.validators import format_organisation_number
from tests.factories import make_entity, make_submitted, make_user
from tests.procurement.factories import buyer_of, make_awarded, make_closed, make_published, make_tender
from tests.test_privacy_crawl import body

pytestmark = pytest.mark.django_db
LOSER, WINNER, INTERESTED, ASKER = "Förlorande Lyktan", "Vinnande Fyren", "Intresserade Bryggan", "Frågvis Persson"


def an_entity(name):
    entity = make_submitted(make_entity(ready=True)).legal_entity
    entity.name = name
    entity.save(update_fields=["name"])
    return entity


def pages(procurement):
    """Every public address that tells of the procurement or its authority: pages, files and calendars."""
    lists = ["procurement_list", "contract_list", "partnership_list", "choice_system_list", "authority_list"]
    return [
        procurement.get_absolute_url(),
        reverse("procurement_list") + "?q=Provboende",
        reverse("procurement_calendar", args=[procurement.pk]),
        reverse("contract_calendar"),
        procurement.authority.get_absolute_url(),
        reverse("authority_social_terms", args=[procurement.authority.slug]),
        *[reverse(name) for name in lists],
        *[reverse(f"{name}_file", args=[kind]) for name in lists for kind in ("csv", "json", "xlsx")],
    ]


def told(client, procurement):
    text = ""
    for address in pages(procurement):
        response = client.get(address)
        assert response.status_code == 200
        text += body(response)
    return text


@pytest.fixture
def closed():
    """A closed procurement with two tenders, an interest and an asker."""
    procurement = make_published(ground="lou-19-25a")
    interested = an_entity(INTERESTED)
    dialogue.show_interest(
        procurement, interested, actor=interested.organisation.memberships.get().user, note="Hemlig hälsning"
    )
    asker = make_user(name=ASKER)
    question = dialogue.ask(procurement, "Hur många?", actor=asker, at=procurement.published_at)
    dialogue.answer(question, "Tolv.", actor=buyer_of(procurement), wording="Hur många platser?")
    return procurements.close(procurement, actor=buyer_of(procurement), at=procurement.closes_at)


def test_nothing_public_tells_who_tenders_is_interested_or_asked(client, closed):
    make_tender(closed, an_entity(WINNER), serves=True)
    number = demo_organisation_number(987_653)
    awards.register_tenders(closed.lots.get(), [(number, LOSER)], actor=buyer_of(closed))

    for visitor in (None, make_user(), make_user(buyer=True), make_user(officer=True), make_user(politician=True)):
        client.logout()
        if visitor:
            client.force_login(visitor)
        text = told(client, closed)

        secrets = [LOSER, WINNER, INTERESTED, ASKER, "Hemlig hälsning", number, format_organisation_number(number)]
        assert [word for word in secrets if word in text] == []
        assert "Hur många platser?" in text


def test_after_award_the_winner_is_shown_and_nobody_else(client, closed):
    winner = make_tender(closed, an_entity(WINNER), serves=True)
    make_tender(closed, an_entity(LOSER), serves=True)
    decision = make_awarded(winner)

    text = told(client, closed)

    assert WINNER in text
    assert LOSER not in text
    assert INTERESTED not in text
    assert decision.reasons not in text


def test_winners_are_hidden_again_when_the_tenders_are_weighed_anew(client, closed):
    decision = make_awarded(make_tender(closed, an_entity(WINNER), serves=True))
    actor = buyer_of(closed)
    review = awards.note_review(
        closed, actor=actor, court="Förvaltningsrätten", case_number="1-26", filed_on=decision.sent_on
    )
    awards.settle_review(review, actor=actor, outcome="reevaluate", decided_on=decision.standstill_until)

    assert WINNER not in told(client, closed)


def test_a_buyer_elsewhere_finds_no_page_about_tenders(client):
    procurement = make_closed(ground="lou-19-25a")
    tender = make_tender(procurement, an_entity(WINNER), serves=True)
    client.force_login(make_user(buyer=True))
    addresses = [
        reverse("tender_list", args=[procurement.pk]),
        reverse("tender", args=[procurement.pk, tender.pk]),
        reverse("tender_purpose", args=[procurement.pk, tender.pk]),
        reverse("interest_list", args=[procurement.pk]),
        reverse("question_list", args=[procurement.pk]),
    ]

    assert [client.get(address).status_code for address in addresses] == [404] * 5


def test_history_names_nobody(client, closed):
    page = client.get(closed.get_absolute_url()).content.decode()

    assert "Anbudstiden gick ut" in page
    assert not re.search(re.escape(buyer_of(closed).name), page)
