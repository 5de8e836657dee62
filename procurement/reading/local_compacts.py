"""Local överenskommelser as everybody reads them: how long one holds, its facts, its history."""

from registry.models import StatusLog
from registry.wording import day_in_words

MISSING = "Uppgift saknas"
EVENTS = {"add": "Överenskommelsen lades in", "remove": "Överenskommelsen togs bort ur listan"}


def validity(compact, today):
    """How long it holds, in words, and whether that time is over."""
    if compact.valid_until is None:
        return "Tills vidare", False
    if compact.valid_until < today:
        return f"Gällde till {day_in_words(compact.valid_until)}", True
    return f"Till {day_in_words(compact.valid_until)}", False


def facts(compact, today):
    """What is known of it, as summary_list.html takes it."""
    return [
        {"key": "Parter", "value": compact.parties or MISSING},
        {"key": "Beslutades", "value": day_in_words(compact.decided_on)},
        {"key": "Diarienummer", "value": compact.reference or MISSING},
        {"key": "Gäller", "value": validity(compact, today)[0]},
    ]


def history(compact):
    """What has happened, as timeline.html takes it: no names. One from before the log was put in when the row says."""
    rows = StatusLog.objects.filter(subject="localcompact", subject_id=compact.pk).order_by("pk")
    told = [{"when": row.occurred_at, "text": EVENTS[row.action], "note": "", "kind": "portal"} for row in rows]
    if not told or told[0]["text"] != EVENTS["add"]:
        told.insert(0, {"when": compact.noted_at, "text": EVENTS["add"], "note": "", "kind": "portal"})
    return told
