"""Two at the same moment at the same figures: one stands and the other is told."""

import pytest

from portal.models import LocalParticipant, LocalValue
from portal.services import local_figures
from tests.factories import owner_of
from tests.portal.board import an_asker
from tests.portal.local_figures import a_measure, given, joined
from tests.test_races import at_once, one_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_colleagues_put_in_the_same_year_and_one_is_told():
    measure = a_measure()
    organisation, actor = measure.started_by, owner_of(measure.started_by)

    outcomes = at_once(
        *[
            lambda value=value: local_figures.give(
                measure, [given(2024, value)], organisation=organisation, actor=actor
            )
            for value in (40, 41)
        ]
    )

    assert one_of(outcomes)
    assert LocalValue.objects.count() == 1


def test_two_organisations_put_in_the_same_year_and_both_stand():
    measure = a_measure()
    others = [(row, owner_of(row)) for row in (measure.started_by, joined(measure))]

    outcomes = at_once(
        *[
            lambda row=row, actor=actor: local_figures.give(measure, [given(2024, 7)], organisation=row, actor=actor)
            for row, actor in others
        ]
    )

    assert outcomes == ["done", "done"]
    assert LocalValue.objects.standing().count() == 2


def test_a_yes_while_the_invitation_is_taken_back_is_one_of_the_two():
    measure, asked = a_measure(), an_asker()
    starter, actor = owner_of(measure.started_by), owner_of(asked)
    part = local_figures.invite(measure, asked, actor=starter)

    outcomes = at_once(
        lambda: local_figures.accept(part, actor=actor), lambda: local_figures.uninvite(part, actor=starter)
    )

    assert one_of(outcomes)
    assert LocalParticipant.objects.get(organisation=asked).state in ("in", "withdrawn")


def test_a_number_while_the_measure_is_replaced_is_of_the_old_one_or_refused():
    measure = a_measure()
    organisation, actor = measure.started_by, owner_of(measure.started_by)
    facts = {name: getattr(measure, name) for name in local_figures.FACTS} | {"definition": "Annat"}

    outcomes = at_once(
        lambda: local_figures.give(measure, [given(2024, 7)], organisation=organisation, actor=actor),
        lambda: local_figures.replace(measure, actor=actor, **facts),
    )

    assert outcomes[1] == "done"
    assert LocalValue.objects.filter(measure=measure).count() == outcomes.count("done") - 1
