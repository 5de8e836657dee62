"""What organisations count themselves: begun, shared, filled in, taken back, ended. Each step is an event.

Every step locks the measure first: two who write at once wait for each other, and the second one is told.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.models import LocalMeasure, LocalParticipant, LocalValue
from portal.models.local_figures import FIRST_YEAR, MeasureState, ParticipantState
from portal.services.entitlements import require_shown
from registry import notifications, status_log
from registry.models import Organisation
from registry.workflow import Step, StepNotAllowed, lock, take

ANY = tuple(MeasureState)
OPEN = (MeasureState.OPEN,)
START = "start"
INVITE = Step("invite", "En organisation bjöds in", sources=OPEN, target=None)
UNINVITE = Step("uninvite", "En inbjudan togs tillbaka", sources=OPEN, target=None)
ACCEPT = Step("accept", "En organisation gick med", sources=OPEN, target=None)
DECLINE = Step("decline", "En organisation tackade nej", sources=ANY, target=None)
LEAVE = Step("leave", "En organisation lämnade", sources=OPEN, target=None)
GIVE = Step("give", "En organisation lade in siffror", sources=OPEN, target=None)
TAKE_BACK = Step("take_back", "En organisation tog tillbaka en siffra", sources=ANY, target=None)
REPLACE = Step("replace", "Räkningen ersattes", sources=OPEN, target=MeasureState.REPLACED)
CLOSE = Step("close", "Räkningen avslutades", sources=OPEN, target=MeasureState.CLOSED)
STEPS = (INVITE, UNINVITE, ACCEPT, DECLINE, LEAVE, GIVE, TAKE_BACK, REPLACE, CLOSE)

COUNTED = ["definition", "unit", "own_unit", "is_stock", "may_overlap", "overlap", "service_area"]
FACTS = ["name", *COUNTED]
NUMBER = ["value", "as_of", "source", "source_url"]
MOST_PARTICIPANTS = 30
MOST_ASKED = 2  # so that nobody is asked over and over
SHOWN = "Siffrorna visas för alla."
ANSWERED = "Inbjudan är redan besvarad eller tillbakatagen."


@dataclass(frozen=True)
class Given:
    """A year's number as somebody typed it. `seen` is the row that stood when they did, or None."""

    year: int
    value: int
    as_of: date
    source: str = ""
    source_url: str = ""
    seen: int | None = None


# --- What is counted ---


@transaction.atomic
def start(place, *, organisation, actor, is_invented=False, at=None, **facts):
    """Begin to count something. The organisation takes part from the start."""
    require_shown(actor, organisation, SHOWN)
    return _create(place, organisation, actor, is_invented, at or timezone.now(), facts)


@transaction.atomic
def replace(measure, *, actor, at=None, **facts):
    """Begin to count something else in the place of this. The numbers stay with what they count: no series goes across.

    The others who count are asked anew, since they agreed to count something else.
    """
    _require_starter(actor, measure)
    at = at or timezone.now()
    if all(facts.get(name) == getattr(measure, name) for name in COUNTED):
        raise StepNotAllowed("Ni räknar samma sak som förut. Ändra det som ska vara nytt.")
    with take(REPLACE, measure, actor=actor, at=at) as held:
        held.closed_at = at
    others = list(held.participants.taking_part().exclude(organisation=held.started_by))
    _withdraw_invitations(held, at)
    new = _create(held.place, held.started_by, actor, held.is_invented, at, {**facts, "replaces": held})
    for row in others:
        if Organisation.public.filter(pk=row.organisation_id).exists():
            invite(new, row.organisation, actor=actor, at=at)
    return new


@transaction.atomic
def close(measure, *, actor, reason, at=None):
    """Count no more. The numbers stay to be read, with the reason."""
    _require_starter(actor, measure)
    at = at or timezone.now()
    with take(CLOSE, measure, actor=actor, at=at) as held:
        held.close_reason, held.closed_at = reason, at
    _withdraw_invitations(held, at)
    return held


# --- Together ---


@transaction.atomic
def invite(measure, organisation, *, actor, at=None):
    """Ask another organisation that everybody sees to count the same thing. Nobody else sees who is asked."""
    _require_starter(actor, measure)
    at = at or timezone.now()
    if not Organisation.public.filter(pk=organisation.pk).exists():
        raise StepNotAllowed("Ni kan bara bjuda in en organisation som visas för alla.")
    with take(INVITE, measure, actor=actor, note=str(organisation), at=at) as held:
        if held.participants.standing().filter(organisation=organisation).exists():
            raise StepNotAllowed(f"{organisation} är redan med eller inbjuden.")
        if held.participants.filter(organisation=organisation).count() >= MOST_ASKED:
            raise StepNotAllowed(f"Ni har redan frågat {organisation}. Hör av er till dem utanför portalen i stället.")
        if held.participants.standing().count() >= MOST_PARTICIPANTS:
            raise StepNotAllowed(f"Högst {MOST_PARTICIPANTS} organisationer kan räkna tillsammans.")
        row = LocalParticipant(measure=held, organisation=organisation, invited_at=at, invited_by=actor)
        row.full_clean()
        row.save()
    _tell(organisation, "portal/local_invited", held, "own_local_figure_answer", once=f"{row.pk}")
    return row


@transaction.atomic
def uninvite(participant, *, actor, at=None):
    """Take back an invitation that waits."""
    _require_starter(actor, participant.measure)
    at = at or timezone.now()
    with take(UNINVITE, participant.measure, actor=actor, note=str(participant.organisation), at=at):
        row = _waiting(participant)
        row.state, row.ended_at = ParticipantState.WITHDRAWN, at
        row.save(update_fields=["state", "ended_at"])
    return row


@transaction.atomic
def accept(participant, *, actor, at=None):
    """Count together with the others. Those who asked are told."""
    row = _answer(ACCEPT, participant, ParticipantState.IN, actor, at or timezone.now())
    measure = row.measure
    context = {"joined": row.organisation}
    _tell(measure.started_by, "portal/local_accepted", measure, "own_local_figures", once=f"{row.pk}", **context)
    return row


@transaction.atomic
def decline(participant, *, actor, at=None):
    """Say no."""
    return _answer(DECLINE, participant, ParticipantState.DECLINED, actor, at or timezone.now())


@transaction.atomic
def leave(participant, *, actor, takes_back, at=None):
    """Count no more with the others. The numbers stay, unless they are taken back at the same time."""
    require_shown(actor, participant.organisation, SHOWN)
    at = at or timezone.now()
    measure = participant.measure
    if participant.organisation_id == measure.started_by_id:
        raise StepNotAllowed("Ni började räkningen. Avsluta den i stället för att lämna den.")
    with take(LEAVE, measure, actor=actor, note=str(participant.organisation), at=at) as held:
        row = lock(participant)
        if row.state != ParticipantState.IN:
            raise StepNotAllowed("Ni är inte med i räkningen längre.")
        row.state, row.ended_at = ParticipantState.LEFT, at
        row.save(update_fields=["state", "ended_at"])
        if takes_back:
            for value in held.values.standing().filter(organisation=row.organisation):
                _end(value, LocalValue.Closed.TAKEN_BACK, actor, at)
    return row


# --- The numbers ---


@transaction.atomic
def give(measure, numbers, *, organisation, actor, at=None):
    """Put in the numbers of some years, each a `Given`. What stood is replaced and kept. Returns the new rows.

    Raises `StepNotAllowed` when a colleague has changed one of the years since it was read, and then nothing is saved.
    """
    require_shown(actor, organisation, SHOWN)
    at = at or timezone.now()
    years = ", ".join(str(row.year) for row in numbers)
    with take(GIVE, measure, actor=actor, note=f"{organisation}: {years}", at=at) as held:
        if not held.participants.taking_part().filter(organisation=organisation).exists():
            raise StepNotAllowed("Bara den som är med i räkningen kan lägga in siffror.")
        standing = {row.year: row for row in held.values.standing().filter(organisation=organisation)}
        for given in numbers:
            _require_unchanged(given, standing.get(given.year))
        changed = [given for given in numbers if not _says(standing.get(given.year), given)]
        if not changed:
            raise StepNotAllowed("Inget är ändrat. Skriv en ny siffra, eller gå tillbaka.")
        return [_put_in(held, given, standing.get(given.year), organisation, actor, at) for given in changed]


@transaction.atomic
def take_back(value, *, actor, at=None):
    """The organisation's number no longer stands. The row is kept, with who took it back and when."""
    require_shown(actor, value.organisation, SHOWN)
    at = at or timezone.now()
    with take(TAKE_BACK, value.measure, actor=actor, note=f"{value.organisation}: {value.year}", at=at):
        row = lock(value)
        if row.closed:
            raise StepNotAllowed("Siffran är redan ersatt eller tillbakatagen.")
        _end(row, LocalValue.Closed.TAKEN_BACK, actor, at)
    return row


# --- What the steps share ---


def _create(place, organisation, actor, is_invented, at, facts):
    measure = LocalMeasure(
        place=place,
        started_by=organisation,
        created_by=actor,
        created_at=at,
        is_invented=is_invented or settings.DEMO,
        **facts,
    )
    measure.full_clean()
    measure.save()
    measure.events.create(action=START, actor=actor, note=str(organisation), to_state=measure.state, created_at=at)
    status_log.write(measure, START, actor=actor, to_state=measure.state, at=at)
    LocalParticipant.objects.create(
        measure=measure,
        organisation=organisation,
        state=ParticipantState.IN,
        invited_at=at,
        invited_by=actor,
        answered_at=at,
        answered_by=actor,
    )
    return measure


def _answer(step, participant, state, actor, at):
    require_shown(actor, participant.organisation, SHOWN)
    with take(step, participant.measure, actor=actor, note=str(participant.organisation), at=at):
        row = _waiting(participant)
        row.state, row.answered_at, row.answered_by = state, at, actor
        row.save(update_fields=["state", "answered_at", "answered_by"])
    return row


def _waiting(participant):
    row = lock(participant)
    if row.state != ParticipantState.INVITED:
        raise StepNotAllowed(ANSWERED)
    return row


def _withdraw_invitations(measure, at):
    """Nothing is left to answer."""
    waiting = measure.participants.filter(state=ParticipantState.INVITED)
    waiting.update(state=ParticipantState.WITHDRAWN, ended_at=at)


def _require_starter(actor, measure):
    require_shown(actor, measure.started_by, SHOWN)


def _require_unchanged(given, standing):
    if (standing.pk if standing else None) != given.seen:
        raise StepNotAllowed(
            f"Någon annan har ändrat siffran för {given.year} medan du skrev. Inget är sparat. "
            "Läs in sidan igen och se vad som står där nu."
        )


def _says(standing, given):
    """Whether that is what stands already."""
    return standing is not None and all(getattr(standing, name) == getattr(given, name) for name in NUMBER)


def _put_in(measure, given, standing, organisation, actor, at):
    _require_its_year(measure, given, timezone.localdate(at))
    if standing:
        _end(standing, LocalValue.Closed.REPLACED, actor, at)
    facts = {name: getattr(given, name) for name in NUMBER}
    row = LocalValue(measure=measure, organisation=organisation, year=given.year, given_at=at, given_by=actor, **facts)
    row.full_clean()
    row.save()
    return row


def _require_its_year(measure, given, today):
    if not FIRST_YEAR <= given.year <= today.year:
        raise StepNotAllowed(f"Skriv ett år från {FIRST_YEAR} till {today.year}.")
    if given.as_of > today:
        raise StepNotAllowed(f"Dagen för {given.year} kan inte ligga efter i dag.")
    if given.as_of.year < given.year or (measure.is_stock and given.as_of.year != given.year):
        when = "under" if measure.is_stock else "i eller efter"
        raise StepNotAllowed(f"Dagen för {given.year} ska ligga {when} året.")


def _end(value, how, actor, at):
    value.closed, value.closed_at, value.closed_by = how, at, actor
    value.save(update_fields=["closed", "closed_at", "closed_by"])


def _tell(organisation, template, measure, page, *, once, **more):
    """Write to those who may act for the organisation, and to nobody else."""
    context = {"measure": measure, "place": measure.place, "organisation": organisation, **more}
    args = [organisation.slug] if page == "own_local_figures" else [organisation.slug, measure.pk]
    members = notifications.members_of(organisation, editing=True)
    notifications.notify(members, template, context, url=reverse(page, args=args), once=once)
