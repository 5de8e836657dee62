"""What has happened to a family in public, oldest first: our decisions, the other register, what is waiting."""

from django.utils import timezone

from registry.models.applications import State
from registry.wording import capitalised, in_a_row, number_in_words

CLOSED = {
    State.APPROVED: "godkändes",
    State.REJECTED: "avslogs",
    State.DISMISSED: "avvisades",
    State.WITHDRAWN: "återkallades",
}
MOST_NAMES = 2


def timeline(entities):
    """The events of all entities. What happened to several on one day is told once."""
    told = {}
    for item in entities:
        for day, kind, words in _events(item):
            told.setdefault((day, kind, words), []).append(item.name)
    return [_event(*key, names) for key, names in sorted(told.items(), key=lambda row: row[0][0])]


def _event(day, kind, words, names):
    """`words` holds {} where the names go."""
    if len(names) > MOST_NAMES:
        who, note = f"{number_in_words(len(names))} juridiska personer", in_a_row(names)
    else:
        who, note = in_a_row(names), ""
    return {"when": day, "text": capitalised(words.format(who)), "note": note, "kind": kind, "url": ""}


def _events(item):
    """Each event as (day, kind, words)."""
    for case in item.row["cases"]:
        yield from _case(case)
    for period in item.row["periods"]:
        yield period["first"], "portal", "{} verifierades i portalen"
        if period["last"]:
            yield period["last"], "portal", f"Verifieringen av {{}} upphörde, {period['ground']}"
    for period in item.row["registered"]:
        yield period["first"], "register", "{} registrerades hos Kammarkollegiet"
        if period["last"]:
            yield period["last"], "register", "Kammarkollegiet beslutade att avregistrera {}"


def _case(case):
    change = case["kind"] == "change"
    waiting = case["closed"] is None
    came_in = "{} anmälde en ändring" if change else "Ansökan om att verifiera {} kom in"
    yield timezone.localdate(case["received"]), "waiting" if waiting else "", came_in + (". Prövas." if waiting else "")
    if not waiting and (change or case["state"] != State.APPROVED):
        what = "Ändringen av {}" if change else "Ansökan om att verifiera {}"
        kind = "" if case["state"] == State.WITHDRAWN else "portal"
        yield timezone.localdate(case["closed"]), kind, f"{what} {CLOSED[case['state']]}"
