"""Social terms of a procurement, the authority's eight steps, and its targets. Each change is logged."""

from django.db import transaction
from django.utils import timezone

from procurement.models import SocialStep, SocialTarget, SocialTerm
from procurement.models.procurements import State
from procurement.services.entitlements import require_buyer
from procurement.versions import is_overtaken
from registry import status_log
from registry.workflow import StepNotAllowed, lock

AWARDED = (State.AWARDED, State.UNDER_REVIEW, State.CONTRACTED)
EXPECTED = ["persons_expected", "internships_expected"]
ACHIEVED = ["persons_achieved", "internships_achieved"]
TERM = ["level", "description", *EXPECTED]
TARGET = ["percent", "scope", "definition", "decision", "decision_url"]
STEP = ["owner", "due_on", "done_on", "note"]
CHANGED_MEANWHILE = (
    "Någon annan har sparat steget sedan du öppnade sidan. Läs vad som är sparat. Det du skrev står kvar. Spara igen "
    "om det är det som ska gälla."
)


@transaction.atomic
def add(procurement, *, actor, kind, at=None, **facts):
    """Put in a term. After the award, only what was achieved may still be told: nobody expects the past."""
    held = _held(procurement, actor)
    if held.state in AWARDED and any(facts.get(name) is not None for name in EXPECTED):
        raise StepNotAllowed("Upphandlingen är tilldelad. Vad ni väntade er skrivs före tilldelningen.")
    at = at or timezone.now()
    known = {name: facts[name] for name in TERM if name in facts}
    term = SocialTerm(procurement=held, kind=kind, added_at=at, added_by=actor, **known)
    term.full_clean()
    term.save()
    status_log.write(term, "add_term", actor=actor, to_state=term.level, at=at)
    return term


@transaction.atomic
def change(term, *, actor, at=None, **facts):
    """Change level, wording and what is expected, until the award."""
    if _held(term.procurement, actor).state in AWARDED:
        raise StepNotAllowed("Upphandlingen är tilldelad. Nu går det bara att skriva vad som uppnåddes.")
    return _write(term, TERM, facts, "change_term", actor, at)


@transaction.atomic
def note_outcome(term, *, actor, at=None, **facts):
    """Tell what was achieved, after the award. What is not known stays empty."""
    if _held(term.procurement, actor).state not in AWARDED:
        raise StepNotAllowed("Vad som uppnåddes skrivs när upphandlingen är tilldelad.")
    return _write(term, ACHIEVED, facts, "note_outcome", actor, at)


@transaction.atomic
def remove(term, *, actor, at=None):
    """Take a term out of a plan. What has been in a notice stays."""
    if not _held(term.procurement, actor).is_before_notice:
        raise StepNotAllowed("Upphandlingen är annonserad. Villkoret står kvar.")
    row = lock(term)
    status_log.write(row, "remove_term", actor=actor, from_state=row.level, to_state="removed", at=at)
    row.delete()


def step_values(row):
    """What a step says, as `versions.version_of` takes it; of None, what one says that nobody has written in."""
    row = row or SocialStep()
    return {"owner": str(row.owner_id or ""), "due_on": row.due_on, "done_on": row.done_on, "note": row.note}


@transaction.atomic
def change_step(authority, step, *, actor, seen="", at=None, **facts):
    """Say who owns a step, by when, and when it was done. The owner buys for the authority.

    `seen` is the version of the `step_values` that the person began from, where known: what a colleague has saved since
    is not undone unread.
    """
    require_buyer(actor, authority)
    at = at or timezone.now()
    lock(authority)
    row = authority.social_steps.filter(step=step).first() or SocialStep(authority=authority, step=step)
    owner = facts.get("owner")
    is_new_owner = owner is not None and owner.pk != row.owner_id
    if is_new_owner and not authority.memberships.buying().filter(user=owner).exists():
        raise StepNotAllowed("Den ansvariga ska vara en av myndighetens upphandlare.")
    if facts.get("done_on") and facts["done_on"] > timezone.localdate(at):
        raise StepNotAllowed("Dagen då steget blev klart kan inte ligga efter i dag.")
    stood = step_values(row)
    for name in STEP:
        setattr(row, name, facts.get(name, getattr(row, name)))
    if is_overtaken(seen, stood, step_values(row)):
        raise StepNotAllowed(CHANGED_MEANWHILE)
    row.changed_at, row.changed_by = at, actor
    row.full_clean()
    row.save(update_fields=[*STEP, "changed_at", "changed_by"] if row.pk else None)
    status_log.write(row, "change_step", actor=actor, to_state="done" if row.done_on else "open", at=at)
    return row


@transaction.atomic
def set_target(authority, year, *, actor, at=None, **facts):
    """Set or change the target of a year. Without definition and decision there is none."""
    require_buyer(actor, authority)
    at = at or timezone.now()
    lock(authority)
    row = authority.social_targets.filter(year=year).first() or SocialTarget(authority=authority, year=year)
    for name in TARGET:
        setattr(row, name, facts.get(name, getattr(row, name)))
    row.set_at, row.set_by = at, actor
    row.full_clean()
    row.save(update_fields=[*TARGET, "set_at", "set_by"] if row.pk else None)
    status_log.write(row, "set_target", actor=actor, to_state="set", at=at)
    return row


def _held(procurement, actor):
    """The procurement, locked, for its authority's buyers, while its terms may be written about."""
    require_buyer(actor, procurement.authority)
    held = lock(procurement)
    if held.state == State.CANCELLED:
        raise StepNotAllowed("Upphandlingen är avbruten.")
    if held.withdrawn_at:
        raise StepNotAllowed("Upphandlingen togs bort när importen ångrades.")
    return held


def _write(term, names, facts, action, actor, at):
    row = lock(term)
    for name in names:
        setattr(row, name, facts.get(name, getattr(row, name)))
    row.full_clean()
    row.save(update_fields=names)
    status_log.write(row, action, actor=actor, from_state=row.level, to_state=row.level, at=at)
    return row
