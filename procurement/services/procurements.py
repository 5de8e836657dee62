"""A procurement from plan to closed: every step an authority's officer takes before tenders are weighed."""

from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from procurement.legality.check import of_lot
from procurement.models import Legal, LegalityRecord, Lot, Procurement, ReservationReasons
from procurement.models.procurements import BEFORE_NOTICE, Origin, State
from procurement.services import market_records, messages
from procurement.services.entitlements import require_buyer
from procurement.versions import is_overtaken
from registry import status_log
from registry.wording import kronor
from registry.workflow import Step, StepNotAllowed, lock, take

SHOW_PLAN = Step("show_plan", "Planen visas för alla", sources=(State.PLANNED,), target=None)
OPEN_DIALOGUE = Step("open_dialogue", "Tidig dialog började", sources=(State.PLANNED,), target=State.DIALOGUE)
PUBLISH = Step("publish", "Upphandlingen annonserades", sources=tuple(BEFORE_NOTICE), target=State.PUBLISHED)
PROLONG = Step("prolong", "Anbudstiden ändrades", sources=(State.PUBLISHED,), target=None)
CORRECT = Step("correct", "Annonsen rättades", sources=(State.PUBLISHED,), target=None)
CLOSE = Step("close", "Anbudstiden gick ut", sources=(State.PUBLISHED,), target=State.CLOSED)
CANCEL = Step(
    "cancel",
    "Upphandlingen avbröts",
    sources=(*BEFORE_NOTICE, State.PUBLISHED, State.CLOSED, State.AWARDED, State.UNDER_REVIEW),
    target=State.CANCELLED,
)
FACTS = [
    "title",
    "summary",
    "aim",
    "law",
    "is_framework",
    "whole_country",
    "estimated_value",
    "ceiling_value",
    "started_on",
    "planned_notice_on",
    "questions_until",
    "starts_on",
    "contact_email",
]
LOT_FACTS = [
    "title",
    "description",
    "service_area",
    "cpv",
    "more_cpv",
    "ground",
    "ground_confirmed",
    "estimated_value",
    "months",
    "extension_months",
]
# What a notice of change may say anew. Not what the reservation stands on (ground, CPV, aim, authority), nor what
# tenders are made for (law, values, ceiling, length, places): that is another procurement, to advertise anew.
CORRECTABLE = ["summary", "starts_on", "contact_email", "notice_database", "notice_id", "notice_url"]
ADVERTISED = (
    "Upphandlingen är annonserad. Ändra annonsen först. Rätta sedan det som portalen visar, under Rätta annonsen."
)
CORRECTED_MEANWHILE = (
    "Någon annan har rättat annonsen sedan du öppnade sidan. Läs på upphandlingens sida vad som står nu. Det du skrev "
    "står kvar. Spara igen om det är det som ska gälla."
)
TOO_LOW = "Takvolymen kan inte vara lägre än det uppskattade värdet,"
SHORTENED = (
    "Anbudstiden kan inte kortas efter annonseringen. Tiden ska vara skälig (LOU 19 kap. 11 §), och utförare har "
    "planerat efter annonsen. Behöver ni en kortare tid, avbryt och annonsera på nytt."
)
# What the check of the law looks at: a ground that was confirmed before such a change has to be confirmed again.
CHECKED = ("service_area", "cpv", "more_cpv", "ground", "months", "extension_months")


@transaction.atomic
def create(authority, *, actor, municipalities=(), at=None, **facts):
    """Begin to plan a procurement, with one lot that bears its name. Nobody else sees it yet."""
    require_buyer(actor, authority)
    at = at or timezone.now()
    procurement = Procurement(authority=authority, created_by=actor, created_at=at, changed_at=at, **facts)
    _require_room(procurement)
    procurement.full_clean()
    procurement.save()
    procurement.municipalities.set(municipalities)
    Lot.objects.create(procurement=procurement, title=procurement.title)
    status_log.write(procurement, "create", actor=actor, to_state=procurement.state, at=at)
    return procurement


@transaction.atomic
def change(procurement, *, actor, municipalities=None, at=None, **facts):
    """Write the plan anew. Once the notice is out it says what holds, and nothing here may differ from it."""
    require_buyer(actor, procurement.authority)
    procurement = _still_planned(procurement)
    for name in FACTS:
        if name in facts:
            setattr(procurement, name, facts[name])
    procurement.changed_at = at or timezone.now()
    _require_room(procurement)
    procurement.full_clean()
    procurement.save(update_fields=[*FACTS, "changed_at"])
    if municipalities is not None:
        procurement.municipalities.set(municipalities)
    return procurement


@transaction.atomic
def add_lot(procurement, *, actor, **facts):
    """Add a lot, last in order."""
    require_buyer(actor, procurement.authority)
    procurement = _still_planned(procurement)
    last = procurement.lots.order_by("-number").values_list("number", flat=True).first() or 0
    lot = Lot(procurement=procurement, number=last + 1, **facts)
    lot.full_clean()
    lot.save()
    _note_reservation(procurement)
    return lot


@transaction.atomic
def change_lot(lot, *, actor, **facts):
    """Write a lot anew. A confirmed ground is open again when something that the law asks about is changed.

    The ground that an import proposes is settled after the notice too: no code of it tells 25 § from 25 a §.
    """
    require_buyer(actor, lot.procurement.authority)
    procurement = lock(lot.procurement)
    lot = lock(lot)
    if not (awaits_ground(procurement, lot) and facts.keys() <= {"ground", "ground_confirmed"}):
        _still_planned(procurement)
    if "ground_confirmed" not in facts and any(name in facts and facts[name] != getattr(lot, name) for name in CHECKED):
        facts["ground_confirmed"] = False
    for name in LOT_FACTS:
        if name in facts:
            setattr(lot, name, facts[name])
    lot.full_clean()
    lot.save(update_fields=LOT_FACTS)
    _note_reservation(procurement)
    if not procurement.is_before_notice:
        state = procurement.state
        status_log.write(procurement, "settle_ground", actor=actor, from_state=state, to_state=state)
    return lot


def awaits_ground(procurement, lot):
    """Whether an import has proposed a ground that nobody has confirmed."""
    return procurement.origin != Origin.MANUAL and bool(lot.ground) and not lot.ground_confirmed


@transaction.atomic
def remove_lot(lot, *, actor):
    """Take a lot away. The last one stays: what is bought needs at least one."""
    require_buyer(actor, lot.procurement.authority)
    procurement = _still_planned(lot.procurement)
    if procurement.lots.count() == 1:
        raise StepNotAllowed("Upphandlingen behöver minst ett anbudsområde.")
    lot.delete()
    _note_reservation(procurement)


@transaction.atomic
def show_plan(procurement, *, actor, at=None):
    """Let everybody see the plan, long before the notice."""
    require_buyer(actor, procurement.authority)
    at = at or timezone.now()
    with take(SHOW_PLAN, procurement, actor=actor, at=at) as case:
        if case.plan_shown_at:
            raise StepNotAllowed("Planen visas redan.")
        case.plan_shown_at = at
    return case


@transaction.atomic
def open_dialogue(procurement, *, actor, at=None):
    """Ask openly what the market can do before the notice is written: everybody sees it, anyone may ask."""
    require_buyer(actor, procurement.authority)
    with take(OPEN_DIALOGUE, procurement, actor=actor, at=at) as case:
        case.plan_shown_at = case.plan_shown_at or at or timezone.now()
    return case


@transaction.atomic
def write_reasons(procurement, *, actor, at=None, **texts):
    """Write down why the procurement is reserved (N11). Each time is a version of its own."""
    require_buyer(actor, procurement.authority)
    procurement = _still_planned(procurement)
    reasons = ReservationReasons(procurement=procurement, written_by=actor, written_at=at or timezone.now(), **texts)
    reasons.full_clean()
    reasons.save()
    return reasons


def publication_hindrances(procurement, at=None):
    """What must be done before the procurement can be published, in words. Empty when nothing is."""
    hindrances = []
    lots = list(procurement.lots.all())
    if not procurement.summary:
        hindrances.append("Beskriv kort vad som ska köpas.")
    for lot in lots:
        if not lot.cpv:
            hindrances.append(f"Ange CPV-kod för anbudsområdet {lot.title}.")
        if lot.ground and not lot.ground_confirmed:
            hindrances.append(f"Bekräfta grunden för reservation av {lot.title}.")
        elif lot.ground and _check(lot, at).answer == Legal.NO:
            hindrances.append(f"Lagen tillåter inte att {lot.title} reserveras på den grunden. Läs skälen.")
    if any(lot.ground for lot in lots):
        if not procurement.aim:
            hindrances.append("Skriv tjänstens mål. Anbudsgivarens syfte prövas mot det.")
        if not procurement.reservation_reasons.exists():
            hindrances.append("Skriv varför upphandlingen reserveras.")
    return hindrances


@transaction.atomic
def publish(procurement, *, actor, notice, closes_at, questions_until=None, looked_up="", at=None):
    """Publish: the notice is out in a registered database, and the portal shows it and links to it.

    `notice` has database, id, url and sent_on. Each reserved lot's check of the law is kept, and each lot's search.
    Where the check cannot answer, `looked_up` must say what the officer found out. Raises `StepNotAllowed` with what is
    missing.
    """
    require_buyer(actor, procurement.authority)
    at = at or timezone.now()
    with take(PUBLISH, procurement, actor=actor, at=at) as case:
        case.notice_sent_on = notice["sent_on"]  # first: the day decides which rules and amounts hold
        case.started_on = case.started_on or notice["sent_on"]
        if hindrances := publication_hindrances(case, at):
            raise StepNotAllowed(" ".join(hindrances))
        if closes_at <= at:
            raise StepNotAllowed("Sista dag för anbud har redan passerat.")
        for lot in case.lots.exclude(ground=""):
            lot.procurement = case
            _keep_legality(lot, actor, looked_up, at)
        market_records.keep(case, actor=actor, at=at)
        case.notice_database, case.notice_id, case.notice_url = notice["database"], notice["id"], notice["url"]
        case.closes_at, case.questions_until, case.published_at = closes_at, questions_until, at
        case.changed_at = at
    messages.tell_interested(case, "published")
    return case


@transaction.atomic
def prolong(procurement, *, actor, closes_at, note, questions_until=None, at=None):
    """Move the last day for tenders on, as the notice has been changed to say. Everybody interested is told.

    Never back: who has planned by the notice would no longer have skälig tid (LOU 19 kap. 11 §).
    """
    require_buyer(actor, procurement.authority)
    at = at or timezone.now()
    with take(PROLONG, procurement, actor=actor, note=note, at=at) as case:
        if closes_at <= at:
            raise StepNotAllowed("Sista dag för anbud har redan passerat.")
        if case.closes_at and closes_at < case.closes_at:
            raise StepNotAllowed(SHORTENED)
        case.closes_at, case.changed_at = closes_at, at
        case.questions_until = questions_until or case.questions_until
    messages.tell_interested(case, "prolonged")
    return case


def correctable(procurement):
    """What a notice of change may say anew, as it stands now."""
    return {name: getattr(procurement, name) for name in CORRECTABLE}


@transaction.atomic
def correct(procurement, *, actor, note, seen="", at=None, **facts):
    """Show what the changed notice says, while tenders may still come in. Everybody interested is told.

    `note` says what has changed, for all: a change of the documents alone may be told so too. `seen` is the version of
    the `correctable` that the person began from, where known. Other facts than `CORRECTABLE` are left as they stand.
    """
    require_buyer(actor, procurement.authority)
    at = at or timezone.now()
    with take(CORRECT, procurement, actor=actor, note=note, at=at) as case:
        if not note.strip():
            raise StepNotAllowed("Skriv vad som har ändrats.")
        if case.closes_at and case.closes_at <= at:
            raise StepNotAllowed("Anbudstiden är slut. Annonsen kan inte rättas längre.")
        stood = correctable(case)
        for name in CORRECTABLE:
            setattr(case, name, facts.get(name, stood[name]))
        if is_overtaken(seen, stood, correctable(case)):
            raise StepNotAllowed(CORRECTED_MEANWHILE)
        if stood["summary"] and not case.summary:
            raise StepNotAllowed("Beskriv kort vad som ska köpas.")
        case.changed_at = at
    messages.tell_interested(case, "corrected", note=note)
    return case


@transaction.atomic
def close(procurement, *, actor, at=None):
    """The time for tenders is over. The portal's own clock does it, or an officer."""
    at = at or timezone.now()
    with take(CLOSE, procurement, actor=actor, at=at) as case:
        if case.closes_at is None or case.closes_at > at:
            raise StepNotAllowed("Anbudstiden pågår ännu.")
        case.closed_at = at
    return case


def close_due(at=None):
    """Close every procurement whose time for tenders is over, on behalf of whoever published it. Returns how many."""
    at = at or timezone.now()
    due = Procurement.objects.filter(state=State.PUBLISHED, withdrawn_at=None, closes_at__lte=at)
    return sum(_close_by_the_clock(procurement, at) for procurement in due.order_by("closes_at", "pk"))


def _close_by_the_clock(procurement, at):
    published = procurement.events.filter(action=PUBLISH.action).select_related("actor").last()
    actor = published.actor if published else procurement.created_by
    try:
        close(procurement, actor=actor, at=at)
    except StepNotAllowed:  # prolonged, cancelled or closed in this very moment
        return 0
    return 1


@transaction.atomic
def cancel(procurement, *, actor, reason, at=None):
    """Cancel, with reasons (LOU 19 kap. 19 §). Everybody interested is told."""
    require_buyer(actor, procurement.authority)
    at = at or timezone.now()
    with take(CANCEL, procurement, actor=actor, note=reason, at=at) as case:
        case.cancel_reason, case.ended_at, case.changed_at = reason, at, at
    messages.tell_interested(case, "cancelled")
    return case


def _still_planned(procurement):
    procurement = lock(procurement)
    if not procurement.is_before_notice:
        raise StepNotAllowed(ADVERTISED)
    return procurement


def _require_room(procurement):
    """A framework's ceiling holds all that is called off: it is not under what is thought to be bought."""
    ceiling, value = procurement.ceiling_value, procurement.estimated_value
    if ceiling is not None and value is not None and ceiling < value:
        raise ValidationError({"ceiling_value": f"{TOO_LOW} {kronor(value)}."})


def _check(lot, at):
    return of_lot(lot, at=timezone.localdate(at))


def _note_reservation(procurement):
    procurement.is_reserved = procurement.lots.exclude(ground="").exists()
    procurement.save(update_fields=["is_reserved"])


def _keep_legality(lot, actor, looked_up, at):
    check = _check(lot, at)
    record = LegalityRecord(
        lot=lot,
        ground=lot.ground,
        answer=check.answer,
        findings=[asdict(finding) for finding in check.findings],
        notice_code=check.notice_code,
        looked_up=looked_up if check.answer == Legal.OPEN else "",
        checked_on=timezone.localdate(at),
        checked_at=at,
        checked_by=actor,
    )
    if check.answer == Legal.OPEN and not looked_up:
        raise StepNotAllowed("Portalen kan inte avgöra allt om reservationen. Skriv vad ni har tagit reda på.")
    record.full_clean()
    record.save()
