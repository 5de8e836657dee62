"""Meetings, as the host keeps them: written, announced, changed, cancelled, held by the clock, and noted afterwards."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.models import Meeting, MeetingState, as_party
from portal.services import dialogue_mail as mail
from portal.services.entitlements import require_party
from procurement.models import Procurement
from procurement.services.dialogue import TAKES_QUESTIONS
from registry.models import Organisation
from registry.wording import day_in_words
from registry.workflow import Step, StepNotAllowed, lock, take

DRAFT, ANNOUNCED, HELD, CANCELLED = MeetingState
CREATE = Step("create", "Utkastet skrevs", sources=(DRAFT,), target=None)
REWRITE = Step("rewrite", "Utkastet skrevs om", sources=(DRAFT,), target=None)
ANNOUNCE = Step("announce", "Träffen annonserades", sources=(DRAFT,), target=ANNOUNCED)
DISCARD = Step("discard", "Utkastet kastades", sources=(DRAFT,), target=CANCELLED)
CHANGE = Step("change", "Uppgifterna ändrades", sources=(ANNOUNCED,), target=None)
MOVE = Step("move", "Tiden eller platsen ändrades", sources=(ANNOUNCED,), target=None)
CANCEL = Step("cancel", "Träffen ställdes in", sources=(ANNOUNCED,), target=CANCELLED)
HOLD = Step("hold", "Träffen hölls", sources=(ANNOUNCED,), target=HELD)
NOTE = Step("note", "Anteckningar publicerades", sources=(ANNOUNCED, HELD), target=None)
CORRECT = Step("correct", "Anteckningarna rättades", sources=(ANNOUNCED, HELD), target=None)
STEPS = (CREATE, REWRITE, ANNOUNCE, DISCARD, CHANGE, MOVE, CANCEL, HOLD, NOTE, CORRECT)
FACTS = [
    "place", "kind", "title", "about", "starts_at", "ends_at", "address", "url", "accessibility", "seats",
    "sign_up_until", "agenda", "contact_email", "procurement",
]  # fmt: skip
WHEN, WHERE = ("starts_at", "ends_at"), ("address", "url")
DISCARDED = "Utkastet kastades."


@transaction.atomic
def create(party, *, actor, services=(), is_invented=False, at=None, **facts):
    """A draft, which only the host sees. In the demonstration all of it is made up."""
    require_party(actor, party)
    at = at or timezone.now()
    _require_procurement(party, facts.get("procurement"))
    _require_coming(facts["starts_at"], at)
    _require_last_day(facts.get("sign_up_until"), at)
    meeting = Meeting(
        is_invented=is_invented or settings.DEMO,
        created_at=at,
        changed_at=at,
        created_by=actor,
        **as_party(party),
        **facts,
    )
    meeting.full_clean()
    meeting.save()
    meeting.services.set(services)
    with take(CREATE, meeting, actor=actor, at=at) as held:
        pass
    return held


@transaction.atomic
def change(meeting, *, actor, services=(), at=None, **facts):
    """Write the meeting anew. Of another time or place those who are coming are told, and the old one is kept."""
    require_party(actor, meeting.party)
    at = at or timezone.now()
    before = lock(meeting)
    step = REWRITE if before.state == DRAFT else CHANGE
    if before.state == ANNOUNCED and any(getattr(before, name) != facts[name] for name in (*WHEN, *WHERE)):
        step = MOVE
    if before.state != DRAFT and before.starts_at <= at:
        raise StepNotAllowed("Träffen har redan börjat. Skriv det som är nytt i anteckningarna.")
    if facts.get("procurement") != before.procurement:
        _require_procurement(before.party, facts.get("procurement"))
    _require_coming(facts["starts_at"], at)
    _require_seats(before, facts["seats"])
    if facts.get("sign_up_until") != before.sign_up_until:
        _require_last_day(facts["sign_up_until"], at)
    note = f"Före ändringen: {time_and_place(before)}." if step is MOVE else ""
    with take(step, before, actor=actor, note=note, at=at) as held:
        for name in FACTS:
            setattr(held, name, facts.get(name, getattr(held, name)))
        held.changed_at = at
        if step is not REWRITE:
            held.sequence += 1
    held.services.set(services)
    if step is MOVE:
        if held.starts_at != before.starts_at:
            held.sign_ups.standing().exclude(reminded_at=None).update(reminded_at=None)
        mail.tell_coming(held, "meeting_changed", once=str(held.sequence), before=time_and_place(before))
    return held


@transaction.atomic
def announce(meeting, *, actor, at=None):
    """Show the meeting to everybody, and let parties sign up."""
    require_party(actor, meeting.party)
    at = at or timezone.now()
    with take(ANNOUNCE, meeting, actor=actor, at=at) as held:
        _require_coming(held.starts_at, at)
        if held.closes_at <= at:
            raise StepNotAllowed("Sista dagen att anmäla sig har redan varit. Ändra den först.")
        _require_procurement(held.party, held.procurement)
        held.announced_at = held.changed_at = at
    return held


@transaction.atomic
def discard(meeting, *, actor, at=None):
    """Throw a draft away. Nobody else has seen it."""
    require_party(actor, meeting.party)
    with take(DISCARD, meeting, actor=actor, at=at) as held:
        held.cancel_reason = DISCARDED
    return held


@transaction.atomic
def cancel(meeting, *, actor, reason, at=None):
    """The meeting will not be held. It stays on its page with the reason, and those who are coming are told."""
    require_party(actor, meeting.party)
    at = at or timezone.now()
    with take(CANCEL, meeting, actor=actor, at=at) as held:
        if held.ends_at <= at:
            raise StepNotAllowed("Träffen har redan hållits.")
        if held.notes:
            raise StepNotAllowed("Det finns anteckningar från träffen, så den har hållits.")
        held.cancel_reason, held.changed_at = reason, at
        held.sequence += 1
    _forget_contact(held)
    mail.tell_coming(held, "meeting_cancelled", once=str(held.pk))
    return held


@transaction.atomic
def write_notes(meeting, *, actor, text, at=None):
    """What was said at the meeting, for everybody. Written anew, the earlier notes are kept for the host."""
    require_party(actor, meeting.party)
    at = at or timezone.now()
    before = lock(meeting)
    if before.starts_at > at:
        raise StepNotAllowed("Anteckningar skrivs när träffen har börjat.")
    if before.notes == text:
        raise StepNotAllowed("Anteckningarna är redan skrivna så.")
    with take(CORRECT if before.notes else NOTE, before, actor=actor, note=before.notes, at=at) as held:
        held.notes, held.notes_at = text, at
    if not before.notes:
        mail.tell_coming(held, "meeting_notes", once=str(held.pk))
    return held


# --- The clock ---


def hold_due(at=None):
    """Those that are over have been held. Returns how many. The clock acts for whoever wrote the meeting."""
    at = at or timezone.now()
    due = Meeting.objects.filter(state=ANNOUNCED, ends_at__lte=at).select_related("created_by").order_by("pk")
    return sum(_hold(meeting, at) for meeting in due)


@transaction.atomic
def _hold(meeting, at):
    try:
        with take(HOLD, meeting, actor=meeting.created_by, at=at) as held:
            if held.ends_at > at:
                raise StepNotAllowed("Träffen har flyttats.")
    except StepNotAllowed:  # cancelled or moved in this very moment
        return 0
    _forget_contact(held)
    return 1


# --- What the steps share ---


def time_and_place(meeting):
    """When and where, in one phrase. The link is for those who come, and is not in it."""
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    where = meeting.address or "på webben"
    return f"{day_in_words(starts.date())} klockan {starts:%H.%M}–{ends:%H.%M}, {where}"


def procurements_of(party):
    """What a meeting of the party may be about: its own procurements that are shown and take questions."""
    if isinstance(party, Organisation):
        return Procurement.objects.none()
    return Procurement.objects.shown().filter(authority=party, state__in=TAKES_QUESTIONS).order_by("sort_key", "pk")


def _forget_contact(meeting):
    meeting.sign_ups.filter(wants_contact=True).update(wants_contact=False)


def _require_coming(starts_at, at):
    if starts_at <= at:
        raise StepNotAllowed("Välj en tid som inte har varit.")


def _require_last_day(until, at):
    if until and until <= at:
        raise StepNotAllowed("Sista dagen att anmäla sig har redan varit. Välj en senare dag.")


def _require_procurement(party, procurement):
    if procurement and not procurements_of(party).filter(pk=procurement.pk).exists():
        raise StepNotAllowed("Välj en av era egna upphandlingar som visas för alla.")


def _require_seats(meeting, seats):
    taken = sum(meeting.sign_ups.standing().values_list("persons", flat=True))
    if seats is not None and taken > seats:
        raise StepNotAllowed(f"{taken} personer är redan anmälda. Skriv minst så många platser.")
