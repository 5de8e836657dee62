"""A follow-up as the organisation meets it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.services import follow_up
from tests.factories import make_user, make_verified, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    officer = make_user(officer=True)
    verification = make_verified(officer=officer).verifications.get()
    due_on = timezone.localdate() + timedelta(days=14)
    return follow_up.open_case(
        verification, actor=officer, cause="signal", question="Är styrelsen densamma?", due_on=due_on
    )


def test_a_second_answer_is_refused_in_words_and_the_first_stands(client, case):
    organisation = case.verification.legal_entity.organisation
    client.force_login(owner_of(organisation))
    address = reverse("follow_up_answer", args=[organisation.slug, case.case_number])

    client.post(address, {"text": "Ja, sedan årsmötet 2025."})
    page = client.post(address, {"text": "Nej, den är ny."}, follow=True)
    case.refresh_from_db()

    assert "Det du skrev sparades inte." in page.text
    assert case.answer == "Ja, sedan årsmötet 2025."
