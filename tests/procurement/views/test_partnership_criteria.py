"""The criteria assistant in the browser's terms: without login, and on a partnership's own page."""

import pytest
from django.urls import reverse

from procurement.partnership_questions import QUESTIONS
from tests.factories import add_member, make_user
from tests.procurement.agreements import editor_of, idea_party, make_agreement

pytestmark = pytest.mark.django_db
WORDS = {"yes": "ja", "no": "nej"}
GOOD = {key: WORDS[question.speaks_for] for key, question in QUESTIONS.items()}


def text_of(response):
    return response.content.decode().replace("\u00a0", " ")


def test_the_page_asks_before_it_tells(client):
    page = text_of(client.get(reverse("partnership_criteria")))

    assert "Flaggor" not in page and "Så ser svaren ut" not in page
    assert all(question.text in page for question in QUESTIONS.values())


def test_flags_come_first_with_their_sources_and_the_answers_stay(client):
    response = client.get(reverse("partnership_criteria"), GOOD | {"volym": "ja", "program": "nej"})

    page = text_of(response)
    assert response.status_code == 200
    assert page.index("Röd flagga.") < page.index("Att reda ut.") < page.index("Era svar")
    assert "https://lagen.nu/dom/hfd/2020:15" in page
    assert 'name="volym" value="ja" id="id_volym_0" checked' in " ".join(page.split())
    assert f"{reverse('route_chooser')}?start=nu" in page


def test_no_flags_is_no_permission(client):
    page = text_of(client.get(reverse("partnership_criteria"), GOOD))

    assert "Inga röda flaggor i era svar" in page
    assert "inget besked om att det är tillåtet" in page
    assert "tag--success" not in page


def test_an_empty_form_counts_everything_as_unknown(client):
    page = text_of(client.get(reverse("partnership_criteria"), {"svara": "1"}))

    assert "Reda ut innan ni går vidare" in page
    assert "Vet inte är inte nej" in page


def test_a_strange_answer_is_refused(client):
    response = client.get(reverse("partnership_criteria"), {"volym": "kanske"})

    assert response.status_code == 422
    assert "Välj ja, nej eller vet inte." in text_of(response)


def test_the_parties_fill_it_in_and_see_what_it_looks_like(client):
    partnership = make_agreement()
    address = reverse("partnership_criteria_answer", args=[partnership.pk])
    client.force_login(editor_of(partnership))

    response = client.post(address, {"samma": "ja", "samma_grund": "Hemtjänsten finns i LOV."}, follow=True)

    page = text_of(response)
    assert "Svaren är sparade." in page
    assert "Liknar ett offentligt kontrakt" in page
    assert "Hemtjänsten finns i LOV." in page
    assert partnership.criteria.get().key == "samma"


def test_a_reason_without_an_answer_is_refused_and_kept(client):
    partnership = make_agreement()
    client.force_login(editor_of(partnership))

    response = client.post(
        reverse("partnership_criteria_answer", args=[partnership.pk]), {"samma_grund": "Se upphandlingen 2019."}
    )

    assert response.status_code == 422
    assert "Se upphandlingen 2019." in text_of(response)
    assert not partnership.criteria.exists()


def test_what_is_decided_meanwhile_is_said_and_nothing_typed_is_lost(client):
    partnership = make_agreement(state="ended", ended_on="2026-01-01", end_reason="Slut")
    client.force_login(partnership.created_by)

    response = client.post(
        reverse("partnership_criteria_answer", args=[partnership.pk]), {"samma": "nej", "samma_grund": "Egen plan."}
    )

    assert response.status_code == 422
    assert "går inte att ändra nu" in text_of(response)
    assert "Egen plan." in text_of(response)


@pytest.mark.parametrize("who, status", [("stranger", 404), ("reader", 403), ("editor", 200)])
def test_only_those_who_act_for_a_party_come_in(client, who, status):
    partnership = make_agreement()
    organisation = idea_party(partnership).legal_entity.organisation
    client.force_login(make_user() if who == "stranger" else add_member(organisation, who))

    assert client.get(reverse("partnership_criteria_answer", args=[partnership.pk])).status_code == status
