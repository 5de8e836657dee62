"""Where a partnership is, in words: what each state means, whose turn it is, what has happened."""

from procurement import partnership_readiness
from procurement.models.partnerships import IN_FORCE, PartnershipState
from procurement.services import partnership_parties, partnerships
from registry.wording import day_in_words, in_a_row

State = PartnershipState
TONES = {
    State.INITIATIVE: "",
    State.DIALOGUE: "info",
    State.LEGAL_REVIEW: "warning",
    State.DECIDED: "info",
    State.ACTIVE: "success",
    State.FOLLOW_UP: "success",
    State.RENEGOTIATION: "warning",
    State.ENDED: "",
}
MEANINGS = {
    State.INITIATIVE: "Någon har föreslagit ett partnerskap och bjudit in de andra parterna.",
    State.DIALOGUE: "Båda sidor är med och skriver texten tillsammans. Den går att ändra när som helst.",
    State.LEGAL_REVIEW: "Myndigheten prövar texten. Den är låst. Parterna säger ja till den.",
    State.DECIDED: "Myndigheten har beslutat. Alla kan läsa texten. Den gäller när parterna har skrivit under.",
    State.ACTIVE: "Parterna har skrivit under.",
    State.FOLLOW_UP: "Parterna följer upp. Resultatet blir offentligt.",
    State.RENEGOTIATION: "Parterna skriver om texten. Det beslutade gäller tills det finns ett nytt beslut.",
    State.ENDED: "Partnerskapet är avslutat.",
}
STEPS = {
    step.action: step.label
    for step in [
        partnership_parties.JOIN,
        partnership_parties.DECLINE,
        partnership_parties.ADD,
        partnership_parties.REMOVE,
        partnership_parties.AGREE,
        partnerships.SEND_TO_REVIEW,
        partnerships.SEND_BACK,
        partnerships.DECIDE,
        partnerships.ACTIVATE,
        partnerships.BEGIN_FOLLOW_UP,
        partnerships.NOTE_RESULT,
        partnerships.RENEGOTIATE,
        partnerships.KEEP,
        partnerships.END,
    ]
} | {partnership_parties.TEXT_CHANGED: "Texten ändrades. Alla ja togs tillbaka"}
# What everybody may read of, from the decision on. What is noted beside it is for the parties.
PUBLIC = {"decide", "activate", "begin_follow_up", "note_result", "renegotiate", "keep", "end"}
BY_THE_AUTHORITY = {"decide", "send_back", "send_to_review"}


def history(events, *, for_all):
    """What has happened, as timeline.html takes it, without names of persons. `for_all`: what everybody may read."""
    return [
        {
            "when": event.created_at,
            "text": STEPS.get(event.action, event.action),
            "note": "" if for_all else event.note,
            "kind": "portal" if event.action in BY_THE_AUTHORITY else "",
        }
        for event in events
        if not for_all or event.action in PUBLIC
    ]


def states(partnership):
    """Every state and what it means, as summary_list.html takes it; the present one says so."""
    return [
        {
            "key": state.label,
            "value": MEANINGS[state],
            "note": "Här är partnerskapet nu." if state == partnership.state else "",
        }
        for state in State
    ]


def standing(partnership, on):
    """Where it is for everybody, in words and tone: an ended one may have days left, a signed one none yet."""
    if partnership.state == State.ENDED:
        if partnership.signed_on and partnership.ended_on >= on:
            return f"Slutar {day_in_words(partnership.ended_on)}", "warning"
        return "Avslutat", ""
    if partnership.holds_from is None:
        return "Beslutat, inte undertecknat", "info"
    if partnership.holds_from > on:
        return f"Gäller från {day_in_words(partnership.holds_from)}", "info"
    if partnership.holds_to and partnership.holds_to < on:
        return f"Slutade {day_in_words(partnership.holds_to)}", ""
    return ("Gäller, omförhandlas" if partnership.state not in IN_FORCE[:2] else "Gäller"), "success"


INVITED = "Ni är inbjudna. Svara på inbjudan innan ni börjar skriva."


def turn(partnership, missing, *, is_invited=False):
    """Whose turn it is, in a sentence or two. `missing` as `partnership_readiness.hindrances` gives it.

    `is_invited`: the reader's own party may join and has not answered yet.
    """
    if is_invited:
        return INVITED
    match partnership.state:
        case State.INITIATIVE:
            waiting = partnership.parties.filter(joined_at=None).select_related("authority", "legal_entity")
            if names := [str(party) for party in waiting]:
                return f"Vi väntar på svar från {in_a_row(names)}. Ni kan börja skriva redan nu."
            return "Bjud in en part från andra sidan."
        case State.DIALOGUE | State.RENEGOTIATION:
            if missing:
                return "Båda sidor skriver. Gör klart det som saknas."
            return _after_writing(partnership)
        case State.LEGAL_REVIEW:
            if names := _waited_for(partnership):
                return f"Myndigheten prövar texten. Vi väntar på ja från {names}."
            return "Myndigheten prövar texten. Alla parter har sagt ja till den, så den kan beslutas."
        case State.DECIDED:
            return "Skriv under. Sedan lägger myndigheten in dagen här."
        case State.ACTIVE:
            planned = partnership.follow_ups.to_do().first()
            if planned is None:
                return "Ingen uppföljning är planerad. Bestäm en dag."
            return f"Nästa uppföljning är planerad till {day_in_words(planned.planned_on)}."
        case State.FOLLOW_UP:
            return "Följ upp tillsammans. En av er skriver resultatet."
    return ""


def _after_writing(partnership):
    if names := _waited_for(partnership):
        return f"Alla rubriker är skrivna. Vi väntar på ja från {names}. Myndigheten kan skicka texten till bedömning."
    return "Alla har sagt ja till texten. Myndigheten kan skicka den till juridisk bedömning."


def _waited_for(partnership):
    return in_a_row([str(party) for party in partnership_readiness.waited_for(partnership)] or [""])
