"""An invented map for the component page. Nothing here comes from the database."""

from decimal import Decimal

from portal.maps import drawing
from portal.models import Indicator, Place
from portal.reading.place_list import Standing
from portal.reading.place_map import place_map
from portal.reading.places import Known
from portal.tile_map import COUNTIES


def example_map(here):
    """The regions, with made-up numbers and some that are missing."""
    indicator = Indicator(kind=Place.Kind.REGION, code="exempel", is_invented=True)
    indicator.last_year, indicator.last_read = 2025, None
    rows = []
    for rank, (code, _, name, _) in enumerate(COUNTIES):
        place = Known(f"00{code}", Place.Kind.REGION, name, "exempel", code, None, None, rank)
        share = Decimal(rank) / 3 if rank % 5 else None
        rows.append(Standing(place, indicator, share, None, None, False))
    shown = place_map(rows, Place.Kind.REGION, "andel")
    return {
        "shown": shown,
        "picture": drawing.picture(shown, lambda place: here),
        "legend": [(drawing.swatch(step), name, count) for step, name, count in shown.legend],
        "choices": [{"name": "Visa", "choices": [{"label": "Regioner", "url": here, "current": True}]}],
        "files": [{"label": "SVG", "url": here}],
    }
