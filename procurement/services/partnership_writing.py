"""Writing the agreement together: text, principles, goals, commitments and days of follow-up.

Every change takes back each yes to the text. All of them return whether anybody had said yes, so that pages can say so.
"""

from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from procurement.models import PartnershipCommitment, PartnershipFollowUp, PartnershipGoal, PartnershipPrinciple
from procurement.models.partnerships import PartnershipState
from procurement.services.partnership_parties import changed, require_bound, require_joined, require_party, standing
from procurement.versions import is_overtaken
from registry import status_log
from registry.workflow import StepNotAllowed, lock

ABOUT = ["title", "service_area", "whole_country"]
TEXTS = [
    "background",
    "programme",
    "programme_url",
    "common_values",
    "steering",
    "follow_up_plan",
    "social_gains",
    "starts_on",
    "ends_on",
    "extension",
    "notice_months",
    "changes",
    "disputes",
]
MOST_ROWS = 200
GONE = "Raden är redan borttagen."
CHANGED_MEANWHILE = (
    "Någon annan har ändrat här sedan du öppnade sidan. Läs ändringen under ”Hela texten” i ett nytt fönster. "
    "Det du skrev står kvar. Spara igen om det är det som ska gälla."
)


@contextmanager
def _writing(partnership, actor, at, action):
    """The partnership, held, for somebody who may write in it now. Saved, with each yes taken back, when all went well.

    Yields the row; its attribute `had_yes` tells afterwards whether anybody had said yes.
    """
    require_joined(actor, partnership)
    at = at or timezone.now()
    with transaction.atomic():
        held = lock(partnership)
        if not held.is_being_written:
            raise StepNotAllowed(
                f"Texten går inte att ändra nu. Partnerskapets läge är ”{held.get_state_display().lower()}”."
            )
        yield held
        held.had_yes = changed(held, actor=actor, at=at, action=action)
        held.full_clean()
        held.save()


def write_about(partnership, *, actor, municipalities, target_groups=(), at=None, **facts):
    """Write what it is about and where. That stands once it is decided: something else is another partnership."""
    with _writing(partnership, actor, at, "write_about") as held:
        if held.is_shown:
            raise StepNotAllowed(
                "Rubrik, verksamhet och plats är beslutade och står fast. Starta ett nytt partnerskap om det ska gälla "
                "något annat."
            )
        _fill_in(held, ABOUT, facts)
        held.municipalities.set(municipalities)
        held.target_groups.set(target_groups)
    return held.had_yes


def _require_unchanged(values, seen, typed):
    if is_overtaken(seen, values, typed):
        raise StepNotAllowed(CHANGED_MEANWHILE)


def write_text(partnership, *, actor, seen="", at=None, **texts):
    """Write one or more of the headings. `seen` is the `version_of` them that the person began from, where known."""
    with _writing(partnership, actor, at, "write_text") as held:
        _require_unchanged({name: getattr(held, name) for name in texts}, seen, texts)
        _fill_in(held, TEXTS, texts)
    return held.had_yes


def write_principles(partnership, sentences, *, actor, seen="", at=None):
    """Write how the partnership lives up to the principles. `sentences` by principle; an empty one takes it away.

    `seen` is as for `write_text`.
    """
    with _writing(partnership, actor, at, "write_principles") as held:
        written = dict(held.principles.values_list("principle", "sentence"))
        _require_unchanged(written, seen, {key: words for key, words in sentences.items() if words})
        for principle in PartnershipPrinciple.Principle:
            sentence = sentences.get(principle, "").strip()
            if not sentence:
                held.principles.filter(principle=principle).delete()
                continue
            row, _ = held.principles.get_or_create(principle=principle, defaults={"sentence": sentence})
            row.sentence = sentence
            row.full_clean()
            row.save(update_fields=["sentence"])
    return held.had_yes


def add_goal(partnership, *, actor, goal, indicator, at=None):
    """Add a goal and what shows that it is reached."""
    with _writing(partnership, actor, at, "add_goal") as held:
        _leave_room(held.goals)
        _keep(PartnershipGoal(partnership=held, goal=goal, indicator=indicator))
    return held.had_yes


def remove_goal(goal, *, actor, at=None):
    """Take a goal away."""
    with _writing(goal.partnership, actor, at, "remove_goal") as held:
        _take_away(held.goals.filter(pk=goal.pk))
    return held.had_yes


def add_commitment(party, *, actor, recipient=None, at=None, **facts):
    """Write what the actor's own party brings in a year. What an authority brings may be for one of the idéburna."""
    require_party(actor, party)
    with _writing(party.partnership, actor, at, "add_commitment") as held:
        party = standing(party)
        if party.joined_at is None:
            raise StepNotAllowed("Gå med först. Sedan kan ni skriva vad ni bidrar med.")
        if recipient is not None and (
            not party.is_public or recipient.is_public or recipient.partnership_id != held.pk
        ):
            raise StepNotAllowed("Bara en idéburen part kan vara mottagare, av det som en myndighet bidrar med.")
        _leave_room(party.commitments)
        _keep(PartnershipCommitment(party=party, recipient=recipient, **facts))
    return held.had_yes


def remove_commitment(commitment, *, actor, at=None):
    """Take away what the actor's own party would have brought."""
    require_party(actor, commitment.party)
    with _writing(commitment.party.partnership, actor, at, "remove_commitment") as held:
        _take_away(PartnershipCommitment.objects.filter(pk=commitment.pk, party__partnership=held))
    return held.had_yes


def plan_follow_up(partnership, *, actor, planned_on, at=None):
    """Set a day for following up: while the text is written, or one more while it holds, which changes no text.

    A day of a text that is written anew is proposed: nobody but the parties reads it before that text is decided on.
    """
    at = at or timezone.now()
    row = PartnershipFollowUp(planned_on=planned_on, noted_at=at, noted_by=actor)
    if partnership.state not in (PartnershipState.ACTIVE, PartnershipState.FOLLOW_UP):
        with _writing(partnership, actor, at, "plan_follow_up") as held:
            _plan(row, held)
        return held.had_yes
    require_bound(actor, partnership)
    with transaction.atomic():
        held = lock(partnership)
        if held.state not in (PartnershipState.ACTIVE, PartnershipState.FOLLOW_UP):
            raise StepNotAllowed("Någon annan hann före. Läs vad som har hänt innan du fortsätter.")
        _plan(row, held)
        status_log.write(held, "plan_follow_up", actor=actor, from_state=held.state, to_state=held.state, at=at)
    return False


def _plan(row, held):
    row.partnership, row.is_proposed = held, held.state == PartnershipState.RENEGOTIATION
    same = held.follow_ups.filter(planned_on=row.planned_on, performed_on=None).first()
    if same and same.is_proposed and not row.is_proposed:
        same.is_proposed = False
        same.save(update_fields=["is_proposed"])
        return
    if same:
        raise StepNotAllowed("Den dagen är redan planerad.")
    _leave_room(held.follow_ups)
    _keep(row)


def cancel_follow_up(follow_up, *, actor, at=None):
    """Take away a day that was planned, while the text is being written."""
    with _writing(follow_up.partnership, actor, at, "cancel_follow_up") as held:
        _take_away(held.follow_ups.filter(pk=follow_up.pk, performed_on=None))
    return held.had_yes


def _fill_in(held, names, facts):
    for name in names:
        if name in facts:
            setattr(held, name, facts[name])


def _keep(row):
    row.full_clean()
    row.save()


def _take_away(rows):
    if not rows.delete()[0]:
        raise StepNotAllowed(GONE)


def _leave_room(rows):
    if rows.count() >= MOST_ROWS:
        raise StepNotAllowed(f"Det finns redan {MOST_ROWS} rader. Slå ihop några.")
