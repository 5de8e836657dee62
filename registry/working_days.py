"""Days off, and deadlines that end on one (lag 1930:173, 2 §)."""

from datetime import timedelta
from functools import cache


@cache
def _public_holidays(year):
    from holidays.countries import Sweden  # 6 MB, which a web process that only shows pages does without

    return frozenset(Sweden(years=year, expand=False))


def is_working_day(day):
    """Whether a deadline may end on the day.

    Not on a Saturday, a Sunday, a public holiday, Midsummer Eve, Christmas Eve or New Year's Eve.
    """
    midsummer_eve = day.month == 6 and day.weekday() == 4 and 19 <= day.day <= 25
    other_eve = day.month == 12 and day.day in (24, 31)
    return day.weekday() < 5 and not midsummer_eve and not other_eve and day not in _public_holidays(day.year)


def next_working_day(day):
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_weeks(day, weeks):
    """The last day of a deadline of so many weeks from the day, moved on when it is a day off."""
    return next_working_day(day + timedelta(weeks=weeks))
