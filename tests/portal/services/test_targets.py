"""A council's targets: who may, what is refused, every step from every state, and that each leaves its trace."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.models import Indicator, Target, TargetEvent
from portal.models.targets import TargetState
from portal.services import targets
from registry.models import StatusLog
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_to_authority as act_for
from tests.factories import make_authority, make_user
from tests.portal.politics import TARGET, make_council, make_place, make_target

pytestmark = pytest.mark.django_db
OTHER = {**TARGET, "definition": "Andel av alla köp, med idéburna aktiebolag.", "indicator": None}
STEPS = {
    "change": lambda target, actor: targets.change(target, actor=actor, title="Ett annat namn"),
    "replace": lambda target, actor: targets.replace(target, actor=actor, **OTHER),
    "end": lambda target, actor: targets.end(target, actor=actor, reason="Nåddes."),
}


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def politician(place):
    return make_council(place)


def put(target, state):
    """The target in a state, as a plain row."""
    reason = "Gavs upp." if state == TargetState.ENDED else ""
    Target.objects.filter(pk=target.pk).update(
        state=state, end_reason=reason, closed_at=None if state == TargetState.STANDING else timezone.now()
    )
    target.refresh_from_db()
    return target


def test_a_target_is_put_in_with_event_and_log(place, politician):
    target = make_target(place, politician)

    event = target.events.get()
    assert (event.action, event.actor, event.to_state) == ("add", politician, "standing")
    assert StatusLog.objects.filter(subject="target", subject_id=target.pk, actor_id=politician.pk).count() == 1


def test_an_administrator_may_too(place):
    assert make_target(place, make_council(place, "administrator")).pk


def council_elsewhere(place):
    return make_council(make_place("1280"))


def buyer_here(place):
    return make_council(place, "officer")


def of_a_company(place):
    company = make_authority(kind="company", municipality=place.municipality)
    return act_for(company, make_user(), "politician")


def once_here(place):
    user = make_council(place)
    user.authority_memberships.update(ended_at=timezone.now(), ended_by=user)
    return user


@pytest.mark.parametrize(
    "who", [council_elsewhere, buyer_here, of_a_company, once_here, lambda place: make_user(officer=True)]
)
def test_nobody_else_may(place, who):
    target = make_target(place)
    actor = who(place)

    with pytest.raises(NotEntitled):
        make_target(place, actor, title="Ett annat")
    for step in STEPS.values():
        with pytest.raises(NotEntitled):
            step(target, actor)
    assert TargetEvent.objects.count() == 1


def test_a_regions_council_acts_for_the_region_and_not_for_its_municipality():
    region = make_place("0014")
    actor = make_council(region)

    assert make_target(region, actor, indicator=None, unit="platser").place == region
    with pytest.raises(NotEntitled):
        make_target(make_place(), actor)


@pytest.mark.parametrize("state", TargetState.values)
@pytest.mark.parametrize("name", STEPS)
def test_every_step_from_every_state(place, politician, name, state):
    target = put(make_target(place, politician), state)
    before = (Target.objects.count(), TargetEvent.objects.count(), StatusLog.objects.count())

    if state == TargetState.STANDING:
        STEPS[name](target, politician)
        assert target.events.filter(action=name).count() == 1
        return
    with pytest.raises(StepNotAllowed):
        STEPS[name](target, politician)

    assert (Target.objects.count(), TargetEvent.objects.count(), StatusLog.objects.count()) == before


def test_the_old_values_are_kept_in_the_history(place, politician):
    target = make_target(place, politician)

    targets.change(target, actor=politician, target_value=Decimal("12.5"), target_year=2034)

    target.refresh_from_db()
    assert target.target_value == Decimal("12.5")
    assert target.events.get(action="change").note == "Tidigare: målets värde 10, målår 2030."


@pytest.mark.parametrize("name", targets.COUNTED)
def test_what_is_counted_is_never_changed(place, politician, name):
    target = make_target(place, politician)
    other = {"definition": "Något annat.", "indicator": Indicator.objects.get(pk="N00120"), "unit": "platser"}[name]

    with pytest.raises(StepNotAllowed, match="nytt mål"):
        targets.change(target, actor=politician, **{name: other})
    with pytest.raises(IntegrityError, match="Lägg in ett nytt"), transaction.atomic():
        Target.objects.filter(pk=target.pk).update(**{name: other})


def test_a_new_definition_is_a_new_target_that_replaces_the_old(place, politician):
    old = make_target(place, politician)

    new = targets.replace(old, actor=politician, **OTHER)

    old.refresh_from_db()
    assert (old.state, new.state, new.replaces) == ("replaced", "standing", old)
    assert new.title == old.title


def test_the_same_definition_is_no_replacement(place, politician):
    target = make_target(place, politician)

    with pytest.raises(StepNotAllowed, match="Ändra målet"):
        targets.replace(target, actor=politician, **{**TARGET, "indicator": target.indicator, "target_year": 2034})

    target.refresh_from_db()
    assert target.state == TargetState.STANDING


def test_a_refused_replacement_leaves_the_old_one_standing(place, politician):
    target = make_target(place, politician)

    with pytest.raises(ValidationError):
        targets.replace(target, actor=politician, **{**OTHER, "unit": " "})

    target.refresh_from_db()
    assert target.state == TargetState.STANDING


def test_a_decision_of_tomorrow_is_refused(place, politician):
    with pytest.raises(StepNotAllowed, match="framtiden"):
        make_target(place, politician, decided_on=timezone.localdate() + timedelta(days=1))


@pytest.mark.parametrize(
    ("facts", "promise"),
    [
        ({"definition": ""}, "target_is_defined"),
        ({"definition": " \n\t"}, "target_is_defined"),
        ({"title": " "}, "target_is_defined"),
        ({"unit": ""}, "target_is_defined"),
        ({"decided_by": ""}, "target_is_decided"),
        ({"paragraph": " "}, "target_is_decided"),
        ({"decision_url": "http://kommunen.example/"}, "target_decision_link_is_https"),
        ({"decision_url": "javascript:alert(1)"}, "target_decision_link_is_https"),
        ({"baseline_value": None}, "target_has_a_whole_baseline"),
        ({"baseline_year": None}, "target_has_a_whole_baseline"),
        ({"target_year": 2500}, "target_years_are_plausible"),
        ({"baseline_year": 1066}, "target_years_are_plausible"),
        ({"target_year": 2022}, "target_lies_after_its_baseline"),
        ({"target_value": 2}, "target_lies_after_its_baseline"),
        ({"place_id": "0000"}, "target_is_of_a_council"),
        ({"state": "ended", "closed_at": timezone.now()}, "target_ended_with_a_reason"),
        ({"state": "ended", "end_reason": "Nåddes."}, "target_ended_with_a_reason"),
        ({"state": "replaced"}, "target_ended_with_a_reason"),
        ({"end_reason": "Nåddes."}, "target_ended_with_a_reason"),
    ],
)
def test_the_database_holds_the_promises_itself(place, politician, facts, promise):
    row = {**TARGET, "place": place, "created_by": politician, **facts}
    if "place_id" in facts:
        del row["place"]

    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Target.objects.create(**row)


def test_the_database_takes_no_second_of_the_same_and_none_from_another_place(place, politician):
    first = make_target(place, politician)
    row = {**TARGET, "created_by": politician}

    with pytest.raises(IntegrityError, match="target_stands_once"), transaction.atomic():
        Target.objects.create(**row, place=place)
    with pytest.raises(IntegrityError, match="samma plats"), transaction.atomic():
        Target.objects.create(**row, place=make_place("1280"), replaces=first)


def test_what_has_happened_is_never_rewritten_or_taken_away(place, politician):
    target = make_target(place, politician)

    for sql in (
        "update portal_targetevent set note = 'x'",
        "delete from portal_targetevent",
        "delete from portal_target",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert target.events.count() == 1


def test_the_day_of_the_decision_may_be_today(place, politician):
    assert make_target(place, politician, decided_on=timezone.localdate()).decided_on > date(2023, 3, 12)
