"""An authority's history, as everybody reads it."""

from django.db.models import Count, Max, Min, Q

from procurement.models import AuthorityChange
from registry.models import StatusLog
from registry.wording import capitalised

Action = AuthorityChange.Action
# What everybody may read of. Of these, the notes that tell something more: they are names, kinds and numbers.
PUBLIC = [Action.REGISTER, Action.FACTS, Action.DOMAIN_ADD, Action.DOMAIN_REMOVE]
NOTED = [Action.FACTS]


def history(authority):
    """What has happened, oldest first, as timeline.html takes it. Nobody is named, neither who did it nor whom it met.

    That somebody acts for the authority here is told from the first day on, and when the last one has left.
    """
    told = [
        {
            "when": row.created_at,
            "text": row.get_action_display(),
            "note": _sentences(row.note) if row.action in NOTED else "",
            "kind": "",
        }
        for row in authority.changes.filter(action__in=PUBLIC)
    ]
    imports = StatusLog.objects.filter(subject="contractingauthority", subject_id=authority.pk, action="import")
    for row in imports:
        told.append({"when": row.occurred_at, "text": "Myndigheten kom med en import", "note": "", "kind": "register"})
    people = authority.memberships.aggregate(
        first=Min("created_at"), left=Max("ended_at"), standing=Count("pk", filter=Q(ended_at=None))
    )
    if people["first"]:
        told.append({"when": people["first"], "text": "Myndigheten började använda portalen", "kind": "portal"})
        if not people["standing"]:
            told.append({"when": people["left"], "text": "Ingen arbetar längre för myndigheten i portalen"})
    return sorted(told, key=lambda event: event["when"])


def _sentences(note):
    return " ".join(f"{capitalised(line)}." for line in note.splitlines())
