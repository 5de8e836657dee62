"""How a statement about services grows old (N16). Pure: days go in, words and steps come out.

Twelve months after it was confirmed a service fades and the owner is asked. Thirteen months: asked again. Fourteen: a
case officer's task. Eighteen: search no longer counts it among the confirmed; the profile stays.
"""

from registry.calendar import months_later
from registry.wording import number_in_words

ASK, ASK_AGAIN, TASK, HIDE = 12, 13, 14, 18  # months
LAST_YEAR, EARLIER = 1, 0  # values of the facet


def has_passed(confirmed_on, months, on):
    """Whether so many months have gone since the day."""
    return on >= months_later(confirmed_on, months)


def is_faded(confirmed_on, on):
    return has_passed(confirmed_on, ASK, on)


def months_since(confirmed_on, on):
    """Whole months."""
    months = (on.year - confirmed_on.year) * 12 + on.month - confirmed_on.month
    return months if on >= months_later(confirmed_on, months) else months - 1


def words(confirmed_on, on):
    """Bekräftad för 14 månader sedan."""
    months = months_since(confirmed_on, on)
    if months < 24:
        return f"Bekräftad för {number_in_words(months, common=True)} månader sedan"
    return f"Bekräftad för mer än {number_in_words(months // 12)} år sedan"


def facet_value(confirmed_on, on):
    """Confirmed in the last year, earlier than that, or None when it was so long ago that it says nothing."""
    if not has_passed(confirmed_on, ASK, on):
        return LAST_YEAR
    return None if has_passed(confirmed_on, HIDE, on) else EARLIER
