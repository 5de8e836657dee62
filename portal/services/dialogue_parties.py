"""Parties at a meeting: invited, signed up, reminded the day before, and answered, in the same words to everybody."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.models import Meeting, MeetingInvitation, MeetingQuestion, MeetingSignUp, MeetingState, as_party
from portal.services import dialogue_mail as mail
from portal.services.entitlements import require_party
from registry.workflow import Step, StepNotAllowed, lock, take

ANNOUNCED, HELD, CANCELLED = MeetingState.ANNOUNCED, MeetingState.HELD, MeetingState.CANCELLED
INVITE = Step("invite", "Värden bjöd in", sources=(ANNOUNCED,), target=None)
SIGN_UP = Step("sign_up", "Någon anmälde sig", sources=(ANNOUNCED,), target=None)
CHANGE_SIGN_UP = Step("change_sign_up", "En anmälan ändrades", sources=(ANNOUNCED,), target=None)
LEAVE = Step("leave", "Någon avbokade", sources=(ANNOUNCED,), target=None)
REMIND = Step("remind", "De anmälda påmindes", sources=(ANNOUNCED,), target=None)
ASK = Step("ask", "Någon ställde en fråga", sources=(ANNOUNCED, HELD), target=None)
ANSWER = Step("answer", "En fråga besvarades", sources=(ANNOUNCED, HELD, CANCELLED), target=None)
STEPS = (INVITE, SIGN_UP, CHANGE_SIGN_UP, LEAVE, REMIND, ASK, ANSWER)


class Full(StepNotAllowed):
    """There are not so many seats left."""


# --- Inviting ---


@transaction.atomic
def invite(meeting, parties, *, actor, at=None):
    """Ask the parties to come, each once: those who are invited already get nothing more. Returns the new rows."""
    require_party(actor, meeting.party)
    at = at or timezone.now()
    new = []
    with take(INVITE, meeting, actor=actor, at=at) as held:
        _require_before_start(held, at)
        for party in parties:
            if party == held.party or held.invitations.filter(**as_party(party)).exists():
                continue
            row = MeetingInvitation(meeting=held, invited_at=at, invited_by=actor, **as_party(party))
            row.full_clean()
            row.save()
            new.append(row)
        if not new:
            raise StepNotAllowed("Alla ni valde är redan inbjudna.")
    for row in new:
        mail.tell_invited(row)
    return new


# --- Signing up ---


@transaction.atomic
def sign_up(meeting, party, *, actor, persons=1, wants_contact=False, at=None):
    """So many come from the party. Raises `Full` when there are not so many seats: of two, one gets the last."""
    require_party(actor, party)
    at = at or timezone.now()
    with take(SIGN_UP, meeting, actor=actor, at=at) as held:
        if party == held.party:
            raise StepNotAllowed("Ni är värd för träffen och behöver ingen anmälan.")
        _require_open(held, at)
        if held.sign_ups.standing().filter(**as_party(party)).exists():
            raise StepNotAllowed(f"{party} är redan anmäld. Läs in sidan igen för att ändra antalet.")
        _require_seats(held, persons)
        row = MeetingSignUp(
            meeting=held,
            user=actor,
            persons=persons,
            wants_contact=wants_contact,
            signed_up_at=at,
            **as_party(party),
        )
        row.full_clean()
        row.save()
    return row


@transaction.atomic
def change_sign_up(row, *, actor, persons, wants_contact=False, at=None):
    """Another number of persons."""
    require_party(actor, row.party)
    at = at or timezone.now()
    with take(CHANGE_SIGN_UP, row.meeting, actor=actor, at=at) as meeting:
        held = _standing(row)
        _require_open(meeting, at)
        _require_seats(meeting, persons, but=held)
        held.persons, held.wants_contact = persons, wants_contact
        held.full_clean()
        held.save(update_fields=["persons", "wants_contact"])
    return held


@transaction.atomic
def leave(row, *, actor, at=None):
    """The party does not come after all. The seats are free again."""
    require_party(actor, row.party)
    at = at or timezone.now()
    with take(LEAVE, row.meeting, actor=actor, at=at) as meeting:
        _require_before_start(meeting, at)
        held = _standing(row)
        held.cancelled_at, held.wants_contact = at, False
        held.save(update_fields=["cancelled_at", "wants_contact"])
    return held


def _standing(row):
    held = lock(row)
    if held.cancelled_at:
        raise StepNotAllowed("Anmälan är redan avbokad.")
    return held


def _require_open(meeting, at):
    _require_before_start(meeting, at)
    if meeting.closes_at <= at:
        raise StepNotAllowed(f"Anmälan är stängd. Skriv till {meeting.contact_email}, så svarar värden om det går.")


def _require_before_start(meeting, at):
    if meeting.starts_at <= at:
        raise StepNotAllowed("Träffen har redan börjat.")


def _require_seats(meeting, persons, but=None):
    if meeting.seats is None:
        return
    others = meeting.sign_ups.standing().exclude(pk=but.pk if but else None)
    left = meeting.seats - sum(others.values_list("persons", flat=True))
    if left <= 0:
        raise Full(f"Alla platser är tagna. Skriv till {meeting.contact_email}, så hör värden av sig om någon avbokar.")
    if persons > left:
        seats = "en plats" if left == 1 else f"{left} platser"
        raise Full(f"Det finns bara {seats} kvar. Skriv ett mindre antal, eller skriv till {meeting.contact_email}.")


# --- The day before ---


def due(at=None):
    """Meetings that begin tomorrow and to which somebody comes who has not been reminded."""
    tomorrow = timezone.localdate(at or timezone.now()) + timedelta(days=1)
    waiting = MeetingSignUp.objects.standing().filter(reminded_at=None).values("meeting")
    return Meeting.objects.filter(state=ANNOUNCED, starts_at__date=tomorrow, pk__in=waiting)


def remind(at=None):
    """Daily: remind those who come tomorrow, once. Returns how many parties."""
    at = at or timezone.now()
    return sum(_remind(meeting, at) for meeting in due(at).select_related("created_by").order_by("pk"))


@transaction.atomic
def _remind(meeting, at):
    """The clock acts in the name of whoever wrote the meeting."""
    try:
        with take(REMIND, meeting, actor=meeting.created_by, at=at) as held:
            if not due(at).filter(pk=held.pk).exists():
                raise StepNotAllowed("Träffen har flyttats, eller de anmälda är påminda.")
    except StepNotAllowed:  # cancelled, moved or reminded in this very moment
        return 0
    rows = list(held.sign_ups.standing().filter(reminded_at=None).select_related("organisation", "authority", "user"))
    held.sign_ups.filter(pk__in=[row.pk for row in rows]).update(reminded_at=at)
    for row in rows:
        mail.tell_signed_up(row, held, "meeting_due", once=f"{timezone.localdate(held.starts_at)}")
    return len(rows)


# --- Asking ---


@transaction.atomic
def ask(meeting, party, *, actor, text, at=None):
    """Ask the host something, before or after. Nobody but the host learns who asked."""
    require_party(actor, party)
    at = at or timezone.now()
    with take(ASK, meeting, actor=actor, at=at) as held:
        if party == held.party:
            raise StepNotAllowed("Ni är värd för träffen. Skriv det i beskrivningen eller anteckningarna.")
        if held.questions.filter(answered_at=None, text=text, **as_party(party)).exists():
            raise StepNotAllowed("Frågan är redan skickad. Ni får svaret i ett brev.")
        question = MeetingQuestion(meeting=held, text=text, asked_at=at, asked_by=actor, **as_party(party))
        question.full_clean()
        question.save()
    mail.tell_host(question)
    return question


@transaction.atomic
def answer(question, *, actor, text, wording="", at=None):
    """Answer, to everybody at once. `wording` puts the question so that it does not tell who asked."""
    require_party(actor, question.meeting.party)
    at = at or timezone.now()
    with take(ANSWER, question.meeting, actor=actor, at=at):
        held = lock(question)
        if held.answered_at:
            raise StepNotAllowed("Frågan är redan besvarad. Läs svaret på träffens sida.")
        held.text = wording or held.text
        held.answer, held.answered_at, held.answered_by = text, at, actor
        held.full_clean()
        held.save(update_fields=["text", "answer", "answered_at", "answered_by"])
    mail.tell_asker(held)
    return held
