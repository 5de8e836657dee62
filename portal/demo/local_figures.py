"""What organisations count themselves, in the demonstration: invented, marked so, alone, together and overlapping."""

from datetime import date

from django.utils import timezone

from portal.demo.board import GOTHENBURG, askers
from portal.models import LocalMeasure, Place
from portal.services import local_figures
from portal.services.local_figures import Given
from registry.models import ServiceArea

ALONE = {
    "name": "Timmar i fixartjänsten",
    "definition": "Påhittat: alla timmar som volontärer hjälper äldre hemma. Restid räknas inte.",
    "unit": "hours",
    "is_stock": False,
    "may_overlap": False,
}
TOGETHER = {
    "name": "Platser i dagverksamhet för äldre",
    "definition": "Påhittat: platser som är öppna den 31 december. En plats räknas en gång, hos den som driver den.",
    "unit": "places",
    "is_stock": True,
    "may_overlap": False,
    "overlap": "Var plats räknas hos den som driver den.",
}
OVERLAPPING = {
    "name": "Personer som får stöd av en vän",
    "definition": "Påhittat: personer som har fått stöd minst en gång under året.",
    "unit": "persons",
    "is_stock": False,
    "may_overlap": True,
    "overlap": "Samma person kan få stöd av båda.",
}
SOURCE = "Påhittad verksamhetsberättelse"


def own_figures(world):
    """Put them in, once."""
    place = Place.objects.filter(pk=GOTHENBURG).first()
    if place is None or LocalMeasure.objects.exists():
        return
    first, second = askers()[:2]
    service = ServiceArea.objects.filter(slug="aldre-dag").first()
    last = timezone.localdate().year - 1
    alone = _start(place, first, ALONE)
    _give(alone, first, {last - year: hours for year, hours in enumerate((3140, 2890, 2410, 1980))})
    together = _start(place, first, {**TOGETHER, "service_area": service})
    _join(together, first, second)
    _give(together, first, {last: 24, last - 1: 24, last - 2: 18, last - 3: 18})
    _give(together, second, {last - 1: 16, last - 2: 12, last - 3: 10})
    overlapping = _start(place, second, OVERLAPPING)
    _join(overlapping, second, first)
    _give(overlapping, second, {last: 61, last - 1: 48})
    _give(overlapping, first, {last: 3})


def _start(place, asker, facts):
    organisation, actor = asker
    return local_figures.start(place, organisation=organisation, actor=actor, is_invented=True, **facts)


def _join(measure, starter, asked):
    part = local_figures.invite(measure, asked[0], actor=starter[1])
    local_figures.accept(part, actor=asked[1])


def _give(measure, asker, years):
    organisation, actor = asker
    numbers = [Given(year, value, date(year, 12, 31), SOURCE) for year, value in years.items()]
    local_figures.give(measure, numbers, organisation=organisation, actor=actor)
