"""What search is told about real organisations, in the transaction of the change."""

import datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone

from registry.demo_numbers import demo_organisation_number
from registry.models import OfficialCheck, SearchCard, SearchEntry
from registry.search import source
from registry.search.cards import day
from registry.search.slots import FACETS
from registry.services import official, organisations, search_index, verifications
from tests.factories import (
    make_entity,
    make_organisation,
    make_submitted,
    make_under_review,
    make_user,
    make_verified,
    owner_of,
)

pytestmark = pytest.mark.django_db


def card_of(organisation):
    return SearchCard.objects.get(pk=organisation.pk).card


def values_of(organisation, name):
    facet = FACETS[name]
    slots = SearchEntry.objects.get(pk=organisation.pk).slots
    return [slot - facet.base for slot in slots if facet.holds(slot)]


def test_a_draft_is_not_found():
    entity = make_entity(ready=True)

    search_index.refresh(entity.organisation)

    assert not SearchEntry.objects.filter(pk=entity.organisation_id).exists()


def test_one_that_is_handed_in_is_found_in_the_same_transaction():
    case = make_submitted()

    card = card_of(case.legal_entity.organisation)

    assert card["portal"]["text"] == "Prövas nu"
    assert card["portal"]["note"] == f"ansökan kom in {day(timezone.localdate())}"
    assert card["register"] == {
        "shape": "register-unknown",
        "text": "Okänt om registrerad hos Kammarkollegiet",
        "note": "inte kontrollerad ännu",
    }
    assert values_of(case.legal_entity.organisation, "portal_status") == [2]


def test_a_change_that_is_undone_leaves_no_search_row():
    entity = make_entity(ready=True)

    with pytest.raises(RuntimeError), transaction.atomic():
        make_submitted(entity)
        assert SearchEntry.objects.filter(pk=entity.organisation_id).exists()
        raise RuntimeError

    assert not SearchEntry.objects.filter(pk=entity.organisation_id).exists()


def test_one_entity_shows_form_number_and_seat():
    entity = make_verified(make_entity(ready=True, organisation_number="4991002108"))

    card = card_of(entity.organisation)

    assert card["meta"] == "Ideell förening · 499100-2108 · säte i Göteborg"
    assert card["portal"] == {
        "shape": "portal-verified",
        "text": "Verifierad i portalen",
        "note": f"sedan {day(timezone.localdate())}",
    }
    assert card["does"] == [["hemtjänst", ["1480"]]]


def test_a_family_tells_how_many_are_verified_and_has_the_states_of_all():
    home = make_organisation()
    make_verified(make_entity(home, ready=True))
    make_submitted(make_entity(home, ready=True))

    card = card_of(home)

    assert card["meta"] == "Två juridiska personer · säte i Göteborg"
    assert card["portal"]["note"] == "1 av 2 juridiska personer"
    assert values_of(home, "portal_status") == [1, 2]


def test_an_entity_that_is_still_a_draft_stays_out():
    home = make_organisation()
    make_verified(make_entity(home, ready=True))
    make_entity(home, ready=True, name="Hemliga Påhittade Planer")

    organisations.describe(home, {"lead": "Nytt."}, actor=owner_of(home))

    assert card_of(home)["meta"].startswith("Ideell förening")
    assert "hemlig" not in str(SearchEntry.objects.get(pk=home.pk).terms)


def test_an_entity_that_is_only_named_is_neither_counted_nor_found():
    home = make_organisation()
    make_verified(make_entity(home, ready=True))
    named = {"name": "Hemliga Påhittade Planer", "organisation_number": demo_organisation_number(1)}
    organisations.add_entity(home, named, actor=owner_of(home), applies=False)

    organisations.describe(home, {"lead": "Nytt."}, actor=owner_of(home))

    assert card_of(home)["meta"].startswith("Ideell förening")
    assert "hemlig" not in str(SearchEntry.objects.get(pk=home.pk).terms)


def test_the_register_is_told_with_the_day_it_was_checked():
    entity, officer = make_verified(), make_user(officer=True)
    checked = datetime.date(2026, 11, 18)

    official.record_check(
        entity,
        actor=officer,
        result=OfficialCheck.Result.REGISTERED,
        source="Registret",
        checked_on=checked,
        registered_from=datetime.date(2025, 4, 9),
    )

    assert card_of(entity.organisation)["register"] == {
        "shape": "register-yes",
        "text": "Registrerad hos Kammarkollegiet",
        "note": "sedan 9\u00a0april 2025, kontrollerad 18\u00a0november 2026",
    }
    assert values_of(entity.organisation, "official_status") == [1]


@pytest.mark.parametrize(
    "result, shape, note",
    [
        ("not_registered", "register-no", "kontrollerad 18\u00a0november 2026"),
        ("unknown", "register-unknown", "källan svarade inte 18\u00a0november 2026"),
    ],
)
def test_no_is_no_and_unknown_is_unknown(result, shape, note):
    entity, officer = make_verified(), make_user(officer=True)

    official.record_check(
        entity, actor=officer, result=result, source="Registret", checked_on=datetime.date(2026, 11, 18)
    )

    register = card_of(entity.organisation)["register"]
    assert (register["shape"], register["note"]) == (shape, note)


def test_an_ended_verification_is_told_with_day_and_ground():
    entity = make_verified()

    verifications.end_on_request(entity.verifications.get(), actor=owner_of(entity.organisation))

    card = card_of(entity.organisation)
    assert card["portal"]["text"] == "Verifieringen har upphört"
    assert card["portal"]["note"] == f"{day(timezone.localdate())}, på egen begäran"


def test_a_service_in_the_whole_country_has_no_places():
    case = make_under_review()
    case.legal_entity.services.update(whole_country=True)

    search_index.refresh(case.legal_entity.organisation)

    assert values_of(case.legal_entity.organisation, "municipality") == []
    assert card_of(case.legal_entity.organisation)["does"] == [["hemtjänst", ["*"]]]


def test_many_take_as_many_queries_as_one():
    organisations = [make_submitted().legal_entity.organisation.pk for _ in range(4)]
    list(source.entry_rows(organisations[:1]))

    with connection.execute_wrapper(counter := Counter()):
        rows = list(source.entry_rows(organisations))

    assert len(rows) == 4
    assert counter.number <= 12


class Counter:
    number = 0

    def __call__(self, execute, *arguments):
        self.number += 1
        return execute(*arguments)


def test_rebuilding_gives_the_same_rows_as_each_change_did():
    for _ in range(3):
        make_verified()
    before = list(SearchEntry.objects.order_by("pk").values()), list(SearchCard.objects.order_by("pk").values())

    assert search_index.rebuild() == 3

    assert (
        list(SearchEntry.objects.order_by("pk").values()),
        list(SearchCard.objects.order_by("pk").values()),
    ) == before
