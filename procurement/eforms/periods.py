"""How long a contract is to run (BT-36, BT-536, BT-537, BT-538)."""

from datetime import timedelta

from procurement.eforms import words
from registry.calendar import months_later

DAYS = {"DAY": 1, "WEEK": 7}
MONTHS = {"MONTH": 1, "YEAR": 12}
MOST_MONTHS = 1_200
MOST = 36


def read_period(place, value):
    """Months when they are whole, the days that are stated, whether it has no end, and whether it passes three years.

    A length in days or weeks is no number of months, and a length is no last day: nothing is worked out from them.
    """
    starts_on, ends_on = words.day(value(place, "cbc:StartDate")), words.day(value(place, "cbc:EndDate"))
    if starts_on and ends_on and ends_on < starts_on:
        starts_on = ends_on = None
    measure = None if place is None else place.find("{*}DurationMeasure")
    unit = "" if measure is None else measure.get("unitCode", "")
    amount = words.money(measure.text) if measure is not None else None
    months = amount * MONTHS[unit] if amount and unit in MONTHS else None
    too_long = bool(months and months > MOST) or bool(amount and unit in DAYS and amount * DAYS[unit] > 3 * 366)
    if starts_on and ends_on:
        months = months or _whole_months(starts_on, ends_on)
        too_long = too_long or ends_on > months_later(starts_on, MOST)
    open_ended = value(place, "cbc:DescriptionCode") == "UNLIMITED" and ends_on is None
    return {
        "months": months if months and months <= MOST_MONTHS else None,
        "too_long": too_long or open_ended,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "is_open_ended": open_ended,
    }


def _whole_months(first, last):
    """The months from the first day to the last, when they are whole."""
    after = last + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    return months if months > 0 and months_later(first, months) == after else None
