"""The page of state aid for the parties of a partnership."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from procurement.models import Aid
from tests.factories import add_member, make_entity, make_user
from tests.procurement.agreements import add_party, bring, editor_of, idea_party, make_agreement, public_party

pytestmark = pytest.mark.django_db
CERTIFICATE = {"rule": "de_minimis", "granter": "Provregionen", "granted_on": "2026-01-15", "eur": "12 500,50"}
COUNT = {"dag": "2026-11-22", "regel": "de_minimis", "kurs": "11,30", "kalla": "Riksbanken"}


def text_of(response):
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def page(name, partnership, *more):
    return reverse(name, args=[partnership.pk, *more])


def test_a_certificate_is_put_in_counted_and_struck_out(client):
    partnership = make_agreement()
    bring(public_party(partnership), 1_130_000)
    client.force_login(partnership.created_by)
    entity = idea_party(partnership).legal_entity

    client.post(page("partnership_aid_add", partnership), CERTIFICATE | {"entity": entity.pk})
    counted = text_of(client.get(page("partnership_aid", partnership), COUNT))
    row = Aid.objects.get()
    client.post(page("partnership_aid_withdraw", partnership, row.pk), {"reason": "Fel år"})

    assert row.eur == Decimal("12500.50")
    for words in (
        "12 500,50 euro",
        "100 000,00 euro",
        "112 500,50 euro",
        "187 499,50 euro",
        "artikel 3.2",
        "Riksbanken",
    ):
        assert words in counted
    assert "Under taket enligt det som är inlagt" in counted and "tag--success" not in counted
    after = text_of(client.get(page("partnership_aid", partnership), COUNT))
    assert "12 500,50 euro" not in after and "Inget tidigare stöd är inlagt" in after


def test_without_a_rate_and_with_something_not_valued_the_page_says_so(client):
    partnership = make_agreement()
    bring(public_party(partnership), 100)
    bring(public_party(partnership), None, kind="premises", description="Lokal på Ågatan")
    client.force_login(editor_of(partnership))

    shown = text_of(client.get(page("partnership_aid", partnership)))

    assert "minst 100 kr" in shown
    assert "Lokal på Ågatan: inget värde är angivet" in shown
    assert "Kan inte avgöras" in shown


@pytest.mark.parametrize(
    "typed, words",
    [
        ({"eur": "", "sek": ""}, "euro eller i kronor, inte båda"),
        ({"eur": "", "sek": "100"}, "hur många kronor en euro kostade"),
        ({"eur": "1e5"}, "Skriv beloppet med siffror"),
        ({"eur": "0"}, "större än noll"),
        ({"granted_on": "2999-01-01"}, "i dag eller en dag som har varit"),
        ({"entity": "0"}, ""),
    ],
)
def test_a_certificate_that_cannot_be_is_refused(client, typed, words):
    partnership = make_agreement()
    client.force_login(editor_of(partnership))
    entity = idea_party(partnership).legal_entity.pk

    response = client.post(page("partnership_aid_add", partnership), {**CERTIFICATE, "entity": entity, **typed})

    assert response.status_code == 422
    assert words in text_of(response)
    assert not Aid.objects.exists()


def test_a_rate_needs_its_source_and_a_day_must_be_a_day(client):
    partnership = make_agreement()
    client.force_login(editor_of(partnership))

    response = client.get(page("partnership_aid", partnership), COUNT | {"kalla": "", "dag": "i går"})

    assert response.status_code == 422
    assert "Skriv varifrån ni har kursen" in text_of(response)
    assert "Skriv dagen som 2026-05-12." in text_of(response)


def test_readers_read_and_the_invited_do_not(client):
    partnership = make_agreement()
    organisation = idea_party(partnership).legal_entity.organisation
    guest = make_user(buyer=True)
    add_party(partnership, authority=guest.authority_memberships.get().authority, joined=False)
    expected = [(add_member(organisation, "reader"), 200, 403), (guest, 403, 403), (make_user(buyer=True), 404, 404)]

    for user, reading, adding in expected:
        client.force_login(user)
        assert client.get(page("partnership_aid", partnership)).status_code == reading
        assert client.get(page("partnership_aid_add", partnership)).status_code == adding


def test_an_organisation_puts_in_aid_to_its_own_and_strikes_out_nobody_elses(client):
    partnership = make_agreement(None, make_entity(), make_entity())
    own, other = (party.legal_entity for party in partnership.parties.exclude(legal_entity=None).order_by("pk"))
    client.force_login(editor_of(partnership))
    facts = {"rule": "de_minimis", "granter": "Provregionen", "granted_on": date(2026, 1, 1), "eur": 5}
    theirs = Aid.objects.create(legal_entity=other, noted_by=partnership.created_by, **facts)
    elsewhere = Aid.objects.create(legal_entity=make_entity(), noted_by=partnership.created_by, **facts)

    shown = text_of(client.get(page("partnership_aid_add", partnership)))
    response = client.post(page("partnership_aid_withdraw", partnership, theirs.pk), {"reason": "Bort"})

    assert own.organisation.name in shown and other.organisation.name not in shown
    assert response.status_code == 403
    assert client.get(page("partnership_aid_withdraw", partnership, elsewhere.pk)).status_code == 404
    assert Aid.objects.standing().count() == 2


def test_after_the_end_the_authority_reads_and_is_not_offered_to_write(client):
    partnership = make_agreement(state="ended", ended_on="2026-01-01", end_reason="Slut")
    client.force_login(partnership.created_by)

    shown = client.get(page("partnership_aid", partnership))

    assert shown.status_code == 200
    assert page("partnership_aid_add", partnership) not in text_of(shown)
