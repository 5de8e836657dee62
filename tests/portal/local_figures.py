"""Organisations' own figures for tests: a measure, those who count it, and their numbers."""

from datetime import date

from portal.models import LocalValue
from portal.services import local_figures
from portal.services.local_figures import Given
from tests.factories import owner_of
from tests.portal.board import a_place, an_asker

FACTS = {
    "name": "Natthärbärgets sängar",
    "definition": "Bäddade sängar i egna lokaler.\nInte madrasser.",
    "unit": "places",
    "own_unit": "",
    "is_stock": False,
    "may_overlap": False,
    "overlap": "",
    "service_area": None,
}


def a_measure(organisation=None, place=None, **facts):
    """Something that the organisation counts."""
    organisation = organisation or an_asker("Exempelhuset")
    return local_figures.start(
        place or a_place(), organisation=organisation, actor=owner_of(organisation), **{**FACTS, **facts}
    )


def joined(measure, organisation=None):
    """Another organisation that counts the same."""
    organisation = organisation or an_asker()
    part = local_figures.invite(measure, organisation, actor=owner_of(measure.started_by))
    local_figures.accept(part, actor=owner_of(organisation))
    return organisation


def given(year, value, *, seen=None, **more):
    facts = {"as_of": date(year, 12, 31), "source": "Egen liggare", "source_url": "", **more}
    return Given(year, value, seen=seen, **facts)


def give(measure, organisation=None, **numbers):
    """Put in numbers: y2024=40. What stands is replaced."""
    organisation = organisation or measure.started_by
    held = LocalValue.objects.standing().filter(measure=measure, organisation=organisation)
    standing = dict(held.values_list("year", "pk"))
    rows = [given(int(year[1:]), value, seen=standing.get(int(year[1:]))) for year, value in numbers.items()]
    return local_figures.give(measure, rows, organisation=organisation, actor=owner_of(organisation))


def make_local_world(world):
    """The world's organisation counts with another, has a number, and is asked to count something else."""
    world.local_measure = a_measure(world.organisation)
    [world.local_value] = give(world.local_measure, y2024=40)
    other = an_asker()
    world.region_measure = a_measure(world.organisation, a_place("0014"))
    world.local_part = local_figures.invite(world.local_measure, other, actor=owner_of(world.organisation))
    world.asked_measure = a_measure(other, name="Timmar i fixartjänsten", unit="hours")
    local_figures.invite(world.asked_measure, world.organisation, actor=owner_of(other))
    world.joined_measure = a_measure(other, name="Besök på mötesplatsen", unit="other", own_unit="besök")
    joined(world.joined_measure, world.organisation)
