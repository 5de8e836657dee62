"""What pages say of a link that no longer answers."""

from datetime import date

from portal.services.links import TRIES
from registry.wording import day_in_words

SILENCE = {"since": "silent_since", "days": "silent_days", "got": "got"}  # what of a CheckedLink pages read


def dead_link(found):
    """That a link has not answered on several nights, or nothing. `found`: what is kept of it, at most one row."""
    for row in found:
        if row["days"] >= TRIES:
            since = day_in_words(date.fromisoformat(row["since"]))
            return f"Länken svarar inte sedan {since} ({row['got']})."
    return ""
