"""Asking to represent an organisation that is here already, and following the case."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from registry.models import Claim, Document
from registry.services import claims
from tests.factories import make_entity, make_organisation, make_submitted, make_upload, make_user, owner_of

pytestmark = pytest.mark.django_db

SOMEBODYS_NUMBER = "811228-9874"  # Skatteverket's own example


@pytest.fixture
def organisation():
    return make_submitted(make_entity(make_organisation("Exempelhemmet"), ready=True)).legal_entity.organisation


@pytest.fixture
def claimant(client):
    user = make_user()
    client.force_login(user)
    return user


def page(organisation):
    return reverse("claim_create", args=[organisation.slug])


def words(response):
    return response.content.decode()


def typed(text="Protokoll. Kim valdes till ordforande av arsmotet.", **changes):
    facts = {"position": "ordförande", "explanation": "Vald av årsmötet.", "kind": "minutes"}
    return facts | {"file": make_upload(text, name="protokoll.pdf")} | changes


def test_a_claim_gets_a_number_and_the_owners_are_told(client, organisation, claimant, mailoutbox):
    response = client.post(page(organisation), typed(), follow=True)

    claim = Claim.objects.get()
    assert claim.case_number in words(response)
    assert claim.evidence.is_claim_evidence
    assert {mail.to[0] for mail in mailoutbox} >= {claimant.email, owner_of(organisation).email}


@pytest.mark.parametrize("field", ["position", "explanation", "kind", "file"])
def test_what_is_left_out_is_explained_and_the_rest_kept(client, organisation, claimant, field):
    facts = typed()
    del facts[field]

    response = client.post(page(organisation), facts)

    assert response.status_code == 422
    assert f'href="#id_{field}{"_0" if field == "kind" else ""}"' in words(response)
    if field != "position":
        assert 'value="ordförande"' in words(response)
    if field != "file":
        assert "Välj filen igen" in words(response)
    assert not Claim.objects.exists()


@pytest.mark.parametrize("field", ["position", "explanation"])
def test_no_text_takes_a_personnummer(client, organisation, claimant, field):
    response = client.post(page(organisation), typed(**{field: f"Kim {SOMEBODYS_NUMBER}"}))

    assert response.status_code == 422
    assert "9874" not in words(response)
    assert not Claim.objects.exists()


def test_a_file_with_a_personnummer_must_be_masked_or_answered_for(client, organisation, claimant):
    first = client.post(page(organisation), typed(f"Protokoll. Kim Exempel {SOMEBODYS_NUMBER} valdes."))

    assert first.status_code == 422
    assert "verkar innehålla personnummer, på sidan 1" in words(first)
    assert 'name="masking_confirmed"' in words(first)
    assert "9874" not in words(first)
    assert 'value="ordförande"' in words(first)
    assert Document.objects.filter(is_claim_evidence=True).count() == 0


def test_a_file_that_is_answered_for_is_kept_closed(client, organisation, claimant):
    facts = typed(f"Protokoll. Kim Exempel {SOMEBODYS_NUMBER} valdes.", masking_confirmed="on")

    client.post(page(organisation), facts)

    evidence = Claim.objects.get().evidence
    assert evidence.has_personal_number
    assert evidence.masking_confirmed
    assert not evidence.is_public


def test_a_file_without_text_is_asked_about(client, organisation, claimant):
    response = client.post(page(organisation), typed(""))

    assert response.status_code == 422
    assert "för lite text som går att läsa" in words(response)


def test_the_box_to_confirm_is_not_there_from_the_start(client, organisation, claimant):
    assert "masking_confirmed" not in words(client.get(page(organisation)))


def test_a_personnummer_in_the_file_name_is_not_kept(client, organisation, claimant):
    client.post(page(organisation), typed() | {"file": make_upload("Protokoll med text nog.", name="811228-9874.pdf")})

    claim = Claim.objects.get()
    assert "9874" not in claim.evidence.filename
    assert "9874" not in claim.evidence.file.name
    assert "9874" not in words(client.get(claim.get_absolute_url()))


def test_what_is_not_a_pdf_is_refused(client, organisation, claimant):
    response = client.post(page(organisation), typed() | {"file": make_upload(name="x.pdf", content=b"hej")})

    assert response.status_code == 422
    assert "inte en PDF" in words(response)


def test_a_damaged_pdf_is_refused_in_words(client, organisation, claimant):
    response = client.post(
        page(organisation), typed() | {"file": make_upload(name="x.pdf", content=b"%PDF-1.7 skadad")}
    )

    assert response.status_code == 422
    assert "skadad" in words(response)
    assert 'href="#id_file"' in words(response)


def test_a_second_claim_leads_to_the_first(client, organisation, claimant):
    client.post(page(organisation), typed())

    response = client.post(page(organisation), typed())

    assert response.url == Claim.objects.get().get_absolute_url()


def test_a_member_is_led_to_the_organisation(client, organisation):
    client.force_login(owner_of(organisation))

    assert client.get(page(organisation)).url == reverse("organisation_family", args=[organisation.slug])


def test_an_organisation_that_is_not_public_cannot_be_claimed(client, claimant):
    assert client.get(page(make_organisation())).status_code == 404


def test_the_claimant_may_take_it_back_once(client, organisation, claimant):
    client.post(page(organisation), typed())
    claim = Claim.objects.get()

    taken_back = client.post(claim.get_absolute_url(), follow=True)
    again = client.post(claim.get_absolute_url(), follow=True)

    claim.refresh_from_db()
    assert claim.state == Claim.State.WITHDRAWN
    assert "Du har tagit tillbaka anspråket" in words(taken_back)
    assert "hann före" in words(again)


def test_strangers_find_no_claim_and_officers_go_to_their_own_page(client, organisation, claimant):
    client.post(page(organisation), typed())
    claim = Claim.objects.get()

    client.force_login(make_user())
    assert client.get(claim.get_absolute_url()).status_code == 404
    client.force_login(owner_of(organisation))
    assert client.get(claim.get_absolute_url()).status_code == 404
    officer = make_user(officer=True)
    client.force_login(officer)
    assert client.get(claim.get_absolute_url()).url == reverse("claim_review", args=[claim.case_number])


def test_a_decided_claim_shows_the_reasons(client, organisation, claimant):
    client.post(page(organisation), typed())
    claims.reject(Claim.objects.get(), actor=make_user(officer=True), reasons="Fullmakten har gått ut.")

    response = client.get(Claim.objects.get().get_absolute_url())

    assert "Fullmakten har gått ut." in words(response)
    assert "Anspråket avslogs" in words(response)


def test_the_database_takes_one_open_claim_from_each_person(client, organisation, claimant):
    client.post(page(organisation), typed())
    claim = Claim.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(
            organisation=organisation,
            claimant=claimant,
            case_number="IP-2026-99999",
            position="x",
            explanation="x",
            evidence=claim.evidence,
        )
