"""The family's graph in Swedish words: states, outcomes, risk, owners. The picture and the tables say the same."""

from registry.family_graph import Outcome, Risk, State
from registry.models import Ownership, ValueTransfer
from registry.validators import format_organisation_number
from registry.wording import percent

OUTCOMES = {
    Outcome.ALLOWED: "Får ta emot",
    Outcome.FLAGGED: "Inte registrerad",
    Outcome.UNKNOWN: "Okänt",
    Outcome.NOT_BOUND: "Givaren är inte bunden",
    Outcome.BUSINESSLIKE: "Affärsmässig",
}
TONES = {
    Outcome.ALLOWED: "success",
    Outcome.FLAGGED: "danger",
    Outcome.UNKNOWN: "warning",
    Outcome.NOT_BOUND: "",
    Outcome.BUSINESSLIKE: "",
}
STATES = {
    State.REGISTERED: "registrerad",
    State.TAIL: "avregistrerad, inom fem år",
    State.NOT_REGISTERED: "inte registrerad",
    State.UNKNOWN: "okänt om registrerad",
    State.RESEARCH: "forskning",
    State.NEVER: "kan inte registreras",
}
RISKS = {
    Risk.YES: (
        "Risk för otillåten värdeöverföring.",
        "Familjen har både registrerade och oregistrerade juridiska personer. De registrerade får bara föra över "
        "värden till andra registrerade eller till forskning. Det betyder inte att något otillåtet har skett.",
        "warning",
    ),
    Risk.UNKNOWN: (
        "Risken går inte att avgöra.",
        "Vi vet inte om alla i familjen var registrerade hos Kammarkollegiet den dagen.",
        "",
    ),
}
KINDS = dict(ValueTransfer.Kind.choices)


def readable_number(number):
    """802000-1239; a number of another shape, or none, as it is."""
    return format_organisation_number(number) if len(number) == 10 and number.isdigit() else number


def stake(share, votes, *, appoints_board):
    """What an owner has, in words: 91 % av kapital och röster, utser styrelsen."""
    words = []
    if share and share == votes:
        words.append(f"{percent(share)} av kapital och röster")
    else:
        words += [f"{percent(value)} av {what}" for value, what in ((share, "kapitalet"), (votes, "rösterna")) if value]
    if appoints_board:
        words.append("utser styrelsen")
    return ", ".join(words)


def other_owner(label, stated):
    """An owner that is no organisation of its own: medlemmarna, personalen, privatpersoner."""
    if stated["kind"] == Ownership.Kind.NOBODY:
        return "Ingen, äger sig själv"
    held = stake(stated["share"], stated["votes"], appoints_board=stated["appoints_board"])
    return f"{label} ({held})" if held else label
