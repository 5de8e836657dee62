"""Follow-up opened by the clock: a verified organisation's yearly statement is missing, long after the warning."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from registry.access import CASE_OFFICER, is_case_officer
from registry.models import FollowUpCase, LegalEntity, Verification
from registry.models.follow_up import FOLLOW_UP_OPEN
from registry.reading import statements
from registry.services import follow_up
from registry.services.entitlements import has_conflict
from registry.wording import day_in_words
from registry.workflow import lock
from registry.working_days import add_weeks

WEEKS_TO_ANSWER = 3
QUESTION = (
    "Årsuppgiften till portalen för räkenskapsåret {begins}–{ends} har inte kommit in. Den skulle ha lämnats senast "
    "{due}. Lämna årsuppgiften, eller svara på frågan och berätta varför den dröjer."
)


def open_for_missing(at=None):
    """Daily: ask those who are verified, and whose statement the public page says is missing. Once per statement.

    One question at a time: while another follow-up is open the next waits. The question belongs to the officer who
    verified, or to another one when that officer has gone or has jäv. Returns how many were asked.
    """
    at = at or timezone.now()
    held = Verification.objects.in_force(timezone.localdate(at)).exclude(state=Verification.State.ENDED)
    held = held.exclude(follow_ups__in=FollowUpCase.objects.open())
    warned = statements.warned_entities().filter(verifications__in=held).order_by("pk")
    return sum(_ask(pk, at) for pk in warned.values_list("pk", flat=True))


@transaction.atomic
def _ask(entity_id, at):
    """Look again with the entity locked: nothing is handed in between the look and the letter."""
    lock(LegalEntity(pk=entity_id))
    entity = statements.entities_to_state(LegalEntity.objects.filter(pk=entity_id)).get()
    verification = entity.verifications.in_force(timezone.localdate(at)).exclude(state=Verification.State.ENDED).first()
    if verification is None or verification.follow_ups.open().exists():
        return 0
    year = next((year for year in statements.missing_of(entity, at) if not _is_asked(entity, year)), None)
    officer = year and _officer(verification)
    if officer is None:
        return 0
    follow_up.open_by_clock(
        verification,
        officer=officer,
        missing_year=year.begins,
        question=QUESTION.format(begins=year.begins, ends=year.ends, due=day_in_words(year.due_on)),
        due_on=add_weeks(timezone.localdate(at), WEEKS_TO_ANSWER),
        at=at,
    )
    return 1


def _is_asked(entity, year):
    """Whether the missing statement has been asked for, by the clock or by an officer of their own accord."""
    asked = FollowUpCase.objects.filter(verification__legal_entity=entity, cause=FollowUpCase.Cause.STATEMENT)
    by_hand = Q(missing_year=None, opened_at__date__gt=year.due_on)
    return asked.filter(Q(missing_year=year.begins) | by_hand).exists()


def _officer(verification):
    """Who asks: the officer who verified, or the one with the fewest open follow-ups. None when nobody may."""
    organisation = verification.legal_entity.organisation
    officers = get_user_model().objects.filter(groups__name=CASE_OFFICER, is_active=True)
    fewest = officers.annotate(waiting=Count("follow_ups", filter=Q(follow_ups__state__in=FOLLOW_UP_OPEN)))
    for officer in [verification.verified_by, *fewest.order_by("waiting", "pk")]:
        if is_case_officer(officer) and not has_conflict(officer, organisation):
            return officer
    return None
