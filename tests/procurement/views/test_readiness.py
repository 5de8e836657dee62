"""Are we ready? What the portal knows is told with its evidence, the rest is ticked, and nobody else sees it."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from procurement.models import ReadyTick
from procurement.reading import ready
from procurement.services import procurements, readiness
from registry.models import Municipality, Service, ServiceArea, StatusLog
from registry.models.members import Role
from registry.services import official
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_member, make_entity, make_registered, make_user, owner_of
from tests.procurement.factories import buyer_of, make_published
from tests.procurement.joint_factories import make_known

pytestmark = pytest.mark.django_db


def bought(area="hemtjanst", places=("1480",), **facts):
    """A published procurement of the service in the places."""
    lot = {"service_area": ServiceArea.objects.get(slug=area)} if area else {}
    return make_published(ground="lou-19-25a", at=timezone.now(), municipalities=places, lot=lot, **facts)


def status(entity, procurement):
    return {item.name: item.status for item in ready.known(entity, procurement)}


def test_what_the_portal_knows_is_ticked_with_its_evidence():
    entity = make_known()
    make_registered(entity, timezone.localdate() - timedelta(days=30))
    Service.objects.filter(legal_entity=entity).update(capacity=12, capacity_unit="places")
    procurement = bought()

    found = {item.name: item for item in ready.known(entity, procurement)}

    assert {name: item.status for name, item in found.items()} == {
        "Verifierad i portalen": ready.DONE,
        "Registrerad hos Kammarkollegiet": ready.DONE,
        "Stadgar eller motsvarande": ready.DONE,
        "Firmatecknare": ready.DONE,
        "Får delta enligt LOU 19 kap. 25 a §": ready.DONE,
        "Hemtjänst på plats": ready.DONE,
        "Omfattning, hemtjänst": ready.DONE,
        "Tillstånd för hemtjänst": ready.DONE,
    }
    assert "sedan" in found["Registrerad hos Kammarkollegiet"].note
    assert "12 platser" in found["Omfattning, hemtjänst"].note
    assert "IVO" in found["Tillstånd för hemtjänst"].note


def test_unknown_is_not_no():
    entity = make_known()
    procurement = bought()

    unasked = status(entity, procurement)
    official.note_check(
        entity,
        actor=make_user(officer=True),
        result="not_registered",
        source="Registret",
        checked_on=timezone.localdate(),
    )
    asked = status(entity, procurement)

    assert unasked["Registrerad hos Kammarkollegiet"] == ready.UNKNOWN
    assert asked["Registrerad hos Kammarkollegiet"] == ready.VOLUNTARY
    assert unasked["Får delta enligt LOU 19 kap. 25 a §"] == ready.UNKNOWN
    assert unasked["Omfattning, hemtjänst"] == ready.UNKNOWN


def test_a_draft_lacks_what_it_has_not_filled_in():
    entity = make_entity()

    found = status(entity, bought())

    missing = ["Verifierad i portalen", "Stadgar eller motsvarande", "Firmatecknare", "Hemtjänst i portalen"]
    assert [found[name] for name in [*missing, "Tillstånd för hemtjänst"]] == [ready.MISSING] * 5


@pytest.mark.parametrize(
    ("places", "whole_country", "expected"),
    [
        (["1480"], False, ready.DONE),
        (["1480", "1481"], False, ready.PARTLY),
        (["0180"], False, ready.MISSING),
        ([], True, ready.PARTLY),
        ([], False, ready.UNKNOWN),
    ],
)
def test_the_place_is_covered_partly_covered_or_not_told(places, whole_country, expected):
    entity = make_known()

    found = status(entity, bought(places=places, whole_country=whole_country))

    assert found["Hemtjänst på plats"] == expected


@pytest.mark.parametrize(
    ("area", "permit", "expected"),
    [
        ("hemtjanst", "applied", ready.PARTLY),
        ("hemtjanst", "missing", ready.MISSING),
        ("aldre-dag", "not_needed", ready.UNKNOWN),
        ("integration", "not_needed", None),
    ],
)
def test_a_permit_is_asked_for_where_the_service_needs_one(area, permit, expected):
    entity = make_known()
    found = ServiceArea.objects.get(slug=area)
    facts = {"permit": permit, "permit_authority": "", "permit_reference": "", "area": found}
    Service.objects.filter(legal_entity=entity).update(**facts)

    told = status(entity, bought(area))

    assert told.get(f"Tillstånd för {str(found).lower()}") == expected


@pytest.mark.parametrize(("last", "expected"), [(None, ready.DONE), (400, ready.DONE), (100, ready.MISSING)])
def test_a_permit_must_hold_when_the_work_begins(last, expected):
    entity, today = make_known(), timezone.localdate()
    until = last and today + timedelta(days=last)
    Service.objects.filter(legal_entity=entity).update(permit_valid_until=until)

    found = status(entity, bought(starts_on=today + timedelta(days=200)))

    assert found["Tillstånd för hemtjänst"] == expected


def test_a_notice_that_does_not_tell_the_service_is_not_guessed():
    assert status(make_known(), bought(area=None))["Tjänst"] == ready.UNKNOWN


def test_a_box_is_ticked_by_somebody_and_unticked_by_somebody():
    entity, procurement = make_known(), bought()
    owner = owner_of(entity.organisation)
    editor = add_member(entity.organisation, Role.EDITOR)

    readiness.write(entity.organisation, procurement, ["economy", "price"], actor=owner)
    readiness.write(entity.organisation, procurement, ["price", "staff"], actor=editor)

    standing = {row.item: row.ticked_by for row in ReadyTick.objects.standing()}
    assert standing == {"price": owner, "staff": editor}
    gone = ReadyTick.objects.get(item="economy")
    assert (gone.ticked_by, gone.unticked_by) == (owner, editor)
    assert StatusLog.objects.filter(subject="readytick").count() == 4
    with pytest.raises(ValidationError):
        ReadyTick(organisation=entity.organisation, procurement=procurement, item="price", ticked_by=owner).full_clean()


def test_who_may_not_edit_ticks_nothing_and_nothing_is_ticked_when_it_is_over():
    entity, procurement = make_known(), bought()
    reader = add_member(entity.organisation, Role.READER)

    with pytest.raises(NotEntitled):
        readiness.write(entity.organisation, procurement, ["price"], actor=reader)
    over = procurements.close(procurement, actor=buyer_of(procurement), at=procurement.closes_at)
    with pytest.raises(StepNotAllowed, match="slut"):
        readiness.write(entity.organisation, over, ["price"], actor=owner_of(entity.organisation))


def test_the_page_keeps_ticks_shows_the_days_and_is_for_the_organisation_alone(client):
    entity, procurement = make_known(), bought()
    url = reverse("readiness", args=[entity.organisation.slug, procurement.pk])
    client.force_login(owner_of(entity.organisation))

    refused = client.post(url, {"done": ["nonsens"]})
    client.post(url, {"done": ["price"]})
    page = client.get(url).content.decode()
    client.force_login(add_member(entity.organisation, Role.READER))
    read = client.get(url).content.decode()
    posted = client.post(url, {"done": []})
    statuses = []
    for other in (buyer_of(procurement), make_user(), make_user(officer=True)):
        client.force_login(other)
        statuses.append(client.get(url).status_code)

    assert refused.status_code == 422
    assert "Kryssat av Kim Exempel" in page
    assert "1 av 10 kryssade" in page
    assert "Råd: lämna in anbudet" in page and "Anbud senast klockan" in page
    assert "Spara listan" not in read and "Inte kryssat" in read
    assert posted.status_code == 403
    assert statuses == [404] * 3


def test_another_entity_of_the_family_is_chosen_in_the_address(client, django_assert_max_num_queries):
    entity = make_known()
    sister = make_entity(entity.organisation, name="Systern")
    procurement = bought(places=list(Municipality.objects.values_list("pk", flat=True)[:40]))
    url = reverse("readiness", args=[entity.organisation.slug, procurement.pk])
    client.force_login(owner_of(entity.organisation))

    with django_assert_max_num_queries(40):
        first = client.get(url).content.decode()
    other = client.get(url, {"enhet": sister.uuid}).content.decode()

    assert "portalen om Systern" in other
    assert "portalen om Systern" not in first


def test_the_guide_is_open_to_all_and_leads_to_the_glossary(client):
    page = client.get(reverse("first_tender_guide")).content.decode()

    assert "Vad är en annons?" in page
    assert f"{reverse('glossary')}#gemensamt-anbud" in page


def test_two_who_tick_at_the_same_time_keep_each_others_ticks(client):
    entity = make_known()
    procurement, owner = bought(), owner_of(entity.organisation)
    url = reverse("readiness", args=[entity.organisation.slug, procurement.pk])
    readiness.write(entity.organisation, procurement, ["notice", "price"], actor=owner)
    client.force_login(owner)
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(url).content.decode())
    readiness.write(entity.organisation, procurement, ["notice", "staff"], actor=owner)

    typed = {"done": ["notice", "price", "taxes"], "seen": seen[1] if seen else ""}
    client.post(url, typed)

    assert set(ReadyTick.objects.standing().values_list("item", flat=True)) == {"notice", "staff", "taxes"}
