"""A partnership from the first idea to its end: who starts it, and each step that it takes."""

import textwrap

from django.db import transaction
from django.utils import timezone

from procurement.aid import from_commitments
from procurement.models import (
    Contract,
    Partnership,
    PartnershipDecision,
    PartnershipParty,
    PartnershipPrinciple,
)
from procurement.models.partnerships import PartnershipState
from procurement.partnership_readiness import has_red_flags, hindrances, waited_for
from procurement.partnership_text import text_of, words_of
from procurement.services import partnership_messages
from procurement.services.entitlements import require_buyer
from procurement.services.partnership_aid import grant
from procurement.services.partnership_parties import (
    changed,
    require_authority,
    require_bound,
    require_handed_in,
)
from registry import status_log
from registry.services.entitlements import require_editor
from registry.wording import day_in_words, in_a_row
from registry.workflow import Step, StepNotAllowed, lock, take

State = PartnershipState
SEND_TO_REVIEW = Step(
    "send_to_review", "Skickades till juridisk bedömning", (State.DIALOGUE, State.RENEGOTIATION), State.LEGAL_REVIEW
)
SEND_BACK = Step("send_back", "Skickades tillbaka till parterna", (State.LEGAL_REVIEW,), State.DIALOGUE)
DECIDE = Step("decide", "Myndigheten beslutade", (State.LEGAL_REVIEW,), State.DECIDED)
ACTIVATE = Step("activate", "Parterna skrev under", (State.DECIDED,), State.ACTIVE)
BEGIN_FOLLOW_UP = Step("begin_follow_up", "Uppföljning började", (State.ACTIVE,), State.FOLLOW_UP)
NOTE_RESULT = Step("note_result", "Uppföljning genomfördes", (State.FOLLOW_UP,), State.ACTIVE)
RENEGOTIATE = Step("renegotiate", "Omförhandling började", (State.ACTIVE, State.FOLLOW_UP), State.RENEGOTIATION)
KEEP = Step("keep", "Omförhandlingen avslutades utan ändring", (State.RENEGOTIATION,), State.ACTIVE)
END = Step("end", "Partnerskapet avslutades", tuple(set(State) - {State.ENDED}), State.ENDED)
LATER = "Dagen kan inte ligga efter i dag."


@transaction.atomic
def start_for_entity(entity, authorities, *, actor, at=None, **facts):
    """An organisation's editor starts a partnership for a legal entity, and asks one or more authorities to join."""
    require_editor(actor, entity.organisation)
    require_handed_in(entity)
    own = {"legal_entity": entity}
    others = [{"authority": authority} for authority in authorities]
    return _start(Partnership.Initiator.ORGANISATION, own, others, actor=actor, at=at, **facts)


@transaction.atomic
def start_for_authority(authority, entities, *, actor, at=None, **facts):
    """An authority's buyer starts a partnership, and asks one or more legal entities to join."""
    require_buyer(actor, authority)
    for entity in entities:
        require_handed_in(entity)
    others = [{"legal_entity": entity} for entity in entities]
    return _start(Partnership.Initiator.AUTHORITY, {"authority": authority}, others, actor=actor, at=at, **facts)


def _start(initiator, own, others, *, actor, at, municipalities=(), **facts):
    if not others:
        raise StepNotAllowed("Bjud in minst en part.")
    at = at or timezone.now()
    partnership = Partnership(initiator=initiator, created_by=actor, created_at=at, changed_at=at, **facts)
    partnership.full_clean()
    partnership.save()
    partnership.municipalities.set(municipalities)
    added = {"partnership": partnership, "added_at": at, "added_by": actor}
    rows = [PartnershipParty(**own, **added, joined_at=at, joined_by=actor)]
    rows += [PartnershipParty(**other, **added) for other in others]
    for row in rows:
        row.full_clean()
        row.save()
    status_log.write(partnership, "start", actor=actor, to_state=partnership.state, at=at)
    for row in rows[1:]:
        partnership_messages.tell(partnership, "partnership_invited", [row], actor=actor, party=row)
    return partnership


@transaction.atomic
def send_to_review(partnership, *, actor, at=None):
    """Hand the whole text to the authority's lawyers. Refused with what is missing, in the words of the task list."""
    require_authority(actor, partnership)
    with take(SEND_TO_REVIEW, partnership, actor=actor, at=at) as case:
        _require_whole(case)
    partnership_messages.tell_joined(case, "partnership_review", actor=actor)
    return case


@transaction.atomic
def send_back(partnership, *, actor, reason, at=None):
    """Let the parties write again: to the dialogue, or to the renegotiation of one that holds already."""
    require_authority(actor, partnership)
    with take(SEND_BACK, partnership, actor=actor, note=reason, at=at) as case:
        _require_words(reason, "Skriv vad parterna ska ändra.")
        if case.signed_on:
            case.state = State.RENEGOTIATION
    partnership_messages.tell_joined(case, "partnership_sent_back", actor=actor, reason=reason)
    return case


@transaction.atomic
def decide(
    partnership,
    *,
    actor,
    decision_body,
    decided_on,
    reference,
    flag_answer="",
    rate=None,
    rate_source="",
    at=None,
    **assessment,
):
    """Note the authority's decision on the text that every party has said yes to, and keep that text for ever.

    `assessment` is why it is no public contract, and what is said of state aid. Where the answers to the criteria give
    red flags, `flag_answer` says in writing what the authority makes of them. Aid of minor importance is granted with
    the decision: `rate` is kronor for a euro that day.
    """
    require_authority(actor, partnership)
    at = at or timezone.now()
    with take(DECIDE, partnership, actor=actor, note=f"{decision_body}, {reference}", at=at) as case:
        _require_whole(case)
        if waiting := waited_for(case):
            names = in_a_row([str(party) for party in waiting])
            raise StepNotAllowed(f"{names} har inte sagt ja till texten som den är nu.")
        if has_red_flags(case) and not flag_answer.strip():
            raise StepNotAllowed("Svaren på kriterierna ger röda flaggor. Skriv hur ni bedömer dem.")
        if decided_on > timezone.localdate(at):
            raise StepNotAllowed(LATER)
        for name in ("not_a_contract", "aid", "aid_reasons"):
            setattr(case, name, assessment[name])
        case.decision_body, case.decided_on, case.reference = decision_body, decided_on, reference
        case.flag_answer = flag_answer
        text = text_of(case)
        case.decided_words = words_of(text)
        _write_decision(case, text, actor, at)
        case.follow_ups.filter(is_proposed=True).update(is_proposed=False)
        grant(case, actor=actor, granted_on=decided_on, rate=rate, rate_source=rate_source, at=at)
    partnership_messages.tell_joined(case, "partnership_decided", actor=actor)
    return case


def _write_decision(case, text, actor, at):
    last = case.decisions.order_by("-number").values_list("number", flat=True).first() or 0
    decision = PartnershipDecision(
        partnership=case,
        number=last + 1,
        decision_body=case.decision_body,
        decided_on=case.decided_on,
        reference=case.reference,
        text=text,
        noted_at=at,
        noted_by=actor,
    )
    decision.full_clean()
    decision.save()


@transaction.atomic
def activate(partnership, *, actor, signed_on, at=None):
    """Note that the parties have signed. From now on it stands among the contracts, one for each idéburen party."""
    require_authority(actor, partnership)
    at = at or timezone.now()
    with take(ACTIVATE, partnership, actor=actor, at=at) as case:
        if signed_on > timezone.localdate(at):
            raise StepNotAllowed(LATER)
        if signed_on < case.decided_on:
            raise StepNotAllowed(f"Beslutet är från {day_in_words(case.decided_on)}. Ni skriver under efter det.")
        case.signed_on = signed_on
        case.holds_from = min(filter(None, [case.holds_from, case.starts_on]))
        case.holds_to = case.ends_on
        authority = case.parties.exclude(authority=None).order_by("pk").first().authority
        brought = from_commitments(case)
        for party in case.parties.exclude(legal_entity=None).select_related("legal_entity", "contract"):
            _hold_contract(case, party, authority, brought[party].value, actor, at)
    partnership_messages.tell_joined(case, "partnership_active", actor=actor)
    return case


def _hold_contract(case, party, authority, value, actor, at):
    """The party's contract in the radar: a new one, or the one that it has with the terms that hold now."""
    entity, new = party.legal_entity, party.contract is None
    contract = party.contract or Contract(
        authority=authority,
        origin=Contract.Origin.PARTNERSHIP,
        starts_on=case.starts_on,
        created_at=at,
        created_by=actor,
        legal_entity=entity,
        supplier_name=entity.name,
        supplier_number=entity.organisation_number,
    )
    terms = {
        "title": case.title,
        "service_area": case.service_area,
        "whole_country": case.whole_country,
        "reference": case.reference,
        "signed_on": case.signed_on,
        "ends_on": case.ends_on,
        "is_open_ended": case.ends_on is None,
        "notice_months": case.notice_months,
        "value": value,
        "insight_clause": _sentence(case, PartnershipPrinciple.Principle.OPENNESS),
    }
    for name, value in terms.items():
        setattr(contract, name, value)
    contract.full_clean()
    contract.save()
    contract.municipalities.set(case.municipalities.all())
    if new:
        party.contract = contract
        party.save(update_fields=["contract"])
    action = "partnership" if new else "renew"
    status_log.write(contract, action, actor=actor, to_state="running", at=at)


def _sentence(case, principle):
    return case.principles.filter(principle=principle).values_list("sentence", flat=True).first() or ""


@transaction.atomic
def begin_follow_up(partnership, *, actor, at=None):
    """Begin to follow up together."""
    require_bound(actor, partnership)
    with take(BEGIN_FOLLOW_UP, partnership, actor=actor, at=at) as case:
        if not case.follow_ups.to_do().exists():
            raise StepNotAllowed("Ingen uppföljning är planerad. Bestäm en dag först.")
    return case


@transaction.atomic
def note_result(follow_up, *, actor, performed_on, result, action="", at=None):
    """Write what the follow-up showed and what is done about it, for everybody to read."""
    require_bound(actor, follow_up.partnership)
    at = at or timezone.now()
    with take(NOTE_RESULT, follow_up.partnership, actor=actor, at=at) as case:
        row = lock(follow_up)
        if row.performed_on:
            raise StepNotAllowed("Uppföljningen är redan genomförd.")
        if row.is_proposed:
            raise StepNotAllowed("Dagen är bara föreslagen. Planera den innan ni skriver resultatet.")
        if performed_on > timezone.localdate(at):
            raise StepNotAllowed(LATER)
        row.performed_on, row.result, row.action = performed_on, result, action
        row.full_clean()
        row.save(update_fields=["performed_on", "result", "action"])
    partnership_messages.tell_joined(case, "partnership_followed_up", actor=actor, follow_up=row)
    return case


@transaction.atomic
def renegotiate(partnership, *, actor, reason, at=None):
    """Write anew. What was decided holds, and is what everybody reads, until there is a new decision."""
    require_bound(actor, partnership)
    at = at or timezone.now()
    with take(RENEGOTIATE, partnership, actor=actor, note=reason, at=at) as case:
        _require_words(reason, "Skriv vad ni vill ändra.")
        changed(case, actor=actor, at=at)
    partnership_messages.tell_joined(case, "partnership_renegotiated", actor=actor, reason=reason)
    return case


@transaction.atomic
def keep(partnership, *, actor, reason, at=None):
    """Give up the renegotiation: what was decided goes on."""
    require_bound(actor, partnership)
    with take(KEEP, partnership, actor=actor, note=reason, at=at) as case:
        _require_words(reason, "Skriv varför inget ändras.")
    partnership_messages.tell_joined(case, "partnership_kept", actor=actor, reason=reason)
    return case


@transaction.atomic
def end(partnership, *, actor, ended_on, reason, at=None):
    """End it, whichever its state. A day to come is the last one that it holds; the contracts follow."""
    require_bound(actor, partnership)
    at = at or timezone.now()
    today = timezone.localdate(at)
    with take(END, partnership, actor=actor, note=reason, at=at) as case:
        if not case.signed_on and ended_on > today:
            raise StepNotAllowed("Partnerskapet gäller inte än. Välj i dag eller en dag som har varit.")
        if case.holds_from and ended_on < case.holds_from:
            raise StepNotAllowed(f"Partnerskapet gäller från {day_in_words(case.holds_from)}. Välj en senare dag.")
        if case.holds_to and ended_on > case.holds_to:
            raise StepNotAllowed(f"Partnerskapet slutar redan {day_in_words(case.holds_to)}. Välj den dagen.")
        case.ended_on, case.end_reason = ended_on, reason
        for party in case.parties.exclude(contract=None).select_related("contract"):
            _end_contract(lock(party.contract), ended_on, reason, today, actor, at)
    partnership_messages.tell_all(case, "partnership_ended", actor=actor, reason=reason)
    return case


def _end_contract(contract, ended_on, reason, today, actor, at):
    """Let the contract end that day: before its time when the day has come, else as its last day."""
    if contract.ended_on or (contract.ends_on and contract.ends_on <= ended_on):
        return
    if ended_on <= today:
        contract.ended_on = ended_on
        contract.end_reason = textwrap.shorten(reason, 300, placeholder=" …")
    else:
        contract.ends_on, contract.is_open_ended = ended_on, False
    contract.full_clean()
    contract.save(update_fields=["ended_on", "end_reason", "ends_on", "is_open_ended"])
    status_log.write(contract, "end", actor=actor, from_state="running", to_state="ended", at=at)


def _require_whole(case):
    if missing := hindrances(case):
        raise StepNotAllowed(" ".join(missing))


def _require_words(text, refusal):
    if not text.strip():
        raise StepNotAllowed(refusal)
