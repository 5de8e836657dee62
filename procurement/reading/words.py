"""What states, steps and grounds of a procurement are called on pages, and in which tone."""

from procurement.models.procurements import State
from procurement.services import awards, procurements
from registry.models.eligibility import Ground

TONES = {
    State.PLANNED: "",
    State.DIALOGUE: "info",
    State.PUBLISHED: "success",
    State.CLOSED: "warning",
    State.AWARDED: "info",
    State.UNDER_REVIEW: "warning",
    State.CONTRACTED: "",
    State.CANCELLED: "",
}
LEGAL_TONES = {"yes": "success", "no": "danger", "open": "warning"}
STEPS = {
    step.action: step
    for step in [
        procurements.SHOW_PLAN,
        procurements.OPEN_DIALOGUE,
        procurements.PUBLISH,
        procurements.PROLONG,
        procurements.CORRECT,
        procurements.CLOSE,
        procurements.CANCEL,
        awards.AWARD,
        awards.REVIEW,
        awards.STANDS,
        awards.REEVALUATE,
        awards.REDO,
        awards.CONCLUDE,
    ]
}
IMPORTED = {
    "import": "Hämtades från annons eller statistik",
    "import_change": "Uppdaterades av en ny annons",
    "import_undo": "Importen ångrades",
}
NOTED_FOR_ALL = {"prolong", "correct", "cancel"}  # the notes that everybody may read; those interested had them by mail
BY_THE_AUTHORITY = {"publish", "award", "conclude", "cancel", "redo"}
UNCONFIRMED = "grund att bekräfta"
NOT_RESERVED = "Inte reserverad"


def ground(code, *, confirmed):
    """The ground of a lot in words: one that nobody has confirmed says so."""
    if not code:
        return NOT_RESERVED
    label = Ground(code).label
    return label if confirmed else f"{label}, {UNCONFIRMED}"


def happened(action):
    """What happened, in words."""
    return IMPORTED.get(action) or STEPS[action].label


def history(events):
    """What has happened, as timeline.html takes it: no names, and of notes only those for everybody."""
    return [
        {
            "when": event.created_at,
            "text": happened(event.action),
            "note": event.note if event.action in NOTED_FOR_ALL else "",
            "kind": "portal" if event.action in BY_THE_AUTHORITY else "",
        }
        for event in events
    ]
