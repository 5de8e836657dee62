"""Gathering for a joint bid: begin, invite, answer, leave, dissolve, and who would deliver what.

The procurement is locked first, then the group, then the member: two who act at once wait for each other, and nothing
changes once the last day for tenders has passed or the buyer has cancelled. Nobody is told of a no: to all but the one
who said it the invitation waits until its day, counts as one that waits, and is taken back as one that waits.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from procurement.models import Interest, JointBid, JointBidAmount, JointBidMember, Procurement
from procurement.models.joint_bids import UNTOLD, GroupState, MemberState
from procurement.models.procurements import State
from procurement.services import joint_messages
from registry import status_log
from registry.models import LegalEntity, Verification
from registry.services.entitlements import require_editor
from registry.workflow import Step, StepNotAllowed, lock, take

GATHERS = (State.DIALOGUE, State.PUBLISHED)
DAYS_TO_ANSWER = 14
MOST_ASKED = 2  # so that nobody is asked over and over
MOST_MEMBERS = 30

JOIN = Step("join_joint_bid", "Gick med", sources=(MemberState.INVITED,), target=MemberState.IN)
CHANGE_MIND = Step("rejoin_joint_bid", "Gick med ändå", sources=(MemberState.DECLINED,), target=MemberState.IN)
DECLINE = Step("decline_joint_bid", "Tackade nej", sources=(MemberState.INVITED,), target=MemberState.DECLINED)
LAPSE = Step("lapse_joint_bid", "Svarade inte", sources=(MemberState.INVITED,), target=MemberState.LAPSED)
WITHDRAW = Step("withdraw_joint_bid", "Inbjudan drogs tillbaka", sources=tuple(UNTOLD), target=MemberState.WITHDRAWN)
LEAVE = Step("leave_joint_bid", "Lämnade gruppen", sources=(MemberState.IN,), target=MemberState.LEFT)
DISSOLVE = Step("dissolve_joint_bid", "Gruppen upplöstes", sources=(GroupState.GATHERING,), target=GroupState.DISSOLVED)


def is_open(procurement, at=None):
    """Whether groups may gather and change: in dialogue or published, and the last day has not passed."""
    at = at or timezone.now()
    in_time = procurement.closes_at is None or at < procurement.closes_at
    return procurement.withdrawn_at is None and procurement.state in GATHERS and in_time


def may_lead(procurement, organisation):
    """The organisation's legal entities that have shown interest in the procurement, and stand by it."""
    interests = Interest.objects.standing().filter(procurement=procurement)
    return LegalEntity.objects.filter(organisation=organisation, pk__in=interests.values("legal_entity"))


def may_be_invited():
    """Those that the portal knows and has verified today, with a Swedish number."""
    verified = Verification.objects.in_force().filter(legal_entity=OuterRef("pk"))
    return LegalEntity.objects.filter(
        Exists(verified), organisation__published_at__isnull=False, organisation_number__isnull=False
    )


@transaction.atomic
def begin(lot, lead, *, actor, unit="places", at=None, **given):
    """Begin a group for the lot, held together by one that has shown interest. `given`: its own part and amounts."""
    require_editor(actor, lead.organisation)
    at = at or timezone.now()
    procurement = _open(lot.procurement, at)
    if not may_lead(procurement, lead.organisation).filter(pk=lead.pk).exists():
        raise StepNotAllowed("Visa intresse för upphandlingen först. Sedan kan ni söka andra att lämna anbud med.")
    bid = JointBid(procurement=procurement, lot=lot, lead=lead, unit=unit, created_at=at, created_by=actor)
    bid.full_clean()
    bid.save()
    status_log.write(bid, "begin_joint_bid", actor=actor, to_state=bid.state, at=at)
    bid.events.create(action="begin_joint_bid", actor=actor, from_state="", to_state=bid.state, created_at=at)
    _add(bid, lead, MemberState.IN, actor=actor, at=at, is_lead=True, **given)
    return bid


@transaction.atomic
def invite(bid, entity, *, actor, message="", at=None, **given):
    """Ask a legal entity to be in. One of the lead's own organisation is in at once: there is nobody else to ask."""
    require_editor(actor, bid.lead.organisation)
    at = at or timezone.now()
    bid = _changing(bid, at)
    _require_invitable(bid, entity, at, actor)
    ours = entity.organisation_id == bid.lead.organisation_id
    state = MemberState.IN if ours else MemberState.INVITED
    member = _add(bid, entity, state, actor=actor, at=at, message=message, **given)
    if not ours:
        joint_messages.tell_invited(member)
    return member


def _require_invitable(bid, entity, at, actor):
    """Refuse who cannot be asked. The words are the same whatever somebody answered the last time."""
    if not may_be_invited().filter(pk=entity.pk).exists():
        raise StepNotAllowed("Ni kan bara bjuda in den som är verifierad i portalen och har svenskt nummer.")
    today = timezone.localdate(at)
    asked = list(bid.members.filter(legal_entity=entity))
    if bid.members.unavailable(today).filter(legal_entity=entity).exists():
        raise StepNotAllowed(f"{entity} är redan med eller inbjuden.")
    for row in asked:
        if row.state == MemberState.INVITED:
            with take(LAPSE, row, actor=actor, at=at):
                pass
    if len(asked) >= MOST_ASKED:
        raise StepNotAllowed(f"Ni har redan frågat {entity}. Hör av er till dem utanför portalen i stället.")
    if bid.members.unavailable(today).count() >= MOST_MEMBERS:
        raise StepNotAllowed(f"En grupp kan ha högst {MOST_MEMBERS} medlemmar.")


@transaction.atomic
def accept(member, *, actor, at=None, **given):
    """Say yes, or change a no that one has read as a no. `given`: the own part and amounts, as the member has them."""
    require_editor(actor, member.legal_entity.organisation)
    at = at or timezone.now()
    bid = _changing(member.bid, at)
    step = CHANGE_MIND if member.state == MemberState.DECLINED else JOIN
    with take(step, member, actor=actor, at=at) as row:
        if row.answer_by < timezone.localdate(at):
            raise StepNotAllowed("Inbjudan har gått ut. Be den som bjöd in er om en ny.")
        row.answered_at, row.answered_by = at, actor
        _fill_in(row, given)
    _write_amounts(bid, row, given.get("amounts"))
    joint_messages.tell_joined(row)
    return row


@transaction.atomic
def decline(member, *, actor, at=None):
    """Say no. Nobody is told: to the lead the invitation waits until its day and then has run out, as in silence."""
    require_editor(actor, member.legal_entity.organisation)
    at = at or timezone.now()
    _changing(member.bid, at)
    with take(DECLINE, member, actor=actor, at=at) as row:
        row.answered_at, row.answered_by = at, actor
    return row


@transaction.atomic
def withdraw(member, *, actor, at=None):
    """The lead takes back an invitation that waits, or a no that the lead reads as one.

    The refusal is the same however it came not to wait.
    """
    require_editor(actor, member.bid.lead.organisation)
    at = at or timezone.now()
    _changing(member.bid, at)
    row = _take_back(member, actor=actor, at=at)
    joint_messages.tell_withdrawn([row])
    return row


def _take_back(member, *, actor, at):
    with take(WITHDRAW, member, actor=actor, at=at) as row:
        if row.answer_by < timezone.localdate(at):
            raise StepNotAllowed(f"{WITHDRAW.action}: {row} has had its time")
        row.answered_at = row.answered_by = None
    return row


@transaction.atomic
def leave(member, *, actor, at=None):
    """Leave the group. The others are told, for what they would deliver together is another."""
    require_editor(actor, member.legal_entity.organisation)
    at = at or timezone.now()
    _changing(member.bid, at)
    if member.is_lead:
        raise StepNotAllowed("Ni håller ihop gruppen. Upplös den i stället för att lämna den.")
    with take(LEAVE, member, actor=actor, at=at) as row:
        pass
    joint_messages.tell_left(row)
    return row


@transaction.atomic
def dissolve(bid, *, actor, at=None):
    """End the group. Invitations that wait are taken back with it."""
    require_editor(actor, bid.lead.organisation)
    at = at or timezone.now()
    _changing(bid, at)
    with take(DISSOLVE, bid, actor=actor, at=at) as held:
        held.dissolved_at = at
    taken_back = [_take_back(row, actor=actor, at=at) for row in held.members.waiting(timezone.localdate(at))]
    joint_messages.tell_dissolved(held)
    joint_messages.tell_withdrawn(taken_back)
    return held


@transaction.atomic
def write_part(member, *, actor, at=None, **given):
    """A member writes anew what it would deliver."""
    require_editor(actor, member.legal_entity.organisation)
    at = at or timezone.now()
    bid = _changing(member.bid, at)
    row = lock(member)
    if row.state != MemberState.IN:
        raise StepNotAllowed("Bara den som är med kan ändra vad den gör.")
    _fill_in(row, given)
    row.full_clean()
    row.save(update_fields=["part", "service_area"])
    _write_amounts(bid, row, given.get("amounts"))
    status_log.write(row, "write_part", actor=actor, from_state=row.state, to_state=row.state, at=at)
    return row


@transaction.atomic
def write_need(bid, *, actor, unit, amounts, at=None):
    """The lead writes what the notice asks for, and in which unit the group counts."""
    require_editor(actor, bid.lead.organisation)
    at = at or timezone.now()
    bid = _changing(bid, at)
    bid.unit = unit
    bid.full_clean()
    bid.save(update_fields=["unit"])
    _write_amounts(bid, None, amounts)
    status_log.write(bid, "write_need", actor=actor, from_state=bid.state, to_state=bid.state, at=at)
    return bid


def _open(procurement, at):
    procurement = lock(procurement)
    if is_open(procurement, at):
        return procurement
    if procurement.state == State.PLANNED:
        raise StepNotAllowed("Vänta tills upphandlingen är i tidig dialog eller annonserad.")
    if procurement.state == State.CANCELLED:
        raise StepNotAllowed("Upphandlingen är avbruten. Gruppen kan inte ändras.")
    raise StepNotAllowed("Sista dagen för anbud har passerat. Gruppen kan inte ändras.")


def _changing(bid, at):
    """The group, locked after its procurement, when it may change; refused otherwise."""
    _open(Procurement(pk=bid.procurement_id), at)
    bid = lock(bid)
    if bid.state != GroupState.GATHERING:
        raise StepNotAllowed("Gruppen är upplöst.")
    if bid.lot_id is None:
        raise StepNotAllowed("Myndigheten har tagit bort anbudsområdet. Läs upphandlingen igen.")
    return bid


def _add(bid, entity, state, *, actor, at, is_lead=False, message="", **given):
    day, closes = timezone.localdate(at), bid.procurement.closes_at
    answer_by = day + timedelta(days=DAYS_TO_ANSWER)
    member = JointBidMember(
        bid=bid,
        legal_entity=entity,
        is_lead=is_lead,
        state=state,
        message=message,
        invited_at=at,
        invited_by=actor,
        answer_by=min(answer_by, timezone.localdate(closes)) if closes else answer_by,
    )
    if state == MemberState.IN:
        member.answered_at, member.answered_by = at, actor
    _fill_in(member, given)
    member.full_clean()
    member.save()
    _write_amounts(bid, member, given.get("amounts"))
    action = "lead_joint_bid" if is_lead else "add_to_joint_bid" if state == MemberState.IN else "invite_to_joint_bid"
    member.events.create(action=action, actor=actor, from_state="", to_state=state, created_at=at)
    status_log.write(member, action, actor=actor, to_state=state, at=at)
    return member


def _fill_in(member, given):
    for name in ("part", "service_area"):
        if name in given:
            setattr(member, name, given[name])


def _write_amounts(bid, member, amounts):
    """Write the amounts anew: {municipality or None: number}. None leaves what stands."""
    if amounts is None:
        return
    JointBidAmount.objects.filter(bid=bid, member=member).delete()
    rows = [
        JointBidAmount(bid=bid, member=member, municipality=place, amount=number)
        for place, number in amounts.items()
        if number
    ]
    for row in rows:
        row.full_clean()
    JointBidAmount.objects.bulk_create(rows)
