"""What the notices of one procurement say together, in whichever order they came in.

The latest contract notice tells what is bought, results tell what became of each lot, and each result adds its
contracts. A change notice takes the place of the one that it changes. The answer depends on the notices and on the
moment alone, so that it can be worked out anew when a notice comes late or is taken back.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from procurement.eforms.notice import CALL, INTENT, MODIFICATION, PLANNING, RESULT, LotStatus, version_key
from procurement.eforms.rules import RESERVED_SERVICES, RESERVED_WORKSHOPS
from procurement.eforms.words import SWEDISH_TIME
from procurement.models.procurements import Origin, State
from registry.calendar import REGISTER_BEGAN
from registry.models.eligibility import Ground

TED = "TED"
TED_ADDRESS = "https://ted.europa.eu/sv/notice/-/detail/{}"


@dataclass
class Target:
    """What the rows are to hold: columns of Procurement, of its lots by identifier, of its contracts by key."""

    buyer: object
    procurement: dict
    lots: dict = field(default_factory=dict)
    contracts: dict = field(default_factory=dict)


def fold(notices, at):
    """The target, or None when none of the notices is about a procurement."""
    kinds = _by_kind(_standing(notices))
    base = next((kinds[kind][-1] for kind in (CALL, PLANNING, RESULT, INTENT, MODIFICATION) if kinds[kind]), None)
    if base is None:
        return None
    outcomes = [*kinds[CALL][-1:], *kinds[INTENT], *kinds[RESULT]]
    lots = _lots(base, [*kinds[INTENT], *kinds[RESULT], *kinds[MODIFICATION]])
    awards = _awards(kinds[RESULT], kinds[MODIFICATION])
    statuses = {result.lot: result.status for notice in outcomes for result in notice.results}
    target = Target(base.buyer, _facts(kinds, base, at))
    target.procurement |= _state(kinds, base, lots, statuses, awards, at)
    target.procurement["is_reserved"] = base.is_reserved or any(_code(lot) for lot in lots)
    target.lots = {lot.identifier: _lot(lot, base, number) for number, lot in enumerate(lots, 1)}
    target.contracts = {key: _contract(award, base, lots) for key, award in awards.items()}
    return target


# --- Which notices count ---


def _standing(notices):
    """The last version of each notice, without those that a change notice replaces."""
    latest = {}
    for notice in notices:
        known = latest.get(notice.notice_id)
        if known is None or version_key(notice.version) > version_key(known.version):
            latest[notice.notice_id] = notice
    replaced = {notice.changes for notice in latest.values() if notice.changes != notice.notice_id}
    return [notice for notice in latest.values() if notice.notice_id not in replaced] or list(latest.values())


def _by_kind(notices):
    kinds = {kind: [] for kind in (PLANNING, CALL, INTENT, RESULT, MODIFICATION)}
    for notice in sorted(notices, key=lambda notice: notice.sort_key()):
        if notice.kind in kinds:
            kinds[notice.kind].append(notice)
    return kinds


# --- What is bought ---


def _facts(kinds, base, at):
    call = kinds[CALL][-1] if kinds[CALL] else None
    plan = kinds[PLANNING][-1] if kinds[PLANNING] else None
    shown = call or base
    database = shown.database or (TED if shown.publication_number and shown.source == "eforms" else "")
    return {
        "title": base.title,
        "summary": base.summary,
        "law": base.law,
        "is_framework": base.is_framework or bool(base.ceiling),
        "estimated_value": base.value,
        "ceiling_value": base.ceiling,
        "planned_notice_on": plan.planned_notice_on if plan else None,
        "questions_until": call.questions_until if call else None,
        "closes_at": call.closes_at if call else None,
        "starts_on": min((lot.starts_on for lot in base.lots if lot.starts_on), default=None),
        "notice_database": database,
        "notice_id": shown.publication_number or shown.notice_id,
        "notice_url": TED_ADDRESS.format(shown.publication_number) if database == TED else "",
        "notice_sent_on": _swedish_day(call.sent_at) if call else None,
        "plan_shown_at": plan.sent_at or _midnight(plan.published_on) or at if plan else None,
        "published_at": (_midnight(call.published_on) or call.sent_at) if call else None,
        "origin": Origin.UHM if base.source == "uhm" else Origin.EFORMS,
        "procedure_id": base.procedure_id,
    }


def _swedish_day(moment):
    return moment.astimezone(SWEDISH_TIME).date() if moment else None


def _midnight(day):
    return datetime.combine(day, time(), tzinfo=SWEDISH_TIME).astimezone(UTC) if day else None


def _lots(base, others):
    """The lots of the notice that tells what is bought, and those that only a result names."""
    found = {lot.identifier: lot for lot in base.lots}
    for notice in others:
        for lot in notice.lots:
            found.setdefault(lot.identifier, lot)
    return sorted(found.values(), key=lambda lot: lot.identifier)


def _code(lot):
    """The code by which the lot is reserved (BT-71, read as a list), or empty."""
    return next((code for code in (RESERVED_SERVICES, RESERVED_WORKSHOPS) if code in lot.reserved), "")


def _lot(lot, base, number):
    code = _code(lot)
    return {
        "number": number,
        "title": lot.title or base.title,
        "description": lot.description,
        "cpv": lot.cpv,
        "more_cpv": list(lot.more_cpv),
        "notice_code": code or ("none" if "none" in lot.reserved else ""),
        "ground": _proposal(code, base),
        "estimated_value": lot.value,
        "months": lot.months,
    }


def _proposal(code, base):
    """The ground that a code may mean under LOU, for a person to confirm. LUF, LUK and other countries have none of it.

    25 a § is law from 2023; the code alone cannot say which of 25 and 25 a §§ the authority went by.
    """
    if base.law != "lou" or base.buyer.country != "SE" or not code:
        return ""
    if code == RESERVED_WORKSHOPS:
        return Ground.LOU_4_18
    sent = _swedish_day(base.sent_at)
    return Ground.LOU_19_25 if sent and sent < REGISTER_BEGAN else Ground.LOU_19_25A


# --- What became of it ---


def _awards(results, modifications):
    """{key: contract}. A modification changes the contract that it is about, and makes it known if it was not."""
    awards = {}
    for notice in results:
        awards |= _keyed(notice.awards)
    for notice in modifications:
        for key, award in _keyed(notice.awards).items():
            same = [old for old, known in awards.items() if (known.lot, known.who) == (award.lot, award.who)]
            awards[key if key in awards or len(same) != 1 else same[0]] = award
    return awards


def _keyed(awards):
    """Awards by what tells them apart. Sole traders have no name: they are counted."""
    keyed = {}
    for award in awards:
        key = root = f"{award.lot}|{award.who}|{award.reference}"
        count = 1
        while key in keyed:
            count += 1
            key = f"{root}#{count}"
        keyed[key] = award
    return keyed


def _contract(award, base, lots):
    title = award.title or next((lot.title for lot in lots if lot.identifier == award.lot), "") or base.title
    starts_on, ends_on = award.starts_on, award.ends_on
    return {
        "lot": award.lot,
        "title": title,
        "supplier_name": award.supplier.name,
        "supplier_number": award.supplier.number,
        "reference": award.reference,
        "signed_on": award.signed_on,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "is_open_ended": award.is_open_ended,
        "value": award.value,
        "is_framework": award.is_framework,
    }


def _state(kinds, base, lots, statuses, awards, at):
    """The state, and the moments that go with it."""
    call = kinds[CALL][-1] if kinds[CALL] else None
    closes_at = call.closes_at if call else None
    closed_at = closes_at if closes_at and closes_at <= at else None
    state, ended_at = _outcome(kinds, call, lots, statuses, awards)
    if state is None:
        if call is None:
            state = State.PLANNED if kinds[PLANNING] else State.CLOSED
        else:
            # Statistics tell of years that are over, and say no last day.
            state = State.CLOSED if closed_at or call.source == "uhm" else State.PUBLISHED
    return {"state": state, "ended_at": ended_at, "closed_at": closed_at}


def _outcome(kinds, call, lots, statuses, awards):
    """(state, when it ended), or (None, None) as long as nothing has come of it."""
    told = [*kinds[RESULT], *kinds[MODIFICATION]]
    last = max((notice.sent_at for notice in told if notice.sent_at), default=None)
    if call is not None and call.is_cancelling and not told:
        return State.CANCELLED, call.sent_at
    if statuses and last and all(status == LotStatus.CLOSED for status in statuses.values()):
        if {lot.identifier for lot in lots} <= statuses.keys():
            return State.CANCELLED, last
        return None, None
    if not awards:
        return (State.AWARDED, None) if LotStatus.WINNER in statuses.values() else (None, None)
    open_lots = [lot for lot in lots if statuses.get(lot.identifier) == LotStatus.OPEN]
    untold = [lot for lot in lots if lot.identifier not in statuses] if not kinds[MODIFICATION] else []
    signed = [award.signed_on for award in awards.values()]
    ended = last if None in signed else max(_midnight(day) for day in signed)
    if open_lots or untold or ended is None:
        return State.AWARDED, None
    return State.CONTRACTED, ended
