"""Days of law: years and months counted as the statutes count them."""

from calendar import monthrange
from datetime import date

REGISTER_BEGAN = date(2023, 1, 1)  # lag (2022:900), and Kammarkollegiet's register with it


def years_later(day, years):
    """The same day so many years on; 29 February becomes 28 February where there is none."""
    return months_later(day, 12 * years)


def months_later(day, months):
    """The same day so many months on, or the last day of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))
