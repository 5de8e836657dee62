"""One kind of data about a person, and how rows become it."""

from dataclasses import dataclass

CASES = "Så länge ärendet bevaras, för att det ska gå att se vad som hände."


@dataclass(frozen=True)
class Kept:
    """One kind of data about a person. `rows` are dicts ready for JSON; `is_erasable` means at once, on request."""

    key: str
    title: str
    why: str
    how_long: str
    is_erasable: bool
    rows: list


def labelled(rows, **choices):
    """The rows, with the words of a choice in the place of its code."""
    return [{**row, **{name: kind(row[name]).label for name, kind in choices.items()}} for row in rows]


def events_of(model, user, case, *, but=()):
    """What the person did in cases of the kind, oldest first, without the steps in `but`."""
    rows = model.objects.filter(actor=user).exclude(action__in=but)
    return rows.order_by("pk").values(case, "action", "note", "created_at")
