"""How a verification ends: on request, or by decision after the organisation has been heard."""

from datetime import timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from registry import notifications
from registry.models import Verification
from registry.models.records import JournalEntry
from registry.services import eligibility, follow_up, journal, search_index
from registry.services.entitlements import require_editor, require_officer, require_owner
from registry.workflow import Step, StepNotAllowed, take

ACTIVE = (Verification.State.VERIFIED, Verification.State.CHANGE_NOTICED)
WARN = Step("warn", "Organisationen fick yttra sig om att verifieringen kan upphöra", sources=ACTIVE, target=None)
ANSWER = Step("answer", "Organisationen yttrade sig", sources=ACTIVE, target=None)
HEAR_FIRST = "Ge organisationen tillfälle att yttra sig först, och vänta till sista dagen har gått."
END = Step("end", "Verifieringen upphörde", sources=ACTIVE, target=Verification.State.ENDED)


@transaction.atomic
def end_on_request(verification, *, actor, at=None):
    """The organisation's owner ends it. The page stays, with day and ground."""
    require_owner(actor, verification.legal_entity.organisation)
    return _end(verification, Verification.Ground.OWN_REQUEST, "", actor, at or timezone.now())


@transaction.atomic
def warn(verification, *, actor, text, answer_by, at=None):
    """Tell the organisation what speaks for ending, with time to answer (2017:900, 25 §)."""
    organisation = verification.legal_entity.organisation
    require_officer(actor, organisation)
    at = at or timezone.now()
    with take(WARN, verification, actor=actor, note=text, at=at) as held:
        held.end_warned_at = at
        held.end_warning, held.end_answer_by = text, answer_by
        held.end_answer, held.end_answered_at, held.end_answered_by = "", None, None
    journal.write(held.application, JournalEntry.Direction.OUT, "Kommunicering: verifieringen kan upphöra", at=at)
    _tell(held, "verification_warning", reverse("verification_answer", args=[organisation.slug, held.pk]))
    return held


@transaction.atomic
def answer(verification, *, actor, text, at=None):
    """The organisation's answer to what speaks for ending (2017:900, 25 §), taken until the decision, also when late.

    A second answer takes the first one's place; the events keep both. Whoever asked is told.
    """
    require_editor(actor, verification.legal_entity.organisation)
    at = at or timezone.now()
    with take(ANSWER, verification, actor=actor, note=text, at=at) as held:
        if held.end_warned_at is None:
            raise StepNotAllowed("Vi har inte frågat om den här verifieringen.")
        held.end_answer, held.end_answered_at, held.end_answered_by = text, at, actor
    journal.write(held.application, JournalEntry.Direction.IN, "Yttrande om att verifieringen kan upphöra", at=at)
    asked = held.events.filter(action=WARN.action).latest("created_at", "pk")
    url = reverse("verification_end_by_decision", args=[held.pk])
    notifications.notify([asked.actor], "verification_answered", {"verification": held}, url=url)
    return held


def is_heard(verification, ground, at=None):
    """Whether the organisation has had its time to answer, or the ground needs no answer."""
    if ground == Verification.Ground.CEASED:
        return True
    return bool(verification.end_warned_at) and verification.end_answer_by < timezone.localdate(at or timezone.now())


@transaction.atomic
def end_by_decision(verification, *, actor, ground, reasons, criteria=(), at=None):
    """A case officer ends it, with ground and reasons, after the organisation has been heard.

    Taking back a favourable decision has narrow grounds (2017:900, 37 §): the requirements are no longer met, or
    the information was wrong. That the legal person no longer exists is stated without warning. `criteria` are those
    of eligibility that the decision finds not met: without them the answer about eligibility becomes unknown, not no.
    """
    require_officer(actor, verification.legal_entity.organisation)
    at = at or timezone.now()
    if ground == Verification.Ground.OWN_REQUEST:
        raise StepNotAllowed("På egen begäran avslutar organisationen själv.")
    if not is_heard(verification, ground, at):
        raise StepNotAllowed(HEAR_FIRST)
    ended = _end(verification, ground, reasons, actor, at)
    for criterion in criteria:
        eligibility.judge_criterion(
            ended.legal_entity,
            criterion,
            actor=actor,
            is_met=False,
            evidence=f"Beslut att verifieringen upphör, {ended.application.case_number}",
            comment=reasons[:2000],
            at=at,
        )
    return ended


def _end(verification, ground, reasons, actor, at):
    with take(END, verification, actor=actor, note=reasons, at=at) as held:
        first = held.period.lower
        held.period = DateRange(first, max(timezone.localdate(at), first + timedelta(days=1)))  # at least a day
        held.ended_at, held.ended_by, held.end_ground, held.end_reasons = at, actor, ground, reasons
    follow_up.end_with(held, actor=actor, reasons=reasons or held.get_end_ground_display(), at=at)
    by_request = ground == Verification.Ground.OWN_REQUEST
    direction = JournalEntry.Direction.IN if by_request else JournalEntry.Direction.OUT
    journal.write(held.application, direction, f"Verifieringen upphör: {held.get_end_ground_display().lower()}", at=at)
    _tell(held, "verification_ended")
    search_index.refresh(held.legal_entity.organisation)
    return held


def _tell(verification, template, url=""):
    organisation = verification.legal_entity.organisation
    members = notifications.members_of(organisation, editing=True)
    url = url or f"/min-organisation/{organisation.slug}/"
    notifications.notify(members, template, {"verification": verification}, url=url)
