"""The working page of a partnership, the same for both sides: what is missing, whose turn it is, what to do next."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from procurement import partnership_readiness
from procurement.models.partnerships import PartnershipState
from procurement.reading import partnerships as reading
from procurement.services import partnership_parties, partnerships
from procurement.views.partnership_base import own_partnership
from registry.wording import day_in_words

State = PartnershipState


@require_safe
def partnership_work(request, pk):
    """The task list, the parties, the next steps and the history."""
    held = own_partnership(request, pk)
    tasks = partnership_readiness.tasks(held)
    missing = [sentence for task in tasks for sentence in task.missing]
    joined = [party for party in request.parties if party.joined_at]
    writes = bool(joined) and held.is_being_written
    parties = list(held.parties.select_related("authority", "legal_entity"))
    context = {
        "partnership": held,
        "tone": reading.TONES[State(held.state)],
        "turn": reading.turn(held, missing, is_invited=bool(request.parties) and not joined and held.is_being_written),
        "invited": [party for party in request.parties if not joined and held.is_being_written],
        "has_joined": bool(joined),
        "is_writing": held.is_being_written or held.state == State.LEGAL_REVIEW,
        "tasks": [_task(task, writes) for task in tasks],
        "missing": missing,
        "parties": [_party(party, held) for party in parties],
        "follow_ups": [_follow_up(row, held, joined) for row in held.follow_ups.all()] if held.signed_on else [],
        "actions": [*_next_heading(tasks, writes), *_actions(held, request.parties, missing)],
        "states": reading.states(held),
        "events": reading.history(held.events.all(), for_all=False),
    }
    return render(request, "procurement/partnership_work.html", context)


def _task(task, writes):
    return {
        "name": task.label,
        "url": task.url if writes else "",
        "status": task.status,
        "tone": task.tone,
        "note": " ".join(task.missing) or task.hint,
    }


def _next_heading(tasks, writes):
    """The first heading that is not done, for whoever may write."""
    left = next((task for task in tasks if task.missing), None)
    if left is None or not writes:
        return []
    return [{"label": f"Skriv vidare: {left.label.lower()}", "url": left.url, "note": "", "kind": ""}]


def _party(party, held):
    if party.joined_at is None:
        note = "Inbjuden, har inte svarat"
    elif party.agreed_at and held.state in partnership_parties.AGREE.sources:
        note = f"Sade ja till texten {day_in_words(party.agreed_at)}"
    else:
        note = f"Med sedan {day_in_words(party.joined_at)}"
    return {"label": str(party), "note": note}


def _follow_up(row, held, joined):
    may_note = bool(joined) and held.state == State.FOLLOW_UP and row.performed_on is None and not row.is_proposed
    done = row.performed_on
    return {
        "label": day_in_words(row.planned_on),
        "note": row.result if done else "",
        "aside": f"Genomförd {day_in_words(done)}" if done else "Föreslagen" if row.is_proposed else "Planerad",
        "url": reverse("partnership_follow_up", args=[held.pk, row.pk]) if may_note else "",
    }


def _lead(held, label, view, *args, note="", kind=""):
    return {"label": label, "url": reverse(view, args=[held.pk, *args]), "note": note, "kind": kind}


def _actions(held, own, missing):
    """What the person may do now, as action_panel.html takes it. A reader may nothing."""
    if not own or held.state == State.ENDED:
        return []
    joined = [party for party in own if party.joined_at]
    actions = []
    for party in own:
        if party.joined_at is None and held.is_being_written:
            actions.append(_lead(held, f"Gå med för {party}", "partnership_join", party.pk))
            actions.append(_lead(held, "Tacka nej", "partnership_decline", party.pk, kind="secondary"))
    if not joined:
        return actions
    actions += _of_text(held, joined, missing)
    if any(party.is_public for party in joined):
        actions += _of_authority(held, missing)
    bound = _bound(held, joined)
    actions += _of_both(held) if bound else []
    if held.is_being_written:
        leaving = [party for party in joined if not held.is_shown or party not in bound]
        actions += [
            _lead(held, f"Gå ur för {party}", "partnership_decline", party.pk, kind="secondary") for party in leaving
        ]
    return [*actions, *([_lead(held, "Avsluta partnerskapet", "partnership_end", kind="danger")] if bound else [])]


def _bound(held, joined):
    """Those of the joined that have a say in what is decided already, or all of them before a decision."""
    if not held.is_shown:
        return joined
    decided = set(partnership_parties.in_the_decision(held.parties.all(), held).values_list("pk", flat=True))
    return [party for party in joined if party.pk in decided]


def _of_text(held, joined, missing):
    if held.state not in partnership_parties.AGREE.sources or (missing and held.is_being_written):
        return []
    return [
        _lead(held, f"Läs texten och säg ja för {party}", "partnership_agree", party.pk)
        for party in joined
        if party.agreed_at is None
    ]


def _of_authority(held, missing):
    """Review, decision and signing: the public side's own steps."""
    if held.state in partnerships.SEND_TO_REVIEW.sources:
        if missing:
            return [{"label": "Skicka till juridisk bedömning", "note": "När det som saknas är ifyllt."}]
        return [_lead(held, "Skicka till juridisk bedömning", "partnership_review")]
    if held.state == State.LEGAL_REVIEW:
        back = _lead(held, "Skicka tillbaka till parterna", "partnership_send_back", kind="secondary")
        if partnership_readiness.waited_for(held):
            return [{"label": "Lägg in beslutet", "note": "När alla parter har sagt ja till texten."}, back]
        return [_lead(held, "Lägg in beslutet", "partnership_decide"), back]
    if held.state == State.DECIDED:
        return [_lead(held, "Lägg in underskriften", "partnership_activate")]
    return []


def _of_both(held):
    """Following up and writing anew: either side's."""
    if held.state == State.ACTIVE:
        planned = held.follow_ups.to_do().exists()
        begin = {"label": "Börja följa upp", "post": reverse("partnership_begin_follow_up", args=[held.pk])}
        return [
            *([begin] if planned else []),
            _lead(held, "Planera en uppföljning", "partnership_follow_ups", kind="secondary"),
            _lead(held, "Omförhandla", "partnership_renegotiate", kind="secondary"),
        ]
    if held.state == State.FOLLOW_UP:
        row = held.follow_ups.to_do().first()
        result = [_lead(held, "Skriv resultatet", "partnership_follow_up", row.pk)] if row else []
        return [*result, _lead(held, "Omförhandla", "partnership_renegotiate", kind="secondary")]
    if held.state == State.RENEGOTIATION:
        return [_lead(held, "Behåll det som gäller", "partnership_keep", kind="secondary")]
    return []
