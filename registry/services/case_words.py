"""A case as its applicant reads it: where it is, who has the ball, what comes next, and what has happened."""

from dataclasses import dataclass
from datetime import date

from registry.models.applications import State
from registry.services import applications, changes, review

# What the applicant is told. How the officer judges and hands over is the officer's own work until it is decided.
_TOLD = [
    applications.SUBMIT,
    applications.ANSWER,
    applications.COMMENT,
    applications.WITHDRAW,
    review.TAKE,
    review.REQUEST_COMPLETION,
    review.COMMUNICATE,
    review.APPROVE,
    review.REJECT,
    review.DISMISS,
]
_LABELS = {step.action: step.label for step in _TOLD}
_LABELS_OF_CHANGE = {
    **_LABELS,
    "submit": changes.SUBMIT.label,
    "approve": "Ändringen godkändes",
    "reject": "Ändringen avslogs",
    "dismiss": "Anmälan avvisades",
}
_KIND_OF_EVENT = {"approve": "portal", "reject": "portal", "dismiss": "portal"}


@dataclass(frozen=True)
class Standing:
    """Where a case is: in words, whose turn it is, what comes next, and the last day if there is one."""

    title: str
    turn: str
    following: str
    tone: str = ""
    due_on: date | None = None


def standing(case):
    """Where the case is now."""
    what = "anmälan" if case.is_change else "ansökan"
    if case.state == State.COMPLETION_REQUESTED:
        asked = case.completion_requests.get(answered_at=None)
        return Standing(
            "Vi väntar på er",
            "Bollen är hos er.",
            f"Läs vad vi behöver och svara. Utan svar kan vi avsluta {what} utan att pröva den.",
            "warning",
            asked.due_on,
        )
    if case.state == State.UNDER_REVIEW:
        sent = case.communications.filter(answered_at=None).last()
        if sent is not None:
            return Standing(
                "Ni får yttra er innan vi beslutar",
                "Bollen är hos er.",
                "Läs vad som talar emot och skriv vad ni anser. Svarar ni inte beslutar vi ändå.",
                "warning",
                sent.due_on,
            )
        return Standing(
            "En handläggare prövar",
            "Bollen är hos oss.",
            "Behöver vi något mer hör vi av oss. Annars får ni ett beslut.",
        )
    return _STANDINGS[case.state](what)


_STANDINGS = {
    State.SUBMITTED: lambda what: Standing(
        f"Vi har fått {'er anmälan' if what == 'anmälan' else 'er ansökan'}",
        "Bollen är hos oss.",
        "En handläggare tar ärendet och prövar kraven. Ni behöver inte göra något nu.",
    ),
    State.APPROVED: lambda what: Standing(
        f"{what.capitalize()} är godkänd", "Ärendet är avslutat.", "Läs beslutet för att se vad det betyder.", "success"
    ),
    State.REJECTED: lambda what: Standing(
        f"{what.capitalize()} är avslagen",
        "Ärendet är avslutat.",
        "Läs skälen i beslutet, och hur ni kan få det prövat igen.",
        "danger",
    ),
    State.DISMISSED: lambda what: Standing(
        f"{what.capitalize()} är avvisad",
        "Ärendet är avslutat.",
        "Kraven är inte prövade. Läs beslutet. Ni kan lämna in på nytt när ni vill.",
        "danger",
    ),
    State.WITHDRAWN: lambda what: Standing(
        f"Ni har återkallat {what}",
        "Ärendet är avslutat utan beslut.",
        "Ni kan lämna in på nytt när ni vill.",
    ),
}


def timeline(case):
    """What has happened, oldest first, as the timeline draws it."""
    labels = _LABELS_OF_CHANGE if case.is_change else _LABELS
    return [
        {"when": event.created_at, "text": labels[event.action], "kind": _KIND_OF_EVENT.get(event.action, "")}
        for event in case.events.all()
        if event.action in labels
    ]
