"""Shortlists: shared within an authority, seen by nobody else, with today's answers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.models import AuthorityMembership, Shortlist, ShortlistEntry
from procurement.services import shortlists
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import make_entity, make_user, make_verified

pytestmark = pytest.mark.django_db


def authority_of(user):
    return user.authority_memberships.get().authority


@pytest.fixture
def buyer():
    return make_user(buyer=True)


@pytest.fixture
def colleague(buyer):
    user = make_user(buyer=True)
    AuthorityMembership.objects.filter(user=user).update(authority=authority_of(buyer), role="administrator")
    return user


@pytest.fixture
def entity():
    return make_verified()


@pytest.fixture
def held(buyer):
    return shortlists.create(authority_of(buyer), actor=buyer, name="Hemtjänst 2027", ground="lou-19-25a")


def test_a_buyer_makes_a_list_and_adds_from_the_organisations_page(client, buyer, entity):
    client.force_login(buyer)
    profile = client.get(entity.organisation.get_absolute_url()).text
    client.post(reverse("shortlist_create"), {"name": "Hemtjänst 2027", "ground": "lou-19-25a"})
    made = Shortlist.objects.get()

    page = client.post(
        reverse("shortlist_add", args=[entity.organisation.slug]),
        {"shortlist": made.pk, "entities": [entity.pk], "note": "Har plats i höst."},
        follow=True,
    )

    assert reverse("shortlist_add", args=[entity.organisation.slug]) in profile
    assert str(entity) in page.text
    assert "Okänt" in page.text
    assert "Har plats i höst." in page.text


def test_a_visitor_sees_no_way_to_the_lists(client, entity):
    assert "upphandlare/listor" not in client.get(entity.organisation.get_absolute_url()).text


def test_a_colleague_sees_and_notes_the_same_list(client, buyer, colleague, entity, held):
    shortlists.add(held, [entity.pk], actor=buyer, note="Ring i maj.")
    row = ShortlistEntry.objects.get()
    client.force_login(colleague)

    client.post(reverse("shortlist_entry", args=[held.pk, row.pk]), {"note": "Ringde, har plats."})
    row.refresh_from_db()

    assert (row.note, row.noted_by) == ("Ringde, har plats.", colleague)


def test_another_authority_finds_nothing(client, buyer, entity, held):
    shortlists.add(held, [entity.pk], actor=buyer)
    other = make_user(buyer=True)
    client.force_login(other)

    answers = [
        client.get(reverse("shortlist", args=[held.pk])).status_code,
        client.post(reverse("shortlist_close", args=[held.pk])).status_code,
        client.get(reverse("shortlist_export", args=[held.pk, "csv"])).status_code,
    ]

    assert answers == [404, 404, 404]
    assert "Hemtjänst 2027" not in client.get(reverse("shortlist_list")).text
    with pytest.raises(NotEntitled):
        shortlists.add(held, [entity.pk], actor=other)


def test_somebody_who_has_left_the_authority_loses_the_lists(client, buyer, held):
    AuthorityMembership.objects.filter(user=buyer).update(ended_at=timezone.now(), ended_by=buyer)
    client.force_login(buyer)

    assert client.get(reverse("shortlist", args=[held.pk])).status_code == 404


def test_an_entity_stands_on_a_list_once_and_can_come_back(buyer, entity, held):
    first = shortlists.add(held, [entity.pk], actor=buyer)
    again = shortlists.add(held, [entity.pk], actor=buyer)
    shortlists.remove(ShortlistEntry.objects.get(), actor=buyer)
    back = shortlists.add(held, [entity.pk], actor=buyer)

    assert [first, again, back] == [1, 0, 1]


def test_a_draft_cannot_be_put_on_a_list(buyer, held):
    draft = make_entity(ready=True)

    assert shortlists.add(held, [draft.pk], actor=buyer) == 0


def test_two_lists_cannot_share_a_name_until_one_is_closed(client, buyer, held):
    client.force_login(buyer)
    answers = {"name": held.name, "ground": "lov-1-2a"}

    refused = client.post(reverse("shortlist_create"), answers)
    shortlists.close(held, actor=buyer)
    made = client.post(reverse("shortlist_create"), answers)

    assert (refused.status_code, made.status_code) == (422, 302)


def test_nothing_is_added_to_a_closed_list(buyer, entity, held):
    shortlists.close(held, actor=buyer)

    with pytest.raises(StepNotAllowed):
        shortlists.add(held, [entity.pk], actor=buyer)


def test_the_file_starts_no_formula_and_holds_the_answers(client, buyer, entity, held):
    shortlists.add(held, [entity.pk], actor=buyer, note="=HYPERLINK(1)")
    client.force_login(buyer)

    text = b"".join(client.get(reverse("shortlist_export", args=[held.pk, "csv"])).streaming_content).decode(
        "utf-8-sig"
    )

    assert "Okänt" in text
    assert ";=HYPERLINK" not in text


def test_the_number_of_queries_does_not_grow_with_the_list(client, buyer, held):
    client.force_login(buyer)
    counts = []
    for number in (1, 3):
        shortlists.add(held, [make_verified().pk for _ in range(number)], actor=buyer)
        client.get(reverse("shortlist", args=[held.pk]))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("shortlist", args=[held.pk]))
        counts.append(len(captured))

    assert counts[0] == counts[1]
