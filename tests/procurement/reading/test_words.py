"""What a procurement's history says, whoever wrote it, and which of the buyer's words are explained beside a question."""

import pytest

from procurement.first_tender import words_in
from procurement.models import ProcurementEvent
from procurement.reading import words
from tests.procurement.factories import buyer_of, make_published


def test_the_buyers_words_are_found_where_they_stand():
    found = words_in("Hemtjänst", "Anbudet ska visa ska-krav för varje brukare.")

    assert [word.buyer for word in found] == ["anbud", "ska-krav", "brukare, kund"]
    assert words_in("Bankund", "") == []


@pytest.mark.django_db
def test_what_an_import_did_is_told_in_words(client):
    procurement = make_published()
    for action in ("import", "import_change", "import_undo"):
        ProcurementEvent.objects.create(
            procurement=procurement,
            action=action,
            actor=buyer_of(procurement),
            from_state="published",
            to_state="published",
        )

    told = [row["text"] for row in words.history(procurement.events.order_by("pk"))]
    page = client.get(procurement.get_absolute_url()).content.decode()

    assert told[-3:] == [
        "Hämtades från annons eller statistik",
        "Uppdaterades av en ny annons",
        "Importen ångrades",
    ]
    assert "import_" not in page


@pytest.mark.django_db
def test_a_question_page_explains_the_words_of_this_notice(client):
    procurement = make_published(summary="Lämna anbud på stöd till brukare.")
    client.force_login(buyer_of(procurement))

    page = client.get(f"{procurement.get_absolute_url()}fraga/").content.decode()

    assert "gäst, deltagare, medlem" in page
    assert "det vi måste visa" not in page
